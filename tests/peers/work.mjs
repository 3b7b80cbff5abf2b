// The work: edits of one document, each `{entry, field, value}`; the same list for every peer.
import { readFileSync } from 'node:fs';
import { options } from './lines.mjs';

export const { earlier, offline } = JSON.parse(readFileSync(options.work, 'utf8'));

/** An entry that nobody has written in. */
export const blank = () => ({ percent: 0, narrative: '' });

const wanted = {};
for (const { entry, field, value } of [...earlier, ...offline]) {
  (wanted[entry] ??= blank())[field] = value;
}

/** Whether a document's entries are what they must be after all edits. `get` gives an entry as a plain object. */
export const complete = (get) =>
  Object.entries(wanted).every(([entry, { percent, narrative }]) => {
    const found = get(entry);
    return found?.percent === percent && found?.narrative === narrative;
  });

/** What is taken out and put in to make one text of another: where, how much, what. */
export function splice(before, after) {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  return { start, remove: before.length - start - end, insert: after.slice(start, after.length - end) };
}
