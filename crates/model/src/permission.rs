//! Who may read and write which document, and which field. Asked by the laptop before it stores an edit, by
//! the server at admission and when it hands changes out, and by bundles.

use crate::address::ObjectName;
use crate::doc_id::{DocId, DocKind};
use crate::ids::{IndicatorId, MilestoneId, PeriodId, RegisterId, RuleId, TaskId, UnitId};
use crate::plan::{IndicatorKind, Plan};
use crate::refusal::Refusal;
use crate::target::{EntryKey, Target};
use crate::vocabulary::{Asks, Home, Kind, Of, Vocabulary};

/// Whether the unit is the one that writes the document.
pub fn may_write(plan: &Plan, unit: &UnitId, doc: &DocId) -> Result<(), Refusal> {
    if matches!(doc.kind, DocKind::Unknown(_)) {
        return Err(Refusal::UnknownDocument);
    }
    if !stands_under(plan, doc) {
        return Err(Refusal::OtherPlan);
    }
    let writes = match &doc.kind {
        DocKind::Organisation => unit == plan.organisation().keeper(),
        DocKind::Plan => unit == plan.coordinator(),
        DocKind::Workbook(of) => {
            plan.unit(of).is_some() && (unit == of || plan.organisation().carries_on(unit, of))
        }
        DocKind::Review { office, unit: of } => unit == office && reviews(plan, office, of),
        DocKind::Guidance(office) => unit == office && plan.guides(office),
        DocKind::Unknown(_) => false,
    };
    match doc.kind {
        _ if !writes => Err(Refusal::NotYourDocument),
        DocKind::Workbook(_) | DocKind::Review { .. } | DocKind::Guidance(_)
            if plan.closed_on().is_some() =>
        {
            Err(Refusal::PlanClosed)
        }
        _ => Ok(()),
    }
}

/// Whether the plan's rules are asked of the document: it is one of the plan, or of the organisation above it.
fn stands_under(plan: &Plan, doc: &DocId) -> bool {
    match doc.kind {
        DocKind::Organisation => *doc == DocId::organisation(plan.organisation().id()),
        _ => doc.plan == *plan.id(),
    }
}

/// Whether the unit may read the document, or some of it ([`is_told`]). Who came in the place of others reads what these read.
pub fn may_read(plan: &Plan, unit: &UnitId, doc: &DocId) -> bool {
    reads(plan, unit, doc)
        || plan.organisation().predecessors(unit).into_iter().any(|before| reads(plan, before, doc))
}

/// The same for the unit by itself.
pub(crate) fn reads(plan: &Plan, unit: &UnitId, doc: &DocId) -> bool {
    reads_all(plan, unit, doc) || reads_of_time(plan, unit, doc)
}

/// Whether the unit by itself is told what the document says in this field.
pub(crate) fn is_told(plan: &Plan, unit: &UnitId, doc: &DocId, target: &Target) -> bool {
    reads_all(plan, unit, doc)
        || matches!(target, Target::ExtensionAnswer { .. }) && reads_of_time(plan, unit, doc)
}

/// Whoever leads a task of a unit waits for its reports, and so hears how much time it was given. What else the coordinating office
/// says to the unit is between the two.
fn reads_of_time(plan: &Plan, unit: &UnitId, doc: &DocId) -> bool {
    match &doc.kind {
        DocKind::Review { office, unit: of } => {
            stands_under(plan, doc) && office == plan.coordinator() && plan.leads_task_of(unit, of)
        }
        _ => false,
    }
}

/// Whether the unit by itself reads all of the document.
pub(crate) fn reads_all(plan: &Plan, unit: &UnitId, doc: &DocId) -> bool {
    stands_under(plan, doc)
        && match &doc.kind {
            DocKind::Organisation => plan.organisation().unit(unit).is_some(),
            _ if plan.unit(unit).is_none() => false,
            DocKind::Plan | DocKind::Guidance(_) => true,
            DocKind::Workbook(of) => unit == of || unit == plan.coordinator() || plan.leads_task_of(unit, of),
            DocKind::Review { office, unit: of } => {
                unit == office || unit == of || unit == plan.coordinator()
            }
            DocKind::Unknown(_) => false,
        }
}

/// All units that may read the document: what may be asked of every unit, answered from the document's name.
pub fn readers<'a>(plan: &'a Plan, doc: &'a DocId) -> Vec<&'a UnitId> {
    let mut readers = match &doc.kind {
        DocKind::Plan | DocKind::Guidance(_) => plan.units().iter().map(|unit| &unit.id).collect(),
        DocKind::Organisation => plan.organisation().units().iter().map(|unit| &unit.id).collect(),
        DocKind::Workbook(of) => {
            let mut readers = plan.leads_of_others(of);
            readers.extend([of, plan.coordinator()]);
            readers
        }
        DocKind::Review { office, unit } => {
            let waiting = Some(unit).filter(|_| office == plan.coordinator());
            let mut readers = waiting.map_or_else(Vec::new, |unit| plan.leads_of_others(unit));
            readers.extend([office, unit, plan.coordinator()]);
            readers
        }
        DocKind::Unknown(_) => Vec::new(),
    };
    let mut looked = 0;
    while let Some(&reader) = readers.get(looked) {
        looked += 1;
        readers.extend(plan.organisation().successors(reader));
    }
    readers.sort_unstable();
    readers.dedup();
    readers.retain(|unit| may_read(plan, unit, doc));
    readers
}

