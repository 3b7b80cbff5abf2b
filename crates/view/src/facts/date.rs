//! Dates that people entered, and which of them count.

use std::collections::BTreeMap;

use model::doc_id::DocKind;
use model::due::{DueRequest, Entered, Settings};
use model::ids::{MilestoneId, PeriodId, RequestId, RuleId, TaskId, UnitId};
use model::plan::{Plan, Rule};
use model::target::Target;
use model::value::{ExtensionAnswer, PeriodClosing, RequestFacts};

use super::{Facts, Place, Said, Unreadable};

/// Dates that people entered, whoever they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    pub milestones: BTreeMap<MilestoneId, Entered>,
    pub unit_days: BTreeMap<PeriodId, u16>,
    /// Of rules that have no date of their own.
    pub by_units: Vec<(TaskId, RuleId, UnitId, Entered)>,
    pub requests: BTreeMap<RequestId, RequestFacts>,
    /// Of periods: their days, closings, and more time that was granted.
    pub said: Vec<Said>,
}

/// What people have entered that the dates of the plan rest on.
pub fn settings<F: Facts>(facts: &F, plan: &Plan) -> Result<Settings, Unreadable> {
    let Dates { milestones, unit_days, by_units, requests, said } = facts.dates(plan.id())?;
    let requests = requests.into_iter().filter_map(|(id, request)| waited_for(plan, id, request));
    let mut settings = Settings {
        milestones,
        unit_days,
        entered: entered(plan, by_units),
        requests: requests.collect(),
        ..Settings::default()
    };
    of_periods(plan, &said, &mut settings);
    Ok(settings)
}

/// Of two acts of the office on one unit's period, its closing and what it grants, the one counts that stands later in the log.
fn of_periods(plan: &Plan, said: &[Said], settings: &mut Settings) {
    let mut closed: BTreeMap<&PeriodId, Place> = BTreeMap::new();
    for one in said {
        match (&one.target, &one.doc.kind) {
            (Target::PeriodDay { period, day }, DocKind::Plan) => {
                settings.days.extend(one.value.as_date().map(|date| ((period.clone(), *day), date)));
            }
            (Target::PeriodClosing { period }, DocKind::Plan) => {
                let Some(closing) = one.value.as_record::<PeriodClosing>() else { continue };
                settings.closings.insert(period.clone(), closing.is_closed());
                closed.insert(period, one.place);
            }
            _ => {}
        }
    }
    for one in said {
        let Target::ExtensionAnswer { period } = &one.target else { continue };
        let DocKind::Review { office, unit } = &one.doc.kind else { continue };
        let answer = one.value.as_record::<ExtensionAnswer>().filter(|_| office == plan.coordinator());
        let Some((answer, until)) = answer.and_then(|one| one.granted().map(|until| (one, until))) else {
            continue;
        };
        let key = (period.clone(), unit.clone());
        if !answer.is_refusal() && closed.get(period).is_some_and(|closed| one.place > *closed) {
            settings.reopened.insert(key.clone());
        }
        settings.granted.insert(key, until);
    }
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
        units: request.units.unwrap_or_default().0.into_iter().map(UnitId::new).collect(),
    })
}
