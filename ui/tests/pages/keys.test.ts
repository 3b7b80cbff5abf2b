import { describe, expect, test } from 'vitest';
import { village } from '../village';
import { openOver, openWindow, shown } from '../window';

const { laptop } = village();

describe('keys', () => {
  test('J and K go along the rows, Enter opens, Esc comes back to the row', async () => {
    const { user } = await openWindow('#/viec');
    await shown('[data-task="III.6b"]');
    await user.keyboard('jj');
    expect(document.activeElement?.closest('tr')?.dataset.row).not.toBe('ayun/III.6b');
    await user.keyboard('k');
    expect(document.activeElement?.closest('tr')?.dataset.row).toBe('ayun/III.6b');
    await user.keyboard('{Enter}');
    window.dispatchEvent(new Event('hashchange'));
    await shown('#entry-state');
    await user.keyboard('{Escape}');
    window.dispatchEvent(new Event('hashchange'));
    await shown('[data-task="III.6b"]');
    await expect.poll(() => document.activeElement?.closest('tr')?.dataset.row).toBe('ayun/III.6b');
  });

  test('letters typed into a field are letters', async () => {
    const { user } = await openWindow('#/viec/III.6a');
    const field = await shown<HTMLTextAreaElement>('#entry-difficulties');
    await user.clear(field);
    await user.type(field, 'jk?');
    expect(field.value).toBe('jk?');
    expect(document.querySelector('dialog')).toBeNull();
  });

  test('Ctrl+K finds without marks, and Enter opens what was found', async () => {
    const { user } = await openOver('#/viec', await laptop('hoan'));
    await shown('[data-task]');
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await shown('[role="combobox"]'), 'bien phap xu ly pakn');
    await expect.poll(() => document.querySelector('dialog')?.textContent).toContain('Không tìm thấy gì');
    await user.clear(await shown('[role="combobox"]'));
    await user.type(await shown('[role="combobox"]'), 'xu ly pakn');
    expect((await shown('[role="option"]')).textContent).toContain('III.7a');
    await user.keyboard('{Enter}');
    expect(location.hash).toContain('III.7a');
  });

  test('Ctrl+S says that everything is saved', async () => {
    const { user } = await openWindow('#/viec');
    await shown('[data-task]');
    await user.keyboard('{Control>}s{/Control}');
    await expect.poll(() => document.querySelector('.notice')?.textContent).toContain('Đã lưu mọi thay đổi');
  });

  test('Ctrl+Z takes back the newest edit, but not out of a field that has its own undo', async () => {
    const { backend, user } = await openOver('#/viec/III.6a', await laptop('hoan'));
    const field = await shown<HTMLTextAreaElement>('#entry-narrative');
    const edits = async () => (await backend.queue()).edits.length;
    field.focus();
    await user.keyboard('{Control>}z{/Control}');
    expect(await edits()).toBe(6);
    field.blur();
    await user.keyboard('{Control>}z{/Control}');
    await expect.poll(edits).toBe(5);
    await expect
      .poll(() => document.querySelector('.notice')?.textContent)
      .toContain('Đã lấy lại: III.6a · Nội dung thực hiện');
    await expect.poll(() => field.value).toBe('Đã tiếp nhận 231 hồ sơ.');
  });

  test('a question mark lists the keys', async () => {
    const { user } = await openWindow('#/viec');
    await shown('[data-task]');
    await user.keyboard('?');
    expect((await shown('dialog')).textContent).toContain('Ctrl+K');
  });
});

describe('the menu', () => {
  test('the look chosen is kept on this machine', async () => {
    const { user } = await openWindow('#/viec');
    await user.click(await shown('header .menu button'));
    await user.click(document.querySelectorAll<HTMLElement>('[name="theme"]')[2] as HTMLElement);
    expect(document.documentElement.dataset.theme).toBe('dark');
    expect(localStorage.getItem('nha-rong-theme')).toBe('dark');
  });
});
