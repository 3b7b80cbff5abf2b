//! What a newer program says: passed over where it may be, refused in words where it may not.

use model::doc_id::DocId;
use protocol::{
    ChangeBody, Cursor, DocumentChanges, Fate, ProblemCode, SyncReply, SyncRequest, Vocabulary, open_reply,
};
use reqwest::StatusCode;

use crate::support::{COMMUNE, COORDINATOR, Laptop, PLAN, Server, all_durable, narrative, problem, random};

/// The message with one more section behind the others.
fn with_section(message: &[u8], number: u8, content: &[u8]) -> Vec<u8> {
    let mut plain = protocol::unframe(message).unwrap();
    plain.extend([number, content.len() as u8]);
    plain.extend(content);
    [&message[..3], &zstd::bulk::compress(&plain, 1).unwrap()].concat()
}

async fn answered(server: &Server, laptop: &mut Laptop, request: &SyncRequest) -> SyncReply {
    let (bytes, hash) = laptop.seal(request);
    let response = server.post_sync(&laptop.token, bytes).await;
    laptop.hear(response, request, hash).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_brought_that_was_not_known_is_in_the_rows_after_an_update() {
    let mut server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("chưa ai biết mục này");
    assert!(all_durable(&laptop.sync(&server, sent).await));
    server.stop().await;
    // As a program leaves it that does not know the field.
    let conn = rusqlite::Connection::open(server.data().join("nharong.db")).unwrap();
    conn.execute("DELETE FROM entry_text", []).unwrap();
    let noted = "INSERT INTO unknown_field (doc, address) VALUES (?1, 't/narrative/x')";
    conn.execute(noted, [laptop.workbook().to_string()]).unwrap();
    drop(conn);
    server.run().await;
    assert_eq!(server.count("SELECT count(*) FROM entry_text"), 1);
    assert_eq!(server.count("SELECT count(*) FROM unknown_field"), 0, "there is nothing left to learn");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_with_a_section_that_may_be_skipped_is_answered_as_usual() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("từ một phần mềm mới hơn");
    let request = laptop.request(&sent);
    let (bytes, hash) = laptop.seal(&request);
    let response = server.post_sync(&laptop.token, with_section(&bytes, 63, b"proof of something")).await;
    assert!(all_durable(&laptop.hear(response, &request, hash).await));
    let next = laptop.narrative("và viết tiếp");
    assert!(all_durable(&laptop.sync(&server, next).await), "the chain goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_with_a_section_that_must_be_understood_is_told_so_in_words() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("x");
    let (bytes, _) = laptop.seal(&laptop.request(&sent));
    let refused = server.post_sync(&laptop.token, with_section(&bytes, 64, b"")).await;
    let problem = problem(refused, StatusCode::UPGRADE_REQUIRED).await;
    assert_eq!(problem.code, ProblemCode::Version);
    assert!(problem.message.contains("phiên bản"), "{}", problem.message);
    assert_eq!(server.count("SELECT count(*) FROM log WHERE device IS NOT NULL"), 0);
    assert!(all_durable(&laptop.sync(&server, sent).await), "and the same without it is taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_of_an_unknown_kind_is_refused_in_words_and_those_beside_it_are_taken() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("sổ quen");
    let mut request = laptop.request(&sent);
    // As an opened request holds it: no document of this program has such a name.
    let odd = with_document(&laptop, &request, b"mang-yang-2019/bien-ban/ayun");
    let response = server.post_sync(&laptop.token, odd).await;
    assert_eq!(response.status(), StatusCode::OK);
    let reply = open_reply(&response.bytes().await.unwrap()).unwrap();
    assert!(reply.fates[0].iter().all(|fate| matches!(fate, Fate::Durable { .. })));
    let [Fate::Refused(refused)] = &reply.fates[1][..] else { panic!("{:?}", reply.fates[1]) };
    assert_eq!((refused.code.as_str(), refused.apart), ("unknown-document", false));
    assert!(refused.text.contains("Máy chủ chưa biết"), "{}", refused.text);
    request.documents.clear();
}

/// Signed with one more document, of this name and with one skeleton.
fn with_document(laptop: &Laptop, request: &SyncRequest, name: &[u8]) -> Vec<u8> {
    let placeholder = DocId::workbook(
        &PLAN.into(),
        model::ids::UnitId::new("x".repeat(name.len() - "mang-yang-2019/workbook/".len())),
    );
    let mut more = request.clone();
    let changes = vec![ChangeBody::Skeleton("v/1".into())];
    more.documents.push(DocumentChanges { doc: placeholder.clone().into(), changes });
    let (bytes, _) = laptop.seal(&more);
    let plain = protocol::unframe(&bytes).unwrap();
    let placeholder = placeholder.to_string().into_bytes();
    let at = plain.windows(placeholder.len()).position(|window| window == placeholder).unwrap();
    let named = [&plain[..at], name, &plain[at + name.len()..]].concat();
    let mut opened =
        protocol::open_request(&[&bytes[..3], &zstd::bulk::compress(&named, 1).unwrap()].concat());
    let request = opened.as_mut().unwrap();
    request.sign(protocol::DeviceId(laptop.id), &laptop.signer);
    protocol::write_request(request)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_in_an_unknown_form_is_asked_for_in_full() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("gọn hơn nữa");
    let request = laptop.request(&sent);
    let mut signed = request.clone();
    let hash = signed.sign(protocol::DeviceId(laptop.id), &laptop.signer);
    signed.documents[0].changes[1] = ChangeBody::Unknown { kind: 7, bytes: b"..".to_vec() };
    let refused = server.post_sync(&laptop.token, protocol::write_request(&signed)).await;
    assert_eq!(problem(refused, StatusCode::CONFLICT).await.code, ProblemCode::Unabridged);
    let (bytes, in_full) = laptop.seal(&request);
    assert_eq!(hash, in_full, "it is the same batch");
    let response = server.post_sync(&laptop.token, bytes).await;
    assert!(all_durable(&laptop.hear(response, &request, hash).await));
}

/// Where the log of the server has the commune's changes.
fn positions(server: &Server) -> Vec<Cursor> {
    let conn = rusqlite::Connection::open(server.data().join("nharong.db")).unwrap();
    let mut select =
        conn.prepare("SELECT position FROM log WHERE doc LIKE '%/workbook/%' ORDER BY position").unwrap();
    let all = select.query_map([], |row| row.get::<_, i64>(0)).unwrap();
    all.map(|position| Cursor(position.unwrap().cast_unsigned())).collect()
}

fn told(reply: &SyncReply) -> Vec<Cursor> {
    let position = |fate: &Fate| match fate {
        Fate::Durable { position, .. } => Some(*position),
        _ => None,
    };
    reply.fates.iter().flatten().filter_map(position).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_durable_and_every_delivered_change_says_where_it_stands_in_the_log() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let first = laptop.narrative("một");
    let reply = laptop.sync(&server, first.clone()).await;
    assert_eq!(told(&reply), positions(&server));
    // The office's own work stands between.
    let mut office = server.enrol(COORDINATOR).await;
    let sent = office.narrative("của phòng");
    office.sync(&server, sent).await;
    let second = laptop.narrative("một hai");
    let reply = laptop.sync(&server, second.clone()).await;
    assert_eq!(told(&reply), positions(&server)[4..]);
    // Sent once more, they stand where they stood.
    let doc = first[0].0.clone();
    let all = vec![(doc.clone(), [first[0].1.clone(), second[0].1.clone()].concat())];
    let reply = laptop.sync(&server, all).await;
    let at = positions(&server);
    assert_eq!(told(&reply), [&at[..2], &at[4..]].concat());
    let mut reader = server.enrol(COMMUNE).await;
    let replies = reader.catch_up(&server).await;
    let delivered = replies.iter().flat_map(|reply| &reply.delivered).filter(|one| one.doc == doc);
    let delivered: Vec<Cursor> =
        delivered.flat_map(|one| &one.changes).map(|change| change.position).collect();
    assert_eq!(delivered, [&at[..2], &at[4..]].concat());
    assert_eq!(reader.read(&doc, &narrative()).as_str(), Some("một hai"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_understands_is_told_to_whoever_heard_something_else() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let quiet = laptop.sync(&server, Vec::new()).await;
    let mut request = laptop.request(&Vec::new());
    let other = Vocabulary::new(["một trường khác".to_owned()]).unwrap();
    request.vocabulary = other.digest();
    let told = answered(&server, &mut laptop, &request).await.vocabulary;
    let told = told.expect("the laptop heard another list");
    assert_ne!(told.digest(), other.digest());
    request = laptop.request(&Vec::new());
    request.vocabulary = told.digest();
    assert_eq!(answered(&server, &mut laptop, &request).await.vocabulary, None, "once");
    assert!(quiet.vocabulary.is_none_or(|names| names == told), "and the same to everybody");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enrolment_that_says_more_is_answered_as_usual() {
    let server = Server::start().await;
    let signer = protocol::Signer::from_secret(&random());
    let public_key: String = signer.public().to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let code = server.code(COMMUNE);
    let body = format!(
        r#"{{"version":1,"code":"{code}","name":"Đinh Văn A","public_key":"{public_key}","encryption_key":"age1","x":[1]}}"#
    );
    let response = server.client.post(format!("{}/v1/enrol", server.url)).body(body).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let reply: protocol::EnrolReply = response.json().await.unwrap();
    assert_eq!(reply.unit.as_str(), COMMUNE);
}
