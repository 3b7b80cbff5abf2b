//! The questions, and what is answered to each.

mod carry_over;
mod cell;
mod check;
mod conflict;
mod day;
mod day_owed;
mod day_said;
mod deadline;
mod detail;
mod difference;
mod district;
mod document;
mod entry_page;
mod evidence;
mod figure;
mod figure_sum;
mod figure_view;
mod find;
mod guidance;
mod hand_in;
mod history;
mod home;
mod last_year;
mod more_time;
mod named;
mod other_days;
mod overview;
mod period;
mod period_page;
mod portal_sheet;
mod preview;
mod proposal;
mod register;
mod register_page;
mod reminder;
mod report_line;
mod reviews;
mod revision;
mod setting;
mod standby;
mod stop;
mod talk;
mod telling;
mod timeliness;
mod unfinished;
mod units;
mod units_preview;
mod work;
mod year;

use model::ids::{PeriodId, PlanId, UnitId};
use model::window::Ask;

use carry_over::carry_over;
pub use carry_over::carry_over_edits;
pub use check::hand_in_items;
use conflict::conflicts;
use day::{day, elsewhere, others};
use deadline::deadlines;
use difference::as_seen;
use district::{late, matrix, silent};
use document::document;
use entry_page::entry_page;
use evidence::evidence;
use figure::figures;
use find::find;
use guidance::guidance;
use hand_in::hand_in;
use home::home;
use overview::overview;
use period_page::period_page;
use portal_sheet::portal_sheet;
pub use preview::changes_in_words;
use preview::preview;
use proposal::proposals;
use register::registers;
use register_page::{pasted, record_page, register_page};
use reminder::reminders;
pub use reviews::looked_and_clear;
use reviews::review_rows;
use revision::plan_forms;
use setting::year_settings;
use standby::standby;
pub use stop::stops_of;
use timeliness::timeliness;
pub use unfinished::{UnfinishedOf, unfinished_tasks};
use units::units_page;
pub use units_preview::units_in_words;
use units_preview::units_preview;
use work::work;

use crate::facts::Facts;
use crate::{AskError, Asker};

/// Answers a question as the JSON of the type that the question names.
///
/// What is asked of a period is answered by the plan that was in force when it ended: a revision changes nothing of before its day.
pub fn answer<F: Facts>(facts: &F, asker: &Asker<'_>, ask: &Ask) -> Result<serde_json::Value, AskError> {
    let asker = &period_of(ask).map_or(*asker, |period| asker.in_period(period));
    match ask {
        Ask::Home => json(&home(facts, asker)?),
        Ask::Work { period, unit, task } => json(&work(facts, asker, period, unit.as_ref(), task.as_ref())?),
        Ask::Entry { unit, entry } => json(&entry_page(facts, asker, unit, entry)?),
        Ask::Deadlines { unit } => json(&deadlines(facts, asker, unit.as_ref())?),
        Ask::Evidence { unit } => json(&evidence(facts, asker, unit.as_ref())?),
        Ask::Conflicts => json(&conflicts(facts, asker)?),
        Ask::HandIn { period, unit } => json(&hand_in(facts, asker, period, unit.as_ref())?),
        Ask::Reviews { period } => json(&review_rows(facts, asker, period)?),
        Ask::AsSeen { unit, entry, heads } => json(&as_seen(facts, asker, (unit, entry), heads)?),
        Ask::Matrix { period, field } => json(&matrix(facts, asker, period, field.as_ref())?),
        Ask::Figures { period, field } => json(&figures(facts, asker, period, field.as_ref())?),
        Ask::Late { period, field } => json(&late(facts, asker, period, field.as_ref())?),
        Ask::Silent => json(&silent(facts, asker)?),
        Ask::Day => json(&day(facts, asker)?),
        Ask::Elsewhere => json(&elsewhere(facts, asker)?),
        Ask::Overview { period } => json(&overview(facts, asker, period)?),
        Ask::Reminders { unit } => json(&reminders(facts, asker, unit.as_ref())?),
        Ask::Proposals { unit } => json(&proposals(facts, asker, unit.as_ref())?),
        Ask::PlanForms => json(&plan_forms(facts, asker)?),
        Ask::PlanPreview { changes, from } => json(&preview(facts, asker, (changes, from))?),
        Ask::Units => json(&units_page(facts, asker)?),
        Ask::UnitsPreview { changes, from } => json(&units_preview(facts, asker, (changes, from))?),
        Ask::Guidance { task } => json(&guidance(facts, asker, task)?),
        Ask::Document => json(&document(facts, asker)?),
        Ask::Period { period } => json(&period_page(facts, asker, period)?),
        Ask::Timeliness { period, field } => json(&timeliness(facts, asker, period, field.as_ref())?),
        Ask::Settings => json(&year_settings(facts, asker)?),
        Ask::Registers { unit } => json(&registers(facts, asker, unit.as_ref())?),
        Ask::Register { register, unit } => json(&register_page(facts, asker, register, unit.as_ref())?),
        Ask::Record { unit, register, record } => json(&record_page(facts, asker, (unit, register, record))?),
        Ask::Pasted { register, unit, text } => json(&pasted(facts, asker, (unit, register), text)?),
        Ask::PastedPortal { unit, period, text, source, read_on } => {
            json(&portal_sheet(facts, asker, (unit, period), text, (source, read_on))?)
        }
        Ask::CarryOver { unit } => json(&carry_over(facts, asker, unit.as_ref())?),
        Ask::Standby => json(&standby(facts, asker)?),
        Ask::Find { text } => json(&find(facts, asker, text)?),
    }
}

