//! Questions of a past moment: the documents that a question looks at, as far as they were there then, taken into rows of
//! their own in memory, by the same way in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, FixedOffset};
use document::{ChangeHash, Excerpt, Fields as _, SaidOf, Touched};
use model::doc_id::DocId;
use model::ids::UnitId;
use model::plans::Plans;
use model::time::hanoi;
use model::vocabulary::Vocabulary;
use model::window::{AsOf, Ask};
use rusqlite::{Connection, params};
use view::{AskError, Asker};

use crate::ancestry::Ancestry;
use crate::column::text;
use crate::facts::Rows;
use crate::logged::Logged;
use crate::scratch::Scratch;
use crate::take_in::{Arrival, fold_some, take_in};
use crate::{heard, held_plan, person};

/// Every change of a document, ancestors first.
pub type Log<'a, E> = dyn Fn(&DocId) -> Result<Vec<Logged>, E> + 'a;

/// Answers a question as of a past moment.
///
/// Names of people are those of now; where files are, too.
pub fn answer_as_of<E: From<rusqlite::Error> + From<AskError>>(
    now: &Connection,
    asker: &Asker<'_>,
    (ask, moment): (&Ask, &AsOf),
    log: &Log<'_, E>,
) -> Result<serde_json::Value, E> {
    let past = Past::of(now, asker, (ask, moment), log)?;
    let then = asker.then(&past.plans, past.now)?;
    let late = match moment {
        AsOf::Written { at } => Some(at.timestamp_millis()),
        AsOf::Known { .. } | AsOf::Position { .. } => None,
    };
    let log = |doc: &DocId| Ok(past.changes.get(doc).cloned().unwrap_or_default());
    Ok(view::answer(&Rows::with_log(&past.conn, &log).marking(late), &then, ask)?)
}

struct Past {
    conn: Scratch,
    plans: Plans,
    now: DateTime<FixedOffset>,
    changes: BTreeMap<DocId, Vec<Logged>>,
}

impl Past {
    fn of<E: From<rusqlite::Error>>(
        now: &Connection,
        asker: &Asker<'_>,
        (ask, moment): (&Ask, &AsOf),
        log: &Log<'_, E>,
    ) -> Result<Self, E> {
        let plan = asker.plan();
        let (organisation, of_plan) = (DocId::organisation(plan.organisation().id()), DocId::plan(plan.id()));
        let units = view::units(asker, ask);
        let mut docs = about(now, plan.id().as_str(), &units)?;
        for beside in view::beside(asker, ask) {
            docs.extend(about(now, beside.as_str(), &units)?);
        }
        docs.retain(|doc| asker.reads_document(doc));
        docs.extend([organisation.clone(), of_plan.clone()]);
        let mut documents = BTreeMap::new();
        for doc in docs {
            documents.insert(doc.clone(), Then::of(doc, moment, log)?);
        }
        let mut plans = asker.plans().clone();
        let then = |doc: &DocId| &documents[doc].excerpt;
        if let Ok(then) = held_plan::plan_of(then(&organisation), then(&of_plan)) {
            plans.put(then);
        }
        let conn = Scratch::new()?;
        let ancestry = |workbook: &DocId, heads: &[ChangeHash], changes: &[ChangeHash]| {
            Ok(documents.get(workbook).is_none_or(|then| then.excerpt.lack(heads, changes)))
        };
        let mut last = None;
        for document in documents.values() {
            last = last.max(document.write::<E>(&conn, moment, &ancestry)?);
        }
        copy_what_is_beside(now, &conn)?;
        let now = match moment {
            AsOf::Known { at } | AsOf::Written { at } => at.with_timezone(&hanoi()),
            AsOf::Position { .. } => last.unwrap_or(asker.now()),
        };
        let changes = documents.into_iter().map(|(doc, then)| (doc, then.changes)).collect();
        Ok(Self { conn, plans, now, changes })
    }
}

/// A document as far as it was there.
struct Then {
    excerpt: Excerpt,
    changes: Vec<Logged>,
}

