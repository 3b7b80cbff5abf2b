import type { Gate } from '../../bindings/Gate';
import type { Home } from '../../bindings/Home';
import type { Status } from '../../bindings/Status';
import { type Answers, type Asking, type Backend, type Drop, type Question, Refusal } from '../backend';
import { entryPage, evidenceView, type Eye, periodOf, workRows } from './answers';
import { perform } from './acts';
import { NOW, TODAY } from './calendar';
import { deadlines, figureRows, find, lateRows, matrix, silentUnits } from './district';
import { sampleFile } from './files';
import { DECISION, FIELDS, TITLE, unitName, UNITS, YEAR } from './plan';
import { newStore } from './seed';
import { periodsIn, yearSettings } from './settings';
import type { Store } from './store';
import { UNIT } from './stories';
import { tellOfVersions } from './versions';

export type Look = 'unit' | 'coordinator' | 'reader';

/** The sample, with what a test needs to move it: files let go over the window, a change from elsewhere. */
export interface Sample extends Backend {
  store: Store;
  drop(drop: Drop): void;
  changeElsewhere(change: (store: Store) => void): void;
}

const EYES: Record<Look, Eye> = {
  unit: { unit: UNIT, kind: 'desktop' },
  coordinator: { unit: 'noi-vu', kind: 'desktop' },
  reader: { unit: null, kind: 'web' },
};

function home(store: Store, look: Look): Home {
  const { unit } = EYES[look];
  const rows = unit ? workRows(store, periodOf(store, 'Q3'), unit, null, EYES[look]) : [];
  const person = { unit: 'Rơ Châm Hoan', coordinator: 'Lê Thị Thu Hà', reader: 'Lãnh đạo UBND huyện' };
  return {
    viewer: look,
    unit,
    unitName: unit ? unitName(unit) : '',
    person: person[look],
    planTitle: TITLE,
    decision: DECISION,
    district: 'Huyện Mang Yang',
    year: YEAR,
    today: TODAY,
    periods: periodsIn(store),
    current: 'Q3',
    fields: FIELDS,
    units: UNITS,
    work: rows.length,
    overdue: rows.filter((row) => row.shown === 'overdue').length,
    returned: rows.filter((row) => row.shown === 'returned').length,
    returnedIn: rows.some((row) => row.shown === 'returned') ? 'Q3' : null,
    evidence: store.evidence.filter((one) => one.unit === unit).length,
    conflicts: unit === UNIT ? store.conflicts.length : 0,
  };
}

function answerOf<Q extends Question>(store: Store, look: Look, question: Asking<Q>): Answers[Question] {
  const eye = EYES[look];
  const asked = question as Asking<Question>;
  switch (asked.ask) {
    case 'home':
      return home(store, look);
    case 'work': {
      const rows = workRows(store, periodOf(store, asked.period), asked.unit, asked.task, eye);
      const begun = rows.filter((row) => row.touched !== null).length;
      return { rows, begun, overdue: rows.filter((row) => row.shown === 'overdue').length };
    }
    case 'entry':
      return entryPage(store, asked.unit, asked.entry.task, asked.entry.period, eye);
    case 'deadlines':
      return deadlines(store, asked.unit);
    case 'evidence':
      return store.evidence
        .filter((one) => asked.unit === null || one.unit === asked.unit)
        .map((one) => evidenceView(store, one, ''));
    case 'conflicts':
      // Decided by who writes the document: a word of review stands in the office's own.
      return store.conflicts.filter((one) => (one.target.field === 'verdict' ? 'noi-vu' : one.unit) === eye.unit);
    case 'matrix':
      return matrix(store, periodOf(store, asked.period), asked.field, eye);
    case 'figures':
      return figureRows(store, periodOf(store, asked.period), asked.field);
    case 'late':
      return lateRows(store, periodOf(store, asked.period), asked.field, eye);
    case 'silent':
      return silentUnits(eye);
    case 'settings':
      return yearSettings(store, look === 'coordinator');
    case 'find':
      return find(store, asked.text, eye);
  }
}

export function sample(look: Look = 'unit', gate: Gate = { gate: 'open' }): Sample {
  const store = newStore();
  const changed = new Set<() => void>();
  const statusWatchers = new Set<(status: Status) => void>();
  const droppers = new Set<(drop: Drop) => void>();
  const { unit, kind } = EYES[look];
  let door = gate;
  const on = <T>(set: Set<T>, tell: T) => {
    set.add(tell);
    return () => void set.delete(tell);
  };
  const status = (): Status => ({
    ...store.status,
    link: kind === 'web' ? 'online' : store.status.link,
    edits: store.queue.edits.length,
    files: store.queue.files.length,
    bytes: store.queue.files.reduce((sum, file) => sum + file.size - file.sent, 0),
    refused: store.queue.refused.length,
    conflicts: store.conflicts.length,
  });
  const announce = () => {
    for (const tell of [...changed]) tell();
    for (const tell of [...statusWatchers]) tell(status());
  };
  const open = async (): Promise<Gate> => (door = { gate: 'open' });
  return {
    kind,
    store,
    gate: async () => door,
    firstRun: open,
    unlock: async ({ passphrase }) => {
      if (passphrase !== 'nha rong giua lang')
        throw new Refusal({
          code: 'wrong-passphrase',
          message: 'Cụm mật khẩu chưa đúng. Dữ liệu vẫn an toàn; hãy nhập lại.',
        });
      return open();
    },
    logIn: open,
    logOut: async () =>
      (door =
        kind === 'web' ? { gate: 'log-in' } : { gate: 'locked', unitName: unitName(UNIT), person: 'Rơ Châm Hoan' }),
    // A copy, as it would come over the wire: nobody holds on to the store's own rows.
    ask: async <Q extends Question>(question: Asking<Q>) =>
      structuredClone(answerOf(store, look, question)) as Answers[Q],
    act: async (act) => {
      const done = perform(store, unit ?? '', act);
      announce();
      return done;
    },
    status: async () => status(),
    queue: async () => structuredClone(store.queue),
    onChanged: (tell) => on(changed, tell),
    onStatus: (tell) => on(statusWatchers, tell),
    onDrop: (tell) => on(droppers, tell),
    onClosing: () => () => undefined,
    fileUrl: sampleFile,
    now: () => NOW,
    drop: (drop) => droppers.forEach((tell) => tell(drop)),
    changeElsewhere: (change) => {
      change(store);
      announce();
    },
  };
}

const LOOKS: Record<string, Look> = { 'don-vi': 'unit', 'noi-vu': 'coordinator', 'lanh-dao': 'reader' };
const DOORS: Record<string, Gate> = {
  'lan-dau': { gate: 'first-run' },
  khoa: { gate: 'locked', unitName: 'Xã Ayun', person: 'Rơ Châm Hoan' },
  'dang-nhap': { gate: 'log-in' },
  hong: {
    gate: 'broken',
    message:
      'Tệp dữ liệu trên máy này không đọc được. Những gì đã gửi vẫn còn trên máy chủ. Hãy giữ nguyên máy và báo Phòng Nội vụ.',
  },
};

/** `?xem=don-vi|noi-vu|lanh-dao`, `?cua=lan-dau|khoa|dang-nhap|hong` and `?phien-ban=khac`. */
export function sampleFromAddress(query: string): Backend {
  const params = new URLSearchParams(query);
  const opened = sample(LOOKS[params.get('xem') ?? ''], DOORS[params.get('cua') ?? '']);
  if (params.get('phien-ban') === 'khac') opened.changeElsewhere(tellOfVersions);
  return opened;
}
