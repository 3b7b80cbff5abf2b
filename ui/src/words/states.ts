import type { Role } from '../bindings/Role';
import type { Shown } from '../bindings/Shown';
import type { WorkState } from '../bindings/WorkState';
import { m } from '../paraglide/messages';

/** What a sign can stand for: the states of an entry, and a date that nobody set. */
export type Signed = Shown | 'undetermined';

export const SHOWN: readonly Shown[] = [
  'not-started',
  'in-progress',
  'done',
  'accepted',
  'returned',
  'amended',
  'overdue',
  'not-applicable',
];

export const WORK_STATES: readonly WorkState[] = ['not-started', 'in-progress', 'done', 'not-applicable'];

const WORDS: Record<Signed, () => string> = {
  'not-started': m.state_not_started,
  'in-progress': m.state_in_progress,
  done: m.state_done,
  accepted: m.state_accepted,
  returned: m.state_returned,
  amended: m.state_amended,
  overdue: m.state_overdue,
  'not-applicable': m.state_not_applicable,
  undetermined: m.state_undetermined,
};

/** For lists of the system's own, which take text alone. */
const GLYPHS: Record<Signed, string> = {
  'not-started': '○',
  'in-progress': '◐',
  done: '●',
  accepted: '✓',
  returned: '↩\ufe0e',
  amended: '△',
  overdue: '!',
  'not-applicable': '–',
  undetermined: '?',
};

export function stateOption(state: Shown): { value: string; label: string } {
  return { value: state, label: `${GLYPHS[state]} ${stateWord(state)}` };
}

export function stateWord(state: Signed): string {
  return WORDS[state]();
}

/** The colour class of a state: late and refused, accepted, or plain. */
export function stateTone(state: Signed): 'late' | 'soon' | 'good' | 'muted' | '' {
  if (state === 'overdue' || state === 'returned') return 'late';
  if (state === 'amended' || state === 'undetermined') return 'soon';
  if (state === 'accepted') return 'good';
  return state === 'not-started' || state === 'not-applicable' ? 'muted' : '';
}

export function roleWord(role: Role): string {
  return role === 'lead' ? m.role_lead() : m.role_supporting();
}
