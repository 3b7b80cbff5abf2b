/** Goes along the rows of the page's lists: every element with `data-row` is one, and its first link or button opens it. */
export function nextRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main [data-row]')];
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
  if (!next) return;
  const opener = next.querySelector<HTMLElement>('a[href], button') ?? next;
  opener.focus();
  next.scrollIntoView({ block: 'nearest' });
}

const left = new Map<string, string>();

/** Notes which row of a list was opened, so that coming back finds it. */
export function leaveFrom(list: string, row: string): void {
  left.set(list, row);
}

/** Whether coming back to this list finds a row. */
export function isAwaited(list: string): boolean {
  return left.has(list);
}

/** For a list just drawn: the focus returns to the row that was opened from it. */
export function comeBack(list: string): (node: HTMLElement) => void {
  return (node) => {
    const row = left.get(list);
    if (row === undefined) return;
    left.delete(list);
    const opener = node.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"] a[href]`);
    // After the page itself took the focus.
    requestAnimationFrame(() => {
      opener?.focus({ preventScroll: true });
      opener?.scrollIntoView({ block: 'center' });
    });
  };
}
