//! One reporting period: its days, the steps by which its report goes up, and who handed in.

use std::collections::HashMap;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use model::doc_id::{DocId, DocKind};
use model::due::{Completion, PeriodDay, Settings, Timing, too_close, warning};
use model::ids::{PeriodId, UnitId};
use model::period::Period;
use model::permission::may_edit;
use model::plan::{Level, Plan};
use model::target::{PaperPart, Target};
use model::time::hanoi;
use model::value::{Confirmation, Extension, ExtensionAnswer, PeriodClosing};
use model::window::{
    ClosingView, ConfirmationView, DataDaysView, ExtensionAnswerView, ExtensionView, LinkStory, PeriodPage,
    ReportLine, ReportStep, SaidView,
};

use super::conflict::views;
use crate::facts::{
    Arrivals, EntryFacts, Facts, PeriodFacts, Place, Said, Scope, Submission, Unreadable, settings,
};
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
    said.retain(|one| asker.reads_document(&one.doc));
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
    let mut steps = vec![
        own(String::new(), &report.handed_to, settings.unit_due(period)),
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

/// The coordinating office's last act on the period.
fn closing(said: &[Said]) -> Option<(&Said, PeriodClosing)> {
    said.iter().find_map(|one| match (&one.target, &one.doc.kind) {
        (Target::PeriodClosing { .. }, DocKind::Plan) => Some((one, one.value.as_record()?)),
        _ => None,
    })
}

fn closing_view<F: Facts>(facts: &F, one: &Said, closing: &PeriodClosing) -> Result<ClosingView, Unreadable> {
    let said = said_view(facts, one)?;
    Ok(ClosingView { closed: closing.is_closed(), reason: closing.reason().to_owned(), said })
}

fn said_view<F: Facts>(facts: &F, one: &Said) -> Result<SaidView, Unreadable> {
    Ok(SaidView { by: facts.shown_name(&one.by)?, at: one.at, received: one.received })
}

/// What a period's reports are told from.
struct OfPeriod<'a, F> {
    facts: &'a F,
    asker: &'a Asker<'a>,
    period: &'a Period,
    settings: &'a Settings,
    said: &'a [Said],
    submissions: HashMap<UnitId, Submission>,
    places: HashMap<UnitId, Place>,
    entries: PeriodFacts,
    closed_at: Option<Place>,
}

fn reports<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (period, settings): (&Period, &Settings),
    said: &[Said],
) -> Result<Vec<ReportLine>, AskError> {
    let plan = asker.plan;
    let reports =
        |unit: &&UnitId| plan.answers_for(unit, &period.id) && !plan.assignments_of(unit).is_empty();
    let mut units: Vec<&UnitId> = asker.readable().units().into_iter().filter(reports).collect();
    units.sort_by_key(|unit| asker.unit != Some(*unit));
    let mut scope = Scope::all(plan.id(), &period.id);
    if let Some(listed) = asker.readable().listed() {
        scope = scope.of_units(listed.iter().copied());
    }
    let submissions = facts.submissions(plan.id(), &period.id, &units)?;
    let closed_at = closing(said).filter(|(_, closing)| closing.is_closed()).map(|(one, _)| one.place);
    let of = OfPeriod {
        facts,
        asker,
        period,
        settings,
        said,
        submissions: submissions.into_iter().map(|one| (one.unit.clone(), one)).collect(),
        places: facts.places_of_submissions(plan.id(), &period.id, &units)?,
        entries: asker.entries(facts, &scope)?,
        closed_at,
    };
    units.into_iter().map(|unit| of.line(unit)).collect::<Result<_, _>>().map_err(AskError::from)
}

