//! Deciding a conflict.

use ::document::{ChangeHash, Held, Reading};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{SideId, UnitId};
use model::plan::Plan;
use model::target::Target;
use model::vocabulary::Home;
use model::window::Done;
use model::words;
use rusqlite::Connection;

use super::edit::{check_conflict, look, place};
use super::input::from_input;
use crate::error::Result;
use crate::replica::Replica;
use crate::rows;
use crate::store::{document, field_reading};

impl Replica {
    pub(super) fn settle(
        &self,
        plan: &Plan,
        (unit, target): (UnitId, Target),
        seen: &[String],
        (text, side): (&str, Option<&SideId>),
    ) -> Result<Done> {
        let doc = match target.description().object.home {
            Home::Review => DocId::review(plan.id(), self.unit()?, unit),
            Home::Workbook => self.workbook(plan, Some(unit))?,
            Home::Guidance | Home::Plan | Home::Organisation => self.document_of(plan, None, &target)?,
        };
        self.permitted(plan, &doc, &target)?;
        let edit = self.write(|tx| {
            let reading = contended(tx, &doc, &target)?;
            let chosen = chosen(&reading, &target, (text, side)).cloned();
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
                decide_others(tx, &doc, &edit, chosen.and_then(|held| held.side))?;
            }
            Ok(edit)
        })?;
        // What a plan or the list of units says is in force as it was decided.
        if matches!(target.description().object.home, Home::Plan | Home::Organisation) {
            self.reload_plans()?;
        }
        Ok(self.written(&edit, text))
    }
}

/// What a field holds. Where an older program noted it, which did not ask for sides, its document is asked again.
fn contended(conn: &Connection, doc: &DocId, target: &Target) -> Result<Reading> {
    let reading = field_reading::get(conn, doc, target)?;
    if !target.is_grouped() || reading.contenders.iter().any(|held| held.side.is_some()) {
        return Ok(reading);
    }
    rows::refresh(conn, &document::load(conn, doc)?, [target])?;
    field_reading::get(conn, doc, target)
}

/// The contender whose text was chosen, of that side where several have the same.
fn chosen<'r>(
    reading: &'r Reading,
    target: &Target,
    (text, side): (&str, Option<&SideId>),
) -> Option<&'r Held> {
    let same = || reading.contenders.iter().filter(|held| words::as_input(&held.value, target) == text);
    let side = side.and_then(|side| ChangeHash::parse(side.as_str()));
    let of_side = same().find(|held| side.is_some() && held.side == side);
    of_side.or_else(|| same().next())
}

/// Decides what is decided together with a field: as the side had it whose value was chosen, or as it stands.
fn decide_others(conn: &Connection, doc: &DocId, edit: &StampedEdit, side: Option<ChangeHash>) -> Result<()> {
    for target in edit.edit.target.together() {
        let reading = field_reading::get(conn, doc, &target)?;
        if !reading.in_conflict() {
            continue;
        }
        let of_side = reading.contenders.iter().find(|held| side.is_some() && held.side == side);
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