/// Units whose documents the unit may read, and so who their people are: its own, the coordinating office, those that
/// it leads and those that lead it, and every office that says to all how things are done, which hears of all. Sorted.
/// Whoever hears of a unit is heard of by it.
pub fn hears_of<'a>(plan: &'a Plan, unit: &'a UnitId) -> Vec<&'a UnitId> {
    if plan.unit(unit).is_none() {
        return Vec::new();
    }
    let mut others: Vec<&UnitId> = if plan.guides(unit) {
        plan.units().iter().map(|unit| &unit.id).collect()
    } else {
        let around = plan.led_by(unit).into_iter().chain(plan.leads_of_others(unit));
        around.chain(plan.guiding()).chain([unit]).collect()
    };
    others.sort_unstable();
    others.dedup();
    others
}

/// Whether the document has this object: the task is one of the unit's, the period one of the plan's.
pub fn may_begin(plan: &Plan, doc: &DocId, object: &ObjectName, known: &Vocabulary) -> Result<(), Refusal> {
    let kind = known.kind_of(&doc.kind, object).ok_or(Refusal::UnknownField)?;
    let ids = object.ids();
    if has_object(plan, doc, kind, &ids) { Ok(()) } else { Err(without(plan, doc, kind.of, &ids)) }
}

/// Whether the document has this field.
pub fn may_edit(plan: &Plan, doc: &DocId, target: &Target) -> Result<(), Refusal> {
    let kind = target.description().object;
    let address = target.address();
    let (object, ids) = (&address.object, address.object.ids());
    if doc.kind == DocKind::Plan && plan.closed_on().is_some() && *target != Target::Closed {
        return Err(Refusal::PlanClosed);
    }
    let allowed = address.is_sound()
        && Home::of(&doc.kind).is_some_and(|home| kind.is_of(home, object))
        && has_object(plan, doc, kind, &ids)
        && has_key(plan, doc, target);
    if allowed { Ok(()) } else { Err(without(plan, doc, kind.of, &ids)) }
}

/// Why a document has not the object of these ids, or not its field.
fn without(plan: &Plan, doc: &DocId, of: Of, ids: &[&str]) -> Refusal {
    match (of, ids, &doc.kind) {
        (Of::Period, [period], DocKind::Workbook(unit))
            if plan.report(&PeriodId::new(*period)).is_some()
                && !plan.is_there_in(unit, &PeriodId::new(*period)) =>
        {
            Refusal::NotThereThen
        }
        (Of::Entry, [task, period], DocKind::Workbook(unit))
            if plan.assignment(unit, &TaskId::new(*task)).is_some()
                && plan.report(&PeriodId::new(*period)).is_some()
                && !plan.is_there_in(unit, &PeriodId::new(*period)) =>
        {
            Refusal::NotThereThen
        }
        _ => Refusal::NotYourAssignment,
    }
}

