import type { HistoryItem } from '../../bindings/HistoryItem';
import { type Described, entryIn, type Store } from './store';

/** What is told in detail of one commune: an entry returned, a date passed, two colleagues who disagree. */
export const UNIT = 'ayun';
const PLAN_ID = 'mang-yang-2019';
const PERIOD = 'Q3';
export const HOAN = 'Rơ Châm Hoan';
export const HANH = 'Nguyễn Thị Hạnh';
const entry = (task: string) => ({ task, period: PERIOD });

function document(id: string, rest: Partial<Described>): Described {
  return {
    id,
    unit: UNIT,
    unitName: 'Xã Ayun',
    number: '',
    symbol: '',
    issuer: 'UBND xã Ayun',
    signed: null,
    abstract: '',
    file: id.padEnd(64, '0'),
    fileName: `${id}.pdf`,
    mediaType: 'application/pdf',
    size: 1_840_000,
    whereabouts: { is: 'everywhere' },
    ...rest,
  };
}

const DOCUMENTS: Described[] = [
  document('e1', {
    number: '45',
    symbol: 'BC-UBND',
    signed: '2019-08-15',
    abstract: 'Báo cáo kết quả giải quyết hồ sơ TTHC 8 tháng đầu năm 2019',
    fileName: 'BC 45 ket qua TTHC.pdf',
  }),
  document('e2', {
    number: '112',
    symbol: 'QĐ-UBND',
    signed: '2019-01-21',
    abstract: 'Quyết định ban hành Quy chế tiếp nhận, giải quyết hồ sơ TTHC theo cơ chế một cửa của UBND xã',
    fileName: 'QD 112.pdf',
    size: 2_310_000,
  }),
  document('e3', {
    abstract: 'Ảnh chụp bảng niêm yết TTHC tại Bộ phận Tiếp nhận và trả kết quả',
    fileName: 'niem yet.bmp',
    mediaType: 'image/bmp',
    size: 4_100_000,
    whereabouts: { is: 'only-here', sent: 1_600_000 },
  }),
];

function history(): HistoryItem[] {
  return [
    {
      by: HOAN,
      at: '2019-08-22T09:31:00+07:00',
      received: null,
      what: 'Nội dung thực hiện',
      before: 'Đã tiếp nhận 231 hồ sơ.',
      after: 'Đã tiếp nhận 231 hồ sơ, giải quyết đúng hạn 228 hồ sơ.',
      sent: false,
    },
    {
      by: HANH,
      at: '2019-08-19T14:02:00+07:00',
      received: '2019-08-19T16:42:00+07:00',
      what: 'Số hồ sơ giải quyết đúng hạn',
      before: '226',
      after: '228',
      sent: true,
    },
    {
      by: HOAN,
      at: '2019-08-12T08:15:00+07:00',
      received: '2019-08-12T08:15:09+07:00',
      what: 'Trạng thái',
      before: 'chưa bắt đầu',
      after: 'hoàn thành',
      sent: true,
    },
  ];
}

function returnedEntry(store: Store): void {
  const kept = entryIn(store, UNIT, 'III.6a', PERIOD);
  Object.assign(kept, {
    state: 'done',
    percent: 98,
    texts: {
      narrative:
        'Đã tiếp nhận 231 hồ sơ, giải quyết đúng hạn 228 hồ sơ. Ba hồ sơ đất đai trễ hạn do chờ kết quả đo đạc của Chi nhánh Văn phòng đăng ký đất đai.',
      difficulties: 'Mạng của trung tâm xã hay mất, hồ sơ điện tử phải cập nhật lại vào cuối tuần.',
    },
    figures: { 'ho-so-dung-han': ['228', '231'] },
    none: {},
    links: [
      { evidence: 'e1', place: 'Mục II, trang 2' },
      { evidence: 'e2', place: 'Điều 5' },
      { evidence: 'e3', place: '' },
    ],
    talk: [
      {
        office: 'Phòng Nội vụ',
        by: 'Lê Thị Thu Hà',
        at: '2019-08-20T10:05:00+07:00',
        accepted: false,
        text: 'Thiếu biểu tổng hợp kèm theo',
        until: '2019-09-04',
      },
    ],
    history: history(),
    touched: { by: HOAN, at: '2019-08-22T09:31:00+07:00', received: null },
    answered: false,
    unsent: true,
  });
}

