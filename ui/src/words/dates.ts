import { m } from '../paraglide/messages';

// Every time in the program is told by the clock of Viet Nam, whatever zone the computer is set to.
const OFFSET = 7 * 3600_000;
const DAY = 86_400_000;

interface Parts {
  year: number;
  month: number;
  day: number;
  /** Whole days since 1970, in Viet Nam. */
  serial: number;
  clock: string;
}

function parts(at: number): Parts {
  const local = new Date(at + OFFSET);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    serial: Math.floor((at + OFFSET) / DAY),
    clock: local.toISOString().slice(11, 16),
  };
}

/** As offices write it: days below 10 and the months January and February take a nought. */
function dayMonth(day: number, month: number): string {
  return `${String(day).padStart(2, '0')}/${month <= 2 ? '0' : ''}${month}`;
}

/** "2019-09-05" -> "05/9/2019". */
export function fullDate(iso: string): string {
  const [year = 0, month = 0, day = 0] = iso.split('-').map(Number);
  return `${dayMonth(day, month)}/${year}`;
}

/** "05/9", or "05/9/2020" when it is not of the year given. */
export function shortDate(iso: string, year: number): string {
  return iso.startsWith(`${year}-`) ? fullDate(iso).slice(0, -5) : fullDate(iso);
}

/** "09:31". */
export function clock(iso: string): string {
  return parts(Date.parse(iso)).clock;
}

/** "09:31" today, "hôm qua 16:42", "20/8 16:42", "20/8/2018 16:42". */
export function moment(iso: string, now: number): string {
  const at = parts(Date.parse(iso));
  const today = parts(now);
  if (at.serial === today.serial) return at.clock;
  if (at.serial === today.serial - 1) return m.yesterday_at({ clock: at.clock });
  const year = at.year === today.year ? '' : `/${at.year}`;
  return `${dayMonth(at.day, at.month)}${year} ${at.clock}`;
}

/** "vừa xong", "12 phút trước", "2 giờ trước", then as [`moment`]. */
export function ago(iso: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(iso)) / 60_000);
  if (minutes < 0 || minutes >= 12 * 60) return moment(iso, now);
  if (minutes < 1) return m.just_now();
  if (minutes < 60) return m.minutes_ago({ n: minutes });
  return parts(Date.parse(iso)).serial === parts(now).serial
    ? m.hours_ago({ n: Math.floor(minutes / 60) })
    : moment(iso, now);
}

/** "09:31 ngày 22/8/2019": for what is printed and read later. */
export function stamp(iso: string): string {
  const at = parts(Date.parse(iso));
  return m.clock_on_day({ clock: at.clock, day: `${dayMonth(at.day, at.month)}/${at.year}` });
}

/** "Tháng 9/2019" of a date. */
export function monthOf(iso: string): string {
  const [year = 0, month = 0] = iso.split('-').map(Number);
  return m.month_of({ month, year });
}

/** The Monday and the Sunday around a day. */
export function weekOf(iso: string): { first: string; last: string } {
  const day = Date.parse(iso);
  const monday = day - ((new Date(day).getUTCDay() + 6) % 7) * DAY;
  const text = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { first: text(monday), last: text(monday + 6 * DAY) };
}

/** "2019-08-22" in Viet Nam, of a moment in milliseconds. */
export function dayOf(at: number): string {
  return new Date(at + OFFSET).toISOString().slice(0, 10);
}
