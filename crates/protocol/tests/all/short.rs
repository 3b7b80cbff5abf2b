//! What both sides know does not travel, and what was left out comes back the same or not at all.

use std::convert::Infallible;

use document::{Actor, ChangeHash, Document, RawChange, interpret};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::UnitId;
use model::target::Target;
use model::value::Value;
use protocol::{Ancestor, ChangeBody, DocumentChanges, Prefix, SyncRequest, Unmade, seal_request};

use crate::{edits, request, sealed, signer, workbook};

/// A request with the work of `later` on top of what the server has of `earlier`.
struct World {
    known: Vec<(DocId, ChangeHash)>,
    request: SyncRequest,
}

impl World {
    fn new(documents: Vec<(DocId, Vec<RawChange>, Vec<RawChange>)>) -> Self {
        let mut known = Vec::new();
        let mut request = request(Vec::new());
        request.documents.clear();
        for (doc, earlier, later) in documents {
            known.extend(earlier.iter().map(|raw| (doc.clone(), interpret(raw).unwrap().hash)));
            let changes = later.into_iter().map(ChangeBody::pack).collect();
            request.documents.push(DocumentChanges { doc, changes });
        }
        Self { known, request }
    }

    fn shortened(&self) -> SyncRequest {
        let mut short = self.request.clone();
        short.shorten(|doc, hash| self.known.contains(&(doc.clone(), *hash)));
        short
    }

    fn find(&self, doc: &DocId, prefix: Prefix) -> Result<Option<ChangeHash>, Infallible> {
        let begins = |(of, hash): &&(DocId, ChangeHash)| of == doc && hash.0.starts_with(&prefix);
        Ok(self.known.iter().find(begins).map(|(_, hash)| *hash))
    }
}

/// Two scalars of one entry in each of so many workbooks with a history.
fn everywhere(count: u8) -> World {
    World::new((0..count).map(one_workbook).collect())
}

fn one_workbook(number: u8) -> (DocId, Vec<RawChange>, Vec<RawChange>) {
    let doc = DocId::workbook(2019, UnitId::new(format!("xa-{number}")));
    let mut document = Document::empty(doc.clone());
    let earlier = document.seal(&edits(number % 3 + 1), Actor::from_random([3; 8]));
    let percent = edits(1).remove(0);
    let entry = percent.edit.target.entry().unwrap().clone();
    let edit = |target, value| StampedEdit { edit: Edit { target, value }, ..percent.clone() };
    let later = [
        edit(Target::State { entry: entry.clone() }, Value::Str("in-progress".into())),
        edit(Target::Percent { entry }, Value::Int(40 + i64::from(number))),
    ];
    let later = document.seal(&later, Actor::from_random([4; 8]));
    (doc, earlier, later)
}

#[test]
fn two_edits_in_each_of_25_documents_are_at_most_1200_bytes_with_their_signature() {
    let world = everywhere(25);
    let short = seal_request(&world.shortened(), &signer()).0.len();
    let full = seal_request(&world.request, &signer()).0.len();
    assert!(short <= 1_200, "{short} bytes, {full} in full");
}

#[test]
fn what_was_left_out_comes_back_the_same() {
    let mut document = Document::empty(workbook());
    let earlier = document.seal(&edits(5), Actor::from_random([1; 8]));
    let mut later = document.seal(&edits(9)[5..], Actor::from_random([2; 8]));
    let mut more = edits(1);
    more[0].edit.value = Value::Int(77);
    later.extend(document.seal(&more, Actor::from_random([2; 8])));
    let world = World::new(vec![(workbook(), earlier, later)]);
    let mut request = world.shortened();
    let bodies = &request.documents[0].changes;
    assert!(bodies.iter().any(|body| matches!(body, ChangeBody::Short(short) if short.ancestors.iter().any(|one| matches!(one, Ancestor::Near(_))))), "skeletons of the same request are named by their place");
    let hashes = request.lengthen(|doc, prefix| world.find(doc, prefix)).unwrap();
    let expected = world.request.documents[0].changes.iter().map(|body| body.clone().unpack());
    let expected: Vec<RawChange> = expected.collect();
    let made: Vec<RawChange> =
        request.documents[0].changes.iter().map(|body| body.clone().unpack()).collect();
    assert_eq!(made, expected, "byte for byte");
    let expected: Vec<ChangeHash> = expected.iter().map(|raw| interpret(raw).unwrap().hash).collect();
    assert_eq!(hashes, [expected]);
}

#[test]
fn an_ancestor_that_the_server_lost_or_mistakes_is_noticed() {
    let world = everywhere(3);
    let lost = world.shortened().lengthen(|_, _| Ok::<_, Infallible>(None));
    assert_eq!(lost, Err(Unmade::Unknown));
    let other = ChangeHash([5; 32]);
    let mistaken = world.shortened().lengthen(|_, _| Ok::<_, Infallible>(Some(other)));
    assert_eq!(mistaken, Err(Unmade::Unknown), "the digest is over the hashes that were meant");
    let failed = world.shortened().lengthen(|_, _| Err("disk"));
    assert_eq!(failed, Err(Unmade::Asking("disk")));
}

#[test]
fn a_short_change_without_digest_or_with_a_place_that_is_not_there_is_refused() {
    let world = everywhere(2);
    let mut request = world.shortened();
    request.digest = None;
    assert_eq!(request.lengthen(|doc, prefix| world.find(doc, prefix)), Err(Unmade::Unknown));
    for back in [0, 1, u32::MAX] {
        let mut request = world.shortened();
        let ChangeBody::Short(short) = &mut request.documents[0].changes[0] else { panic!("shortened") };
        short.ancestors = vec![Ancestor::Near(back)];
        assert_eq!(request.lengthen(|doc, prefix| world.find(doc, prefix)), Err(Unmade::Unknown));
    }
}

#[test]
fn a_few_bytes_that_would_become_more_than_a_message_may_be_are_refused() {
    let world = everywhere(1);
    let mut request = world.shortened();
    let ChangeBody::Short(short) = &mut request.documents[0].changes[0] else { panic!("shortened") };
    short.ancestors = vec![Ancestor::Known([0; 4]); 2_000_000];
    assert_eq!(request.lengthen(|doc, prefix| world.find(doc, prefix)), Err(Unmade::TooLong));
}

#[test]
fn bytes_that_are_no_change_stay_as_they_are() {
    let mut request = request(sealed(1));
    request.documents[0].changes.push(ChangeBody::Raw(RawChange::new(b"rubbish".to_vec())));
    let expected = request.documents.clone();
    request.shorten(|_, _| true);
    request.lengthen(|_, _| Ok::<_, Infallible>(None)).unwrap();
    assert_eq!(request.documents, expected, "admission judges them, not the codec");
}
