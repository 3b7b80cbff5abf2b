import { afterEach, describe, expect, test, vi } from 'vitest';
import { openFile, readFile, readPieces } from '../../src/pages/evidence/pieces';

const FILE = Uint8Array.from({ length: 250_000 }, (_, index) => index % 251);

/** A source that gives at most `most` bytes at once; without ranges it gives the whole file. */
function source(most: number, ranges = true): void {
  vi.stubGlobal(
    'fetch',
    vi.fn(async (_: string, init: { headers: { Range: string } }) => {
      if (!ranges) return new Response(FILE.slice(), { status: 200 });
      const [first = 0, last = 0] = init.headers.Range.replace('bytes=', '').split('-').map(Number);
      const bytes = FILE.slice(first, Math.min(last + 1, first + most));
      const headers = { 'content-range': `bytes ${first}-${first + bytes.length - 1}/${FILE.length}` };
      return new Response(bytes, { status: 206, headers });
    }),
  );
}

afterEach(() => vi.unstubAllGlobals());

describe('a file is read in pieces', () => {
  test('its length is told by the first of them', async () => {
    source(1 << 20);
    expect(await openFile('x', 1)).toMatchObject({ length: FILE.length });
  });

  test('a range that is given in part is asked for until all of it came', async () => {
    source(30_000);
    expect(await readPieces('x', 1000, 200_000)).toEqual(FILE.slice(1000, 200_000));
    expect(vi.mocked(fetch).mock.calls.length).toBe(7);
  });

  test('a source without ranges gives the same bytes', async () => {
    source(0, false);
    expect(await readPieces('x', 1000, 2000)).toEqual(FILE.slice(1000, 2000));
    expect(await readFile('x', FILE.length)).toEqual(FILE);
  });

  test('a file that ends early is a failure and not a shorter file', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response(new Uint8Array(0), { status: 206 })),
    );
    await expect(readPieces('x', 0, 10)).rejects.toThrow('ended early');
  });

  test('a file that is not there is a failure', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => new Response('', { status: 404 })),
    );
    await expect(readFile('x', 10)).rejects.toThrow('404');
  });
});
