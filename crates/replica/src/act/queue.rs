//! Hàng chờ: what waits, what is on its way, what came back.

use std::sync::Arc;

use model::doc_id::{DocId, DocKind};
use model::ids::{FileHash, UnitId};
use model::plan::Plan;
use model::plans::Plans;
use model::target::Target;
use model::value::Value;
use model::vocabulary::Vocabulary;
use model::window::{Done, Queue, QueuedEdit, QueuedFile, Refused, Typed, WaitsFor};
use model::words;
use rusqlite::Connection;

use crate::error::Result;
use crate::files;
use crate::replica::{Replica, understood};
use crate::store::change::{self, State};
use crate::store::outbox::Queued;
use crate::store::refused::RefusedEdit;
use crate::store::typed::{Field, TypedText};
use crate::store::{file, form, outbox, refused, setting, typed};

impl Replica {
    pub fn queue(&self) -> Result<Queue> {
        let (plans, written) = (self.plans(), self.written_units()?);
        self.read(|conn| {
            let understood = understood(conn)?;
            Ok(Queue {
                edits: outbox::all(conn)?
                    .iter()
                    .map(|queued| edit(conn, &plans, &understood, queued))
                    .collect::<Result<_>>()?,
                files: file::to_send(conn, &written)?
                    .into_iter()
                    .map(|file| QueuedFile {
                        hash: file.hash,
                        name: file.name,
                        size: file.size,
                        sent: file.sent,
                        paused: file.paused,
                    })
                    .collect(),
                refused: refused::all(conn)?
                    .into_iter()
                    .map(|back| came_back(conn, &plans, back))
                    .collect::<Result<_>>()?,
                typed: typed::all(conn)?.into_iter().map(|text| not_written(&plans, text)).collect(),
                forms: form::all(conn)?,
                rate: setting::get(conn, setting::RATE)?,
                spare: files::spare(conn)?,
            })
        })
    }

    /// What was sent stays sent: it goes on from there.
    pub(super) fn pause_file(&self, hash: &FileHash, on: bool) -> Result<Done> {
        self.write(|tx| file::set_paused(tx, hash, on))?;
        if !on && !self.metered()? {
            self.ask_to_sync();
        }
        Ok(self.saved())
    }

    pub fn metered(&self) -> Result<bool> {
        self.read(|conn| Ok(setting::get(conn, setting::METERED)?.unwrap_or(false)))
    }

    pub(super) fn set_metered(&self, on: bool) -> Result<Done> {
        self.write(|tx| setting::set(tx, setting::METERED, &on))?;
        Ok(self.saved())
    }
}

fn edit(conn: &Connection, plans: &Plans, understood: &Vocabulary, queued: &Queued) -> Result<QueuedEdit> {
    let target = queued.target();
    let before = queued.before.value();
    Ok(QueuedEdit {
        id: queued.id,
        by: tables::shown_name(conn, &queued.edit.by)?,
        at: queued.edit.at,
        plan: queued.doc.plan.clone(),
        entry: target.entry().cloned(),
        what: what(plans, &queued.doc, target),
        before: (*before != Value::Absent).then(|| words::shown(before, target)),
        after: words::shown(queued.value(), target),
        can_take_back: queued.change.is_none(),
        waits_for: waits_for(conn, understood, queued)?,
    })
}

/// What the server is to have before the edit can be sent.
fn waits_for(conn: &Connection, understood: &Vocabulary, queued: &Queued) -> Result<Option<WaitsFor>> {
    Ok(match queued.change {
        None if !understood.knows(queued.target()) => Some(WaitsFor::NewerServer),
        None => None,
        Some(hash) => match change::state(conn, &queued.doc, hash)? {
            Some(State::Held) => Some(WaitsFor::Plan),
            Some(State::Crowded) => Some(WaitsFor::Room),
            _ => None,
        },
    })
}

fn came_back(conn: &Connection, plans: &Plans, back: RefusedEdit) -> Result<Refused> {
    Ok(Refused {
        id: back.id,
        plan: back.doc.plan.clone(),
        what: what(plans, &back.doc, &back.target),
        value: words::shown(&back.value, &back.target),
        entry: back.target.entry().cloned(),
        by: tables::shown_name(conn, &back.by)?,
        at: back.at,
        reason: back.reason.to_string(),
    })
}

fn not_written(plans: &Plans, typed: TypedText) -> Typed {
    let TypedText { field, text, base, beside, reason, at } = typed;
    let Field { plan, of, target } = field;
    let label = label(plans.get(&plan), &target);
    let what = about(plans, of.as_ref(), label);
    Typed { plan, of, entry: target.entry().cloned(), target, what, text, base, beside, reason, at }
}

/// What a field is called; a plan that is not here names nothing.
fn label(plan: Option<&Arc<Plan>>, target: &Target) -> String {
    match plan {
        Some(plan) => words::label(target, plan),
        None => target.task().map(|task| task.to_string()).unwrap_or_default(),
    }
}

/// "III.6a · Nội dung thực hiện"; a reviewer's word also names the unit that it is about.
fn what(plans: &Plans, doc: &DocId, target: &Target) -> String {
    let label = label(plans.of(doc), target);
    let unit = if let DocKind::Review { unit, .. } = &doc.kind { Some(unit) } else { None };
    about(plans, unit, label)
}

/// Of another unit than the viewer's own, by its name.
fn about(plans: &Plans, unit: Option<&UnitId>, label: String) -> String {
    match unit {
        Some(unit) => format!("{} · {label}", plans.unit_name(unit).unwrap_or(unit.as_str())),
        None => label,
    }
}
