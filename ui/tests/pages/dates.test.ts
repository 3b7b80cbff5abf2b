import { describe, expect, test } from 'vitest';
import type { Backend } from '../../src/backend/backend';
import { session } from '../../src/state/session.svelte';
import { recorded } from '../recorded';
import { village } from '../village';
import { goTo, openOver, openWindow, shown } from '../window';

const { laptop } = village();
const office = async () => openOver(HASH, await laptop('ha'));
const settings = (backend: Backend) => backend.ask<'settings'>({ ask: 'settings' });
const letters = async (backend: Backend, number: string) =>
  (await settings(backend)).requests.filter((one) => one.number === number);

const HASH = '#/thoi-han';
const dateIn = async (row: string) => (await shown(`[data-period="${row}"] [data-unit-due]`)).textContent;

describe('the dates that the coordinating office enters', () => {
  test('days before the report move the units’ day, in their calendar and over their work', async () => {
    const { backend, user } = await office();
    const field = await shown<HTMLInputElement>('#days-Q3');
    expect([field.value, await dateIn('Q3')]).toEqual(['5', '31/8']);
    await user.clear(field);
    await user.type(field, '10');
    await user.tab();
    await expect.poll(() => dateIn('Q3')).toBe('26/8');
    expect((await settings(backend)).reports.find(({ period }) => period.id === 'Q3')?.days).toBe(10);
    goTo('#/viec');
    await expect.poll(() => document.querySelector('h1')?.textContent).toContain('Nộp báo cáo trước 26/8 · còn 4 ngày');
    goTo('#/lich');
    await shown('[data-section="week"]');
    await expect.poll(() => document.querySelector('table')?.textContent).toContain('Báo cáo CCHC quý III');
    const report = [...document.querySelectorAll('[data-row]')].find((row) =>
      row.textContent?.includes('Báo cáo CCHC quý III'),
    );
    expect(report?.querySelector('td')?.textContent).toBe('26/8');
  });

  test('a number of days that cannot be is left standing with the reason', async () => {
    const { user } = await office();
    const field = await shown<HTMLInputElement>('#days-Q3');
    await user.clear(field);
    await user.type(field, 'năm');
    await user.tab();
    await shown('#days-Q3[aria-invalid="true"]');
    expect(document.getElementById('days-Q3-about')?.textContent).toContain('số nguyên từ 0 đến 60');
    expect(await dateIn('Q3')).toBe('31/8');
  });

  test('a milestone dates its tasks on the day before, by the document that sets it', async () => {
    const { backend, user } = await office();
    const id = 'nop-bao-cao-cham-diem';
    await user.type(await shown(`#milestone-${id}`), '02/12/2019');
    await user.type(await shown(`#milestone-basis-${id}`), '15/SNV');
    await user.tab();
    await expect
      .poll(async () => (await settings(backend)).milestones[0])
      .toMatchObject({ id, date: '2019-12-02', basis: '15/SNV' });
    await expect.poll(() => document.querySelector('[data-milestone]')?.textContent).toContain('Chủ nhật');
    goTo('#/viec/VI.3');
    await expect
      .poll(() => document.getElementById('dues')?.parentElement?.textContent)
      .toContain('Kỳ này không có hạn');
    goTo('#/viec/VI.3?ky=Y');
    await expect.poll(() => document.querySelector('main')?.textContent).toContain('01/12');
    expect(document.querySelector('main')?.textContent).toContain('Theo 15/SNV');
  });
});

