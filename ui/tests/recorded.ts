import type { Done } from '../src/bindings/Done';
import type { Gate } from '../src/bindings/Gate';
import type { Queue } from '../src/bindings/Queue';
import type { Status } from '../src/bindings/Status';
import type { Answers, Asking, Backend, Drop, InPlan, Question } from '../src/backend/backend';

export type Look = 'unit' | 'coordinator' | 'reader';

type Change<Q extends Question> = (answer: Answers[Q], question: InPlan<Asking<Q>>) => void;

/** What one viewer of the village was told, with what a test needs to move it. An act changes nothing. */
export interface Recorded extends Backend {
  /** Changes the answers to one kind of question from now on, and says that rows changed. */
  alter<Q extends Question>(kind: Q, change: Change<Q>): void;
  alterQueue(change: (queue: Queue) => void): void;
  alterStatus(change: Partial<Status>): void;
  /** Says that rows changed. */
  announce(): void;
  drop(drop: Drop): void;
}

interface Told {
  status: Status | null;
  queue: Queue | null;
  answers: Record<string, unknown>;
}

/** 22/8/2019, 9:40 in Hanoi, at which the village stands. */
const NOW = Date.parse('2019-08-22T09:40:00+07:00');
const DONE: Done = { savedAt: '2019-08-22T09:40:00+07:00', text: null, note: null };
const NO_QUEUE: Queue = {
  edits: [],
  files: [],
  refused: [],
  typed: [],
  forms: [],
  rate: null,
  spare: { files: 0, bytes: 0 },
};
/** The web page's, whose server says nothing of the kind. */
const NO_STATUS: Status = {
  link: 'online',
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

const FILES = import.meta.glob<string>('./answers/files/*', { query: '?url', import: 'default', eager: true });
const TOLD = import.meta.glob<Told>('./answers/*.json', { import: 'default' });

/** Questions that nobody recorded; each is a fault of the test that asked it. */
export const unanswered: string[] = [];

/** Its JSON with the keys in order, as `record` in tests/src/village/record.rs writes it. */
export function key(question: unknown): string {
  return JSON.stringify(question, (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

function listeners<T extends unknown[]>() {
  const all = new Set<(...told: T) => void>();
  return {
    add: (tell: (...told: T) => void) => {
      all.add(tell);
      return () => void all.delete(tell);
    },
    tell: (...told: T) => [...all].forEach((tell) => tell(...told)),
  };
}

/** The answers of one viewer, copied as they would come over the wire, and changed as the test wants them. */
function answering(look: Look, answers: Record<string, unknown>) {
  const changes: { kind: Question; change: Change<Question> }[] = [];
  const ask = async <Q extends Question>(question: InPlan<Asking<Q>>): Promise<Answers[Q]> => {
    const asked = key(question);
    if (!(asked in answers)) {
      const message = `No answer for ${look} to ${asked}: add the question to tests/src/village/record.rs`;
      unanswered.push(message);
      console.error(message);
      throw new Error(message);
    }
    const answer = structuredClone(answers[asked]) as Answers[Q];
    for (const { kind, change } of changes) if (kind === question.ask) change(answer, question);
    return answer;
  };
  const alter = <Q extends Question>(kind: Q, change: Change<Q>) =>
    void changes.push({ kind, change: change as unknown as Change<Question> });
  return { ask, alter };
}

export async function recorded(look: Look = 'unit', gate: Gate = { gate: 'open' }): Promise<Recorded> {
  const told = await TOLD[`./answers/${look}.json`]?.();
  if (!told) throw new Error(`nothing is recorded of ${look}`);
  const kind = look === 'reader' ? 'web' : 'desktop';
  const [queue, changed] = [structuredClone(told.queue ?? NO_QUEUE), listeners<[]>()];
  const [statuses, drops] = [listeners<[Status]>(), listeners<[Drop]>()];
  const { ask, alter } = answering(look, told.answers);
  let [door, status] = [gate, told.status ?? NO_STATUS];
  const open = async (): Promise<Gate> => (door = { gate: 'open' });
  const shut: Gate =
    kind === 'web' ? { gate: 'log-in' } : { gate: 'locked', unitName: 'Xã Ayun', person: 'Rơ Châm Hoan' };
  return {
    kind,
    gate: async () => door,
    firstRun: open,
    unlock: open,
    changePassphrase: async () => DONE,
    changeServer: async () => DONE,
    enrolAgain: async () => DONE,
    proxy: async () => ({ address: '', user: '', password: '' }),
    setProxy: async () => DONE,
    logIn: open,
    logOut: async () => (door = shut),
    ask,
    act: async () => DONE,
    status: async () => status,
    queue: async () => structuredClone(queue),
    onChanged: changed.add,
    onStatus: statuses.add,
    onDrop: drops.add,
    onClosing: () => () => undefined,
    close: () => undefined,
    fileUrl: (hash) => FILES[`./answers/files/${hash}`] ?? `nowhere/${hash}`,
    ...(kind === 'web' && {
      spreadsheetUrl: (asked: string) => `/v1/web/spreadsheet?asked=${encodeURIComponent(asked)}`,
    }),
    now: () => NOW,
    alter: (of, change) => {
      alter(of, change);
      changed.tell();
    },
    alterQueue: (change) => {
      change(queue);
      changed.tell();
    },
    alterStatus: (change) => {
      status = { ...status, ...change };
      statuses.tell(status);
    },
    announce: changed.tell,
    drop: drops.tell,
  };
}
