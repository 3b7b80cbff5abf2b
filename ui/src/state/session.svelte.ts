import type { Act } from '../bindings/Act';
import type { AsOf } from '../bindings/AsOf';
import type { Done } from '../bindings/Done';
import type { Failure } from '../bindings/Failure';
import type { Form } from '../bindings/Form';
import type { Gate } from '../bindings/Gate';
import type { Home } from '../bindings/Home';
import type { PeriodView } from '../bindings/PeriodView';
import type { PlanId } from '../bindings/PlanId';
import type { PlanView } from '../bindings/PlanView';
import type { Status } from '../bindings/Status';
import type { TaskId } from '../bindings/TaskId';
import type { WaitsElsewhere } from '../bindings/WaitsElsewhere';
import {
  type Answers,
  type Asking,
  type Backend,
  type InPlan,
  type Question,
  Refusal,
  type Stop,
} from '../backend/backend';
import { Forms } from './forms.svelte';
import { Drafts, type Notebook, type Place } from './drafts.svelte';
import { route } from './route.svelte';

/** Failures after which another door stands before the windows. */
const SHUT = ['locked', 'not-enrolled', 'logged-out'];

/** One person at one window: the backend, the door, and what frames every page. */
class Session {
  #backend: Backend | undefined;
  /** How often a status was told. */
  #told = 0;
  /** How often the frame was asked for again, and which of those answers is shown. */
  #asked = 0;
  #shown = 0;
  #stops: Stop[] = [];
  /** The plan in which the window opened; an address that names none means it, whichever plan is newest since. */
  #first = $state.raw<PlanId>();
  gate = $state.raw<Gate>();
  /** Of one plan, which for a moment is not the one that is wanted: see `framed`. */
  home = $state.raw<Home>();
  status = $state.raw<Status>();
  failure = $state.raw<Failure>();
  /** Grows when rows changed: whoever reads it asks again. */
  changes = $state(0);
  /** When the newest answer came, in milliseconds. */
  answeredAt = $state(0);
  /** The minute hand, for "2 giờ trước". */
  now = $state(0);
  /** What waits in other plans than the one that is looked at. */
  elsewhere = $state.raw<WaitsElsewhere[]>([]);
  /** Said to everyone at the foot of the window, and read aloud. */
  notice = $state('');
  readonly notebook: Notebook = {
    write: (place, target, text, stood) =>
      this.backend.act({ act: 'write', target, text, ...place, ...given({ ...stood }) }),
    keep: (place, target, text, stood, reason) =>
      this.backend.act({ act: 'keep', target, text, ...place, ...given({ ...stood, reason }) }),
  };
  drafts = new Drafts(this.notebook, () => this.place);
  forms = $state.raw(this.#newForms());
  /** The window was asked to close, and what stands in some fields is not written. */
  closing = $state(false);

  get backend(): Backend {
    if (!this.#backend) throw new Error('the session is not open');
    return this.#backend;
  }

  get isWeb(): boolean {
    return this.#backend?.kind === 'web';
  }

  /** The plan that is wanted. Unknown until the first answer, where the address names none. */
  get plan(): PlanId | undefined {
    return route.params.get('kh') ?? this.#first;
  }

  /** What frames the pages is of the plan that is wanted; until then nothing is shown within it. */
  get framed(): boolean {
    return this.home?.plan === this.plan;
  }

  /** The past moment that is looked at; none: the present. The address holds it as an office's clock tells it. */
  get asOf(): AsOf | undefined {
    const then = route.params.get('luc');
    if (then === null || !/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(then)) return undefined;
    return { is: route.params.get('theo') === 'ghi' ? 'written' : 'known', at: `${then}:00+07:00` };
  }

  /** Where what is typed here is written. */
  get place(): Place {
    const [page, second = '', third = ''] = route.path;
    const unit = page === 'don-vi' || page === 'nop' ? second : page === 'so-huyen' ? third : '';
    const of = this.home?.carriesOn.some((one) => one.unit === unit) ? unit : undefined;
    return { plan: this.plan, of };
  }

  /** The plan of the frame, as one chooses it. */
  get planView(): PlanView | undefined {
    return this.home?.plans.find((plan) => plan.id === this.home?.plan);
  }

  /** The plan is read, and written no more. */
  get closed(): boolean {
    return (this.planView?.closedOn ?? null) !== null;
  }

  /** The period looked at: the address says, or else the one whose report is due next. */
  get period(): PeriodView | undefined {
    const called = (id: string | null | undefined) => this.home?.periods.find((period) => period.id === id);
    return called(route.params.get('ky')) ?? called(this.home?.current) ?? this.home?.periods[0];
  }

  /** What the plan calls a task: its own number in it, which another edition may have given anew. */
  codeOf(task: TaskId): string {
    return this.home?.codes[task] ?? task;
  }

  /** In the plan that is wanted, where it names none itself. */
  inPlan<T extends object>(what: T): InPlan<T> {
    return { plan: this.plan, ...what };
  }

  /** The same of the moment that is looked at. What frames the pages, and what lists them, is of the present. */
  asked<Q extends Question>(question: Asking<Q>): InPlan<Asking<Q>> {
    const asOf = this.asOf;
    const inPlan = this.inPlan(question);
    return asOf ? { ...inPlan, as_of: asOf } : inPlan;
  }

  ask<Q extends Question>(question: InPlan<Asking<Q>>): Promise<Answers[Q]> {
    return this.backend.ask<Q>(this.inPlan(question));
  }

  act(act: InPlan<Act>): Promise<Done> {
    return this.backend.act({ ...this.place, ...act });
  }

  async open(backend: Backend): Promise<void> {
    this.close();
    this.gate = undefined;
    this.home = undefined;
    this.elsewhere = [];
    this.#first = undefined;
    this.#backend = backend;
    this.now = backend.now();
    const minute = setInterval(() => (this.now = backend.now()), 60_000);
    this.#stops = [
      () => clearInterval(minute),
      backend.onStatus((status) => {
        this.#told += 1;
        this.status = status;
      }),
      backend.onClosing(() => this.#mayClose()),
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
      const heard = this.changes;
      const typed = this.backend.queue().catch(() => undefined);
      const [home, status, queue] = await Promise.all([this.#frame(), this.backend.status(), typed]);
      this.#first ??= home.plan;
      this.home = home;
      // What was told while the slower of the two was on its way is newer.
      if (told === this.#told) this.status = status;
      this.answeredAt = this.backend.now();
      this.drafts.retry();
      this.#stops.push(this.#follow());
      this.forms = this.#newForms();
      this.forms.restore(queue?.forms ?? []);
      this.gate = gate;
      this.drafts.restore(queue?.typed ?? []);
      // Rows changed while the frame was asked for, and there was none yet to ask for again.
      if (heard !== this.changes) void this.#askFrame();
      return;
    }
    this.home = undefined;
    this.gate = gate;
  }

  /** Takes note of a failure anywhere: some of them shut the door. */
  async noteFailure(failure: Failure): Promise<void> {
    if (failure.code === null || !SHUT.includes(failure.code) || this.gate?.gate !== 'open') return;
    await this.#leave();
  }

  /** Locks the laptop, or logs out of the web page; what was typed is written first. */
  async logOut(): Promise<void> {
    await Promise.all([this.drafts.flush(), this.forms.flush()]);
    await this.backend.logOut().catch(() => undefined);
    await this.#leave();
  }

  #newForms(): Forms {
    const write = (place: Place, form: Form) => this.backend.act({ act: 'keep-form', form, ...place });
    return new Forms(
      write,
      () => this.place,
      () => this.backend.now(),
    );
  }

  async #mayClose(): Promise<boolean> {
    await Promise.all([this.drafts.flush(), this.forms.flush()]);
    this.closing = this.drafts.failed.length + this.forms.unsafe > 0;
    return !this.closing;
  }

  async #leave(): Promise<void> {
    await this.open(this.backend);
  }

  #changed(): void {
    this.changes += 1;
    this.now = this.backend.now();
    void this.#askFrame();
  }

  /** Asks for the frame whenever the address comes to name another plan, by whichever way. */
  #follow(): Stop {
    return $effect.root(() => {
      $effect(() => {
        if (this.framed) return;
        this.failure = undefined;
        void this.#askFrame();
      });
    });
  }

