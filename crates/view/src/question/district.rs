//! The district at a glance: units x tasks, who is late, who is silent.

use std::borrow::Cow;
use std::collections::HashMap;

use model::due::Lateness;
use model::due::{DueInstance, Settings, Timing, for_period};
use model::ids::{FieldCode, PeriodId, TaskId, UnitId};
use model::plan::{Assignment, Task};
use model::time::hanoi;
use model::window::{Cell, Late, Matrix, MatrixField, MatrixRow, MatrixTask, Silent};

use super::talk::{handed_in, looks};
use crate::facts::{EntryFacts, Facts, Heard, PeriodFacts, Scope, Submission, Waiting, settings};
use crate::{AskError, Asker, Side};

/// One period's entries of the units that the asker may read, and the dates that stand in it.
pub(super) struct District<'a> {
    pub period: PeriodId,
    pub tasks: Vec<&'a Task>,
    pub units: Vec<&'a UnitId>,
    all: PeriodFacts,
    dues: HashMap<&'a TaskId, Vec<DueInstance>>,
    pub settings: Settings,
    nothing: EntryFacts,
}

impl<'a> District<'a> {
    pub fn load<F: Facts>(
        facts: &F,
        asker: &Asker<'a>,
        period: &PeriodId,
        field: Option<&FieldCode>,
    ) -> Result<Self, AskError> {
        let period = asker.period(period)?.id;
        let tasks = tasks_of(asker, &period, field)?;
        let settings = settings(facts, asker.plan)?;
        let readable = asker.readable();
        let mut scope = Scope::all(asker.plan.id(), &period);
        if field.is_some() {
            scope = scope.of_tasks(tasks.iter().map(|task| &task.id));
        }
        if let Some(units) = readable.listed() {
            scope = scope.of_units(units.iter().copied());
        }
        let dues = tasks.iter().map(|task| (&task.id, for_period(asker.plan, &task.id, &settings, &period)));
        Ok(Self {
            dues: dues.collect(),
            settings,
            all: asker.entries(facts, &scope)?,
            units: readable
                .units()
                .into_iter()
                .filter(|unit| asker.plan.answers_for(unit, &period))
                .collect(),
            tasks,
            period,
            nothing: EntryFacts::default(),
        })
    }

    pub fn facts(&self, assignment: &Assignment) -> &EntryFacts {
        self.all.of(&assignment.unit, &assignment.task).unwrap_or(&self.nothing)
    }

    /// Whether the unit says anything in the period: an empty report is not a report.
    pub fn says_anything(&self, unit: &UnitId) -> bool {
        self.all.says_anything(unit)
    }

    pub fn pressing(&self, asker: &Asker<'_>, assignment: &Assignment) -> Option<Cow<'_, DueInstance>> {
        let Assignment { unit, task, .. } = assignment;
        match self.settings.granted(asker.plan, (unit, task), self.dues.get(task)?) {
            Cow::Borrowed(dues) => asker.pressing(unit, dues).map(Cow::Borrowed),
            Cow::Owned(dues) => asker.pressing(unit, &dues).cloned().map(Cow::Owned),
        }
    }
}

/// The tasks of a field, or all, that are of the plan in the period, in the plan's order.
pub(super) fn tasks_of<'a>(
    asker: &Asker<'a>,
    period: &PeriodId,
    field: Option<&FieldCode>,
) -> Result<Vec<&'a Task>, AskError> {
    if let Some(field) = field {
        asker.plan.field(field).ok_or(AskError::Gone)?;
    }
    let tasks = asker.plan.tasks().iter().filter(|task| asker.plan.is_task_of(task, period));
    Ok(tasks.filter(|task| field.is_none_or(|field| task.field == *field)).collect())
}

