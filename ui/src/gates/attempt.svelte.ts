import type { Failure } from '../bindings/Failure';
import type { Gate } from '../bindings/Gate';
import { Refusal } from '../backend/backend';
import { session } from '../state/session.svelte';

/** One try at a door: busy while it lasts, then through, or a failure to show. */
export class Attempt {
  busy = $state(false);
  failure = $state.raw<Failure>();

  async make(knock: () => Promise<Gate>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = undefined;
    try {
      await session.enter(await knock());
    } catch (reason) {
      this.failure = Refusal.from(reason).failure;
    } finally {
      this.busy = false;
    }
  }
}
