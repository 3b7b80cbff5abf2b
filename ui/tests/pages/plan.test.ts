import { describe, expect, test } from 'vitest';
import { type Laptop, village } from '../village';
import { openOver, openWindow, shown, violations } from '../window';

const { laptop, network } = village();
const main = () => document.querySelector('main')?.textContent?.replace(/\s+/g, ' ') ?? '';
const dialog = () => document.querySelector('dialog')?.textContent?.replace(/\s+/g, ' ') ?? '';
const titleOf = async (of: Laptop, task: string) =>
  (await of.ask<'work'>({ ask: 'work', period: 'Q3', unit: null, task: null })).rows.find((row) => row.task === task)
    ?.title;

async function retype(
  user: { clear(e: Element): Promise<void>; type(e: Element, t: string): Promise<void> },
  at: string,
  text: string,
): Promise<void> {
  const field = await shown(at);
  await user.clear(field);
  await user.type(field, text);
}

describe('the plan', () => {
  test('is changed by nobody but who keeps it', async () => {
    await openWindow('#/viec', 'unit');
    await shown('[data-nav="viec"]');
    expect(document.querySelector('[data-nav="sua-ke-hoach"]')).toBeNull();
  });

  test('is drafted, previewed for each unit, confirmed with its decision, and undone until it was sent', async () => {
    const ha = await laptop('ha');
    const { user } = await openOver('#/sua-ke-hoach', ha);
    await user.click(await shown('[data-edit="III.6b"]'));
    await retype(user, '#task-title', 'Xin lỗi khi trễ hẹn');
    await user.selectOptions(await shown('#due-when-0'), 'on');
    await user.type(await shown('#due-day-0'), '30/9/2019');
    expect(await violations()).toEqual([]);
    await user.click(await shown('#task-keep'));
    await expect.poll(main).toContain('△ đã sửa');
    expect(await titleOf(ha, 'III.6b'), 'a draft changes nothing').not.toBe('Xin lỗi khi trễ hẹn');

    await user.click(await shown('#plan-preview'));
    await shown('[data-preview="III.6b"]');
    expect(dialog()).toContain('thường xuyên → 30/9/2019');
    expect((await shown('dialog [data-unit="ayun"]')).textContent).toContain('hạn thường xuyên → 30/9/2019');
    expect(await violations()).toEqual([]);
    await user.click(await shown('#revision-go'));
    await expect.poll(() => document.querySelector('dialog [role="alert"]')?.textContent).toContain('số, ký hiệu');
    await user.type(await shown('#revision-decision'), '812/QĐ-UBND');
    await user.type(await shown('#revision-decided'), '21/8/2019');
    await user.click(await shown('#revision-go'));
    await expect.poll(main).toContain('Sửa đổi theo 812/QĐ-UBND ngày 21/8/2019 đã lưu trên máy này, chưa gửi');
    await expect.poll(() => titleOf(ha, 'III.6b')).toBe('Xin lỗi khi trễ hẹn');

    await user.click((await shown('[data-revision]')).querySelector('button') as HTMLButtonElement);
    await expect.poll(() => document.querySelector('[data-revision]')).toBeNull();
    expect(await titleOf(ha, 'III.6b')).not.toBe('Xin lỗi khi trễ hẹn');
  });

  test('that would not hold is told with its faults, and cannot be confirmed', async () => {
    const { user } = await openOver('#/sua-ke-hoach', await laptop('ha'));
    await user.click(await shown('#task-add'));
    await user.type(await shown('#task-code'), 'I.1');
    await user.type(await shown('#task-title'), 'Rà soát chế độ báo cáo');
    await user.type(await shown('#due-text-0'), 'Trước 30/9');
    await user.type(await shown('#due-day-0'), '31/02/2019');
    await user.click(await shown('#task-keep'));
    await user.click(await shown('#plan-preview'));
    const told = await shown('dialog [role="alert"]');
    expect(told.textContent).toContain('ít nhất một đơn vị hoặc nhóm chủ trì');
    expect(told.textContent).toContain('ngày có thật');
    expect((await shown<HTMLButtonElement>('#revision-go')).disabled).toBe(true);
    await user.click([...document.querySelectorAll('dialog button')].at(-1) as HTMLButtonElement);
    await user.click(await shown('#plan-clear'));
    expect(main()).not.toContain('thêm mới');
  });

  test('is split with what the form held, of which nothing is left behind, and one part carries the indicator', async () => {
    const { user } = await openOver('#/sua-ke-hoach', await laptop('ha'));
    const edit = async (code: string) => {
      const rowOf = () => [...document.querySelectorAll('tr')].find((one) => one.textContent?.includes(code));
      await expect.poll(rowOf).toBeTruthy();
      await user.click(rowOf()?.querySelector('[data-edit]') as HTMLElement);
      return (await shown<HTMLTextAreaElement>('#task-title')).value;
    };
    const close = async () => user.click((await shown('#task-keep')).nextElementSibling as HTMLElement);
    const whole = await edit('III.6b');
    await retype(user, '#task-title', 'Nửa chừng');
    await user.click(await shown('#task-split'));
    expect(await edit('III.6ba'), 'each part has what the whole had').toBe('Nửa chừng');
    const carries = async () => (await shown<HTMLInputElement>('input[name="task-carries"]')).checked;
    expect(await carries(), 'the first, unless another is said').toBe(true);
    expect(await violations()).toEqual([]);
    await close();
    await edit('III.6bb');
    expect(await carries()).toBe(false);
    await user.click(await shown('input[name="task-carries"]'));
    await user.click(await shown('#task-keep'));
    await edit('III.6ba');
    expect(await carries(), 'an indicator goes on with one task').toBe(false);
    await close();
    await user.click(await shown('#plan-clear'));
    expect(await edit('III.6b'), 'nothing of the form is kept').toBe(whole);
    await close();
  });

  test('that was changed is in force for a commune as soon as both were heard, and stands with the decision', async () => {
    const [ha, hoan] = [await laptop('ha'), await laptop('hoan')];
    const { user } = await openOver('#/sua-ke-hoach', ha);
    await user.click(await shown('[data-edit="III.6b"]'));
    await user.click(await shown('#task-split'));
    await expect.poll(main).toContain('– kết thúc');
    for (const [code, title] of [
      ['III.6ba', 'Xin lỗi công khai khi trễ hẹn'],
      ['III.6bb', 'Báo cáo hồ sơ trễ hẹn'],
    ] as const) {
      const row = [...document.querySelectorAll('tr')].find((one) => one.textContent?.includes(code));
      await user.click(row?.querySelector('[data-edit]') as HTMLElement);
      await retype(user, '#task-title', title);
      await user.type(await shown('#due-day-0'), '30/9/2019');
      await user.click(await shown('#task-keep'));
    }
    await user.click(await shown('#plan-preview'));
    await shown('[data-preview="III.6ba"]');
    expect(dialog()).toContain('chuyển sang III.6ba, III.6bb');
    await user.type(await shown('#revision-decision'), '812/QĐ-UBND');
    await user.type(await shown('#revision-decided'), '21/8/2019');
    await user.click(await shown('#revision-go'));
    await shown('[data-revision]');
    await network(true);
    for (const one of [ha, hoan, ha, hoan]) {
      await one.act({ act: 'sync' });
      await expect.poll(async () => (await one.status()).edits).toBe(0);
    }
    const { rows } = await hoan.ask<'work'>({ ask: 'work', period: 'Q3', unit: null, task: null });
    expect(rows.some((row) => row.task === 'III.6b')).toBe(false);
    expect(rows.filter((row) => row.title === 'Báo cáo hồ sơ trễ hẹn')).toHaveLength(1);

    await openOver('#/viec/III.6b', hoan);
    expect((await shown('[data-task="ended"]')).textContent).toContain('III.6ba');
    await openOver('#/van-ban', hoan);
    expect((await shown('[data-part="revisions"]')).textContent).toContain('812/QĐ-UBND ngày 21/8/2019');
  });
});
