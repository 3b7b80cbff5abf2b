import { describe, expect, test, vi } from 'vitest';
import type { Backend } from '../../src/backend/backend';
import { session } from '../../src/state/session.svelte';
import { type Laptop, village } from '../village';
import { goTo, openOver, openWindow, shown, violations } from '../window';

const [THIS, LAST] = ['mang-yang-2019', 'mang-yang-2018'];
const CLOSED = 'Kế hoạch này đã đóng ngày 31/01/2019: xem được, không ghi thêm được.';
const { laptop, network } = village();
const unit = async (hash: string) => openOver(hash, await laptop('hoan'));
const office = async (hash: string) => openOver(hash, await laptop('ha'));
const closedOn = async (backend: Backend) => (await backend.ask<'settings'>({ ask: 'settings', plan: THIS })).closedOn;
const textIn = async (backend: Backend, plan: string, period: string, name = 'narrative') => {
  const entry = { task: 'III.6a', period };
  const { texts } = await backend.ask<'entry'>({ ask: 'entry', unit: 'ayun', entry, plan });
  return texts.find((one) => one.name === name)?.text;
};

/** The office closes a plan or opens it again, and another laptop hears of it. */
async function close(plan: string, on: string, hearer: Laptop): Promise<void> {
  const ha = await laptop('ha');
  await ha.act({ act: 'write', target: { field: 'closed' }, text: on, plan });
  await network(true);
  for (const one of [ha, hearer]) {
    await one.act({ act: 'sync' });
    await expect.poll(async () => (await one.status()).link).toBe('online');
  }
  await expect
    .poll(async () => (await hearer.ask<'home'>({ ask: 'home', plan })).plans.find((one) => one.id === plan)?.closedOn)
    .toBe(on === '' ? null : '2019-08-22');
}

const choices = () => [...document.querySelectorAll<HTMLLabelElement>('header.unprinted label')];
const choice = (label: string) =>
  choices()
    .find((one) => one.textContent?.startsWith(label))
    ?.querySelector('select');
const chosen = (label: string) => choice(label)?.selectedOptions[0]?.textContent;
const main = () => document.querySelector('main')?.textContent;

/** As a link or the choice would go, which the test's window does not tell by itself. */
const arrived = () => window.dispatchEvent(new Event('hashchange'));

describe('the choice of a plan', () => {
  test('is not there for one', async () => {
    const { backend } = await openWindow('#/viec');
    backend.alter('home', ({ plans }) => void plans.splice(1));
    await shown('[data-task]');
    await expect.poll(() => choices().length).toBe(1);
    expect(choices().map((one) => one.querySelector('span')?.textContent)).toEqual(['Kỳ']);
    expect(document.querySelector('header .closed')).toBeNull();
  });

  test('names each by year and who keeps it, and which are closed', async () => {
    await openWindow('#/viec');
    await shown('[data-task]');
    expect([...(choice('Kế hoạch')?.options ?? [])].map((option) => option.textContent)).toEqual([
      '2019 · Phòng Nội vụ',
      '2018 · Phòng Nội vụ (đã đóng)',
    ]);
    expect(chosen('Kế hoạch')).toBe('2019 · Phòng Nội vụ');
  });

  test('begins at the plan’s current period, in the list where one was', async () => {
    const { user } = await unit('#/viec/III.6a?ky=H1&trang-thai=returned');
    await shown('#entry-state');
    await user.selectOptions(choice('Kế hoạch') as HTMLElement, LAST);
    await expect.poll(() => location.hash).toBe(`#/viec?kh=${LAST}`);
    arrived();
    await expect.poll(() => chosen('Kỳ')).toBe('Năm 2018');
    await shown('[data-task]');
    expect(document.querySelector('h1')?.textContent).toContain('Năm 2018 · ');
    expect(document.querySelector('h1')?.textContent, 'nothing is handed in any more').not.toContain('Nộp');
  });

  test('of the district’s lists stays among them', async () => {
    const { user } = await office('#/don-vi/ayun/III.6a');
    await shown('#entry-state');
    await user.selectOptions(choice('Kế hoạch') as HTMLElement, LAST);
    await expect.poll(() => location.hash).toBe(`#/toan-huyen?kh=${LAST}`);
  });

  test('shows nothing of one plan under the frame of another', async () => {
    const { backend } = await unit('#/viec');
    await shown('[data-task]');
    const asked = backend.ask;
    const ask = vi.spyOn(backend, 'ask');
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    ask.mockImplementation((question) => held.then(() => asked(question)));
    ask.mockClear();
    goTo(`#/viec?kh=${LAST}`);
    await expect.poll(() => document.querySelector('[data-task]')).toBeNull();
    expect(main()).toBe('Đang tải…');
    expect(document.querySelector('header .closed'), 'and does not call the other one closed').toBeNull();
    expect(ask.mock.calls.map(([question]) => question)).toEqual([{ ask: 'home', plan: LAST }]);
    vi.restoreAllMocks();
    answer();
  });

  test('that is refused leaves the window at the first, and says why', async () => {
    await unit('#/viec?kh=mang-yang-1999');
    await shown('[data-task="III.6b"]');
    expect(document.querySelector('.notice')?.textContent).toContain('Hãy chọn kế hoạch khác');
  });
});

