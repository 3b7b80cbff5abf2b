import type { Act } from '../bindings/Act';
import type { Done } from '../bindings/Done';
import type { Failure } from '../bindings/Failure';
import { Refusal } from '../backend/backend';
import { session } from './session.svelte';

/** Does something and says at the foot what came of it. Undefined when it did not work. */
export async function send(act: Act, said?: string): Promise<Done | undefined> {
  const [done, failure] = await attempt(act);
  session.notice = failure?.message ?? done?.note ?? said ?? '';
  return done;
}

/** Does something; the caller shows the failure where it belongs. */
export async function attempt(act: Act): Promise<[Done | undefined, Failure | undefined]> {
  try {
    return [await session.backend.act(act), undefined];
  } catch (reason) {
    const failure = Refusal.from(reason).failure;
    await session.noteFailure(failure);
    return [undefined, failure];
  }
}
