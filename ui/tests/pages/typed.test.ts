import { waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { session } from '../../src/state/session.svelte';
import { Drafts } from '../../src/state/drafts.svelte';
import { openOver, shown, violations } from '../window';
import { village } from '../village';

const { laptop, network } = village();

const ENTRY = '#/viec/III.6a?ky=Q3';
const FIGURE = '#figure-ho-so-dung-han-0';
const WHOLE = '#figure-ho-so-dung-han-1';

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

test('a figure is asked about where a colleague changed the other one meanwhile, and is written when the person says so', async () => {
  const [hoan, hanh] = [await laptop('hoan'), await laptop('hanh')];
  const { user } = await openOver(ENTRY, hoan);
  const [part, whole] = [await shown<HTMLInputElement>(FIGURE), await shown<HTMLInputElement>(WHOLE)];
  const stood = Number(part.value);
  await user.click(part);
  await user.keyboard('{End}');
  await user.clear(part);
  await user.type(part, String(stood - 1));
  const entry = { task: 'III.6a', period: 'Q3' };
  const figure = { field: 'figure', entry, indicator: 'ho-so-dung-han' } as const;
  const page = await hanh.ask<'entry'>({ ask: 'entry', unit: 'ayun', entry });
  const values = page.figures.find((one) => one.indicator === 'ho-so-dung-han')?.values ?? [];
  const other = values[1]?.figure ?? '';
  const more = String(Number(values[1]?.text) + 20);
  await hanh.act({ act: 'write', target: { ...figure, figure: other }, text: more });
  await network(true);
  for (const one of [hanh, hoan]) {
    await one.act({ act: 'sync' });
    await expect.poll(async () => (await one.status()).edits).toBe(0);
  }
  await waitFor(() => expect(whole.value).toBe(more));
  await user.tab();
  const about = await shown(`${FIGURE}-about`);
  await waitFor(() => expect(about.textContent).toContain(more));
  const now = async () => {
    const { figures } = await hoan.ask<'entry'>({ ask: 'entry', unit: 'ayun', entry });
    return figures.find((one) => one.indicator === 'ho-so-dung-han')?.values.map((one) => one.text);
  };
  expect(await now(), 'a pair that nobody counted is not written').toEqual([String(stood), more]);
  expect(await violations()).toEqual([]);
  const [anyway] = about.querySelectorAll('button');
  await user.click(anyway as HTMLButtonElement);
  await waitFor(async () => expect(await now()).toEqual([String(stood - 1), more]));
});
