import { expect, test } from 'vitest';
import { carried } from '../../src/words/caret';

test.each([
  ['một hai', 'một hai ba', 3, 3],
  ['một hai', 'không một hai ba', 3, 9],
  ['một hai', 'không một hai', 3, 9],
  ['một hai', 'một hai ba', 7, 7],
  ['một hai ba', 'một ba', 10, 6],
  ['một hai ba', 'một ba', 6, 4],
  ['', 'của người khác', 0, 0],
])('a caret in “%s” stays where it stood when it becomes “%s”', (before, after, at, then) => {
  expect(carried(before, after)(at)).toBe(then);
});
