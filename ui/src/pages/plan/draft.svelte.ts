import type { IndicatorId } from '../../bindings/IndicatorId';
import type { PlanChange } from '../../bindings/PlanChange';
import type { PlanId } from '../../bindings/PlanId';
import type { TaskForm } from '../../bindings/TaskForm';
import type { UnitTarget } from '../../bindings/UnitTarget';
import { m } from '../../paraglide/messages';
import { session } from '../../state/session.svelte';

/** A task under change; one that is added has a key of its own. */
export interface DraftTask {
  key: string;
  form: TaskForm;
}

export interface DraftTarget {
  indicator: IndicatorId;
  target: string;
  units: UnitTarget[];
}

interface Kept {
  tasks: DraftTask[];
  targets: DraftTarget[];
}

const FORM = 'plan-draft';

/** What was changed in the forms and is not confirmed yet. It is kept on the laptop. */
class Draft {
  plan = $state.raw<PlanId>();
  tasks = $state.raw<DraftTask[]>([]);
  targets = $state.raw<DraftTarget[]>([]);
  #added = 0;

  get count(): number {
    return this.tasks.length + this.targets.length;
  }

  get changes(): PlanChange[] {
    return [
      ...this.tasks.map(({ form }): PlanChange => ({ change: 'task', task: form })),
      ...this.targets.map((one): PlanChange => ({ change: 'targets', ...one })),
    ];
  }

  /** What was drafted of another plan is none of this one's. */
  of(plan: PlanId): void {
    if (this.plan === plan) return;
    this.plan = plan;
    const { tasks, targets } = session.forms.whole<Kept>(FORM) ?? { tasks: [], targets: [] };
    [this.tasks, this.targets] = [tasks, targets];
  }

  #keep(): void {
    const all: Kept = { tasks: this.tasks, targets: this.targets };
    if (this.count === 0) session.forms.done(FORM);
    else session.forms.laterWhole(FORM, m.nav_plan_edit(), all);
  }

  newKey(): string {
    const taken = new Set(this.tasks.map((one) => one.key));
    do this.#added += 1;
    while (taken.has(`new-${this.#added}`));
    return `new-${this.#added}`;
  }

  put(task: DraftTask): void {
    const others = this.tasks.filter((one) => one.key !== task.key);
    this.tasks = [...others, task];
    this.#keep();
  }

  putTarget(target: DraftTarget): void {
    const others = this.targets.filter((one) => one.indicator !== target.indicator);
    this.targets = [...others, target];
    this.#keep();
  }

  drop(key: string): void {
    this.tasks = this.tasks.filter((one) => one.key !== key);
    this.#keep();
  }

  dropTarget(indicator: IndicatorId): void {
    this.targets = this.targets.filter((one) => one.indicator !== indicator);
    this.#keep();
  }

  clear(): void {
    this.tasks = [];
    this.targets = [];
    this.#keep();
  }
}

export const draft = new Draft();
