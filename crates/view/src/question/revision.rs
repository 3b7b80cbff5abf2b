//! The plan as its keeper changes it: the forms, and the decisions that changed it.

use model::doc_id::DocId;
use model::due::{DueInstance, Settings, instances, vi_date};
use model::ids::{PlanId, RevisionId};
use model::plan::{DueForm, DueRule, DueWhen, Party, Plan, Task, TaskForm, UnitTarget};
use model::target::Target;
use model::value::{Lines, Revision};
use model::window::{PartyView, PlanForms, RevisionView, Said, TargetForm, TaskFormView};

use crate::facts::{Facts, Told, Unreadable, settings};
use crate::{AskError, Asker};

/// What may be changed; everyone may read it, as the plan is everyone's.
pub(super) fn plan_forms<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<PlanForms, AskError> {
    let plan = asker.plan;
    let settings = settings(facts, plan)?;
    let goes_on = |task: &&Task| task.days.until.is_none();
    let editable = asker.writes(plan.coordinator());
    let waiting = revisions(facts, asker)?.into_iter().filter(|one| one.said.received.is_none() && editable);
    Ok(PlanForms {
        editable,
        tasks: plan.tasks().iter().filter(goes_on).map(|task| form(plan, &settings, task)).collect(),
        indicators: targets(plan),
        parties: parties(plan),
        waiting: waiting.collect(),
    })
}

/// The decisions that changed the plan, in the order of the log.
pub(super) fn revisions<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Vec<RevisionView>, Unreadable> {
    let told = in_order(facts, asker.plan.id())?;
    let view = |one: &Told| -> Option<Result<RevisionView, Unreadable>> {
        let Target::Revision { revision } = &one.target else { return None };
        let held: Revision = one.value.as_record()?;
        Some(revision_view(facts, (revision, held), one))
    };
    told.iter().filter_map(view).collect()
}

/// The same of the list of units, with the ids of those that each changed.
pub(super) fn unit_revisions<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
) -> Result<Vec<(RevisionView, Lines)>, Unreadable> {
    let under = DocId::organisation(asker.plan.organisation().id());
    let told = in_order(facts, &under.plan)?;
    let view = |one: &Told| -> Option<Result<(RevisionView, Lines), Unreadable>> {
        let Target::UnitRevision { revision } = &one.target else { return None };
        let held: Revision = one.value.as_record()?;
        let units = held.units.clone();
        Some(revision_view(facts, (revision, held), one).map(|view| (view, units)))
    };
    told.iter().filter(|one| one.doc == under).filter_map(view).collect()
}

fn in_order<F: Facts>(facts: &F, of: &PlanId) -> Result<Vec<Told>, Unreadable> {
    let mut told = facts.told_of_plan(of)?;
    told.sort_by_key(|one| one.place);
    Ok(told)
}

fn revision_view<F: Facts>(
    facts: &F,
    (id, held): (&RevisionId, Revision),
    told: &Told,
) -> Result<RevisionView, Unreadable> {
    let Told { first, .. } = told;
    Ok(RevisionView {
        id: id.clone(),
        decision: held.decision,
        decided_on: held.decided_on,
        from: held.from,
        words: held.words,
        changes: held.changes.0,
        said: Said { by: facts.shown_name(&first.by)?, at: first.at, received: first.received },
    })
}

fn form(plan: &Plan, settings: &Settings, task: &Task) -> TaskFormView {
    let ids = |parties: &[Party]| parties.iter().map(party_id).collect();
    let due =
        |due: &DueRule| DueForm { rule: Some(due.id.clone()), text: due.text.clone(), when: DueWhen::Same };
    let dues = instances(plan, &task.id, settings);
    TaskFormView {
        form: TaskForm {
            id: Some(task.id.clone()),
            field: task.field.clone(),
            code: task.code.clone(),
            title: task.title.clone(),
            lead: ids(&task.lead),
            with: ids(&task.with),
            outputs: task.outputs.clone(),
            due: task.due.iter().map(due).collect(),
            replaces: Vec::new(),
            carries: Vec::new(),
        },
        dates: task.due.iter().map(|rule| dates(of_rule(&dues, rule))).collect(),
        lead: names(plan, &task.lead),
        with: names(plan, &task.with),
    }
}

pub(super) fn of_rule<'d>(
    dues: &'d [DueInstance],
    rule: &'d DueRule,
) -> impl Iterator<Item = &'d DueInstance> {
    dues.iter().filter(|due| due.rule == rule.id)
}

/// "05/3/2019, 05/6/2019", or why there is none.
pub(super) fn dates<'d>(dues: impl Iterator<Item = &'d DueInstance>) -> String {
    let (mut days, mut continuous) = (Vec::new(), false);
    for due in dues {
        days.extend(due.date.map(vi_date));
        continuous |= due.continuous;
    }
    match (days.is_empty(), continuous) {
        (false, _) => days.join(", "),
        (true, true) => "thường xuyên".to_owned(),
        (true, false) => "chưa xác định".to_owned(),
    }
}

pub(super) fn names(plan: &Plan, parties: &[Party]) -> Vec<String> {
    parties.iter().map(|party| plan.party_name(party).to_owned()).collect()
}

fn party_id(party: &Party) -> String {
    match party {
        Party::Unit(id) => id.to_string(),
        Party::Group(id) => id.to_string(),
    }
}

fn parties(plan: &Plan) -> Vec<PartyView> {
    let groups = plan.groups().iter();
    let groups = groups.map(|one| PartyView { id: one.id.to_string(), name: one.name.clone(), group: true });
    let units = plan.units().iter();
    let units = units.map(|one| PartyView { id: one.id.to_string(), name: one.name.clone(), group: false });
    groups.chain(units).collect()
}

/// Of those that have a number to reach: a checklist asks for all that it needs.
fn targets(plan: &Plan) -> Vec<TargetForm> {
    let numbered = plan.indicators().iter().filter(|one| one.checks.is_empty());
    numbered
        .map(|one| {
            let enters = plan.units().iter().filter(|unit| plan.enters(&unit.id, one));
            TargetForm {
                indicator: one.id.clone(),
                name: one.name.clone(),
                task: one.of.clone(),
                target: one.written_target(),
                units: one
                    .written_targets()
                    .map(|(unit, target)| UnitTarget { unit: unit.clone(), target })
                    .collect(),
                by: enters
                    .map(|unit| PartyView { id: unit.id.to_string(), name: unit.name.clone(), group: false })
                    .collect(),
            }
        })
        .collect()
}
