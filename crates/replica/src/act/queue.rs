//! Hàng chờ: what waits, what is on its way, what came back.

use model::doc_id::DocKind;
use model::plan::Plan;
use model::target::Target;
use model::value::Value;
use model::vocabulary::Vocabulary;
use model::window::{Done, Queue, QueuedEdit, QueuedFile, Refused};
use model::words;
use rusqlite::Connection;

use crate::error::Result;
use crate::replica::{Replica, understood};
use crate::store::outbox::Queued;
use crate::store::refused::RefusedEdit;
use crate::store::{file, outbox, refused, setting};

impl Replica {
    pub fn queue(&self) -> Result<Queue> {
        let plan = self.planned()?;
        self.read(|conn| {
            let understood = understood(conn)?;
            Ok(Queue {
                edits: outbox::all(conn)?
                    .iter()
                    .map(|queued| edit(conn, &plan, &understood, queued))
                    .collect::<Result<_>>()?,
                files: file::to_send(conn)?
                    .into_iter()
                    .map(|file| QueuedFile {
                        hash: file.hash,
                        name: file.name,
                        size: file.size,
                        sent: file.sent,
                    })
                    .collect(),
                refused: refused::all(conn)?
                    .into_iter()
                    .map(|back| came_back(conn, &plan, back))
                    .collect::<Result<_>>()?,
            })
        })
    }

    pub fn metered(&self) -> Result<bool> {
        self.read(|conn| Ok(setting::get(conn, setting::METERED)?.unwrap_or(false)))
    }

    pub(super) fn set_metered(&self, on: bool) -> Result<Done> {
        self.write(|tx| setting::set(tx, setting::METERED, &on))?;
        Ok(self.saved())
    }
}

fn edit(conn: &Connection, plan: &Plan, understood: &Vocabulary, queued: &Queued) -> Result<QueuedEdit> {
    let target = queued.target();
    let before = queued.before.value();
    Ok(QueuedEdit {
        id: queued.id,
        by: tables::shown_name(conn, &queued.edit.by)?,
        at: queued.edit.at,
        entry: target.entry().cloned(),
        what: what(plan, &queued.doc.kind, target),
        before: (*before != Value::Absent).then(|| words::shown(before, target)),
        after: words::shown(queued.value(), target),
        can_take_back: queued.change.is_none(),
        waits_for_server: queued.change.is_none() && !understood.knows(target),
    })
}

fn came_back(conn: &Connection, plan: &Plan, back: RefusedEdit) -> Result<Refused> {
    Ok(Refused {
        id: back.id,
        what: what(plan, &back.doc.kind, &back.target),
        value: words::shown(&back.value, &back.target),
        entry: back.target.entry().cloned(),
        by: tables::shown_name(conn, &back.by)?,
        at: back.at,
        reason: back.reason.to_string(),
    })
}

/// "III.6a · Nội dung thực hiện"; a reviewer's word also names the unit that it is about.
fn what(plan: &Plan, doc: &DocKind, target: &Target) -> String {
    let label = words::label(target, plan);
    match doc {
        DocKind::Review { unit, .. } => {
            let name = plan.unit(unit).map_or(unit.as_str(), |unit| unit.name.as_str());
            format!("{name} · {label}")
        }
        _ => label,
    }
}
