//! What a reply says arrives, and what of it is not known here leaves the rest readable.

use model::ids::{FileHash, UnitId};
use model::person::MAX_NAME_CHARS;
use model::refusal::Refusal;
use protocol::{
    ChangeBody, Cursor, Delivered, Delivery, Epoch, Fate, Malformed, OtherLaptop, Person, Refused,
    ShownElsewhere, SyncReply, UnixMillis, Withdrawn, open_reply, seal_reply,
};

use crate::reply;
use crate::wire::{block, message, plain, section, sections, signed, varint, with_section};

fn opened(reply: &SyncReply) -> SyncReply {
    open_reply(&seal_reply(reply)).unwrap()
}

#[test]
fn each_part_of_a_reply_arrives_by_itself() {
    let whole = reply();
    let parts: [SyncReply; 16] = [
        SyncReply { epoch: Epoch(u64::MAX), ..SyncReply::default() },
        SyncReply { cursor: Cursor(u64::MAX), ..SyncReply::default() },
        SyncReply { now: UnixMillis(i64::MIN), ..SyncReply::default() },
        SyncReply { backed_up: Cursor(1), ..SyncReply::default() },
        SyncReply { fates: whole.fates, ..SyncReply::default() },
        SyncReply { delivered: whole.delivered, ..SyncReply::default() },
        SyncReply { files: whole.files, ..SyncReply::default() },
        SyncReply { files_backed_up: Cursor(u64::MAX), ..SyncReply::default() },
        SyncReply {
            withdrawn: vec![
                Withdrawn {
                    hash: FileHash::new("cd".repeat(32)),
                    reason: "Quét nhầm đơn của công dân".into(),
                },
                Withdrawn { hash: FileHash::new("ef".repeat(32)), reason: String::new() },
            ],
            ..SyncReply::default()
        },
        SyncReply { people: whole.people, ..SyncReply::default() },
        SyncReply { merged: Some(UnitId::new("xa-mang-yang")), ..SyncReply::default() },
        SyncReply {
            elsewhere: [("ab", true), ("cd", false)]
                .map(|(pair, shown)| ShownElsewhere { hash: FileHash::new(pair.repeat(32)), shown })
                .into(),
            ..SyncReply::default()
        },
        SyncReply { heard: whole.heard, ..SyncReply::default() },
        SyncReply { more: true, ..SyncReply::default() },
        SyncReply {
            laptops: Some(vec![
                OtherLaptop { person: "0h4xt9qa".into(), heard: UnixMillis(1_566_439_200_000) },
                OtherLaptop { person: "7k3m0qwx".into(), heard: UnixMillis::default() },
            ]),
            ..SyncReply::default()
        },
        SyncReply { laptops: Some(Vec::new()), ..SyncReply::default() },
    ];
    for part in parts {
        assert_eq!(opened(&part), part);
    }
}

#[test]
fn positions_and_times_arrive_whichever_way_they_go() {
    let places = [(5, 1_000), (6, 1_000), (6, -5), (u64::MAX, i64::MAX), (0, i64::MIN), (1 << 63, 0)];
    let places = || places.iter().map(|(position, at)| (Cursor(*position), UnixMillis(*at)));
    let fates: Vec<Fate> =
        places().map(|(position, received)| Fate::Durable { position, received }).collect();
    let delivery =
        |(position, received)| Delivery { body: ChangeBody::Skeleton("v/1".into()), position, received };
    let changes: Vec<Delivery> = places().map(delivery).collect();
    // The steps go on from one document to the next.
    let delivered = |name: &str, changes: &[Delivery]| Delivered {
        doc: name.parse::<model::doc_id::DocId>().unwrap().into(),
        changes: changes.to_vec(),
    };
    let reply = SyncReply {
        fates: vec![fates[..2].to_vec(), Vec::new(), fates[2..].to_vec()],
        delivered: vec![
            delivered("mang-yang-2019/plan", &changes[..3]),
            delivered("mang-yang-2019/workbook/a", &changes[3..]),
        ],
        ..reply()
    };
    assert_eq!(opened(&reply), reply);
}

#[test]
fn steps_are_counted_from_where_the_reply_stands() {
    // Epoch 7, cursor 100, now 50, nothing backed up.
    let standing = [varint(7), varint(100), signed(50), varint(0)].concat();
    let durable = |position: i64, at: i64| [varint(0), signed(position), signed(at)].concat();
    let fates = [varint(1), varint(2), durable(-1, 0), durable(1, -3)].concat();
    let read = open_reply(&message(&[section(1, &standing), section(2, &fates)].concat())).unwrap();
    let expected = [(99, 50), (100, 47)]
        .map(|(position, at)| Fate::Durable { position: Cursor(position), received: UnixMillis(at) });
    assert_eq!(read.fates, [expected]);
}

#[test]
fn a_fate_that_is_not_known_leaves_those_around_it_readable() {
    let said = plain(&seal_reply(&reply()));
    let fates = sections(&said).into_iter().find(|(number, _)| *number == 2).unwrap().1;
    // One document with four fates; now five.
    let more = [vec![1, 5], varint(77), block(b"ai biet"), fates[2..].to_vec()].concat();
    let read = open_reply(&message(&with_section(&said, 2, &more))).unwrap();
    assert_eq!(read.fates[0][0], Fate::Unknown { kind: 77, bytes: b"ai biet".to_vec() });
    assert_eq!(read.fates[0][1..], reply().fates[0][..]);
    assert_eq!(SyncReply { fates: reply().fates, ..read.clone() }, reply(), "nothing else is touched");
    assert_eq!(opened(&read), read);
}

