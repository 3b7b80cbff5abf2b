import { describe, expect, test } from 'vitest';
import type { Deadline } from '../../src/bindings/Deadline';
import type { Lateness } from '../../src/bindings/Lateness';
import { inSections } from '../../src/pages/calendar/sections';
import { openWindow, shown } from '../window';

const TODAY = '2019-08-22';

function deadline(date: string | null, lateness: Lateness): Deadline {
  const due = {
    rule: 'by',
    text: '',
    date,
    lateness,
    basis: null,
    counted: null,
    settable: false,
    warning: null,
    owedBy: [],
    outputs: [],
  };
  return { task: date ?? 'I.1', title: '', unit: 'ayun', unitName: 'Xã Ayun', period: 'Q3', record: null, due };
}

const late = (date: string) => deadline(date, { is: 'late', days: 1 });
const open = (date: string) => deadline(date, { is: 'later', days: 1 });
const met = (date: string) => deadline(date, { is: 'met' });
const dates = (rows: Deadline[]) => rows.map((one) => one.due.date);

describe('the year’s dates', () => {
  const year = [
    open('2019-09-05'),
    met('2019-08-20'),
    late('2019-08-19'),
    open('2019-08-25'),
    late('2018-12-31'),
    deadline(null, { is: 'undetermined' }),
    open('2019-08-26'),
    open(TODAY),
    met('2019-08-23'),
  ];

  test('stand once each: late, behind, this week, ahead, and without a date', () => {
    const sections = inSections(year, TODAY);
    expect(dates(sections.late)).toEqual(['2018-12-31', '2019-08-19']);
    expect(sections.past.map(({ month, rows }) => [month, dates(rows)])).toEqual([['Tháng 8/2019', ['2019-08-20']]]);
    expect(dates(sections.week.rows)).toEqual([TODAY, '2019-08-23', '2019-08-25']);
    expect(sections.ahead.map(({ month, rows }) => [month, dates(rows)])).toEqual([
      ['Tháng 8/2019', ['2019-08-26']],
      ['Tháng 9/2019', ['2019-09-05']],
    ]);
    expect(sections.undetermined).toHaveLength(1);
  });
});

describe('the calendar', () => {
  test('says that nothing is due this week, and goes on with what is next', async () => {
    await openWindow('#/lich');
    const week = await shown('[data-section="week"]');
    expect(week.textContent).toContain('Tuần này (19/8–25/8) · 0');
    expect(week.textContent).toContain('Không có hạn nào trong tuần này.');
    expect(week.nextElementSibling?.textContent).toContain('Tháng 8/2019');
  });

  test('folds much that is late over the week, counted, and unfolds it', async () => {
    const { backend, user } = await openWindow('#/lich');
    const fold = await shown('[data-section="late"] button[aria-expanded="false"]');
    expect(fold.textContent).toContain('Quá hạn · 14');
    expect(document.querySelector('[data-section="late"] [data-task]')).toBeNull();
    await user.click(fold);
    await shown('[data-section="late"] [data-task="VII.1"]');
    // A newer answer leaves it as the person left it.
    backend.alter('deadlines', (rows) => void rows.splice(0, 1));
    await expect.poll(() => fold.textContent).toContain('Quá hạn · 13');
    await shown('[data-section="late"] [data-task="VII.1"]');
  });

  test('does not fold little that is late', async () => {
    const { backend } = await openWindow('#/lich');
    await shown('[data-section="late"] button[aria-expanded="false"]');
    backend.alter('deadlines', (rows) => void rows.splice(0, 10));
    await shown('[data-section="late"] [data-task="VII.1"]');
  });
});

test('work says how much is late in other periods, and leads to it', async () => {
  await openWindow('#/viec?ky=Y');
  await shown('[data-task]');
  await expect
    .poll(() => document.querySelector('main [role="status"] a')?.textContent)
    .toContain('14 hạn đã quá ở kỳ khác');
  expect(document.querySelector('main [role="status"] a')?.getAttribute('href')).toContain('#/lich');
});
