import { describe, expect, test } from 'vitest';
import type { BaseView } from '../../src/bindings/BaseView';
import type { EntryPage } from '../../src/bindings/EntryPage';
import type { Backend } from '../../src/backend/backend';
import { village } from '../village';
import { openOver, openWindow, shown } from '../window';

const HASH = '#/viec/III.6a';
const ID = 'ho-so-dung-han';
const { laptop } = village();
const kept = async (backend: Backend) => {
  const page = await backend.ask<'entry'>({ ask: 'entry', unit: 'ayun', entry: { task: 'III.6a', period: 'Q3' } });
  return page.figures[0];
};

describe('what a portal shows', () => {
  test('is noted with where and when, and a difference asks for words', async () => {
    const backend = await laptop('hoan');
    const { user } = await openOver(HASH, backend);
    await user.click(await shown(`#portal-${ID}-open`));
    await user.type(await shown(`#portal-${ID}-value`), '90,5');
    await user.tab();
    await expect.poll(async () => (await kept(backend))?.portal?.text).toBe('90,5');
    await user.type(await shown(`#portal-${ID}-source`), 'Thống kê hồ sơ, biểu 06a');
    await user.tab();
    await user.type(await shown(`#portal-${ID}-read-on`), '21/8/2019');
    await user.tab();
    await expect.poll(async () => (await kept(backend))?.portal?.readOn).toBe('2019-08-21');
    const own = (await kept(backend))?.result;
    await expect
      .poll(() => document.querySelector('main')?.textContent)
      .toContain(`Số trên cổng là 90,5 %, đơn vị báo cáo ${own ?? ''}: hãy ghi vì sao khác.`);
    await user.type(await shown(`#portal-${ID}-why`), 'Cổng tính cả hồ sơ đang giải quyết');
    await user.tab();
    await expect.poll(async () => (await kept(backend))?.warning).toBeNull();
    expect((await kept(backend))?.result, 'what the unit reports stays').toBe(own);
  });

  test('is taken out of a table, line by line as it was understood, with source and day', async () => {
    const backend = await laptop('hoan');
    const { user } = await openOver(HASH, backend);
    await user.click(await shown(`#portal-${ID}-paste`));
    await user.click(await shown('#portal-text'));
    await user.paste(`Chỉ tiêu\tĐơn vị\tGiá trị\n${ID}\tXã Ayun\t90,5\nChỉ tiêu lạ\t\t1\n${ID}\tXã Hra\t88,1\n`);
    await expect.poll(() => document.querySelector('dialog [role="status"]')?.textContent).toContain('1 dòng ghi được');
    const said = document.querySelector('dialog')?.textContent ?? '';
    expect(said).toContain('Kế hoạch không có chỉ tiêu này.');
    expect(said).toContain('1 dòng của đơn vị khác, bỏ qua');
    await user.click(await shown('#portal-take'));
    expect((await shown('dialog [role="alert"]')).textContent).toContain('Hãy ghi số liệu lấy ở đâu trên cổng');
    await user.type(await shown('#portal-source'), 'Thống kê hồ sơ, biểu 06a');
    await user.type(await shown(`[data-why="${ID}/Q3"]`), 'Cổng tính cả hồ sơ đang giải quyết');
    await user.click(await shown('#portal-take'));
    await expect.poll(async () => (await kept(backend))?.portal?.text).toBe('90,5');
    expect((await kept(backend))?.portal).toMatchObject({
      source: 'Thống kê hồ sơ, biểu 06a',
      readOn: '2019-08-22',
      why: 'Cổng tính cả hồ sơ đang giải quyết',
    });
    expect((await kept(backend))?.warning, 'it was explained in the same act').toBeNull();
    expect(document.querySelector('dialog'), 'nothing is left to do there').toBeNull();
  });

  test('twice the same table has nothing to write, and a table half typed is there again', async () => {
    const backend = await laptop('hoan');
    const { user } = await openOver(HASH, backend);
    await user.click(await shown(`#portal-${ID}-paste`));
    await user.click(await shown('#portal-text'));
    await user.paste(`Chỉ tiêu\tGiá trị\n${ID}\t90,5\n`);
    await user.type(await shown('#portal-source'), 'Biểu 06a');
    await user.click(await shown('dialog .row button:not(.main)'));
    await user.click(await shown(`#portal-${ID}-paste`));
    expect((await shown<HTMLInputElement>('#portal-source')).value, 'it was kept').toBe('Biểu 06a');
    await expect.poll(() => document.querySelector<HTMLButtonElement>('#portal-take')?.disabled).toBe(false);
    await user.click(await shown('#portal-take'));
    await expect.poll(async () => (await kept(backend))?.portal?.text).toBe('90,5');
    await user.click(await shown(`#portal-${ID}-paste`));
    await user.click(await shown('#portal-text'));
    await user.paste(`Chỉ tiêu\tGiá trị\n${ID}\t90,5\n`);
    await user.type(await shown('#portal-source'), 'Biểu 06a');
    await expect
      .poll(() => document.querySelector('dialog [role="status"]')?.textContent)
      .toContain('1 dòng đã ghi từ trước, không đổi');
    expect((await shown<HTMLButtonElement>('#portal-take')).disabled).toBe(true);
  });

  test('is read from a file too, but for a workbook, which says what to do', async () => {
    const { user } = await openOver(HASH, await laptop('hoan'));
    await user.click(await shown(`#portal-${ID}-paste`));
    const chooser = await shown<HTMLInputElement>('#portal-file');
    await user.upload(chooser, new File([new Uint8Array([0x50, 0x4b, 3, 4])], 'so-lieu.xlsx'));
    expect((await shown('dialog [role="alert"]')).textContent).toContain('Đây là tệp Excel');
    await user.upload(chooser, new File([`Chỉ tiêu;Giá trị\n${ID};"90,5"\n`], 'so-lieu.csv'));
    await expect.poll(() => document.querySelector('dialog [role="status"]')?.textContent).toContain('1 dòng ghi được');
    await user.upload(chooser, new File([new Uint8Array([0x43, 0x68, 0xfc, 0x3b, 0xe9, 10])], 'cu.csv'));
    await expect.poll(() => document.querySelector('dialog .late')?.textContent).toContain('UTF-8');
  });

  test('a day that is none stays in its field with the reason', async () => {
    const backend = await laptop('hoan');
    const { user } = await openOver(HASH, backend);
    await user.click(await shown(`#portal-${ID}-open`));
    const field = await shown<HTMLInputElement>(`#portal-${ID}-read-on`);
    await user.type(field, '31/9/2019');
    await user.tab();
    await shown(`#portal-${ID}-read-on[aria-invalid="true"]`);
    expect(field.value).toBe('31/9/2019');
  });
});

