import type { FigureScope } from '../bindings/FigureScope';
import { m } from '../paraglide/messages';

/** "số liệu toàn huyện", "phần của đơn vị". */
export function scopeWord(scope: FigureScope): string {
  return scope === 'area' ? m.scope_area() : m.scope_own();
}
