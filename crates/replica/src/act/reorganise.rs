//! The list of units is changed by a decision: all that it says, or nothing.

use model::doc_id::DocId;
use model::edit::Edit;
use model::ids::RevisionId;
use model::letters::numbered;
use model::plan::{NextUnit, Plan, UnitChange};
use model::target::Target;
use model::value::{Lines, MAX_CHANGES, Revision, Value};
use model::window::{Done, NewUnitRevision};

use super::new_id;
use super::period::{bounded, words};
use super::propose::days;
use super::revise::{holds, told};
use crate::error::{Error, Result};
use crate::replica::Replica;

/// Letters that tell the id of a new unit from those of others of its name.
const LETTERS: usize = 4;

impl Replica {
    /// In force on this laptop at once, above every plan, and everywhere as soon as it was sent.
    pub(super) fn revise_units(&self, plan: &Plan, new: &NewUnitRevision) -> Result<Done> {
        let before = plan.organisation();
        let doc = DocId::organisation(before.id());
        let target = Target::UnitRevision { revision: RevisionId::new(new_id(self.random())?) };
        self.permitted(plan, &doc, &target)?;
        let decision =
            words(&numbered(&new.decision), "Hãy ghi số, ký hiệu của quyết định hoặc nghị quyết.")?;
        let (decided_on, from) = days(plan, (&new.decided_on, &new.from))?;
        // Drawn before: no act may fail for want of randomness in the middle.
        let mut drawn = Vec::new();
        for _ in 0..new.changes.iter().map(begins).sum() {
            drawn.push(new_id(self.random())?.chars().take(LETTERS).collect::<String>());
        }
        let mut drawn = drawn.into_iter();
        let mut ids = || drawn.next().unwrap_or_default();
        let (reorganised, plans) = self
            .plans()
            .reorganised(&new.changes, from, &mut ids)
            .map_err(|faults| Error::Refused(faults.of_units()))?;
        if reorganised.edits.is_empty() {
            return Err(Error::BadValue("Chưa có gì thay đổi so với danh sách hiện nay.".into()));
        }
        let changes = view::units_in_words(before, &reorganised, from);
        let held = Revision {
            decision,
            decided_on,
            from,
            at: self.now(),
            words: bounded(&new.words)?,
            tasks: Lines::default(),
            units: Lines(reorganised.touched.iter().take(MAX_CHANGES).map(ToString::to_string).collect()),
            changes: told(&changes),
        };
        self.write(|tx| {
            self.close_decisions(tx, &doc, &reorganised.edits)?;
            holds(tx, &doc, &reorganised.edits, plans.own().map(|plan| &**plan))?;
            let record = Edit { target, value: Value::record(&held) };
            self.place_decision(tx, &doc, &reorganised.edits, record)
        })?;
        self.reload_plans()?;
        Ok(self.saved())
    }

    pub(super) fn undo_unit_revision(&self, plan: &Plan, revision: RevisionId) -> Result<Done> {
        let doc = DocId::organisation(plan.organisation().id());
        self.undo_decision(&doc, &Target::UnitRevision { revision })
    }
}

/// How many units a change may add.
fn begins(change: &UnitChange) -> usize {
    let new = |next: &NextUnit| usize::from(matches!(next, NextUnit::New { .. }));
    match change {
        UnitChange::Merge { outside, into, .. } => outside.len() + new(into),
        UnitChange::Split { into, .. } => into.iter().map(new).sum(),
        UnitChange::Add { .. } => 1,
        UnitChange::Rename { .. } | UnitChange::Move { .. } | UnitChange::End { .. } => 0,
    }
}
