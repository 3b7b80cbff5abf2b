import type { EntryKey } from '../bindings/EntryKey';
import type { Target } from '../bindings/Target';

/** One text for one target, whatever the order in which its parts were written. */
export function targetKey(target: Target): string {
  return JSON.stringify(target, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

/** The entry that a target is about, if it is about one. */
export function entryOf(target: Target): EntryKey | undefined {
  return 'entry' in target ? target.entry : undefined;
}
