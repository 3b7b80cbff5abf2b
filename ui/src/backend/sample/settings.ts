import type { Awaiting } from '../../bindings/Awaiting';
import type { MilestoneSetting } from '../../bindings/MilestoneSetting';
import type { PeriodView } from '../../bindings/PeriodView';
import type { RequestSetting } from '../../bindings/RequestSetting';
import type { Target } from '../../bindings/Target';
import type { YearSettings } from '../../bindings/YearSettings';
import { Refusal } from '../backend';
import { daysTo, type EnteredDate, periodsOf } from './calendar';
import { type PlanTask, REQUESTERS, MILESTONES, ruleId, TASKS } from './plan';
import type { Store } from './store';

const DAY = 86_400_000;

/** What the coordinating office has entered. */
export interface Entered {
  days: Map<string, number>;
  milestones: Map<string, EnteredDate>;
  requests: RequestSetting[];
}

export function newSettings(): Entered {
  const five = ['Q1', 'H1', 'Q3', 'Y'].map((period): [string, number] => [period, 5]);
  const asked = (task: string, id: string): RequestSetting => ({
    id,
    requester: 'so-noi-vu',
    requesterName: 'Sở Nội vụ',
    task,
    rule: 'on-request-so-noi-vu',
    period: 'Q3',
    number: '1204/SNV-CCHC',
    receivedOn: '2019-08-12',
    due: '2019-09-13',
    warning: null,
  });
  return { days: new Map(five), milestones: new Map(), requests: [asked('IV.5', 'a.IV.5'), asked('IV.6a', 'a.IV.6a')] };
}

export function before(day: string, days: number): string {
  return new Date(Date.parse(day) - days * DAY).toISOString().slice(0, 10);
}

/** The periods with the units' own days. */
export function periodsIn(store: Store): PeriodView[] {
  return periodsOf(store.plan.year).map((period) => {
    const unitDue = before(period.due, store.entered.days.get(period.id) ?? 0);
    return { ...period, unitDue, daysLeft: daysTo(unitDue) };
  });
}

/** What people entered for a rule of a task: its lead, or the coordinating office. */
export function datesOf(store: Store, unit: string, task: PlanTask): (rule: string) => EnteredDate | undefined {
  return (rule) => {
    const own = store.dates.get(`${unit}/${task.code}/${rule}`);
    if (own) return own;
    const [kind, name = ''] = task.due.find((one) => ruleId(one) === rule)?.[1].split(' ') ?? [];
    const mark = kind === 'before-milestone' ? store.entered.milestones.get(name) : undefined;
    if (mark) return { date: mark.date && before(mark.date, 1), basis: mark.basis };
    const asked = store.entered.requests.find((one) => one.task === task.code && one.rule === rule);
    return asked && { date: asked.due, basis: asked.number };
  };
}

function warning(date: string | null): string | null {
  const weekday = date ? new Date(date).getUTCDay() : 1;
  return weekday === 6 ? 'Ngày này là thứ Bảy' : weekday === 0 ? 'Ngày này là Chủ nhật' : null;
}

export function yearSettings(store: Store, keeps: boolean): YearSettings {
  const { closedOn } = store.plan;
  const editable = keeps && closedOn === null;
  const waits = (task: PlanTask): Awaiting[] =>
    task.due.flatMap((due) => {
      const [text, rule] = due;
      const [kind, requester = ''] = rule.split(' ');
      if (kind !== 'on-request') return [];
      const requesterName = REQUESTERS.find((one) => one.id === requester)?.name ?? requester;
      return [{ requester, requesterName, task: task.code, title: task.title, rule: ruleId(due), text }];
    });
  const milestone = ({ id, name }: { id: string; name: string }): MilestoneSetting => {
    const entered = store.entered.milestones.get(id) ?? { date: '', basis: '' };
    const tasks = TASKS.filter((task) => task.due.some(([, rule]) => rule === `before-milestone ${id}`));
    return {
      id,
      name,
      date: entered.date || null,
      basis: entered.basis,
      tasks: tasks.map((task) => task.code),
      warning: warning(entered.date && before(entered.date, 1)),
    };
  };
  return {
    editable,
    keeps,
    closedOn,
    reports: periodsIn(store).map((period) => ({
      period,
      title: `Báo cáo CCHC ${period.name}`,
      optional: period.id === 'Q4',
      days: store.entered.days.get(period.id) ?? null,
      warning: warning(period.unitDue),
    })),
    milestones: MILESTONES.map(milestone),
    requests: [...store.entered.requests].sort((a, b) => a.due.localeCompare(b.due)),
    awaiting: TASKS.flatMap(waits),
    conflicts: editable ? store.conflicts.filter((one) => one.target.field === 'unit-days') : [],
  };
}

type Read = (text: string) => string | null;

/** Writes one of these fields; `day` reads a date as people write it. Undefined: another field. */
export function enter(store: Store, target: Target, text: string, day: Read): string | undefined {
  const { days, milestones } = store.entered;
  switch (target.field) {
    case 'unit-days': {
      const n = Number(text.trim());
      if (!Number.isInteger(n) || n < 0 || n > 60)
        throw new Refusal({ code: 'bad-value', message: 'Số ngày là số nguyên từ 0 đến 60, ví dụ 5.' });
      if (text.trim() === '') days.delete(target.period);
      else days.set(target.period, n);
      return 'Số ngày đơn vị nộp trước hạn';
    }
    case 'milestone':
    case 'milestone-basis': {
      const old = milestones.get(target.milestone) ?? { date: '', basis: '' };
      milestones.set(
        target.milestone,
        target.field === 'milestone' ? { ...old, date: day(text) ?? '' } : { ...old, basis: text },
      );
      return 'Mốc thời gian';
    }
    case 'request':
      writeRequest(store, target.request, text, day);
      return 'Yêu cầu báo cáo của cấp trên';
    case 'closed':
      store.plan = { ...store.plan, closedOn: day(text) };
      return 'Ngày đóng kế hoạch';
    default:
      return undefined;
  }
}

function writeRequest(store: Store, id: string, text: string, day: Read): void {
  const others = store.entered.requests.filter((one) => one.id !== id);
  if (text === '') {
    store.entered.requests = others;
    return;
  }
  const typed = JSON.parse(text) as { task: string; rule: string; number: string; received_on: string; due: string };
  const [receivedOn, due] = [day(typed.received_on), day(typed.due)];
  const awaited = yearSettings(store, false).awaiting.find((one) => one.task === typed.task && one.rule === typed.rule);
  if (!receivedOn || !due || !awaited || typed.number.trim() === '')
    throw new Refusal({ code: 'bad-value', message: 'Hãy ghi số, ký hiệu và hai ngày của văn bản.' });
  const { requester, requesterName, task, rule } = awaited;
  const number = typed.number.trim();
  store.entered.requests = [
    ...others,
    { id, requester, requesterName, task, rule, period: 'Q3', number, receivedOn, due, warning: warning(due) },
  ];
}
