import type { UnitForm } from '../../bindings/UnitForm';
import type { UnitsPage } from '../../bindings/UnitsPage';
import { draft } from './draft.svelte';

/** A new unit's form: like the unit in whose place it comes, or like the last of the list. */
export function blankUnit(page: UnitsPage, like?: string): UnitForm {
  const going = page.units.filter((one) => one.stands === 'there');
  const same = going.find((one) => one.unit === like) ?? going.at(-1);
  return {
    key: draft.newKey(),
    name: '',
    kind: same?.kind ?? page.kinds[0] ?? '',
    code: '',
    parent: same?.parent ?? null,
  };
}
