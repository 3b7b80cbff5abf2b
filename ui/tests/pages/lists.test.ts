import { describe, expect, test, vi } from 'vitest';
import type { Home } from '../../src/bindings/Home';
import { entryIn } from '../../src/backend/sample/store';
import { tellOfVersions } from '../../src/backend/sample/versions';
import { session } from '../../src/state/session.svelte';
import { goTo, openWindow, shown } from '../window';

describe('my work', () => {
  test('begins with what came back, and says why', async () => {
    await openWindow('#/viec');
    const first = await shown('tbody [data-row]');
    expect(first.dataset.task).toBe('III.6a');
    expect(first.nextElementSibling?.textContent).toContain('Phòng Nội vụ: “Thiếu biểu tổng hợp kèm theo”, hẹn 04/9');
  });

  test('is narrowed by the filters, which stand in the address', async () => {
    const { user } = await openWindow('#/viec');
    await shown('[data-task]');
    await user.selectOptions(document.querySelectorAll<HTMLElement>('main select')[2] as HTMLElement, 'returned');
    await expect.poll(() => document.querySelectorAll('[data-task]').length).toBe(1);
    expect(location.hash).toContain('trang-thai=returned');
  });

  test('calls a task by the number that the plan gives it now, and goes by its id', async () => {
    await openWindow('#/viec/III.6a');
    await shown('h1');
    session.home = { ...(session.home as Home), codes: { 'III.6a': 'III.9' } };
    await expect.poll(() => document.querySelector('h1')?.textContent).toContain('III.9');
    goTo('#/viec');
    const row = await shown('[data-task="III.6a"]');
    expect(row.querySelector('.code')?.textContent).toBe('III.9');
    expect(row.querySelector('a')?.getAttribute('href')).toContain('/III.6a');
  });

  test('is handed in after a look at what is missing', async () => {
    const { backend, user } = await openWindow('#/viec');
    await user.click(await shown('#submit'));
    expect((await shown('dialog')).textContent).toContain('Bị trả lại, chưa sửa');
    await user.click(await shown('#submit-go'));
    await expect.poll(() => backend.store.handedIn.has('Q3')).toBe(true);
    await expect.poll(() => document.querySelector('h1')?.textContent).toContain('Đã nộp báo cáo');
  });
});

describe('the district', () => {
  test('a cell says in words what its sign means', async () => {
    await openWindow('#/toan-huyen', 'reader');
    const cell = await shown('[data-cell="ayun/III.6a"]');
    expect(cell.dataset.shown).toBe('returned');
    expect(cell.querySelector('a')?.getAttribute('aria-label')).toContain('Xã Ayun, III.6a: bị trả lại');
  });

  test('every cell belongs to a unit’s row and a task’s column', async () => {
    await openWindow('#/toan-huyen', 'reader');
    const cell = await shown<HTMLTableCellElement>('[data-cell="ayun/III.6a"]');
    expect(cell.closest('tr')?.querySelector('th[scope="row"]')?.textContent).toBe('Xã Ayun');
    const heads = [...document.querySelectorAll('.tasks th[scope="col"]')].map((head) => head.textContent?.trim());
    expect(heads[cell.cellIndex - 1]).toBe('III.6a');
  });

  test('a change moves the sign and leaves the focus where it was', async () => {
    const { backend } = await openWindow('#/toan-huyen', 'reader');
    const cell = await shown('[data-cell="ayun/III.6a"]');
    cell.querySelector('a')?.focus();
    backend.changeElsewhere((store) => (entryIn(store, 'ayun', 'III.6a', 'Q3').answered = true));
    await expect.poll(() => cell.dataset.shown).toBe('done');
    expect(document.activeElement).toBe(cell.querySelector('a'));
  });

  test('one change asks each question once', async () => {
    const { backend } = await openWindow('#/toan-huyen', 'reader');
    const cell = await shown('[data-cell="ayun/III.6a"]');
    const ask = vi.spyOn(backend, 'ask');
    backend.changeElsewhere((store) => (entryIn(store, 'ayun', 'III.6a', 'Q3').answered = true));
    await expect.poll(() => cell.dataset.shown).toBe('done');
    expect(ask.mock.calls.map(([question]) => question.ask).sort()).toEqual(['home', 'matrix']);
  });

  test('arrows go from cell to cell, and one cell alone is in the tab order', async () => {
    const { user } = await openWindow('#/toan-huyen', 'reader');
    const cell = await shown('[data-cell="ayun/III.6a"]');
    cell.querySelector('a')?.focus();
    await user.keyboard('{ArrowRight}');
    expect(document.activeElement?.closest('td')?.dataset.cell).toBe('ayun/III.6b');
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement?.closest('td')?.dataset.cell).toBe('dak-jo-ta/III.6b');
    await expect.poll(() => document.querySelectorAll('[data-cell] a[tabindex="0"]').length).toBe(1);
  });
});

describe('the queue', () => {
  test('an edit that was not sent is taken back', async () => {
    const { user } = await openWindow('#/hang-cho');
    await user.click(await shown('[data-edit="14"] button'));
    await expect.poll(() => document.querySelector('[data-edit="14"]')).toBeNull();
    expect(document.querySelector('[data-edit="12"] button'), 'one that is under way is not').toBeNull();
  });

  test('an edit that an older server would not understand says what it waits for, and can be taken back', async () => {
    const { backend, user } = await openWindow('#/hang-cho');
    await shown('[data-edit="14"]');
    expect(document.body.textContent).not.toContain('Máy chủ chưa hiểu');
    backend.changeElsewhere(tellOfVersions);
    const row = await shown('[data-edit="15"]');
    expect(row.textContent).toContain('Máy chủ chưa hiểu mục này; máy sẽ gửi khi máy chủ được cập nhật.');
    expect(document.querySelector('[data-edit="14"]')?.textContent, 'the others just wait').not.toContain('Máy chủ');
    await user.click(row.querySelector('button') as HTMLElement);
    await expect.poll(() => document.querySelector('[data-edit="15"]')).toBeNull();
  });

  test('a refused edit keeps its words until it is dismissed', async () => {
    const { user } = await openWindow('#/hang-cho');
    const refused = await shown('[data-refused="9"]');
    expect(refused.textContent).toContain('Đã gửi báo cáo quý II ngày 03/6/2019');
    await user.click(refused.querySelectorAll('button')[1] as HTMLElement);
    await expect.poll(() => document.querySelector('[data-refused]')).toBeNull();
  });
});
