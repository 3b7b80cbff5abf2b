//! A signature is one on these documents' changes, of this device, at this place of its chain, and on nothing else.

use std::convert::Infallible;

use document::{ChangeHash, RawChange};
use model::doc_id::DocId;
use model::ids::UnitId;
use protocol::{
    BatchHash, ChangeBody, Checked, Counter, DeviceId, DocName, DocumentChanges, DocumentDigest, Malformed,
    PublicKey, Signer, Statement, SyncRequest, Unchecked, open_request, write_request,
};

use crate::{DEVICE, request, sealed, signer, workbook};

/// Two documents, of which the second has the changes of the first without the last.
fn batch() -> SyncRequest {
    let mut request = request(sealed(3));
    let mut second = request.documents[0].clone();
    second.doc = DocId::workbook(&"mang-yang-2019".into(), UnitId::new("hra")).into();
    second.changes.pop();
    request.documents.push(second);
    request.sign(DEVICE, &signer());
    request
}

fn check_as(
    request: SyncRequest,
    device: DeviceId,
    key: &PublicKey,
) -> Result<Checked, Unchecked<Infallible>> {
    request.check(device, key, |_, _| Ok(None))
}

fn check(request: SyncRequest) -> Result<Checked, Unchecked<Infallible>> {
    check_as(request, DEVICE, &signer().public())
}

#[test]
fn what_was_signed_is_taken_and_gives_the_hash_that_the_next_batch_names() {
    let mut request = batch();
    let hash = request.sign(DEVICE, &signer());
    assert_eq!(check(request).unwrap().batch, Some(hash));
}

#[test]
fn a_batch_of_another_device_is_refused() {
    let key = signer().public();
    assert_eq!(
        check_as(batch(), DeviceId(4), &key).unwrap_err(),
        Unchecked::Signature,
        "under its own key, too"
    );
    let other = Signer::from_secret(&[8; 32]).public();
    assert_eq!(check_as(batch(), DEVICE, &other).unwrap_err(), Unchecked::Signature);
}

type Change = fn(&mut SyncRequest);

#[test]
fn a_batch_in_which_anything_was_changed_is_refused() {
    let changed: [(&str, Change); 12] = [
        ("another counter", |request| request.counter = Counter(4)),
        ("another batch before it", |request| request.previous = BatchHash([8; 32])),
        ("another document", |request| {
            request.documents[0].doc = DocId::plan(&"mang-yang-2019".into()).into()
        }),
        ("documents in another order", |request| request.documents.swap(0, 1)),
        ("documents with each other's names", |request| {
            let (first, second) = request.documents.split_at_mut(1);
            std::mem::swap(&mut first[0].doc, &mut second[0].doc);
        }),
        ("changes in another order", |request| request.documents[0].changes.swap(0, 1)),
        ("a change left out", |request| drop(request.documents[0].changes.pop())),
        ("a change twice", |request| {
            let again = request.documents[0].changes[0].clone();
            request.documents[0].changes.push(again);
        }),
        ("a change in the other document", |request| {
            let moved = request.documents[0].changes.pop().unwrap();
            request.documents[1].changes.push(moved);
        }),
        ("a change that begins otherwise, which its own hash leaves out", |request| {
            let ChangeBody::Raw(raw) = &request.documents[0].changes[3] else {
                panic!("the last is no skeleton")
            };
            let mut bytes = raw.as_bytes().to_vec();
            bytes[5] ^= 1;
            request.documents[0].changes[3] = ChangeBody::Raw(RawChange::new(bytes));
        }),
        ("a document left out", |request| drop(request.documents.pop())),
        ("an empty document more", |request| {
            request
                .documents
                .push(DocumentChanges { doc: DocId::plan(&"p".into()).into(), changes: Vec::new() });
        }),
    ];
    for (what, change) in changed {
        let mut request = batch();
        change(&mut request);
        assert_eq!(check(request).unwrap_err(), Unchecked::Signature, "{what}");
    }
}

#[test]
fn where_the_laptop_stands_may_be_said_anew_under_the_same_batch() {
    let mut request = batch();
    let signed = check(request.clone()).unwrap().batch;
    (request.cursor.0, request.epoch.0, request.budget) = (7, 8, 9);
    assert_eq!(check(request).unwrap().batch, signed, "the token vouches for it");
}

#[test]
fn a_signature_stands_for_each_document_by_itself() {
    let signature = batch().signature.unwrap();
    let Checked { request, hashes, batch } = check(batch()).unwrap();
    // Who is shown the first document has of the other one only its digest.
    let other = DocumentDigest::of(&request.documents[1].doc, &hashes[1]);
    let said = |doc: DocName, changes: &[ChangeHash]| Statement {
        device: DEVICE,
        counter: request.counter,
        previous: request.previous,
        documents: vec![DocumentDigest::of(&doc, changes), other],
    };
    let shown = said(workbook().into(), &hashes[0]);
    assert!(shown.is_signed(&signer().public(), &signature));
    assert_eq!(Some(shown.hash()), batch);
    let forged = said(workbook().into(), &hashes[0][1..]);
    assert!(!forged.is_signed(&signer().public(), &signature));
    let forged = said(DocId::plan(&"mang-yang-2019".into()).into(), &hashes[0]);
    assert!(!forged.is_signed(&signer().public(), &signature));
}

#[test]
fn the_bytes_under_a_signature_are_those_of_the_description() {
    let Checked { hashes, batch, .. } = check(batch()).unwrap();
    let digest = |name: &str, hashes: &[ChangeHash]| {
        let length = (name.len() as u64).to_le_bytes();
        let hashes: Vec<u8> = hashes.iter().flat_map(|hash| hash.0).collect();
        *blake3::hash(&[b"nharong/document/1\0", &length[..], name.as_bytes(), &hashes].concat()).as_bytes()
    };
    let (device, counter) = (3_i64.to_le_bytes(), 3_u64.to_le_bytes());
    let (first, second) = (
        digest("mang-yang-2019/workbook/ayun", &hashes[0]),
        digest("mang-yang-2019/workbook/hra", &hashes[1]),
    );
    let said = [b"nharong/batch/1\0", &device[..], &counter, &[9; 32], &first, &second].concat();
    let hash = *blake3::hash(&said).as_bytes();
    assert_eq!(batch, Some(BatchHash(hash)));
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let signature = ed25519_dalek::Signer::sign(&key, &[b"nharong/signed/1\0", &hash[..]].concat());
    assert_eq!(self::batch().signature.unwrap().0, signature.to_bytes());
}

#[test]
fn changes_that_nobody_signed_and_a_signature_on_nothing_are_refused() {
    let mut unsigned = batch();
    unsigned.signature = None;
    assert_eq!(open_request(&write_request(&unsigned)).unwrap_err(), Malformed::Signature);
    assert_eq!(check(unsigned).unwrap_err(), Unchecked::Signature);
    let mut empty = batch();
    empty.documents.clear();
    assert_eq!(open_request(&write_request(&empty)).unwrap_err(), Malformed::Signature);
    let last = empty.previous;
    assert_eq!(empty.sign(DEVICE, &signer()), last, "the last batch stays the last");
    let opened = open_request(&write_request(&empty)).unwrap();
    assert_eq!(check(opened).unwrap().batch, None);
}

#[test]
fn a_key_under_which_anything_verifies_is_refused() {
    let mut identity = [0; 32];
    identity[0] = 1;
    assert!(PublicKey::from_bytes(&identity).is_err());
}
