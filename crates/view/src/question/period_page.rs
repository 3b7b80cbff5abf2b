//! One reporting period: its days, the steps by which its report goes up, and who handed in.

use chrono::NaiveDate;
use model::due::{Settings, too_close, warning};
use model::ids::PeriodId;
use model::period::Period;
use model::plan::{Level, Plan};
use model::target::PeriodDay;
use model::value::PeriodClosing;
use model::window::{ClosingView, DataDaysView, PeriodPage, ReportStep};

use super::conflict::views;
use super::report_line::{closing, reports, said_view};
use crate::facts::{Facts, Said, Unreadable, settings};
use crate::{AskError, Asker};

pub(super) fn period_page<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
) -> Result<PeriodPage, AskError> {
    let period = asker.period(period)?;
    let report = asker.plan.report(&period.id).ok_or(AskError::Gone)?;
    let settings = settings(facts, asker.plan)?;
    let mut said = facts.said(asker.plan.id(), &period.id)?;
    said.retain(|one| asker.is_told(&one.doc, &one.target));
    let closing = closing(&said);
    let reports = reports(facts, asker, (&period, &settings), &said)?;
    Ok(PeriodPage {
        title: report.name.clone(),
        optional: report.optional,
        days: data_days(asker, &period, &settings),
        steps: steps(asker, &period, &settings),
        notes: report.notes.clone(),
        closing: closing.map(|(one, closing)| closing_view(facts, one, &closing)).transpose()?,
        keeps: asker.writes(asker.plan.coordinator()),
        reports,
        conflicts: conflicts(facts, asker, &period)?,
        period: asker.period_view(&period, &settings),
    })
}

pub(super) fn data_days(asker: &Asker<'_>, period: &Period, settings: &Settings) -> DataDaysView {
    let days = settings.days_of(asker.plan, period);
    let of_plan = asker.plan.report(&period.id).map(|report| report.data).unwrap_or_default();
    let by_office = PeriodDay::ALL.iter().any(|day| settings.days.contains_key(&(period.id.clone(), *day)));
    DataDaysView {
        from: days.from,
        to: days.to,
        cumulative: settings.is_cumulative(asker.plan, period),
        cut_off: days.cut_off,
        said: by_office || of_plan.from.or(of_plan.to).or(of_plan.cut_off).is_some(),
    }
}

/// The units' own step, the district's, and those of the levels above.
fn steps(asker: &Asker<'_>, period: &Period, settings: &Settings) -> Vec<ReportStep> {
    let plan = asker.plan;
    let Some(report) = plan.report(&period.id) else { return Vec::new() };
    let cut_off = settings.days_of(plan, period).cut_off;
    let own = |by: String, to: &[String], due: NaiveDate| ReportStep {
        by,
        to: to.to_vec(),
        due: Some(due),
        from: None,
        until: None,
        cut_off: None,
        basis: None,
        notes: Vec::new(),
        warnings: warnings(plan, cut_off, Some(due)),
    };
    // The decision has no day for the units: until the coordinating office sets one, the district's own counts.
    let unset = match settings.unit_days.contains_key(&period.id) {
        true => Vec::new(),
        false => vec!["Chưa ấn định ngày đơn vị nộp: tính theo hạn của huyện.".to_owned()],
    };
    let mut steps = vec![
        ReportStep { notes: unset, ..own(String::new(), &report.handed_to, settings.unit_due(period)) },
        own(asker.unit_name(plan.coordinator()), &report.sent_to, period.due),
    ];
    steps.extend(report.levels.iter().map(|level| of_level(plan, level)));
    steps
}

fn of_level(plan: &Plan, level: &Level) -> ReportStep {
    let day = |day: Option<model::plan::YearDate>| day.map(|day| day.in_year(plan.year()));
    let (due, cut_off) = (day(level.due), day(level.data.cut_off));
    ReportStep {
        by: level.by.clone(),
        to: level.to.clone(),
        due,
        from: day(level.data.from),
        until: day(level.data.to),
        cut_off,
        basis: level.basis.clone(),
        notes: level.notes.clone(),
        warnings: warnings(plan, cut_off, due),
    }
}

fn warnings(plan: &Plan, cut_off: Option<NaiveDate>, due: Option<NaiveDate>) -> Vec<String> {
    let close = cut_off.zip(due).and_then(|(cut_off, due)| too_close(plan, cut_off, due));
    close.into_iter().chain(due.and_then(|due| warning(plan, due))).collect()
}

fn closing_view<F: Facts>(facts: &F, one: &Said, closing: &PeriodClosing) -> Result<ClosingView, Unreadable> {
    let said = said_view(facts, one)?;
    Ok(ClosingView { closed: closing.is_closed(), reason: closing.reason().to_owned(), said })
}

/// Of the period's own fields, in the documents that the asker's unit writes.
fn conflicts<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &Period,
) -> Result<Vec<model::window::ConflictView>, AskError> {
    let Some(unit) = asker.unit else { return Ok(Vec::new()) };
    let mut found =
        facts.conflicts(asker.plan.id(), &asker.plans.written_by(unit), unit == asker.plan.coordinator())?;
    found.retain(|one| one.target.whole_period() == Some(&period.id));
    Ok(views(facts, asker, &found)?)
}
