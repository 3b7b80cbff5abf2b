import { describe, expect, test, vi } from 'vitest';
import type { Backend } from '../../src/backend/backend';
import { session } from '../../src/state/session.svelte';
import { goTo, openOver, openWindow, shown, violations } from '../window';
import { village } from '../village';

const { laptop } = village();

/** As after a kill: nothing of what was typed is in the window's memory. */
async function again(hash: string, backend: Backend) {
  session.close();
  document.body.replaceChildren();
  return openOver(hash, backend);
}

const value = async (css: string) => (await shown<HTMLInputElement>(css)).value;
const half = () => document.querySelector('#half-filled')?.textContent ?? '';
const kept = async (backend: Backend) => (await backend.queue()).forms;

describe('what stands in a form that is not written', () => {
  test('is safe within a second, and there again when the form is opened after a kill', async () => {
    const { backend, user } = await openOver('#/so/pakn', await laptop('hoan'));
    await user.click(await shown('#register-add'));
    await user.type(await shown('#new-code'), '07/PAKN');
    await user.type(await shown('#new-about'), 'Lệ phí chứng thực');
    await expect.poll(async () => (await kept(backend)).length, { timeout: 1000 }).toBe(1);

    const { user: later } = await again('#/so/pakn', backend);
    await expect.poll(half).toBe('1 biểu điền dở');
    await later.click(await shown('#register-add'));
    await expect.poll(() => value('#new-about')).toBe('Lệ phí chứng thực');
    expect(await value('#new-code')).toBe('07/PAKN');
    expect((await shown('[data-restored]')).textContent).toContain('gõ dở');
    expect(document.activeElement?.closest('[data-restored]'), 'Enter gives nothing up').toBeNull();
    expect(await violations()).toEqual([]);
    await later.type(await shown('#new-received-on'), '20/8/2019');
    await later.click(await shown('#record-save'));
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
    await expect.poll(() => kept(backend)).toEqual([]);
    expect(half()).toBe('');
  });

  test('stays when one goes to another page, and is told in the queue, from where it can be given up', async () => {
    const { backend, user } = await openOver('#/de-xuat', await laptop('hoan'));
    await user.click(await shown('#propose'));
    await user.click(await shown('input[value="lead"]'));
    await user.type(await shown('#proposal-words'), 'Xã không có cán bộ tin học.');
    const units = [...document.querySelectorAll<HTMLInputElement>('.units input')];
    await user.click(units[1]!);
    goTo('#/hang-cho');
    const row = await shown('[data-form="proposal"]');
    expect(row.textContent).toContain('Xã không có cán bộ tin học.');
    expect(await violations()).toEqual([]);

    goTo('#/de-xuat');
    await user.click(await shown('#propose'));
    await expect.poll(() => value('#proposal-words')).toBe('Xã không có cán bộ tin học.');
    const ticked = [...document.querySelectorAll<HTMLInputElement>('.units input')].map((one) => one.checked);
    expect(ticked.indexOf(true), 'also in fields that a choice brought').toBe(1);
    await user.click(await shown('[data-restored] button'));
    await expect.poll(() => value('#proposal-words')).toBe('');
    await expect.poll(() => kept(backend)).toEqual([]);

    await user.type(await shown('#proposal-words'), 'Khác');
    goTo('#/hang-cho');
    const buttons = (await shown('[data-form="proposal"]')).querySelectorAll('button');
    await user.click([...buttons].at(-1)!);
    await expect.poll(() => kept(backend)).toEqual([]);
    expect(document.querySelector('[data-form]')).toBeNull();
  });

  test('is left alone when a colleague’s word comes in', async () => {
    const { backend, user } = await openWindow('#/don-vi/ayun/III.6a', 'coordinator');
    await user.type(await shown('#return-reason'), 'Thiếu số liệu');
    await session.forms.flush();
    backend.alter('entry', (page) => (page.percent = 12));
    await expect.poll(() => document.querySelector('main')?.textContent).toContain('12 %');
    expect(await value('#return-reason')).toBe('Thiếu số liệu');
    expect(document.querySelector('[data-restored]'), 'nothing was filled in again').toBeNull();
  });

  test('keeps the window from closing where it cannot be kept', async () => {
    const own = await laptop('hoan');
    let finish = async () => true;
    const act = vi.fn(own.act);
    const backend = {
      ...own,
      act,
      onClosing: (asked: () => Promise<boolean>) => {
        finish = asked;
        return () => undefined;
      },
    };
    const { user } = await openOver('#/so/pakn', backend);
    await user.click(await shown('#register-add'));
    await user.type(await shown('#new-code'), '07/PAKN');
    expect(await finish(), 'it is safe').toBe(true);
    act.mockRejectedValue(new Error('the disk is full'));
    await user.type(await shown('#new-code'), '8');
    expect(await finish()).toBe(false);
    expect((await shown('dialog:last-of-type')).textContent).not.toBe('');
  });
});
