//! What people were told is saved, kept outside of every laptop and of the server.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use anyhow::Result;
use model::doc_id::{DocId, DocKind};
use model::plan::Plan;
use model::window::{Act, Done, InPlan, QueuedEdit, WaitsFor};
use model::words;
use rusqlite::Connection;
use view::Past;

use super::laptop::Laptop;
use super::server::Server;
use model::target::Target;

/// What became of an edit that was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// In the outbox of its laptop.
    Queued,
    /// Said to be sent, or found to be what the document holds already.
    Sent,
    /// Its author took it back, or wrote something else before it was sent.
    Replaced,
    /// Only a laptop had it, and that laptop's disk was lost.
    Lost,
}

#[derive(Clone, Debug)]
pub struct Saved {
    /// The laptop, and the life of its store.
    pub whose: (String, usize),
    pub id: i64,
    pub doc: DocId,
    /// None where the act itself names the field (a piece of evidence that is new).
    pub target: Option<Target>,
    /// As people read it; for a text all of it.
    pub after: String,
    pub by: String,
    /// The heads of the document that its author had before them.
    pub had: Vec<[u8; 32]>,
    /// It was sealed later than what came meanwhile: it waited for a newer server, or its change left the document.
    pub late: bool,
    pub fate: Fate,
    /// False once no laptop's store holds it.
    pub held: bool,
}

impl Saved {
    fn is_queued_on(&self, laptop: &Laptop) -> bool {
        self.whose.0 == laptop.name && self.whose.1 == laptop.life && self.fate == Fate::Queued
    }
}

/// Which field an edit of an act is about: that somebody looked at a text is an edit beside that of the text, and what is decided
/// together is written together.
fn about(laptop: &Laptop, doc: &DocId, edit: &QueuedEdit, of_act: Option<&Target>) -> Option<Target> {
    let of_act = of_act?;
    let plans = laptop.replica.plans();
    let called = |target: &Target| plans.of(doc).is_some_and(|plan| is_called(doc, edit, target, plan));
    // With an acceptance is kept what registers come to.
    let counted = match of_act {
        Target::Verdict { entry } => Some(Target::Counted { entry: entry.clone() }),
        _ => None,
    };
    let others = of_act.looked().into_iter().chain(of_act.together()).chain(counted);
    Some(others.into_iter().find(called).filter(|_| !called(of_act)).unwrap_or_else(|| of_act.clone()))
}

/// Fields of a document on a laptop, and what they hold, as people read it.
fn targets(laptop: &Laptop, doc: &DocId) -> Result<BTreeMap<Target, String>> {
    let fields = laptop.replica.fields(doc)?.into_iter();
    Ok(fields.map(|(target, reading)| (target.clone(), words::shown(reading.value(), &target))).collect())
}

/// What is said to a unit names it before the field.
fn is_called(doc: &DocId, edit: &QueuedEdit, target: &Target, plan: &Plan) -> bool {
    let label = words::label(target, plan);
    match &doc.kind {
        DocKind::Review { .. } => edit.what.ends_with(&label),
        _ => edit.what == label,
    }
}

/// Which of the fields that an act began an edit is about: what was begun has an id that the laptop draws.
fn begun_by(
    laptop: &Laptop,
    doc: &DocId,
    edit: &QueuedEdit,
    begun: &mut BTreeMap<Target, String>,
) -> Option<Target> {
    let plans = laptop.replica.plans();
    let plan = plans.of(doc)?;
    let is = |target: &Target, shown: &str| shown == edit.after && is_called(doc, edit, target, plan);
    let found = begun.iter().find(|(target, shown)| is(target, shown)).map(|(target, _)| target.clone())?;
    begun.remove(&found);
    Some(found)
}

#[derive(Debug, Default)]
pub struct Ledger {
    pub saved: Vec<Saved>,
}

type Queue = BTreeMap<i64, QueuedEdit>;

pub fn queue(laptop: &Laptop) -> Result<Queue> {
    Ok(laptop.replica.queue()?.edits.into_iter().map(|edit| (edit.id, edit)).collect())
}

impl Ledger {
    fn own<'a>(&'a mut self, laptop: &'a Laptop) -> impl Iterator<Item = &'a mut Saved> {
        self.saved.iter_mut().filter(|saved| saved.is_queued_on(laptop))
    }