describe('a request from above', () => {
  test('is one letter over the tasks that were ticked, and dates each of them', async () => {
    const { backend, user } = await office();
    await user.click(await shown('#request-add'));
    await user.selectOptions(await shown('#request-who'), 'Sở Thông tin và Truyền thông');
    await user.type(await shown('#request-number'), '88/STTTT');
    await user.type(await shown('#request-received'), '20/8/2019');
    await user.type(await shown('#request-due'), '10/9/2019');
    await user.click(await shown('#request-save'));
    expect((await shown('dialog [role="alert"]')).textContent).toContain('Cần chọn ít nhất một việc');
    await user.click(await shown('[name="request-task"][value="VII.1/on-request-so-tttt"]'));
    await user.click(await shown('[name="request-task"][value="VII.2/on-request-so-tttt"]'));
    await user.click(await shown('#request-save'));
    await expect
      .poll(() => document.querySelector('[data-request="88/STTTT"]')?.textContent)
      .toMatch(/10\/9.*VII\.1.*VII\.2/);
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
    expect(new Set((await letters(backend, '88/STTTT')).map((one) => one.id)).size).toBe(2);
    goTo('#/viec/VII.2');
    await expect.poll(() => document.querySelector('main')?.textContent).toContain('Theo 88/STTTT');
  });

  test('is of the units that are ticked, or of all that have a part', async () => {
    const { backend, user } = await office();
    await user.click(await shown('#request-add'));
    await user.selectOptions(await shown('#request-who'), 'Sở Thông tin và Truyền thông');
    await user.type(await shown('#request-number'), '89/STTTT');
    await user.type(await shown('#request-received'), '20/8/2019');
    await user.type(await shown('#request-due'), '10/9/2019');
    await user.click(await shown('[name="request-task"][value="VII.2/on-request-so-tttt"]'));
    const units = () => [...document.querySelectorAll<HTMLInputElement>('[name="request-unit"]')];
    const first = units()[0]!;
    expect((await shown<HTMLInputElement>('#request-units-all')).checked).toBe(true);
    await user.click(first);
    await user.click(await shown('#request-save'));
    await expect
      .poll(async () => (await letters(backend, '89/STTTT')).map((one) => one.units))
      .toEqual([[first.value]]);
    await user.click(await shown('[data-request="89/STTTT"] button'));
    await user.click(await shown('#request-units-all'));
    await user.click(await shown('#request-save'));
    await expect.poll(async () => (await letters(backend, '89/STTTT')).map((one) => one.units)).toEqual([[]]);
  });

  test('is corrected in place: what it asked for keeps its name, what is unticked goes', async () => {
    const { backend, user } = await office();
    await user.click(await shown('[data-request="1204/SNV-CCHC"] button'));
    await user.click(await shown('[name="request-task"][value="IV.6a/on-request-so-noi-vu"]'));
    const due = await shown('#request-due');
    await user.clear(due);
    await user.type(due, '16/9/2019');
    await user.click(await shown('#request-save'));
    await expect
      .poll(async () => (await letters(backend, '1204/SNV-CCHC')).map(({ id, task, due }) => [id, task, due]))
      .toEqual([['a.IV.5', 'IV.5', '2019-09-16']]);
  });

  test('is taken away as a whole', async () => {
    const { backend, user } = await office();
    for (const number of ['1204/SNV-CCHC', '71/STTTT-CNTT']) {
      await user.click(await shown(`[data-request="${number}"] button`));
      await user.click(await shown('#request-remove'));
      await expect.poll(() => document.querySelector(`[data-request="${number}"]`)).toBeNull();
      expect(await letters(backend, number)).toEqual([]);
    }
    await expect
      .poll(() => document.querySelector('main')?.textContent)
      .toMatch(/Chưa có yêu cầu nào. \d+ hạn trong kế hoạch/);
  });

  test('that cannot be read stays in its form with the reason', async () => {
    const { backend, user } = await office();
    await user.click(await shown('[data-request="1204/SNV-CCHC"] button'));
    await user.clear(await shown('#request-due'));
    await user.type(await shown('#request-due'), 'tháng sau');
    await user.click(await shown('#request-save'));
    expect((await shown('dialog [role="alert"]')).textContent).toContain('Không có ngày này. Hãy nhập ngày');
    expect((await shown<HTMLInputElement>('#request-due')).value).toBe('tháng sau');
    expect((await letters(backend, '1204/SNV-CCHC')).map((one) => one.due)).toEqual(['2019-09-13', '2019-09-13']);
  });
});

describe('for everyone else', () => {
  test('the page is read and has nothing to write in', async () => {
    await openWindow(HASH, 'reader');
    await shown('[data-period="Q3"]');
    expect(document.querySelectorAll('main input, main button, main select')).toHaveLength(0);
  });

  test('a commune has no such page', async () => {
    await openWindow(HASH, 'unit');
    await shown('[data-task]');
    expect(document.querySelector('[data-period]')).toBeNull();
    const { editable } = await (await recorded('unit')).ask<'settings'>({ ask: 'settings', plan: 'mang-yang-2019' });
    expect(editable).toBe(false);
    expect(session.home?.viewer).toBe('unit');
  });
});
