//! The limits of `docs/sync-protocol.md` at the server's door: what is past them is refused in words, changes
//! nothing, and the next request is answered.

use ::document::{MAX_CHANGE_BYTES, RawChange};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::EvidenceId;
use model::refusal::Refusal;
use model::target::{EvidencePart, Target};
use model::value::Value;
use protocol::{
    ChangeBody, DocumentChanges, Fate, MAX_DOCUMENTS, MAX_INFLATED_BYTES, MAX_REQUEST_CHANGES, ProblemCode,
    REPLY_BUDGET,
};
use reqwest::StatusCode;

use crate::support::{COMMUNE, Laptop, Sent, Server, all_durable, at, problem, random};

/// What the server says to a request with these documents; honest work is taken after it.
async fn refused(documents: Vec<DocumentChanges>, status: StatusCode) -> ProblemCode {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let mut request = laptop.request(&Vec::new());
    request.counter.0 += 1;
    request.documents = documents;
    let (bytes, _) = laptop.seal(&request);
    let answer = server.post_sync(&laptop.token, bytes).await;
    let code = problem(answer, status).await.code;
    let sent = laptop.narrative("Nội dung");
    assert!(all_durable(&laptop.sync(&server, sent).await), "what was refused is no link of the chain");
    code
}

fn document(changes: Vec<ChangeBody>) -> DocumentChanges {
    DocumentChanges {
        doc: DocId::workbook(&"mang-yang-2019".into(), model::ids::UnitId::new(COMMUNE)).into(),
        changes,
    }
}

fn raw(bytes: usize) -> ChangeBody {
    ChangeBody::Raw(RawChange::new(vec![0; bytes]))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_inflates_past_the_limit_is_refused() {
    let bomb = document(vec![raw(MAX_INFLATED_BYTES)]);
    assert_eq!(refused(vec![bomb], StatusCode::BAD_REQUEST).await, ProblemCode::Malformed);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_documents_are_refused() {
    let many = vec![document(Vec::new()); MAX_DOCUMENTS + 1];
    assert_eq!(refused(many, StatusCode::PAYLOAD_TOO_LARGE).await, ProblemCode::TooLarge);
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_changes_are_refused() {
    let many =
        vec![document(vec![ChangeBody::Skeleton("e/III.6a/Q3".into()); MAX_REQUEST_CHANGES / 2 + 1]); 2];
    assert_eq!(refused(many, StatusCode::PAYLOAD_TOO_LARGE).await, ProblemCode::TooLarge);
}

/// One change sent as raw bytes, with honest ones behind it.
async fn kept_apart(server: &Server, laptop: &mut Laptop, change: Vec<u8>) -> Fate {
    let doc = laptop.workbook();
    let mut changes = vec![RawChange::new(change)];
    changes.extend(laptop.narrative("Nội dung").remove(0).1);
    let reply = laptop.sync(server, vec![(doc, changes)]).await;
    let (first, rest) = reply.fates[0].split_first().unwrap();
    assert!(rest.iter().all(|one| matches!(one, Fate::Durable { .. })), "{rest:?}");
    first.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_past_the_limit_is_kept_apart_and_what_is_beside_it_taken() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let large = kept_apart(&server, &mut laptop, vec![0; MAX_CHANGE_BYTES + 1]).await;
    assert_eq!(large, Fate::refused(Refusal::TooLarge));
    assert_eq!(server.count("SELECT count(*) FROM quarantine WHERE bytes IS NULL"), 1, "the reason is kept");
}

/// 73 bytes that claim 2^40 operations.
const CLAIMS_MUCH: &[u8] = b"\x00\x08\x09\x09\x09\x09\x09\x09\x09\x09\x01\x01\x00\x01A\x00\x05\
    \x15\x0b\x34\x06\x42\x07\x56\x07\x70\x07\
    \x80\x80\x80\x80\x80\x20\x04year\
    \x80\x80\x80\x80\x80\x20\
    \x80\x80\x80\x80\x80\x20\x01\
    \x80\x80\x80\x80\x80\x20\x00\
    \x80\x80\x80\x80\x80\x20\x00";

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_claims_endless_operations_does_not_stop_the_server() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let mut change = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, 1, CLAIMS_MUCH.len() as u8];
    change.extend(CLAIMS_MUCH);
    let sum = crate::damage::sha2_of(&change[8..]);
    change[4..8].copy_from_slice(&sum[..4]);
    let claimed = kept_apart(&server, &mut laptop, change).await;
    assert_eq!(claimed, Fate::refused(Refusal::TooLarge));
}

/// A hundred long lines, of letters that do not repeat.
fn abstracts(laptop: &mut Laptop, round: usize) -> Sent {
    let (doc, actor, by) = (laptop.workbook(), laptop.actor, laptop.person.clone());
    let line = || random::<1000>().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let edit = |n: usize| {
        let evidence = EvidenceId::new(format!("e{}", round * 100 + n));
        let target = Target::Evidence { evidence, part: EvidencePart::Abstract };
        StampedEdit { edit: Edit { target, value: Value::Str(line()) }, by: by.clone(), at: at() }
    };
    let edits: Vec<StampedEdit> = (0..100).map(edit).collect();
    let changes = laptop.document(&doc).seal(&edits, actor);
    vec![(doc, changes)]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_is_no_larger_than_the_protocol_says() {
    let server = Server::start().await;
    let mut writer = server.enrol(COMMUNE).await;
    let mut written = 0;
    for round in 0..4 {
        let sent = abstracts(&mut writer, round);
        written += sent[0].1.iter().map(|change| change.as_bytes().len()).sum::<usize>();
        assert!(all_durable(&writer.sync(&server, sent).await));
    }
    assert!(written > REPLY_BUDGET + (100 << 10), "more than one reply holds: {written}");
    let mut reader = server.enrol(COMMUNE).await;
    let reply = reader.sync(&server, Vec::new()).await;
    let changes = reply.delivered.iter().flat_map(|one| &one.changes);
    let weight: usize = changes.map(|change| change.body.weight()).sum();
    assert!(reply.more, "the rest comes with the next one");
    assert!(weight <= REPLY_BUDGET, "{weight} bytes in one reply");
}
