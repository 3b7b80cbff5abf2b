import { describe, expect, test } from 'vitest';
import { piecesOf } from '../../src/words/sides';

const told = (side: string, now: string) =>
  piecesOf(side, now)
    .map(({ words, own }) => (own ? `[${words}]` : words))
    .join('');

describe('one side’s words', () => {
  test.each([
    ['đạt 95 %, chốt 15/6.', 'đạt 985 %, chốt 185/6.', 'đạt[ 95] %, chốt[ 15/6.]'],
    ['Đã niêm yết.', 'Đã xong.Đã niêm yết.', 'Đã niêm yết.'],
    ['', 'Đạt 95 %.', ''],
    ['như nhau', 'như nhau', 'như nhau'],
  ])('%s beside %s', (side, now, pieces) => {
    expect(told(side, now)).toBe(pieces);
  });

  test('are shown with a little of what stands around them', () => {
    const long = 'Đã giải quyết hồ sơ của tổ chức và cá nhân trên địa bàn. '.repeat(10);
    const shown = told(`${long}Đạt 95 %. ${long}`, `${long}Đạt 985 %. ${long}`);
    expect(shown).toMatch(/^….*Đạt\[ 95\] %\..*…$/s);
    expect(shown.length).toBeLessThan(200);
  });
});
