import type { Deadline } from '../../bindings/Deadline';
import type { FigureRow } from '../../bindings/FigureRow';
import type { Found } from '../../bindings/Found';
import type { Late } from '../../bindings/Late';
import type { Matrix } from '../../bindings/Matrix';
import type { PeriodView } from '../../bindings/PeriodView';
import type { Silent } from '../../bindings/Silent';
import { plain } from '../../words/plain';
import { type Eye, workRow, workRows } from './answers';
import { duesOf, lateness, NOW } from './calendar';
import { figureShort, figureViews } from './figures';
import { FIELDS, REPORTING, roleOf, TASKS, unitName } from './plan';
import { datesOf, periodsIn } from './settings';
import { drawn, entryIn, isClosed, type Store } from './store';

const CLOSED = ['done', 'accepted', 'amended', 'not-applicable'];

/** Minutes since a unit was heard from; one never was, one not for long. */
function silence(unit: string): number | null {
  if (unit === 'ngan-hang') return null;
  if (unit === 'dak-troi') return 13 * 1440;
  if (unit === 'ayun') return 1018;
  return Math.floor(drawn(`${unit}heard`) ** 3 * 5 * 1440) + 4;
}

const heard = (unit: string): string | null => {
  const minutes = silence(unit);
  return minutes === null ? null : new Date(NOW - minutes * 60_000).toISOString();
};

export function matrix(store: Store, within: PeriodView, field: string | null, eye: Eye): Matrix {
  const fields = FIELDS.filter((one) => field === null || one.code === field).map((one) => ({
    ...one,
    tasks: TASKS.filter((task) => task.field === one.code),
  }));
  const rows = REPORTING.map((unit) => {
    const cells = fields
      .flatMap((one) => one.tasks)
      .map((task) => workRow(store, task, unit.id, within, eye) ?? null)
      .map(
        (row) =>
          row && {
            shown: row.shown,
            role: row.role,
            percent: row.percent,
            conflict: row.conflicts > 0,
            arrivedLater: row.arrivedLater,
            evidence: row.evidence,
            evidenceWaiting: row.evidenceWaiting,
          },
      );
    const own = cells.flatMap((cell) => cell ?? []);
    const closed = own.filter((cell) => CLOSED.includes(cell.shown)).length;
    const waits = drawn(`${unit.id}files`) < 0.25 || unit.id === 'ayun';
    return {
      unit: unit.id,
      unitName: unit.name,
      cells,
      complete: own.length ? Math.round((100 * closed) / own.length) : 0,
      onTime: unit.kind === 'agency' ? null : Math.round((90 * closed) / Math.max(1, own.length)),
      lastHeard: heard(unit.id),
      waitingFiles: waits ? 3 : 0,
      waitingBytes: waits ? 8_200_000 : 0,
    };
  });
  const all = rows.flatMap((row) => row.cells.flatMap((cell) => cell ?? []));
  const those = (...states: string[]) => all.filter((cell) => states.includes(cell.shown)).length;
  return {
    period: within.id,
    asOf: new Date(NOW).toISOString(),
    fields: fields.map(({ code, name, tasks }) => ({
      code,
      name,
      tasks: tasks.map((task) => ({ id: task.code, title: task.title })),
    })),
    rows,
    assignments: all.length,
    begun: all.length - those('not-started', 'overdue'),
    closed: those(...CLOSED),
    accepted: those('accepted'),
    overdue: those('overdue'),
    conflicts: all.filter((cell) => cell.conflict).length,
  };
}

export function figureRows(store: Store, within: PeriodView, field: string | null): FigureRow[] {
  return TASKS.filter((task) => field === null || task.field === field).flatMap((task) =>
    REPORTING.flatMap((unit) =>
      figureViews(entryIn(store, unit.id, task.code, within.id), task.code, unit.id).map((view) => {
        const short = figureShort(view);
        return {
          indicator: view.indicator,
          name: view.name,
          task: task.code,
          field: task.field,
          unit: unit.id,
          unitName: unit.name,
          target: view.target,
          values: view.values.map((value) => value.text),
          result: short.shown,
          met: view.met,
        };
      }),
    ),
  );
}

export function lateRows(store: Store, within: PeriodView, field: string | null, eye: Eye): Late[] {
  return workRows(store, within, null, null, eye)
    .filter((row) => row.shown === 'overdue' && (field === null || row.field === field))
    .flatMap((row) =>
      row.due?.date
        ? [
            {
              unit: row.unit,
              unitName: row.unitName,
              task: row.task,
              title: row.title,
              role: row.role,
              shown: row.shown,
              date: row.due.date,
              lateness: row.due.lateness,
            },
          ]
        : [],
    );
}

export function silentUnits(eye: Eye): Silent[] {
  return REPORTING.map((unit) => {
    const minutes = silence(unit.id);
    return {
      unit: unit.id,
      unitName: unit.name,
      lastHeard: heard(unit.id),
      days: minutes === null ? null : Math.floor(minutes / 1440),
      laptops: eye.kind === 'desktop' ? null : minutes === null ? 0 : 1 + Math.floor(drawn(unit.id) * 2),
    };
  });
}

export function deadlines(store: Store, unit: string | null): Deadline[] {
  const periods = periodsIn(store);
  const reports: Deadline[] = periods.map((within) => ({
    task: null,
    title: `Nộp báo cáo ${within.name}`,
    unit: null,
    unitName: null,
    period: within.id,
    due: {
      rule: 'report',
      text: 'Báo cáo CCHC định kỳ',
      date: within.unitDue,
      lateness: lateness(within.unitDue, within.id === 'Q1' || within.id === 'H1' || store.handedIn.has(within.id)),
      basis: null,
      settable: false,
      warning: null,
    },
  }));
  const within = periods.find((period) => period.id === store.current);
  if (!within) return reports;
  const units = unit ? [unit] : REPORTING.map((one) => one.id);
  const dates = units.flatMap((one) =>
    TASKS.filter((task) => roleOf(task, one)).flatMap((task) =>
      duesOf(task, within, isClosed(entryIn(store, one, task.code, within.id)), false, datesOf(store, one, task))
        .filter((due) => due.lateness.is !== 'continuous')
        .map((due) => ({
          task: task.code,
          title: task.title,
          unit: one,
          unitName: unitName(one),
          period: within.id,
          due,
        })),
    ),
  );
  return [...reports, ...dates];
}

export function find(store: Store, text: string, eye: Eye): Found[] {
  const wanted = plain(text);
  const none = { unit: null, unitName: null, entry: null, evidence: null };
  const tasks = TASKS.filter((task) => plain(`${task.code} ${task.title}`).includes(wanted)).map((task): Found => ({
    ...none,
    kind: 'task',
    title: `${task.code} ${task.title}`,
    excerpt: '',
    entry: { task: task.code, period: store.current },
  }));
  const evidence = store.evidence
    .filter((one) => plain(`${one.number}/${one.symbol} ${one.abstract}`).includes(wanted))
    .map((one): Found => ({
      ...none,
      kind: 'evidence',
      title: one.number ? `${one.number}/${one.symbol}` : one.fileName,
      excerpt: one.abstract,
      unit: one.unit,
      unitName: one.unitName,
      evidence: one.id,
    }));
  const units =
    eye.unit === 'ayun'
      ? []
      : REPORTING.filter((unit) => plain(unit.name).includes(wanted)).map((unit): Found => ({
          ...none,
          kind: 'unit',
          title: unit.name,
          excerpt: '',
          unit: unit.id,
          unitName: unit.name,
        }));
  return [...units, ...tasks, ...evidence].slice(0, 50);
}
