import { describe, expect, test } from 'vitest';
import { type Laptop, village } from '../village';
import { openOver, openWindow, shown, violations } from '../window';

const { laptop, network } = village();
const main = () => document.querySelector('main')?.textContent?.replace(/\s+/g, ' ') ?? '';
const dialog = () => document.querySelector('dialog')?.textContent?.replace(/\s+/g, ' ') ?? '';
const row = (unit: string) =>
  document.querySelector(`main [data-unit="${unit}"]`)?.textContent?.replace(/\s+/g, ' ') ?? '';
const unitsOf = (of: Laptop) => of.ask<'units'>({ ask: 'units' });

interface User {
  click(e: Element): Promise<void>;
  clear(e: Element): Promise<void>;
  type(e: Element, t: string): Promise<void>;
}

/** Ayun and Đak Jơ Ta become one, in the draft. */
async function draftMerger(user: User): Promise<void> {
  await user.click(await shown('#units-merge'));
  await user.click(await shown('input[name="merge-units"][value="ayun"]'));
  await user.click(await shown('input[name="merge-units"][value="dak-jo-ta"]'));
  await user.type(await shown('#merge-name'), 'Xã Ayun');
  await user.type(await shown('#merge-code'), '23798');
  await user.click(await shown('#merge-keep'));
}

async function decide(user: User): Promise<void> {
  await user.type(await shown('#revision-decision'), '1664/NQ-UBTVQH15');
  await user.type(await shown('#revision-decided'), '16/6/2019');
  await user.type(await shown('#revision-from'), '01/7/2019');
  await user.click(await shown('#revision-go'));
}

