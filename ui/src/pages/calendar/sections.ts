import type { Deadline } from '../../bindings/Deadline';
import { monthOf, weekOf } from '../../words/dates';

export interface Month {
  month: string;
  rows: Deadline[];
}

/** The year's dates as a person meets them: what is late, this week, and then month by month. */
export interface Sections {
  late: Deadline[];
  /** Met, and behind today. */
  past: Month[];
  week: { first: string; last: string; rows: Deadline[] };
  ahead: Month[];
  undetermined: Deadline[];
}

export function inSections(deadlines: readonly Deadline[], today: string): Sections {
  const { first, last } = weekOf(today);
  const date = (one: Deadline) => one.due.date ?? '';
  const dated = deadlines.filter((one) => one.due.date !== null).sort((a, b) => date(a).localeCompare(date(b)));
  const isLate = (one: Deadline) => one.due.lateness.is === 'late';
  const rest = dated.filter((one) => !isLate(one));
  return {
    late: dated.filter(isLate),
    past: byMonth(rest.filter((one) => date(one) < today)),
    week: { first, last, rows: rest.filter((one) => date(one) >= today && date(one) <= last) },
    ahead: byMonth(rest.filter((one) => date(one) > last)),
    undetermined: deadlines.filter((one) => one.due.lateness.is === 'undetermined'),
  };
}

function byMonth(rows: readonly Deadline[]): Month[] {
  const months: Month[] = [];
  for (const one of rows) {
    const month = monthOf(one.due.date ?? '');
    const newest = months.at(-1);
    if (newest?.month === month) newest.rows.push(one);
    else months.push({ month, rows: [one] });
  }
  return months;
}

export function howMany(months: readonly Month[]): number {
  return months.reduce((sum, month) => sum + month.rows.length, 0);
}