impl<F: Facts> OfPeriod<'_, F> {
    fn line(&self, unit: &UnitId) -> Result<ReportLine, Unreadable> {
        let Self { asker, period, settings, .. } = self;
        let due = settings.due_of(period, Some(unit));
        let handed_in = self.submissions.get(unit);
        let confirmation =
            self.of_review::<Confirmation>(unit, |target| matches!(target, Target::ReportInTime { .. }));
        let completion = handed_in.filter(|_| !self.is_empty(unit)).map(|one| Completion {
            claimed: one.at,
            received: one.received,
            said: confirmation.as_ref().map(|(_, said)| said.clone()),
        });
        let timing = Timing::of(due, completion.as_ref(), asker.today());
        let of_claim = completion.as_ref().and_then(Completion::confirmation).is_some();
        let confirmation = confirmation.filter(|_| of_claim);
        let claims = completion.as_ref().is_some_and(|one| one.is_late_by_arrival_alone(due));
        let paper = |part| self.own(unit, &Target::ReportPaper { period: period.id.clone(), part });
        let number = paper(PaperPart::Number).and_then(|one| one.value.as_str()).unwrap_or_default();
        let place = self.places.get(unit);
        Ok(ReportLine {
            unit: unit.clone(),
            unit_name: asker.unit_name(unit),
            editable: asker.writes_workbook(unit) && self.takes(unit),
            due,
            granted: settings.granted.contains_key(&(period.id.clone(), unit.clone())),
            number: number.to_owned(),
            signed: paper(PaperPart::Signed).and_then(|one| one.value.as_date()),
            completed: handed_in.map(|one| one.at),
            by: handed_in.map(|one| self.facts.shown_name(&one.by)).transpose()?,
            received: handed_in.and_then(|one| one.received),
            empty: handed_in.is_some() && self.is_empty(unit),
            after_closing: place.zip(self.closed_at).is_some_and(|(place, closed)| *place > closed)
                && !settings.reopened.contains(&(period.id.clone(), unit.clone())),
            unowed: period.optional || !asker.plan.binds_on(due),
            timing,
            rests: timing.rests(completion.as_ref()),
            extension: self.extension(unit)?,
            confirmation: confirmation
                .map(|(one, said)| {
                    confirmation_view(self.facts, asker, (asker.plan.coordinator(), &said), one)
                })
                .transpose()?,
            link: claims.then(|| link_story(self.facts, asker, unit, due)).transpose()?,
        })
    }

    /// Whether the workbook takes anything about the period.
    fn takes(&self, unit: &UnitId) -> bool {
        let workbook = DocId::workbook(self.asker.plan.id(), unit.clone());
        may_edit(self.asker.plan, &workbook, &Target::Extension { period: self.period.id.clone() }).is_ok()
    }

    /// An empty report is not a report.
    fn is_empty(&self, unit: &UnitId) -> bool {
        let begun = |task| self.entries.of(unit, task).is_some_and(EntryFacts::says_anything);
        !self.asker.plan.assignments_of(unit).iter().any(|assignment| begun(&assignment.task))
    }

    /// What the unit said in its own workbook.
    fn own(&self, unit: &UnitId, target: &Target) -> Option<&Said> {
        let its = |one: &&Said| {
            matches!(&one.doc.kind, DocKind::Workbook(of) if of == unit) && one.target == *target
        };
        self.said.iter().find(its)
    }

    /// What the coordinating office said to the unit.
    fn of_review<T: serde::de::DeserializeOwned>(
        &self,
        unit: &UnitId,
        is: impl Fn(&Target) -> bool,
    ) -> Option<(&Said, T)> {
        let coordinator = self.asker.plan.coordinator();
        self.said.iter().find_map(|one| match &one.doc.kind {
            DocKind::Review { office, unit: of }
                if office == coordinator && of == unit && is(&one.target) =>
            {
                Some((one, one.value.as_record()?))
            }
            _ => None,
        })
    }

    fn extension(&self, unit: &UnitId) -> Result<Option<ExtensionView>, Unreadable> {
        let asked = self.own(unit, &Target::Extension { period: self.period.id.clone() });
        let asked = asked.and_then(|one| Some((one, one.value.as_record::<Extension>()?)));
        let Some((one, extension)) = asked else { return Ok(None) };
        let is_answer = |target: &Target| matches!(target, Target::ExtensionAnswer { .. });
        let answer = self.of_review::<ExtensionAnswer>(unit, is_answer);
        let answers = |(said, answer): &(&Said, ExtensionAnswer)| {
            answer.asked() == extension.until && said.place > one.place
        };
        Ok(Some(ExtensionView {
            until: extension.until,
            reason: extension.reason.clone(),
            said: said_view(self.facts, one)?,
            waits: !answer.as_ref().is_some_and(answers),
            answer: answer.map(|(said, answer)| self.answer_view(said, &answer)).transpose()?,
        }))
    }

    fn answer_view(&self, said: &Said, answer: &ExtensionAnswer) -> Result<ExtensionAnswerView, Unreadable> {
        Ok(ExtensionAnswerView {
            until: answer.granted(),
            asked: answer.asked(),
            words: answer.words().to_owned(),
            said: said_view(self.facts, said)?,
        })
    }
}

fn confirmation_view<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (office, said): (&UnitId, &Confirmation),
    one: &Said,
) -> Result<ConfirmationView, Unreadable> {
    Ok(ConfirmationView {
        office: asker.unit_name(office),
        ground: said.ground(),
        words: said.words().to_owned(),
        said: said_view(facts, one)?,
    })
}

/// When the unit's changes came around the end of a day.
pub(super) fn link_story<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: &UnitId,
    due: NaiveDate,
) -> Result<LinkStory, Unreadable> {
    let Arrivals { before, after } = facts.arrivals_around(asker.plan.id(), unit, end_of(due))?;
    Ok(LinkStory { before, after })
}

/// The first moment after a day in Viet Nam.
fn end_of(day: NaiveDate) -> DateTime<FixedOffset> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
    let midnight = next.and_time(chrono::NaiveTime::MIN);
    midnight.and_local_timezone(hanoi()).single().unwrap_or_default()
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
