import { describe, expect, test } from 'vitest';
import { fullDate } from '../../src/words/dates';
import { dayAndClock, momentOf } from '../../src/words/then';

describe('a moment that a person types', () => {
  test.each([
    ['5/9/2019', '17:00', '2019-09-05T17:00'],
    ['05/09/2019', '7:05', '2019-09-05T07:05'],
    [' 31.12.2019 ', '17h', '2019-12-31T17:00'],
    ['01/02/2019', '0:00', '2019-02-01T00:00'],
  ])('%s %s is %s', (day, clock, moment) => {
    expect(momentOf(day, clock)).toBe(moment);
  });

  test.each([
    ['31/2/2019', '17:00'],
    ['9/2019', '17:00'],
    ['2019-09-05', '17:00'],
    ['5/9/2019', '24:00'],
    ['5/9/2019', '17:60'],
    ['5/9/2019', ''],
    ['hôm qua', '17:00'],
  ])('%s %s is none', (day, clock) => {
    expect(momentOf(day, clock)).toBeUndefined();
  });

  test('is shown as offices write it', () => {
    expect(dayAndClock('2019-09-05T17:00', fullDate)).toEqual(['05/9/2019', '17:00']);
  });
});
