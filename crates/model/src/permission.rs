//! Who may read and write which document, and which field. Asked by the laptop before it stores an edit, by
//! the server at admission and when it hands changes out, and by bundles.

use crate::document::{DocId, DocKind, Refusal};
use crate::ids::UnitId;
use crate::plan::Plan;
use crate::target::{EntryKey, Target};

/// Whether the unit is the one that writes the document.
pub fn may_write(plan: &Plan, unit: &UnitId, doc: &DocId) -> Result<(), Refusal> {
    if doc.year != plan.year() {
        return Err(Refusal::OtherYear);
    }
    let writes = match &doc.kind {
        DocKind::Plan => unit == plan.coordinator(),
        DocKind::Workbook(of) => unit == of && plan.unit(of).is_some(),
        DocKind::Review { office, unit: of } => unit == office && reviews(plan, office, of),
    };
    if writes { Ok(()) } else { Err(Refusal::NotYourDocument) }
}

/// Whether the unit may read the document.
pub fn may_read(plan: &Plan, unit: &UnitId, doc: &DocId) -> bool {
    doc.year == plan.year()
        && plan.unit(unit).is_some()
        && match &doc.kind {
            DocKind::Plan => true,
            DocKind::Workbook(of) => unit == of || unit == plan.coordinator() || plan.leads_task_of(unit, of),
            DocKind::Review { office, unit: of } => {
                unit == office || unit == of || unit == plan.coordinator()
            }
        }
}

/// All units that may read the document: what may be asked of every unit, answered from the document's name.
pub fn readers<'a>(plan: &'a Plan, doc: &'a DocId) -> Vec<&'a UnitId> {
    let mut readers = match &doc.kind {
        DocKind::Plan => plan.units().iter().map(|unit| &unit.id).collect(),
        DocKind::Workbook(of) => {
            let mut readers = plan.leads_of_others(of);
            readers.extend([of, plan.coordinator()]);
            readers
        }
        DocKind::Review { office, unit } => vec![office, unit, plan.coordinator()],
    };
    readers.sort_unstable();
    readers.dedup();
    readers.retain(|unit| may_read(plan, unit, doc));
    readers
}

/// Whether the document has this field: the task is one of the unit's, the period one of the plan's.
pub fn may_edit(plan: &Plan, doc: &DocId, target: &Target) -> Result<(), Refusal> {
    let allowed = match &doc.kind {
        DocKind::Plan => match target {
            Target::Source { .. } => true,
            Target::Milestone { milestone } | Target::MilestoneBasis { milestone } => {
                plan.milestone(milestone).is_some()
            }
            Target::UnitDays { period } => plan.report(period).is_some(),
            Target::Request { .. } => true,
            // The year is written once, when the plan is opened.
            _ => false,
        },
        DocKind::Workbook(unit) => workbook(plan, unit, target),
        DocKind::Review { office, unit } => match target {
            Target::Verdict { entry } => may_review(plan, office, unit, entry),
            _ => false,
        },
    };
    if allowed { Ok(()) } else { Err(Refusal::NotYourAssignment) }
}

/// Whether the office's word counts on this entry: the coordinating office's on all, a lead's on its own task.
pub fn may_review(plan: &Plan, office: &UnitId, unit: &UnitId, entry: &EntryKey) -> bool {
    has_entry(plan, unit, entry)
        && office != unit
        && (office == plan.coordinator() || plan.leads_for(office, unit, &entry.task))
}

fn workbook(plan: &Plan, unit: &UnitId, target: &Target) -> bool {
    match target {
        Target::Figure { entry, indicator, index } => {
            has_entry(plan, unit, entry)
                && plan.indicator(indicator).is_some_and(|found| {
                    found.of == entry.task
                        && plan.enters(unit, found)
                        && usize::from(*index) < found.kind.figures()
                })
        }
        Target::NoneArose { entry, indicator } => {
            has_entry(plan, unit, entry)
                && plan
                    .indicator(indicator)
                    .is_some_and(|found| found.of == entry.task && plan.enters(unit, found))
        }
        Target::Evidence { .. } => true,
        Target::DueDate { task, rule } | Target::DueBasis { task, rule } => {
            plan.enters_date(unit, task, *rule)
        }
        Target::Submission { period } => plan.report(period).is_some(),
        Target::State { entry }
        | Target::Percent { entry }
        | Target::Narrative { entry }
        | Target::Difficulties { entry }
        | Target::Link { entry, .. } => has_entry(plan, unit, entry),
        _ => false,
    }
}

fn has_entry(plan: &Plan, unit: &UnitId, entry: &EntryKey) -> bool {
    plan.assignment(unit, &entry.task).is_some() && plan.report(&entry.period).is_some()
}

fn reviews(plan: &Plan, office: &UnitId, unit: &UnitId) -> bool {
    office != unit && (office == plan.coordinator() || plan.leads_task_of(office, unit))
}
