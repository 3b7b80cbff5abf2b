import type { NextUnit } from '../../bindings/NextUnit';
import type { UnitChange } from '../../bindings/UnitChange';
import type { UnitForm } from '../../bindings/UnitForm';
import type { UnitId } from '../../bindings/UnitId';
import { m } from '../../paraglide/messages';
import { session } from '../../state/session.svelte';

const FORM = 'units-draft';

/** What was changed in the forms of the list of units and is not confirmed yet. It is kept on the laptop. */
class Draft {
  changes = $state.raw<UnitChange[]>([]);
  #added = 0;

  /** What was left of it before the program was started. */
  restore(): void {
    if (this.count === 0) this.changes = session.forms.whole<UnitChange[]>(FORM) ?? [];
  }

  #keep(): void {
    if (this.count === 0) session.forms.done(FORM);
    else session.forms.laterWhole(FORM, m.units_confirm_title(), this.changes);
  }

  get count(): number {
    return this.changes.length;
  }

  /** By which later changes name a unit that is added. */
  newKey(): UnitId {
    const taken = new Set(this.added.map((one) => one.key));
    do this.#added += 1;
    while (taken.has(`new-${this.#added}`));
    return `new-${this.#added}`;
  }

  put(change: UnitChange): void {
    this.changes = [...this.changes, change];
    this.#keep();
  }

  /** What came after it may name a unit that it adds, and is told so in the preview. */
  drop(at: number): void {
    this.changes = this.changes.filter((_, place) => place !== at);
    this.#keep();
  }

  clear(): void {
    this.changes = [];
    this.#keep();
  }

  /** Units that the draft adds. */
  get added(): UnitForm[] {
    return this.changes.flatMap((change) => {
      if (change.change === 'add') return [change.unit];
      return followers(change).flatMap((next) => (next.is === 'new' ? [next.unit] : []));
    });
  }

  /** Units that end by the draft. */
  get ending(): UnitId[] {
    return this.changes.flatMap((change) => {
      if (change.change === 'end' || change.change === 'split') return [change.unit];
      if (change.change !== 'merge') return [];
      const { into } = change;
      return change.units.filter((unit) => into.is === 'new' || into.unit !== unit);
    });
  }
}

function followers(change: UnitChange): NextUnit[] {
  if (change.change === 'merge') return [change.into];
  return change.change === 'split' ? change.into : [];
}

export const draft = new Draft();
