import { afterEach, expect, test, vi } from 'vitest';
import { writeWhenLeaving } from '../../src/state/leaving';

let stop = (): void => undefined;
afterEach(() => stop());

test.each(['pagehide', 'beforeunload', 'hashchange'])('what is typed is written on %s', (way) => {
  const write = vi.fn();
  const keep = vi.fn();
  stop = writeWhenLeaving(write, keep);
  window.dispatchEvent(new Event(way));
  expect(write).toHaveBeenCalledOnce();
  expect(keep).not.toHaveBeenCalled();
});

test('what is typed is safe when another window is looked at or the page is hidden, and no field is left by it', () => {
  const [write, keep] = [vi.fn(), vi.fn()];
  stop = writeWhenLeaving(write, keep);
  window.dispatchEvent(new Event('blur'));
  expect(keep).toHaveBeenCalledOnce();
  const hidden = vi.spyOn(document, 'hidden', 'get');
  hidden.mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(keep).toHaveBeenCalledTimes(2);
  expect(write).not.toHaveBeenCalled();
});
