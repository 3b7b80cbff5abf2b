//! Lists of work: assignments of one unit, or of one task over units.

use std::collections::{BTreeSet, HashMap, HashSet};

use model::due::Lateness;
use model::due::{DueInstance, Settings, for_period};
use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::Assignment;
use model::window::{FigureShort, Looked, Returned, Touch, WorkList, WorkRow};

use super::named::field_words;
use super::talk::looks;
use crate::facts::{EntryFacts, EntryOf, Facts, PeriodFacts, Scope, Unreadable, VerdictFacts, settings};
use crate::{AskError, Asker};

/// The assignments of a unit, of a task over all units that the asker may read, or of one task at one unit.
/// Where neither is named: of the asker's own unit.
pub(super) fn work<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    unit: Option<&UnitId>,
    task: Option<&TaskId>,
) -> Result<WorkList, AskError> {
    let period = asker.period(period)?.id;
    if let Some(task) = task {
        asker.plan.task(task).ok_or(AskError::Gone)?;
    }
    let unit = if task.is_none() { unit.or(asker.unit) } else { unit };
    let mut assignments: Vec<&Assignment> = match (unit, task) {
        (Some(unit), task) => {
            asker.reads(unit)?;
            let own = asker.plan.assignments_of(unit).iter();
            own.filter(|assignment| task.is_none_or(|task| assignment.task == *task)).collect()
        }
        (None, Some(task)) => asker
            .plan
            .assignments_to(task)
            .filter(|assignment| asker.reads(&assignment.unit).is_ok())
            .collect(),
        (None, None) => Vec::new(),
    };
    let last = asker.period(&period)?.last;
    assignments.retain(|one| one.is_there_between(last, last) && asker.works_in(&one.unit, &period));
    let settings = settings(facts, asker.plan)?;
    let all = asker.entries(facts, &scope(asker, &period, unit, task))?;
    Ok(list(facts, asker, (&settings, &period), &assignments, &all)?)
}

fn scope<'p>(
    asker: &Asker<'p>,
    period: &'p PeriodId,
    unit: Option<&'p UnitId>,
    task: Option<&'p TaskId>,
) -> Scope<'p> {
    let scope = Scope { tasks: task.map(|task| vec![task]), ..Scope::all(asker.plan.id(), period) };
    match unit {
        Some(unit) => scope.of_units([unit]),
        None => match asker.readable().listed() {
            Some(units) => scope.of_units(units.iter().copied()),
            None => scope,
        },
    }
}

pub(super) fn list<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (settings, period): (&Settings, &PeriodId),
    assignments: &[&Assignment],
    all: &PeriodFacts,
) -> Result<WorkList, Unreadable> {
    let nothing = EntryFacts::default();
    let units: BTreeSet<&UnitId> = assignments.iter().map(|assignment| &assignment.unit).collect();
    let handed_in = handed_in(facts, asker, period, &units.into_iter().collect::<Vec<_>>())?;
    let mut dues: HashMap<&TaskId, Vec<DueInstance>> = HashMap::new();
    let mut list = WorkList { rows: Vec::with_capacity(assignments.len()), begun: 0, overdue: 0 };
    for assignment in assignments {
        let task = &assignment.task;
        let dues = dues.entry(task).or_insert_with(|| for_period(asker.plan, task, settings, period));
        let of_entry = all.of(&assignment.unit, task).unwrap_or(&nothing);
        let dues = settings.granted(asker.plan, (&assignment.unit, task), dues);
        let mut row = row(facts, asker, (assignment, settings, period), &dues, of_entry)?;
        row.changed_after = of_entry.changed_after && handed_in.contains(&assignment.unit);
        list.begun += u32::from(of_entry.standing().is_begun());
        list.overdue +=
            u32::from(row.due.as_ref().is_some_and(|due| matches!(due.lateness, Lateness::Late(_))));
        list.rows.push(row);
    }
    Ok(list)
}

