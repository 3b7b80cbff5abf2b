import type { Lateness } from '../bindings/Lateness';
import type { Shown } from '../bindings/Shown';
import type { WorkRow } from '../bindings/WorkRow';
import { m } from '../paraglide/messages';

/** "quá hạn 3 ngày", "còn 9 ngày", "hạn hôm nay", "chưa xác định". */
export function latenessWord(lateness: Lateness): string {
  switch (lateness.is) {
    case 'late':
      return m.late_days({ n: lateness.days });
    case 'soon':
    case 'later':
      return daysLeft(lateness.days);
    case 'met':
      return m.due_met();
    case 'undetermined':
      return m.state_undetermined();
    case 'continuous':
      return m.due_continuous();
    case 'before-effect':
      return m.due_before_effect();
    case 'other-year':
      return m.due_other_year();
    case 'not-asked':
      return m.due_not_asked();
    case 'of-others':
      return m.due_of_others();
  }
}

export function daysLeft(days: number): string {
  if (days < 0) return m.late_days({ n: -days });
  return days === 0 ? m.due_today() : m.days_left({ n: days });
}

/** Nothing is owed by the date, any more or at all. */
const UNOWED: readonly Lateness['is'][] = ['met', 'before-effect', 'other-year', 'not-asked', 'of-others'];

export function latenessTone(lateness: Lateness): 'late' | 'soon' | 'muted' | '' {
  if (lateness.is === 'late') return 'late';
  if (lateness.is === 'soon' || lateness.is === 'undetermined') return 'soon';
  return UNOWED.includes(lateness.is) ? 'muted' : '';
}

/** The sections of a list of work, in the order in which a hurried person needs them. */
export type Press = 'now' | 'week' | 'report' | 'rest' | 'closed';
export const PRESSES: readonly Press[] = ['now', 'week', 'report', 'rest', 'closed'];

const CLOSED: readonly Shown[] = ['done', 'accepted', 'amended', 'not-applicable'];

/**
 * How a row presses. `reportSoon`: the period's report is due within a week, so that what has no content
 * yet presses too, whatever its own date.
 */
export function pressOf(row: WorkRow, reportSoon: boolean): Press {
  if (row.shown === 'returned' || row.shown === 'overdue' || row.conflicts > 0) return 'now';
  if (CLOSED.includes(row.shown)) return 'closed';
  if (row.due?.lateness.is === 'soon') return 'week';
  return reportSoon && row.shown === 'not-started' ? 'report' : 'rest';
}

export function pressWord(press: Press): string {
  switch (press) {
    case 'now':
      return m.press_now();
    case 'week':
      return m.press_week();
    case 'report':
      return m.press_report();
    case 'rest':
      return m.press_rest();
    case 'closed':
      return m.press_closed();
  }
}

/** Rows in sections; inside each, the nearest date first, then the plan's order. */
export function pressed(rows: readonly WorkRow[], reportSoon: boolean): { press: Press; rows: WorkRow[] }[] {
  return PRESSES.map((press) => ({
    press,
    rows: rows
      .filter((row) => pressOf(row, reportSoon) === press)
      .map((row, place) => ({ row, place }))
      .sort((a, b) => byDate(a.row, b.row, press) || a.place - b.place)
      .map(({ row }) => row),
  })).filter((section) => section.rows.length > 0);
}

function byDate(a: WorkRow, b: WorkRow, press: Press): number {
  if (press === 'closed' || press === 'rest') return 0;
  const returned = Number(b.shown === 'returned') - Number(a.shown === 'returned');
  return returned || date(a).localeCompare(date(b));
}

function date(row: WorkRow): string {
  return row.returned?.until ?? row.due?.date ?? '9999';
}
