import type { Done } from '../bindings/Done';
import type { Gate } from '../bindings/Gate';
import type { Proxy } from '../bindings/Proxy';
import type { Queue } from '../bindings/Queue';
import type { Status } from '../bindings/Status';
import { type Answers, type Backend, isFailure, type Question, Refusal, type Stop } from './backend';

/** How long a village that does not answer is left alone, in milliseconds. */
const PAUSE = 1000;

const ignore = (): void => undefined;

interface News {
  /** How often rows changed. */
  changed: number;
  status: Status;
}

interface Hearer {
  changed?: () => void;
  status?: (status: Status) => void;
}

/**
 * Asks for news for as long as somebody hears them, each time for what came after the last. Only rows are counted: how
 * it stands may have changed between two of them, and is asked for beside.
 */
class Listening {
  #hearers = new Set<Hearer>();
  #over: AbortController | undefined;

  constructor(
    readonly ask: (heard: number | null, signal: AbortSignal) => Promise<News>,
    readonly status: () => Promise<Status>,
  ) {}

  hear(hearer: Hearer): Stop {
    this.#hearers.add(hearer);
    if (!this.#over) {
      this.#over = new AbortController();
      void this.#listen(this.#over.signal);
    }
    return () => {
      this.#hearers.delete(hearer);
      if (this.#hearers.size > 0) return;
      this.#over?.abort();
      this.#over = undefined;
    };
  }

  async #listen(over: AbortSignal): Promise<void> {
    let heard: number | null = null;
    while (!over.aborted) {
      const next: Promise<News | undefined> = this.ask(heard, over).catch(() => undefined);
      if (heard !== null) await this.status().then((status) => this.#tell(status, false), ignore);
      const news = await next;
      if (over.aborted) return;
      if (!news) await new Promise((resolve) => setTimeout(resolve, PAUSE));
      else this.#tell(news.status, news.changed !== heard);
      heard = news?.changed ?? null;
    }
  }

  #tell(status: Status, changed: boolean): void {
    for (const hearer of [...this.#hearers]) {
      hearer.status?.(status);
      if (changed) hearer.changed?.();
    }
  }
}

/** The laptop of one person of the small district, which runs without a window and is spoken to over HTTP. */
export async function villageBackend(root: string, who: string): Promise<Backend> {
  async function call<T>(command: string, input: unknown = null, signal: AbortSignal | null = null): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(input);
    const reply = await fetch(`${root}/${who}/${command}`, { method: 'POST', headers, body, signal });
    const value: unknown = await reply.json();
    if (!reply.ok) throw isFailure(value) ? new Refusal(value) : new Error(`${command}: ${reply.status}`);
    return value as T;
  }
  const now = (await (await fetch(`${root}/now`)).json()) as number;
  const status = () => call<Status>('status');
  const listening = new Listening((heard, signal) => call<News>('news', heard, signal), status);
  return {
    kind: 'desktop',
    gate: () => call<Gate>('gate'),
    firstRun: (input) => call<Gate>('first_run', input),
    unlock: (input) => call<Gate>('unlock', input),
    changePassphrase: (input) => call<Done>('change_passphrase', input),
    changeServer: (input) => call<Done>('change_server', input),
    enrolAgain: (code) => call<Done>('enrol_again', code),
    proxy: () => call<Proxy>('proxy'),
    setProxy: (input) => call<Done>('set_proxy', input),
    logIn: () => call<Gate>('gate'),
    logOut: async () => {
      await call<Done>('act', { act: 'lock' });
      return call<Gate>('gate');
    },
    ask: <Q extends Question>(ask: unknown) => call<Answers[Q]>('ask', ask),
    act: (act) => call<Done>('act', act),
    status,
    queue: () => call<Queue>('queue'),
    onChanged: (tell) => listening.hear({ changed: tell }),
    onStatus: (tell) => listening.hear({ status: tell }),
    onDrop: () => () => undefined,
    onClosing: () => () => undefined,
    close: () => undefined,
    fileUrl: (hash) => `${root}/${who}/files/${hash}`,
    // The village's clock stands.
    now: () => now,
  };
}

/** `?ai=` names whose laptop it is. */
export function villageFromAddress(query: string): Promise<Backend> {
  return villageBackend('/village', new URLSearchParams(query).get('ai') ?? 'hoan');
}
