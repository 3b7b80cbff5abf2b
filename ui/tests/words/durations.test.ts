import { expect, test } from 'vitest';
import { sendingTime } from '../../src/words/durations';

test('how long a file takes is told in minutes and hours, and not before the line is known', () => {
  expect(sendingTime(1_000_000, null)).toBe('chưa rõ');
  expect(sendingTime(1_000, 8_000)).toBe('khoảng 1 phút');
  expect(sendingTime(8_200_000, 8_000)).toBe('khoảng 18 phút');
  expect(sendingTime(200_000_000, 8_000)).toBe('khoảng 6 giờ 57 phút');
});
