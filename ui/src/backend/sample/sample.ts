import type { Gate } from '../../bindings/Gate';
import type { PlanId } from '../../bindings/PlanId';
import type { Status } from '../../bindings/Status';
import { type Answers, type Asking, type Backend, type Drop, type InPlan, type Question, Refusal } from '../backend';
import { perform } from './acts';
import { NOW } from './calendar';
import { sampleFile } from './files';
import { unitName } from './plan';
import { answerOf, EYES, type Look } from './questions';
import { lastYear, thisYear } from './seed';
import type { Store } from './store';
import { UNIT } from './stories';
import { tellOfVersions } from './versions';

export type { Look } from './questions';
/** How many plans there are: this year's alone, or last year's beside it, which is closed. */
export type Many = 'one' | 'two';

/** The sample, with what a test needs to move it: files let go over the window, a change from elsewhere. */
export interface Sample extends Backend {
  /** Of this year's plan. */
  store: Store;
  storeOf(plan: PlanId): Store;
  drop(drop: Drop): void;
  changeElsewhere(change: (store: Store) => void): void;
}

export function sample(look: Look = 'unit', gate: Gate = { gate: 'open' }, many: Many = 'one'): Sample {
  const store = thisYear();
  const stores = many === 'two' ? [store, lastYear(store)] : [store];
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
  const storeOf = (plan: PlanId | undefined): Store => {
    const found = plan === undefined ? store : stores.find((one) => one.plan.id === plan);
    if (found) return found;
    const message =
      'Đơn vị không có phần trong kế hoạch này. Hãy chọn kế hoạch khác, hoặc hỏi đơn vị điều phối kế hoạch.';
    throw new Refusal({ code: null, message });
  };
  const open = async (): Promise<Gate> => (door = { gate: 'open' });
  return {
    kind,
    store,
    storeOf,
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
    ask: async <Q extends Question>(question: InPlan<Asking<Q>>) =>
      structuredClone(answerOf(storeOf(question.plan), stores, look, question as Asking<Question>)) as Answers[Q],
    act: async (act) => {
      const done = perform(storeOf(act.plan), unit ?? '', act);
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

/** `?xem=don-vi|noi-vu|lanh-dao`, `?cua=lan-dau|khoa|dang-nhap|hong`, `?ke-hoach=hai` and `?phien-ban=khac`. */
export function sampleFromAddress(query: string): Backend {
  const params = new URLSearchParams(query);
  const opened = sample(
    LOOKS[params.get('xem') ?? ''],
    DOORS[params.get('cua') ?? ''],
    params.get('ke-hoach') === 'hai' ? 'two' : 'one',
  );
  if (params.get('phien-ban') === 'khac') opened.changeElsewhere(tellOfVersions);
  return opened;
}