describe('the list of units', () => {
  test.each(['unit', 'reader'] as const)('is read by a %s and changed by nobody but who keeps it', async (look) => {
    const { user } = await openWindow('#/danh-sach-don-vi', look);
    await shown('[data-nav="danh-sach-don-vi"]');
    await shown('main [data-unit="ayun"]');
    expect(main()).toContain('Danh sách do Phòng Nội vụ giữ');
    expect(document.querySelector('#units-merge, [data-edit]')).toBeNull();
    expect(await violations()).toEqual([]);
    await user.type(await shown('input[type="search"]'), 'dak jo');
    await expect.poll(() => document.querySelectorAll('main [data-unit]').length).toBe(1);
    expect(row('dak-jo-ta')).toContain('23798');
    await user.type(await shown('input[type="search"]'), ' không có');
    await expect.poll(main).toContain('Không có đơn vị nào như vậy');
  });

  test('is drafted, previewed for units, people and plans, confirmed with its decision, and undone until it was sent', async () => {
    const ha = await laptop('ha');
    const { user } = await openOver('#/danh-sach-don-vi', ha);
    const before = (await unitsOf(ha)).units.length;
    await user.click(await shown('#units-merge'));
    expect(await violations()).toEqual([]);
    await user.click([...document.querySelectorAll('dialog button')].at(-1) as HTMLButtonElement);
    await draftMerger(user);
    await expect.poll(main).toContain('Sáp nhập Xã Ayun, Xã Đak Jơ Ta thành Xã Ayun (mã 23798)');
    expect(row('ayun')).toContain('– kết thúc');
    expect((await unitsOf(ha)).units, 'a draft changes nothing').toHaveLength(before);

    await user.click(await shown('#units-preview'));
    await user.type(await shown('#revision-decided'), '16/6/2019');
    await user.type(await shown('#revision-from'), '01/7/2019');
    await user.tab();
    await expect.poll(dialog).toContain('kết thúc, hết ngày 30/6/2019; Xã Ayun (23798) kế tục');
    expect(dialog()).toContain('thành lập từ 01/7/2019, kế tục Xã Ayun (23797), Xã Đak Jơ Ta (23798)');
    expect((await shown('[data-becomes="ayun"]')).textContent).toContain('chuyển sang làm việc ở Xã Ayun (23798)');
    expect((await shown('[data-part="ayun"]')).textContent).toContain('Đã nhập');
    expect(await violations()).toEqual([]);
    await user.click(await shown('#revision-go'));
    await expect.poll(() => document.querySelector('dialog [role="alert"]')?.textContent).toContain('số, ký hiệu');
    await user.type(await shown('#revision-decision'), '1664/NQ-UBTVQH15');
    await user.click(await shown('#revision-go'));
    await expect.poll(main).toContain('Sửa đổi theo 1664/NQ-UBTVQH15 ngày 16/6/2019 đã lưu trên máy này, chưa gửi');
    await expect.poll(() => row('ayun')).toContain('Nhập vào Xã Ayun');
    expect(row('ayun')).toContain('đến hết 30/6/2019');
    expect(row('ayun')).toContain('còn trên máy này, chưa gửi');
    expect(await violations()).toEqual([]);

    await user.click((await shown('[data-revision]')).querySelector('button') as HTMLButtonElement);
    await expect.poll(() => document.querySelector('[data-revision]')).toBeNull();
    expect((await unitsOf(ha)).units).toHaveLength(before);
  });

  test('puts a unit under another one by a decision', async () => {
    const ha = await laptop('ha');
    const { user } = await openOver('#/danh-sach-don-vi', ha);
    await user.click(await shown('[data-edit="hra"]'));
    await user.selectOptions(await shown('#unit-parent'), 'noi-vu');
    expect(await violations()).toEqual([]);
    await user.click(await shown('#unit-keep'));
    await expect.poll(main).toContain('Xã Hra: trực thuộc Phòng Nội vụ');
    await user.click(await shown('#units-preview'));
    await user.type(await shown('#revision-decision'), '12/NQ-HĐND');
    await user.type(await shown('#revision-decided'), '16/6/2019');
    await user.type(await shown('#revision-from'), '01/7/2019');
    await user.tab();
    await expect.poll(dialog).toContain('đổi đơn vị cấp trên từ 01/7/2019');
    expect((await shown('[data-becomes="hra"]')).textContent).toContain('Trực thuộc Phòng Nội vụ');
    await user.click(await shown('#revision-go'));
    await expect.poll(async () => (await unitsOf(ha)).units.find((one) => one.unit === 'hra')?.parent).toBe('noi-vu');
    await user.click((await shown('[data-revision]')).querySelector('button') as HTMLButtonElement);
    await expect.poll(() => document.querySelector('[data-revision]')).toBeNull();
  });

  test('that would not hold is told with its faults, and cannot be confirmed', async () => {
    const { user } = await openOver('#/danh-sach-don-vi', await laptop('ha'));
    await user.click(await shown('#units-merge'));
    await user.click(await shown('input[name="merge-units"][value="ayun"]'));
    await user.click(await shown('#merge-stays'));
    await user.click(await shown('#merge-keep'));
    await user.click(await shown('[data-edit="noi-vu"]'));
    await user.click(await shown('#unit-end'));
    await user.click(await shown('[data-edit="hra"]'));
    await user.clear(await shown('#unit-code'));
    await user.type(await shown('#unit-code'), '23797');
    await user.click(await shown('#unit-keep'));
    await user.click(await shown('#units-preview'));
    const told = await shown('dialog [role="alert"]');
    expect(told.textContent).toContain('ít nhất hai đơn vị khác nhau');
    expect(told.textContent).toContain('giữ danh sách đơn vị');
    expect((await shown<HTMLButtonElement>('#revision-go')).disabled).toBe(true);
    expect(await violations()).toEqual([]);
    await user.click([...document.querySelectorAll('dialog button')].at(-1) as HTMLButtonElement);
    for (let left = 0; left < 2; left += 1) await user.click(await shown('[data-drop="0"]'));
    await user.click(await shown('#units-preview'));
    await expect.poll(dialog).toContain('không phải của Xã Ayun');
    await user.click([...document.querySelectorAll('dialog button')].at(-1) as HTMLButtonElement);
    await user.click(await shown('#units-clear'));
    expect(document.querySelector('[data-part="draft"]')).toBeNull();
  });

  test('takes a split, a unit from elsewhere and a new one', async () => {
    const ha = await laptop('ha');
    const { user } = await openOver('#/danh-sach-don-vi', ha);
    await user.click(await shown('#units-split'));
    await user.selectOptions(await shown('#split-unit'), 'hra');
    await user.type(await shown('#split-0-name'), 'Xã Hra Thượng');
    await user.type(await shown('#split-1-name'), 'Xã Hra Hạ');
    expect(await violations()).toEqual([]);
    await user.click(await shown('#split-keep'));
    await user.click(await shown('#units-merge'));
    await user.click(await shown('input[name="merge-units"][value="dak-ya"]'));
    await user.click(await shown('#outside-add'));
    await user.type(await shown('#outside-name-0'), 'Xã Hải Yang');
    await user.type(await shown('#outside-id-0'), 'hai-yang');
    await user.type(await shown('#merge-name'), 'Xã Mang Yang');
    expect(await violations()).toEqual([]);
    await user.click(await shown('#merge-keep'));
    await user.click(await shown('#units-add'));
    await user.type(await shown('#add-name'), 'Xã Mới');
    await user.click(await shown('#add-keep'));
    await user.click(await shown('#units-preview'));
    await decide(user);
    await shown('[data-revision]');
    const { units, decisions } = await unitsOf(ha);
    const called = (name: string) => units.find((one) => one.name === name);
    expect(called('Xã Hra Thượng')?.before.map((one) => one.name)).toEqual(['Xã Hra (23800)']);
    expect(called('Xã Mang Yang')?.before.map((one) => one.name)).toEqual(['Xã Đăk Yă (23803)', 'Xã Hải Yang']);
    expect(called('Xã Hải Yang')?.stands).toBe('elsewhere');
    expect(called('Xã Mới')?.from).toBe('2019-07-01');
    expect(decisions[0]?.changes).toContain('Xã Hra (mã 23800): kết thúc, chia thành Xã Hra Thượng, Xã Hra Hạ');
    await expect.poll(main).toContain('Từ nơi khác chuyển đến (1)');
  });

  test('that was changed takes a commune’s laptop over to the one that goes on, with what waited there', async () => {
    const [ha, hoan] = [await laptop('ha'), await laptop('hoan')];
    const { user } = await openOver('#/danh-sach-don-vi', ha);
    await draftMerger(user);
    await user.click(await shown('#units-preview'));
    await decide(user);
    await shown('[data-revision]');
    const entry = { task: 'III.6a', period: 'H1' };
    const target = { field: 'narrative' as const, entry };
    await hoan.act({ act: 'write', target, text: 'Ghi khi chưa biết đã sáp nhập', beside: [] });
    await network(true);
    for (const one of [ha, hoan, hoan, ha]) {
      await one.act({ act: 'sync' });
      await expect.poll(async () => (await one.status()).edits).toBe(0);
    }
    const next = (await unitsOf(hoan)).units.find((one) => one.name === 'Xã Ayun' && one.until === null);
    await expect.poll(async () => (await hoan.ask<'home'>({ ask: 'home' })).unit).toBe(next?.unit);
    for (const one of [ha, hoan]) {
      const text = async () => (await one.ask<'entry'>({ ask: 'entry', unit: 'ayun', entry })).texts[0]?.text;
      await expect.poll(text).toContain('Ghi khi chưa biết đã sáp nhập');
    }
    await openOver('#/danh-sach-don-vi', hoan);
    await shown('main [data-unit="ayun"]');
    expect(row('ayun')).toContain('Nhập vào Xã Ayun');
    expect(row('ayun')).toContain('1664/NQ-UBTVQH15 ngày 16/6/2019');
  });
});
