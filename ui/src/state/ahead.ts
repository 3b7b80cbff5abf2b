import type { Answers, Asking, Question } from '../backend/backend';
import { parse } from './route.svelte';
import { session } from './session.svelte';

/** How long a pointer or the focus rests on a link until what its page asks is asked, in milliseconds. */
const RESTS = 40;
/** How long an answer is waited for. */
const FRESH = 5_000;

interface Held {
  answer: Promise<unknown>;
  /** Through which door one had come, and what the rows had come to. */
  gate: unknown;
  changes: number;
  at: number;
}

const held = new Map<string, Held>();
let waiting: ReturnType<typeof setTimeout> | undefined;

/** What was asked in these words a moment ago, before anything changed; once. */
export function askedAhead<Q extends Question>(words: string): Promise<Answers[Q]> | undefined {
  // A page that asks is where the pointer was going.
  clearTimeout(waiting);
  const found = held.get(words);
  held.delete(words);
  const fresh =
    found && found.gate === session.gate && found.changes === session.changes && performance.now() - found.at < FRESH;
  return fresh ? (found.answer as Promise<Answers[Q]>) : undefined;
}

/** Asks what the page behind a link will ask, once the pointer or the focus has come to rest on it. */
export function rest(
  on: EventTarget | null,
  questions: (path: string[], params: URLSearchParams) => Asking<Question>[],
): void {
  clearTimeout(waiting);
  const link = on instanceof Element && on.closest<HTMLAnchorElement>('a[href^="#/"]');
  if (!link) return;
  waiting = setTimeout(() => {
    const { path, params } = parse(link.hash);
    held.clear();
    for (const question of questions(path, params)) {
      const asked = session.asked(question);
      const answer = session.ask(asked);
      // Whoever takes it is told of a failure; nobody may.
      answer.catch(() => undefined);
      const { gate, changes } = session;
      held.set(JSON.stringify(asked), { answer, gate, changes, at: performance.now() });
    }
  }, RESTS);
}
