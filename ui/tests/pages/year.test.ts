import { describe, expect, test } from 'vitest';
import { tellOfOtherPlans, tellOfTaskAbove } from '../browser';
import { openOver, openWindow, shown, violations } from '../window';
import { village } from '../village';

const { laptop } = village();

const text = (selector: string) => document.querySelector(selector)?.textContent ?? '';

describe('what was not finished in the year before', () => {
  test('goes on by choice, names where it comes from, and can be let go again', async () => {
    const { user } = await openOver('#/chuyen-nam', await laptop('hoan'));
    const row = await shown('[data-row="III.6a"]');
    expect(row.textContent).toContain('Quý IV/2018');
    expect(row.textContent).toContain('60');
    expect(await violations()).toEqual([]);
    expect((await shown<HTMLButtonElement>('#carry-go')).disabled, 'nothing is chosen').toBe(true);
    await user.click(await shown('#carry-III\\.6a'));
    await user.click(await shown('#carry-go'));
    await expect.poll(() => text('[data-row="III.6a"]')).toContain('đã chuyển tiếp');

    location.hash = '#/viec/III.6a?ky=Q4';
    const carried = await shown('[data-carried]');
    expect(carried.textContent).toContain('Chuyển tiếp từ năm 2018');
    expect(carried.textContent).toContain('Mười một tháng tiếp nhận 840 hồ sơ.');
    expect(carried.querySelector('a')?.getAttribute('href'), 'the old entry is a click away').toContain('ky=Q4');
    await user.click(await shown('#carried-drop'));
    await expect.poll(() => document.querySelector('[data-carried]')).toBeNull();
  });

  test('of all units is told to the office that keeps the plan, and to nobody else', async () => {
    await openOver('#/chuyen-nam', await laptop('ha'));
    const row = await shown('[data-plan-task="V.4"]');
    expect(row.textContent).toContain('vẫn có');
    expect(row.querySelector('summary')?.textContent).toMatch(/^22\/22 đơn vị$/);
    expect(await violations()).toEqual([]);
    await openOver('#/chuyen-nam', await laptop('hoan'));
    await shown('[data-row="III.6a"]');
    expect(document.querySelector('[data-plan-task]')).toBeNull();
  });

  test('is chosen as a whole, and a plan without a year before it has no such page', async () => {
    const { user } = await openOver('#/chuyen-nam', await laptop('hoan'));
    await user.click(await shown('#carry-all'));
    expect((await shown<HTMLButtonElement>('#carry-go')).disabled).toBe(false);
    await openOver('#/chuyen-nam?kh=mang-yang-2018', await laptop('hoan'));
    await expect.poll(() => document.querySelector('[data-nav="chuyen-nam"]')).toBeNull();
  });
});

describe('the same period of the year before', () => {
  test('stands beside a figure with the change, and is not there where there is none', async () => {
    const { backend } = await openWindow('#/viec/III.6a', 'unit');
    await shown('#result-ho-so-dung-han');
    expect(document.querySelector('[data-year-before]'), 'nothing was entered in 2018').toBeNull();
    tellOfOtherPlans(backend);
    await expect.poll(() => text('#before-ho-so-dung-han')).toBe('năm 2018: 95 % · +3,7 điểm phần trăm');
  });

  test('has a column in the list only where any figure has it', async () => {
    const { backend } = await openWindow('#/so-lieu', 'coordinator');
    await shown('main tbody [data-row]');
    const heads = () => [...document.querySelectorAll('main thead th')].map((head) => head.textContent);
    expect(heads()).not.toContain('Cùng kỳ năm trước');
    tellOfOtherPlans(backend);
    await expect.poll(heads).toContain('Cùng kỳ năm trước');
  });
});

describe('a plan under a task', () => {
  test('tells in the entry how it stands, and D leads to it', async () => {
    const { backend, user } = await openWindow('#/viec/III.6a', 'unit');
    await shown('#result-ho-so-dung-han');
    expect(document.querySelector('#details')).toBeNull();
    tellOfOtherPlans(backend);
    await expect.poll(() => text('[data-detail-plan]')).toContain('xong 16/26 việc');
    expect(text('[data-detail-plan]')).toContain('chỉ tiêu đạt 11/14, chưa đạt 1');
    expect(text('[data-detail-task="TT.1"]')).toContain('12/13');
    expect(await violations()).toEqual([]);
    await user.keyboard('d');
    await expect.poll(() => location.hash).toContain('#/toan-huyen?kh=mang-yang-2018');
  });

  test('names the task above, to which D leads back', async () => {
    const { backend, user } = await openWindow('#/viec', 'unit');
    await shown('[data-task]');
    expect(document.querySelector('[data-above]')).toBeNull();
    tellOfTaskAbove(backend);
    await expect.poll(() => text('[data-above]')).toContain('Lên nhiệm vụ III.6a');
    await user.keyboard('d');
    await expect.poll(() => location.hash).toContain('#/viec/III.6a');
  });
});
