import { m } from '../paraglide/messages';

/** How long so many bytes take on a line that carries `rate` of them in a second. */
export function sendingTime(bytes: number, rate: number | null): string {
  if (rate === null) return m.time_unknown();
  const minutes = Math.ceil(bytes / rate / 60);
  if (minutes <= 1) return m.time_minute();
  if (minutes < 60) return m.time_minutes({ n: minutes });
  return m.time_hours({ h: Math.floor(minutes / 60), n: minutes % 60 });
}
