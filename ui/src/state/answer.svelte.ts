import { untrack } from 'svelte';
import type { Failure } from '../bindings/Failure';
import { type Answers, type Asking, type Question, Refusal } from '../backend/backend';
import { askedAhead } from './ahead';
import { session } from './session.svelte';

/** What a page is told, kept up to date while it is shown. */
export class Answer<Q extends Question> {
  value = $state.raw<Answers[Q]>();
  failure = $state.raw<Failure>();
}

/**
 * Asks now, whenever the question or its plan changes, and again when rows change. While it asks again, the old
 * answer stays, so that nothing on the page moves; for another question the old answer goes at once.
 * Call it while a component is set up.
 */
export function ask<Q extends Question>(question: () => Asking<Q> | undefined): Answer<Q> {
  const answer = new Answer<Q>();
  let current = '';
  let asking = false;
  let stale = false;
  let gone = false;

  async function run(): Promise<void> {
    if (asking) {
      stale = true;
      return;
    }
    asking = true;
    do {
      stale = false;
      const text = current;
      try {
        const value = await (askedAhead<Q>(text) ?? session.ask<Q>(JSON.parse(text)));
        if (gone || text !== current) continue;
        answer.value = value;
        answer.failure = undefined;
        session.answeredAt = session.backend.now();
      } catch (reason) {
        if (gone || text !== current) continue;
        answer.failure = Refusal.from(reason).failure;
        await session.noteFailure(answer.failure);
      }
    } while (stale && !gone);
    asking = false;
  }

  // The text and not the object: a page whose frame was told anew asks the same question, and need not ask it twice.
  const wanted = $derived.by(() => {
    const asked = question();
    return asked && JSON.stringify(session.asked(asked));
  });

  $effect(() => {
    const text = wanted;
    void session.changes;
    if (text === undefined) return;
    untrack(() => {
      if (text !== current) {
        answer.value = undefined;
        answer.failure = undefined;
      }
      current = text;
      void run();
    });
  });

  $effect(() => () => {
    gone = true;
  });

  return answer;
}
