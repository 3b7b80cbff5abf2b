import type { ConflictView } from '../../bindings/ConflictView';
import type { EvidenceView } from '../../bindings/EvidenceView';
import type { HistoryItem } from '../../bindings/HistoryItem';
import type { PeriodId } from '../../bindings/PeriodId';
import type { PlanView } from '../../bindings/PlanView';
import type { Queue } from '../../bindings/Queue';
import type { Remark } from '../../bindings/Remark';
import type { Shown } from '../../bindings/Shown';
import type { Status } from '../../bindings/Status';
import type { TextView } from '../../bindings/TextView';
import type { Touch } from '../../bindings/Touch';
import type { WorkState } from '../../bindings/WorkState';
import type { EnteredDate } from './calendar';
import type { Entered } from './settings';

export interface Kept {
  state: WorkState;
  percent: number | null;
  /** By their names. */
  texts: Record<string, string>;
  figures: Record<string, string[]>;
  none: Record<string, boolean>;
  links: { evidence: string; place: string }[];
  talk: Remark[];
  history: HistoryItem[];
  touched: Touch | null;
  /** Changed after the reviewer's last word. */
  answered: boolean;
  unsent: boolean;
}

export type Described = Omit<EvidenceView, 'place' | 'usedIn'>;

/** Everything that the sample knows of one plan, in memory. */
export interface Store {
  plan: PlanView;
  /** The period whose report is due next. */
  current: PeriodId;
  entries: Map<string, Kept>;
  evidence: Described[];
  /** The texts of every entry, in the order in which windows show them. */
  texts: Omit<TextView, 'target' | 'text'>[];
  dates: Map<string, EnteredDate>;
  /** By the coordinating office. */
  entered: Entered;
  conflicts: ConflictView[];
  /** Of all plans. */
  queue: Queue;
  status: Status;
  handedIn: Set<string>;
}

export function emptyEntry(): Kept {
  return {
    state: 'not-started',
    percent: null,
    texts: {},
    figures: {},
    none: {},
    links: [],
    talk: [],
    history: [],
    touched: null,
    answered: false,
    unsent: false,
  };
}

export const keyOf = (unit: string, task: string, period: string) => `${unit}/${task}/${period}`;

export function entryIn(store: Store, unit: string, task: string, period: string): Kept {
  const key = keyOf(unit, task, period);
  const kept = store.entries.get(key) ?? emptyEntry();
  store.entries.set(key, kept);
  return kept;
}

export function isClosed(kept: Kept): boolean {
  return kept.state === 'done' || kept.state === 'not-applicable';
}

export function shownOf(kept: Kept, late: boolean): Shown {
  const word = kept.talk.at(-1);
  if (word?.accepted) return kept.answered ? 'amended' : 'accepted';
  if (word && !kept.answered) return 'returned';
  return late && !isClosed(kept) ? 'overdue' : kept.state;
}

/** "1.234,5" -> 1234.5; undefined for what is no number. */
export function numberOf(text: string): number | undefined {
  const plain = text.trim().replace(/\./g, '').replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

export function vietnamese(n: number): string {
  const [whole = '', rest] = String(Math.round(n * 1000) / 1000).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, '.') + (rest ? `,${rest}` : '');
}

/** The coordinating office of the sample's plan. */
export const OFFICE = 'noi-vu';

/** A number between 0 and 1 that is the same for the same text. */
export function drawn(text: string): number {
  let hash = 2166136261;
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619);
  hash ^= hash >>> 15;
  return ((Math.imul(hash, 2246822519) >>> 0) % 10_000) / 10_000;
}
