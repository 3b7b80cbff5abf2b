import type { Target } from '../bindings/Target';

/** The element of an entry's page in which a field is written, where there is one for it. */
export function elementOf(target: Target): string | undefined {
  switch (target.field) {
    case 'state':
    case 'percent':
    case 'narrative':
    case 'difficulties':
    case 'recommendations':
      return `entry-${target.field}`;
    case 'figure':
      return `figure-${target.indicator}-0`;
    case 'none-arose':
    case 'check':
      return `figure-${target.indicator}`;
    case 'evidence':
    case 'link':
      return 'evidence';
    default:
      return undefined;
  }
}

/** Where that element is, it takes the focus; what takes none is scrolled to. */
export function goTo(id: string): boolean {
  const found = document.getElementById(id) ?? document.querySelector<HTMLElement>(`[id^="${CSS.escape(id)}"]`);
  if (!found) return false;
  found.scrollIntoView({ block: 'center' });
  found.focus({ preventScroll: true });
  return true;
}