/// The units that handed the period in, and did not take it back in time.
fn handed_in<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    units: &[&UnitId],
) -> Result<HashSet<UnitId>, Unreadable> {
    let submissions = facts.submissions(asker.plan.id(), period, units)?;
    if submissions.is_empty() {
        return Ok(HashSet::new());
    }
    let looks = looks(facts, asker, period, units)?;
    Ok(submissions.into_iter().filter(|one| one.is_in_force(&looks)).map(|one| one.unit).collect())
}

fn row<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (assignment, settings, period): (&Assignment, &Settings, &PeriodId),
    dues: &[DueInstance],
    of_entry: &EntryFacts,
) -> Result<WorkRow, Unreadable> {
    let (unit, task) = (&assignment.unit, &assignment.task);
    let standing = of_entry.standing();
    let due = asker.pressing(unit, dues);
    let found = asker.plan.task(task).expect("an assignment is of a task of the plan");
    let indicators = asker.plan.indicators_of(task, unit);
    let of = EntryOf { plan: asker.plan.id(), period, unit, task };
    let returned = of_entry.returned().map(|word| returned(facts, asker, of, word)).transpose()?;
    Ok(WorkRow {
        unit: unit.clone(),
        unit_name: asker.unit_name(unit),
        task: task.clone(),
        field: found.field.clone(),
        title: found.title.clone(),
        role: assignment.role,
        shown: standing.shown(due, asker.today()),
        percent: of_entry.percent,
        due: due.map(|due| asker.due_view((unit, task), due, &standing)),
        figures: indicators.into_iter().map(|indicator| figure_short(indicator, unit, of_entry)).collect(),
        evidence: of_entry.evidence,
        evidence_waiting: of_entry.waiting,
        returned,
        changed_after: false,
        questions: of_entry.questions(),
        looked: of_entry.looked.map(|changed| if changed { Looked::ChangedSince } else { Looked::AsItIs }),
        conflicts: of_entry.conflicts(),
        unsent: of_entry.unsent,
        arrived_later: of_entry.arrived_later,
        silent_days: due
            .filter(|due| due.continuous)
            .and_then(|_| super::timeliness::silence(asker, settings, period, of_entry)),
        touched: touched(facts, of, of_entry)?,
    })
}

fn returned<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    of: EntryOf<'_>,
    word: &VerdictFacts,
) -> Result<Returned, Unreadable> {
    Ok(Returned {
        office: asker.unit_name(&word.office),
        by: facts.shown_name(&word.by)?,
        at: word.at,
        reason: word.reason.clone(),
        until: word.until,
        fields: field_words(facts, asker, of, &word.fields)?,
    })
}

pub(super) fn touched<F: Facts>(
    facts: &F,
    of: EntryOf<'_>,
    of_entry: &EntryFacts,
) -> Result<Option<Touch>, Unreadable> {
    let Some(last) = &of_entry.last else { return Ok(None) };
    let Some(by) = facts.changed_by(of)? else { return Ok(None) };
    Ok(Some(Touch { by: facts.shown_name(&by)?, at: last.at, received: last.received }))
}

fn figure_short(indicator: &model::plan::Indicator, unit: &UnitId, facts: &EntryFacts) -> FigureShort {
    let outcome = facts.work_out(indicator, unit);
    FigureShort {
        indicator: indicator.id.clone(),
        name: indicator.name.clone(),
        shown: outcome.result.unwrap_or_default(),
        target: indicator.target_text_of(unit),
        met: outcome.met,
    }
}

impl Asker<'_> {
    /// The unit's name; the bare id of a unit that a newer plan no longer has.
    pub(super) fn unit_name(&self, unit: &UnitId) -> String {
        let of_plan = self.plan.unit(unit).map(|unit| unit.name.as_str());
        of_plan.or_else(|| self.plans.unit_name(unit)).unwrap_or(unit.as_str()).to_owned()
    }
}
