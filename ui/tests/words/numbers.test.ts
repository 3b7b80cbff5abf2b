import { expect, test } from 'vitest';
import { count, percent, size } from '../../src/words/numbers';

test('thousands are parted by dots', () => {
  expect(count(0)).toBe('0');
  expect(count(999)).toBe('999');
  expect(count(1082)).toBe('1.082');
  expect(count(1234567)).toBe('1.234.567');
});

test('sizes have a decimal comma and one decimal below a hundred', () => {
  expect(size(812)).toBe('812 B');
  expect(size(8_200_000)).toBe('8,2 MB');
  expect(size(2_000_000)).toBe('2 MB');
  expect(size(157_400)).toBe('157 KB');
  expect(size(999_950)).toBe('1 MB');
});

test('a space stands before the per cent sign', () => {
  expect(percent(87)).toBe('87 %');
});
