import { describe, expect, test, vi } from 'vitest';
import { entryIn } from '../../src/backend/sample/store';
import { session } from '../../src/state/session.svelte';
import { goTo, openWindow, shown, violations } from '../window';

const [THIS, LAST] = ['mang-yang-2019', 'mang-yang-2018'];
const CLOSED = 'Kế hoạch này đã đóng ngày 31/01/2019: xem được, không ghi thêm được.';
const two = (hash: string, look: 'unit' | 'coordinator' | 'reader' = 'unit') =>
  openWindow(hash, look, undefined, 'two');

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
    await openWindow('#/viec');
    await shown('[data-task]');
    expect(choices().map((one) => one.querySelector('span')?.textContent)).toEqual(['Kỳ']);
    expect(document.querySelector('header .closed')).toBeNull();
  });

  test('names each by year and who keeps it, and which are closed', async () => {
    await two('#/viec');
    await shown('[data-task]');
    expect([...(choice('Kế hoạch')?.options ?? [])].map((option) => option.textContent)).toEqual([
      '2019 · Phòng Nội vụ',
      '2018 · Phòng Nội vụ (đã đóng)',
    ]);
    expect(chosen('Kế hoạch')).toBe('2019 · Phòng Nội vụ');
  });

  test('begins at the plan’s current period, in the list where one was', async () => {
    const { user } = await two('#/viec/III.6a?ky=H1&trang-thai=returned');
    await shown('#entry-state');
    await user.selectOptions(choice('Kế hoạch') as HTMLElement, LAST);
    await expect.poll(() => location.hash).toBe(`#/viec?kh=${LAST}`);
    arrived();
    await expect.poll(() => chosen('Kỳ')).toBe('Quý IV/2018');
    await shown('[data-task]');
    expect(document.querySelector('h1')?.textContent).toContain('Quý IV/2018 · ');
    expect(document.querySelector('h1')?.textContent, 'nothing is handed in any more').not.toContain('Nộp');
  });

  test('of the district’s lists stays among them', async () => {
    const { user } = await two('#/don-vi/ayun/III.6a', 'coordinator');
    await shown('#entry-state');
    await user.selectOptions(choice('Kế hoạch') as HTMLElement, LAST);
    await expect.poll(() => location.hash).toBe(`#/toan-huyen?kh=${LAST}`);
  });

  test('shows nothing of one plan under the frame of another', async () => {
    const { backend } = await two('#/viec');
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
    await two('#/viec?kh=mang-yang-1999');
    await shown('[data-task="III.6a"]');
    expect(document.querySelector('.notice')?.textContent).toContain('Hãy chọn kế hoạch khác');
  });
});

describe('every page', () => {
  const PAGES = ['viec', 'viec/III.6a', 'lich', 'minh-chung', 'xung-dot', 'toan-huyen', 'qua-han', 'im-lang'];
  const MORE = ['so-lieu', 'thoi-han', 'don-vi/ayun', 'don-vi/ayun/III.6a', 'nhiem-vu/III.6a', 'hang-cho'];

  test('names its plan in each of its questions', async () => {
    const { backend, user } = await two('#/toan-huyen', 'coordinator');
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
    await two(`#/${page}?kh=${LAST}`, 'coordinator');
    expect((await shown('header .closed')).textContent).toBe(CLOSED);
    await expect.poll(() => document.querySelector('main [aria-busy="true"]')).toBeNull();
    expect(document.querySelector('main :is(h1, h2)')).not.toBeNull();
    expect(document.querySelectorAll('main :is(textarea, #submit, #attach, #accept-go, #request-add)').length).toBe(0);
    if (!page.includes('toan-huyen')) expect(await violations()).toEqual([]);
  });

  test('of an open one does not', async () => {
    await two('#/viec');
    await shown('#submit');
    expect(document.querySelector('header .closed')).toBeNull();
  });
});

describe('what is typed', () => {
  test('is written to its plan before another is looked at, and does not show there', async () => {
    const { backend, user } = await two('#/viec/III.6a?ky=Q4');
    const field = await shown<HTMLTextAreaElement>('#entry-narrative');
    await user.type(field, 'Của năm nay');
    backend.storeOf(LAST).plan = { ...backend.storeOf(LAST).plan, closedOn: null };
    goTo(`#/viec/III.6a?kh=${LAST}&ky=Q4`);
    await expect.poll(() => session.home?.plan).toBe(LAST);
    const other = await shown<HTMLTextAreaElement>('#entry-narrative');
    expect(other.value).not.toContain('Của năm nay');
    await session.drafts.flush();
    expect(entryIn(backend.storeOf(THIS), 'ayun', 'III.6a', 'Q4').texts.narrative).toContain('Của năm nay');
    expect(entryIn(backend.storeOf(LAST), 'ayun', 'III.6a', 'Q4').texts.narrative ?? '').not.toContain('Của năm nay');
  });

  test('is written before the choice goes elsewhere', async () => {
    const { backend, user } = await two('#/viec/III.6a');
    const field = await shown<HTMLTextAreaElement>('#entry-difficulties');
    await user.clear(field);
    await user.type(field, 'Thiếu máy quét');
    await user.selectOptions(choice('Kế hoạch') as HTMLElement, LAST);
    await expect.poll(() => location.hash).toContain(LAST);
    expect(entryIn(backend.store, 'ayun', 'III.6a', 'Q3').texts.difficulties).toBe('Thiếu máy quét');
  });

  test('and could not be stored, since the plan was closed meanwhile, stays with the reason', async () => {
    const { backend, user } = await two('#/viec/III.6a');
    await user.type(await shown('#entry-narrative'), ' Thêm.');
    backend.changeElsewhere((store) => (store.plan = { ...store.plan, closedOn: '2019-08-22' }));
    await session.drafts.flush();
    await expect.poll(() => document.querySelector('p#entry-narrative')?.textContent).toContain('Thêm.');
    expect((await shown('#entry-narrative-about')).textContent).toContain('Kế hoạch này đã đóng');
  });
});