describe('every page', () => {
  const PAGES = [
    'viec',
    'viec/III.6a',
    'lich',
    'minh-chung',
    'xung-dot',
    'van-ban',
    'toan-huyen',
    'qua-han',
    'im-lang',
  ];
  const MORE = ['so-lieu', 'thoi-han', 'don-vi/ayun', 'don-vi/ayun/III.6a', 'nhiem-vu/III.6a', 'hang-cho'];

  test('names its plan in each of its questions', async () => {
    const { backend, user } = await office('#/toan-huyen');
    await shown('[data-cell]');
    const ask = vi.spyOn(backend, 'ask');
    for (const plan of [THIS, LAST]) {
      for (const page of [...PAGES, ...MORE]) {
        goTo(`#/${page}?kh=${plan}`);
        await expect.poll(() => session.framed).toBe(true);
        await expect.poll(() => document.querySelector('main [aria-busy="true"]')).toBeNull();
        const others = ask.mock.calls.filter(([question]) => question.plan !== plan);
        expect(others, page).toEqual([]);
      }
      await user.keyboard('{Control>}k{/Control}');
      await user.type(await shown('[role="combobox"]'), 'pakn');
      await shown('[role="option"]');
      await user.keyboard('{Escape}');
      document.querySelector('dialog')?.dispatchEvent(new Event('close'));
      expect(ask.mock.lastCall?.[0]).toEqual({ ask: 'find', text: 'pakn', plan });
      ask.mockClear();
    }
  });

  test.each([...PAGES, ...MORE])('of a closed plan says so: %s', async (page) => {
    await office(`#/${page}?kh=${LAST}`);
    expect((await shown('header .closed')).textContent).toBe(CLOSED);
    await expect.poll(() => document.querySelector('main [aria-busy="true"]')).toBeNull();
    expect(document.querySelector('main :is(h1, h2)')).not.toBeNull();
    expect(document.querySelectorAll('main :is(textarea, #submit, #attach, #accept-go, #request-add)').length).toBe(0);
    if (!page.includes('toan-huyen')) expect(await violations()).toEqual([]);
  });

  test('of an open one does not', async () => {
    await openWindow('#/viec');
    await shown('#submit');
    expect(document.querySelector('header .closed')).toBeNull();
  });
});

describe('what is typed', () => {
  test('is written to its plan before another is looked at, and does not show there', async () => {
    const hoan = await laptop('hoan');
    await close(LAST, '', hoan);
    const { backend, user } = await openOver('#/viec/III.6a?ky=Q4', hoan);
    const field = await shown<HTMLTextAreaElement>('#entry-narrative');
    await user.type(field, 'Của năm nay');
    goTo(`#/viec/III.6a?kh=${LAST}&ky=Q4`);
    await expect.poll(() => session.home?.plan).toBe(LAST);
    const other = await shown<HTMLTextAreaElement>('#entry-narrative');
    expect(other.value).not.toContain('Của năm nay');
    await session.drafts.flush();
    expect(await textIn(backend, THIS, 'Q4')).toContain('Của năm nay');
    expect(await textIn(backend, LAST, 'Q4')).not.toContain('Của năm nay');
  });

  test('is written before the choice goes elsewhere', async () => {
    const { backend, user } = await unit('#/viec/III.6a');
    const field = await shown<HTMLTextAreaElement>('#entry-difficulties');
    await user.clear(field);
    await user.type(field, 'Thiếu máy quét');
    await user.selectOptions(choice('Kế hoạch') as HTMLElement, LAST);
    await expect.poll(() => location.hash).toContain(LAST);
    expect(await textIn(backend, THIS, 'Q3', 'difficulties')).toBe('Thiếu máy quét');
  });

  test('and could not be stored, since the plan was closed meanwhile, stays with the reason', async () => {
    const { backend, user } = await unit('#/viec/III.6a');
    await user.type(await shown('#entry-narrative'), ' Thêm.');
    await close(THIS, '22/8/2019', backend);
    await session.drafts.flush();
    await expect.poll(() => document.querySelector('p#entry-narrative')?.textContent).toContain('Thêm.');
    expect((await shown('#entry-narrative-about')).textContent).toContain('Kế hoạch này đã đóng');
  });
});

