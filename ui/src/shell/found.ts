import type { Found } from '../bindings/Found';
import type { FoundKind } from '../bindings/FoundKind';
import type { Home } from '../bindings/Home';
import { m } from '../paraglide/messages';
import { href } from '../state/route.svelte';

const KINDS: Record<FoundKind, () => string> = {
  task: m.found_task,
  entry: m.found_entry,
  evidence: m.found_evidence,
  unit: m.found_unit,
};

export function kindWord(kind: FoundKind): string {
  return KINDS[kind]();
}

/** Where what was found is looked at. */
export function addressOf(found: Found, home: Home): string {
  const own = found.unit === null || found.unit === home.unit;
  if (found.kind === 'evidence' && found.evidence) return href(['minh-chung', found.evidence]);
  if (found.entry) {
    const { task, period } = found.entry;
    if (found.kind === 'task' && found.unit === null && home.viewer !== 'unit') return href(['nhiem-vu', task]);
    const path = own && home.unit ? ['viec', task] : ['don-vi', found.unit ?? '', task];
    return href(path, { ky: period });
  }
  return found.unit === null || found.unit === home.unit ? href(['viec']) : href(['don-vi', found.unit]);
}
