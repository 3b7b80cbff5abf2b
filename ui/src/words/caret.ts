import diff from 'fast-diff';

/**
 * Where a caret stands once another hand has made `after` of `before`: behind the letters behind which it stood. Where
 * these went, where they were.
 */
export function carried(before: string, after: string): (at: number) => number {
  const steps = diff(before, after);
  return (at) => {
    let [old, now] = [0, 0];
    for (const [kind, { length }] of steps) {
      if (kind === diff.INSERT) {
        // What comes in right behind the caret stays behind it.
        if (old < at) now += length;
      } else if (old + length >= at) {
        return kind === diff.EQUAL ? now + at - old : now;
      } else {
        old += length;
        if (kind === diff.EQUAL) now += length;
      }
    }
    return now;
  };
}