describe('the queue', () => {
  test('names the plan of what is of another one, and leads to it', async () => {
    await two('#/hang-cho');
    const other = await shown('[data-edit="11"]');
    expect(other.querySelector('[data-plan]')?.textContent).toContain('2018 · Phòng Nội vụ');
    expect(other.querySelector('a')?.getAttribute('href')).toBe(`#/viec/III.6a?kh=${LAST}&ky=Q4`);
    const own = await shown('[data-edit="14"]');
    expect(own.querySelector('[data-plan]')).toBeNull();
    expect(own.querySelector('a')?.getAttribute('href')).toBe(`#/viec/III.6a?kh=${THIS}&ky=Q3`);
    const refused = await shown('[data-refused="8"]');
    expect(refused.textContent).toContain('2018 · Phòng Nội vụ');
    expect(refused.querySelector('a')?.getAttribute('href')).toBe(`#/viec/VI.1?kh=${LAST}&ky=Q4`);
    goTo(`#/hang-cho?kh=${LAST}`);
    await expect.poll(() => document.querySelector('[data-edit="14"] [data-plan]')?.textContent).toContain('2019');
    expect(document.querySelector('[data-edit="11"] [data-plan]')).toBeNull();
  });

  test('has no way to a plan in which the unit has no part any more', async () => {
    const { backend } = await two('#/hang-cho');
    await shown('[data-edit="11"]');
    backend.changeElsewhere((store) => store.queue.edits.forEach((edit) => (edit.plan = 'mang-yang-2017')));
    await expect.poll(() => document.querySelector('[data-edit="11"] a')).toBeNull();
    expect(document.querySelector('[data-edit="11"]')?.textContent).not.toContain('mang-yang-2017');
  });
});

describe('closing a plan', () => {
  test('is asked once more, and shuts every page', async () => {
    const { backend, user } = await two('#/thoi-han', 'coordinator');
    await user.click(await shown('#plan-close'));
    expect((await shown('dialog')).textContent).toContain('Đóng kế hoạch 2019 · Phòng Nội vụ?');
    expect(backend.store.plan.closedOn).toBeNull();
    expect(await violations()).toEqual([]);
    await user.click(await shown('#plan-close-go'));
    await expect.poll(() => backend.store.plan.closedOn).toBe('2019-08-22');
    await expect.poll(() => document.querySelector('header .closed')?.textContent).toContain('đã đóng ngày 22/8/2019');
    expect(document.querySelector('dialog')).toBeNull();
    expect(document.querySelector('.notice')?.textContent).toContain('Đã đóng kế hoạch, chờ gửi');
    expect(document.querySelectorAll('main input')).toHaveLength(0);
    expect(chosen('Kế hoạch'), 'the plan that was closed stays in sight').toBe('2019 · Phòng Nội vụ (đã đóng)');
    await user.click(await shown('#plan-reopen'));
    await expect.poll(() => backend.store.plan.closedOn).toBeNull();
    await shown('#plan-close');
    expect(document.querySelector('header .closed')).toBeNull();
  });

  test('can be left', async () => {
    const { backend, user } = await two('#/thoi-han', 'coordinator');
    await user.click(await shown('#plan-close'));
    await user.click(document.querySelectorAll<HTMLElement>('dialog button')[1] as HTMLElement);
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
    expect(backend.store.plan.closedOn).toBeNull();
  });

  test('that is not taken stays open with the reason', async () => {
    const { backend, user } = await two('#/thoi-han', 'coordinator');
    await user.click(await shown('#plan-close'));
    vi.spyOn(backend, 'act').mockRejectedValueOnce(new Error('Chưa ghi được.'));
    await user.click(await shown('#plan-close-go'));
    expect((await shown('dialog [role="alert"]')).textContent).toContain('Chưa ghi được.');
    expect(backend.store.plan.closedOn).toBeNull();
  });

  test('is only for who keeps the plan', async () => {
    await two('#/thoi-han', 'reader');
    await shown('[data-period="Q3"]');
    expect(document.body.textContent).not.toContain('Đóng kế hoạch');
  });
});
