//! What both sides know does not travel, and what was left out comes back the same or not at all.

use std::convert::Infallible;

use document::{Actor, ChangeHash, Document, RawChange, interpret};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::UnitId;
use model::target::Target;
use model::value::Value;
use protocol::{
    Ancestor, ChangeBody, Checked, DocName, DocumentChanges, MAX_ANCESTORS, Prefix, SyncRequest, Unchecked,
    open_request, write_request,
};

use crate::{DEVICE, edits, request, sealed, sent, signer, workbook};

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
            request.documents.push(DocumentChanges { doc: doc.into(), changes });
        }
        Self { known, request }
    }

    /// Signed, and then abridged.
    fn abridged(&self) -> SyncRequest {
        let mut abridged = self.request.clone();
        abridged.sign(DEVICE, &signer());
        abridged.abridge(|doc, hash| self.known.iter().any(|(of, known)| doc == of && known == hash));
        abridged
    }

    fn find(&self, doc: &DocName, prefix: Prefix) -> Result<Option<ChangeHash>, Infallible> {
        let begins = |(of, hash): &&(DocId, ChangeHash)| doc == of && hash.0.starts_with(&prefix);
        Ok(self.known.iter().find(begins).map(|(_, hash)| *hash))
    }

    fn check(&self, request: SyncRequest) -> Result<Checked, Unchecked<Infallible>> {
        request.check(DEVICE, &signer().public(), |doc, prefix| self.find(doc, prefix))
    }
}

fn first_ancestors(request: &mut SyncRequest) -> &mut Vec<Ancestor> {
    let ChangeBody::Abridged(first) = &mut request.documents[0].changes[0] else { panic!("abridged") };
    &mut first.ancestors
}

/// Two scalars of one entry in each of so many workbooks with a history.
fn everywhere(count: u8) -> World {
    World::new((0..count).map(one_workbook).collect())
}

fn one_workbook(number: u8) -> (DocId, Vec<RawChange>, Vec<RawChange>) {
    let doc = DocId::workbook(&"mang-yang-2019".into(), UnitId::new(format!("xa-{number}")));
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
    let abridged = write_request(&world.abridged()).len();
    let full = sent(&world.request).len();
    assert!(abridged <= 1_200, "{abridged} bytes, {full} in full");
}

#[test]
fn what_was_left_out_comes_back_the_same() {
    let mut document = Document::empty(workbook());
    let earlier = document.seal(&edits(5), Actor::from_random([1; 8]));
    let mut later = document.seal(&edits(9)[5..], Actor::from_random([2; 8]));
    let mut more = edits(1);
    more[0].edit.value = Value::Int(77);
    later.extend(document.seal(&more, Actor::from_random([2; 8])));
    let world = World::new(vec![(workbook(), earlier, later.clone())]);
    let abridged = world.abridged();
    let near = |body: &ChangeBody| matches!(body, ChangeBody::Abridged(change) if change.ancestors.iter().any(|one| matches!(one, Ancestor::Near(_))));
    assert!(
        abridged.documents[0].changes.iter().any(near),
        "those of the same request are named by their place"
    );
    let arrived = open_request(&write_request(&abridged)).unwrap();
    assert_eq!(arrived, abridged);
    let Checked { request, hashes, batch } = world.check(arrived).unwrap();
    let made: Vec<RawChange> =
        request.documents[0].changes.iter().map(|body| body.clone().unpack()).collect();
    assert_eq!(made, later, "byte for byte");
    let expected: Vec<ChangeHash> = later.iter().map(|raw| interpret(raw).unwrap().hash).collect();
    assert_eq!(hashes, [expected]);
    let in_full = open_request(&sent(&world.request)).unwrap();
    assert_eq!(batch, world.check(in_full).unwrap().batch, "in full it is the same batch");
}

#[test]
fn an_ancestor_that_the_server_lost_or_mistakes_is_noticed() {
    let world = everywhere(3);
    let key = signer().public();
    let lost = world.abridged().check(DEVICE, &key, |_, _| Ok::<_, Infallible>(None));
    assert_eq!(lost.unwrap_err(), Unchecked::Unabridged);
    let other = ChangeHash([5; 32]);
    let mistaken = world.abridged().check(DEVICE, &key, |_, _| Ok::<_, Infallible>(Some(other)));
    assert_eq!(
        mistaken.unwrap_err(),
        Unchecked::Unabridged,
        "the signature is over the hashes that were meant"
    );
    let failed = world.abridged().check(DEVICE, &key, |_, _| Err("disk"));
    assert_eq!(failed.unwrap_err(), Unchecked::Asking("disk"));
}

#[test]
fn a_place_that_is_not_there_is_no_ancestor() {
    let world = everywhere(2);
    for back in [0, 1, u32::MAX] {
        let mut request = world.abridged();
        *first_ancestors(&mut request) = vec![Ancestor::Near(back)];
        assert_eq!(world.check(request).unwrap_err(), Unchecked::Unabridged);
    }
}

#[test]
fn a_few_bytes_that_would_become_more_than_a_message_may_be_are_refused() {
    let world = everywhere(1);
    let mut request = world.abridged();
    *first_ancestors(&mut request) = vec![Ancestor::Known([0; 4]); 2_000_000];
    assert_eq!(world.check(request).unwrap_err(), Unchecked::TooLong);
}

#[test]
fn bytes_that_are_no_change_stay_as_they_are() {
    let mut request = request(sealed(1));
    request.documents[0].changes.push(ChangeBody::Raw(RawChange::new(b"rubbish".to_vec())));
    let expected = request.documents.clone();
    request.sign(DEVICE, &signer());
    request.abridge(|_, _| true);
    let checked = request.check(DEVICE, &signer().public(), |_, _| Ok::<_, Infallible>(None)).unwrap();
    assert_eq!(checked.request.documents, expected, "admission judges them, not the codec");
}

/// A chunk with so many ancestors, and nothing of sense behind them.
fn of_many(ancestors: usize) -> RawChange {
    let contents = [crate::wire::varint(ancestors as u64), vec![7; 32 * ancestors]].concat();
    let hashed = [vec![1], crate::wire::varint(contents.len() as u64), contents].concat();
    let sum = crate::wire::sha256(&hashed);
    RawChange::new([&[0x85, 0x6f, 0x4a, 0x83], &sum[..4], &hashed].concat())
}

#[test]
fn what_has_more_ancestors_than_a_request_may_name_goes_in_full() {
    let mut request = request(vec![of_many(MAX_ANCESTORS), of_many(1)]);
    let batch = request.sign(DEVICE, &signer());
    request.abridge(|_, _| true);
    let changes = &request.documents[0].changes;
    assert!(matches!(changes[..], [ChangeBody::Abridged(_), ChangeBody::Raw(_)]), "as far as there is room");
    let arrived = open_request(&write_request(&request)).unwrap();
    let find = |_: &DocName, _| Ok::<_, Infallible>(Some(ChangeHash([7; 32])));
    assert_eq!(arrived.check(DEVICE, &signer().public(), find).unwrap().batch, Some(batch));
}