/// Units x tasks in one period; units without a part in any of the tasks have no row.
pub(super) fn matrix<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    field: Option<&FieldCode>,
) -> Result<Matrix, AskError> {
    let district = District::load(facts, asker, period, field)?;
    let mut matrix = Matrix {
        period: period.clone(),
        as_of: asker.now,
        fields: fields(asker, &district.tasks),
        rows: Vec::new(),
        assignments: 0,
        begun: 0,
        closed: 0,
        accepted: 0,
        overdue: 0,
        conflicts: 0,
    };
    let mut places: HashMap<&TaskId, usize> = HashMap::new();
    let order = matrix.fields.iter().flat_map(|field| &field.tasks);
    let order: Vec<TaskId> = order.map(|task| task.id.clone()).collect();
    places.extend(order.iter().zip(0..));
    let heard = facts.heard(&district.units)?.into_iter();
    let heard: HashMap<UnitId, _> = heard.map(|Heard { unit, at, .. }| (unit, at)).collect();
    let waiting = facts.waiting(asker.plan.id(), &district.units)?.into_iter();
    let waiting: HashMap<UnitId, _> =
        waiting.map(|Waiting { unit, files, bytes }| (unit, (files, bytes))).collect();
    let looks = looks(facts, asker, period, &district.units)?;
    let handed_in_by = facts.submissions(asker.plan.id(), period, &district.units)?.into_iter();
    let handed_in_by: HashMap<UnitId, Submission> = handed_in_by.map(|one| (one.unit.clone(), one)).collect();
    for unit in &district.units {
        let Some(mut row) = row(asker, &district, unit, &places, &mut matrix) else { continue };
        let changed = asker.plan.assigned_in(unit, period);
        let changed = changed.filter(|one| district.facts(one).changed_after).count();
        let changed = u32::try_from(changed).unwrap_or(u32::MAX);
        let one = handed_in_by.get(*unit);
        row.handed_in = one.map(|one| handed_in(facts, asker, (one, &looks), changed)).transpose()?;
        row.last_heard = heard.get(*unit).copied().flatten();
        (row.waiting_files, row.waiting_bytes) = waiting.get(*unit).copied().unwrap_or_default();
        matrix.rows.push(row);
    }
    Ok(matrix)
}

fn fields(asker: &Asker<'_>, tasks: &[&Task]) -> Vec<MatrixField> {
    let of = |code: &FieldCode| -> Vec<MatrixTask> {
        let tasks = tasks.iter().filter(|task| task.field == *code);
        tasks.map(|task| MatrixTask { id: task.id.clone(), title: task.title.clone() }).collect()
    };
    let fields = asker.plan.fields().iter();
    let fields = fields.map(|field| MatrixField {
        tasks: of(&field.code),
        code: field.code.clone(),
        name: field.name.clone(),
    });
    fields.filter(|field| !field.tasks.is_empty()).collect()
}

/// A unit's cells. *Complete*: entries closed and not empty, of the unit's assignments among these tasks. *On time*: of its
/// entries whose date has passed and was owed, those that the server received by it, and those of which an office took the claim of
/// the laptop for true ([`Timing`]).
fn row(
    asker: &Asker<'_>,
    district: &District<'_>,
    unit: &UnitId,
    places: &HashMap<&TaskId, usize>,
    sums: &mut Matrix,
) -> Option<MatrixRow> {
    let mut cells: Vec<Option<Cell>> = vec![None; places.len()];
    let (mut assigned, mut closed, mut dated, mut on_time) = (0u32, 0u32, 0u32, 0u32);
    for assignment in asker.plan.assigned_in(unit, &district.period) {
        let Some(&place) = places.get(&assignment.task) else { continue };
        let facts = district.facts(assignment);
        let standing = facts.standing();
        let due = district.pressing(asker, assignment);
        assigned += 1;
        closed += u32::from(standing.is_closed() && !facts.is_empty_report());
        if let Some(date) = due
            .as_deref()
            .filter(|due| due.unowed.is_none())
            .and_then(|due| due.date)
            .filter(|date| *date < asker.today())
        {
            dated += 1;
            let timing = Timing::of(date, facts.completion().as_ref(), asker.today());
            on_time += u32::from(timing.is_in_time());
        }
        sums.begun += u32::from(standing.is_begun());
        sums.accepted += u32::from(standing.reviewed == model::shown::Reviewed::Accepted);
        sums.conflicts += facts.conflicts();
        let late = due
            .as_deref()
            .is_some_and(|due| matches!(standing.lateness(due, asker.today()), Lateness::Late(_)));
        sums.overdue += u32::from(late);
        cells[place] = Some(Cell {
            shown: standing.shown(due.as_deref(), asker.today()),
            role: assignment.role,
            percent: facts.percent,
            conflict: facts.conflicts() > 0,
            arrived_later: facts.arrived_later,
            evidence: facts.evidence,
            evidence_waiting: facts.waiting,
        });
    }
    sums.assignments += assigned;
    sums.closed += closed;
    let percent = |part: u32, all: u32| u8::try_from(part * 100 / all).unwrap_or(100);
    (assigned > 0).then(|| MatrixRow {
        unit: unit.clone(),
        unit_name: asker.unit_name(unit),
        cells,
        complete: percent(closed, assigned),
        handed_in: None,
        on_time: (dated > 0).then(|| percent(on_time, dated)),
        last_heard: None,
        waiting_files: 0,
        waiting_bytes: 0,
    })
}

