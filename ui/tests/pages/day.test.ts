import { expect, test, vi } from 'vitest';
import type { DayKind } from '../../src/bindings/DayKind';
import type { DayLine } from '../../src/bindings/DayLine';
import { goTo, openWindow, shown, violations } from '../window';

const LINE: Omit<DayLine, 'kind'> = {
  unit: 'ayun',
  unitName: 'Xã Ayun',
  period: 'Q3',
  task: null,
  register: null,
  title: null,
  count: 1,
  date: null,
  days: null,
  at: null,
  words: null,
  by: null,
};
const line = (kind: DayKind, more: Partial<DayLine> = {}): DayLine => ({ ...LINE, kind, ...more });
const link = async (kind: DayKind) => shown<HTMLAnchorElement>(`[data-kind="${kind}"] a`);
const section = async (kind: DayKind) => (await shown(`[data-kind="${kind}"]`)).textContent;

/** The merged commune that the office of the village is taken for carries on Ayun's work. */
async function carriedOn() {
  const opened = await openWindow('#/hom-nay', 'coordinator');
  opened.backend.alter('home', (home) => void home.carriesOn.push({ unit: 'ayun', period: 'Q3' }));
  return opened;
}

test('a question of an office stands in a unit’s day, and leads to the entry that it is on', async () => {
  const { backend } = await openWindow('#/hom-nay');
  const title = 'Giải quyết PAKN';
  const words = { title, words: 'Bao nhiêu hồ sơ?', by: 'Hà, Phòng Nội vụ' };
  backend.alter('day', (day) => void (day.lines = [line('question', { task: 'III.6a', ...words })]));
  backend.announce();
  const asked = await link('question');
  await expect.poll(() => asked.textContent).toBe(title);
  expect(asked.getAttribute('href')).toContain('#/viec/III.6a?ky=Q3');
  expect(await section('question')).toContain('Hà, Phòng Nội vụ: “Bao nhiêu hồ sơ?”');
  backend.alter('day', (day) => void (day.lines = [line('question', { task: 'III.6a', ...words, count: 2 })]));
  backend.announce();
  await expect.poll(async () => (await link('question')).textContent).toBe(`${title} (2 câu hỏi)`);
});

test('what was said to an ask for more time reads as it was said', async () => {
  const { backend } = await openWindow('#/hom-nay');
  const granted = line('time-answered', { date: '2019-09-10', days: 19, words: 'đồng ý', by: 'Hà' });
  const refused = line('time-answered', { period: 'H1', words: 'đã nhắc', by: 'Hà', at: '2019-08-21T08:00:00+07:00' });
  backend.alter('day', (day) => void (day.lines = [granted, refused]));
  backend.announce();
  await expect.poll(() => section('time-answered')).toContain('Báo cáo Quý III/2019: được thêm thời gian');
  expect(await section('time-answered')).toContain('6 tháng/2019: không được thêm thời gian');
  expect((await link('time-answered')).getAttribute('href')).toContain('#/ky?ky=Q3');
});

test('an office is told who waits for its word, and each answer to what it asked', async () => {
  const { backend: office } = await openWindow('#/hom-nay', 'coordinator');
  const asked = line('time-asked', { date: '2019-09-12', days: 21, words: 'mất mạng', by: 'Hoan' });
  const answered = ['q1', 'q2'].map(() =>
    line('question-answered', {
      task: 'III.6a',
      title: 'PAKN',
      words: '12',
      by: 'Hoan',
      at: '2019-08-21T16:00:00+07:00',
    }),
  );
  office.alter('day', (day) => void (day.lines = [asked, ...answered]));
  office.announce();
  await expect.poll(() => section('time-asked')).toContain('Xã Ayun');
  expect(await section('time-asked')).toContain('Hoan: “mất mạng”');
  expect(document.querySelectorAll('[data-kind="question-answered"] [data-row]')).toHaveLength(2);
  expect((await link('question-answered')).getAttribute('href')).toContain('#/don-vi/ayun/III.6a');
});

