//! Writing a field, and deciding a conflict. No document is opened: what the field holds is in its row.

use ::document::Reading;
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::UnitId;
use model::plan::Plan;
use model::target::Target;
use model::value::Value;
use model::vocabulary::Home;
use model::window::Done;
use model::words;
use rusqlite::Connection;

use super::rebase::rebased;
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::rows;
use crate::store::{field_reading, outbox};

impl Replica {
    pub(super) fn write_field(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        target: Target,
        (text, base): (&str, Option<&str>),
    ) -> Result<Done> {
        let doc = self.document_of(plan, of, &target)?;
        self.permitted(plan, &doc, &target)?;
        let edit = self.write(|tx| {
            let text = match base.filter(|_| target.is_text()) {
                None => text.to_owned(),
                Some(base) => {
                    let reading = field_reading::get(tx, &doc, &target)?;
                    // As the store writes them: letters may be composed otherwise there.
                    let tidy = |text: &str| {
                        let edit = from_input(plan, target.clone(), text)?;
                        Ok::<_, Error>(words::as_input(&edit.value, &target))
                    };
                    rebased(&tidy(base)?, &tidy(text)?, &words::as_input(reading.value(), &target))
                }
            };
            let edit = self.stamp(from_input(plan, target, &text)?)?;
            place(tx, &doc, &edit, None)?;
            Ok(edit)
        })?;
        Ok(self.written(&edit, text))
    }

    pub(super) fn settle(
        &self,
        plan: &Plan,
        unit: UnitId,
        target: Target,
        (seen, text): (&[String], &str),
    ) -> Result<Done> {
        let doc = match target.description().object.home {
            Home::Review => DocId::review(plan.id(), self.unit()?, unit),
            Home::Workbook => self.workbook(plan, Some(unit))?,
            Home::Plan | Home::Organisation => self.document_of(plan, None, &target)?,
        };
        self.permitted(plan, &doc, &target)?;
        let edit = self.write(|tx| {
            let reading = field_reading::get(tx, &doc, &target)?;
            let chosen = reading.contenders.iter().find(|held| words::as_input(&held.value, &target) == text);
            let edit = match chosen {
                Some(held) => Edit { target: target.clone(), value: held.value.clone() },
                None => from_input(plan, target.clone(), text)?,
            };
            let edit = self.stamp(edit)?;
            place(tx, &doc, &edit, Some(seen))?;
            Ok(edit)
        })?;
        Ok(self.written(&edit, text))
    }

    /// What the window shows now, where it differs from what was typed.
    fn written(&self, edit: &StampedEdit, text: &str) -> Done {
        let shown = words::as_input(&edit.edit.value, &edit.edit.target);
        Done { text: (shown != text).then_some(shown), ..self.saved() }
    }
}

pub(super) fn from_input(plan: &Plan, target: Target, text: &str) -> Result<Edit> {
    Edit::from_input(target, text, plan).map_err(|bad| Error::BadValue(bad.to_string()))
}

/// Puts an edit in the outbox in place of the one that waits for the same field, and shows it. A field in
/// conflict takes only an edit that names the values that its author saw (`seen`).
///
/// What was written back to what the document holds leaves nothing to send.
pub(super) fn place(
    conn: &Connection,
    doc: &DocId,
    edit: &StampedEdit,
    seen: Option<&[String]>,
) -> Result<()> {
    let target = &edit.edit.target;
    let current = field_reading::get(conn, doc, target)?;
    check_conflict(&current, target, seen)?;
    if !current.in_conflict() && same(&edit.edit.value, current.value(), target) {
        return Ok(());
    }
    let waiting = outbox::waiting_for(conn, doc, target)?;
    let before = waiting.as_ref().map_or(&current, |waiting| &waiting.before);
    if let Some(waiting) = &waiting {
        rows::drop_waiting(conn, waiting)?;
        if !before.in_conflict() && same(&edit.edit.value, before.value(), target) {
            return rows::put(conn, doc, target, before);
        }
    }
    rows::show_waiting(conn, doc, edit, before)?;
    Ok(())
}

/// An empty text and a text that was never begun are the same to everybody.
fn same(a: &Value, b: &Value, target: &Target) -> bool {
    let bare = |value: &Value| {
        *value == Value::Absent || (target.is_text() && value.as_str().is_some_and(str::is_empty))
    };
    a == b || (bare(a) && bare(b))
}

fn check_conflict(current: &Reading, target: &Target, seen: Option<&[String]>) -> Result<()> {
    let Some(seen) = seen else {
        return if current.in_conflict() { Err(Error::InConflict) } else { Ok(()) };
    };
    let mut there: Vec<String> =
        current.contenders.iter().map(|held| words::as_input(&held.value, target)).collect();
    let mut seen = seen.to_vec();
    there.sort_unstable();
    seen.sort_unstable();
    seen.dedup();
    if there == seen { Ok(()) } else { Err(Error::ConflictChanged) }
}
