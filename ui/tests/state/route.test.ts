import { describe, expect, test } from 'vitest';
import { href, route } from '../../src/state/route.svelte';
import { goTo } from '../window';

describe('an address within the window', () => {
  test('takes the plan and the period along', () => {
    goTo('#/viec?kh=mang-yang-2018&ky=Q4&trang-thai=returned');
    expect(href(['viec', 'III.6a'])).toBe('#/viec/III.6a?kh=mang-yang-2018&ky=Q4');
    expect(href(['viec'], { ky: 'H1' })).toBe('#/viec?ky=H1&kh=mang-yang-2018');
  });

  test('takes no period into another plan', () => {
    goTo('#/viec?kh=mang-yang-2018&ky=Q4');
    expect(href(['viec'], { kh: 'mang-yang-2019' })).toBe('#/viec?kh=mang-yang-2019');
    expect(href(['viec'], { kh: 'mang-yang-2019', ky: 'Q3' })).toBe('#/viec?kh=mang-yang-2019&ky=Q3');
    goTo('#/viec?ky=Q4');
    expect(href(['viec'], { kh: 'mang-yang-2018' })).toBe('#/viec?kh=mang-yang-2018');
  });

  test('names neither where none is named', () => {
    goTo('#/viec');
    expect(href(['viec', 'III.6a'])).toBe('#/viec/III.6a');
    expect(route.params.get('kh')).toBeNull();
  });
});
