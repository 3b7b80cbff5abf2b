import { describe, expect, test } from 'vitest';
import { openWindow, shown, violations } from '../window';

describe('the doors', () => {
  test('the first run asks for the passphrase twice and goes on only when both agree', async () => {
    const { user } = await openWindow('#/', 'unit', { gate: 'first-run' });
    await user.type(await shown('#first-run-server'), 'nharong.example.vn');
    await user.type(await shown('#first-run-code'), 'K7QM-2PXD');
    await user.type(await shown('#first-run-name'), 'Rơ Châm Hoan');
    await user.type(await shown('#first-run-passphrase'), 'nha rong giua lang');
    await user.type(await shown('#first-run-passphrase-again'), 'nha rong');
    expect(await violations()).toEqual([]);
    await user.click(await shown('#first-run-go'));
    expect((await shown('#first-run-passphrase-again-hint')).textContent).toContain('chưa giống nhau');
    await user.type(await shown('#first-run-passphrase-again'), ' giua lang');
    await user.click(await shown('#first-run-go'));
    await shown('[data-nav="viec"]');
  });

  test('a wrong passphrase is told in the shell’s words, and the right one opens', async () => {
    const { user } = await openWindow('#/', 'unit', { gate: 'locked', unitName: 'Xã Ayun', person: 'Rơ Châm Hoan' });
    await user.type(await shown('#unlock-passphrase'), 'sai');
    await user.click(await shown('#unlock-go'));
    expect((await shown('[role="alert"]')).textContent).toContain('Cụm mật khẩu chưa đúng');
    expect(await violations()).toEqual([]);
    await user.clear(await shown('#unlock-passphrase'));
    await user.type(await shown('#unlock-passphrase'), 'nha rong giua lang');
    await user.click(await shown('#unlock-go'));
    await shown('[data-nav="viec"]');
  });

  test('the web page asks to log in', async () => {
    const { user } = await openWindow('#/', 'reader', { gate: 'log-in' });
    await user.type(await shown('#login-name'), 'lanhdao');
    await user.type(await shown('#login-password'), 'mat khau');
    expect(await violations()).toEqual([]);
    await user.click(await shown('#login-go'));
    await shown('[data-cell]');
  });

  test('a broken store says what happened and what is safe', async () => {
    await openWindow('#/', 'unit', { gate: 'broken', message: 'Những gì đã gửi vẫn còn trên máy chủ.' });
    expect((await shown('[role="alert"]')).textContent).toContain('vẫn còn trên máy chủ');
  });

  test('locking goes back to the door', async () => {
    const { user } = await openWindow('#/viec');
    await shown('[data-task]');
    await user.click(await shown('header .menu button'));
    const buttons = [...document.querySelectorAll<HTMLElement>('#menu button')];
    await user.click(buttons.at(-1) as HTMLElement);
    await shown('#unlock-passphrase');
  });
});
