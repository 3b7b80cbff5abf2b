//! The way in: from changes to rows. There is one, for server, laptop and whoever makes the rows anew.

use std::collections::{BTreeMap, BTreeSet};

use document::{ChangeHash, Fields, Interpreted, Reading, Said, SaidOf};
use model::address::Address;
use model::doc_id::{DocId, DocKind};
use model::edit::StampedEdit;
use model::ids::PersonId;
use model::target::Target;
use model::value::Value;
use model::vocabulary::Vocabulary;
use rusqlite::Connection;
use view::Place;

use crate::ancestry::Ancestry;
use crate::entry::Last;
use crate::history::{Set, Stands, Told};
use crate::key::{Key, Keys};
use crate::put::{self, Lasts};
use crate::word::author;
use crate::{
    doc, entry, evidence, guidance, history, look, question, reminder, said, submission, told, unknown,
    verdict,
};

/// Where a change stands, and since when the server has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub place: Place,
    /// The server's clock, milliseconds since 1970; none until it arrived there.
    pub received: Option<i64>,
}

/// What changes of a document come to, before any row is written: it can be worked out beside the one who writes.
#[derive(Clone, Debug)]
pub struct Folded {
    /// What each change says.
    pub said: Vec<Said>,
    changes: Vec<FoldedChange>,
    /// Every field that any of them touched, as the document holds it with all of them.
    fields: Vec<(Target, Reading)>,
}

impl Folded {
    /// Every field that is read otherwise now.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.fields.iter().map(|(target, _)| target)
    }
}

#[derive(Clone, Debug)]
struct FoldedChange {
    hash: ChangeHash,
    by: Option<PersonId>,
    told: Vec<Told>,
    unknown: Vec<Address>,
}

/// `document` already contains the changes. What the vocabulary does not know is noted, and has no row.
pub fn fold<'c>(
    document: &impl Fields,
    changes: impl IntoIterator<Item = &'c Interpreted>,
    known: &Vocabulary,
) -> Folded {
    fold_some(document, changes, known, |_| true)
}

/// Of fields that `keep` names alone.
pub(crate) fn fold_some<'c>(
    document: &impl Fields,
    changes: impl IntoIterator<Item = &'c Interpreted>,
    known: &Vocabulary,
    keep: impl Fn(&SaidOf) -> bool,
) -> Folded {
    let kind = &document.id().kind;
    let (mut said, mut folded) = (Vec::new(), Vec::new());
    for change in changes {
        let mut of_change = change.said(kind, known);
        of_change.fields.retain(&keep);
        let set = of_change.fields.iter().map(|SaidOf { target, at, value }| {
            let (value, saw) = match value {
                Some(value) => (value.clone(), None),
                // A text's change is letters: what is kept of it is the text as it read to its author, before and after.
                None => {
                    let words = document.text_as_of(target, &change.hash).unwrap_or_default();
                    (Value::Str(words), document.text_before(target, &change.hash))
                }
            };
            Set { target, at: *at, value, saw }
        });
        folded.push(FoldedChange {
            hash: change.hash,
            by: change.author.clone(),
            told: Told::of(set),
            unknown: of_change.unknown.clone(),
        });
        said.push(of_change);
    }
    let set = || said.iter().flat_map(|said| &said.fields).map(|set| &set.target);
    let touched: BTreeSet<Target> =
        set().cloned().chain(set().flat_map(|of| document.read_with(of))).collect();
    let read = |target: Target| {
        let reading = document.read(&target);
        (target, reading)
    };
    let fields = touched.into_iter().map(read).collect();
    Folded { said, changes: folded, fields }
}

/// Writes what changes come to: who set what and when, and once every field that any of them touched. Taking the same in
/// again changes nothing, so a document's rows can be made anew from its changes.
pub fn take_in<E: From<rusqlite::Error>>(
    tx: &Connection,
    doc: &DocId,
    folded: &Folded,
    arrival: impl Fn(&ChangeHash) -> Arrival,
    ancestry: &Ancestry<'_, E>,
) -> Result<(), E> {
    let mut row = doc::row(tx, doc)?;
    let (mut lasts, mut keys) = (Lasts::new(), Keys::of(row.no));
    for change in &folded.changes {
        unknown::note(tx, doc, &change.unknown)?;
        // A skeleton, which has no author, says nothing.
        let Some(by) = &change.by else { continue };
        let Arrival { place, received } = arrival(&change.hash);
        let stands = Stands { by, place, received, hash: Some(&change.hash) };
        record(tx, &mut keys, &change.told, stands, &mut lasts)?;
    }
    let entries = put::fields(tx, (doc, &mut row, &mut keys), &folded.fields, &lasts, ancestry)?;
    let came = || folded.changes.iter().map(|change| change.hash).collect();
    compare_again(tx, (doc, &row), (entries, folded.targets()), came, ancestry)
}

/// After changes came or went, or fields hold something else: what was judged and handed in of these entries, and of those that use
/// evidence of which these fields tell, is set beside what there is now. Of a document that nobody has judged nothing is looked at.
fn compare_again<'t, E: From<rusqlite::Error>>(
    tx: &Connection,
    (doc, row): (&DocId, &doc::DocRow),
    (mut entries, targets): (Vec<Key>, impl IntoIterator<Item = &'t Target>),
    came: impl FnOnce() -> Vec<ChangeHash>,
    ancestry: &Ancestry<'_, E>,
) -> Result<(), E> {
    if !row.judged {
        return Ok(());
    }
    entries.extend(evidence::entries_that_use(tx, row.no, targets)?);
    let came = came();
    verdict::entries_changed(tx, (doc, row.no), &entries, &came, ancestry)?;
    submission::entries_changed(tx, (doc, row.no), &entries, &came, ancestry)
}

