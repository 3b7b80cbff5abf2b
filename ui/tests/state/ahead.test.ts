import { expect, test, vi } from 'vitest';
import { openWindow, shown } from '../window';

async function overEntry() {
  const { backend, user } = await openWindow('#/viec');
  const link = await shown('[data-task="III.6a"] a');
  const ask = vi.spyOn(backend, 'ask');
  const asked = () => ask.mock.calls.filter(([question]) => question.ask === 'entry').length;
  await user.hover(link);
  await expect.poll(asked).toBe(1);
  return { backend, user, link, asked };
}

test('what a page needs is asked while the pointer rests on its link, and once', async () => {
  const { user, link, asked } = await overEntry();
  await user.click(link);
  expect((await shown('h1')).textContent).toContain('III.6a');
  expect(asked(), 'the page takes the answer that is on its way').toBe(1);
});

test('an answer from before a change is not taken', async () => {
  const { backend, user, link, asked } = await overEntry();
  backend.announce();
  await user.click(link);
  expect((await shown('h1')).textContent).toContain('III.6a');
  expect(asked(), 'rows changed since, so the page asks itself').toBe(2);
});

test('a pointer that passes over links asks nothing', async () => {
  const { backend, user } = await openWindow('#/viec');
  const links = [await shown('[data-task="III.6a"] a'), await shown('[data-nav="xung-dot"]')];
  const ask = vi.spyOn(backend, 'ask');
  for (const link of links) await user.hover(link);
  await expect.poll(() => ask.mock.calls.map(([question]) => question.ask)).toEqual(['conflicts']);
});
