/** "5/9/2019" and "17:00" -> "2019-09-05T17:00"; undefined for what is no day or no time of it. */
export function momentOf(day: string, clock: string): string | undefined {
  const [, date = '', month = '', year = ''] = /^\s*(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\s*$/.exec(day) ?? [];
  const [, hour = '', minute = ''] = /^\s*(\d{1,2})[:hg](\d{2})?\s*$/i.exec(clock) ?? [];
  const two = (text: string) => text.padStart(2, '0');
  const text = `${year}-${two(month)}-${two(date)}T${two(hour)}:${minute || '00'}`;
  if (hour === '') return undefined;
  const at = new Date(`${text}:00Z`);
  // A day that there is none of (31/2) would be read as another.
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined;
}

/** "2019-09-05T17:00" -> ["05/9/2019", "17:00"]. */
export function dayAndClock(moment: string, fullDate: (iso: string) => string): [day: string, clock: string] {
  return [fullDate(moment.slice(0, 10)), moment.slice(11, 16)];
}
