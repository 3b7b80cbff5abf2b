//! A server that is newer than the laptop: what is not understood is left as it is, and the rest taken.

use ::document::ChangeHash;
use model::doc_id::DocId;
use model::value::Value;
use protocol::{
    ChangeBody, Cursor, Delivered, Delivery, Fate, MAX_REQUEST_CHANGES, Refused, SyncReply, Vocabulary,
};

use crate::support::{District, Laptop, narrative, percent, write};

/// A laptop with one edit on its way, and what its server would answer.
fn asking(district: &mut District) -> (Laptop, replica::sync::Outgoing, SyncReply) {
    let ayun = Laptop::new(district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "55")).unwrap();
    let outgoing = ayun.store.plan_request().unwrap();
    let reply = district.exchange(ayun.id, &outgoing.bytes).unwrap();
    (ayun, outgoing, reply)
}

#[test]
fn a_change_of_which_nothing_is_known_is_sent_again_and_not_at_once() {
    let mut district = District::new();
    let (ayun, outgoing, mut reply) = asking(&mut district);
    for fate in reply.fates.iter_mut().flatten() {
        *fate = Fate::Unknown { kind: 9, bytes: vec![1] };
    }
    let taken = ayun.store.take_reply(&outgoing, reply).unwrap();
    assert!(!taken.more, "the same question would have the same answer");
    assert_eq!((ayun.queue().edits.len(), ayun.queue().refused.len()), (1, 0), "it waits as before");
    assert_eq!(ayun.page("III.6a")["percent"], 55);
    let again = ayun.store.plan_request().unwrap();
    assert_eq!(again.content, outgoing.content, "with the next round it is sent again");
    ayun.answer(&mut district, &again);
    assert!(ayun.queue().edits.is_empty());
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
}

fn refused_as(code: &str) -> String {
    let mut district = District::new();
    let (ayun, outgoing, mut reply) = asking(&mut district);
    let why = Refused { code: code.into(), text: "Trăng chưa tròn.".into(), apart: false };
    *reply.fates[0].last_mut().unwrap() = Fate::Refused(why);
    ayun.store.take_reply(&outgoing, reply).unwrap();
    let ayun = ayun.killed();
    let queue = ayun.queue();
    assert_eq!((queue.edits.len(), queue.refused.len()), (0, 1));
    queue.refused[0].reason.clone()
}

#[test]
fn a_refusal_is_told_in_the_servers_words_which_may_say_more_than_the_code() {
    for code in ["moon-phase", "plan-drops-work"] {
        assert_eq!(refused_as(code), "Trăng chưa tròn.", "{code}");
    }
}

#[test]
fn what_the_server_understands_is_kept_and_not_told_again() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let digest = |laptop: &Laptop, district: &District| {
        district.open(&laptop.store.plan_request().unwrap().bytes).vocabulary
    };
    assert_eq!(digest(&ayun, &district), Vocabulary::default().digest());
    district.vocabulary = Vocabulary::new(["percent".to_owned()]).unwrap();
    ayun.sync(&mut district);
    let ayun = ayun.killed();
    assert_eq!(digest(&ayun, &district), district.vocabulary.digest());
    let outgoing = ayun.store.plan_request().unwrap();
    assert_eq!(district.exchange(ayun.id, &outgoing.bytes).unwrap().vocabulary, None);
}

#[test]
fn what_a_reply_delivers_that_is_not_understood_leaves_the_rest_to_be_taken() {
    let mut district = District::new();
    let other = Laptop::new(&mut district, "ayun", "H'Nhung");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    other.act(write(narrative("III.6a"), "đã xong")).unwrap();
    other.sync(&mut district);
    let outgoing = ayun.store.plan_request().unwrap();
    let mut reply = district.exchange(ayun.id, &outgoing.bytes).unwrap();
    let received = reply.now;
    let odd = |body| Delivery { body, position: Cursor(1), received };
    let unknown = ChangeBody::Unknown { kind: 9, bytes: b"?".to_vec() };
    reply.delivered[0].changes.insert(0, odd(unknown));
    let bytes = protocol::seal_reply(&SyncReply {
        delivered: vec![Delivered {
            doc: DocId::workbook(&"mang-yang-2019".into(), model::ids::UnitId::new("x")).into(),
            changes: vec![odd(ChangeBody::Skeleton("r/v/1".into()))],
        }],
        ..SyncReply::default()
    });
    reply.delivered.insert(0, of_another_kind(&bytes));
    let taken = ayun.store.take_reply(&outgoing, reply).unwrap();
    assert_eq!(taken.delivered, 3, "the skeleton and the words, and an object of a kind that is not known");
    assert_eq!(ayun.page("III.6a")["texts"][0]["text"], "đã xong");
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
}

