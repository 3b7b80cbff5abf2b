import { describe, expect, test } from 'vitest';
import type { PlanView } from '../../src/bindings/PlanView';
import { planName, planOption } from '../../src/words/plans';

const plan = (id: string, rest: Partial<PlanView> = {}): PlanView => ({
  id,
  title: 'Kế hoạch CCHC',
  year: 2019,
  coordinator: 'Phòng Nội vụ',
  closedOn: null,
  ...rest,
});

describe('a plan is called', () => {
  test('by its year and by who keeps it', () => {
    const [district, commune] = [plan('a'), plan('b', { coordinator: 'Xã Ayun' })];
    expect(planName(district, [district, commune])).toBe('2019 · Phòng Nội vụ');
    expect(planOption(commune, [district, commune])).toEqual({ value: 'b', label: '2019 · Xã Ayun' });
  });

  test('by its title as well, where two are alike', () => {
    const [one, other] = [plan('a'), plan('b', { title: 'Kế hoạch chuyển đổi số' })];
    const past = plan('c', { year: 2018 });
    expect(planName(other, [one, other, past])).toBe('2019 · Phòng Nội vụ · Kế hoạch chuyển đổi số');
    expect(planName(past, [one, other, past])).toBe('2018 · Phòng Nội vụ');
  });

  test('closed, once it is', () => {
    const past = plan('c', { year: 2018, closedOn: '2019-01-31' });
    expect(planOption(past, [past]).label).toBe('2018 · Phòng Nội vụ (đã đóng)');
  });
});
