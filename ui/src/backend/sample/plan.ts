import indicatorsToml from '../../../../data/mang-yang-2019/indicators.toml';
import planToml from '../../../../data/mang-yang-2019/plan.toml';
import unitsToml from '../../../../data/mang-yang-2019/units.toml';
import type { Role } from '../../bindings/Role';

export interface PlanTask {
  code: string;
  title: string;
  field: string;
  lead: string[];
  with: string[];
  outputs: string[];
  due: [text: string, rule: string, id?: string][];
  inherited?: string[];
  inferred?: string[];
}

/** What a rule of a task is called: as the plan says, or by its word and whom it names. */
export function ruleId([, rule, id]: PlanTask['due'][number]): string {
  const [word = '', name] = rule.split(' ');
  const named = ['on-request', 'with-report', 'before-milestone'].includes(word);
  return id ?? (named ? `${word}-${name}` : word);
}

export interface PlanUnit {
  id: string;
  name: string;
  kind: string;
}

export interface PlanIndicator {
  id: string;
  of: string;
  by: string[];
  name: string;
  kind: string;
  figures: string[];
  target: string;
}

interface Named {
  id: string;
  name: string;
}

const plan = planToml as {
  plan: { title: string; decision: string; year: number; milestones: Named[]; requesters: Named[] };
  field: { code: string; name: string }[];
  task: Omit<PlanTask, 'field'>[];
};

export const YEAR = plan.plan.year;
export const TITLE = plan.plan.title;
export const DECISION = plan.plan.decision;
export const MILESTONES = plan.plan.milestones;
export const REQUESTERS = plan.plan.requesters;
export const FIELDS = plan.field;
export const UNITS = (unitsToml as { unit: PlanUnit[] }).unit;
export const INDICATORS = (indicatorsToml as { indicator: PlanIndicator[] }).indicator;
export const TASKS: PlanTask[] = plan.task.map((task) => ({ ...task, field: task.code.split('.')[0] ?? '' }));

export const REPORTING = UNITS.filter((unit) => unit.kind !== 'district');

function members(names: string[]): string[] {
  return names.flatMap((name) => {
    if (name === 'communes') return REPORTING.filter((unit) => unit.kind === 'commune').map((unit) => unit.id);
    if (name === 'agencies') return REPORTING.filter((unit) => unit.kind !== 'commune').map((unit) => unit.id);
    return [name];
  });
}

export function roleOf(task: PlanTask, unit: string): Role | undefined {
  if (members(task.lead).includes(unit)) return 'lead';
  return members(task.with).includes(unit) ? 'supporting' : undefined;
}

export function indicatorsOf(task: string, unit: string): PlanIndicator[] {
  return INDICATORS.filter((one) => one.of === task && members(one.by).includes(unit));
}

export function taskOf(code: string): PlanTask | undefined {
  return TASKS.find((task) => task.code === code);
}

export function unitName(id: string): string {
  return UNITS.find((unit) => unit.id === id)?.name ?? id;
}

const GROUPS: Record<string, string> = { communes: 'UBND các xã, thị trấn', agencies: 'các cơ quan, đơn vị của huyện' };

export function asWritten(names: string[]): string[] {
  return names.map((name) => GROUPS[name] ?? unitName(name));
}