test('other plans in which something waits are named where a day begins and where one is chosen', async () => {
  const { backend } = await openWindow('#/viec?kh=mang-yang-2019');
  backend.alter('home', (home) => home.plans.forEach((plan) => (plan.closedOn = null)));
  const waits = [
    { kind: 'returned' as const, count: 2 },
    { kind: 'late' as const, count: 3 },
  ];
  backend.alter('elsewhere', (all, { plan }) => {
    if (plan === 'mang-yang-2019') all.push({ plan: 'mang-yang-2018', reminders: 1, waits });
  });
  backend.announce();
  const told = await shown('[data-elsewhere="mang-yang-2018"]');
  expect(told.textContent).toContain('Đôn đốc chưa trả lời: 1 · Bị trả lại: 2 · Quá hạn: 3');
  expect(told.querySelector('a')?.getAttribute('href')).toBe('#/hom-nay?kh=mang-yang-2018');
  expect(told.querySelector('a')?.textContent).toBe('2018 · Phòng Nội vụ');
  const options = [...document.querySelectorAll('header option')].map((option) => option.textContent);
  expect(options).toContain('2018 · Phòng Nội vụ (có việc chờ)');
  expect(options).toContain('2019 · Phòng Nội vụ');
  goTo('#/hom-nay?kh=mang-yang-2019');
  await shown('[data-kind]');
  await shown('[data-elsewhere="mang-yang-2018"]');
  expect(await violations()).toEqual([]);
  goTo('#/lich?kh=mang-yang-2019');
  await expect.poll(() => document.querySelector('[data-elsewhere]')).toBeNull();
  const kept = [...document.querySelectorAll('header option')].map((option) => option.textContent);
  expect(kept, 'the choice remembers it on every page').toContain('2018 · Phòng Nội vụ (có việc chờ)');
});

test('where no other plan is open nothing is asked of others', async () => {
  const { backend } = await openWindow('#/viec');
  const ask = vi.spyOn(backend, 'ask');
  await shown('[data-task]');
  backend.announce();
  await expect.poll(() => ask.mock.calls.some(([question]) => question.ask === 'work')).toBe(true);
  expect(ask.mock.calls.filter(([question]) => question.ask === 'elsewhere')).toEqual([]);
});

test('what waits in a book that was carried on says whose it is, and leads there', async () => {
  const { backend } = await carriedOn();
  const mine = { unit: 'noi-vu', unitName: 'Phòng Nội vụ' };
  const register = { task: 'III.6b', register: 'pakn', title: 'Phản ánh, kiến nghị' };
  backend.alter('day', (day) => {
    day.lines = [
      line('returned', { task: 'III.6a', title: 'Một' }),
      line('late', { task: 'I.2', title: 'Hai', ...mine }),
    ];
    day.lines.push(line('hand-in', { date: '2019-09-05', days: 14 }), line('records', register));
  });
  backend.announce();
  await expect.poll(() => section('returned')).toContain('Xã Ayun');
  expect((await link('returned')).getAttribute('href')).toContain('#/don-vi/ayun/III.6a');
  expect((await link('hand-in')).getAttribute('href')).toContain('#/don-vi/ayun?');
  expect((await link('records')).getAttribute('href')).toContain('#/so-huyen/pakn?don-vi=ayun');
  expect(await section('late'), 'the own work need not say whose it is').not.toContain('Phòng Nội vụ');
  expect((await link('late')).getAttribute('href')).toContain('#/viec/I.2');
});

test('a reminder to a unit whose work is carried on is answered in that unit’s book', async () => {
  const { backend, user } = await carriedOn();
  const act = vi.spyOn(backend, 'act');
  const sent = (await backend.ask<'reminders'>({ ask: 'reminders', plan: 'mang-yang-2019', unit: null })).find(
    (one) => one.unit === 'ayun',
  );
  if (!sent) throw new Error('the office of the village reminded Ayun');
  backend.alter('day', (day) => {
    day.reminders = [{ ...sent, answerable: true, answer: null, answered: null, seen: null, tasks: ['III.6a'] }];
  });
  backend.announce();
  const field = await shown<HTMLInputElement>(`#answer-${sent.id}`);
  expect((await shown('[data-book="ayun"]')).textContent).toContain('Xã Ayun');
  expect(document.querySelector('[data-reminder] .tasks a')?.getAttribute('href')).toContain('#/don-vi/ayun/III.6a');
  await expect
    .poll(() => act.mock.calls.map(([what]) => what))
    .toContainEqual(expect.objectContaining({ act: 'see-reminders', of: 'ayun' }));
  await user.type(field, 'Ngày 26/8 gửi');
  await user.tab();
  await expect.poll(() => act.mock.lastCall?.[0]).toMatchObject({ act: 'write', of: 'ayun', text: 'Ngày 26/8 gửi' });
});
