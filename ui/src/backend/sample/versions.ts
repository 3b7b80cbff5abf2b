import { entryIn, type Store } from './store';
import { UNIT } from './stories';

/**
 * Programs of different versions: this one knows a text that the server does not know yet, and colleagues
 * have a newer one still.
 */
export function tellOfVersions(store: Store): void {
  const entry = { task: 'III.6a', period: 'Q3' };
  const [name, label] = ['recommendations', 'Kiến nghị, đề xuất'];
  const text = 'Đề nghị huyện hỗ trợ xã một máy quét và đường truyền dự phòng.';
  store.texts.push({ name, label });
  entryIn(store, UNIT, entry.task, entry.period).texts[name] = text;
  store.queue.edits.unshift({
    id: 15,
    by: 'Rơ Châm Hoan',
    at: '2019-08-22T09:36:00+07:00',
    plan: store.plan.id,
    entry,
    what: `${entry.task} · ${label}`,
    before: null,
    after: text,
    canTakeBack: true,
    waitsFor: 'newer-server',
  });
  store.status = { ...store.status, needsNewer: 3 };
}
