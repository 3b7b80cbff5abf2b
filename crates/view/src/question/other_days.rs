//! What a revision makes of an entry's task on other days than those by which the entry is read.

use chrono::NaiveDate;
use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::Plan;
use model::window::OtherDays;

use crate::Asker;

/// What stood until a day within the period, and what stands from a day after it on; both in their order.
pub(super) fn other_days(
    asker: &Asker<'_>,
    (unit, task): (&UnitId, &TaskId),
    period: &PeriodId,
) -> Vec<OtherDays> {
    let whole = asker.plans.get(asker.plan.id()).map_or(asker.plan, |plan| &**plan);
    let mut told = Vec::new();
    let early: Vec<(NaiveDate, &Plan)> = whole.early_in_period(period).collect();
    let then = early.iter().skip(1).map(|(_, plan)| *plan).chain([whole.in_period(period)]);
    for ((until, before), after) in early.iter().zip(then) {
        let line = |(what, text)| OtherDays { from: None, until: Some(*until), what, text };
        told.extend(differing(after, before, (unit, task)).into_iter().map(line));
    }
    let mut held = whole.in_period(period);
    for (from, after) in whole.after_period(period) {
        let line = |(what, text)| OtherDays { from: Some(from), until: None, what, text };
        told.extend(differing(held, after, (unit, task)).into_iter().map(line));
        held = after;
    }
    told
}

/// What the second says otherwise than the first: what it is about, and its words.
fn differing(one: &Plan, other: &Plan, (unit, task): (&UnitId, &TaskId)) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let (Some(held), Some(says)) = (one.task(task), other.task(task)) else { return found };
    let mut tell = |what: String, was: String, is: String| {
        if was != is {
            found.push((what, if is.is_empty() { "không còn".to_owned() } else { is }));
        }
    };
    tell("Nội dung".to_owned(), held.title.clone(), says.title.clone());
    tell("Sản phẩm".to_owned(), held.outputs.join("; "), says.outputs.join("; "));
    let dues = |task: &model::plan::Task| {
        let texts: Vec<&str> = task.due.iter().map(|due| due.text.as_str()).collect();
        texts.join("; ")
    };
    tell("Thời hạn".to_owned(), dues(held), dues(says));
    let of_either = one.indicators_of(task, unit).into_iter().chain(other.indicators_of(task, unit));
    let mut ids: Vec<_> = of_either.map(|one| &one.id).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let target = |plan: &Plan| {
            let found = plan.indicator(id).filter(|one| one.of == *task);
            found.map(|one| (one.name.clone(), one.target_text_of(unit))).unwrap_or_default()
        };
        let ((name, was), (renamed, is)) = (target(one), target(other));
        let name = if name.is_empty() { renamed.clone() } else { name };
        tell(format!("Chỉ tiêu “{name}”"), was, is);
    }
    found
}
