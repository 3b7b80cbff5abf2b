//! What the coordinating office enters for the year.

use chrono::{Days, NaiveDate};
use model::doc_id::DocKind;
use model::due::{self, Settings, too_close, warning};
use model::ids::{MilestoneId, RequesterId};
use model::period::Period;
use model::plan::Rule;
use model::plan::{DueRule, Plan, Task};
use model::target::PeriodDay;
use model::window::{Awaiting, ConflictView, MilestoneSetting, ReportSetting, RequestSetting, YearSettings};

use super::conflict::views;
use super::period_page::data_days;
use crate::facts::{Facts, settings};
use crate::{AskError, Asker};

/// What has been entered, what waits for it, and which days follow. Everyone may read it: the plan is everyone's.
pub(super) fn year_settings<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<YearSettings, AskError> {
    let plan = asker.plan;
    let settings = settings(facts, plan)?;
    let editable = asker.writes(plan.coordinator());
    let mut requests: Vec<RequestSetting> =
        settings.requests.iter().filter_map(|request| requested(plan, request)).collect();
    requests.sort_by(|a, b| (a.due, &a.number).cmp(&(b.due, &b.number)));
    Ok(YearSettings {
        editable,
        keeps: asker.keeps(),
        closed_on: plan.closed_on(),
        reports: plan.periods().iter().map(|period| report(asker, period, &settings)).collect(),
        milestones: plan
            .milestones()
            .iter()
            .map(|one| milestone(plan, &one.id, &one.name, &settings))
            .collect(),
        requests,
        awaiting: plan.tasks().iter().flat_map(|task| awaiting(plan, task)).collect(),
        conflicts: if editable { conflicts(facts, asker)? } else { Vec::new() },
    })
}

fn report(asker: &Asker<'_>, period: &Period, settings: &Settings) -> ReportSetting {
    let days = settings.days_of(asker.plan, period);
    let said = |day: PeriodDay| settings.days.get(&(period.id.clone(), day)).copied();
    let sent = [settings.unit_due(period), period.due];
    let close =
        days.cut_off.and_then(|cut_off| sent.iter().find_map(|day| too_close(asker.plan, cut_off, *day)));
    ReportSetting {
        period: asker.period_view(period, settings),
        title: asker.plan.report(&period.id).map(|report| report.name.clone()).unwrap_or_default(),
        optional: period.optional,
        days: settings.unit_days.get(&period.id).copied(),
        warning: warning(asker.plan, settings.unit_due(period)),
        data: data_days(asker, period, settings),
        data_from: said(PeriodDay::From),
        data_to: said(PeriodDay::To),
        cut_off: said(PeriodDay::CutOff),
        too_close: close,
    }
}

fn milestone(plan: &Plan, id: &MilestoneId, name: &str, settings: &Settings) -> MilestoneSetting {
    let entered = settings.milestones.get(id).cloned().unwrap_or_default();
    let waits = |due: &DueRule| matches!(&due.rule, Rule::BeforeMilestone(of) if of == id);
    let tasks = plan.tasks().iter().filter(|task| task.due.iter().any(waits));
    let day_before = |date: NaiveDate| date.checked_sub_days(Days::new(1));
    MilestoneSetting {
        id: id.clone(),
        name: name.to_owned(),
        date: entered.date,
        basis: entered.basis.unwrap_or_default(),
        tasks: tasks.map(|task| task.id.clone()).collect(),
        warning: entered.date.and_then(day_before).and_then(|day| warning(plan, day)),
    }
}

/// None for a request of no one task, which nobody can enter.
fn requested(plan: &Plan, request: &due::DueRequest) -> Option<RequestSetting> {
    let (task, rule) = (request.task.as_ref()?, request.rule.as_ref()?);
    let stands =
        due::instances(plan, task, &Settings { requests: vec![request.clone()], ..Settings::default() });
    Some(RequestSetting {
        id: request.id.clone(),
        requester: request.who.clone(),
        requester_name: requester(plan, &request.who),
        task: task.clone(),
        rule: rule.clone(),
        period: stands.into_iter().find(|due| due.rule == *rule).and_then(|due| due.period),
        number: request.number.clone(),
        received_on: request.received_on,
        due: request.due,
        units: request.units.clone(),
        warning: warning(plan, request.due),
    })
}

fn awaiting(plan: &Plan, task: &Task) -> Vec<Awaiting> {
    let waits = |due: &DueRule| {
        let Rule::OnRequest(who) = &due.rule else { return None };
        Some(Awaiting {
            requester: who.clone(),
            requester_name: requester(plan, who),
            task: task.id.clone(),
            title: task.title.clone(),
            rule: due.id.clone(),
            text: due.text.clone(),
            units: plan.assignments_to(&task.id).map(|one| one.unit.clone()).collect(),
        })
    };
    task.due.iter().filter_map(waits).collect()
}

fn requester(plan: &Plan, who: &RequesterId) -> String {
    plan.requester(who).map_or_else(|| who.to_string(), |found| found.name.clone())
}

/// Of the plan alone: the coordinating office's own work has its own windows.
fn conflicts<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<Vec<ConflictView>, AskError> {
    let mut found = facts.conflicts(asker.plan.id(), &[asker.plan.coordinator().clone()], true)?;
    found.retain(|one| one.doc.kind == DocKind::Plan);
    Ok(views(facts, asker, &found)?)
}
