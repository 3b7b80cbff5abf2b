import type { NextUnit } from '../../bindings/NextUnit';
import type { UnitChange } from '../../bindings/UnitChange';
import type { UnitId } from '../../bindings/UnitId';
import type { UnitsPage } from '../../bindings/UnitsPage';
import type { PartyView } from '../../bindings/PartyView';
import { m } from '../../paraglide/messages';
import { draft } from './draft.svelte';

const KINDS: Record<string, () => string> = {
  district: m.unit_kind_district,
  office: m.unit_kind_office,
  agency: m.unit_kind_agency,
  commune: m.unit_kind_commune,
};

/** What a word of the list says of a unit; a word that nobody foresaw as it is. */
export const kindWord = (kind: string): string => KINDS[kind]?.() ?? kind;

/** Units that go on, those that the draft adds among them, and none that it ends. */
export function goingOn(page: UnitsPage): PartyView[] {
  const there = page.units.filter((one) => one.until === null && one.stands !== 'elsewhere');
  const all = [
    ...there.map((one) => ({ id: one.unit, name: one.code ? `${one.name} (${one.code})` : one.name, group: false })),
    ...draft.added.map((one) => ({ id: one.key, name: m.units_new_named({ name: one.name }), group: false })),
  ];
  return all.filter((one) => !draft.ending.includes(one.id));
}

function nameOf(page: UnitsPage, id: UnitId): string {
  const listed = page.units.find((one) => one.unit === id);
  return listed?.name ?? draft.added.find((one) => one.key === id)?.name ?? id;
}

function next(page: UnitsPage, one: NextUnit): string {
  if (one.is === 'new') {
    return one.unit.code ? m.units_said_code({ name: one.unit.name, code: one.unit.code }) : one.unit.name;
  }
  return one.name?.trim() || nameOf(page, one.unit);
}

/** What a change of the draft says, in a line. */
export function said(page: UnitsPage, change: UnitChange): string {
  const name = (id: UnitId) => nameOf(page, id);
  switch (change.change) {
    case 'merge': {
      const outside = (change.outside ?? []).map((one) => m.units_said_outside({ name: one.name }));
      const into = next(page, change.into);
      const kept = change.into.is === 'stays' ? change.into.unit : '';
      const units = [...change.units.filter((unit) => unit !== kept).map(name), ...outside].join(', ');
      return change.into.is === 'new' ? m.units_said_merge({ units, into }) : m.units_said_join({ units, into });
    }
    case 'split':
      return m.units_said_split({
        unit: name(change.unit),
        into: change.into.map((one) => next(page, one)).join(', '),
      });
    case 'add':
      return m.units_said_add({ unit: next(page, { is: 'new', unit: change.unit }) });
    case 'rename':
      return m.units_said_rename({
        unit: name(change.unit),
        name: change.code ? m.units_said_code({ name: change.name, code: change.code }) : change.name,
      });
    case 'move':
      return change.parent === null
        ? m.units_said_move_out({ unit: name(change.unit) })
        : m.units_said_move({ unit: name(change.unit), parent: name(change.parent) });
    case 'end':
      return m.units_said_end({ unit: name(change.unit) });
  }
}
