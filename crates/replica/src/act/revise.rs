//! The plan is changed by a decision: all that it says, or nothing.

use model::doc_id::DocId;
use model::edit::Edit;
use model::ids::{RevisionId, TaskId};
use model::letters::numbered;
use model::plan::Plan;
use model::target::Target;
use model::value::{Lines, MAX_CHANGES, MAX_LINE_CHARS, Revision, Value};
use model::window::{Done, NewRevision};
use rusqlite::Connection;
use tables::Rows;

use super::period::{bounded, words};
use super::propose::days;
use super::take_back::take_back_act;
use super::{new_id, place};
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::rows::WithWaiting;
use crate::seal;
use crate::store::{document, outbox};

impl Replica {
    /// In force on this laptop at once, and everywhere as soon as it was sent.
    pub(super) fn revise_plan(&self, plan: &Plan, new: &NewRevision) -> Result<Done> {
        let doc = DocId::plan(plan.id());
        let target = Target::Revision { revision: RevisionId::new(new_id(self.random())?) };
        self.permitted(plan, &doc, &target)?;
        let decision =
            words(&numbered(&new.decision), "Hãy ghi số, ký hiệu quyết định điều chỉnh kế hoạch.")?;
        let (decided_on, from) = days(plan, (&new.decided_on, &new.from))?;
        // Drawn before: no act may fail for want of randomness in the middle.
        let mut drawn = Vec::new();
        for _ in &new.changes {
            drawn.push(TaskId::new(format!("t{}", new_id(self.random())?)));
        }
        let mut drawn = drawn.into_iter();
        let mut ids = || drawn.next().unwrap_or_else(|| TaskId::new("t"));
        let revised = plan.revised(&new.changes, from, &mut ids);
        let revised = revised.map_err(|faults| Error::Refused(faults.to_string().trim_end().to_owned()))?;
        if revised.edits.is_empty() {
            return Err(Error::BadValue("Chưa có gì thay đổi so với kế hoạch hiện nay.".into()));
        }
        let said = bounded(&new.words)?;
        self.write(|tx| {
            self.close_decisions(tx, &doc, &revised.edits)?;
            holds(tx, &doc, &revised.edits, [&revised.plan])?;
            let (tasks, changes) = view::changes_in_words(&Rows::of(tx), (plan, &revised.plan))?;
            let ids = tasks.iter().take(MAX_CHANGES).map(ToString::to_string).collect();
            let held = Revision {
                decision,
                decided_on,
                from,
                at: self.now(),
                words: said,
                tasks: Lines(ids),
                units: Lines::default(),
                changes: told(&changes),
            };
            self.place_decision(tx, &doc, &revised.edits, Edit { target, value: Value::record(&held) })
        })?;
        self.reload_plans()?;
        Ok(self.saved())
    }

    /// Of two decisions about the same that wait both are there: the earlier one is sealed, and the later one alone is undone.
    pub(super) fn close_decisions(&self, tx: &Connection, doc: &DocId, edits: &[Edit]) -> Result<()> {
        for edit in edits {
            if outbox::waiting_for(tx, doc, &edit.target)?.is_none() {
                continue;
            }
            let sealing = self.sealing(tx)?;
            // What it says of units the plan may rest on.
            let above = self.plans().get(&doc.plan).map(|plan| DocId::organisation(plan.organisation().id()));
            for doc in above.iter().filter(|above| *above != doc).chain([doc]) {
                seal::document(tx, &sealing, doc)?;
            }
            return Ok(());
        }
        Ok(())
    }

    pub(super) fn undo_revision(&self, plan: &Plan, revision: RevisionId) -> Result<Done> {
        self.undo_decision(&DocId::plan(plan.id()), &Target::Revision { revision })
    }

    /// All of one moment: what is taken back is taken back as a whole.
    pub(super) fn place_decision(
        &self,
        tx: &Connection,
        doc: &DocId,
        edits: &[Edit],
        record: Edit,
    ) -> Result<()> {
        let mut stamped = self.stamp(record)?;
        for edit in edits.iter().cloned().chain([stamped.edit.clone()]) {
            stamped.edit = edit;
            place(tx, doc, &stamped)?;
        }
        Ok(())
    }

    /// All that was changed with this record, or nothing: what was changed after it may rest on it.
    pub(super) fn undo_decision(&self, doc: &DocId, record: &Target) -> Result<Done> {
        self.write(|tx| {
            match outbox::waiting_for(tx, doc, record)? {
                Some(queued) => take_back_act(tx, queued),
                None if outbox::is_sealed(tx, doc, record)? => Err(Error::Refused(
                    "Chưa hoàn tác: đã có sửa đổi khác ghi sau trên cùng nội dung, hoặc sửa đổi này đang trên đường gửi. Muốn đưa về như cũ, hãy hoàn tác sửa đổi sau rồi ghi một sửa đổi mới."
                        .into(),
                )),
                None => Err(Error::AlreadySent),
            }
        })?;
        self.reload_plans()?;
        Ok(self.saved())
    }
}

/// The lines in which a record tells what was changed.
pub(super) fn told(changes: &[String]) -> Lines {
    let short = |line: &String| -> String { line.chars().take(MAX_LINE_CHARS).collect() };
    Lines(changes.iter().take(MAX_CHANGES).map(short).collect())
}

/// What the server asks of a plan's files, asked of the window's edits: no id is used twice, nothing that was entered loses its
/// place, and no two decisions that wait are about the same.
pub(super) fn holds<'p>(
    conn: &Connection,
    doc: &DocId,
    edits: &[Edit],
    plans: impl IntoIterator<Item = &'p Plan>,
) -> Result<()> {
    let there = document::load(conn, doc)?;
    let there = WithWaiting::of(conn, &there)?;
    let (twice, gone) = (tables::ids_twice(&there, edits), tables::ids_gone(edits));
    if let Some(id) = twice.first().or(gone.first()) {
        return Err(Error::Refused(format!(
            "Chưa thay đổi gì: mã {id} đã dùng thì không bỏ đi và không dùng lại được."
        )));
    }
    for plan in plans {
        let lost = tables::lost(conn, plan)?;
        if !lost.is_empty() {
            let lost: Vec<String> = lost.iter().take(10).map(ToString::to_string).collect();
            return Err(Error::Refused(format!(
                "Chưa thay đổi gì, vì sẽ mất chỗ của nội dung đã nhập: {}. Hãy giữ các mục này.",
                lost.join("; ")
            )));
        }
    }
    for edit in edits {
        if outbox::waiting_for(conn, doc, &edit.target)?.is_some() {
            return Err(Error::Refused(
                "Một sửa đổi khác của cùng nhiệm vụ hoặc đơn vị đang chờ gửi mà máy chủ chưa nhận được. Chưa thay đổi gì; hãy đồng bộ, hoặc hoàn tác sửa đổi đó trước.".into(),
            ));
        }
    }
    Ok(())
}
