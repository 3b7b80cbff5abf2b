import type { ReportsOfPeriod } from '../../bindings/ReportsOfPeriod';
import type { Shown } from '../../bindings/Shown';
import type { TargetsOfField } from '../../bindings/TargetsOfField';
import { m } from '../../paraglide/messages';
import { stateWord } from '../../words/states';

export interface Part {
  n: number;
  look: string;
  word: string;
}

/** What is through stands left, what is late right of it, what nobody began last. */
const ORDER: readonly Shown[] = [
  'accepted',
  'done',
  'amended',
  'in-progress',
  'returned',
  'overdue',
  'not-started',
  'not-applicable',
];

export function progress(shown: Partial<Record<Shown, number>>): Part[] {
  return ORDER.map((state) => ({ n: shown[state] ?? 0, look: state, word: stateWord(state) }));
}

export function reports({ onTime, late, missing, open }: ReportsOfPeriod): Part[] {
  return [
    { n: onTime, look: 'on-time', word: m.overview_on_time() },
    { n: late, look: 'came-late', word: m.overview_came_late() },
    { n: missing, look: 'missing', word: m.overview_missing() },
    { n: open, look: 'open', word: m.overview_to_come() },
  ];
}

export function targets({ met, missed, open }: TargetsOfField): Part[] {
  return [
    { n: met, look: 'met', word: m.overview_met() },
    { n: missed, look: 'missed', word: m.overview_missed() },
    { n: open, look: 'open', word: m.overview_not_told() },
  ];
}