impl Then {
    fn of<E>(doc: DocId, moment: &AsOf, log: &Log<'_, E>) -> Result<Self, E> {
        let mut changes = log(&doc)?;
        let upto = upto(&changes, moment);
        changes.retain(|change| upto.is_none_or(|upto| change.arrival.place.number() <= upto));
        let keep = |touched: &Touched| was_written(touched.at, moment);
        let excerpt = Excerpt::of(doc, changes.iter().map(|change| &change.read), keep);
        Ok(Self { excerpt, changes })
    }

    /// Gives when the last of it arrived.
    fn write<E: From<rusqlite::Error>>(
        &self,
        tx: &Connection,
        moment: &AsOf,
        ancestry: &Ancestry<'_, E>,
    ) -> Result<Option<DateTime<FixedOffset>>, E> {
        let Self { excerpt, changes } = self;
        // A skeleton says nothing of anybody.
        let said = changes.iter().map(|change| &change.read).filter(|read| read.skeleton.is_none());
        let keep = |said: &SaidOf| was_written(said.at, moment);
        let folded = fold_some(excerpt, said, &Vocabulary::default(), keep);
        let arrivals: HashMap<ChangeHash, Arrival> =
            changes.iter().map(|change| (change.read.hash, change.arrival)).collect();
        take_in(tx, excerpt.id(), &folded, |hash| arrivals[hash], ancestry)?;
        let last = changes.iter().filter_map(|change| change.arrival.received).max();
        let last = last.and_then(DateTime::from_timestamp_millis).map(|at| at.with_timezone(&hanoi()));
        if let (Some(at), Some(unit)) = (last, excerpt.id().about()) {
            heard::heard_from(tx, unit, at)?;
        }
        Ok(last)
    }
}

fn was_written(at: DateTime<FixedOffset>, moment: &AsOf) -> bool {
    match moment {
        AsOf::Written { at: then } => at <= *then,
        AsOf::Known { .. } | AsOf::Position { .. } => true,
    }
}

/// The last place of the document that was in the log then; none where its authors' clocks decide.
fn upto(changes: &[Logged], moment: &AsOf) -> Option<i64> {
    match moment {
        AsOf::Written { .. } => None,
        AsOf::Position { position } => Some(view::Place::in_log(*position).number()),
        AsOf::Known { at } => {
            let then = at.timestamp_millis();
            let came = changes.iter().filter(|one| one.arrival.received.is_some_and(|came| came <= then));
            let last = came.map(|change| change.arrival.place).filter(|place| !place.is_here()).max();
            Some(last.map_or(0, view::Place::number))
        }
    }
}

/// The documents about units.
fn about(now: &Connection, plan_id: &str, units: &[UnitId]) -> rusqlite::Result<BTreeSet<DocId>> {
    let mut all = BTreeSet::new();
    for unit in units {
        all.extend(crate::doc::about(now, plan_id, unit.as_str())?.into_iter().map(|(_, doc)| doc));
    }
    Ok(all)
}

/// What people are called, and where files are.
fn copy_what_is_beside(now: &Connection, then: &Connection) -> rusqlite::Result<()> {
    let mut authors = then.prepare("SELECT word FROM author")?;
    let mut rows = authors.query([])?;
    while let Some(row) = rows.next()? {
        let id = model::ids::PersonId::new(text(row, 0)?);
        if let Some(name) = person::name(now, &id)? {
            person::set_name(then, &id, name.as_deref())?;
        }
    }
    let mut files = then.prepare("SELECT hash FROM file")?;
    let hashes: Vec<String> = files.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for hash in hashes {
        let hash = model::ids::FileHash::new(hash);
        if let Some(file) = crate::file::file(now, &hash)? {
            then.prepare_cached("UPDATE file SET received = ?2, complete = ?3, here = ?4 WHERE hash = ?1")?
                .execute(params![
                hash.as_str(),
                i64::try_from(file.received).unwrap_or(i64::MAX),
                file.complete,
                file.here
            ])?;
        }
        // What nobody may see is not to be seen as it was either.
        if let Some(reason) = crate::evidence::withdrawn(now, &hash)? {
            crate::file::set_withdrawn(then, &hash, &reason)?;
        }
    }
    Ok(())
}
