import type { Home } from '../bindings/Home';
import type { Status } from '../bindings/Status';
import { m } from '../paraglide/messages';
import { count } from '../words/numbers';

export interface Place {
  id: string;
  label: string;
  /** The page, where the place is a page seen through a filter. */
  page?: string;
  params?: Record<string, string>;
  count?: string | undefined;
  late?: boolean;
}

function some(n: number): string | undefined {
  return n > 0 ? count(n) : undefined;
}

/** The windows of a unit's own work; none for an account that only reads. */
export function unitItems(home: Home, status: Status | undefined): Place[] {
  if (home.viewer === 'reader') return [];
  const waiting = (status?.edits ?? 0) + (status?.files ?? 0) + (status?.refused ?? 0);
  return [
    { id: 'hom-nay', label: m.nav_day(), count: some(home.reminders), late: true },
    { id: 'viec', label: m.nav_work(), count: some(home.work) },
    {
      id: 'tra-lai',
      label: m.nav_returned(),
      page: 'viec',
      params: { 'trang-thai': 'returned', ...(home.returnedIn ? { ky: home.returnedIn } : {}) },
      count: some(home.returned),
      late: true,
    },
    ...(home.viewer === 'unit' ? [{ id: 'don-doc', label: m.nav_reminders() }] : []),
    ...(home.viewer === 'unit' ? [{ id: 'de-xuat', label: m.nav_proposals() }] : []),
    { id: 'ky', label: m.nav_period() },
    { id: 'lich', label: m.nav_calendar() },
    { id: 'minh-chung', label: m.nav_evidence(), count: some(home.evidence) },
    { id: 'so', label: m.nav_registers(), count: some(home.lateRecords), late: true },
    { id: 'hang-cho', label: m.nav_queue(), count: some(waiting), late: (status?.refused ?? 0) > 0 },
    { id: 'xung-dot', label: m.nav_conflicts(), count: some(home.conflicts), late: true },
    ...(home.before ? [{ id: 'chuyen-nam', label: m.nav_carry_over() }] : []),
    ...(home.viewer === 'coordinator' ? [] : [{ id: 'danh-sach-don-vi', label: m.nav_units() }]),
    { id: 'van-ban', label: m.nav_document() },
  ];
}

/** The windows over all units, for those who see more than their own. */
export function districtItems(home: Home): Place[] {
  if (home.viewer === 'unit') return [];
  const items: Place[] = [
    ...(home.viewer === 'reader' ? [{ id: 'hom-nay', label: m.nav_day() }] : []),
    { id: 'tong-quan', label: m.nav_overview() },
    { id: 'toan-huyen', label: m.nav_district_matrix() },
    { id: 'tham-dinh', label: m.nav_reviews() },
    { id: 'qua-han', label: m.nav_late() },
    { id: 'dung-han', label: m.nav_timeliness() },
    { id: 'im-lang', label: m.nav_silent() },
    { id: 'don-doc', label: m.nav_reminders() },
    { id: 'de-xuat', label: m.nav_proposals(), count: some(home.proposals), late: true },
    { id: 'so-lieu', label: m.nav_figures() },
    { id: 'so-huyen', label: m.nav_registers_all() },
  ];
  if (home.viewer === 'coordinator' || home.viewer === 'reader') items.push({ id: 'thoi-han', label: m.nav_dates() });
  if (home.viewer === 'coordinator') items.push({ id: 'sua-ke-hoach', label: m.nav_plan_edit() });
  if (home.viewer !== 'office') items.push({ id: 'danh-sach-don-vi', label: m.nav_units() });
  if (home.viewer === 'reader') {
    items.push({ id: 'ky', label: m.nav_period() });
    items.push({ id: 'lich', label: m.nav_calendar() }, { id: 'van-ban', label: m.nav_document() });
  }
  return items;
}

/** The list that a page stands in, of all that it lists: another plan has one, too. */
export function listAt(path: readonly string[]): string[] {
  const [page = ''] = path;
  if (page === '' || path.length === 1) return [...path];
  return [page === 'don-vi' || page === 'nhiem-vu' ? 'toan-huyen' : page];
}

/** Where a window opens. */
export function firstPage(home: Home): string {
  if (home.viewer === 'unit') return 'viec';
  return home.viewer === 'reader' ? 'tong-quan' : 'hom-nay';
}
