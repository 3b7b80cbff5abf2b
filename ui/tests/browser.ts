import type { Gate } from '../src/bindings/Gate';
import type { Target } from '../src/bindings/Target';
import { type Backend, Refusal } from '../src/backend/backend';
import { type Look, recorded, type Recorded } from './recorded';

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

/** Of whatever is written. */
const REFUSED = new Refusal({
  code: 'bad-value',
  message: 'Không đọc được số này. Chỉ nhập chữ số, dấu chấm giữa các nhóm ba chữ số và dấu phẩy cho phần thập phân.',
});

/**
 * Programs of different versions: this one knows a text that the server does not know yet, and colleagues
 * have a newer one still.
 */
export function tellOfVersions(backend: Recorded): void {
  const [name, label, text] = ['lessons', 'Bài học kinh nghiệm', 'Cần một máy quét và đường truyền dự phòng.'];
  backend.alter('entry', ({ texts, entry }) => {
    // One that is not among the model's yet is called in the same way.
    texts.push({ name, label, target: { field: name, entry } as unknown as Target, text });
  });
  backend.alterQueue(({ edits }) => {
    const [newest] = edits;
    if (!newest) return;
    const id = newest.id + 1;
    edits.unshift({ ...newest, id, what: `III.6a · ${label}`, before: null, after: text, waitsFor: 'newer-server' });
  });
  backend.alterStatus({ needsNewer: 3 });
}

/**
 * Takes the place of the page's own: `?xem=don-vi|noi-vu|lanh-dao`, `?cua=lan-dau|khoa|dang-nhap|hong`,
 * `?ke-hoach=mot`, `?phien-ban=khac` and `?ghi=tu-choi`.
 */
export async function openBackend(): Promise<Backend> {
  const params = new URLSearchParams(location.search);
  const backend = await recorded(LOOKS[params.get('xem') ?? ''], DOORS[params.get('cua') ?? '']);
  if (params.get('ke-hoach') === 'mot') backend.alter('home', ({ plans }) => void plans.splice(1));
  if (params.get('ghi') === 'tu-choi') backend.act = () => Promise.reject(REFUSED);
  if (params.get('phien-ban') === 'khac') tellOfVersions(backend);
  return backend;
}