/// What the reply delivers, with a document of a kind that no program of this age has.
fn of_another_kind(reply: &[u8]) -> Delivered {
    let mut plain = protocol::unframe(reply).unwrap();
    let at = plain.windows(8).position(|window| window == b"workbook").unwrap();
    plain[at..at + 8].copy_from_slice(b"bienbans");
    let reply = [&reply[..3], &zstd::bulk::compress(&plain, 1).unwrap()].concat();
    protocol::open_reply(&reply).unwrap().delivered.remove(0)
}

#[test]
fn a_request_holds_no_more_changes_than_the_server_takes() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let outgoing = ayun.store.plan_request().unwrap();
    let mut reply = district.exchange(ayun.id, &outgoing.bytes).unwrap();
    let (count, received) = (MAX_REQUEST_CHANGES + 7, reply.now);
    let delivery =
        |n| Delivery { body: ChangeBody::Skeleton(format!("r/evidence/{n}")), position: Cursor(n), received };
    let changes = (0..count as u64).map(delivery).collect();
    reply.delivered.push(Delivered { doc: ayun.workbook().into(), changes });
    assert_eq!(ayun.store.take_reply(&outgoing, reply).unwrap().delivered, count);
    // This server never had them.
    district.restore(district.log_length());
    ayun.exchange(&mut district);
    let mut sent: Vec<usize> = Vec::new();
    for _ in 0..3 {
        let outgoing = ayun.store.plan_request().unwrap();
        let hashes: Vec<ChangeHash> =
            outgoing.content.0.iter().flat_map(|(_, hashes)| hashes.clone()).collect();
        sent.push(hashes.len());
        let mut reply = SyncReply { epoch: district.epoch, now: received, ..SyncReply::default() };
        let durable = Fate::Durable { position: Cursor(1), received };
        reply.fates.extend(outgoing.content.0.iter().map(|(_, hashes)| vec![durable.clone(); hashes.len()]));
        ayun.store.take_reply(&outgoing, reply).unwrap();
    }
    assert_eq!(sent, [MAX_REQUEST_CHANGES, 7, 0]);
}

#[test]
fn what_an_older_server_would_not_understand_waits_for_a_newer_one_and_the_rest_is_sent() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let older = known().names().into_iter().filter(|one| one != "workbook/entry/percent");
    district.vocabulary = Vocabulary::new(older).unwrap();
    ayun.sync(&mut district);
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.act(write(narrative("III.6a"), "đã xong")).unwrap();
    ayun.sync(&mut district);
    let workbook = ayun.workbook();
    let read = |district: &mut District, target| district.document(&workbook).read(&target).value().clone();
    assert_eq!(read(&mut district, narrative("III.6a")), Value::Str("đã xong".into()), "the rest was sent");
    assert_eq!(read(&mut district, percent("III.6a")), Value::Absent);
    let waits: Vec<bool> = ayun.queue().edits.iter().map(|edit| edit.waits_for.is_some()).collect();
    assert_eq!(waits, [true], "and the person is told what waits for the server");
    assert!(ayun.queue().edits[0].can_take_back);

    district.vocabulary = Vocabulary::new(known().names()).unwrap();
    ayun.sync(&mut district);
    assert_eq!(read(&mut district, percent("III.6a")), Value::Int(40), "a newer server is sent what waited");
    assert!(ayun.queue().edits.is_empty());
}

/// All that this program knows.
fn known() -> model::vocabulary::Vocabulary {
    model::vocabulary::Vocabulary::default()
}

#[test]
fn what_is_learnt_after_an_update_arrived_when_a_restored_server_says_that_it_did() {
    let mut district = District::new();
    let other = Laptop::new(&mut district, "ayun", "H'Nhung");
    let older = Laptop::new(&mut district, "ayun", "Y Blưm").of_an_older_program("workbook/entry/percent");
    let backup = district.log_length();
    other.act(write(percent("III.6a"), "55")).unwrap();
    other.sync(&mut district);
    older.sync(&mut district);
    district.restore(backup);
    other.sync(&mut district);
    older.sync(&mut district);
    let newer = older.killed();
    let received = |laptop: &Laptop| laptop.page("III.6a")["history"][0]["received"].clone();
    assert!(received(&other).is_string());
    assert_eq!(received(&newer), received(&other), "the first life of the log is gone");
}
