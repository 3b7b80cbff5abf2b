import { flushSync } from 'svelte';
import { afterPaint } from './paint';

/** How far below what is seen rows are drawn, so that a scrolling person meets them drawn. */
const AHEAD = '600px 0px';

/**
 * How many rows of a long list are drawn: what fills a window at first, and more as the end of them comes near. All of
 * them before they are printed, and where the browser itself will look for words.
 */
export class Growing {
  count = $state(0);

  constructor(
    first: number,
    readonly step = first,
  ) {
    this.count = first;
  }

  // At once: what is printed is what stands there when this returns.
  all = (): void =>
    flushSync(() => {
      this.count = Infinity;
    });

  /** For an element behind the last row. */
  more = (end: HTMLElement): (() => void) => {
    const root = end.closest<HTMLElement>('[data-scrolls]');
    const watch = new IntersectionObserver(
      (seen) => {
        if (this.count === Infinity || !seen.some((one) => one.isIntersecting)) return;
        watch.unobserve(end);
        // Not before what is drawn by now was painted; seen anew, it is told again where it stands.
        afterPaint(() => {
          if (!end.isConnected) return;
          this.count += this.step;
          watch.observe(end);
        });
      },
      { root, rootMargin: AHEAD },
    );
    const found = (event: KeyboardEvent) => {
      if (event.ctrlKey && event.key.toLowerCase() === 'f') this.all();
    };
    watch.observe(end);
    window.addEventListener('beforeprint', this.all);
    window.addEventListener('keydown', found);
    return () => {
      watch.disconnect();
      window.removeEventListener('beforeprint', this.all);
      window.removeEventListener('keydown', found);
    };
  };
}

/** The first so many rows of all groups together; groups of which none is drawn go. */
export function first<Group extends { rows: readonly unknown[] }>(groups: readonly Group[], count: number): Group[] {
  const cut: Group[] = [];
  let left = count;
  for (const group of groups) {
    if (left <= 0) break;
    cut.push(group.rows.length <= left ? group : { ...group, rows: group.rows.slice(0, left) });
    left -= Math.max(group.rows.length, 1);
  }
  return cut;
}
