import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import en from '../messages/en.json';
import vi from '../messages/vi.json';

const [vietnamese, english] = [vi, en] as Record<string, string>[] as [Record<string, string>, Record<string, string>];
const SOURCE = join(import.meta.dirname, '../src');
/** Written by tools. */
const NOT_THE_WINDOW = ['paraglide', 'bindings'];

function sources(folder = SOURCE): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (NOT_THE_WINDOW.some((part) => path.endsWith(part))) return [];
    if (entry.isDirectory()) return sources(path);
    return /\.(svelte|ts)$/.test(entry.name) ? [path] : [];
  });
}

const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('the two languages', () => {
  test('say the same things', () => {
    expect(Object.keys(english)).toEqual(Object.keys(vietnamese));
    for (const [key, text] of Object.entries(vietnamese)) {
      expect(english[key]?.trim(), key).toBeTruthy();
      expect(blanks(english[key] ?? ''), key).toEqual(blanks(text));
    }
  });

  test('leave no word in the window’s own source', () => {
    // The names of the product and of its languages are the same in every language, and a letter is no word.
    const allowed = /Nhà Rông|Tiếng Việt|\[đĐ\]/g;
    // A table of letters is no words either.
    const spoken = sources().filter((path) => !path.endsWith('words/legacy.ts'));
    for (const path of spoken) {
      const code = readFileSync(path, 'utf8')
        .replace(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '')
        .replace(allowed, '');
      expect(/[^\n]*[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9][^\n]*/.exec(code)?.[0], path).toBeUndefined();
    }
  });

  test('have no message that no window says', () => {
    const all = sources()
      .map((path) => readFileSync(path, 'utf8'))
      .join('\n');
    const idle = Object.keys(vietnamese).filter((key) => key !== '$schema' && !all.includes(`m.${key}`));
    expect(idle).toEqual([]);
  });
});
