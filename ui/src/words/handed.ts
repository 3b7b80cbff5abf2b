import type { HandedIn } from '../bindings/HandedIn';
import { m } from '../paraglide/messages';
import { moment } from './dates';

/** "đã nộp, có 2 mục sửa sau"; what is short enough for a cell. */
export function handedWord(handed: HandedIn | null): string {
  if (!handed) return m.not_handed_in();
  if (handed.stands === 'withdrawn') return m.handed_withdrawn();
  const word = handed.stands === 'crossed' ? m.handed_crossed() : m.handed_short();
  return handed.changed > 0 ? m.handed_and_changed({ word, n: handed.changed }) : word;
}

export function handedTone(handed: HandedIn | null): 'muted' | 'soon' | '' {
  if (!handed) return 'muted';
  return handed.stands !== 'handed-in' || handed.changed > 0 ? 'soon' : '';
}

/** Who handed it in, who answers for it, who saw it: whole sentences. */
export function handedLines(handed: HandedIn, now: number): string[] {
  const lines = [m.handed_by({ by: handed.by, at: moment(handed.at, now) })];
  if (handed.stands !== 'handed-in' && handed.withdrawn) {
    lines[0] = m.handed_at({ at: moment(handed.at, now) });
  }
  if (handed.confirmedBy) lines.push(m.handed_confirmed({ by: handed.confirmedBy }));
  if (handed.withdrawn) lines.push(m.handed_taken_back({ at: moment(handed.withdrawn, now) }));
  if (handed.looked) {
    lines.push(m.handed_looked({ office: handed.looked.office, at: moment(handed.looked.at, now) }));
  }
  if (handed.stands === 'crossed') lines.push(m.handed_crossed_long());
  return lines;
}