/// Entries that are owed since their date, the longest first.
pub(super) fn late<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    field: Option<&FieldCode>,
) -> Result<Vec<Late>, AskError> {
    let district = District::load(facts, asker, period, field)?;
    let tasks: HashMap<&TaskId, &Task> = district.tasks.iter().map(|task| (&task.id, *task)).collect();
    let mut late = Vec::new();
    for unit in &district.units {
        for assignment in asker.plan.assigned_in(unit, period) {
            let Some(task) = tasks.get(&assignment.task) else { continue };
            let Some(due) = district.pressing(asker, assignment) else { continue };
            let standing = district.facts(assignment).standing();
            let lateness = standing.lateness(&due, asker.today());
            if let (Some(date), Lateness::Late(_)) = (due.date, lateness) {
                late.push(Late {
                    unit: (*unit).clone(),
                    unit_name: asker.unit_name(unit),
                    task: task.id.clone(),
                    title: task.title.clone(),
                    role: assignment.role,
                    shown: standing.shown(Some(&due), asker.today()),
                    date,
                    lateness,
                });
            }
        }
    }
    late.sort_by_key(|row| row.date);
    Ok(late)
}

/// The units that have work and that the asker may read: those never heard from first, then the longest silent.
pub(super) fn silent<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Vec<Silent>, AskError> {
    let units: Vec<&UnitId> = asker
        .readable()
        .units()
        .into_iter()
        .filter(|unit| !asker.plan.assignments_of(unit).is_empty())
        .filter(|unit| asker.plan.unit(unit).is_some_and(|unit| unit.exists_on(asker.today())))
        .collect();
    // The laptops of those before it are its own, as whoever carries on their work.
    let written: Vec<Vec<UnitId>> = units.iter().map(|unit| asker.plans.written_by(unit)).collect();
    let heard = facts.heard(&written.iter().flatten().collect::<Vec<_>>())?.into_iter();
    let heard: HashMap<UnitId, Heard> = heard.map(|heard| (heard.unit.clone(), heard)).collect();
    let waiting = facts.waiting(asker.plan.id(), &units)?.into_iter();
    let waiting: HashMap<UnitId, (u32, u64)> =
        waiting.map(|Waiting { unit, files, bytes }| (unit, (files, bytes))).collect();
    let silent = units.into_iter().zip(&written).map(|(unit, written)| {
        let (waiting_files, waiting_bytes) = waiting.get(unit).copied().unwrap_or_default();
        let at = heard.get(unit).and_then(|row| row.at);
        let laptops = || written.iter().filter_map(|one| heard.get(one)).map(|row| row.laptops).sum();
        Silent {
            unit: unit.clone(),
            unit_name: asker.unit_name(unit),
            last_heard: at,
            days: at.map(|at| (asker.today() - at.with_timezone(&hanoi()).date_naive()).num_days().max(0)),
            laptops: (asker.side == Side::Server).then(laptops),
            waiting_files,
            waiting_bytes,
        }
    });
    let mut silent: Vec<Silent> = silent.collect();
    // None sorts first.
    silent.sort_by_key(|row| row.last_heard);
    Ok(silent)
}