function disagreement(store: Store): void {
  const kept = entryIn(store, UNIT, 'VII.2', PERIOD);
  Object.assign(kept, {
    state: 'in-progress',
    percent: 70,
    figures: { 'van-ban-dien-tu': ['182', '200'] },
    talk: [],
    none: {},
  });
  kept.links = [{ evidence: 'e1', place: '' }];
  store.conflicts.push(
    {
      unit: UNIT,
      unitName: 'Xã Ayun',
      target: { field: 'percent', entry: entry('VII.2') },
      what: 'VII.2 · Tỷ lệ hoàn thành',
      title: 'Trao đổi văn bản điện tử giữa các cơ quan',
      contenders: [
        { text: '70', shown: '70 %', by: HOAN, at: '2019-08-21T09:12:00+07:00' },
        { text: '85', shown: '85 %', by: HANH, at: '2019-08-21T15:40:00+07:00' },
      ],
    },
    {
      unit: UNIT,
      unitName: 'Xã Ayun',
      target: { field: 'narrative', entry: entry('III.5') },
      what: 'III.5 · Nội dung thực hiện',
      title: 'Công khai thủ tục hành chính',
      contenders: [
        {
          text: 'Đã niêm yết 168 TTHC tại trụ sở UBND xã.',
          shown: 'Đã niêm yết 168 TTHC tại trụ sở UBND xã.',
          by: HOAN,
          at: '2019-08-20T08:00:00+07:00',
        },
        {
          text: 'Đã niêm yết đủ TTHC tại trụ sở và 7 nhà văn hóa thôn, làng; gỡ 4 thủ tục hết hiệu lực.',
          shown: 'Đã niêm yết đủ TTHC tại trụ sở và 7 nhà văn hóa thôn, làng; gỡ 4 thủ tục hết hiệu lực.',
          by: HANH,
          at: '2019-08-21T10:22:00+07:00',
        },
      ],
    },
  );
}

function waiting(store: Store): void {
  store.evidence.push(...DOCUMENTS);
  store.queue.edits.push(
    {
      id: 14,
      by: HOAN,
      at: '2019-08-22T09:31:00+07:00',
      plan: PLAN_ID,
      entry: entry('III.6a'),
      what: 'III.6a · Nội dung thực hiện',
      before: 'Đã tiếp nhận 231 hồ sơ.',
      after: 'Đã tiếp nhận 231 hồ sơ, giải quyết đúng hạn 228 hồ sơ.',
      canTakeBack: true,
      waitsFor: null,
    },
    {
      id: 13,
      by: HOAN,
      at: '2019-08-22T09:28:00+07:00',
      plan: PLAN_ID,
      entry: entry('III.6a'),
      what: 'III.6a · Tỷ lệ hoàn thành',
      before: '90',
      after: '98',
      canTakeBack: true,
      waitsFor: null,
    },
    {
      id: 12,
      by: HANH,
      at: '2019-08-21T17:05:00+07:00',
      plan: PLAN_ID,
      entry: entry('VI.1'),
      what: 'VI.1 · Trạng thái',
      before: 'chưa bắt đầu',
      after: 'đang thực hiện',
      canTakeBack: false,
      waitsFor: null,
    },
  );
  store.queue.files.push({ hash: 'e3'.padEnd(64, '0'), name: 'niem yet.bmp', size: 4_100_000, sent: 1_600_000 });
  store.queue.refused.push({
    id: 9,
    by: HANH,
    at: '2019-08-21T11:20:00+07:00',
    plan: PLAN_ID,
    entry: entry('I.2'),
    what: 'I.2 · Nội dung thực hiện',
    value: 'Đã gửi báo cáo quý II ngày 03/6/2019 qua phần mềm quản lý văn bản.',
    reason:
      'Kỳ báo cáo này đã được chấp nhận và khóa trước khi sửa đổi đến máy chủ. Lời đã ghi vẫn còn ở đây; hãy chép sang kỳ đang mở nếu còn cần.',
  });
}

export function tellStories(store: Store): void {
  waiting(store);
  returnedEntry(store);
  disagreement(store);
  const overdue = entryIn(store, UNIT, 'III.7a', PERIOD);
  Object.assign(overdue, { state: 'not-started', percent: null, talk: [], none: { 'xu-ly-pakn': true } });
  store.dates.set(`${UNIT}/III.7a/with-report-kiem-soat-tthc`, {
    date: '2019-08-19',
    basis: 'Công văn số 88/VP ngày 12/7/2019',
  });
}
