//! Writing a field. No document is opened: what the field holds is in its row.

use std::ops::Range;

use ::document::Reading;
use model::differing::differing;
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{EvidenceId, UnitId};
use model::plan::Plan;
use model::target::{EvidencePart, Target};
use model::value::Value;
use model::window::Done;
use model::words;
use rusqlite::Connection;

use super::input::{from_input, same};
use super::rebase::{Rebased, rebased};
use super::seen::Stood;
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::rows;
use crate::store::typed::{self, Field};
use crate::store::{field_reading, outbox};

const NOT_THERE: Error = Error::Gone(
    "Sổ của đơn vị không có minh chứng hoặc bản ghi này, nên chưa ghi gì. Hãy mở lại trang; của đơn vị khác thì chỉ đơn vị đó sửa được.",
);

impl Replica {
    pub(super) fn write_field(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        target: Target,
        (text, stood): (&str, Stood<'_>),
    ) -> Result<Done> {
        let doc = self.document_of(plan, of.clone(), &target)?;
        self.permitted(plan, &doc, &target)?;
        let field = Field { plan: plan.id().clone(), of, target: target.clone() };
        let edit = self.write(|tx| {
            typed::forget(tx, &field)?;
            is_there(tx, &doc, &target)?;
            let reading = field_reading::get(tx, &doc, &target)?;
            let mut looked = false;
            let text = match stood.base.filter(|_| target.is_text()) {
                None => text.to_owned(),
                Some(base) => {
                    // As the store writes them: letters may be composed otherwise there.
                    let tidy = |text: &str| {
                        let edit = from_input(plan, target.clone(), text)?;
                        Ok::<_, Error>(words::as_input(&edit.value, &target))
                    };
                    let (base, now) = (tidy(base)?, words::as_input(reading.value(), &target));
                    let Rebased { text, crossed } = rebased(&base, &tidy(text)?, &now);
                    if let Some(place) = crossed.filter(|_| !stood.was_told(&target, &now)) {
                        let said = match place.as_str() {
                            "" => "đồng nghiệp đã xóa chỗ ấy".to_owned(),
                            place => format!("đồng nghiệp đã sửa cùng chỗ ấy thành “{place}”"),
                        };
                        return Err(Error::Unseen { said, stands: Some(now) });
                    }
                    // Whoever writes where two people's words stand, and had them before them, has looked.
                    looked = base == now && is_at_a_side(&reading, &now, &text);
                    text
                }
            };
            let read = from_input(plan, target.clone(), &text)?.of_portal(plan, self.today());
            let edit = self.stamp(read.map_err(|bad| Error::BadValue(bad.to_string()))?)?;
            stood.check(plan, &edit.edit, |target| field_reading::get(tx, &doc, target))?;
            if looked {
                look(tx, &doc, &edit)?;
            }
            place(tx, &doc, &edit, None)?;
            Ok(edit)
        })?;
        Ok(self.written(&edit, text))
    }

    /// What the window shows now, where it differs from what was typed.
    pub(super) fn written(&self, edit: &StampedEdit, text: &str) -> Done {
        let shown = words::as_input(&edit.edit.value, &edit.edit.target);
        Done { text: (shown != text).then_some(shown), ..self.saved() }
    }
}

/// Nothing is written of a piece of evidence or a record that the book does not have: it would be about nothing, and read as
/// saved.
fn is_there(conn: &Connection, doc: &DocId, target: &Target) -> Result<()> {
    let there = match target {
        Target::Evidence { evidence, .. } | Target::Link { evidence, .. } => {
            has_evidence(conn, doc, evidence)?
        }
        Target::Cell { register, record, .. } => tables::has_record(conn, doc, register, record)?,
        _ => true,
    };
    if there { Ok(()) } else { Err(NOT_THERE) }
}

/// Whether the book has a piece of evidence with a file.
pub(super) fn has_evidence(conn: &Connection, doc: &DocId, evidence: &EvidenceId) -> Result<bool> {
    let file = Target::Evidence { evidence: evidence.clone(), part: EvidencePart::File };
    Ok(*field_reading::get(conn, doc, &file)?.value() != Value::Absent)
}

/// Says that whoever writes this text looked at what two people had written at one place of it.
pub(super) fn look(conn: &Connection, doc: &DocId, edit: &StampedEdit) -> Result<()> {
    let Some(target) = edit.edit.target.looked() else { return Ok(()) };
    let value = Value::Str(edit.at.to_rfc3339());
    place(conn, doc, &StampedEdit { edit: Edit { target, value }, ..edit.clone() }, None)
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

pub(super) fn check_conflict(current: &Reading, target: &Target, seen: Option<&[String]>) -> Result<()> {
    let Some(seen) = seen else {
        // What is asked about a place of a text stays asked, whatever is written elsewhere in it.
        return if current.in_conflict() && !target.is_text() { Err(Error::InConflict) } else { Ok(()) };
    };
    let mut there: Vec<String> =
        current.contenders.iter().map(|held| words::as_input(&held.value, target)).collect();
    let mut seen = seen.to_vec();
    there.sort_unstable();
    there.dedup();
    seen.sort_unstable();
    seen.dedup();
    if there == seen { Ok(()) } else { Err(Error::ConflictChanged) }
}
