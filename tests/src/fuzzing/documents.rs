//! Changes and stored documents.

use std::collections::BTreeSet;

use automerge::Change;
use document::{Admission, ChangeHash, Contents, Document, Fields, RawChange, Rules, admit, interpret};
use model::address::Address;
use model::vocabulary::Vocabulary;

use super::bytes::Bytes;
use super::{craft, history, mend_sum};

/// One change by itself: as it is, and with its sum put right.
pub fn interpret_one(data: &[u8]) {
    let mut mended = data.to_vec();
    mend_sum(&mut mended);
    for bytes in [data.to_vec(), mended] {
        let raw = RawChange::new(bytes);
        let Ok(read) = interpret(&raw) else { continue };
        let library = craft::parse(&raw).expect("what is read here, the library reads");
        assert_eq!(ChangeHash::from(library.hash()), read.hash);
        let again = Change::from(library.decode());
        assert_eq!(again.raw_bytes(), raw.as_bytes(), "and writes it the same");
        assert_eq!(interpret(&raw).map(|again| again.hash), Ok(read.hash), "the same answer each time");
        assert!(read.skeleton.is_some() == read.author.is_none(), "only a skeleton has no author");
        let places: BTreeSet<&Address> = read.touched.iter().map(|touched| &touched.address).collect();
        assert_eq!(places.len(), read.touched.len(), "each field once");
        assert!(places.iter().all(|address| address.is_sound()), "at places that there are: {places:?}");
        let written = read.written().map(|(touched, _)| &touched.address);
        assert!(written.is_sorted_by(|one, other| one != other), "one value for each field");
        let said = read.said(&history::id().kind, &Vocabulary::default());
        assert!(said.fields.len() + said.unknown.len() <= read.touched.len(), "no more than it touches");
    }
}

/// Bytes that should be a stored document: an error, or a document that can be asked and stored. That it loads
/// again is admission's to see to: crafted changes that load, and then do not load again, never get into a store.
pub fn document_load(data: &[u8]) {
    let mut mended = data.to_vec();
    mend_sum(&mut mended);
    for bytes in [data.to_vec(), mended] {
        let Ok(document) = Document::load(history::id(), &bytes) else { continue };
        let heads = document.heads();
        let saved = document.save();
        if let Ok(again) = Document::load(history::id(), &saved) {
            assert_eq!(again.heads(), heads);
        }
    }
}

/// Crafted and damaged changes into a document with history.
pub fn admit_crafted(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let documents = history::documents();
    let mut document = bytes.pick(&documents).clone();
    let pool = craft::Pool::of(&mut document);
    let mut changes = Vec::new();
    for _ in 0..=bytes.below(4) {
        let base = bytes.pick(&documents).clone();
        changes.extend(craft::change(&mut bytes, &base, &pool));
        if bytes.one_in(4)
            && let Some(last) = changes.last_mut()
        {
            *last = damaged(last, &mut bytes);
        }
    }
    let before = (document.heads(), document.save());
    let admitted = admit(&document, &changes, Rules::Relayed);
    assert_eq!(admitted.outcomes.len(), changes.len(), "an outcome for each change");
    assert_eq!((document.heads(), document.save()), before, "the document that was passed in is as it was");
    held(&document, &changes);
    sound(admitted.document, &changes, &admitted.outcomes);
}

/// What is admitted without the document, the library takes; and it reads the same.
fn held(document: &Document, changes: &[RawChange]) {
    let mut contents = Contents::empty(history::id());
    assert!(document.changes().iter().all(|raw| contents.replay(raw)), "what a laptop made is taken");
    let outcomes = contents.admit(changes, Rules::Relayed, |_, _| None);
    let accepted = changes.iter().zip(&outcomes).filter(|(_, one)| matches!(one, Admission::Accepted(_)));
    let accepted: Vec<RawChange> = accepted.map(|(raw, _)| raw.clone()).collect();
    let admitted = admit(document, &accepted, Rules::Relayed);
    let taken = admitted.outcomes.iter().all(|one| matches!(one, Admission::Accepted(_)));
    assert!(taken, "the library refuses what was admitted: {:?}", admitted.outcomes);
    assert_eq!(contents.heads(), admitted.document.heads());
    for raw in admitted.document.changes() {
        let read = interpret(&raw).expect("it was admitted");
        let said = read.said(&history::id().kind, &Vocabulary::default());
        for target in said.fields.iter().map(|said| &said.target) {
            assert_eq!(contents.read(target), admitted.document.read(target), "{target:?}");
            if target.is_text() {
                let as_of = |fields: &dyn Fields| fields.text_as_of(target, &read.hash);
                assert_eq!(as_of(&contents), as_of(&admitted.document), "{target:?} as of {}", read.hash);
            }
        }
    }
}

/// A byte of the change altered, as often as not with its sum put right.
fn damaged(raw: &RawChange, bytes: &mut Bytes<'_>) -> RawChange {
    let mut altered = raw.as_bytes().to_vec();
    let at = bytes.below(altered.len().min(256));
    altered[at] = bytes.byte();
    if !bytes.one_in(4) {
        mend_sum(&mut altered);
    }
    RawChange::new(altered)
}

/// What was accepted is in the document, and it is saved, loaded and worked on.
fn sound(document: Document, changes: &[RawChange], outcomes: &[Admission]) {
    let saved = document.save();
    let mut again = Document::load(history::id(), &saved).expect("what was admitted is saved and loaded");
    assert_eq!(again.heads(), document.heads());
    for (raw, outcome) in changes.iter().zip(outcomes) {
        if let Admission::Accepted(read) = outcome {
            assert!(again.has(&read.hash), "what was accepted is there");
            assert!(again.changes().contains(raw), "byte for byte");
        }
    }
    let edits = history::edits(&mut Bytes::new(&[3, 0, 1, 1, 2, 6, 3, 11, 4]));
    let sealed = again.seal(&edits, history::actor(250));
    let after = admit(&document, &sealed, Rules::Relayed);
    let taken: Vec<ChangeHash> = hashes(&after.outcomes);
    assert_eq!(taken.len(), sealed.len(), "honest work goes on: {:?}", after.outcomes);
}

fn hashes(outcomes: &[Admission]) -> Vec<ChangeHash> {
    let hash = |outcome: &Admission| match outcome {
        Admission::Accepted(read) => Some(read.hash),
        Admission::Known(hash) => Some(*hash),
        _ => None,
    };
    outcomes.iter().filter_map(hash).collect()
}