    /// Does what a person asks and writes down what they are told. A submission seals what waited before it.
    pub fn act(
        &mut self,
        laptop: &Laptop,
        act: InPlan<Act>,
        (doc, target): (DocId, Option<Target>),
    ) -> Result<replica::Result<Done>> {
        let (before, by) = (queue(laptop)?, laptop.person_id()?.to_string());
        let had: Vec<[u8; 32]> = laptop.replica.heads(&doc)?.iter().map(|head| head.0).collect();
        let seals = matches!(act.what, Act::Submit { .. });
        let begins = matches!(act.what, Act::AddRecords { .. } | Act::AskUnit { .. } | Act::Remind { .. });
        let stood = if begins { targets(laptop, &doc)? } else { BTreeMap::new() };
        let done = laptop.replica.act(act);
        let mut begun = if begins { targets(laptop, &doc)? } else { BTreeMap::new() };
        begun.retain(|target, _| !stood.contains_key(target));
        let after = queue(laptop)?;
        for saved in self.own(laptop) {
            let waited = before.get(&saved.id).is_some_and(|edit| edit.can_take_back);
            if waited && !after.contains_key(&saved.id) {
                // A second submission takes the place of one that waits for a newer server.
                let again = saved.doc == doc && saved.target == target;
                saved.fate = if seals && !again { Fate::Sent } else { Fate::Replaced };
            }
        }
        for (id, edit) in after.iter().filter(|(id, _)| !before.contains_key(id)) {
            self.saved.push(Saved {
                whose: (laptop.name.clone(), laptop.life),
                id: *id,
                doc: doc.clone(),
                target: begun_by(laptop, &doc, edit, &mut begun)
                    .or_else(|| about(laptop, &doc, edit, target.as_ref())),
                after: edit.after.clone(),
                by: by.clone(),
                had: had.clone(),
                late: false,
                fate: Fate::Queued,
                held: true,
            });
        }
        Ok(done)
    }

    /// After an exchange: what left the queue was acknowledged, unless its change left the document (it was refused, or
    /// repeated what another copy of the laptop had sent) and something newer waits in its place.
    /// Gives the places of those that are sent.
    pub fn look(&mut self, laptop: &Laptop, fell: bool) -> Result<Vec<usize>> {
        let now = queue(laptop)?;
        let newer: Vec<(i64, DocId, Option<Target>)> = self
            .own(laptop)
            .filter(|saved| now.contains_key(&saved.id))
            .map(|saved| (saved.id, saved.doc.clone(), saved.target.clone()))
            .collect();
        let waits = |id| now.get(&id).is_some_and(|edit| edit.waits_for == Some(WaitsFor::NewerServer));
        for saved in self.own(laptop).filter(|saved| fell || waits(saved.id)) {
            saved.late = true;
        }
        let mut sent = Vec::new();
        for (place, saved) in self.saved.iter_mut().enumerate() {
            if !saved.is_queued_on(laptop) || now.contains_key(&saved.id) {
                continue;
            }
            // A file that is attached is one whose place in the entry may be taken away again.
            let same = |target: &Option<Target>| {
                *target == saved.target
                    || saved.target.is_none() && matches!(target, Some(Target::Link { .. }))
            };
            let replaced = fell
                && newer.iter().any(|(id, doc, target)| *id > saved.id && *doc == saved.doc && same(target));
            saved.fate = if replaced { Fate::Replaced } else { Fate::Sent };
            if !replaced {
                sent.push(place);
            }
        }
        Ok(sent)
    }

    /// The laptop's disk is lost: it goes on with a store of `copied` entries ago.
    pub fn laptop_restored(&mut self, laptop: &Laptop, copied: usize, server: &Server) -> Result<()> {
        let rows = server.rows()?;
        let now = queue(laptop)?;
        for (at, saved) in self.saved.iter_mut().enumerate() {
            if saved.whose.0 != laptop.name || !saved.held {
                continue;
            }
            if at < copied {
                // Its store of then has it: waiting, on its way or sent.
                saved.whose.1 = laptop.life;
                if saved.fate == Fate::Sent && now.contains_key(&saved.id) {
                    saved.fate = Fate::Queued;
                }
                continue;
            }
            saved.held = false;
            saved.whose.1 = usize::MAX;
            let required = matches!(saved.fate, Fate::Queued | Fate::Sent);
            if required {
                let told = tables::history(&rows, &saved.doc)?;
                saved.fate = if is_in_history(&told, saved) { Fate::Sent } else { Fate::Lost };
            }
        }
        Ok(())
    }

