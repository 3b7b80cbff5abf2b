import { describe, expect, test } from 'vitest';
import { type Laptop, village } from '../village';
import { openOver, openWindow, shown, violations } from '../window';

const { laptop, network } = village();
const main = () => document.querySelector('main')?.textContent?.replace(/\s+/g, ' ') ?? '';

/** Each says what it has, and hears the others. */
async function meet(...laptops: Laptop[]): Promise<void> {
  await network(true);
  for (const one of [...laptops, ...laptops]) {
    await one.act({ act: 'sync' });
    await expect.poll(async () => (await one.status()).edits).toBe(0);
  }
}

describe('what a unit proposes', () => {
  test('stands where it was proposed, with what is wished for beside what is', async () => {
    await openWindow('#/de-xuat');
    await shown('[data-proposal]');
    expect(main()).toContain('1 đang chờ kết quả');
    expect(main()).toMatch(/II\.1\s*Thời hạn khác.*“Theo kế hoạch”: chưa xác định → 15\/10\/2019/);
    expect(main()).toContain('◐ chờ kết quả');
    expect(await violations()).toEqual([]);
  });

  test('is written without a network; what is amiss stays in the form with the reason', async () => {
    const hoan = await laptop('hoan');
    const { user } = await openOver('#/de-xuat', hoan);
    await user.click(await shown('#propose'));
    await user.click(await shown('input[value="new-task"]'));
    await user.type(await shown('#proposal-words'), 'Giao UBND xã rà soát chế độ thông tin báo cáo');
    await user.click(await shown('#propose-go'));
    expect((await shown('dialog [role="alert"]')).textContent).toContain('văn bản giao');
    await user.type(await shown('#proposal-basis'), '1502/UBND-NC ngày 12/8/2019 của UBND tỉnh');
    expect(await violations()).toEqual([]);
    await user.click(await shown('#propose-go'));
    await expect.poll(main).toContain('1502/UBND-NC ngày 12/8/2019 của UBND tỉnh');
    expect(main()).toContain('2 đang chờ kết quả');
    expect(main()).toContain('còn trên máy này, chưa gửi');
  });

  test('waits before the office, which records the decision, and is answered where it was proposed', async () => {
    const [hoan, ha] = [await laptop('hoan'), await laptop('ha')];
    const { user } = await openOver('#/de-xuat', ha);
    const row = await shown('[data-unit="ayun"]');
    await user.click(row.querySelector('button') as HTMLButtonElement);
    await user.click(await shown('#proposal-take'));
    expect((await shown('dialog [role="alert"]')).textContent).toContain('quyết định');
    await user.type(await shown('#answer-decision'), '812/QĐ-UBND');
    await user.type(await shown('#answer-decided'), '21/8/2019');
    await user.click(await shown('#proposal-take'));
    await expect.poll(main).toContain('812/QĐ-UBND ngày 21/8/2019');
    await meet(ha, hoan);
    const page = await hoan.ask<'proposals'>({ ask: 'proposals', unit: null });
    expect(page.proposals[0]).toMatchObject({ stands: 'taken', takeable: false });
    expect(page.proposals[0]?.answer).toMatchObject({ decision: '812/QĐ-UBND', from: '2019-08-21' });
  });

  test('is taken back until it is answered', async () => {
    const hoan = await laptop('hoan');
    const { user } = await openOver('#/de-xuat', hoan);
    const row = await shown('[data-proposal]');
    await user.click(row.querySelector('button') as HTMLButtonElement);
    await expect.poll(main).toContain('– đã rút lại');
    expect(main(), 'the words stay').toContain('đề nghị lùi thời hạn');
  });

  test('is on the day of whoever waits and of whoever is waited for', async () => {
    await openWindow('#/hom-nay');
    const own = await shown('[data-kind="proposed"] a');
    expect(own.getAttribute('href')).toBe('#/de-xuat');
    await openWindow('#/hom-nay', 'coordinator');
    expect((await shown('[data-kind="proposal-waits"]')).textContent).toContain('Xã Ayun');
    expect((await shown('[data-nav="de-xuat"]')).textContent).toContain('1');
  });
});
