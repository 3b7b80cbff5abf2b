import type { RecordStanding } from '../../bindings/RecordStanding';
import type { RecordView } from '../../bindings/RecordView';
import { m } from '../../paraglide/messages';
import { fullDate } from '../../words/dates';
import type { Signed } from '../../words/states';

/** Where a record stands, in words. */
export function standingWord(standing: RecordStanding): string {
  switch (standing.is) {
    case 'late':
      return m.record_late({ n: standing.days });
    case 'unproved':
      return m.record_unproved_short();
    case 'ended':
      return m.record_ended({ day: fullDate(standing.on) });
    case 'open':
      return m.record_open();
    case 'told':
      return m.record_told();
  }
}

const SIGNS: Record<RecordStanding['is'], Signed> = {
  late: 'overdue',
  unproved: 'undetermined',
  open: 'in-progress',
  ended: 'done',
  told: 'done',
};

export function standingSign(standing: RecordStanding): Signed {
  return SIGNS[standing.is];
}

export function standingTone(standing: RecordStanding): string {
  if (standing.is === 'late') return 'late';
  if (standing.is === 'unproved') return 'soon';
  return standing.is === 'open' ? '' : 'muted';
}

/** What the list is narrowed to. */
export const FILTERS = ['owed', 'late', 'unproved', 'ended', 'conflict'] as const;
export type Filter = (typeof FILTERS)[number];

export function fits(record: RecordView, filter: string): boolean {
  const { is } = record.standing;
  switch (filter) {
    case 'owed':
      return is === 'open' || is === 'late' || is === 'unproved';
    case 'late':
    case 'unproved':
    case 'ended':
      return is === filter;
    case 'conflict':
      return record.conflict;
    default:
      return true;
  }
}

export function filterWord(filter: Filter): string {
  const words: Record<Filter, () => string> = {
    owed: m.register_owed,
    late: m.register_late,
    unproved: m.register_unproved,
    ended: m.due_met,
    conflict: m.record_conflict,
  };
  return words[filter]();
}