    /// The laptop is gone, and nothing takes its place.
    pub fn laptop_lost(&mut self, laptop: &Laptop, server: &Server) -> Result<()> {
        let rows = server.rows()?;
        for saved in self.saved.iter_mut().filter(|saved| saved.whose.0 == laptop.name && saved.held) {
            saved.held = false;
            if matches!(saved.fate, Fate::Queued | Fate::Sent) {
                saved.fate = if is_in_history(&tables::history(&rows, &saved.doc)?, saved) {
                    Fate::Sent
                } else {
                    Fate::Lost
                };
            }
        }
        Ok(())
    }

    /// What a restored server lost, it would send again if it heard of it: it never will.
    pub fn never_hears(&mut self, laptop: &Laptop, server: &Server) -> Result<()> {
        let rows = server.rows()?;
        let sent = |saved: &&mut Saved| saved.whose.0 == laptop.name && saved.fate == Fate::Sent;
        for saved in self.saved.iter_mut().filter(sent) {
            if !is_in_history(&tables::history(&rows, &saved.doc)?, saved) {
                saved.fate = Fate::Lost;
            }
        }
        Ok(())
    }

    /// The server lost what its backup did not hold. What is on no laptop any more is gone.
    pub fn server_restored(&mut self, server: &Server) -> Result<()> {
        let rows = server.rows()?;
        for saved in self.saved.iter_mut().filter(|saved| saved.fate == Fate::Sent && !saved.held) {
            if !is_in_history(&tables::history(&rows, &saved.doc)?, saved) {
                saved.fate = Fate::Lost;
            }
        }
        Ok(())
    }

    /// What was said to be saved and is nowhere.
    pub fn missing(&self, rows: &Connection, laptops: &[Laptop]) -> Result<Vec<String>> {
        let (mut missing, mut told) = (Vec::new(), BTreeMap::new());
        for saved in self.saved.iter().filter(|saved| matches!(saved.fate, Fate::Queued | Fate::Sent)) {
            let told = match told.entry(&saved.doc) {
                Entry::Occupied(told) => told.into_mut(),
                Entry::Vacant(place) => place.insert(tables::history(rows, &saved.doc)?),
            };
            if !is_in_history(told, saved) && !waits(laptops, saved)? && !never_was(told, saved) {
                missing.push(format!(
                    "{} saved {:?} = {:?} in {} and it is nowhere (told: {:?})",
                    saved.whose.0, saved.target, saved.after, saved.doc, saved.fate
                ));
            }
        }
        Ok(missing)
    }
}

/// Whether the document's history on the server holds the edit: its field, and its value as people read it.
fn is_in_history(told: &[Past], saved: &Saved) -> bool {
    told.iter().any(|one| {
        saved.target.as_ref().is_none_or(|target| *target == one.target)
            && words::shown(&one.value, &one.target) == saved.after
    })
}

/// A link that was taken away before the server took the link itself: there is nothing to say of it.
fn never_was(told: &[Past], saved: &Saved) -> bool {
    let Some(target @ Target::Link { .. }) = saved.target.as_ref().filter(|_| saved.late) else {
        return false;
    };
    told.iter().all(|one| one.target != *target)
}

/// In the queue of its laptop, or come back with a reason.
fn waits(laptops: &[Laptop], saved: &Saved) -> Result<bool> {
    let Some(laptop) = laptops.iter().find(|laptop| laptop.name == saved.whose.0) else { return Ok(false) };
    let queue = laptop.replica.queue()?;
    let queued = queue.edits.iter().any(|edit| edit.id == saved.id && saved.whose.1 == laptop.life);
    Ok(queued || queue.refused.iter().any(|back| back.value == saved.after && !back.reason.is_empty()))
}
