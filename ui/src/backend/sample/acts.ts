import type { Act } from '../../bindings/Act';
import type { Done } from '../../bindings/Done';
import type { Target } from '../../bindings/Target';
import type { WorkState } from '../../bindings/WorkState';
import { Refusal } from '../backend';
import { targetKey } from '../../words/targets';
import { NOW } from './calendar';
import { figureIds } from './figures';
import { INDICATORS, unitName } from './plan';
import { enter } from './settings';
import { CLOSED } from './past';
import { entryIn, type Kept, numberOf, type Store, vietnamese } from './store';

const SAVED_AT = new Date(NOW).toISOString();
const BY = 'Rơ Châm Hoan';

function bad(message: string): Refusal {
  return new Refusal({ code: 'bad-value', message });
}

/** "05/9/2019" -> "2019-09-05". */
function day(text: string): string | null {
  if (text.trim() === '') return null;
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim());
  if (!found) throw bad('Chưa đọc được ngày này. Hãy viết như 05/9/2019.');
  const [, d = '', month = '', year = ''] = found;
  return `${year}-${month.padStart(2, '0')}-${d.padStart(2, '0')}`;
}

function touch(kept: Kept, what: string, before: string, after: string): void {
  kept.touched = { by: BY, at: SAVED_AT, received: null };
  kept.unsent = true;
  kept.answered = true;
  kept.history = [
    { by: BY, at: SAVED_AT, received: null, what, before: before || null, after, sent: false },
    ...kept.history,
  ];
}

function queue(store: Store, target: Target, what: string, before: string, after: string): void {
  const id = 1 + Math.max(0, ...store.queue.edits.map((edit) => edit.id));
  const entry = 'entry' in target ? target.entry : null;
  store.queue.edits.unshift({
    id,
    by: BY,
    at: SAVED_AT,
    plan: store.plan.id,
    entry,
    what: entry ? `${entry.task} · ${what}` : what,
    before: before || null,
    after,
    canTakeBack: true,
    waitsFor: null,
  });
}

function writeEntry(store: Store, unit: string, target: Target & { entry: object }, text: string): string {
  const entry = target.entry as { task: string; period: string };
  const kept = entryIn(store, unit, entry.task, entry.period);
  const note = (what: string, before: string, after: string) => {
    touch(kept, what, before, after);
    queue(store, target, what, before, after);
    return after;
  };
  switch (target.field) {
    case 'state': {
      const before = kept.state;
      kept.state = (text || 'not-started') as WorkState;
      return note('Trạng thái', before, text);
    }
    case 'percent': {
      const n = numberOf(text);
      if (text !== '' && (n === undefined || n < 0 || n > 100)) throw bad('Tỷ lệ là số từ 0 đến 100.');
      const before = kept.percent;
      kept.percent = text === '' ? null : (n ?? null);
      return note('Tỷ lệ hoàn thành', before === null ? '' : String(before), text);
    }
    case 'figure': {
      const n = numberOf(text);
      if (text !== '' && n === undefined) throw bad('Chưa đọc được số này. Hãy viết như 1.234,5.');
      const shown = n === undefined ? '' : vietnamese(n);
      const values = (kept.figures[target.indicator] ??= []);
      const indicator = INDICATORS.find((one) => one.id === target.indicator);
      const place = indicator ? figureIds(indicator).indexOf(target.figure) : -1;
      if (place < 0) throw bad('Ô này không ghi được từ đây.');
      const before = values[place] ?? '';
      values[place] = shown;
      return note('Số liệu', before, shown);
    }
    case 'none-arose':
      kept.none[target.indicator] = text === 'true';
      return note('Không phát sinh', '', text === 'true' ? 'có' : 'không');
    case 'link': {
      const link = kept.links.find((one) => one.evidence === target.evidence);
      const before = link?.place ?? '';
      if (link) link.place = text;
      return note('Trang, mục', before, text);
    }
    default: {
      const written = store.texts.find((one) => one.name === target.field);
      if (!written) throw bad('Ô này không ghi được từ đây.');
      const before = kept.texts[written.name] ?? '';
      kept.texts[written.name] = text;
      return note(written.label, before, text);
    }
  }
}

