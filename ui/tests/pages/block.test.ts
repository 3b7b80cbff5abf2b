import { describe, expect, test } from 'vitest';
import type { FigureView } from '../../src/bindings/FigureView';
import { blockOf, layOver } from '../../src/pages/entry/block';

const figure = (indicator: string, many: number, noneArose = false) =>
  ({ indicator, noneArose, values: Array.from({ length: many }, () => ({})) }) as unknown as FigureView;
const laid = (text: string, figures: FigureView[], row = 0, index = 0) => {
  const { placed, left } = layOver(blockOf(text) ?? [], figures, { row, index });
  return { placed: placed.map((one) => `${one.figure.indicator}/${one.index}=${one.text}`), left };
};

describe('what is pasted from a spreadsheet', () => {
  test('one cell is pasted as it is', () => {
    expect(blockOf('1.234')).toBeUndefined();
    expect(blockOf('1.234\r\n')).toBeUndefined();
  });

  test('fills figures to the right and downwards', () => {
    const figures = [figure('a', 2), figure('b', 2), figure('c', 1)];
    expect(laid('228\t231\r\n12\t13\r\n4\r\n', figures)).toEqual({
      placed: ['a/0=228', 'a/1=231', 'b/0=12', 'b/1=13', 'c/0=4'],
      left: 0,
    });
    expect(laid('228\n12\n4', figures)).toEqual({ placed: ['a/0=228', 'b/0=12', 'c/0=4'], left: 0 });
  });

  test('says how much of it had no place, and leaves empty cells alone', () => {
    const figures = [figure('a', 2), figure('b', 2, true)];
    expect(laid('1\t2\n3\t\n5\t6', figures, 0, 1)).toEqual({ placed: ['a/1=1'], left: 4 });
    expect(laid('\t9', figures)).toEqual({ placed: ['a/1=9'], left: 0 });
  });
});
