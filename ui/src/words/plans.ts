import type { PlanView } from '../bindings/PlanView';
import { m } from '../paraglide/messages';

/** "2019 · Phòng Nội vụ"; with its title where another one is alike. */
export function planName(plan: PlanView, among: readonly PlanView[]): string {
  const { year, coordinator, title } = plan;
  const alike = among.filter((one) => one.year === year && one.coordinator === coordinator);
  return [year, coordinator, alike.length > 1 ? title : ''].filter(Boolean).join(' · ');
}

/** As one of those to choose from: a closed one says so. */
export function planOption(plan: PlanView, among: readonly PlanView[]): { value: string; label: string } {
  const name = planName(plan, among);
  return { value: plan.id, label: plan.closedOn === null ? name : m.plan_closed_mark({ plan: name }) };
}
