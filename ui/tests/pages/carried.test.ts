import { expect, test, vi } from 'vitest';
import { village } from '../village';
import { goTo, openOver, shown } from '../window';

const { laptop } = village();

/** The window of an office whose work goes on from that of another unit. */
async function merged(hash: string, unit: string) {
  const backend = await laptop('ha');
  const asked = backend.ask;
  backend.ask = async (question) => {
    const answer = await asked(question);
    if (question.ask === 'hand-in') return Object.assign(answer, { writable: true, items: [], blocking: 0 });
    return question.ask === 'home' ? Object.assign(answer, { carriesOn: [{ unit, period: 'H1' }] }) : answer;
  };
  return openOver(hash, backend);
}

test('the books of before a merger are named where one looks for one’s work', async () => {
  await merged('#/viec', 'dak-jo-ta');
  const link = await shown<HTMLAnchorElement>('a[href*="don-vi/dak-jo-ta"]');
  expect(link.textContent).toBe('Xã Đak Jơ Ta');
  expect(link.getAttribute('href')).toContain('ky=H1');
});

test('whoever carries on a unit’s work hands in its period, in its book', async () => {
  const { backend, user } = await merged('#/don-vi/ayun', 'ayun');
  const act = vi.spyOn(backend, 'act');
  expect((await shown('#submit')).getAttribute('href')).toContain('#/nop/ayun');
  goTo('#/nop/ayun');
  const head = await shown<HTMLSelectElement>('#submit-head');
  await user.selectOptions(head, head.options[1] as HTMLOptionElement);
  await user.click(await shown('#submit-go'));
  await expect.poll(() => act.mock.lastCall?.[0]).toMatchObject({ act: 'submit', of: 'ayun' });
});

test('nobody hands in for a unit that is its own', async () => {
  await merged('#/don-vi/ayun', 'dak-jo-ta');
  await shown('[data-task]');
  expect(document.querySelector('#submit')).toBeNull();
  goTo('#/viec');
  await shown('#submit');
});
