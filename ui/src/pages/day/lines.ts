import type { DayKind } from '../../bindings/DayKind';
import type { DayLine } from '../../bindings/DayLine';
import type { PeriodView } from '../../bindings/PeriodView';
import type { UnitId } from '../../bindings/UnitId';
import { m } from '../../paraglide/messages';
import { href } from '../../state/route.svelte';
import { count } from '../../words/numbers';

/** The sections of a day, in the order in which they press. */
export const KINDS: readonly { kind: DayKind; words: () => string }[] = [
  { kind: 'returned', words: m.day_returned },
  { kind: 'conflicts', words: m.day_conflicts },
  { kind: 'question', words: m.day_question },
  { kind: 'late', words: m.day_late },
  { kind: 'records', words: m.day_records },
  { kind: 'hand-in', words: m.day_hand_in },
  { kind: 'due-soon', words: m.day_due_soon },
  { kind: 'time-answered', words: m.day_time_answered },
  { kind: 'proposal-answered', words: m.day_proposal_answered },
  { kind: 'proposed', words: m.day_proposed },
  { kind: 'waits-for-review', words: m.day_waits_for_review },
  { kind: 'time-asked', words: m.day_time_asked },
  { kind: 'amended', words: m.day_amended },
  { kind: 'proposal-waits', words: m.day_proposal_waits },
  { kind: 'question-answered', words: m.day_question_answered },
  { kind: 'answered', words: m.day_answered },
  { kind: 'not-handed-in', words: m.day_not_handed_in },
  { kind: 'others-late', words: m.day_others_late },
  { kind: 'promised', words: m.day_promised },
  { kind: 'came-in', words: m.day_came_in },
];

const OWN: readonly DayKind[] = [
  'returned',
  'conflicts',
  'question',
  'late',
  'records',
  'hand-in',
  'due-soon',
  'time-answered',
  'proposal-answered',
  'proposed',
];
const OF_TIME: readonly DayKind[] = ['time-answered', 'time-asked'];
const OF_PROPOSALS: readonly DayKind[] = ['proposal-answered', 'proposed', 'proposal-waits'];

/** Whether it is of the unit's own work, and in its own book: else whose it is stands beside it. */
export function isOwn(line: DayLine, unit: UnitId | null): boolean {
  return OWN.includes(line.kind) && line.unit === unit;
}

/** Where it is done, or looked at. */
export function addressOf(line: DayLine, own: UnitId | null): string {
  const { unit, period, task } = line;
  if (line.kind === 'conflicts') return href(['xung-dot']);
  if (line.register && line.unit !== own) return href(['so-huyen', line.register], { 'don-vi': unit });
  if (line.register) return href(['so', line.register]);
  if (line.kind === 'answered') return href(['don-doc']);
  if (OF_PROPOSALS.includes(line.kind)) return href(['de-xuat']);
  if (OF_TIME.includes(line.kind)) return href(['ky'], { ky: period });
  if (isOwn(line, own)) return href(task ? ['viec', task] : ['viec'], { ky: period });
  if (task) return href(['don-vi', unit, task], { ky: period });
  const filter: Record<string, string> = line.kind === 'others-late' ? { 'trang-thai': 'overdue' } : {};
  return href(['don-vi', unit], { ky: period, ...filter });
}

/** What the line is about. */
export function wordsOf(line: DayLine, periods: readonly PeriodView[]): string {
  if (line.register) return m.day_records_of({ name: line.title ?? '', n: count(line.count) });
  if (line.title && line.kind === 'question' && line.count > 1)
    return m.day_questions_of({ title: line.title, n: count(line.count) });
  if (line.title) return line.title;
  const period = periods.find((one) => one.id === line.period)?.name ?? '';
  switch (line.kind) {
    case 'conflicts':
      return m.day_conflict_items({ n: count(line.count) });
    case 'hand-in':
      return m.day_report_of({ period });
    case 'not-handed-in':
      return line.count > 1 ? m.day_reports({ n: count(line.count), period }) : m.day_report_of({ period });
    case 'time-asked':
      return m.day_time_asked_for({ period });
    case 'time-answered':
      return line.date ? m.day_time_granted({ period }) : m.day_time_refused({ period });
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
