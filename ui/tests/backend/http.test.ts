import { afterEach, describe, expect, test, vi } from 'vitest';
import { Refusal } from '../../src/backend/backend';
import { httpBackend } from '../../src/backend/http';

function answer(status: number, body: string): void {
  vi.stubGlobal(
    'fetch',
    vi.fn(async () => new Response(body, { status })),
  );
}

async function refusal(promise: Promise<unknown>): Promise<Refusal> {
  const reason = await promise.catch((caught: unknown) => caught);
  expect(reason).toBeInstanceOf(Refusal);
  return reason as Refusal;
}

afterEach(() => vi.unstubAllGlobals());

describe('the web page speaks with the server', () => {
  test('a question is posted and its answer read', async () => {
    answer(200, '[]');
    expect(await httpBackend().ask({ ask: 'silent' })).toEqual([]);
    expect(fetch).toHaveBeenCalledWith(
      '/v1/web/ask',
      expect.objectContaining({ method: 'POST', body: '{"ask":"silent"}' }),
    );
  });

  test('a failure is shown in the server’s own words', async () => {
    answer(403, '{"code":null,"message":"Tài khoản này không xem được đơn vị đó."}');
    const { failure } = await refusal(httpBackend().ask({ ask: 'home' }));
    expect(failure.message).toBe('Tài khoản này không xem được đơn vị đó.');
  });

  test('an ended session asks to log in, even from a server that says nothing', async () => {
    answer(401, '');
    expect((await refusal(httpBackend().gate())).failure.code).toBe('logged-out');
  });

  test('a page of a proxy is not shown to the person', async () => {
    answer(502, '<html>Bad Gateway</html>');
    const { failure } = await refusal(httpBackend().ask({ ask: 'home' }));
    expect(failure.message).toContain('502');
    expect(failure.message).not.toContain('<html>');
  });

  test('a lost network is told in plain words', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Promise.reject(new TypeError('Failed to fetch'))),
    );
    const { failure } = await refusal(httpBackend().ask({ ask: 'home' }));
    expect(failure.message).toContain('Không kết nối được');
  });

  test('what happened before the stream was heard is asked for once it is', () => {
    const streams: { onopen?: () => void }[] = [];
    vi.stubGlobal(
      'EventSource',
      class {
        onopen?: () => void;
        constructor() {
          streams.push(this);
        }
        addEventListener(): void {}
        close(): void {}
      },
    );
    const tell = vi.fn();
    httpBackend().onChanged(tell);
    expect(tell).not.toHaveBeenCalled();
    streams[0]?.onopen?.();
    expect(tell).toHaveBeenCalledOnce();
  });

  test('nothing can be written from it', async () => {
    answer(200, '{}');
    await refusal(httpBackend().act({ act: 'sync' }));
    expect(fetch).not.toHaveBeenCalled();
  });

  test('files are read from the server by their hash', () => {
    expect(httpBackend().fileUrl('ab')).toBe('/v1/web/files/ab');
  });
});
