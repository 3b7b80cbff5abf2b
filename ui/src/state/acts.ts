import type { Act } from '../bindings/Act';
import type { Done } from '../bindings/Done';
import type { Failure } from '../bindings/Failure';
import { type InPlan, Refusal } from '../backend/backend';
import { session } from './session.svelte';

/** Does something and says at the foot what came of it. Undefined when it did not work. */
export async function send(act: InPlan<Act>, said?: string): Promise<Done | undefined> {
  const [done, failure] = await attempt(act);
  session.notice = failure?.message ?? done?.note ?? said ?? '';
  return done;
}

/**
 * Does something, in the plan that is looked at where it names none; the caller shows the failure where it belongs.
 * Who waited for something since the person asked names the plan: another may be looked at by then.
 */
export async function attempt(act: InPlan<Act>): Promise<[Done | undefined, Failure | undefined]> {
  try {
    return [await session.act(act), undefined];
  } catch (reason) {
    const failure = Refusal.from(reason).failure;
    await session.noteFailure(failure);
    return [undefined, failure];
  }
}
