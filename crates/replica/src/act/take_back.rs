//! Taking back what was not sent.

use model::doc_id::DocKind;
use model::target::{EvidencePart, Target};
use model::value::FileFacts;
use model::window::Done;
use rusqlite::Connection;

use crate::error::{Error, Result};
use crate::plan;
use crate::replica::Replica;
use crate::rows;
use crate::store::outbox::{self, Queued};
use crate::store::{document, field_reading, file, refused};

impl Replica {
    pub(super) fn take_back(&self, edit: i64) -> Result<Done> {
        self.write(|tx| {
            let queued = outbox::find(tx, edit)?;
            let queued = queued.ok_or(Error::Gone("Sửa đổi này không còn trong hàng chờ."))?;
            if queued.change.is_some() {
                return Err(Error::AlreadySent);
            }
            take_back_act(tx, queued)
        })?;
        self.reload_plans()?;
        Ok(self.saved())
    }

    pub(super) fn take_back_last(&self) -> Result<Done> {
        let note = self.write(|tx| match outbox::newest_waiting(tx)? {
            Some(queued) => take_back_act(tx, queued).map(|()| None),
            None => Ok(Some("Không còn sửa đổi nào chưa gửi để lấy lại.".to_owned())),
        })?;
        self.reload_plans()?;
        Ok(Done { note, ..self.saved() })
    }

    pub(super) fn dismiss(&self, edit: i64) -> Result<Done> {
        let there = self.write(|tx| refused::dismiss(tx, edit))?;
        if there { Ok(self.saved()) } else { Err(Error::Gone("Mục này không còn trong hàng chờ.")) }
    }
}

/// All that was done with an edit. What the list of units says is not taken back from under a plan that was changed after it.
pub(super) fn take_back_act(conn: &Connection, queued: Queued) -> Result<()> {
    let before = if queued.doc.kind == DocKind::Organisation { plan::held(conn)? } else { 0 };
    whole_act(conn, queued)?.iter().try_for_each(|queued| restore(conn, queued))?;
    if before > 0 && plan::held(conn)? < before {
        return Err(Error::Refused(
            "Chưa hoàn tác: một sửa đổi kế hoạch đang chờ gửi dựa vào sửa đổi này. Hãy hoàn tác sửa đổi kế hoạch đó trước."
                .into(),
        ));
    }
    Ok(())
}

/// Adding a file is one act and two edits: the file, and its place in the entry. A revision of a plan is one act, whatever it
/// changes: half of it is nothing that anybody decided.
fn whole_act(conn: &Connection, queued: Queued) -> Result<Vec<Queued>> {
    match queued.target() {
        Target::Link { evidence, .. } => {
            let file = Target::Evidence { evidence: evidence.clone(), part: EvidencePart::File };
            let file = outbox::waiting_for(conn, &queued.doc, &file)?;
            Ok(vec![file.filter(|file| file.edit.at == queued.edit.at).unwrap_or(queued)])
        }
        target if is_of_revision(target) => {
            let mut all = outbox::waiting(conn, &queued.doc)?;
            all.retain(|one| one.edit.at == queued.edit.at && is_of_revision(one.target()));
            Ok(all)
        }
        _ => Ok(vec![queued]),
    }
}

fn is_of_revision(target: &Target) -> bool {
    matches!(
        target,
        Target::PlanItem { .. }
            | Target::Revision { .. }
            | Target::OrganisationItem { .. }
            | Target::UnitRevision { .. }
    )
}

/// The field is again as its document has it. Evidence that is taken back takes along what was written about
/// it and where it was used.
fn restore(conn: &Connection, queued: &Queued) -> Result<()> {
    match queued.target() {
        Target::Evidence { evidence, part: EvidencePart::File } => {
            for about in outbox::waiting_of_evidence(conn, &queued.doc, evidence.as_str())? {
                restore_field(conn, &about)?;
            }
            if let Some(facts) = queued.value().as_record::<FileFacts>() {
                forget_file(conn, queued, &facts)?;
            }
            Ok(())
        }
        _ => {
            let with = decided_with(conn, queued)?;
            for one in with.iter().chain([queued]) {
                restore_field(conn, one)?;
            }
            // What is asked about a text was not kept with the answer.
            let looked_at = with.iter().chain([queued]).find_map(|one| one.target().looked_at());
            match looked_at {
                Some(text) => rows::refresh(conn, &document::load(conn, &queued.doc)?, [&text]),
                None => Ok(()),
            }
        }
    }
}

/// What one answer wrote beside an edit: that its author looked, or the other fields that are decided together.
fn decided_with(conn: &Connection, queued: &Queued) -> Result<Vec<Queued>> {
    let target = queued.target();
    let grouped = target.is_grouped();
    let asked = |one: &Queued| !grouped || one.before.in_conflict();
    let mut with = Vec::new();
    for other in target.looked().into_iter().chain(target.looked_at()).chain(target.together()) {
        let waits = outbox::waiting_for(conn, &queued.doc, &other)?;
        with.extend(waits.filter(|one| one.edit.at == queued.edit.at && asked(one) && asked(queued)));
    }
    Ok(with)
}

fn restore_field(conn: &Connection, queued: &Queued) -> Result<()> {
    rows::drop_waiting(conn, queued)?;
    rows::put_back(conn, &queued.doc, queued.target(), &queued.before)
}

/// The file's bytes go as well, unless other evidence has the same file: the person's own copy is where it was.
fn forget_file(conn: &Connection, queued: &Queued, facts: &FileFacts) -> Result<()> {
    let elsewhere = field_reading::of(conn, &queued.doc)?.iter().any(|(target, reading)| {
        matches!(target, Target::Evidence { part: EvidencePart::File, .. })
            && reading.value().as_record::<FileFacts>().is_some_and(|other| other.hash == facts.hash)
    });
    match file::find(conn, &facts.hash)? {
        Some(stored) if !elsewhere && stored.upload => {
            tables::set_here(conn, &facts.hash, facts.size, false)?;
            file::remove(conn, stored.id)
        }
        _ => Ok(()),
    }
}
