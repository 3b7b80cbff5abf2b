/** Where one is, in the part of the address after `#`: `#/viec/III.6a?kh=mang-yang-2019&ky=Q3`, of which plan and of which period. */
class Route {
  path = $state.raw<string[]>([]);
  params = $state.raw(new URLSearchParams());

  constructor() {
    this.#read();
    window.addEventListener('hashchange', () => this.#read());
  }

  /** The first part of the path; what the navigation marks. */
  get page(): string {
    return this.path[0] ?? '';
  }

  #read(): void {
    const { path, params } = parse(location.hash);
    this.path = path;
    this.params = params;
  }

  /** Sets filters in the address without leaving a step to go back to; empty takes one away. */
  filter(changes: Record<string, string>): void {
    const params = new URLSearchParams(this.params);
    for (const [name, value] of Object.entries(changes)) {
      if (value === '') params.delete(name);
      else params.set(name, value);
    }
    history.replaceState(null, '', hash(this.path, params));
    this.params = params;
  }
}

/** What an address says after its `#`. */
export function parse(hash: string): { path: string[]; params: URLSearchParams } {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  return { path: path.split('/').filter(Boolean).map(decodeURIComponent), params: new URLSearchParams(query) };
}

function hash(path: string[], params: URLSearchParams): string {
  const query = params.toString();
  return `#/${path.map(encodeURIComponent).join('/')}${query === '' ? '' : `?${query}`}`;
}

export const route = new Route();

/**
 * An address within the window. The plan, the period and the moment that is looked at go along, so that a walk stays within
 * them; a period goes into no other plan.
 */
export function href(path: (string | undefined)[], params: Record<string, string> = {}): string {
  const all = new URLSearchParams(params);
  const [plan, period] = [route.params.get('kh'), route.params.get('ky')];
  if (plan && !all.has('kh')) all.set('kh', plan);
  for (const name of ['luc', 'theo']) {
    const value = route.params.get(name);
    if (value && !all.has(name)) all.set(name, value);
  }
  if (period && !all.has('ky') && all.get('kh') === plan) all.set('ky', period);
  return hash(
    path.filter((part) => part !== undefined),
    all,
  );
}

export function go(address: string): void {
  location.hash = address;
}
