import { SvelteMap } from 'svelte/reactivity';
import type { Beside } from '../bindings/Beside';
import type { Done } from '../bindings/Done';
import type { Failure } from '../bindings/Failure';
import type { PlanId } from '../bindings/PlanId';
import type { Target } from '../bindings/Target';
import type { Typed } from '../bindings/Typed';
import type { UnitId } from '../bindings/UnitId';
import { Refusal } from '../backend/backend';
import { targetKey } from '../words/targets';

/** Where a field stands: in which plan, and in whose workbook where it is not the viewer's own. */
export interface Place {
  plan: PlanId | undefined;
  of: UnitId | undefined;
}

/** What stood before a person who typed: see the act `write`. */
export interface Stood {
  base?: string | undefined;
  beside?: Beside[] | undefined;
}

export type Write = (place: Place, target: Target, text: string, stood: Stood) => Promise<Done>;

/** Where what is typed goes. */
export interface Notebook {
  write: Write;
  /** See the act `keep`. */
  keep: (place: Place, target: Target, text: string, stood: Stood, reason?: string) => Promise<unknown>;
}

/** How a field takes what is typed into it. */
export interface How {
  /** It was chosen and not typed. */
  now?: boolean;
  /** What the field showed before. */
  base?: string;
  /** Half of it says nothing: written when the field is left or confirmed, and only kept until then. */
  whole?: boolean;
}

/** How long typing must pause before it is written, in milliseconds. */
export const PAUSE = 400;

/** How long an answer may have been under way, in milliseconds. */
export const SETTLING = 2000;

/** What a person typed into one field, from the first key until the store holds it. */
export class Draft {
  text = $state('');
  phase = $state<'typed' | 'saving' | 'kept' | 'saved' | 'failed'>('typed');
  /** The field shows this text and not the store's. */
  holds = $state(true);
  savedAt = $state<string>();
  /** As the store writes it, where that differs from what was typed. */
  stored = $state<string>();
  note = $state<string>();
  failure = $state.raw<Failure>();
  /** It stands in the store too, though nothing was written: it outlives the window. */
  isKept = $state(false);
  /** Typed before the program was started, and not touched since. */
  isOld = $state(false);
  /** What the field showed before it was typed into. */
  base: string | undefined;
  /** And the other fields of the page. */
  beside: Beside[] | undefined;
  /** In words, what its person was told that the field holds, when they were asked. */
  told: string | undefined;
  whole = false;
  /** It was chosen and not typed. */
  chosen = false;
  /** The field was left or confirmed since the last key. */
  left = false;
  /** By the page's own clock, in milliseconds. */
  settledAt = 0;
  timer: ReturnType<typeof setTimeout> | undefined;
  writing: Promise<void> | undefined;

  constructor(
    readonly place: Place,
    readonly target: Target,
  ) {}
}

/**
 * Writes what is typed, a moment after it was typed, one write at a time for each field and in the order
 * of typing. A text that the store refuses stays here, with the reason, until it is mended; it and what is half typed are kept
 * in the store as well, apart from what is written.
 *
 * A draft is of the plan and the workbook that were looked at when it was typed, and is written there whatever is looked at
 * since; the same field elsewhere does not show it.
 */
