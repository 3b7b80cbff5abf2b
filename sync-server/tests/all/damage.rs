//! Bytes that this program does not write.

use ::document::{RawChange, skeleton};
use automerge::transaction::{CommitOptions, Transactable};
use automerge::{ActorId, AutoCommit, Change, ObjType, ROOT, ReadDoc, ScalarValue};
use model::address::ObjectName;
use model::refusal::Refusal;
use protocol::{ChangeBody, DocumentChanges, Fate};

use crate::support::{COMMUNE, COORDINATOR, Server, all_durable, narrative, random};

fn crafted(actor: &[u8], build: impl FnOnce(&mut AutoCommit)) -> RawChange {
    let mut doc = AutoCommit::new().with_actor(ActorId::from(actor));
    build(&mut doc);
    doc.commit_with(CommitOptions::default().with_time(1).with_message("ke-la"));
    RawChange::new(doc.get_last_local_change().unwrap().raw_bytes().to_vec())
}

fn author() -> [u8; 8] {
    let mut actor = random::<8>();
    actor[0] |= 0x80;
    actor
}

/// A unit hands in its third quarter, with something in it that no program writes.
fn handing_in(key: &str, value: ScalarValue) -> RawChange {
    let object = ObjectName::parse("r/submission/Q3").unwrap();
    crafted(&author(), |doc| {
        doc.apply_changes([Change::from_bytes(skeleton(&object).into_bytes()).unwrap()]).unwrap();
        let (_, id) = doc.get(ROOT, object.as_str()).unwrap().unwrap();
        doc.put(&id, key, value).unwrap();
    })
}

fn kept_apart(fate: &Fate) -> bool {
    matches!(fate, Fate::Refused(refused) if refused.apart)
}

#[tokio::test(flavor = "multi_thread")]
async fn crafted_changes_are_kept_apart_and_the_honest_ones_beside_them_are_taken() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let doc = laptop.workbook();
    let honest = laptop.narrative("tử tế").remove(0).1;
    let whole = honest.last().unwrap().as_bytes().to_vec();
    let mut truncated = whole.clone();
    truncated.truncate(whole.len() / 2);
    let mut compressed = whole.clone();
    compressed[8] = 2;
    let name = b"r/entry/III.6a/Q3";
    let cases = [
        (RawChange::new(truncated), Refusal::NotAChange),
        (RawChange::new(compressed), Refusal::NotAChange),
        (RawChange::new(Vec::new()), Refusal::NotAChange),
        (RawChange::new(b"<html>".to_vec()), Refusal::NotAChange),
        // An entry's object with something of its own in it.
        (
            crafted(name, |doc| {
                let entry = doc.put_object(ROOT, "r/entry/III.6a/Q3", ObjType::Map).unwrap();
                doc.put(&entry, "extra", 1).unwrap();
            }),
            Refusal::ForeignSkeleton,
        ),
        (crafted(&author(), |doc| drop(doc.put_object(ROOT, "x", ObjType::Map))), Refusal::NotAnEdit),
        (crafted(&author(), |doc| doc.put(ROOT, "khong-co", 1).unwrap()), Refusal::NotAnEdit),
        (crafted(&[7; 8], |doc| doc.put(ROOT, "khong-co", 1).unwrap()), Refusal::NotAnEdit),
        (handing_in("khong-co", 1.into()), Refusal::UnknownField),
        (handing_in("at", "hôm qua".into()), Refusal::BadValue),
        (handing_in("at", 1.5.into()), Refusal::BadValue),
    ];
    let mut changes: Vec<RawChange> = cases.iter().map(|(raw, _)| raw.clone()).collect();
    changes.extend(honest);
    let reply = laptop.sync(&server, vec![(doc.clone(), changes)]).await;
    for (at, (_, expected)) in cases.iter().enumerate() {
        assert_eq!(reply.fates[0][at], Fate::refused(*expected), "case {at}");
    }
    assert!(reply.fates[0][cases.len()..].iter().all(|one| matches!(one, Fate::Durable { .. })));
    assert_eq!(
        server.count("SELECT count(*) FROM quarantine WHERE reason <> ''"),
        cases.len() as i64,
        "all are kept, with a reason"
    );
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    assert_eq!(office.read(&doc, &narrative()).as_str(), Some("tử tế"), "and nobody else receives them");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_skeleton_of_an_unknown_name_is_kept_apart() {
    let server = Server::start().await;
    let laptop = server.enrol(COMMUNE).await;
    let mut request = laptop.request(&Vec::new());
    request.counter.0 += 1;
    let names = ["", "e/", "e/III.6a", "x/y/z", "../../etc/passwd"];
    let changes = names.map(|name| ChangeBody::Skeleton(name.into())).to_vec();
    request.documents.push(DocumentChanges { doc: laptop.workbook().into(), changes });
    let (bytes, _) = laptop.seal(&request);
    let response = server.post_sync(&laptop.token, bytes).await;
    let reply = protocol::open_reply(&response.bytes().await.unwrap()).unwrap();
    assert!(reply.fates[0].iter().all(kept_apart), "{:?}", reply.fates);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_with_any_byte_wrong_never_bring_the_server_down() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let doc = laptop.workbook();
    let honest = laptop.narrative("Nội dung").remove(0).1;
    let whole = honest.last().unwrap().as_bytes().to_vec();
    let mut mutants = Vec::new();
    for _ in 0..400 {
        let mut bytes = whole.clone();
        let [a, b, c, d] = random::<4>();
        let at = usize::from(u16::from_be_bytes([a, b])) % bytes.len();
        bytes[at] ^= c | 1;
        if d & 1 == 1 {
            // With the sum put right, so that the parser gets to see the damage.
            let end = bytes.len();
            let sum = sha2_of(&bytes[8..end]);
            bytes[4..8].copy_from_slice(&sum[..4]);
        }
        mutants.push(RawChange::new(bytes));
    }
    let reply = laptop.sync(&server, vec![(doc.clone(), mutants)]).await;
    assert_eq!(reply.fates[0].len(), 400);
    let reply = laptop.sync(&server, vec![(doc, honest)]).await;
    assert!(all_durable(&reply), "{:?}", reply.fates);
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_with_any_byte_wrong_are_refused() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("Nội dung");
    let (whole, _) = laptop.seal(&laptop.request(&sent));
    for _ in 0..60 {
        let mut bytes = whole.clone();
        let [a, b, c] = random::<3>();
        let at = usize::from(u16::from_be_bytes([a, b])) % bytes.len();
        bytes[at] ^= c | 1;
        let refused = server.post_sync(&laptop.token, bytes).await;
        assert!(refused.status().is_client_error(), "byte {at}: {}", refused.status());
    }
    for length in [0, 1, 3, 66, 67, whole.len() - 1] {
        let refused = server.post_sync(&laptop.token, whole[..length].to_vec()).await;
        assert!(refused.status().is_client_error(), "cut at {length}");
    }
    assert_eq!(server.count("SELECT count(*) FROM log WHERE device IS NOT NULL"), 0);
    assert!(all_durable(&laptop.sync(&server, sent).await), "and the right bytes are still taken");
}

pub fn sha2_of(bytes: &[u8]) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    Sha256::digest(bytes).to_vec()
}