  async #askFrame(): Promise<void> {
    const turn = ++this.#asked;
    try {
      const home = await this.#frame();
      // Another plan may be wanted by now, whose own answer is on its way. And answers may overtake each other.
      if (this.gate?.gate !== 'open' || home.plan !== this.plan || turn < this.#shown) return;
      this.#shown = turn;
      this.home = home;
      this.failure = undefined;
    } catch (reason) {
      const { failure } = Refusal.from(reason);
      if (!this.framed) this.failure = failure;
      await this.noteFailure(failure);
    }
  }

  /** What frames the pages of the plan that is wanted; where the address names one that is refused, of the first. */
  async #frame(): Promise<Home> {
    const named = route.params.get('kh');
    try {
      return await this.ask({ ask: 'home' });
    } catch (reason) {
      const refusal = Refusal.from(reason);
      if (named === null || named === this.home?.plan || refusal.failure.code !== null) throw refusal;
      const home = await this.backend.ask({ ask: 'home', plan: this.#first });
      if (route.params.get('kh') !== named) return home;
      this.#first = home.plan;
      route.filter({ kh: '', ky: '' });
      this.notice = refusal.failure.message;
      return home;
    }
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
  }
}

/** Without what is not given. */
function given<T extends Record<string, unknown>>(all: T): Partial<T> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Partial<T>;
}

export const session = new Session();