fn record<'a>(
    tx: &Connection,
    keys: &mut Keys<'a>,
    told: &'a [Told],
    stands: Stands<'_>,
    lasts: &mut Lasts,
) -> rusqlite::Result<()> {
    let author = author(tx, stands.by.as_str())?;
    for of_entry in told {
        let key = keys.get(tx, &of_entry.first)?;
        history::add(tx, key, of_entry, (stands, author))?;
        if key.is_of_entry() && lasts.get(&key).is_none_or(|last| last.place <= stands.place) {
            lasts.insert(
                key,
                Last { author, at: of_entry.at, received: stands.received, place: stands.place },
            );
        }
    }
    Ok(())
}

/// Shows an edit that waits on this laptop, over what its field held (`before`) and so that it holds `reading`.
pub fn wait<E: From<rusqlite::Error>>(
    tx: &Connection,
    doc: &DocId,
    edit: &StampedEdit,
    (before, reading): (&Reading, &Reading),
    place: Place,
    ancestry: &Ancestry<'_, E>,
) -> Result<(), E> {
    let target = &edit.edit.target;
    let mut row = doc::row(tx, doc)?;
    let saw = before.value().as_str().filter(|_| target.is_text()).map(str::to_owned);
    let told = Told::of([Set { target, at: edit.at, value: edit.edit.value.clone(), saw }]);
    let (mut lasts, mut keys) = (Lasts::new(), Keys::of(row.no));
    record(tx, &mut keys, &told, Stands { by: &edit.by, place, received: None, hash: None }, &mut lasts)?;
    let fields = [(target.clone(), reading.clone())];
    let mut keys = Keys::of(row.no);
    let entries = put::fields(tx, (doc, &mut row, &mut keys), &fields, &lasts, ancestry)?;
    compare_again(tx, (doc, &row), (entries, [target]), Vec::new, ancestry)
}

/// Writes what fields hold now, without any change: one of them is gone, or an edit that waited.
pub fn put<E: From<rusqlite::Error>>(
    tx: &Connection,
    doc: &DocId,
    fields: &[(Target, Reading)],
    ancestry: &Ancestry<'_, E>,
) -> Result<(), E> {
    let mut row = doc::row(tx, doc)?;
    let mut keys = Keys::of(row.no);
    let entries = put::fields(tx, (doc, &mut row, &mut keys), fields, &Lasts::new(), ancestry)?;
    // An entry that uses other evidence now rests on other changes.
    let targets = fields.iter().map(|(target, _)| target);
    compare_again(tx, (doc, &row), (entries, targets), Vec::new, ancestry)
}

/// Takes away what a pending edit (taken back, or about to be sealed into a change) or a refused change had told of these
/// fields. The caller then writes the fields again as the document holds them.
pub fn forget<'t, E: From<rusqlite::Error>>(
    tx: &Connection,
    doc: &DocId,
    targets: impl IntoIterator<Item = &'t Target>,
    (place, change): (Place, Option<&ChangeHash>),
    ancestry: &Ancestry<'_, E>,
) -> Result<(), E> {
    let row = doc::row(tx, doc)?;
    let targets: Vec<&Target> = targets.into_iter().collect();
    let keys = by_key(tx, row.no, targets.iter().copied())?;
    for key in keys.keys() {
        history::remove(tx, *key, (place, change))?;
        entry::follow(tx, *key)?;
    }
    compare_again(tx, (doc, &row), (keys.into_keys().collect(), targets), Vec::new, ancestry)
}

/// The change that said something of these fields has another place: the server has it, or has it at another position
/// since it was restored.
pub fn settle<'t>(
    tx: &Connection,
    doc: &DocId,
    targets: impl IntoIterator<Item = &'t Target>,
    (change, from): (&ChangeHash, Place),
    (to, received): (Place, i64),
) -> rusqlite::Result<()> {
    let row = doc::row(tx, doc)?;
    for (key, targets) in by_key(tx, row.no, targets)? {
        history::settle(tx, key, change, (from, to), received)?;
        if matches!(doc.kind, DocKind::Workbook(_)) {
            entry::follow(tx, key)?;
        }
        for target in targets {
            match target {
                Target::Verdict { .. } => verdict::settled(tx, key, target)?,
                Target::Submission { period } => submission::settled(tx, (doc, key), target, period)?,
                Target::Reminder { reminder: id } => {
                    reminder::settled(tx, (key, id), target, reminder::Said::Sent)?;
                }
                Target::ReminderSeen { reminder: id } => {
                    reminder::settled(tx, (key, id), target, reminder::Said::Seen)?;
                }
                Target::ReminderAnswer { reminder: id } => {
                    reminder::settled(tx, (key, id), target, reminder::Said::Answer)?;
                }
                Target::Answer { question: id, .. } => question::answer_settled(tx, (key, id), target)?,
                Target::Guidance { task } => guidance::settled(tx, (key, task), target)?,
                Target::State { .. } => entry::closing_settled(tx, key, target)?,
                target if said::keeps(target) => said::settled(tx, key, target)?,
                target if told::keeps(target) => told::settled(tx, key, target)?,
                Target::Look { .. } => look::follow(tx, (doc, key), target)?,
                // Of these no row keeps since when they stand, or that of the entry does.
                _ => {}
            }
        }
    }
    Ok(())
}

/// The fields by what they are about.
fn by_key<'t>(
    tx: &Connection,
    no: i64,
    targets: impl IntoIterator<Item = &'t Target>,
) -> rusqlite::Result<BTreeMap<Key, Vec<&'t Target>>> {
    let (mut found, mut keys) = (BTreeMap::<Key, Vec<&Target>>::new(), Keys::of(no));
    for target in targets {
        found.entry(keys.get(tx, target)?).or_default().push(target);
    }
    Ok(found)
}
