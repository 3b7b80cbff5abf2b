import type { PlanView } from '../bindings/PlanView';
import { m } from '../paraglide/messages';

/** "2019 · Phòng Nội vụ"; with its title where another one is alike. */
export function planName(plan: PlanView, among: readonly PlanView[]): string {
  const { year, coordinator, title } = plan;
  const alike = among.filter((one) => one.year === year && one.coordinator === coordinator);
  return [year, coordinator, alike.length > 1 ? title : ''].filter(Boolean).join(' · ');
}

/** As one of those to choose from: a closed one says so, and one in which something waits. */
export function planOption(
  plan: PlanView,
  among: readonly PlanView[],
  waits = false,
): { value: string; label: string } {
  const name = planName(plan, among);
  if (plan.closedOn !== null) return { value: plan.id, label: m.plan_closed_mark({ plan: name }) };
  return { value: plan.id, label: waits ? m.plan_waits_mark({ plan: name }) : name };
}
