import { describe, expect, test } from 'vitest';
import type { Timing } from '../../src/bindings/Timing';
import { phaseWord, restsWord, timingTone, timingWord } from '../../src/words/timing';

const ALL: Timing[] = [
  { is: 'open' },
  { is: 'unsent' },
  { is: 'received' },
  { is: 'confirmed', ground: 'signed' },
  { is: 'unverified' },
  { is: 'late', days: 4 },
  { is: 'missing', days: 2 },
];

describe('whether something was in time', () => {
  test('is told in an office’s words', () => {
    expect(ALL.map(timingWord)).toEqual([
      'chưa đến hạn',
      'đã xong, chưa gửi',
      'đúng hạn',
      'đúng hạn, đã xác minh',
      'theo máy của đơn vị, chưa xác minh',
      'trễ 4 ngày',
      'chưa có, quá hạn 2 ngày',
    ]);
  });

  test('is never drawn as good on a claim alone', () => {
    expect(ALL.filter((timing) => timingTone(timing) === 'good').map(({ is }) => is)).toEqual([
      'received',
      'confirmed',
    ]);
    expect(timingTone({ is: 'unverified' })).toBe('soon');
  });

  test('says on which date it rests', () => {
    expect((['received', 'claimed', 'signed', 'link', null] as const).map(restsWord)).toEqual([
      'căn cứ ngày máy chủ nhận',
      'căn cứ đồng hồ máy đơn vị',
      'căn cứ ngày ký',
      'căn cứ nhật ký kết nối',
      '',
    ]);
    expect((['open', 'closing', 'closed'] as const).map(phaseWord)).toEqual(['đang mở', 'sắp chốt', 'đã đóng']);
  });
});
