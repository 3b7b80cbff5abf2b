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

/** An entry whose figures have a year before them, that goes on from that year, and of whose task another plan is the detail. */
export function tellOfOtherPlans(backend: Recorded): void {
  backend.alter('entry', (page) => {
    for (const figure of page.figures) {
      if (figure.kind === 'checklist') continue;
      figure.yearBefore = {
        year: 2018,
        values: ['95', '100'],
        result: '95 %',
        change: '+3,7 điểm phần trăm',
      };
    }
    page.carried = {
      plan: 'mang-yang-2018',
      year: 2018,
      entry: { task: page.entry.task, period: 'Q4' },
      periodName: 'Quý IV/2018',
      was: {
        shown: 'in-progress',
        percent: 60,
        texts: [['Nội dung thực hiện', 'Mười một tháng tiếp nhận 840 hồ sơ.']],
        questions: ['Phòng Nội vụ: Biểu tổng hợp của tháng 12 ở đâu?'],
      },
    };
    const tasks = [
      { code: 'TT.1', title: 'Tổ chức các hội nghị chuyên đề về CCHC', assignments: 13, closed: 12, overdue: 1 },
      {
        code: 'TT.2',
        title: 'Đăng tải thông tin CCHC trên Cổng Thông tin điện tử huyện, xã',
        assignments: 13,
        closed: 4,
        overdue: 0,
      },
    ];
    page.details = [
      {
        // Of which answers are recorded, as one follows the link.
        plan: 'mang-yang-2018',
        title: 'Kế hoạch tuyên truyền cải cách hành chính huyện Mang Yang năm 2019',
        coordinator: 'Phòng Nội vụ',
        period: 'Q4',
        periodName: 'Quý III/2019',
        whole: true,
        assignments: 26,
        begun: 20,
        closed: 16,
        accepted: 9,
        overdue: 1,
        figures: 14,
        figuresMet: 11,
        figuresMissed: 1,
        tasks: tasks.map((task) => ({ task: task.code, ...task })),
      },
    ];
  });
  backend.alter('figures', (rows) => {
    for (const [at, row] of rows.rows.entries()) {
      if (row.indicator === 'ho-so-dung-han' && (row.result !== '' || at % 2 === 0)) {
        const change = row.result === '' ? null : '+3,7 điểm phần trăm';
        row.yearBefore = { year: 2018, values: ['95', '100'], result: '95 %', change };
      }
    }
  });
  backend.alter('home', (home) => {
    const [first] = home.plans;
    if (first) home.plans.push({ ...first, id: 'tuyen-truyen-2019', title: 'Kế hoạch tuyên truyền CCHC năm 2019' });
  });
}

/** The plan that is looked at is the detail of a task. */
export function tellOfTaskAbove(backend: Recorded): void {
  backend.alter('home', (home) => {
    home.above = {
      plan: 'mang-yang-2019',
      planTitle: 'Kế hoạch duy trì, nâng cao Chỉ số cải cách hành chính',
      task: 'III.6a',
      code: 'III.6a',
      title: 'Nâng cao tỷ lệ hồ sơ TTHC được giải quyết đúng hạn',
    };
  });
}

/** Forms that somebody began to fill in, and did not write. */
export function tellOfHalfFilled(backend: Recorded): void {
  const at = '2019-08-22T09:12:00+07:00';
  const field = (id: string, label: string, text: string) => ({ id, label, text });
  backend.alterQueue(({ forms }) =>
    forms.push(
      {
        plan: 'mang-yang-2019',
        of: null,
        at,
        form: {
          id: 'register/pakn',
          title: 'Phản ánh, kiến nghị',
          address: '#/so/pakn',
          fields: [
            field('new-code', 'Số tiếp nhận', '07/PAKN'),
            field('new-received-on', 'Ngày tiếp nhận', '21/8/2019'),
            field('new-about', 'Về thủ tục, lĩnh vực', 'Cấp bản sao trích lục khai sinh tại xã, hẹn trả nhiều lần'),
          ],
        },
      },
      {
        plan: 'mang-yang-2019',
        of: null,
        at,
        form: {
          id: 'propose',
          title: 'Đề xuất điều chỉnh kế hoạch',
          address: '#/de-xuat',
          fields: [field('propose-why', 'Lý do', 'UBND tỉnh giao thêm nhiệm vụ rà soát')],
        },
      },
    ),
  );
}

/** Two laptops of the unit said how one record ended, each with a paper of its own. */
export function tellOfRecordInConflict(backend: Recorded): void {
  const sides = [
    { by: 'Rơ Châm Hoan', at: '2019-08-21T09:12:00+07:00', document: '31/UBND', on: '09/8/2019' },
    { by: 'Nguyễn Thị Hạnh', at: '2019-08-21T15:40:00+07:00', document: '35/UBND', on: '12/8/2019' },
  ];
  backend.alter('home', (home) => void (home.conflicts += 1));
  backend.alter('conflicts', (conflicts) => {
    const [first] = conflicts;
    if (!first) return;
    conflicts.unshift({
      ...first,
      target: { field: 'cell', register: 'pakn', record: 'tc47by5jqzhmv', column: 'petition/document' },
      what: 'Phản ánh, kiến nghị · Văn bản trả lời, chuyển xử lý',
      title: '05/PAKN · 02/8/2019 · Thời gian chứng thực bản sao · Tư pháp - Hộ tịch · đã xử lý · 31/UBND · 09/8/2019',
      kept: ['Ngày văn bản trả lời: 09/8/2019'],
      contenders: sides.map(({ by, at, document, on }, side) => ({
        text: document,
        shown: document,
        side: `${side}`,
        with: [`Ngày văn bản trả lời: ${on}`],
        by,
        at,
      })),
    });
  });
}

/**
 * Takes the place of the page's own: `?xem=don-vi|noi-vu|lanh-dao`, `?cua=lan-dau|khoa|dang-nhap|hong`,
 * `?ke-hoach=mot|chi-tiet|cap-duoi`, `?phien-ban=khac`, `?ghi=tu-choi`, `?bieu-mau=dang-do` and `?xung-dot=so`.
 */
export async function openBackend(): Promise<Backend> {
  const params = new URLSearchParams(location.search);
  const backend = await recorded(LOOKS[params.get('xem') ?? ''], DOORS[params.get('cua') ?? '']);
  if (params.get('ke-hoach') === 'mot') backend.alter('home', ({ plans }) => void plans.splice(1));
  if (params.get('ke-hoach') === 'chi-tiet') tellOfOtherPlans(backend);
  if (params.get('ke-hoach') === 'cap-duoi') tellOfTaskAbove(backend);
  if (params.get('ghi') === 'tu-choi') backend.act = () => Promise.reject(REFUSED);
  if (params.get('phien-ban') === 'khac') tellOfVersions(backend);
  if (params.get('bieu-mau') === 'dang-do') tellOfHalfFilled(backend);
  if (params.get('xung-dot') === 'so') tellOfRecordInConflict(backend);
  return backend;
}
