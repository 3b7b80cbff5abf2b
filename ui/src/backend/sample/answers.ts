import type { EntryPage } from '../../bindings/EntryPage';
import type { EvidenceView } from '../../bindings/EvidenceView';
import type { PeriodView } from '../../bindings/PeriodView';
import type { Target } from '../../bindings/Target';
import type { WorkRow } from '../../bindings/WorkRow';
import { Refusal } from '../backend';
import { duesOf, pressing } from './calendar';
import { figureShort, figureViews } from './figures';
import { asWritten, FIELDS, type PlanTask, roleOf, taskOf, TASKS, unitName, UNITS } from './plan';
import { datesOf, periodsIn } from './settings';
import { type Described, entryIn, isClosed, OFFICE, shownOf, type Store } from './store';

/** Who looks at the sample. */
export interface Eye {
  unit: string | null;
  kind: 'desktop' | 'web';
}

export function periodOf(store: Store, id: string): PeriodView {
  const found = periodsIn(store).find((period) => period.id === id);
  if (!found) throw new Refusal({ code: 'gone', message: 'Không có kỳ báo cáo này.' });
  return found;
}

export function workRow(store: Store, task: PlanTask, unit: string, within: PeriodView, eye: Eye): WorkRow | undefined {
  const role = roleOf(task, unit);
  if (!role) return undefined;
  const kept = entryIn(store, unit, task.code, within.id);
  const dues = duesOf(task, within, isClosed(kept), false, datesOf(store, unit, task));
  const shown = shownOf(
    kept,
    dues.some((due) => due.lateness.is === 'late'),
  );
  const word = kept.talk.at(-1);
  const files = kept.links.map((link) => store.evidence.find((one) => one.id === link.evidence));
  return {
    unit,
    unitName: unitName(unit),
    task: task.code,
    field: task.field,
    title: task.title,
    role,
    shown,
    percent: kept.percent,
    due: pressing(dues),
    figures: figureViews(kept, task.code, unit).map(figureShort),
    evidence: kept.links.length,
    evidenceWaiting: files.filter((file) => file?.whereabouts.is === 'only-here').length,
    returned:
      shown === 'returned' && word
        ? { office: word.office, by: word.by, at: word.at, reason: word.text, until: word.until }
        : null,
    conflicts: store.conflicts.filter(
      (one) => one.unit === unit && 'entry' in one.target && one.target.entry.task === task.code,
    ).length,
    unsent: eye.kind === 'desktop' && kept.unsent,
    arrivedLater: false,
    touched: kept.touched,
  };
}

export function workRows(
  store: Store,
  within: PeriodView,
  unit: string | null,
  task: string | null,
  eye: Eye,
): WorkRow[] {
  const units = unit ? [unit] : UNITS.map((one) => one.id);
  const tasks = task ? TASKS.filter((one) => one.code === task) : TASKS;
  return units.flatMap((one) => tasks.flatMap((of) => workRow(store, of, one, within, eye) ?? []));
}

export function evidenceView(store: Store, one: Described, place: string): EvidenceView {
  const usedIn = [...store.entries].flatMap(([key, kept]) => {
    const [, task = '', period = ''] = key.split('/');
    return kept.links
      .filter((link) => link.evidence === one.id)
      .map((link) => ({ entry: { task, period }, place: link.place }));
  });
  return { ...one, place, usedIn };
}

export function entryPage(store: Store, unit: string, task: string, periodId: string, eye: Eye): EntryPage {
  const plan = taskOf(task);
  const role = plan && roleOf(plan, unit);
  if (!plan || !role) throw new Refusal({ code: 'gone', message: 'Đơn vị này không được giao nhiệm vụ này.' });
  const within = periodOf(store, periodId);
  const kept = entryIn(store, unit, task, periodId);
  const row = workRow(store, plan, unit, within, eye);
  const open = eye.kind === 'desktop' && store.plan.closedOn === null;
  const own = open && eye.unit === unit;
  return {
    unit,
    unitName: unitName(unit),
    entry: { task, period: periodId },
    period: within,
    task: {
      id: task,
      title: plan.title,
      field: plan.field,
      fieldName: FIELDS.find((field) => field.code === plan.field)?.name ?? '',
      lead: asWritten(plan.lead),
      with: asWritten(plan.with),
      outputs: plan.outputs,
      inherited: plan.inherited ?? [],
      inferred: plan.inferred ?? [],
    },
    role,
    editable: own,
    reviewable: open && eye.unit === OFFICE && eye.unit !== unit,
    shown: row?.shown ?? kept.state,
    state: kept.state,
    percent: kept.percent,
    texts: store.texts.map((one) => ({
      ...one,
      // One that is not among the model's yet is called in the same way.
      target: { field: one.name, entry: { task, period: periodId } } as Target,
      text: kept.texts[one.name] ?? '',
    })),
    figures: figureViews(kept, task, unit),
    evidence: kept.links.flatMap((link) => {
      const one = store.evidence.find((described) => described.id === link.evidence);
      return one ? [evidenceView(store, one, link.place)] : [];
    }),
    dues: duesOf(plan, within, isClosed(kept), own && role === 'lead', datesOf(store, unit, plan)),
    talk: kept.talk,
    history: kept.history,
    conflicts: store.conflicts.filter(
      (one) =>
        one.unit === unit &&
        'entry' in one.target &&
        one.target.entry.task === task &&
        one.target.entry.period === periodId,
    ),
    unsent: kept.unsent,
    arrivedLater: false,
    touched: kept.touched,
  };
}
