import { expect, test, vi } from 'vitest';
import type { Home } from '../../src/bindings/Home';
import { session } from '../../src/state/session.svelte';
import { goTo, openWindow, shown } from '../window';

/** The unit's window, once its work goes on from that of another one. */
async function merged(hash: string) {
  const opened = await openWindow(hash);
  const asked = opened.backend.ask.bind(opened.backend);
  vi.spyOn(opened.backend, 'ask').mockImplementation(async (question) => {
    const answer = await asked(question);
    return question.ask === 'home' ? { ...(answer as Home), carriesOn: [{ unit: 'dak-jo-ta', period: 'H1' }] } : answer;
  });
  await session.open(opened.backend);
  return opened;
}

test('the books of before a merger are named where one looks for one’s work', async () => {
  await merged('#/viec');
  const link = await shown<HTMLAnchorElement>('a[href*="don-vi/dak-jo-ta"]');
  expect(link.textContent).toBe('Xã Đak Jơ Ta');
  expect(link.getAttribute('href')).toContain('ky=H1');
});

test('whoever carries on a unit’s work hands in its period, in its book', async () => {
  const { backend, user } = await merged('#/don-vi/dak-jo-ta');
  const act = vi.spyOn(backend, 'act');
  await user.click(await shown('#submit'));
  await user.click(await shown('#submit-go'));
  await expect.poll(() => act.mock.lastCall?.[0]).toMatchObject({ act: 'submit', of: 'dak-jo-ta' });
});

test('nobody hands in for a unit that is its own', async () => {
  await merged('#/don-vi/hra');
  await shown('[data-task]');
  expect(document.querySelector('#submit')).toBeNull();
  goTo('#/viec');
  await shown('#submit');
});
