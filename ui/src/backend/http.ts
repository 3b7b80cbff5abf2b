import type { Gate } from '../bindings/Gate';
import type { Status } from '../bindings/Status';
import { m } from '../paraglide/messages';
import { type Answers, type Backend, isFailure, type Question, Refusal, type Stop } from './backend';

const ROOT = '/v1/web';

async function request<T>(path: string, body?: unknown): Promise<T> {
  let reply: Response;
  try {
    reply = await fetch(`${ROOT}/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch {
    throw new Refusal({ code: null, message: m.web_unreachable() });
  }
  const text = await reply.text().catch(() => '');
  const value = parsed(text);
  if (reply.ok) return value as T;
  if (isFailure(value)) throw new Refusal(value);
  if (reply.status === 401) throw new Refusal({ code: 'logged-out', message: m.web_logged_out() });
  throw new Refusal({ code: null, message: m.web_answered_badly({ status: reply.status }) });
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** How long a stream that the server refused is left alone, in milliseconds. */
const STREAM_PAUSE = 15_000;

/** Listens to the server; once it hears it tells, since something may have happened before or in a gap. */
function listen(tell: () => void, tellLink: (up: boolean) => void): Stop {
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource(`${ROOT}/events`);
    source.addEventListener('changed', tell);
    source.onopen = () => {
      tellLink(true);
      tell();
    };
    source.onerror = () => {
      tellLink(false);
      if (source?.readyState === EventSource.CLOSED) again = setTimeout(open, STREAM_PAUSE);
    };
  };
  open();
  return () => {
    clearTimeout(again);
    source?.close();
  };
}

function readOnly(): Promise<never> {
  return Promise.reject(new Refusal({ code: null, message: m.web_read_only() }));
}

/** The server's web page, for reading. */
export function httpBackend(): Backend {
  let status: Status = {
    link: 'unknown',
    edits: 0,
    files: 0,
    bytes: 0,
    lastSync: null,
    refused: 0,
    conflicts: 0,
    needsNewer: 0,
    metered: false,
    noticeDays: null,
    fault: null,
    problem: null,
    server: '',
    needsCode: false,
  };
  const watchers = new Set<(status: Status) => void>();
  const linkIs = (up: boolean) => {
    status = { ...status, link: up ? 'online' : 'offline' };
    for (const tell of watchers) tell(status);
  };
  return {
    kind: 'web',
    gate: () => request<Gate>('gate'),
    firstRun: readOnly,
    unlock: readOnly,
    changePassphrase: readOnly,
    changeServer: readOnly,
    enrolAgain: readOnly,
    proxy: readOnly,
    setProxy: readOnly,
    logIn: (name, password) => request<Gate>('login', { name, password }),
    logOut: async () => {
      await request('logout', {});
      return { gate: 'log-in' };
    },
    ask: <Q extends Question>(ask: unknown) => request<Answers[Q]>('ask', ask),
    act: readOnly,
    status: async () => status,
    queue: async () => ({
      edits: [],
      files: [],
      refused: [],
      typed: [],
      forms: [],
      rate: null,
      spare: { files: 0, bytes: 0 },
    }),
    onChanged: (tell) => listen(tell, linkIs),
    onStatus: (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    onDrop: () => () => undefined,
    onClosing: () => () => undefined,
    close: () => undefined,
    fileUrl: (hash) => `${ROOT}/files/${hash}`,
    spreadsheetUrl: (asked) => `${ROOT}/spreadsheet?asked=${encodeURIComponent(asked)}`,
    now: () => Date.now(),
  };
}
