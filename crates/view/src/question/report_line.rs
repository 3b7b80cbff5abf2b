//! The reports of one period, unit by unit: their three dates, and what was asked for and answered.

use std::collections::HashMap;

use chrono::{DateTime, Days, FixedOffset, NaiveDate};
use model::doc_id::{DocId, DocKind};
use model::due::{Completion, Settings, Timing};
use model::ids::UnitId;
use model::period::Period;
use model::permission::may_edit;
use model::target::{PaperPart, Target};
use model::time::hanoi;
use model::value::{Confirmation, ExtensionAnswer, PeriodClosing};
use model::window::{ConfirmationView, ExtensionAnswerView, ExtensionView, LinkStory, ReportLine, SaidView};

use super::more_time::{AskedTime, of_review};
use crate::facts::{Arrivals, Facts, PeriodFacts, Place, Said, Scope, Submission, Unreadable};
use crate::{AskError, Asker};

/// The coordinating office's last act on the period.
pub(super) fn closing(said: &[Said]) -> Option<(&Said, PeriodClosing)> {
    said.iter().find_map(|one| match (&one.target, &one.doc.kind) {
        (Target::PeriodClosing { .. }, DocKind::Plan) => Some((one, one.value.as_record()?)),
        _ => None,
    })
}

pub(super) fn said_view<F: Facts>(facts: &F, one: &Said) -> Result<SaidView, Unreadable> {
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

pub(super) fn reports<F: Facts>(
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
            claimed: one.first_at,
            received: one.first_received,
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
            completed: handed_in.map(|one| one.first_at),
            by: handed_in.map(|one| self.facts.shown_name(&one.by)).transpose()?,
            received: handed_in.and_then(|one| one.first_received),
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
        !self.entries.says_anything(unit)
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
        of_review(self.said, (self.asker.plan.coordinator(), unit), is)
    }

    fn extension(&self, unit: &UnitId) -> Result<Option<ExtensionView>, Unreadable> {
        let Some(found) = AskedTime::of(self.said, self.asker.plan.coordinator(), unit) else {
            return Ok(None);
        };
        let answer = found.answer.as_ref().map(|(said, answer)| self.answer_view(said, answer));
        Ok(Some(ExtensionView {
            until: found.asked.until,
            reason: found.asked.reason.clone(),
            said: said_view(self.facts, found.said)?,
            waits: found.waits(),
            answer: answer.transpose()?,
        }))
    }

    fn answer_view(&self, said: &Said, answer: &ExtensionAnswer) -> Result<ExtensionAnswerView, Unreadable> {
        Ok(ExtensionAnswerView {
            until: answer.granted().filter(|_| !answer.is_refusal()),
            stays: answer.granted().filter(|_| answer.is_refusal()),
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
