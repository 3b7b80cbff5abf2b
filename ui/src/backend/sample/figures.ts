import type { FigureShort } from '../../bindings/FigureShort';
import type { FigureView } from '../../bindings/FigureView';
import { indicatorsOf, type PlanIndicator } from './plan';
import { type Kept, numberOf, vietnamese } from './store';

function worked(indicator: PlanIndicator, numbers: (number | undefined)[]): number | undefined {
  const [a, b] = numbers;
  if (indicator.kind === 'count') return a;
  if (a === undefined || b === undefined || b === 0) return undefined;
  return indicator.kind === 'change' ? ((a - b) / b) * 100 : (a / b) * 100;
}

function meets(target: string, value: number): boolean | null {
  const [sign, amount = ''] = target.split(' ');
  const wanted = Number(amount.replace(',', '.'));
  if (Number.isNaN(wanted)) return null;
  return sign === '>='
    ? value >= wanted - 1e-9
    : sign === '<='
      ? value <= wanted + 1e-9
      : Math.abs(value - wanted) < 1e-9;
}

const FIGURES: Record<string, string[]> = { rate: ['part', 'whole'], count: ['count'], change: ['now', 'base'] };

/** What the figures of an indicator are called, in their order. */
export const figureIds = (indicator: PlanIndicator): string[] => FIGURES[indicator.kind] ?? [];

const targetOf = (indicator: PlanIndicator) => indicator.target.replace('>=', '≥').replace('<=', '≤');

export function figureView(kept: Kept, indicator: PlanIndicator): FigureView {
  const ids = figureIds(indicator);
  const texts = ids.map((_, index) => kept.figures[indicator.id]?.[index] ?? '');
  const numbers = texts.map(numberOf);
  const value = worked(indicator, numbers);
  const noneArose = kept.none[indicator.id] ?? false;
  const [a = 0, b = 0] = numbers;
  const over = indicator.kind === 'rate' && numbers[1] !== undefined && a > b;
  const shown =
    value === undefined ? null : `${vietnamese(Math.round(value * 10) / 10)}${indicator.kind === 'count' ? '' : ' %'}`;
  return {
    indicator: indicator.id,
    name: indicator.name,
    kind: indicator.kind,
    target: targetOf(indicator),
    values: ids.map((figure, index) => ({ figure, label: indicator.figures[index] ?? '', text: texts[index] ?? '' })),
    noneArose,
    result: noneArose ? null : shown,
    met: noneArose || value === undefined ? null : meets(indicator.target, value),
    warning: over ? 'Tử số lớn hơn mẫu số: hãy xem lại hai số đã nhập.' : null,
  };
}

export function figureViews(kept: Kept, task: string, unit: string): FigureView[] {
  return indicatorsOf(task, unit).map((indicator) => figureView(kept, indicator));
}

export function figureShort(view: FigureView): FigureShort {
  return {
    indicator: view.indicator,
    name: view.name,
    shown: view.noneArose ? 'không phát sinh' : (view.result ?? ''),
    target: view.target,
    met: view.met,
  };
}
