import type { Deadline } from '../../bindings/Deadline';
import type { Home } from '../../bindings/Home';
import type { PeriodView } from '../../bindings/PeriodView';
import type { WorkRow } from '../../bindings/WorkRow';
import { m } from '../../paraglide/messages';
import { route } from '../../state/route.svelte';
import { SHOWN, stateOption } from '../../words/states';

export interface Option {
  value: string;
  label: string;
}

/** The filters of a list of work, as they stand in the address. */
export function chosen(name: 'linh-vuc' | 'vai-tro' | 'trang-thai'): string {
  return route.params.get(name) ?? '';
}

export function passes(row: WorkRow): boolean {
  const field = chosen('linh-vuc');
  const role = chosen('vai-tro');
  const state = chosen('trang-thai');
  return (
    (field === '' || row.field === field) && (role === '' || row.role === role) && (state === '' || row.shown === state)
  );
}

/** What a unit is called, one that was merged too. */
export function unitName(home: Home, unit: string): string {
  return home.units.find((other) => other.id === unit)?.name ?? unit;
}

/** The report of the period, by the dates of one unit. */
export function wasHandedIn(dates: Deadline[] | undefined, period: PeriodView): boolean {
  const report = (date: Deadline) => date.task === null && date.period === period.id;
  return dates?.some((date) => report(date) && date.due.lateness.is === 'met') ?? false;
}

export function fieldOptions(home: Home): Option[] {
  const fields = home.fields.map(({ code, name }) => ({ value: code as string, label: `${code}. ${name}` }));
  return [{ value: '', label: m.all() }, ...fields];
}

export function roleOptions(): Option[] {
  return [
    { value: '', label: m.all() },
    { value: 'lead', label: m.role_lead() },
    { value: 'supporting', label: m.role_supporting() },
  ];
}

export function stateOptions(): Option[] {
  return [{ value: '', label: m.all() }, ...SHOWN.map(stateOption)];
}
