//! Whether a change that keeps every condition can be put into a document in place, without saving and loading
//! the whole of it to see what became of it.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{AutoCommit, Change, ReadDoc};
use document::{Document, RawChange, interpret};

use super::bytes::Bytes;
use super::conditions::{self, Condition};
use super::{craft, history, mend_sum};

/// What went wrong with a document after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Damage {
    ApplyPanics,
    SavePanics,
    DoesNotLoad,
    LoadPanics,
    HeadsDiffer,
    ChangesDiffer,
    ReadPanics,
    ReadsDiffer,
    NextPanics,
    NextDiffers,
}

/// What became of a crafted change.
#[derive(Clone, Debug)]
pub struct Tried {
    pub raw: RawChange,
    pub broken: BTreeSet<Condition>,
    /// The library took the change,
    pub applied: bool,
    /// and makes the same bytes of it again, when it is asked for the change.
    pub rebuilt: bool,
    pub damage: Option<Damage>,
}

pub fn canonical(data: &[u8]) {
    for tried in steps(data) {
        let expected = tried.broken.is_empty();
        assert!(
            !expected || (tried.applied && tried.damage.is_none()),
            "keeps every condition, and yet: {tried:?}"
        );
    }
}

/// Up to three crafted changes, one after another; the last one may be the first that does damage.
pub fn steps(data: &[u8]) -> Vec<Tried> {
    let mut bytes = Bytes::new(data);
    let documents = history::documents();
    let mut document = bytes.pick(&documents).clone();
    let mut tried = Vec::new();
    for _ in 0..=bytes.below(3) {
        let base = if bytes.one_in(2) { document.clone() } else { bytes.pick(&documents).clone() };
        let pool = craft::Pool::of(&mut document);
        let Some(raw) = craft::change(&mut bytes, &base, &pool) else { continue };
        let raw = if bytes.one_in(8) { damaged(&raw, &mut bytes) } else { raw };
        if interpret(&raw).is_err() {
            continue;
        }
        let Some(change) = craft::parse(&raw) else { continue };
        let known = conditions::of(&document.changes());
        let Some(broken) = known.broken(&change) else { continue };
        if document.has(&document::ChangeHash::from(change.hash())) {
            continue;
        }
        let mut doc = AutoCommit::load(&document.save()).expect("the document was sound before");
        let applied = attempt(Damage::ApplyPanics, || apply(&mut doc, &change));
        let rebuilt = applied == Ok(true) && rebuilds(&mut doc, &change);
        let later = bytes.byte();
        let damage = applied.and_then(|taken| examine(&mut doc, &mut document, &change, taken, later)).err();
        let applied = applied == Ok(true);
        tried.push(Tried { raw: raw.clone(), broken, applied, rebuilt, damage });
        if damage.is_some() {
            break;
        }
        if applied {
            history::take(&mut document, &[raw]);
        }
    }
    tried
}

/// A byte of the change altered, with its sum put right.
fn damaged(raw: &RawChange, bytes: &mut Bytes<'_>) -> RawChange {
    let mut altered = raw.as_bytes().to_vec();
    let at = bytes.below(altered.len().min(256));
    altered[at] = bytes.byte();
    mend_sum(&mut altered);
    RawChange::new(altered)
}

/// True where the change is in the document afterwards.
fn apply(doc: &mut AutoCommit, change: &Change) -> bool {
    doc.apply_changes([change.clone()]).is_ok() && doc.get_change_meta_by_hash(&change.hash()).is_some()
}

fn rebuilds(doc: &mut AutoCommit, change: &Change) -> bool {
    let again = attempt(Damage::ReadPanics, || doc.get_change_by_hash(&change.hash()));
    again.is_ok_and(|again| again.is_some_and(|again| again.raw_bytes() == change.raw_bytes()))
}

/// Saves, loads, reads and goes on with a document, in place and as it was loaded.
fn examine(
    doc: &mut AutoCommit,
    before: &mut Document,
    change: &Change,
    taken: bool,
    later: u8,
) -> Result<(), Damage> {
    let saved = attempt(Damage::SavePanics, || doc.save())?;
    let loaded = attempt(Damage::LoadPanics, || AutoCommit::load(&saved))?;
    let mut again = loaded.map_err(|_| Damage::DoesNotLoad)?;
    if doc.get_heads() != again.get_heads() {
        return Err(Damage::HeadsDiffer);
    }
    let mut expected: Vec<Vec<u8>> = before.changes().into_iter().map(RawChange::into_bytes).collect();
    expected.extend(taken.then(|| change.raw_bytes().to_vec()));
    expected.sort();
    for doc in [&mut *doc, &mut again] {
        if attempt(Damage::ReadPanics, || changes(doc))? != expected {
            return Err(Damage::ChangesDiffer);
        }
    }
    let [here, there] = [&*doc, &again].map(|doc| attempt(Damage::ReadPanics, || picture(doc)));
    if here? != there? {
        return Err(Damage::ReadsDiffer);
    }
    next(doc, again, before, later)
}

fn changes(doc: &mut AutoCommit) -> Vec<Vec<u8>> {
    let mut changes: Vec<_> = doc.get_changes(&[]).iter().map(|one| one.raw_bytes().to_vec()).collect();
    changes.sort();
    changes
}

/// Everything that the document shows, with what stands against it.
fn picture(doc: &AutoCommit) -> String {
    let mut picture = String::new();
    let mut left = vec![automerge::ROOT];
    while let Some(object) = left.pop() {
        picture += &format!("{object}: {:?}\n", doc.text(&object));
        for key in doc.keys(&object) {
            let values = doc.get_all(&object, key.as_str()).unwrap_or_default();
            picture += &format!("{key}: {values:?}\n");
            left.extend(values.into_iter().filter(|(value, _)| value.is_object()).map(|(_, id)| id));
        }
    }
    picture
}

/// Honest work goes on: on top of the change, and by a laptop that does not know it.
fn next(doc: &mut AutoCommit, mut again: AutoCommit, before: &mut Document, later: u8) -> Result<(), Damage> {
    let saved = again.save();
    for n in 0..2 {
        let field = later.wrapping_add(n * 5);
        let [two, three, four] = [1, 5, 7].map(|more| field.wrapping_add(more));
        let choices = [3, field, later / 13, two, 1, three, 2, four, 3];
        let edits = history::edits(&mut Bytes::new(&choices));
        let mut on_top = Document::load(history::id(), &saved).map_err(|_| Damage::DoesNotLoad)?;
        let actor = history::actor(100 + n);
        let mut more = attempt(Damage::NextPanics, || on_top.seal(&edits, actor))?;
        more.extend(before.clone().seal(&edits, history::actor(200 + n)));
        let more: Vec<Change> = more.iter().filter_map(craft::parse).collect();
        for doc in [&mut *doc, &mut again] {
            let taken = attempt(Damage::NextPanics, || doc.apply_changes(more.clone()))?;
            taken.map_err(|_| Damage::NextDiffers)?;
        }
    }
    let end = attempt(Damage::NextPanics, || doc.save())?;
    let loaded = attempt(Damage::NextPanics, || AutoCommit::load(&end))?;
    let mut loaded = loaded.map_err(|_| Damage::NextDiffers)?;
    let same = loaded.get_heads() == again.get_heads() && picture(&loaded) == picture(&again);
    if same { Ok(()) } else { Err(Damage::NextDiffers) }
}

fn attempt<T>(damage: Damage, what: impl FnOnce() -> T) -> Result<T, Damage> {
    catch_unwind(AssertUnwindSafe(what)).map_err(|_| damage)
}
