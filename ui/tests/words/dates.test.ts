import { describe, expect, test } from 'vitest';
import { ago, clock, fullDate, moment, monthOf, shortDate, stamp, weekOf } from '../../src/words/dates';

const NOW = Date.parse('2019-08-22T09:40:00+07:00');

describe('dates are written as an office writes them', () => {
  test('days below ten and the first two months take a nought, other months do not', () => {
    expect(fullDate('2019-09-05')).toBe('05/9/2019');
    expect(fullDate('2019-02-15')).toBe('15/02/2019');
    expect(fullDate('2019-11-30')).toBe('30/11/2019');
  });

  test('the year is left out where it is the plan’s own', () => {
    expect(shortDate('2019-08-31', 2019)).toBe('31/8');
    expect(shortDate('2020-01-14', 2019)).toBe('14/01/2020');
  });

  test('a month has a heading', () => {
    expect(monthOf('2019-09-05')).toBe('Tháng 9/2019');
  });
});

describe('moments are told by the clock of Viet Nam', () => {
  test('a time in another zone is shifted', () => {
    expect(clock('2019-08-22T02:31:00Z')).toBe('09:31');
  });

  test('today has no day, yesterday has its word, another year its number', () => {
    expect(moment('2019-08-22T09:31:00+07:00', NOW)).toBe('09:31');
    expect(moment('2019-08-21T16:42:00+07:00', NOW)).toBe('hôm qua 16:42');
    expect(moment('2019-08-20T16:42:00+07:00', NOW)).toBe('20/8 16:42');
    expect(moment('2018-12-31T08:00:00+07:00', NOW)).toBe('31/12/2018 08:00');
  });

  test('yesterday begins at midnight and not twenty-four hours ago', () => {
    expect(moment('2019-08-21T23:59:00+07:00', NOW)).toBe('hôm qua 23:59');
    expect(ago('2019-08-21T23:59:00+07:00', NOW)).toBe('hôm qua 23:59');
  });

  test('what is near is told by how long ago it was', () => {
    expect(ago('2019-08-22T09:39:40+07:00', NOW)).toBe('vừa xong');
    expect(ago('2019-08-22T09:28:00+07:00', NOW)).toBe('12 phút trước');
    expect(ago('2019-08-22T07:10:00+07:00', NOW)).toBe('2 giờ trước');
  });

  test('a clock that runs ahead is told as a time, never as a negative age', () => {
    expect(ago('2019-08-22T10:15:00+07:00', NOW)).toBe('10:15');
  });

  test('a week begins on Monday', () => {
    const week = { first: '2019-08-19', last: '2019-08-25' };
    for (const day of ['2019-08-19', '2019-08-22', '2019-08-25']) expect(weekOf(day)).toEqual(week);
    expect(weekOf('2019-12-31')).toEqual({ first: '2019-12-30', last: '2020-01-05' });
  });

  test('a stamp carries its day', () => {
    expect(stamp('2019-08-22T09:40:00+07:00')).toBe('09:40 ngày 22/8/2019');
  });
});
