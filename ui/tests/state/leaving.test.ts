import { afterEach, expect, test, vi } from 'vitest';
import { writeWhenLeaving } from '../../src/state/leaving';

let stop = (): void => undefined;
afterEach(() => stop());

test.each(['pagehide', 'beforeunload', 'hashchange', 'blur'])('what is typed is written on %s', (way) => {
  const write = vi.fn();
  stop = writeWhenLeaving(write);
  window.dispatchEvent(new Event(way));
  expect(write).toHaveBeenCalledOnce();
});

test('what is typed is written when the page is hidden, and not when it is shown again', () => {
  const write = vi.fn();
  stop = writeWhenLeaving(write);
  const hidden = vi.spyOn(document, 'hidden', 'get');
  hidden.mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(write).toHaveBeenCalledOnce();
});
