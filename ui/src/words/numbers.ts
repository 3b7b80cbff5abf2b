/** "1.082": dots between thousands. */
export function count(n: number): string {
  return Math.trunc(n)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '.');
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** "812 B", "8,2 MB": one decimal below 100, comma before it. */
export function size(bytes: number): string {
  let rest = bytes;
  let unit = 0;
  while (rest >= 999.5 && unit < UNITS.length - 1) {
    rest /= 1000;
    unit += 1;
  }
  const shown = unit === 0 || rest >= 99.95 ? String(Math.round(rest)) : rest.toFixed(1).replace(/\.0$/, '');
  return `${shown.replace('.', ',')} ${UNITS[unit]}`;
}

/** "87 %": a space before the sign, as the plan's targets write it. */
export function percent(n: number): string {
  return `${n} %`;
}

/** A number and its sign stay on one line: "≥ 100 %". */
export function unbroken(target: string): string {
  return target.replace(/([≥≤<>=]) (?=\d)/g, '$1\u00a0').replace(/(\d) %/g, '$1\u00a0%');
}
