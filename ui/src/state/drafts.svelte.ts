import { SvelteMap } from 'svelte/reactivity';
import type { Done } from '../bindings/Done';
import type { Failure } from '../bindings/Failure';
import type { PlanId } from '../bindings/PlanId';
import type { Target } from '../bindings/Target';
import type { UnitId } from '../bindings/UnitId';
import { Refusal } from '../backend/backend';
import { targetKey } from '../words/targets';

/** Where a field stands: in which plan, and in whose workbook where it is not the viewer's own. */
export interface Place {
  plan: PlanId | undefined;
  of: UnitId | undefined;
}

/** `base`: see the act `write`. */
export type Write = (place: Place, target: Target, text: string, base?: string) => Promise<Done>;

/** How long typing must pause before it is written, in milliseconds. */
export const PAUSE = 400;

/** How long an answer may have been under way, in milliseconds. */
export const SETTLING = 2000;

/** What a person typed into one field, from the first key until the store holds it. */
export class Draft {
  text = $state('');
  phase = $state<'typed' | 'saving' | 'saved' | 'failed'>('typed');
  /** The field shows this text and not the store's. */
  holds = $state(true);
  savedAt = $state<string>();
  /** As the store writes it, where that differs from what was typed. */
  stored = $state<string>();
  note = $state<string>();
  failure = $state.raw<Failure>();
  /** Of a text: what the field showed before it was typed into. */
  base: string | undefined;
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
 * of typing. A text that the store refuses stays here, with the reason, until it is mended.
 *
 * A draft is of the plan and the workbook that were looked at when it was typed, and is written there whatever is looked at
 * since; the same field elsewhere does not show it.
 */
export class Drafts {
  #drafts = new SvelteMap<string, Draft>();

  constructor(
    readonly write: Write,
    /** Where one looks. */
    readonly place: () => Place,
    readonly pause = PAUSE,
  ) {}

  of(target: Target): Draft | undefined {
    return this.#drafts.get(this.#key(target));
  }

  #key(target: Target): string {
    const { plan, of } = this.place();
    return `${plan ?? ''} ${of ?? ''} ${targetKey(target)}`;
  }

  /**
   * Takes the field's text as it now stands; `now` for what is chosen and not typed. `base`: what the field showed before,
   * for a text into which others may write meanwhile.
   */
  type(target: Target, text: string, now = false, base?: string): void {
    const key = this.#key(target);
    const draft = this.#drafts.get(key) ?? new Draft(this.place(), target);
    if (!this.#drafts.has(key) || draft.phase === 'saved') draft.base = base;
    if (!this.#drafts.has(key)) this.#drafts.set(key, draft);
    this.#take(draft, text, now);
  }

  #take(draft: Draft, text: string, now: boolean): void {
    draft.text = text;
    draft.holds = true;
    draft.phase = 'typed';
    draft.failure = undefined;
    draft.note = undefined;
    clearTimeout(draft.timer);
    if (now) void this.#settle(draft);
    else draft.timer = setTimeout(() => void this.#settle(draft), this.pause);
  }

  /** Writes what waits, of one field or of all, and ends when the store has answered. */
  async flush(target?: Target): Promise<void> {
    const one = target && this.of(target);
    const drafts = target ? (one ? [one] : []) : [...this.#drafts.values()];
    await Promise.all(drafts.map((draft) => this.#settle(draft)));
  }

  /**
   * The store shows this value: a draft that it holds already makes way. An answer that was under way while
   * the draft was written may still show the value before it; only later does another value mean another hand.
   */
  caughtUp(target: Target, value: string): void {
    const draft = this.of(target);
    if (draft?.phase !== 'saved') return;
    if (value === (draft.stored ?? draft.text) || performance.now() - draft.settledAt > SETTLING) draft.holds = false;
  }

  /** Drops a text that could not be saved. */
  drop(target: Target): void {
    const draft = this.of(target);
    clearTimeout(draft?.timer);
    this.#drafts.delete(this.#key(target));
  }

  /** Tries again what failed for another reason than its own text: the store was shut, the disk full. */
  retry(): void {
    for (const draft of this.#drafts.values()) {
      if (draft.phase === 'failed' && draft.failure?.code !== 'bad-value') this.#take(draft, draft.text, true);
    }
  }

  /** How many texts are typed and not stored. */
  get unsaved(): number {
    return [...this.#drafts.values()].filter((draft) => draft.phase !== 'saved').length;
  }

  #settle(draft: Draft): Promise<void> {
    clearTimeout(draft.timer);
    if (draft.phase !== 'typed') return draft.writing ?? Promise.resolve();
    draft.writing ??= this.#writeUntilSettled(draft);
    return draft.writing;
  }

  async #writeUntilSettled(draft: Draft): Promise<void> {
    while (draft.phase === 'typed') {
      const text = draft.text;
      draft.phase = 'saving';
      try {
        const done = await this.write(draft.place, draft.target, text, draft.base);
        draft.savedAt = done.savedAt ?? undefined;
        // What is typed now is typed into this, whatever others made of it meanwhile.
        if (draft.base !== undefined) draft.base = text;
        // While it was being written more was typed: that phase is 'typed' again, and goes round.
        if (draft.text !== text) continue;
        draft.note = done.note ?? undefined;
        draft.stored = done.text ?? undefined;
        draft.settledAt = performance.now();
        draft.phase = 'saved';
      } catch (reason) {
        if (draft.text !== text) continue;
        draft.failure = Refusal.from(reason).failure;
        draft.phase = 'failed';
      }
    }
    draft.writing = undefined;
  }
}
