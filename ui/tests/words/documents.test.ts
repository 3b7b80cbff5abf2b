import { expect, test } from 'vitest';
import type { EvidenceView } from '../../src/bindings/EvidenceView';
import { pageIn } from '../../src/pages/evidence/place';
import { documentName, isFar, isReadable, whereaboutsShort, whereaboutsWord } from '../../src/words/documents';
import { plain } from '../../src/words/plain';
import { targetKey } from '../../src/words/targets';

const EVIDENCE: EvidenceView = {
  id: 'e1',
  unit: 'ayun',
  unitName: 'Xã Ayun',
  number: '45',
  symbol: 'BC-UBND',
  issuer: '',
  signed: '2019-08-15',
  abstract: '',
  file: '0'.repeat(64),
  fileName: 'scan.pdf',
  mediaType: 'application/pdf',
  size: 4_100_000,
  place: '',
  usedIn: [],
  records: [],
  whereabouts: { is: 'everywhere' },
};

test('a document is called by number, symbol and day, or by its file while nothing is described', () => {
  expect(documentName(EVIDENCE)).toBe('45/BC-UBND ngày 15/8/2019');
  expect(documentName({ ...EVIDENCE, signed: null })).toBe('45/BC-UBND');
  expect(documentName({ ...EVIDENCE, number: '', symbol: '', signed: null })).toBe('scan.pdf');
});

test('where a file is tells how much of it was sent', () => {
  expect(whereaboutsWord({ is: 'only-here', sent: 0 }, 4_100_000)).toBe('còn trên máy này');
  expect(whereaboutsWord({ is: 'only-here', sent: 1_600_000 }, 4_100_000)).toBe('đã gửi 1,6 MB trên 4,1 MB');
});

test('a file is opened from where its bytes are', () => {
  expect(isReadable({ is: 'only-here', sent: 0 }, 'desktop')).toBe(true);
  expect(isReadable({ is: 'on-their-laptop', sent: 0 }, 'web')).toBe(false);
  expect(isReadable({ is: 'on-server' }, 'web')).toBe(true);
  expect(isReadable({ is: 'withdrawn', reason: 'nhầm', elsewhere: false }, 'web')).toBe(false);
});

test('what is at the server alone is fetched to a laptop first', () => {
  expect(isFar({ is: 'on-server' }, 'desktop')).toBe(true);
  expect(isFar({ is: 'on-server' }, 'web')).toBe(false);
  expect(isFar({ is: 'on-their-laptop', sent: 0 }, 'desktop')).toBe(false);
});

test('a file that was withdrawn says why', () => {
  const withdrawn = { is: 'withdrawn', reason: 'quét nhầm' } as const;
  expect(whereaboutsWord({ ...withdrawn, elsewhere: false }, 1)).toBe('đã thu hồi: quét nhầm');
  expect(whereaboutsWord({ ...withdrawn, elsewhere: true }, 1)).toContain('đơn vị khác vẫn dùng tệp này');
  expect(whereaboutsShort({ ...withdrawn, elsewhere: true }, 1)).toBe('đã thu hồi, nơi khác còn dùng');
});

test('the page that a place names is the one to open', () => {
  expect(pageIn('Mục II, trang 2')).toBe(2);
  expect(pageIn('tr.14')).toBe(14);
  expect(pageIn('Điều 5')).toBe(1);
  expect(pageIn('')).toBe(1);
});

test('finding looks past marks and capitals', () => {
  expect(plain('Đường Ơ Ư')).toBe('duong o u');
});

test('a target is the same whatever the order of its parts', () => {
  const one = targetKey({ field: 'state', entry: { task: 'I.1', period: 'Q3' } });
  expect(targetKey({ entry: { period: 'Q3', task: 'I.1' }, field: 'state' })).toBe(one);
});
