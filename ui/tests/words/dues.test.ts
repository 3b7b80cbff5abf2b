import { describe, expect, test } from 'vitest';
import type { WorkRow } from '../../src/bindings/WorkRow';
import type { Lateness } from '../../src/bindings/Lateness';
import { daysLeft, latenessTone, latenessWord, pressed } from '../../src/words/dues';

function row(task: string, rest: Partial<WorkRow>): WorkRow {
  const due = {
    rule: 'by',
    text: '',
    date: null,
    lateness: { is: 'continuous' as const },
    basis: null,
    counted: null,
    settable: false,
    warning: null,
    owedBy: [],
    outputs: [],
  };
  return {
    unit: 'ayun',
    unitName: 'Xã Ayun',
    task,
    field: 'I',
    title: task,
    role: 'lead',
    shown: 'not-started',
    percent: null,
    due,
    figures: [],
    evidence: 0,
    evidenceWaiting: 0,
    returned: null,
    changedAfter: false,
    questions: 0,
    looked: null,
    conflicts: 0,
    unsent: false,
    arrivedLater: false,
    touched: null,
    silentDays: null,
    ...rest,
  };
}

const dated = (date: string, is: 'late' | 'soon' | 'later', days: number): Partial<WorkRow> => ({
  due: {
    rule: 'by',
    text: '',
    date,
    lateness: { is, days },
    basis: null,
    counted: null,
    settable: false,
    warning: null,
    owedBy: [],
    outputs: [],
  },
});

const order = (rows: WorkRow[], reportSoon = false) =>
  pressed(rows, reportSoon).map((section) => [section.press, section.rows.map((one) => one.task)]);

describe('a list of work begins with what presses', () => {
  test('returned, then overdue by date, then this week, then the rest, then what is closed', () => {
    const rows = [
      row('I.1', { shown: 'done' }),
      row('I.2', {}),
      row('I.3', { shown: 'in-progress', ...dated('2019-08-27', 'soon', 5) }),
      row('I.4', { shown: 'overdue', ...dated('2019-08-19', 'late', 3) }),
      row('I.5', { shown: 'overdue', ...dated('2019-08-01', 'late', 21) }),
      row('I.6', { shown: 'returned' }),
    ];
    expect(order(rows)).toEqual([
      ['now', ['I.6', 'I.5', 'I.4']],
      ['week', ['I.3']],
      ['rest', ['I.2']],
      ['closed', ['I.1']],
    ]);
  });

  test('a conflict presses, whatever the state', () => {
    expect(order([row('I.1', { shown: 'accepted', conflicts: 1 })])).toEqual([['now', ['I.1']]]);
  });

  test('in the report’s last week, what has no content yet stands apart from what is due', () => {
    const rows = [row('I.1', {}), row('I.2', dated('2019-08-27', 'soon', 5)), row('I.3', { shown: 'in-progress' })];
    expect(order(rows, true)).toEqual([
      ['week', ['I.2']],
      ['report', ['I.1']],
      ['rest', ['I.3']],
    ]);
  });

  test('the rest keeps the plan’s order', () => {
    const rows = [row('II.1', dated('2019-12-01', 'later', 90)), row('III.1', dated('2019-10-01', 'later', 30))];
    expect(order(rows)).toEqual([['rest', ['II.1', 'III.1']]]);
  });
});

test('days are told in words', () => {
  expect(daysLeft(9)).toBe('còn 9 ngày');
  expect(daysLeft(0)).toBe('hạn hôm nay');
  expect(daysLeft(-3)).toBe('quá hạn 3 ngày');
  expect(latenessWord({ is: 'late', days: 3 })).toBe('quá hạn 3 ngày');
  expect(latenessWord({ is: 'undetermined' })).toBe('chưa xác định');
});

test('a date that nobody owes says why, and is not late', () => {
  expect(latenessWord({ is: 'before-effect' })).toBe('trước khi kế hoạch có hiệu lực');
  expect(latenessWord({ is: 'other-year' })).toBe('hạn của năm khác, không tính');
  expect(latenessWord({ is: 'of-others' })).toBe('việc của đơn vị khác');
  expect(['before-effect', 'other-year', 'of-others', 'met'].map((is) => latenessTone({ is } as Lateness))).toEqual(
    Array(4).fill('muted'),
  );
});
