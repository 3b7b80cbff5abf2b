import type { ProposalKind } from '../../bindings/ProposalKind';
import type { ProposalStands } from '../../bindings/ProposalStands';
import { m } from '../../paraglide/messages';

/** What a proposal may be about, in the order in which it is offered. */
export const KINDS: readonly { kind: ProposalKind; words: () => string }[] = [
  { kind: 'date', words: m.proposal_date },
  { kind: 'lead', words: m.proposal_lead },
  { kind: 'obstacle', words: m.proposal_obstacle },
  { kind: 'new-task', words: m.proposal_new_task },
];

export function kindWord(kind: ProposalKind): string {
  return KINDS.find((one) => one.kind === kind)?.words() ?? '';
}

export function standsWord(stands: ProposalStands): string {
  switch (stands) {
    case 'waiting':
      return `◐ ${m.proposal_waiting()}`;
    case 'withdrawn':
      return `– ${m.proposal_withdrawn()}`;
    case 'taken':
      return `✓ ${m.proposal_taken()}`;
    case 'declined':
      return `↩ ${m.proposal_declined()}`;
  }
}

export function tone(stands: ProposalStands): string {
  switch (stands) {
    case 'waiting':
      return 'soon';
    case 'taken':
      return 'good';
    case 'declined':
      return 'late';
    case 'withdrawn':
      return 'muted';
  }
}
