import { describe, expect, test } from 'vitest';
import { village } from '../village';
import { openOver, openWindow, shown, violations } from '../window';

const { laptop, network, firstRun } = village();

describe('the doors', () => {
  test('the first run asks for the passphrase twice and goes on only when both agree', async () => {
    await network(true);
    const typed = await firstRun();
    const { user } = await openOver('#/', await laptop('newcomer'));
    await user.clear(await shown('#first-run-server'));
    await user.type(await shown('#first-run-server'), typed.server);
    await user.type(await shown('#first-run-code'), typed.code);
    await user.type(await shown('#first-run-name'), typed.name);
    await user.type(await shown('#first-run-passphrase'), typed.passphrase);
    await user.type(await shown('#first-run-passphrase-again'), 'nha rong');
    expect(await violations()).toEqual([]);
    await user.click(await shown('#first-run-go'));
    expect((await shown('#first-run-passphrase-again-hint')).textContent).toContain('chưa giống nhau');
    await user.type(await shown('#first-run-passphrase-again'), ' giua lang');
    await user.click(await shown('#first-run-go'));
    await shown('[data-nav="viec"]');
    expect(document.querySelector('header.unprinted')?.textContent).toContain('Xã Ayun');
  });

  test('a first run without a network says so, and what was typed stays', async () => {
    const { user } = await openOver('#/', await laptop('newcomer'));
    const typed = await firstRun();
    await user.clear(await shown('#first-run-server'));
    await user.type(await shown('#first-run-server'), typed.server);
    await user.type(await shown('#first-run-code'), typed.code);
    await user.type(await shown('#first-run-name'), typed.name);
    await user.type(await shown('#first-run-passphrase'), typed.passphrase);
    await user.type(await shown('#first-run-passphrase-again'), typed.passphrase);
    await user.click(await shown('#first-run-go'));
    expect((await shown('[role="alert"]')).textContent).toContain('Không tới được máy chủ');
    expect((await shown<HTMLInputElement>('#first-run-code')).value).toBe(typed.code);
  });

  test('a wrong passphrase is told in the shell’s words, and the right one opens', async () => {
    const hoan = await laptop('hoan');
    await hoan.act({ act: 'lock' });
    const { user } = await openOver('#/', hoan);
    await user.type(await shown('#unlock-passphrase'), 'sai');
    await user.click(await shown('#unlock-go'));
    expect((await shown('[role="alert"]')).textContent).toContain(
      'Mật khẩu không đúng. Dữ liệu trên máy vẫn nguyên vẹn',
    );
    expect(await violations()).toEqual([]);
    await user.clear(await shown('#unlock-passphrase'));
    await user.type(await shown('#unlock-passphrase'), 'nha rong giua lang');
    await user.click(await shown('#unlock-go'));
    await shown('[data-nav="viec"]');
  });

  test('a passphrase that a keyboard makes something else of is told so, and can be shown', async () => {
    const hoan = await laptop('hoan');
    await hoan.act({ act: 'lock' });
    const { user } = await openOver('#/', hoan);
    const field = await shown<HTMLInputElement>('#unlock-passphrase');
    const said = () => document.querySelector('form [role="status"]')?.textContent ?? '';
    await user.type(field, 'boons tuwf');
    expect(said()).toContain('Telex');
    await user.clear(field);
    await user.type(field, 'bốn từ');
    expect(said()).toContain('có dấu');
    await user.clear(field);
    await user.type(field, 'nha rong giua lang');
    expect(said()).toBe('');
    await user.keyboard('{CapsLock}a');
    expect(said()).toContain('Caps Lock');
    expect(field.type).toBe('password');
    await user.click(document.querySelector('form [type="checkbox"]') as HTMLElement);
    expect(field.type).toBe('text');
    expect(await violations()).toEqual([]);
  });

  test('another passphrase is set in the window, and opens it the next time', async () => {
    const hoan = await laptop('hoan');
    const { user } = await openOver('#/viec', hoan);
    await user.click(await shown('header .menu button'));
    await user.click(await shown('#passphrase-change'));
    await user.type(await shown('#passphrase-old'), 'sai');
    await user.type(await shown('#passphrase-new'), 'bon tu de nho');
    await user.type(await shown('#passphrase-again'), 'bon tu');
    await user.click(await shown('#passphrase-go'));
    expect((await shown('#passphrase-again-hint')).textContent).toContain('chưa giống nhau');
    await user.type(await shown('#passphrase-again'), ' de nho');
    await user.click(await shown('#passphrase-go'));
    expect((await shown('[role="alert"]')).textContent).toContain('Mật khẩu không đúng');
    expect(await violations()).toEqual([]);
    await user.clear(await shown('#passphrase-old'));
    await user.type(await shown('#passphrase-old'), 'nha rong giua lang');
    await user.click(await shown('#passphrase-go'));
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
    await expect.poll(() => document.getElementById('status')?.textContent).toContain('Đã đổi cụm mật khẩu');
    await hoan.act({ act: 'lock' });
    await expect(hoan.unlock({ passphrase: 'nha rong giua lang' })).rejects.toThrow();
    expect(await hoan.unlock({ passphrase: 'bon tu de nho' })).toEqual({ gate: 'open' });
  });

  test('the web page asks to log in', async () => {
    const { user } = await openWindow('#/', 'reader', { gate: 'log-in' });
    await user.type(await shown('#login-name'), 'lanhdao');
    await user.type(await shown('#login-password'), 'mat khau');
    expect(await violations()).toEqual([]);
    await user.click(await shown('#login-go'));
    await shown('[data-row="ayun"]');
  });

  test('the page of a server that has moved says where', async () => {
    await openWindow('#/', 'reader', { gate: 'moved', to: 'https://cchc.mangyang.gov.vn' });
    expect((await shown<HTMLAnchorElement>('#moved-to')).href).toBe('https://cchc.mangyang.gov.vn/');
    expect(await violations()).toEqual([]);
  });

  test('a broken store says what happened and what is safe', async () => {
    await openWindow('#/', 'unit', { gate: 'broken', message: 'Những gì đã gửi vẫn còn trên máy chủ.' });
    expect((await shown('[role="alert"]')).textContent).toContain('vẫn còn trên máy chủ');
  });

  test('locking goes back to the door', async () => {
    const { user } = await openOver('#/viec', await laptop('hoan'));
    await shown('[data-task]');
    await user.click(await shown('header .menu button'));
    const buttons = [...document.querySelectorAll<HTMLElement>('#menu button')];
    await user.click(buttons.at(-1) as HTMLElement);
    await shown('#unlock-passphrase');
  });
});
