import { describe, expect, test } from 'vitest';
import { type Laptop, village } from '../village';
import { goTo, openOver, shown, violations } from '../window';

const { laptop, network } = village();
const ENTRY = { task: 'III.6b', period: 'Q3' };
const word = async (of: Laptop) => (await of.ask<'entry'>({ ask: 'entry', unit: 'ayun', entry: ENTRY })).talk.at(-1);

/** Two people of the coordinating office give different words on one entry of a commune, each without a network. */
async function disagree(): Promise<Laptop> {
  const [ha, binh] = [await laptop('ha'), await laptop('binh')];
  await ha.act({ act: 'accept', unit: 'ayun', entry: ENTRY, sure: true });
  await binh.act({ act: 'return', unit: 'ayun', entry: ENTRY, reason: 'Thiếu chữ ký', until: '' });
  await network(true);
  for (const one of [binh, ha]) {
    await one.act({ act: 'sync' });
    await expect.poll(async () => (await one.status()).edits).toBe(0);
  }
  await expect.poll(async () => (await ha.ask<'conflicts'>({ ask: 'conflicts' })).length).toBe(1);
  return ha;
}

describe('a reviewer’s word in conflict', () => {
  test('tells whose entry it is about, and has no field for a third', async () => {
    await openOver('#/xung-dot', await disagree());
    const article = await shown('article');
    expect(article.textContent).toContain('Xã Ayun');
    expect(article.textContent).toMatch(/chấp nhận.*trả lại: Thiếu chữ ký|trả lại: Thiếu chữ ký.*chấp nhận/);
    expect(article.querySelector('a')?.getAttribute('href')).toContain('/don-vi/ayun/III.6b');
    expect(article.querySelector('form'), 'a word of review is written in its own form').toBeNull();
    expect(await violations()).toEqual([]);
  });

  test('is decided by choosing one', async () => {
    const { backend, user } = await openOver('#/xung-dot', await disagree());
    const choices = [...(await shown('article')).querySelectorAll('li')];
    const returned = choices.find((one) => one.textContent?.includes('Thiếu chữ ký'));
    await user.click(returned?.querySelector('button') as HTMLButtonElement);
    await expect.poll(() => document.querySelector('article')).toBeNull();
    expect(await backend.ask({ ask: 'conflicts' })).toEqual([]);
    expect(await word(backend)).toMatchObject({ accepted: false, text: 'Thiếu chữ ký' });
  });
});

describe('two people at one place of a text', () => {
  const NARRATIVE = { field: 'narrative', entry: { task: 'III.1', period: 'Q3' } } as const;
  const write = (text: string) => ({ act: 'write', target: NARRATIVE, text }) as const;

  async function collide(): Promise<Laptop> {
    const [hoan, hanh] = [await laptop('hoan'), await laptop('hanh')];
    await hoan.act(write('Tỷ lệ đạt 95 %.'));
    await hanh.act(write('Tỷ lệ đạt 98 %.'));
    await network(true);
    for (const one of [hanh, hoan]) {
      await one.act({ act: 'sync' });
      await expect.poll(async () => (await one.status()).edits).toBe(0);
    }
    await expect
      .poll(async () => (await hoan.ask<'conflicts'>({ ask: 'conflicts' })).some((one) => one.merged !== null))
      .toBe(true);
    return hoan;
  }
  const article = () => shown('article[data-row^="III.1 "]');

  test('are read side by side, under the field and in the list, until one is chosen', async () => {
    const { backend, user } = await openOver('#/viec/III.1', await collide());
    const under = (await shown('#entry-narrative')).closest('.field');
    await expect.poll(() => under?.textContent).toContain('Hai người sửa cùng một chỗ');
    expect([...(under?.querySelectorAll('mark') ?? [])].map((one) => one.textContent?.trim()).sort()).toEqual(
      expect.arrayContaining([expect.stringContaining('95'), expect.stringContaining('98')]),
    );
    goTo('#/xung-dot');
    const choices = [...(await article()).querySelectorAll('li')];
    expect(await violations()).toEqual([]);
    const own = choices.find((one) => one.textContent?.includes('Tỷ lệ đạt 98 %.'));
    await user.click(own?.querySelector('button') as HTMLButtonElement);
    await expect.poll(() => document.querySelector('article[data-row^="III.1 "]')).toBeNull();
    const page = await backend.ask<'entry'>({ ask: 'entry', unit: 'ayun', entry: NARRATIVE.entry });
    expect(page.texts[0]?.text).toBe('Tỷ lệ đạt 98 %.');
  });

  test('may be left as it reads', async () => {
    const { backend, user } = await openOver('#/xung-dot', await collide());
    const merged = (await backend.ask<'conflicts'>({ ask: 'conflicts' })).find((one) => one.merged)?.merged;
    const keep = [...(await article()).querySelectorAll('button')].find(
      (one) => one.textContent === 'Giữ như đang ghi',
    );
    await user.click(keep as HTMLButtonElement);
    await expect.poll(() => document.querySelector('article[data-row^="III.1 "]')).toBeNull();
    const page = await backend.ask<'entry'>({ ask: 'entry', unit: 'ayun', entry: NARRATIVE.entry });
    expect(page.texts[0]?.text).toBe(merged);
  });
});
