import type { ColumnView } from '../../bindings/ColumnView';
import type { RegisterId } from '../../bindings/RegisterId';
import type { RecordId } from '../../bindings/RecordId';
import type { Target } from '../../bindings/Target';
import { m } from '../../paraglide/messages';

/** The field of a record's column. */
export function cellOf(kind: string, register: RegisterId, record: RecordId, column: string): Target {
  return { field: 'cell', register, record, column: `${kind}/${column}` };
}

/** What a column offers to choose, where it does. */
export function optionsOf(column: ColumnView): { value: string; label: string }[] | undefined {
  if (column.holds === 'flag') {
    return [
      { value: '', label: m.record_choose() },
      { value: 'true', label: m.record_flag_yes() },
      { value: 'false', label: m.record_flag_no() },
    ];
  }
  if (column.holds !== 'choice') return undefined;
  const choices = column.choices.map(({ code, label }) => ({ value: code, label }));
  return [{ value: '', label: m.record_choose() }, ...choices];
}

/** Which columns a list shows, by their places: those that no record is without first, and no more than a line holds. */
export function listed(columns: readonly ColumnView[], most: number): number[] {
  const places = columns.map((_, place) => place);
  const ordered = [...places.filter((at) => columns[at]?.needed), ...places.filter((at) => !columns[at]?.needed)];
  return ordered.slice(0, most).sort((a, b) => a - b);
}