function write(store: Store, unit: string, target: Target, text: string): string {
  if ('entry' in target) return writeEntry(store, unit, target, text);
  if (target.field === 'evidence') {
    const one = store.evidence.find((evidence) => evidence.id === target.evidence);
    if (!one) throw new Refusal({ code: 'gone', message: 'Minh chứng này không còn.' });
    const parts = { number: 'number', symbol: 'symbol', issuer: 'issuer', abstract: 'abstract' } as const;
    if (target.part === 'signed') one.signed = day(text);
    else if (target.part in parts) one[parts[target.part as keyof typeof parts]] = text;
    queue(store, target, 'Minh chứng', '', text);
  }
  if (target.field === 'due-date' || target.field === 'due-basis') {
    const key = `${unit}/${target.task}/${target.rule}`;
    const entered = store.dates.get(key) ?? { date: '', basis: '' };
    store.dates.set(
      key,
      target.field === 'due-date' ? { ...entered, date: day(text) ?? '' } : { ...entered, basis: text },
    );
    queue(store, target, 'Ngày đến hạn', '', text);
  }
  const entered = enter(store, target, text, day);
  if (entered) queue(store, target, entered, '', text);
  return text;
}

/** What a closed plan takes: its opening again, and whatever is not written into it. */
function isTaken({ plan }: Store, act: Act): boolean {
  if (plan.closedOn === null || (act.act === 'write' && act.target.field === 'closed')) return true;
  return ['take-back', 'take-back-last', 'dismiss', 'sync', 'metered', 'save-file', 'lock'].includes(act.act);
}

/** Does what the shell would do, in memory. */
export function perform(store: Store, unit: string, act: Act): Done {
  if (!isTaken(store, act)) throw new Refusal({ code: null, message: CLOSED });
  const done: Done = { savedAt: SAVED_AT, text: null, note: null };
  switch (act.act) {
    case 'write': {
      const text = write(store, unit, act.target, act.text);
      return { ...done, text: text === act.text ? null : text };
    }
    case 'settle':
      store.conflicts = store.conflicts.filter((one) => targetKey(one.target) !== targetKey(act.target));
      if (act.target.field === 'verdict') queue(store, act.target, 'Ý kiến thẩm định', '', act.text);
      else write(store, unit, act.target, act.text);
      return done;
    case 'take-back':
    case 'take-back-last': {
      const edit =
        act.act === 'take-back'
          ? store.queue.edits.find((one) => one.id === act.edit)
          : store.queue.edits.find((one) => one.canTakeBack);
      if (!edit?.canTakeBack) throw new Refusal({ code: null, message: 'Không còn sửa đổi nào lấy lại được.' });
      store.queue.edits = store.queue.edits.filter((one) => one !== edit);
      return done;
    }
    case 'dismiss':
      store.queue.refused = store.queue.refused.filter((one) => one.id !== act.edit);
      return done;
    case 'attach':
    case 'attach-by-dialog':
      for (const path of act.act === 'attach' ? act.paths : ['ban-chup.pdf']) attach(store, unit, act.entry, path);
      return done;
    case 'reuse':
      entryIn(store, unit, act.entry.task, act.entry.period).links.push({ evidence: act.evidence, place: act.place });
      return done;
    case 'detach': {
      const kept = entryIn(store, unit, act.entry.task, act.entry.period);
      kept.links = kept.links.filter((link) => link.evidence !== act.evidence);
      return done;
    }
    case 'submit':
      store.handedIn.add(act.period);
      return done;
    case 'metered':
      store.status = { ...store.status, metered: act.on };
      return done;
    case 'return':
    case 'accept': {
      const kept = entryIn(store, act.unit, act.entry.task, act.entry.period);
      const accepted = act.act === 'accept';
      const until = act.act === 'return' ? day(act.until) : null;
      kept.talk.push({
        office: unitName(unit),
        by: BY,
        at: SAVED_AT,
        accepted,
        text: act.act === 'return' ? act.reason : '',
        until,
      });
      kept.answered = false;
      return done;
    }
    default:
      return done;
  }
}

function attach(store: Store, unit: string, entry: { task: string; period: string }, path: string): void {
  const id = `e${store.evidence.length + 1}`;
  const fileName = path.split(/[\\/]/).at(-1) ?? path;
  const mediaType = /\.(jpe?g|png)$/i.test(fileName) ? 'image/jpeg' : 'application/pdf';
  const file = id.padEnd(64, '0');
  store.evidence.push({
    id,
    unit,
    unitName: unitName(unit),
    number: '',
    symbol: '',
    issuer: '',
    signed: null,
    abstract: '',
    file,
    fileName,
    mediaType,
    size: 2_000_000,
    whereabouts: { is: 'only-here', sent: 0 },
  });
  entryIn(store, unit, entry.task, entry.period).links.push({ evidence: id, place: '' });
  store.queue.files.push({ hash: file, name: fileName, size: 2_000_000, sent: 0 });
}
