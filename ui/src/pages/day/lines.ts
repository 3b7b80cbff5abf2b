import type { DayKind } from '../../bindings/DayKind';
import type { DayLine } from '../../bindings/DayLine';
import type { PeriodView } from '../../bindings/PeriodView';
import { m } from '../../paraglide/messages';
import { href } from '../../state/route.svelte';
import { count } from '../../words/numbers';

/** The sections of a day, in the order in which they press. */
export const KINDS: readonly { kind: DayKind; words: () => string }[] = [
  { kind: 'returned', words: m.day_returned },
  { kind: 'conflicts', words: m.day_conflicts },
  { kind: 'late', words: m.day_late },
  { kind: 'records', words: m.day_records },
  { kind: 'hand-in', words: m.day_hand_in },
  { kind: 'due-soon', words: m.day_due_soon },
  { kind: 'proposal-answered', words: m.day_proposal_answered },
  { kind: 'proposed', words: m.day_proposed },
  { kind: 'waits-for-review', words: m.day_waits_for_review },
  { kind: 'amended', words: m.day_amended },
  { kind: 'proposal-waits', words: m.day_proposal_waits },
  { kind: 'answered', words: m.day_answered },
  { kind: 'not-handed-in', words: m.day_not_handed_in },
  { kind: 'others-late', words: m.day_others_late },
  { kind: 'promised', words: m.day_promised },
  { kind: 'came-in', words: m.day_came_in },
];

const OWN: readonly DayKind[] = [
  'returned',
  'conflicts',
  'late',
  'records',
  'hand-in',
  'due-soon',
  'proposal-answered',
  'proposed',
];
const OF_PROPOSALS: readonly DayKind[] = ['proposal-answered', 'proposed', 'proposal-waits'];

/** Whether it is of the unit's own work. */
export function isOwn(line: DayLine): boolean {
  return OWN.includes(line.kind);
}

/** Where it is done, or looked at. */
export function addressOf(line: DayLine): string {
  const { unit, period, task } = line;
  if (line.kind === 'conflicts') return href(['xung-dot']);
  if (line.register) return href(['so', line.register]);
  if (line.kind === 'answered') return href(['don-doc']);
  if (OF_PROPOSALS.includes(line.kind)) return href(['de-xuat']);
  if (isOwn(line)) return href(task ? ['viec', task] : ['viec'], { ky: period });
  if (task) return href(['don-vi', unit, task], { ky: period });
  const filter: Record<string, string> = line.kind === 'others-late' ? { 'trang-thai': 'overdue' } : {};
  return href(['don-vi', unit], { ky: period, ...filter });
}

/** What the line is about. */
export function wordsOf(line: DayLine, periods: readonly PeriodView[]): string {
  if (line.register) return m.day_records_of({ name: line.title ?? '', n: count(line.count) });
  if (line.title) return line.title;
  const period = periods.find((one) => one.id === line.period)?.name ?? '';
  switch (line.kind) {
    case 'conflicts':
      return m.day_conflict_items({ n: count(line.count) });
    case 'hand-in':
      return m.day_report_of({ period });
    case 'not-handed-in':
      return line.count > 1 ? m.day_reports({ n: count(line.count), period }) : m.day_report_of({ period });
    case 'answered':
      return m.day_words_by({ by: line.by ?? '', words: line.words ?? '' });
    case 'proposed':
    case 'proposal-answered':
    case 'proposal-waits':
      return m.day_proposals({ n: count(line.count) });
    default:
      return m.day_items({ n: count(line.count) });
  }
}
