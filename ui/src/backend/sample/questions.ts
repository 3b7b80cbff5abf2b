import type { Home } from '../../bindings/Home';
import { type Answers, type Asking, type Question } from '../backend';
import { entryPage, evidenceView, type Eye, periodOf, workRows } from './answers';
import { TODAY } from './calendar';
import { deadlines, figureRows, find, lateRows, matrix, silentUnits } from './district';
import { DECISION, FIELDS, unitName, UNITS } from './plan';
import { periodsIn, yearSettings } from './settings';
import { OFFICE, type Store } from './store';
import { UNIT } from './stories';

export type Look = 'unit' | 'coordinator' | 'reader';

export const EYES: Record<Look, Eye> = {
  unit: { unit: UNIT, kind: 'desktop' },
  coordinator: { unit: OFFICE, kind: 'desktop' },
  reader: { unit: null, kind: 'web' },
};

function home(store: Store, stores: readonly Store[], look: Look): Home {
  const { unit } = EYES[look];
  const rows = unit ? workRows(store, periodOf(store, store.current), unit, null, EYES[look]) : [];
  const person = { unit: 'Rơ Châm Hoan', coordinator: 'Lê Thị Thu Hà', reader: 'Lãnh đạo UBND huyện' };
  return {
    viewer: look,
    unit,
    unitName: unit ? unitName(unit) : '',
    person: person[look],
    plan: store.plan.id,
    plans: stores
      .map((one) => one.plan)
      .sort((a, b) => Number(a.closedOn !== null) - Number(b.closedOn !== null) || b.year - a.year),
    decision: DECISION,
    district: 'Huyện Mang Yang',
    year: store.plan.year,
    today: TODAY,
    periods: periodsIn(store),
    current: store.current,
    fields: FIELDS,
    codes: {},
    units: UNITS,
    carriesOn: [],
    work: rows.length,
    overdue: rows.filter((row) => row.shown === 'overdue').length,
    returned: rows.filter((row) => row.shown === 'returned').length,
    returnedIn: rows.some((row) => row.shown === 'returned') ? store.current : null,
    evidence: store.evidence.filter((one) => one.unit === unit).length,
    conflicts: unit === UNIT ? store.conflicts.length : 0,
  };
}

/** Of one of the plans; the others are told where one chooses. */
export function answerOf(
  store: Store,
  stores: readonly Store[],
  look: Look,
  asked: Asking<Question>,
): Answers[Question] {
  const eye = EYES[look];
  switch (asked.ask) {
    case 'home':
      return home(store, stores, look);
    case 'work': {
      const rows = workRows(store, periodOf(store, asked.period), asked.unit, asked.task, eye);
      const begun = rows.filter((row) => row.touched !== null).length;
      return { rows, begun, overdue: rows.filter((row) => row.shown === 'overdue').length };
    }
    case 'entry':
      return entryPage(store, asked.unit, asked.entry.task, asked.entry.period, eye);
    case 'deadlines':
      return deadlines(store, asked.unit);
    case 'evidence':
      return store.evidence
        .filter((one) => asked.unit === null || one.unit === asked.unit)
        .map((one) => evidenceView(store, one, ''));
    case 'conflicts':
      // Decided by who writes the document: a word of review stands in the office's own.
      return store.conflicts.filter((one) => (one.target.field === 'verdict' ? OFFICE : one.unit) === eye.unit);
    case 'matrix':
      return matrix(store, periodOf(store, asked.period), asked.field, eye);
    case 'figures':
      return figureRows(store, periodOf(store, asked.period), asked.field);
    case 'late':
      return lateRows(store, periodOf(store, asked.period), asked.field, eye);
    case 'silent':
      return silentUnits(eye);
    case 'settings':
      return yearSettings(store, look === 'coordinator');
    case 'find':
      return find(store, asked.text, eye);
  }
}
