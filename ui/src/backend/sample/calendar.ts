import type { DueView } from '../../bindings/DueView';
import type { Lateness } from '../../bindings/Lateness';
import type { PeriodView } from '../../bindings/PeriodView';
import { type PlanTask, ruleId } from './plan';

/** The sample's day: a Thursday, nine days before the communes' report is due. */
export const NOW = Date.parse('2019-08-22T09:40:00+07:00');
export const TODAY = '2019-08-22';
const DAY = 86_400_000;

export function daysTo(date: string): number {
  return Math.round((Date.parse(date) - Date.parse(TODAY)) / DAY);
}

const period = (id: string, name: string, first: string, last: string, due: string, unitDue: string): PeriodView => ({
  id,
  name,
  first,
  last,
  due,
  unitDue,
  daysLeft: daysTo(unitDue),
});

const PERIODS: PeriodView[] = [
  period('Q1', 'Quý I/2019', '2019-01-01', '2019-03-31', '2019-03-05', '2019-02-28'),
  period('H1', 'Quý II và 6 tháng/2019', '2019-01-01', '2019-06-30', '2019-06-05', '2019-05-31'),
  period('Q3', 'Quý III/2019', '2019-07-01', '2019-09-30', '2019-09-05', '2019-08-31'),
  period('Y', 'Năm 2019', '2019-01-01', '2019-12-31', '2019-11-25', '2019-11-20'),
  period('Q4', 'Quý IV/2019', '2019-10-01', '2019-12-31', '2019-12-05', '2019-11-30'),
];

/** The same periods in each year. */
export function periodsOf(year: number): PeriodView[] {
  const moved = (text: string) => text.replace('2019', String(year));
  return PERIODS.map(({ id, name, first, last, due, unitDue }) =>
    period(id, moved(name), moved(first), moved(last), moved(due), moved(unitDue)),
  );
}

export function lateness(date: string, closed: boolean): Lateness {
  if (closed) return { is: 'met' };
  const days = daysTo(date);
  if (days < 0) return { is: 'late', days: -days };
  return { is: days <= 7 ? 'soon' : 'later', days };
}

const QUARTER_ENDS = ['03-31', '06-30', '09-30', '12-31'];

/** The date of a rule of the plan, as far as the sample reads the rules. */
function dateOf(rule: string, within: PeriodView): string | null {
  const [kind = '', ...rest] = rule.split(' ');
  const last = rest.at(-1) ?? '';
  const year = Number(within.first.slice(0, 4));
  if (kind === 'by') return last.replace(/^Y\+1/, String(year + 1)).replace(/^Y/, String(year));
  if (kind === 'by-quarter') return `${rest[0] === 'Y-1' ? year - 1 : year}-${QUARTER_ENDS[Number(last.slice(1)) - 1]}`;
  if (kind === 'each-year') return `${year}-${last}`;
  if (kind === 'each-quarter') return `${within.last.slice(0, 7)}-${last}`;
  return kind === 'with-report' && last === 'cchc' ? within.due : null;
}

export interface EnteredDate {
  date: string;
  basis: string;
}

export function duesOf(
  task: PlanTask,
  within: PeriodView,
  closed: boolean,
  settable: boolean,
  entered: (rule: string) => EnteredDate | undefined,
): DueView[] {
  return task.due.map((due) => {
    const [text, rule] = due;
    const own = entered(ruleId(due));
    const date = own?.date || dateOf(rule, within);
    const enters = ['by-plan', 'by-regulation', 'after-conclusion'].includes(rule.split(' ')[0] ?? '');
    const isOver = date !== null && date < within.first;
    const weekday = date ? new Date(date).getUTCDay() : 1;
    return {
      rule: ruleId(due),
      text,
      date,
      lateness:
        rule === 'continuous' ? { is: 'continuous' } : date ? lateness(date, closed || isOver) : { is: 'undetermined' },
      basis: own?.basis || null,
      settable: settable && enters,
      warning: weekday === 6 ? 'Ngày này là thứ Bảy' : weekday === 0 ? 'Ngày này là Chủ nhật' : null,
    };
  });
}

/** The date that presses most. */
export function pressing(dues: DueView[]): DueView | null {
  const order = ['late', 'soon', 'later', 'undetermined', 'continuous', 'met'];
  return [...dues].sort((a, b) => order.indexOf(a.lateness.is) - order.indexOf(b.lateness.is))[0] ?? null;
}
