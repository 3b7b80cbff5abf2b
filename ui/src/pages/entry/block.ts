import type { FigureView } from '../../bindings/FigureView';

/** Cells of a table as a spreadsheet hands them over; undefined for a text that is one cell. */
export function blockOf(text: string): string[][] | undefined {
  const rows = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n+$/, '')
    .split('\n')
    .map((row) => row.split('\t').map((cell) => cell.trim()));
  return rows.length > 1 || (rows[0]?.length ?? 0) > 1 ? rows : undefined;
}

/** Where a cell goes: which figure of which indicator. */
export interface Placed {
  figure: FigureView;
  index: number;
  text: string;
}

/**
 * Lays a block over the figures of an entry, from the one in which it was pasted to the right and downwards: a row of the block
 * for each indicator. `left`: cells that hold something and have no figure.
 */
export function layOver(block: string[][], figures: FigureView[], from: { row: number; index: number }) {
  const placed: Placed[] = [];
  let left = 0;
  for (const [down, cells] of block.entries()) {
    const figure = figures[from.row + down];
    for (const [right, text] of cells.entries()) {
      const index = from.index + right;
      if (text === '') continue;
      if (figure?.values[index] && !figure.noneArose) placed.push({ figure, index, text });
      else left += 1;
    }
  }
  return { placed, left };
}
