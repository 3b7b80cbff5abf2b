const STEPS: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Moves between the cells of the matrix by arrows, past those in which a unit has no part. */
export function along(event: KeyboardEvent): void {
  const step = STEPS[event.key];
  const here = event.target instanceof Element ? event.target.closest('td') : null;
  if (!step || !here || event.ctrlKey || event.altKey) return;
  event.preventDefault();
  const link = step[0] === 0 ? beside(here, step[1]) : beyond(here, step[0]);
  link?.focus();
  link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function beside(from: Element, step: number): HTMLElement | null {
  const next = step > 0 ? from.nextElementSibling : from.previousElementSibling;
  if (!next || next.tagName !== 'TD') return null;
  return next.querySelector('a') ?? beside(next, step);
}

function beyond(from: HTMLTableCellElement, step: number): HTMLElement | null {
  const row = from.closest('tr');
  const next = step > 0 ? row?.nextElementSibling : row?.previousElementSibling;
  if (!(next instanceof HTMLTableRowElement)) return null;
  const cell = next.cells[from.cellIndex];
  return cell?.querySelector('a') ?? (cell ? beyond(cell as HTMLTableCellElement, step) : null);
}
