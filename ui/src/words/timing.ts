import type { Phase } from '../bindings/Phase';
import type { Rests } from '../bindings/Rests';
import type { Timing } from '../bindings/Timing';
import { m } from '../paraglide/messages';

/** Whether something was done in time, in an office's words. */
export function timingWord(timing: Timing): string {
  switch (timing.is) {
    case 'open':
      return m.timing_open();
    case 'unsent':
      return m.timing_unsent();
    case 'received':
      return m.timing_received();
    case 'confirmed':
      return m.timing_confirmed();
    case 'unverified':
      return m.timing_unverified();
    case 'late':
      return m.timing_late({ n: timing.days });
    case 'missing':
      return m.timing_missing({ n: timing.days });
  }
}

export function timingTone(timing: Timing): 'late' | 'soon' | 'good' | 'muted' {
  switch (timing.is) {
    case 'late':
    case 'missing':
      return 'late';
    case 'unverified':
    case 'unsent':
      return 'soon';
    case 'received':
    case 'confirmed':
      return 'good';
    case 'open':
      return 'muted';
  }
}

/** On which date that rests. */
export function restsWord(rests: Rests | null): string {
  switch (rests) {
    case 'received':
      return m.rests_received();
    case 'claimed':
      return m.rests_claimed();
    case 'signed':
      return m.rests_signed();
    case 'link':
      return m.rests_link();
    case null:
      return '';
  }
}

export function phaseWord(phase: Phase): string {
  switch (phase) {
    case 'open':
      return m.phase_open();
    case 'closing':
      return m.phase_closing();
    case 'closed':
      return m.phase_closed();
  }
}
