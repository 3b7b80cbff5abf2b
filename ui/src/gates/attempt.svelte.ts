import type { Failure } from '../bindings/Failure';
import type { Gate } from '../bindings/Gate';
import { Refusal } from '../backend/backend';
import { session } from '../state/session.svelte';

/** One try at what a form asks for: busy while it lasts, then done, or a failure to show. */
export class Attempt {
  busy = $state(false);
  failure = $state.raw<Failure>();

  async make(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.forget();
    try {
      await act();
    } catch (reason) {
      this.failure = Refusal.from(reason).failure;
    } finally {
      this.busy = false;
    }
  }

  /** What came of the last try is of no use to who tries anew. */
  forget(): void {
    this.failure = undefined;
  }

  /** At a door, and then through. */
  enter(knock: () => Promise<Gate>): Promise<void> {
    return this.make(async () => session.enter(await knock()));
  }
}
