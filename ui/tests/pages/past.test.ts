import { describe, expect, test, vi } from 'vitest';
import { village } from '../village';
import { goTo, openOver, openWindow, shown, violations } from '../window';

const { laptop } = village();

const banner = () => document.querySelector('header .then')?.textContent ?? '';

describe('a past moment', () => {
  test('is chosen beside the period, and every page is asked as it was then', async () => {
    const { backend, user } = await openOver('#/viec', await laptop('hoan'));
    await shown('[data-task]');
    const asked = vi.spyOn(backend, 'ask');
    await user.click(await shown('[aria-controls="past"]'));
    const [clock, day] = [...document.querySelectorAll<HTMLInputElement>('#past .when input')];
    expect(day?.value, 'begins at today').toBe('22/8/2019');
    await user.clear(day as HTMLInputElement);
    await user.type(day as HTMLInputElement, '31/2/2019');
    expect((await shown<HTMLButtonElement>('#past button')).disabled, 'there is no such day').toBe(true);
    await user.clear(day as HTMLInputElement);
    await user.type(day as HTMLInputElement, '15/8/2019');
    await user.clear(clock as HTMLInputElement);
    await user.type(clock as HTMLInputElement, '17:00{Enter}');
    await expect.poll(() => location.hash).toContain('luc=2019-08-15T17%3A00');
    await expect
      .poll(() => asked.mock.calls.map(([question]) => question).filter((question) => question.ask === 'work'))
      .toContainEqual(expect.objectContaining({ as_of: { is: 'known', at: '2019-08-15T17:00:00+07:00' } }));
    expect(banner()).toContain('Đang xem lại như lúc 17:00 ngày 15/8/2019');
    expect(document.querySelector('#submit'), 'nothing is handed in there').toBeNull();
    expect(await violations()).toEqual([]);
  });

  test('goes along from page to page, and is left from every one', async () => {
    const { backend, user } = await openOver('#/viec?luc=2019-08-15T17:00&theo=ghi', await laptop('hoan'));
    const link = await shown<HTMLAnchorElement>('[data-task="III.6a"] a');
    expect(link.getAttribute('href')).toContain('theo=ghi');
    const asked = vi.spyOn(backend, 'ask');
    goTo(link.getAttribute('href') ?? '');
    await shown('#entry-state');
    expect(asked.mock.calls.at(-1)?.[0].as_of).toEqual({ is: 'written', at: '2019-08-15T17:00:00+07:00' });
    expect(banner()).toContain('kể cả đến sau');
    await user.click(await shown('header .then button'));
    await expect.poll(banner).toBe('');
    await expect.poll(() => asked.mock.calls.at(-1)?.[0].as_of).toBeUndefined();
  });

  test('that the address spells badly is the present', async () => {
    const { backend } = await openWindow('#/viec');
    const asked = vi.spyOn(backend, 'ask');
    goTo('#/viec?luc=hôm-qua&ky=H1');
    await shown('[data-task]');
    await expect.poll(() => asked.mock.calls.length).toBeGreaterThan(0);
    expect(asked.mock.calls.every(([question]) => question.as_of === undefined)).toBe(true);
    expect(banner()).toBe('');
  });
});
