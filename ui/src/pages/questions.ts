import type { EntryKey } from '../bindings/EntryKey';
import type { Home } from '../bindings/Home';
import type { PeriodId } from '../bindings/PeriodId';
import type { TaskId } from '../bindings/TaskId';
import type { UnitId } from '../bindings/UnitId';
import type { Asking, Question } from '../backend/backend';

/** What the pages ask: by the pages themselves, and for a link under the pointer before it is followed. */

export const workOf = (period: PeriodId, unit: UnitId | null): Asking<'work'> => ({
  ask: 'work',
  period,
  unit,
  task: null,
});
export const workAt = (period: PeriodId, task: TaskId): Asking<'work'> => ({ ask: 'work', period, unit: null, task });
export const datesOf = (unit: UnitId | null): Asking<'deadlines'> => ({ ask: 'deadlines', unit });
export const entryAt = (period: PeriodId, unit: UnitId, task: TaskId): Asking<'entry'> => ({
  ask: 'entry',
  unit,
  entry: { task, period },
});
export const registersOf = (unit: UnitId | null): Asking<'registers'> => ({ ask: 'registers', unit });
export const registerOf = (register: string, unit: UnitId | null): Asking<'register'> => ({
  ask: 'register',
  register,
  unit,
});
export const periodOf = (period: PeriodId): Asking<'period'> => ({ ask: 'period', period });
export const handInOf = (period: PeriodId, unit: UnitId | null): Asking<'hand-in'> => ({
  ask: 'hand-in',
  period,
  unit,
});
export const reviewsOf = (period: PeriodId): Asking<'reviews'> => ({ ask: 'reviews', period });
export const asSeenAt = (unit: UnitId, entry: EntryKey, heads: string): Asking<'as-seen'> => ({
  ask: 'as-seen',
  unit,
  entry,
  heads,
});
export const evidenceOf = (unit: UnitId | null): Asking<'evidence'> => ({ ask: 'evidence', unit });
export const overUnits = <Q extends 'matrix' | 'late' | 'figures' | 'timeliness'>(
  ask: Q,
  period: PeriodId,
  field: string,
) => ({ ask, period, field: field || null }) as Asking<Q>;

export const carryOverOf = (unit: UnitId): Asking<'carry-over'> => ({ ask: 'carry-over', unit });

/** What the page at an address asks first; nothing where the page asks nothing that is known. */
export function questionsAt(path: string[], field: string, home: Home, period: PeriodId): Asking<Question>[] {
  const [page = '', second, third] = path;
  if (page === 'don-vi' && second && third) return [entryAt(period, second, third)];
  if (page === 'don-vi' && second) return [workOf(period, second), datesOf(second)];
  if (page === 'nhiem-vu' && second) return [workAt(period, second)];
  if (page === 'viec' && home.unit && second) return [entryAt(period, home.unit, second)];
  if (page === 'so' && home.unit && second) return [registerOf(second, home.unit)];
  if (page === 'so-huyen' && second) return [registerOf(second, null)];
  if (page === 'chuyen-nam' && home.unit) return [carryOverOf(second ?? home.unit)];
  if (page === 'nop' && home.unit) return [handInOf(period, second ?? home.unit)];
  switch (page) {
    case 'so':
      return [registersOf(home.unit)];
    case 'so-huyen':
      return [registersOf(null)];
    case 'viec':
      return [workOf(period, home.unit), datesOf(home.unit)];
    case 'hom-nay':
      return [{ ask: 'day' }];
    case 'don-doc':
      return [{ ask: 'reminders', unit: null }];
    case 'sua-ke-hoach':
      return [{ ask: 'plan-forms' }];
    case 'danh-sach-don-vi':
      return [{ ask: 'units' }];
    case 'de-xuat':
      return [{ ask: 'proposals', unit: null }];
    case 'tong-quan':
      return [{ ask: 'overview', period }];
    case 'lich':
      return [datesOf(home.unit)];
    case 'minh-chung':
      return [evidenceOf(home.unit)];
    case 'xung-dot':
      return [{ ask: 'conflicts' }];
    case 'tham-dinh':
      return [reviewsOf(period)];
    case 'toan-huyen':
      return [overUnits('matrix', period, field)];
    case 'qua-han':
      return [overUnits('late', period, field)];
    case 'ky':
      return [periodOf(period)];
    case 'dung-han':
      return [overUnits('timeliness', period, field)];
    case 'so-lieu':
      return [overUnits('figures', period, field)];
    case 'im-lang':
      return [{ ask: 'silent' }];
    case 'van-ban':
      return [{ ask: 'document' }];
    case 'thoi-han':
      return [{ ask: 'settings' }];
    default:
      return [];
  }
}
