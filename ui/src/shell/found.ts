import type { Found } from '../bindings/Found';
import type { FoundKind } from '../bindings/FoundKind';
import type { Home } from '../bindings/Home';
import { m } from '../paraglide/messages';
import { href } from '../state/route.svelte';

const KINDS: Record<FoundKind, () => string> = {
  task: m.found_task,
  entry: m.found_entry,
  evidence: m.found_evidence,
  record: m.found_record,
  unit: m.found_unit,
};

export function kindWord(kind: FoundKind): string {
  return KINDS[kind]();
}

/** Where the words were found, without the title, which stands above it. */
export function around({ title, excerpt }: Found): string {
  if (title.startsWith(excerpt.replace(/…$/, ''))) return '';
  return excerpt.startsWith(title) ? excerpt.slice(title.length).replace(/^[\s·]+/, '') : excerpt;
}

/** Where what was found is looked at. */
export function addressOf(found: Found, home: Home): string {
  const own = found.unit === null || found.unit === home.unit;
  if (found.kind === 'evidence' && found.evidence) return href(['minh-chung', found.evidence]);
  if (found.record && found.unit !== null) {
    const { register, record } = found.record;
    return href([own ? 'so' : 'so-huyen', register, found.unit, record]);
  }
  if (found.entry) {
    const { task, period } = found.entry;
    if (found.kind === 'task' && found.unit === null && home.viewer !== 'unit') return href(['nhiem-vu', task]);
    const path = own && home.unit ? ['viec', task] : ['don-vi', found.unit ?? '', task];
    return href(path, { ky: period });
  }
  return found.unit === null || found.unit === home.unit ? href(['viec']) : href(['don-vi', found.unit]);
}
