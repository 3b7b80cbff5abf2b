//! A name opens no file, and nothing that one unit says of a file is felt by another.

use model::ids::EvidenceId;
use model::target::{EvidencePart, Target};
use model::value::{FileFacts, Value};
use protocol::FileReceived;
use reqwest::StatusCode;

use crate::files::{create, get, head, offset, patch, upload, with_evidence};
use crate::support::{
    COMMUNE, COORDINATOR, Laptop, OTHER_COMMUNE, Sent, Server, all_durable, hash_of, random,
};

/// Evidence that names bytes which its author has not, of a length that somebody made up.
fn told_of(laptop: &mut Laptop, bytes: &[u8], size: u64) -> Sent {
    let file = FileFacts {
        hash: hash_of(bytes),
        size,
        name: "nghe nói.pdf".into(),
        media_type: "application/pdf".into(),
    };
    let target = Target::Evidence { evidence: EvidenceId::new("bbbbbbbbbbbbb"), part: EvidencePart::File };
    let doc = laptop.workbook();
    let changes = laptop.edit(&doc, target, Value::record(&file));
    vec![(doc, changes)]
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_told_the_hash_of_a_file_reads_nothing_until_the_bytes_are_given() {
    let server = Server::start().await;
    let bytes = random::<1000>();
    let (owner, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    upload(&server, &owner, &bytes).await;
    let mut other = server.enrol(OTHER_COMMUNE).await;
    let sent = told_of(&mut other, &bytes, 1000);
    let reply = other.sync(&server, sent).await;
    assert!(all_durable(&reply), "anybody may name what they like");
    let lacks = FileReceived { hash: hash.clone(), size: 1000, received: 0 };
    assert_eq!(reply.files, [lacks], "and is not told that it is there");
    assert_eq!(get(&server, &other, &hash, None).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(head(&server, &other, &hash).await.status(), StatusCode::NOT_FOUND, "nothing of it was sent");

    let begun = create(&server, &other, &hash, 1000).await;
    assert_eq!((begun.status(), offset(&begun)), (StatusCode::CREATED, Some(0)), "all of it is asked for");
    let most = patch(&server, &other, &hash, 0, &bytes[..999]).send().await.unwrap();
    assert_eq!(most.status(), StatusCode::NO_CONTENT);
    assert_eq!(get(&server, &other, &hash, None).await.status(), StatusCode::NOT_FOUND, "not yet");
    patch(&server, &other, &hash, 999, &bytes[999..]).send().await.unwrap();
    assert_eq!(get(&server, &other, &hash, None).await.bytes().await.unwrap(), bytes[..]);
    assert_eq!(server.count("SELECT count(*) FROM blob"), 1, "it is kept once");
    assert_eq!(server.count("SELECT count(*) FROM upload"), 0);
    let partial = std::fs::read_dir(server.data().join("files/partial")).unwrap();
    assert_eq!(partial.count(), 0, "and nothing is left of the second copy");
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    assert_eq!(
        get(&server, &office, &hash, None).await.status(),
        StatusCode::OK,
        "who reads their books may"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_only_the_book_of_one_that_has_not_the_file_does_not_read_it() {
    let server = Server::start().await;
    let bytes = random::<1000>();
    let mut other = server.enrol(OTHER_COMMUNE).await;
    let sent = told_of(&mut other, &bytes, 1000);
    other.sync(&server, sent).await;
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    // The unit that has it names it later: until then the office reads but the other's book.
    let hash = hash_of(&bytes);
    assert_eq!(get(&server, &office, &hash, None).await.status(), StatusCode::NOT_FOUND);
    let (owner, _) = with_evidence(&server, COMMUNE, &bytes).await;
    upload(&server, &owner, &bytes).await;
    assert_eq!(get(&server, &office, &hash, None).await.status(), StatusCode::OK);
    assert_eq!(get(&server, &other, &hash, None).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_length_that_another_unit_made_up_takes_nothing_from_an_upload() {
    let server = Server::start().await;
    let bytes = random::<1000>();
    let (owner, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    create(&server, &owner, &hash, 1000).await;
    patch(&server, &owner, &hash, 0, &bytes[..600]).send().await.unwrap();
    let mut other = server.enrol(OTHER_COMMUNE).await;
    let sent = told_of(&mut other, &bytes, 50);
    other.sync(&server, sent).await;
    assert_eq!(create(&server, &other, &hash, 50).await.status(), StatusCode::CREATED);
    assert_eq!(offset(&head(&server, &owner, &hash).await), Some(600), "what was received stays");
    let false_ = patch(&server, &other, &hash, 0, &[7; 50]).send().await.unwrap();
    assert_eq!(false_.status().as_u16(), 460);
    assert_eq!(offset(&head(&server, &owner, &hash).await), Some(600), "whatever the other sends");
    let rest = patch(&server, &owner, &hash, 600, &bytes[600..]).send().await.unwrap();
    assert_eq!(rest.status(), StatusCode::NO_CONTENT);
    assert_eq!(get(&server, &owner, &hash, None).await.bytes().await.unwrap(), bytes[..]);
    assert_eq!(get(&server, &other, &hash, None).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn false_bytes_of_one_unit_spoil_no_upload_of_another() {
    let server = Server::start().await;
    let bytes = random::<1000>();
    let (owner, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    let mut other = server.enrol(OTHER_COMMUNE).await;
    let sent = told_of(&mut other, &bytes, 1000);
    other.sync(&server, sent).await;
    create(&server, &owner, &hash, 1000).await;
    create(&server, &other, &hash, 1000).await;
    patch(&server, &other, &hash, 0, &[7; 400]).send().await.unwrap();
    assert_eq!(offset(&head(&server, &owner, &hash).await), Some(0), "each has a place of its own");
    upload(&server, &owner, &bytes).await;
    let rest = patch(&server, &other, &hash, 400, &bytes[400..]).send().await.unwrap();
    assert_eq!(rest.status().as_u16(), 460, "what is not the file is not, also where the server has it");
    assert_eq!(get(&server, &other, &hash, None).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(get(&server, &owner, &hash, None).await.bytes().await.unwrap(), bytes[..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_saved_under_the_name_that_its_evidence_has() {
    let server = Server::start().await;
    let bytes = random::<100>();
    let (laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    upload(&server, &laptop, &bytes).await;
    let answer = get(&server, &laptop, &hash, None).await;
    assert_eq!(
        answer.headers()["content-disposition"],
        "inline; filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%2012.pdf",
        "Quyết định 12.pdf, as RFC 8187 writes it"
    );
    assert_eq!(answer.headers()["cache-control"], "no-store", "what is withdrawn is in no cache");
}