/// The one period that is asked about.
fn period_of(ask: &Ask) -> Option<&PeriodId> {
    match ask {
        Ask::Entry { entry, .. } | Ask::AsSeen { entry, .. } => Some(&entry.period),
        Ask::Work { period, .. }
        | Ask::HandIn { period, .. }
        | Ask::Reviews { period }
        | Ask::Matrix { period, .. }
        | Ask::Figures { period, .. }
        | Ask::Late { period, .. }
        | Ask::Overview { period }
        | Ask::Period { period }
        | Ask::Timeliness { period, .. }
        | Ask::PastedPortal { period, .. } => Some(period),
        _ => None,
    }
}

/// The units of whose work the question tells.
pub fn units(asker: &Asker<'_>, ask: &Ask) -> Vec<UnitId> {
    let own = || asker.unit.map_or_else(Vec::new, |unit| asker.plans.written_by(unit));
    match ask {
        Ask::Entry { unit, .. }
        | Ask::AsSeen { unit, .. }
        | Ask::HandIn { unit: Some(unit), .. }
        | Ask::Work { unit: Some(unit), .. }
        | Ask::Deadlines { unit: Some(unit) }
        | Ask::Evidence { unit: Some(unit) }
        | Ask::Reminders { unit: Some(unit) }
        | Ask::Proposals { unit: Some(unit) }
        | Ask::Registers { unit: Some(unit) }
        | Ask::CarryOver { unit: Some(unit) }
        | Ask::Register { unit: Some(unit), .. }
        | Ask::Record { unit, .. }
        | Ask::PastedPortal { unit, .. }
        | Ask::Pasted { unit, .. } => vec![unit.clone()],
        Ask::Home
        | Ask::Work { task: None, .. }
        | Ask::HandIn { unit: None, .. }
        | Ask::Conflicts
        | Ask::Document
        | Ask::PlanForms
        | Ask::Units
        | Ask::Guidance { .. }
        | Ask::Settings
        | Ask::CarryOver { unit: None }
        | Ask::Standby => own(),
        Ask::Work { .. }
        | Ask::Deadlines { .. }
        | Ask::Evidence { .. }
        | Ask::Reviews { .. }
        | Ask::Matrix { .. }
        | Ask::Figures { .. }
        | Ask::Late { .. }
        | Ask::Period { .. }
        | Ask::Timeliness { .. }
        | Ask::Silent
        | Ask::Day
        | Ask::Elsewhere
        | Ask::Overview { .. }
        | Ask::Reminders { .. }
        | Ask::Proposals { .. }
        | Ask::PlanPreview { .. }
        | Ask::UnitsPreview { .. }
        | Ask::Registers { .. }
        | Ask::Register { .. }
        | Ask::Find { .. } => asker.readable().units().into_iter().cloned().collect(),
    }
}

/// Other plans of whose work the question tells beside that of its own.
pub fn beside(asker: &Asker<'_>, ask: &Ask) -> Vec<PlanId> {
    let before = || asker.plans.before(asker.plan).map(|plan| plan.id().clone());
    match ask {
        Ask::Entry { entry, .. } => {
            let under = asker.plans.details_of(asker.plan, &entry.task).map(|plan| plan.id().clone());
            under.chain(before()).collect()
        }
        Ask::Elsewhere => others(asker).iter().map(|other| other.plan.id().clone()).collect(),
        Ask::Figures { .. } | Ask::CarryOver { .. } | Ask::Record { .. } => before().into_iter().collect(),
        _ => Vec::new(),
    }
}

fn json<T: serde::Serialize>(answer: &T) -> Result<serde_json::Value, AskError> {
    Ok(serde_json::to_value(answer).expect("answers have string keys only"))
}
