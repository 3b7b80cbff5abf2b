//! Dates that people entered, and which of them count.

use std::collections::BTreeMap;

use model::due::{DueRequest, Entered, Settings};
use model::ids::{MilestoneId, PeriodId, RequestId, RuleId, TaskId, UnitId};
use model::plan::{Plan, Rule};
use model::value::RequestFacts;

use super::{Facts, Unreadable};

/// Dates that people entered, whoever they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    pub milestones: BTreeMap<MilestoneId, Entered>,
    pub unit_days: BTreeMap<PeriodId, u16>,
    /// Of rules that have no date of their own.
    pub by_units: Vec<(TaskId, RuleId, UnitId, Entered)>,
    pub requests: BTreeMap<RequestId, RequestFacts>,
}

/// What people have entered that the dates of the plan rest on.
pub fn settings<F: Facts>(facts: &F, plan: &Plan) -> Result<Settings, Unreadable> {
    let Dates { milestones, unit_days, by_units, requests } = facts.dates(plan.id())?;
    let requests = requests.into_iter().filter_map(|(id, request)| waited_for(plan, id, request));
    Ok(Settings { milestones, unit_days, entered: entered(plan, by_units), requests: requests.collect() })
}

/// Of several units that may enter a date, the one that the plan names first counts; units that may not (any
/// more) are passed over.
fn entered(
    plan: &Plan,
    by_units: Vec<(TaskId, RuleId, UnitId, Entered)>,
) -> BTreeMap<(TaskId, RuleId), Entered> {
    let mut best: BTreeMap<(TaskId, RuleId), (usize, Entered)> = BTreeMap::new();
    for (task, rule, unit, entered) in by_units {
        let Some(place) = plan.date_setters(&task, &rule).iter().position(|setter| **setter == unit) else {
            continue;
        };
        match best.get(&(task.clone(), rule.clone())) {
            Some((first, _)) if *first <= place => {}
            _ => drop(best.insert((task, rule), (place, entered))),
        }
    }
    best.into_iter().map(|(key, (_, entered))| (key, entered)).collect()
}

/// Requests of rules that wait for one; others (the plan was changed) are passed over.
fn waited_for(plan: &Plan, id: RequestId, request: RequestFacts) -> Option<DueRequest> {
    let rule = plan.task(&request.task).and_then(|task| task.rule(&request.rule))?;
    let Rule::OnRequest(who) = &rule.rule else { return None };
    Some(DueRequest {
        id,
        who: who.clone(),
        number: request.number,
        received_on: request.received_on,
        due: request.due,
        task: Some(request.task),
        rule: Some(request.rule),
    })
}
