import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import vi from '../messages/vi.json';

const { GUIDE, PAGES } = (await import(join(import.meta.dirname, '../browser/pages.mjs'))) as {
  GUIDE: string[];
  PAGES: { name: string }[];
};
const GUIDE_TEXT = readFileSync(join(import.meta.dirname, '../../docs/guide.md'), 'utf8');

describe('the guide', () => {
  test('shows pictures of windows that there are, each made by the command', () => {
    const shown = [...GUIDE_TEXT.matchAll(/\]\(pictures\/guide\/([^)]+)\.png\)/g)].map(([, name]) => name);
    expect([...new Set(shown)].sort(), 'none is shown that nobody makes, and none is made in vain').toEqual(
      [...GUIDE].sort(),
    );
    const pages = PAGES.map((page) => page.name);
    expect(GUIDE.filter((name) => !pages.includes(name))).toEqual([]);
  });

  test('speaks of the windows in their own words', () => {
    const words = new Set(Object.values(vi as Record<string, string>).map((text) => text.replace(/[.…]+$/, '').trim()));
    const named = [...GUIDE_TEXT.matchAll(/\*\*(.+?)\*\*/g)].map(([, word]) => word ?? '');
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((word) => !words.has(word))).toEqual([]);
  });
});
