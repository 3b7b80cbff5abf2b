import type { NextUnit } from '../../bindings/NextUnit';
import type { UnitChange } from '../../bindings/UnitChange';
import type { UnitForm } from '../../bindings/UnitForm';
import type { UnitId } from '../../bindings/UnitId';

/** What was changed in the forms of the list of units and is not confirmed yet. It lasts as long as the window. */
class Draft {
  changes = $state.raw<UnitChange[]>([]);
  #added = 0;

  get count(): number {
    return this.changes.length;
  }

  /** By which later changes name a unit that is added. */
  newKey(): UnitId {
    this.#added += 1;
    return `new-${this.#added}`;
  }

  put(change: UnitChange): void {
    this.changes = [...this.changes, change];
  }

  /** What came after it may name a unit that it adds, and is told so in the preview. */
  drop(at: number): void {
    this.changes = this.changes.filter((_, place) => place !== at);
  }

  clear(): void {
    this.changes = [];
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