/// Whether a document has the object of these ids. Nothing that no arm names is allowed.
fn has_object(plan: &Plan, doc: &DocId, kind: &Kind, ids: &[&str]) -> bool {
    match (kind.of, ids, &doc.kind) {
        (Of::Register, [register], DocKind::Workbook(unit)) => {
            let register = plan.register(&RegisterId::new(*register));
            register.is_some_and(|register| register.kind.id == kind.name && plan.keeps(unit, register))
        }
        (Of::Entry, [task, period], DocKind::Workbook(unit)) => {
            has_entry(plan, unit, &TaskId::new(*task), &PeriodId::new(*period))
        }
        (Of::Entry, [task, period], DocKind::Review { office, unit }) => {
            let entry = EntryKey { task: TaskId::new(*task), period: PeriodId::new(*period) };
            may_review(plan, office, unit, &entry)
        }
        (Of::Report, [period], DocKind::Review { office, unit }) => {
            plan.is_there_in(unit, &PeriodId::new(*period)) && reviews(plan, office, unit)
        }
        (Of::Evidence | Of::Reminder | Of::Proposal, [_], DocKind::Workbook(_))
        | (Of::Reminder, [_], DocKind::Review { .. })
        | (Of::Request | Of::Revision, [_], DocKind::Plan)
        | (Of::Revision, [_], DocKind::Organisation) => true,
        // What UBND decided, the coordinating office alone records.
        (Of::Proposal, [_], DocKind::Review { office, .. }) => office == plan.coordinator(),
        (Of::Deadline, [task, rule], DocKind::Workbook(unit)) => {
            plan.enters_date(unit, &TaskId::new(*task), &RuleId::new(*rule))
        }
        (Of::Task, [task], DocKind::Workbook(unit)) => plan.assignment(unit, &TaskId::new(*task)).is_some(),
        (Of::Task, [task], DocKind::Guidance(office)) => {
            let task = TaskId::new(*task);
            plan.task(&task).is_some() && (office == plan.coordinator() || plan.names_lead(office, &task))
        }
        (Of::Period, [period], DocKind::Workbook(unit)) => plan.is_there_in(unit, &PeriodId::new(*period)),
        // How much time a unit has, and whether a claim of its laptops holds, the coordinating office alone says.
        (Of::Period, [period], DocKind::Review { office, unit }) => {
            office == plan.coordinator() && plan.is_there_in(unit, &PeriodId::new(*period))
        }
        (Of::Period, [period], DocKind::Plan) => plan.report(&PeriodId::new(*period)).is_some(),
        (Of::Milestone, [id], DocKind::Plan) => plan.milestone(&MilestoneId::new(*id)).is_some(),
        (Of::Whole, [], DocKind::Plan | DocKind::Organisation | DocKind::Workbook(_)) => true,
        _ => false,
    }
}

/// What a field asks beyond its object. What no arm names is not allowed.
fn has_key<'p>(plan: &'p Plan, doc: &DocId, target: &Target) -> bool {
    let enters_by = |plan: &'p Plan, task: &TaskId, indicator: &IndicatorId| {
        let found = plan.indicator(indicator).filter(|found| found.of == *task)?;
        doc.about().filter(|unit| plan.enters(unit, found)).map(|_| found)
    };
    // Of a task that was split the half that carries the indicator tells it from its day on; what was told of the whole on a day
    // before that may arrive later.
    let enters = |entry: &EntryKey, indicator: &IndicatorId| {
        plan.of_period(&entry.period).find_map(|plan| enters_by(plan, &entry.task, indicator))
    };
    let enters_for = |task: &TaskId, indicator: &IndicatorId| {
        plan.of_all_days().find_map(|plan| enters_by(plan, task, indicator))
    };
    match (target.description().asks, target) {
        (Asks::Object, _) => true,
        (Asks::Indicator, Target::FigureReason { entry, indicator }) => {
            enters(entry, indicator).is_some_and(|found| !found.counts.is_empty())
        }
        (Asks::Assigned, Target::Carried { task }) => {
            doc.about().is_some_and(|unit| plan.assignment(unit, task).is_some())
        }
        // What the plan says itself nobody types.
        (Asks::Indicator, Target::Base { task, indicator, .. }) => enters_for(task, indicator)
            .is_some_and(|found| found.kind == IndicatorKind::Change && found.base.is_none()),
        (Asks::Indicator, Target::Portal { entry, indicator, .. }) => {
            enters(entry, indicator).is_some_and(|found| found.portal.is_some())
        }
        (Asks::Standby, Target::TaskOn { task }) => plan.standby().iter().any(|one| one.id == *task),
        // What is done or not done of a list cannot fail to arise.
        (Asks::Indicator, Target::NoneArose { entry, indicator }) => {
            enters(entry, indicator).is_some_and(|found| found.checks.is_empty())
        }
        (Asks::Figure, Target::Figure { entry, indicator, figure }) => {
            enters(entry, indicator).is_some_and(|found| found.label(figure).is_some())
        }
        (Asks::Check, Target::Check { entry, indicator, check }) => {
            enters(entry, indicator).is_some_and(|found| found.check(check).is_some())
        }
        (
            Asks::Indicator | Asks::Figure | Asks::Check | Asks::Assigned | Asks::Standby | Asks::Opening,
            _,
        ) => false,
    }
}

/// Whether the office's word counts on this entry: the coordinating office's on all, a lead's on its own task.
pub fn may_review(plan: &Plan, office: &UnitId, unit: &UnitId, entry: &EntryKey) -> bool {
    has_entry(plan, unit, &entry.task, &entry.period)
        && office != unit
        && (office == plan.coordinator() || plan.leads_for(office, unit, &entry.task))
}

/// Whether the unit has a part in the task in any of the period's days.
fn has_entry(plan: &Plan, unit: &UnitId, task: &TaskId, period: &PeriodId) -> bool {
    plan.is_assigned_in(unit, task, period) && plan.is_there_in(unit, period)
}

fn reviews(plan: &Plan, office: &UnitId, unit: &UnitId) -> bool {
    office != unit && (office == plan.coordinator() || plan.leads_task_of(office, unit))
}