describe('the queue', () => {
  test('names the plan of what is of another one, and leads to it', async () => {
    const { backend } = await openWindow('#/hang-cho');
    const [newest, , , , , oldest] = (await backend.queue()).edits.map((edit) => `[data-edit="${edit.id}"]`);
    backend.alterQueue(({ edits }) =>
      Object.assign(edits[5] ?? {}, { plan: LAST, entry: { task: 'VI.1', period: 'Q4' } }),
    );
    await expect
      .poll(() => document.querySelector(`${oldest} [data-plan]`)?.textContent)
      .toContain('2018 · Phòng Nội vụ');
    expect(document.querySelector(`${oldest} a`)?.getAttribute('href')).toBe(`#/viec/VI.1?kh=${LAST}&ky=Q4`);
    expect(document.querySelector(`${newest} [data-plan]`)).toBeNull();
    expect(document.querySelector(`${newest} a`)?.getAttribute('href')).toBe(`#/viec/III.6a?kh=${THIS}&ky=Q3`);
    const refused = await shown('[data-refused]');
    expect(refused.textContent).toContain('2018 · Phòng Nội vụ');
    expect(refused.querySelector('a')?.getAttribute('href')).toBe(`#/viec/III.6a?kh=${LAST}&ky=Q4`);
    goTo(`#/hang-cho?kh=${LAST}`);
    await expect.poll(() => document.querySelector(`${newest} [data-plan]`)?.textContent).toContain('2019');
    expect(document.querySelector(`${oldest} [data-plan]`)).toBeNull();
  });

  test('has no way to a plan in which the unit has no part any more', async () => {
    const { backend } = await openWindow('#/hang-cho');
    const edit = `[data-edit="${(await backend.queue()).edits[0]?.id}"]`;
    await shown(`${edit} a`);
    backend.alterQueue(({ edits }) => edits.forEach((one) => (one.plan = 'mang-yang-2017')));
    await expect.poll(() => document.querySelector(`${edit} a`)).toBeNull();
    expect(document.querySelector(edit)?.textContent).not.toContain('mang-yang-2017');
  });
});

describe('closing a plan', () => {
  test('is asked once more, and shuts every page', async () => {
    const { backend, user } = await office('#/thoi-han');
    await user.click(await shown('#plan-close'));
    expect((await shown('dialog')).textContent).toContain('Đóng kế hoạch 2019 · Phòng Nội vụ?');
    expect(await closedOn(backend)).toBeNull();
    expect(await violations()).toEqual([]);
    await user.click(await shown('#plan-close-go'));
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
    expect(document.querySelector('.notice')?.textContent).toContain('Kế hoạch đóng khi máy chủ nhận được');
    expect(await closedOn(backend), 'others may still write into it').toBeNull();
    await network(true);
    await backend.act({ act: 'sync' });
    await expect.poll(() => closedOn(backend)).toBe('2019-08-22');
    await expect.poll(() => document.querySelector('header .closed')?.textContent).toContain('đã đóng ngày 22/8/2019');
    await expect.poll(() => document.querySelector('#plan-reopen')).not.toBeNull();
    expect(document.querySelectorAll('main input')).toHaveLength(0);
    expect(chosen('Kế hoạch'), 'the plan that was closed stays in sight').toBe('2019 · Phòng Nội vụ (đã đóng)');
    await user.click(await shown('#plan-reopen'));
    await expect.poll(() => closedOn(backend)).toBeNull();
    await shown('#plan-close');
    await expect.poll(() => document.querySelector('header .closed')).toBeNull();
  });

  test('can be left', async () => {
    const { backend, user } = await openWindow('#/thoi-han', 'coordinator');
    const act = vi.spyOn(backend, 'act');
    await user.click(await shown('#plan-close'));
    await user.click(document.querySelectorAll<HTMLElement>('dialog button')[1] as HTMLElement);
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
    expect(act).not.toHaveBeenCalled();
  });

  test('that is not taken stays open with the reason', async () => {
    const { backend, user } = await openWindow('#/thoi-han', 'coordinator');
    await user.click(await shown('#plan-close'));
    vi.spyOn(backend, 'act').mockRejectedValueOnce(new Error('Chưa ghi được.'));
    await user.click(await shown('#plan-close-go'));
    expect((await shown('dialog [role="alert"]')).textContent).toContain('Chưa ghi được.');
    await shown('#plan-close');
  });

  test('is only for who keeps the plan', async () => {
    await openWindow('#/thoi-han', 'reader');
    await shown('[data-period="Q3"]');
    expect(document.body.textContent).not.toContain('Đóng kế hoạch');
  });
});