#[test]
fn a_refusal_that_is_not_known_says_in_words_what_it_is() {
    let new = Refused { code: "moon-phase".into(), text: "Trăng chưa tròn.".into(), apart: true };
    let reply = SyncReply { fates: vec![vec![Fate::Refused(new)]], ..reply() };
    let read = opened(&reply);
    assert_eq!(read, reply);
    assert_eq!(read.fates[0][0].refusal(), None);
}

#[test]
fn a_refusal_that_is_known_is_found_by_its_code() {
    for (refusal, code, apart) in
        [(Refusal::NotYourDocument, "not-your-document", false), (Refusal::TooLarge, "too-large", true)]
    {
        let fate = Fate::refused(refusal);
        assert_eq!(fate.refusal(), Some(refusal));
        assert_eq!(fate, Fate::Refused(Refused { code: code.into(), text: refusal.to_string(), apart }));
    }
}

#[test]
fn a_body_or_a_document_that_is_not_known_leaves_the_rest_readable() {
    let said = plain(&seal_reply(&reply()));
    let delivered = sections(&said).into_iter().find(|(number, _)| *number == 3).unwrap().1;
    let place = [signed(0), signed(0)].concat();
    // An abridged change is one that a reply cannot hold.
    for kind in [2, 3, 1_000_000] {
        let odd = [varint(kind), block(b"abc"), place.clone()].concat();
        // Of the honest one: how many documents, and behind that its name and the number of its changes.
        let (name, changes) = delivered[1..].split_at(1 + b"mang-yang-2019/workbook/ayun".len() + 1);
        let first = [block(b"3019/may-bay/ayun"), varint(1)].concat();
        let list = [varint(2), first, name.to_vec(), odd, changes.to_vec()].concat();
        // What follows is counted from the cursor, as before: the odd one stands there.
        let read = open_reply(&message(&with_section(&said, 3, &list))).unwrap();
        assert_eq!(read.delivered[0].doc.as_str(), "3019/may-bay/ayun");
        let doc = read.delivered[0].doc.id().unwrap();
        assert!(matches!(doc.kind, model::doc_id::DocKind::Unknown(_)), "{doc}");
        let body = ChangeBody::Unknown { kind, bytes: b"abc".to_vec() };
        assert_eq!(read.delivered[0].changes[0].body, body);
        assert_eq!(read.delivered[1..], reply().delivered[..]);
        assert_eq!(opened(&read), read);
    }
}

#[test]
fn a_file_without_a_right_name_does_not_travel() {
    let mut odd = reply();
    odd.files[0].hash = FileHash::new("AB".repeat(32));
    assert_eq!(opened(&odd).files, [], "no file has such a name");
}

#[test]
fn a_withdrawn_file_has_a_hash_and_a_reason_in_letters() {
    let one = |bytes: &[u8]| open_reply(&message(&section(10, &[varint(1), bytes.to_vec()].concat())));
    let hash = [0xcd; 32];
    let read = one(&[hash.to_vec(), block("quét nhầm".as_bytes())].concat()).unwrap();
    assert_eq!(read.withdrawn[0].reason, "quét nhầm");
    let long = block(&[b'a'; 2_001]);
    for odd in [block(&[0xff]), long, Vec::new(), [block(b"a"), vec![0]].concat()] {
        assert!(one(&[hash.to_vec(), odd].concat()).is_err());
    }
    assert_eq!(open_reply(&message(&section(10, &varint(0)))).unwrap_err(), Malformed::Content);
    assert_eq!(open_reply(&message(&section(18, &varint(0)))).unwrap_err(), Malformed::Content);
}

#[test]
fn an_erased_name_is_one_without_letters() {
    let people =
        [varint(2), block(b"7k3m0qwx"), block("Đinh Hmưk".as_bytes()), block(b"a"), block(b"")].concat();
    let read = open_reply(&message(&section(9, &people))).unwrap();
    let named = |id: &str, name: Option<&str>| Person { id: id.into(), name: name.map(str::to_owned) };
    assert_eq!(read.people, [named("7k3m0qwx", Some("Đinh Hmưk")), named("a", None)]);
}

#[test]
fn a_unit_that_carries_on_has_a_name() {
    let read = open_reply(&message(&section(11, &block(b"xa-mang-yang")))).unwrap();
    assert_eq!(read.merged, Some(UnitId::new("xa-mang-yang")));
    assert_eq!(open_reply(&message(&section(11, &block(b"")))).unwrap_err(), Malformed::Content);
    assert_eq!(open_reply(&message(&section(11, &block(&[0xff])))).unwrap_err(), Malformed::Content);
}

#[test]
fn people_whose_id_or_name_is_none_are_refused() {
    let one = |id: &[u8], name: &[u8]| {
        open_reply(&message(&section(9, &[varint(1), block(id), block(name)].concat())))
    };
    assert!(one(b"a", "Lê Thị Hoa".as_bytes()).is_ok());
    for id in [&b""[..], b"a b", b"-", b"a/b", "đ".as_bytes(), &[0xff]] {
        assert_eq!(one(id, b"A").unwrap_err(), Malformed::Content, "{id:x?}: no change could name it");
    }
    for name in [&b"A\nB"[..], b"A\0", &[0xff], &[b'A'; MAX_NAME_CHARS + 1]] {
        assert_eq!(one(b"a", name).unwrap_err(), Malformed::Content, "{name:x?}: nobody is called this");
    }
    let missing = [varint(2), block(b"a"), block(b"A"), block(b"b")].concat();
    assert_eq!(open_reply(&message(&section(9, &missing))).unwrap_err(), Malformed::Content);
}