export class Drafts {
  #drafts = new SvelteMap<string, Draft>();
  /** What the fields of the page show, but for texts. */
  #shown = new Map<string, Beside>();
  /** What was written last beside other fields: those are written one after the other, or one would not know of the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    readonly notebook: Notebook,
    /** Where one looks. */
    readonly place: () => Place,
    readonly pause = PAUSE,
  ) {}

  of(target: Target, place?: Place): Draft | undefined {
    return this.#drafts.get(this.#key(target, place));
  }

  #key(target: Target, { plan, of }: Place = this.place()): string {
    return `${plan ?? ''} ${of ?? ''} ${targetKey(target)}`;
  }

  #at(target: Target, place: Place): Draft {
    const key = this.#key(target, place);
    const draft = this.#drafts.get(key) ?? new Draft(place, target);
    if (!this.#drafts.has(key)) this.#drafts.set(key, draft);
    return draft;
  }

  /** A field shows this text, until the answer is called. */
  shows(target: Target, text: string, place?: Place): () => void {
    const [key, shown] = [this.#key(target, place), { target, text }];
    this.#shown.set(key, shown);
    return () => {
      if (this.#shown.get(key) === shown) this.#shown.delete(key);
    };
  }

  /** Which fields are decided together, the store knows. */
  #beside(target: Target, place?: Place): Beside[] | undefined {
    const own = this.#key(target, place);
    const others = [...this.#shown].filter(([key]) => key !== own);
    const beside = others.map(([key, { target, text }]) => {
      const draft = this.#drafts.get(key);
      if (!draft?.holds) return { target, text };
      // Of what stands there half typed or refused the store knows nothing.
      const base = draft.told === undefined ? draft.base : text;
      return { target, text: (isUnderWay(draft) ? draft.text : base) ?? text };
    });
    return beside.length > 0 ? beside : undefined;
  }

  /** Takes the field's text as it now stands. */
  type(target: Target, text: string, { now = false, base, whole = false }: How = {}, place = this.place()): void {
    const known = this.of(target, place);
    const draft = this.#at(target, place);
    if (!known || known.phase === 'saved') {
      draft.base = base;
      draft.told = undefined;
    }
    // Whoever types on after a question has seen what stands there now.
    const anew = !known || known.phase === 'saved' || known.failure?.code === 'unseen';
    if (anew && base !== undefined) draft.beside = this.#beside(target, place);
    draft.whole = whole;
    draft.chosen = now;
    this.#take(draft, text, now);
  }

  /**
   * What was typed before the program was started. What was half typed stands in its field again; what was refused is written
   * once more, for the reason may be gone.
   */
  restore(typed: Typed[]): void {
    for (const { plan, of, target, text, base, beside, reason } of typed) {
      const place = { plan, of: of ?? undefined };
      if (this.#drafts.has(this.#key(target, place))) continue;
      const draft = this.#at(target, place);
      draft.base = base ?? undefined;
      draft.beside = beside;
      draft.whole = reason === null;
      draft.text = text;
      draft.phase = reason === null ? 'kept' : 'typed';
      draft.isKept = true;
      draft.isOld = true;
      void this.#settle(draft);
    }
  }

  #take(draft: Draft, text: string, now: boolean): void {
    draft.text = text;
    draft.holds = true;
    draft.phase = 'typed';
    draft.failure = undefined;
    draft.note = undefined;
    draft.isOld = false;
    draft.left = false;
    clearTimeout(draft.timer);
    if (now) void this.#settle(draft, true);
    else draft.timer = setTimeout(() => void this.#settle(draft), this.pause);
  }

  /** The field was left or confirmed, or all were: writes what waits, and ends when the store has answered. */
  async flush(target?: Target, place?: Place): Promise<void> {
    const one = target && this.of(target, place);
    // What was half typed before the program was started nobody has seen yet.
    const seen = () => [...this.#drafts.values()].filter((draft) => !draft.isOld);
    const drafts = target ? (one ? [one] : []) : seen();
    await Promise.all(drafts.map((draft) => this.#settle(draft, true)));
  }

  /** A line was confirmed: what was refused is tried once more. */
  async confirm(target: Target, place?: Place): Promise<void> {
    const draft = this.of(target, place);
    if (draft?.phase === 'failed') {
      if (draft.failure?.code === 'unseen') {
        draft.told = draft.failure.stands ?? draft.told;
        draft.beside = this.#beside(target, place);
      }
      this.#take(draft, draft.text, true);
    }
    await this.flush(target, place);
  }

  /** The window is looked away from: everything is safe, and what is half typed stays so. */
  async pauseAll(): Promise<void> {
    await Promise.all([...this.#drafts.values()].map((draft) => this.#settle(draft)));
  }

  /**
   * The store shows this value: a draft that it holds already makes way. An answer that was under way while
   * the draft was written may still show the value before it; only later does another value mean another hand.
   */
  caughtUp(target: Target, value: string, place?: Place): void {
    const draft = this.of(target, place);
    if (draft?.phase !== 'saved') return;
    if (value === (draft.stored ?? draft.text) || performance.now() - draft.settledAt > SETTLING) draft.holds = false;
  }

  /** Drops what was typed and not written. */
  drop(target: Target, place: Place): void {
    const key = this.#key(target, place);
    clearTimeout(this.#drafts.get(key)?.timer);
    this.#drafts.delete(key);
  }

  /** Tries again what failed for another reason than its own text: the store was shut, the disk full. */
  retry(): void {
    for (const draft of this.#drafts.values()) {
      if (draft.phase === 'failed' && draft.failure?.code !== 'bad-value') this.#take(draft, draft.text, true);
    }
  }

  /** How many texts are typed and not written. */
  get unsaved(): number {
    return [...this.#drafts.values()].filter((draft) => draft.phase !== 'saved').length;
  }

  /** What could not be written. */
  get failed(): Draft[] {
    return [...this.#drafts.values()].filter((draft) => draft.phase === 'failed');
  }

  /** The same, and what was half typed before the program was started. */
  get unwritten(): Draft[] {
    return [...this.#drafts.values()].filter((draft) => draft.phase === 'failed' || draft.isOld);
  }

  #settle(draft: Draft, left = false): Promise<void> {
    clearTimeout(draft.timer);
    if (left) draft.left = true;
    if (!wanted(draft)) return draft.writing ?? Promise.resolve();
    draft.writing ??= this.#writeUntilSettled(draft);
    return draft.writing;
  }

  async #writeUntilSettled(draft: Draft): Promise<void> {
    while (wanted(draft)) {
      if (draft.whole && !draft.left) await this.#keep(draft);
      else await this.#write(draft);
    }
    draft.writing = undefined;
  }

  async #write(draft: Draft): Promise<void> {
    const text = draft.text;
    draft.phase = 'saving';
    try {
      const write = () => this.notebook.write(draft.place, draft.target, text, stood(draft));
      const done = await (draft.beside ? this.#inTurn(write) : write());
      draft.savedAt = done.savedAt ?? undefined;
      draft.isKept = false;
      // What is typed now is typed into this, whatever others made of it meanwhile.
      if (draft.base !== undefined) draft.base = text;
      // While it was being written more was typed: that phase is 'typed' again, and goes round.
      if (draft.text !== text) return;
      draft.note = done.note ?? undefined;
      draft.stored = done.text ?? undefined;
      draft.settledAt = performance.now();
      draft.isOld = false;
      draft.phase = 'saved';
    } catch (reason) {
      if (draft.text !== text) return;
      draft.failure = Refusal.from(reason).failure;
      draft.phase = 'failed';
      await this.#keepInStore(draft, text, draft.failure.message);
      // Whoever writes a line after that has been told what stands there, and nothing of what comes later. In a text one types on
      // without looking: there it is said.
      if (draft.whole || draft.chosen) draft.told = draft.failure.stands ?? draft.told;
    }
  }

  #inTurn<T>(write: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(write);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #keep(draft: Draft): Promise<void> {
    const text = draft.text;
    draft.phase = 'saving';
    const failure = await this.#keepInStore(draft, text);
    if (draft.text !== text) return;
    draft.failure = failure;
    draft.phase = failure ? 'failed' : 'kept';
  }

  /** Why it could not be kept, where it could not. */
  async #keepInStore(draft: Draft, text: string, reason?: string): Promise<Failure | undefined> {
    try {
      await this.notebook.keep(draft.place, draft.target, text, stood(draft), reason);
      draft.isKept = true;
      return undefined;
    } catch (cause) {
      draft.isKept = false;
      return Refusal.from(cause).failure;
    }
  }
}

/** Whether it is written, or on the way. */
function isUnderWay({ phase, whole, left }: Draft): boolean {
  return phase === 'saved' || phase === 'saving' || (phase === 'typed' && (left || !whole));
}

function stood({ base, beside, told, target }: Draft): Stood {
  return told === undefined ? { base, beside } : { base, beside: [...(beside ?? []), { target, text: told }] };
}

/** Whether there is something to do for a draft. */
function wanted(draft: Draft): boolean {
  return draft.phase === 'typed' || (draft.phase === 'kept' && draft.left);
}
