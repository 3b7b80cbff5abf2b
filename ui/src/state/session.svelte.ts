import type { Failure } from '../bindings/Failure';
import type { Gate } from '../bindings/Gate';
import type { Home } from '../bindings/Home';
import type { PeriodView } from '../bindings/PeriodView';
import type { Status } from '../bindings/Status';
import { type Backend, Refusal, type Stop } from '../backend/backend';
import { Drafts } from './drafts.svelte';
import { route } from './route.svelte';

/** Failures after which another door stands before the windows. */
const SHUT = ['locked', 'not-enrolled', 'logged-out'];

/** One person at one window: the backend, the door, and what frames every page. */
class Session {
  #backend: Backend | undefined;
  /** How often a status was told. */
  #told = 0;
  #stops: Stop[] = [];
  gate = $state.raw<Gate>();
  home = $state.raw<Home>();
  status = $state.raw<Status>();
  failure = $state.raw<Failure>();
  /** Grows when rows changed: whoever reads it asks again. */
  changes = $state(0);
  /** When the newest answer came, in milliseconds. */
  answeredAt = $state(0);
  /** The minute hand, for "2 giờ trước". */
  now = $state(0);
  /** Said to everyone at the foot of the window, and read aloud. */
  notice = $state('');
  drafts = new Drafts((target, text) => this.backend.act({ act: 'write', target, text }));

  get backend(): Backend {
    if (!this.#backend) throw new Error('the session is not open');
    return this.#backend;
  }

  get isWeb(): boolean {
    return this.#backend?.kind === 'web';
  }

  /** The period looked at: the address says, or else the one whose report is due next. */
  get period(): PeriodView | undefined {
    const wanted = route.params.get('ky') ?? this.home?.current;
    return this.home?.periods.find((period) => period.id === wanted) ?? this.home?.periods[0];
  }

  async open(backend: Backend): Promise<void> {
    this.close();
    this.gate = undefined;
    this.home = undefined;
    this.#backend = backend;
    this.now = backend.now();
    const minute = setInterval(() => (this.now = backend.now()), 60_000);
    this.#stops = [
      () => clearInterval(minute),
      backend.onStatus((status) => {
        this.#told += 1;
        this.status = status;
      }),
      backend.onClosing(() => this.drafts.flush()),
    ];
    try {
      await this.enter(await backend.gate());
    } catch (reason) {
      this.failure = Refusal.from(reason).failure;
    }
  }

  /** Goes through a door, or stands before another one. */
  async enter(gate: Gate): Promise<void> {
    this.failure = undefined;
    if (gate.gate === 'open') {
      this.#stops.push(this.backend.onChanged(() => this.#changed()));
      const told = this.#told;
      const [home, status] = await Promise.all([this.backend.ask({ ask: 'home' }), this.backend.status()]);
      this.home = home;
      // What was told while the slower of the two was on its way is newer.
      if (told === this.#told) this.status = status;
      this.answeredAt = this.backend.now();
      this.drafts.retry();
    } else {
      this.home = undefined;
    }
    this.gate = gate;
  }

  /** Takes note of a failure anywhere: some of them shut the door. */
  async noteFailure(failure: Failure): Promise<void> {
    if (failure.code === null || !SHUT.includes(failure.code) || this.gate?.gate !== 'open') return;
    await this.#leave();
  }

  /** Locks the laptop, or logs out of the web page; what was typed is written first. */
  async logOut(): Promise<void> {
    await this.drafts.flush();
    await this.backend.logOut().catch(() => undefined);
    await this.#leave();
  }

  async #leave(): Promise<void> {
    await this.open(this.backend);
  }

  #changed(): void {
    this.changes += 1;
    this.now = this.backend.now();
    void this.#again();
  }

  async #again(): Promise<void> {
    try {
      const home = await this.backend.ask({ ask: 'home' });
      if (this.gate?.gate === 'open') this.home = home;
    } catch (reason) {
      await this.noteFailure(Refusal.from(reason).failure);
    }
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}

export const session = new Session();
