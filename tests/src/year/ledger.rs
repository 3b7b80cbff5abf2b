//! What happened, written down outside of the program: by whom, and what counts must come to.

use std::collections::{BTreeMap, BTreeSet};

use model::due::Timing;
use model::ids::{PeriodId, TaskId, UnitId};
use model::state::Shown;
use model::window::{CarryOverPage, Matrix, PeriodPage, ReminderView};

/// What was last said of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// And not finished in its period.
    Begun,
    /// Done, and no office spoke of it since.
    Done,
    Returned,
    Accepted,
    /// Changed after it was accepted.
    Amended,
}

/// How many parts of how many units in how many tasks the decision has.
const ASSIGNMENTS: usize = 1082;

#[derive(Debug, Default)]
pub struct Ledger {
    /// How many parts units have in tasks, from the next period on.
    pub parts: usize,
    /// The same of each period that was handed in.
    pub parts_of: BTreeMap<PeriodId, usize>,
    pub entries: BTreeMap<(PeriodId, UnitId, TaskId), Word>,
    /// Who handed in, and whether the server had it by the day.
    pub handed: BTreeMap<(PeriodId, UnitId), bool>,
    pub closed: BTreeSet<PeriodId>,
    /// Who was reminded, and answered.
    pub reminded: BTreeMap<UnitId, bool>,
    pub records: BTreeMap<UnitId, usize>,
    pub carried: BTreeMap<UnitId, Choice>,
}

/// What became of a unit's tasks when the year ended.
#[derive(Debug, Default)]
pub struct Choice {
    /// Begun, and carried over into the next.
    pub goes_on: BTreeSet<TaskId>,
    pub finished: BTreeSet<TaskId>,
}

impl Choice {
    /// What was never begun, and is late or not, is not asked here.
    pub fn against(&self, unit: &UnitId, page: &CarryOverPage) -> Vec<String> {
        let all = |task: &TaskId| page.tasks.iter().filter(|one| one.entry.task == *task).count();
        let carried: BTreeSet<TaskId> =
            page.tasks.iter().filter(|one| one.carried).map(|one| one.entry.task.clone()).collect();
        let mut wrong = Vec::new();
        if carried != self.goes_on {
            wrong.push(format!("{unit} · chuyển tiếp: {carried:?}, trong sổ tay {:?}", self.goes_on));
        }
        let back = self.finished.iter().filter(|task| all(task) > 0);
        wrong.extend(back.map(|task| format!("{unit} · {task}: chưa xong, trong sổ tay đã xong")));
        wrong
    }
}

impl Ledger {
    pub fn of_the_decision() -> Self {
        Self { parts: ASSIGNMENTS, ..Self::default() }
    }

    /// The entries of a period of which this was said last.
    pub fn of(&self, period: &PeriodId, word: Word) -> Vec<(UnitId, TaskId)> {
        let found = self.entries.iter().filter(|((of, ..), said)| of == period && **said == word);
        found.map(|((_, unit, task), _)| (unit.clone(), task.clone())).collect()
    }

    /// Where the district's matrix differs.
    pub fn against_matrix(&self, period: &PeriodId, matrix: &Matrix) -> Vec<String> {
        let tasks: Vec<&TaskId> =
            matrix.fields.iter().flat_map(|field| &field.tasks).map(|task| &task.id).collect();
        let (mut wrong, mut met, mut parts) = (Vec::new(), 0, 0);
        for row in &matrix.rows {
            for (cell, task) in row.cells.iter().zip(&tasks) {
                let Some(cell) = cell else { continue };
                parts += 1;
                let said = self.entries.get(&(period.clone(), row.unit.clone(), (*task).clone()));
                met += usize::from(said.is_some());
                let fits = match said {
                    Some(Word::Begun) => matches!(cell.shown, Shown::InProgress | Shown::Overdue),
                    Some(Word::Done) => cell.shown == Shown::Done,
                    Some(Word::Returned) => cell.shown == Shown::Returned,
                    Some(Word::Accepted) => cell.shown == Shown::Accepted,
                    Some(Word::Amended) => cell.shown == Shown::Amended,
                    None => matches!(cell.shown, Shown::NotStarted | Shown::Overdue),
                };
                if !fits {
                    wrong.push(format!(
                        "{period} · {} · {task}: {:?}, trong sổ tay {said:?}",
                        row.unit, cell.shown
                    ));
                }
            }
        }
        let all = self.entries.keys().filter(|(of, ..)| of == period).count();
        let accepted = self.of(period, Word::Accepted).len();
        let counts = [
            ("mục đã làm có trong ma trận", met, all),
            ("ô của ma trận", parts, self.parts_of.get(period).copied().unwrap_or_default()),
            ("mục được phân", matrix.assignments as usize, parts),
            ("mục có nội dung", matrix.begun as usize, all),
            ("mục được chấp nhận", matrix.accepted as usize, accepted),
            ("xung đột", matrix.conflicts as usize, 0),
        ];
        wrong.extend(unequal(period, &counts));
        wrong
    }

    /// Where the page of the period differs: who handed in, and whether in time.
    pub fn against_period(&self, period: &PeriodId, page: &PeriodPage) -> Vec<String> {
        let mut wrong = Vec::new();
        for line in &page.reports {
            let said = self.handed.get(&(period.clone(), line.unit.clone()));
            let there = line.completed.map(|_| matches!(line.timing, Timing::Received));
            if there != said.copied() {
                wrong.push(format!("{period} · {}: nộp {there:?}, trong sổ tay {said:?}", line.unit));
            }
        }
        let lines: BTreeSet<&UnitId> = page.reports.iter().map(|line| &line.unit).collect();
        let absent = self.handed.keys().filter(|(of, unit)| of == period && !lines.contains(unit));
        wrong.extend(absent.map(|(_, unit)| format!("{period} · {unit}: không có dòng báo cáo")));
        let handed = self.handed.keys().filter(|(of, _)| of == period).count();
        let there = page.reports.iter().filter(|line| line.completed.is_some()).count();
        let closed = (page.closing.is_some(), self.closed.contains(period));
        wrong.extend(unequal(period, &[("báo cáo đã nộp", there, handed)]));
        wrong.extend((closed.0 != closed.1).then(|| format!("{period}: đóng kỳ {closed:?}")));
        wrong
    }

    pub fn against_reminders(&self, there: &[ReminderView]) -> Vec<String> {
        let told: BTreeMap<UnitId, bool> =
            there.iter().map(|one| (one.unit.clone(), one.answered.is_some())).collect();
        (told != self.reminded)
            .then(|| format!("nhắc việc: {told:?}, trong sổ tay {:?}", self.reminded))
            .into_iter()
            .collect()
    }
}

fn unequal(period: &PeriodId, counts: &[(&str, usize, usize)]) -> Vec<String> {
    let wrong = counts.iter().filter(|(_, there, told)| there != told);
    wrong.map(|(what, there, told)| format!("{period} · {what}: {there}, trong sổ tay {told}")).collect()
}
