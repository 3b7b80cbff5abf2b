//! What a server understands travels when the laptop heard something else last.

use protocol::{
    MAX_NAME_BYTES, MAX_NAMES, Malformed, SyncReply, SyncRequest, Vocabulary, VocabularyDigest, open_reply,
    open_request, seal_reply,
};

use crate::sent;
use crate::wire::{block, message, plain, section, varint};

fn of(names: &[&str]) -> Vocabulary {
    Vocabulary::new(names.iter().map(|name| (*name).to_owned())).unwrap()
}

#[test]
fn the_digest_follows_from_the_names_alone() {
    let names = of(&["b", "a", "b"]);
    assert_eq!(names.names(), ["a", "b"], "in order, and each once");
    assert_eq!(names.digest(), of(&["a", "b"]).digest());
    assert_eq!(names.digest().0, blake3::hash(b"a\nb").as_bytes()[..4]);
    assert_ne!(names.digest(), of(&["a", "c"]).digest());
    assert_eq!(of(&[]).digest(), VocabularyDigest::default(), "who heard of none says nothing");
    assert!(names.has("a") && !names.has("c"));
}

#[test]
fn the_list_and_its_digest_arrive() {
    let names = of(&["narrative", "percent"]);
    let request = SyncRequest { vocabulary: names.digest(), ..SyncRequest::default() };
    assert_eq!(open_request(&sent(&request)).unwrap().vocabulary, names.digest());
    for names in [names, of(&[])] {
        let reply = SyncReply { vocabulary: Some(names), ..SyncReply::default() };
        assert_eq!(open_reply(&seal_reply(&reply)), Ok(reply), "also that there is none any more");
    }
}

#[test]
fn names_too_many_too_long_or_out_of_order_are_refused() {
    let many = |count: usize| Vocabulary::new((0..count).map(|n| format!("n{n:05}")));
    let most = SyncReply { vocabulary: Some(many(MAX_NAMES).unwrap()), ..SyncReply::default() };
    assert_eq!(open_reply(&seal_reply(&most)), Ok(most));
    assert_eq!(many(MAX_NAMES + 1), Err(Malformed::TooLong));
    assert_eq!(Vocabulary::new(["x".repeat(MAX_NAME_BYTES + 1)]), Err(Malformed::TooLong));
    let list = |names: &[&[u8]]| {
        let names: Vec<u8> = names.iter().flat_map(|name| block(name)).collect();
        names
    };
    let opened = |count: u64, names: &[&[u8]]| {
        let list = [varint(count), list(names)].concat();
        open_reply(&message(&section(7, &list))).map(|reply| reply.vocabulary)
    };
    assert_eq!(opened(2, &[b"a", b"b"]), Ok(Some(of(&["a", "b"]))));
    assert_eq!(opened(2, &[b"b", b"a"]), Err(Malformed::Content));
    assert_eq!(opened(2, &[b"a", b"a"]), Err(Malformed::Content));
    assert_eq!(opened(1, &[&[0xff]]), Err(Malformed::Content));
    assert_eq!(opened(1, &[&[b'x'; MAX_NAME_BYTES + 1]]), Err(Malformed::TooLong));
    assert_eq!(opened(MAX_NAMES as u64 + 1, &[&[0; 4_000]]), Err(Malformed::TooLong));
    assert!(plain(&sent(&SyncRequest::default())).is_empty(), "an empty list on both sides costs no byte");
}
