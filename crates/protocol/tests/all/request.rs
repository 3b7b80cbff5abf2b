//! What a request says arrives, and what of it is not known here is seen.

use std::convert::Infallible;

use model::doc_id::DocId;
use protocol::{
    BatchHash, ChangeBody, Counter, Cursor, DocName, DocumentChanges, Epoch, SyncRequest, Unchecked,
    UnixMillis, VocabularyDigest, open_request, write_request,
};

use crate::wire::{block, message, plain, varint, with_section};
use crate::{DEVICE, request, sealed, sent, signer};

#[test]
fn each_part_of_a_request_arrives_by_itself() {
    let parts: [SyncRequest; 8] = [
        SyncRequest { epoch: Epoch(u64::MAX), ..SyncRequest::default() },
        SyncRequest { cursor: Cursor(u64::MAX), ..SyncRequest::default() },
        SyncRequest { counter: Counter(u64::MAX), ..SyncRequest::default() },
        SyncRequest { previous: BatchHash([1; 32]), ..SyncRequest::default() },
        SyncRequest { heard_since: UnixMillis(i64::MIN), ..SyncRequest::default() },
        SyncRequest { budget: u32::MAX, ..SyncRequest::default() },
        SyncRequest { vocabulary: VocabularyDigest([1; 4]), ..SyncRequest::default() },
        SyncRequest {
            documents: vec![DocumentChanges { doc: DocId::plan(&"p".into()).into(), changes: Vec::new() }],
            ..SyncRequest::default()
        },
    ];
    for part in parts {
        assert_eq!(open_request(&write_request(&part)), Ok(part.clone()), "{part:?}");
    }
}

/// The request with one more document, of which the bytes are these.
fn with_document(name: &str, bodies: &[Vec<u8>]) -> SyncRequest {
    let asked = plain(&sent(&request(sealed(2))));
    let honest = crate::wire::sections(&asked).into_iter().find(|(number, _)| *number == 3).unwrap().1;
    // How many documents, and behind that its name and the number of its changes.
    let (first, changes) = honest[1..].split_at(1 + b"mang-yang-2019/workbook/ayun".len() + 1);
    let more = [block(name.as_bytes()), varint(bodies.len() as u64)].concat();
    let list = [varint(2), first.to_vec(), more, changes.to_vec(), bodies.concat()].concat();
    open_request(&message(&with_section(&asked, 3, &list))).unwrap()
}

#[test]
fn a_document_of_a_kind_that_is_not_known_leaves_the_others_readable() {
    let read = with_document("2019/biên-bản/ayun", &[[varint(0), block(b"x")].concat()]);
    assert_eq!(read.documents[0], request(sealed(2)).documents[0]);
    assert_eq!(read.documents[1].doc.as_str(), "2019/biên-bản/ayun");
    assert_eq!(read.documents[1].doc.id(), None);
    assert_eq!(read.documents[0].doc.id(), Some(crate::workbook()));
    assert_eq!(open_request(&write_request(&read)), Ok(read), "and it goes on as it came");
}

#[test]
fn a_change_of_a_kind_that_is_not_known_is_asked_for_in_full() {
    let read = with_document("mang-yang-2019/plan", &[[varint(9), block(b"abc")].concat()]);
    assert_eq!(read.documents[0], request(sealed(2)).documents[0]);
    let unknown = ChangeBody::Unknown { kind: 9, bytes: b"abc".to_vec() };
    assert_eq!(read.documents[1].changes, [unknown]);
    assert_eq!(open_request(&write_request(&read)).as_ref(), Ok(&read));
    let find = |_: &DocName, _| Ok::<_, Infallible>(None);
    assert_eq!(read.check(DEVICE, &signer().public(), find).unwrap_err(), Unchecked::Unabridged);
}
