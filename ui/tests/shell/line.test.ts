import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/bindings/Fault';
import { goTo, openWindow, shown, violations } from '../window';

const foot = () => document.querySelector('#status')?.textContent ?? '';

describe('what is in the way', () => {
  test('is told in place of a network that is gone, and in full in the queue', async () => {
    const { backend } = await openWindow('#/viec');
    const problem = 'Chứng chỉ của máy chủ đã hết hạn từ 08:00 ngày 01/02/2019. Hãy báo cán bộ CNTT của huyện.';
    backend.alterStatus({ link: 'offline', fault: 'certificate-expired', problem });
    await expect.poll(foot).toContain('Chứng chỉ máy chủ hết hạn');
    expect(foot()).not.toContain('Mất mạng');
    goTo('#/hang-cho');
    expect((await shown('#line-problem')).textContent).toBe(problem);
    expect(await violations()).toEqual([]);
    backend.alterStatus({ link: 'offline', fault: null, problem: null });
    await expect.poll(foot).toContain('Mất mạng');
    expect(document.querySelector('#line-problem')).toBeNull();
  });

  test('has words of its own for each fault', async () => {
    const faults: Fault[] = [
      'clock',
      'certificate-expired',
      'certificate-not-yet',
      'certificate-of-other',
      'intercepted',
      'proxy-password',
      'proxy',
      'proxy-scheme',
      'proxy-script',
      'proxy-away',
      'blocked',
      'other-page',
      'no-answer',
    ];
    const { backend } = await openWindow('#/viec');
    const said = new Set<string>();
    for (const fault of faults) {
      backend.alterStatus({ link: 'offline', fault });
      await expect.poll(() => document.querySelector<HTMLElement>('#status')?.dataset.fault).toBe(fault);
      said.add(document.querySelector('#status > span')?.textContent?.trim() ?? '');
    }
    expect(said.size).toBe(faults.length);
  });

  test('a proxy that wants a password is asked for where it is told', async () => {
    const { backend, user } = await openWindow('#/viec');
    const entered: unknown[] = [];
    backend.proxy = async () => ({ address: 'proxy.coquan.vn:3128', user: 'ayun', password: '' });
    backend.setProxy = async (input) => {
      entered.push(input);
      return { savedAt: null, text: null, note: null };
    };
    expect(document.querySelector('#proxy-enter')).toBeNull();
    backend.alterStatus({ link: 'offline', fault: 'proxy-password' });
    await user.click(await shown('#proxy-enter'));
    await expect.poll(() => document.querySelector<HTMLInputElement>('#proxy-user')?.value).toBe('ayun');
    await user.type(await shown('#proxy-password'), 'mat khau');
    expect(await violations()).toEqual([]);
    await user.click(await shown('#proxy-go'));
    await expect.poll(() => document.querySelector('#proxy-go')).toBeNull();
    expect(entered).toEqual([{ address: 'proxy.coquan.vn:3128', user: 'ayun', password: 'mat khau' }]);
    expect(foot()).toContain('Đã lưu proxy');
  });

  test('what was not sent can be saved whenever there is any', async () => {
    const { backend, user } = await openWindow('#/hang-cho');
    const acts: unknown[] = [];
    backend.act = async (act) => {
      acts.push(act);
      return { savedAt: null, text: null, note: 'Đã lưu nội dung chưa gửi vào tệp.' };
    };
    await user.click(await shown('#save-unsent'));
    expect(acts).toMatchObject([{ act: 'save-unsent' }]);
    await expect.poll(foot).toContain('Đã lưu nội dung chưa gửi vào tệp.');
    backend.alterQueue((queue) => {
      queue.edits = [];
      queue.files = [];
      queue.refused = [];
    });
    await expect.poll(() => document.querySelector('#save-unsent')).toBeNull();
  });
});
