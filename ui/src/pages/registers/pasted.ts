import type { ColumnView } from '../../bindings/ColumnView';
import type { PastedRow } from '../../bindings/PastedRow';
import type { PastedView } from '../../bindings/PastedView';

/** Whether a pasted line can be written as it stands. */
export function isSound(row: PastedRow): boolean {
  return !row.twice && row.beside.length === 0 && row.cells.every((cell) => cell.problem === null);
}

/** A line as a record is added. */
export function rowOf(columns: readonly ColumnView[], row: PastedRow): Record<string, string> {
  const cells = columns.map((column, at) => [column.name, row.cells[at]?.text ?? ''] as const);
  return Object.fromEntries(cells.filter(([, text]) => text !== ''));
}

/** A word that is chosen, as people call it. */
export function shownOf(column: ColumnView | undefined, text: string): string {
  return column?.choices.find((choice) => choice.code === text)?.label ?? text;
}

/** What is not written, as it can be mended and taken again: a head of all columns, and the lines that have something wrong. */
export function restOf(
  columns: readonly ColumnView[],
  view: PastedView,
  text: string,
): { text: string; lines: number } {
  const faulty = view.rows.filter((row) => !row.twice && !isSound(row));
  const cell = (words: string) => (/[\t\n"]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words);
  const line = (row: PastedRow) => {
    const cells = columns.map((column, at) => shownOf(column, row.cells[at]?.text ?? ''));
    return [...cells, ...row.beside].map(cell).join('\t');
  };
  const behind = view.tooMany > 0 ? text.replace(/\n+$/, '').split('\n').slice(-view.tooMany) : [];
  const lines = faulty.length + view.tooMany;
  if (lines === 0) return { text: '', lines };
  // Lines that were not read at all stand as they came, and under the head that they came under.
  if (behind.length > 0 && faulty.length === 0) {
    const named = view.columns.length > 0 && view.rows.length > 0 ? (text.split('\n')[0] ?? '') : '';
    return { text: [named, ...behind].join('\n'), lines };
  }
  const head = columns.map((column) => column.label).join('\t');
  return { text: [head, ...faulty.map(line), ...behind].join('\n'), lines };
}
