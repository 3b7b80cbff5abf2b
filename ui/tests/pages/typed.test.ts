import { waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { session } from '../../src/state/session.svelte';
import { Drafts } from '../../src/state/drafts.svelte';
import { openOver, shown, violations } from '../window';
import { village } from '../village';

const { laptop } = village();

const ENTRY = '#/viec/III.6a?ky=Q3';
const FIGURE = '#figure-ho-so-dung-han-0';

/** As after a restart: nothing of what was typed is in the window's memory. */
async function again(hash: string, backend: Awaited<ReturnType<typeof laptop>>) {
  session.close();
  document.body.replaceChildren();
  return openOver(hash, backend);
}

test('half a figure is no edit, stands in its field after a restart, and is written when that is left', async () => {
  const { backend, user } = await openOver(ENTRY, await laptop('hoan'));
  const before = (await backend.queue()).edits.length;
  session.drafts = new Drafts(session.notebook, () => session.place, 1);
  const field = await shown<HTMLInputElement>(FIGURE);
  await user.clear(field);
  await user.type(field, '9');
  await waitFor(async () => expect((await backend.queue()).typed).toHaveLength(1));
  expect((await backend.queue()).edits, 'nobody hears of it').toHaveLength(before);

  const { user: later } = await again(ENTRY, backend);
  await waitFor(async () => expect((await shown<HTMLInputElement>(FIGURE)).value).toBe('9'));
  await shown('#unwritten');
  expect(await violations()).toEqual([]);
  await later.click(await shown(FIGURE));
  await later.keyboard('8{Enter}');
  await waitFor(async () => expect((await backend.queue()).edits).toHaveLength(before + 1));
  expect((await backend.queue()).typed).toEqual([]);
});

test('what was refused is in the queue with its reason, and is dropped there', async () => {
  const { backend, user } = await openOver(ENTRY, await laptop('hoan'));
  const field = await shown<HTMLInputElement>('#entry-percent');
  await user.clear(field);
  await user.type(field, '101{Enter}');
  await waitFor(async () => expect((await backend.queue()).typed).toHaveLength(1));

  const { user: later } = await again('#/hang-cho', backend);
  const item = await shown("[data-typed='III.6a']");
  expect(item.textContent).toContain('101');
  expect(await violations()).toEqual([]);
  await later.click([...item.querySelectorAll('button')].at(-1)!);
  await waitFor(() => expect(document.querySelector('[data-typed]')).toBeNull());
  expect(document.querySelector('#unwritten')).toBeNull();
});

test('a window does not close over what could not be written, unless its person says so', async () => {
  const close = vi.fn();
  let finish = async () => true;
  const backend = {
    ...(await laptop('hoan')),
    close,
    onClosing: (asked: () => Promise<boolean>) => {
      finish = asked;
      return () => undefined;
    },
  };
  const { user } = await openOver(ENTRY, backend);
  const field = await shown<HTMLInputElement>('#entry-percent');
  expect(await finish(), 'nothing is in the way').toBe(true);
  await user.clear(field);
  await user.type(field, '101');
  expect(await finish()).toBe(false);
  expect((await shown('dialog')).textContent).toContain('vẫn được giữ trên máy này');
  await user.click(await shown('#closing-close'));
  expect(close).toHaveBeenCalledOnce();
});
