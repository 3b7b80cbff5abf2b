//! Writing a field, and deciding a conflict. No document is opened: what the field holds is in its row.

use std::ops::Range;

use ::document::Reading;
use model::differing::differing;
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{PersonId, UnitId};
use model::plan::Plan;
use model::target::Target;
use model::value::Value;
use model::vocabulary::Home;
use model::window::Done;
use model::words;
use rusqlite::Connection;

use super::rebase::{Rebased, rebased};
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::rows;
use crate::store::typed::{self, Field};
use crate::store::{field_reading, outbox};

const BOTH_STAND: &str =
    "Đồng nghiệp vừa sửa cùng một chỗ: chữ của cả hai đang đứng cạnh nhau, xin sửa lại cho đúng.";

impl Replica {
    pub(super) fn write_field(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        target: Target,
        (text, base): (&str, Option<&str>),
    ) -> Result<Done> {
        let doc = self.document_of(plan, of.clone(), &target)?;
        self.permitted(plan, &doc, &target)?;
        let field = Field { plan: plan.id().clone(), of, target: target.clone() };
        let (edit, both) = self.write(|tx| {
            typed::forget(tx, &field)?;
            let reading = field_reading::get(tx, &doc, &target)?;
            let mut looked = false;
            let Rebased { text, both } = match base.filter(|_| target.is_text()) {
                None => Rebased { text: text.to_owned(), both: false },
                Some(base) => {
                    // As the store writes them: letters may be composed otherwise there.
                    let tidy = |text: &str| {
                        let edit = from_input(plan, target.clone(), text)?;
                        Ok::<_, Error>(words::as_input(&edit.value, &target))
                    };
                    let (base, now) = (tidy(base)?, words::as_input(reading.value(), &target));
                    let rebased = rebased(&base, &tidy(text)?, &now);
                    // Whoever writes where two people's words stand, and had them before them, has looked.
                    looked = base == now && is_at_a_side(&reading, &now, &rebased.text);
                    rebased
                }
            };
            let edit = self.stamp(from_input(plan, target.clone(), &text)?)?;
            if let Some(unseen) = base.and_then(|base| replaces_unseen(plan, &edit.edit, base, &reading)) {
                return Err(Error::Unseen(unseen));
            }
            if looked {
                look(tx, &doc, &edit)?;
            }
            place(tx, &doc, &edit, None)?;
            Ok((edit, both))
        })?;
        let note = both.then(|| BOTH_STAND.to_owned());
        Ok(Done { note, ..self.written(&edit, text) })
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
            Home::Guidance | Home::Plan | Home::Organisation => self.document_of(plan, None, &target)?,
        };
        self.permitted(plan, &doc, &target)?;
        let edit = self.write(|tx| {
            let reading = field_reading::get(tx, &doc, &target)?;
            let chosen =
                reading.contenders.iter().find(|held| words::as_input(&held.value, &target) == text).cloned();
            let edit = match &chosen {
                Some(held) => Edit { target: target.clone(), value: held.value.clone() },
                None => from_input(plan, target.clone(), text)?,
            };
            let edit = self.stamp(edit)?;
            if edit.edit.target.is_text() {
                check_conflict(&reading, &edit.edit.target, Some(seen))?;
                look(tx, &doc, &edit)?;
                place(tx, &doc, &edit, None)?;
            } else {
                place(tx, &doc, &edit, Some(seen))?;
                let side = chosen.as_ref().and_then(|held| held.by.as_ref());
                decide_others(tx, &doc, &edit, side)?;
            }
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

/// What another has written since the typing began, where it stood behind what was being typed: the person is asked first.
fn replaces_unseen(plan: &Plan, edit: &Edit, base: &str, stood: &Reading) -> Option<String> {
    let base = from_input(plan, edit.target.clone(), base).ok()?.value;
    let unseen = !edit.target.is_text()
        && !same(&base, stood.value(), &edit.target)
        && !same(&edit.value, stood.value(), &edit.target);
    unseen.then(|| match stood.value() {
        Value::Absent => "để trống".to_owned(),
        value => format!("ghi “{}”", words::shown(value, &edit.target)),
    })
}

/// Says that whoever writes this text looked at what two people had written at one place of it.
fn look(conn: &Connection, doc: &DocId, edit: &StampedEdit) -> Result<()> {
    let Some(target) = edit.edit.target.looked() else { return Ok(()) };
    let value = Value::Str(edit.at.to_rfc3339());
    place(conn, doc, &StampedEdit { edit: Edit { target, value }, ..edit.clone() }, None)
}

/// Decides what is decided together with a field: as the side had it whose value was chosen, or as it stands.
fn decide_others(conn: &Connection, doc: &DocId, edit: &StampedEdit, side: Option<&PersonId>) -> Result<()> {
    for target in edit.edit.target.together() {
        let reading = field_reading::get(conn, doc, &target)?;
        if !reading.in_conflict() {
            continue;
        }
        let of_side = reading.contenders.iter().find(|held| side.is_some() && held.by.as_ref() == side);
        let value = of_side.map_or(reading.value(), |held| &held.value).clone();
        rows::show_waiting(
            conn,
            doc,
            &StampedEdit { edit: Edit { target, value }, ..edit.clone() },
            &reading,
        )?;
    }
    Ok(())
}

/// Whether a text is changed at a place where it would read otherwise with one side's words, or right beside it.
fn is_at_a_side(reading: &Reading, now: &str, text: &str) -> bool {
    let changed = differs(now, text);
    reading.contenders.iter().skip(1).any(|side| {
        let side = differs(now, side.value.as_str().unwrap_or_default());
        changed.start <= side.end && side.start <= changed.end
    })
}

/// The letters of a text that are not those of another.
fn differs(text: &str, other: &str) -> Range<usize> {
    let [text, other] = [text, other].map(|text| text.chars().collect::<Vec<char>>());
    differing(&text, &other).0
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
    if (!current.in_conflict() || target.is_text()) && same(&edit.edit.value, current.value(), target) {
        return Ok(());
    }
    let waiting = outbox::waiting_for(conn, doc, target)?;
    let before = waiting.as_ref().map_or(&current, |waiting| &waiting.before);
    if let Some(waiting) = &waiting {
        rows::drop_waiting(conn, waiting)?;
        if (!before.in_conflict() || target.is_text()) && same(&edit.edit.value, before.value(), target) {
            return rows::put_back(conn, doc, target, before);
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
        // What is asked about a place of a text stays asked, whatever is written elsewhere in it.
        return if current.in_conflict() && !target.is_text() { Err(Error::InConflict) } else { Ok(()) };
    };
    let mut there: Vec<String> =
        current.contenders.iter().map(|held| words::as_input(&held.value, target)).collect();
    let mut seen = seen.to_vec();
    there.sort_unstable();
    seen.sort_unstable();
    seen.dedup();
    if there == seen { Ok(()) } else { Err(Error::ConflictChanged) }
}