describe('a change', () => {
  const change = (base: BaseView) => (page: EntryPage) => {
    const [figure] = page.figures;
    if (!figure) return;
    figure.kind = 'change';
    figure.base = base;
    figure.values = ['now', 'base'].map((id) => ({ figure: id, label: id, text: '', last: null, counted: null }));
  };

  test('is held against what the plan says, which nobody types', async () => {
    const { backend } = await openWindow(HASH);
    await shown(`#figure-${ID}-0`);
    backend.alter('entry', change({ text: '1.200', source: 'Quyết toán năm 2015', ofPlan: true }));
    await expect.poll(() => document.querySelector(`output#base-${ID}`)?.textContent).toBe('1.200');
    expect(document.querySelector('main')?.textContent).toContain('theo kế hoạch: Quyết toán năm 2015');
    expect(document.getElementById(`base-source-${ID}`)).toBeNull();
  });

  test('asks for its base once, and for where that is written', async () => {
    const { backend } = await openWindow(HASH);
    await shown(`#figure-${ID}-0`);
    backend.alter('entry', change({ text: '', source: '', ofPlan: false }));
    await shown(`input#base-${ID}`);
    await shown(`input#base-source-${ID}`);
    expect(document.querySelector('main')?.textContent).toContain('nhập một lần, dùng cho cả năm');
  });
});

describe('the year so far', () => {
  test('stands under the figures with the periods that are added up, and what is missing', async () => {
    const { backend } = await openWindow(HASH);
    await shown(`#figure-${ID}-0`);
    const year = { values: ['190', '200'], result: '95 %', met: false, apart: false, tooLarge: false };
    backend.alter('entry', (page) => {
      const [figure] = page.figures;
      if (figure) figure.year = { ...year, periods: ['6 tháng/2019'], missing: ['Quý III/2019'] };
    });
    await expect.poll(() => document.querySelector('[data-year]')?.textContent).toContain('190 / 200');
    const words = document.querySelector('[data-year]')?.textContent;
    expect(words).toContain('(gồm 6 tháng/2019)');
    expect(words).toContain('chưa có Quý III/2019');
  });
});

describe('the figures of the district', () => {
  test('tell what units come to together above them', async () => {
    const { user } = await openWindow('#/so-lieu', 'coordinator');
    await user.click(await shown(`[data-row="${ID}"] button`));
    const sums = () => [...document.querySelectorAll('[data-sum]')].map((row) => row.textContent ?? '');
    await expect.poll(() => sums().length).toBe(2);
    expect(sums().at(-1)).toContain('Cộng các đơn vị');
    expect(
      sums().some((row) => row.includes('228 / 231')),
      'one unit told figures',
    ).toBe(true);
  });
});
