import type { PlanView } from '../../bindings/PlanView';
import { indicatorsOf, REPORTING, roleOf, TASKS, TITLE, unitName, YEAR } from './plan';
import { drawn, emptyEntry, type Kept, keyOf, OFFICE, type Store } from './store';
import { newSettings } from './settings';
import { tellOfLastYear } from './past';
import { tellStories } from './stories';

const PEOPLE = ['Rơ Châm Hoan', 'Nguyễn Thị Hạnh', 'Đinh Văn Lợi', 'Siu H’Blen', 'Trần Quốc Bảo', 'Kpă Thuận'];

/** How far along a unit is, from 0 to 1; a few are far behind, as in life. */
function zeal(unit: string): number {
  if (unit === 'dak-troi') return 0.12;
  if (unit === 'kon-dong' || unit === OFFICE) return 0.92;
  return 0.35 + 0.5 * drawn(unit);
}

function seeded(unit: string, task: string, month: string): Kept {
  const kept = emptyEntry();
  const luck = drawn(`${unit}/${task}/luck`);
  const far = zeal(unit);
  if (luck > far) return kept;
  const by = PEOPLE[Math.floor(drawn(unit) * PEOPLE.length)] ?? '';
  const day = String(1 + Math.floor(drawn(`${task}${unit}`) * 20)).padStart(2, '0');
  kept.touched = { by, at: `${month}-${day}T15:20:00+07:00`, received: `${month}-${day}T16:42:00+07:00` };
  kept.texts.narrative = 'Đã triển khai theo kế hoạch của đơn vị.';
  if (luck > far * 0.6) {
    kept.state = 'in-progress';
    kept.percent = 10 * Math.ceil(luck * 9);
  } else {
    kept.state = luck < 0.03 ? 'not-applicable' : 'done';
    kept.percent = luck < 0.03 ? null : 100;
    const word = drawn(`${unit}${task}word`);
    const remark = { office: 'Phòng Nội vụ', by: 'Lê Thị Thu Hà', at: `${month}-20T10:05:00+07:00`, until: null };
    if (word < 0.3) kept.talk.push({ ...remark, accepted: true, text: '' });
    if (word < 0.04) kept.answered = true;
    if (word > 0.94) {
      kept.talk.push({ ...remark, accepted: false, text: 'Chưa rõ số liệu của tháng 8', until: '2019-09-04' });
    }
  }
  for (const indicator of indicatorsOf(task, unit)) {
    const whole = 20 + Math.floor(drawn(unit + indicator.id) * 400);
    const part = luck < 0.5 ? whole : Math.floor(whole * (0.85 + 0.15 * drawn(indicator.id + unit)));
    if (drawn(`${indicator.id}none${unit}`) < 0.15) kept.none[indicator.id] = true;
    else
      kept.figures[indicator.id] = indicator.figures.length === 1 ? [String(part % 5)] : [String(part), String(whole)];
  }
  return kept;
}

export const PLAN: PlanView = {
  id: 'mang-yang-2019',
  title: TITLE,
  year: YEAR,
  coordinator: unitName(OFFICE),
  closedOn: null,
};

/** A plan and what its units have entered by now; each tells stories of its own. */
function newStore(plan: PlanView, current: string, month: string): Store {
  const store: Store = {
    plan,
    current,
    entries: new Map(),
    evidence: [],
    texts: [
      { name: 'narrative', label: 'Nội dung thực hiện' },
      { name: 'difficulties', label: 'Khó khăn, vướng mắc' },
    ],
    dates: new Map(),
    entered: newSettings(),
    conflicts: [],
    queue: { edits: [], files: [], refused: [] },
    status: {
      link: 'offline',
      edits: 0,
      files: 0,
      bytes: 0,
      lastSync: '2019-08-21T16:42:00+07:00',
      refused: 0,
      conflicts: 0,
      needsNewer: 0,
      metered: false,
      problem: null,
    },
    handedIn: new Set(),
  };
  for (const unit of REPORTING) {
    for (const task of TASKS) {
      if (!roleOf(task, unit.id)) continue;
      store.entries.set(keyOf(unit.id, task.code, current), seeded(unit.id, task.code, month));
    }
  }
  return store;
}

export function thisYear(): Store {
  const store = newStore(PLAN, 'Q3', '2019-08');
  tellStories(store);
  return store;
}

/** The year before, which was closed; what waits is kept in one queue with the other plan's. */
export function lastYear({ queue }: Store): Store {
  const [year, id] = [PLAN.year - 1, 'mang-yang-2018'];
  const title = TITLE.replace(String(PLAN.year), String(year));
  const store = newStore({ ...PLAN, id, title, year, closedOn: '2019-01-31' }, 'Q4', '2018-12');
  store.entered.requests = [];
  tellOfLastYear(id, queue);
  return { ...store, queue };
}
