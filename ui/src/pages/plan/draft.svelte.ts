import type { IndicatorId } from '../../bindings/IndicatorId';
import type { PlanChange } from '../../bindings/PlanChange';
import type { PlanId } from '../../bindings/PlanId';
import type { TaskForm } from '../../bindings/TaskForm';
import type { UnitTarget } from '../../bindings/UnitTarget';

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

/** What was changed in the forms and is not confirmed yet. It lasts as long as the window. */
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
    this.clear();
  }

  newKey(): string {
    this.#added += 1;
    return `new-${this.#added}`;
  }

  put(task: DraftTask): void {
    const others = this.tasks.filter((one) => one.key !== task.key);
    this.tasks = [...others, task];
  }

  putTarget(target: DraftTarget): void {
    const others = this.targets.filter((one) => one.indicator !== target.indicator);
    this.targets = [...others, target];
  }

  drop(key: string): void {
    this.tasks = this.tasks.filter((one) => one.key !== key);
  }

  dropTarget(indicator: IndicatorId): void {
    this.targets = this.targets.filter((one) => one.indicator !== indicator);
  }

  clear(): void {
    this.tasks = [];
    this.targets = [];
  }
}

export const draft = new Draft();
