import { expect, test } from 'vitest';
import { hasMarks, looksUncomposed } from '../../src/words/keyboard';

test.each(['boons tuwf', 'nhaf roong', 'ddi', 'Mangs', 'ddaays'])('“%s” was not composed', (text) => {
  expect(looksUncomposed(text)).toBe(true);
});

test.each(['nha rong giua lang', 'xoong noi', 'bon tu de nho', 'H2 thang 9', ''])('“%s” may be meant so', (text) => {
  expect(looksUncomposed(text)).toBe(false);
});

test('marks are seen however they are composed', () => {
  expect(['bốn từ', 'bo\u0302\u0301n', 'bon tu'].map(hasMarks)).toEqual([true, true, false]);
});
