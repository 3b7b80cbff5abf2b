use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use model::ids::FileHash;
use protocol::{FileReceived, ProblemCode};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use sha2::{Digest as _, Sha256};

use crate::support::{COMMUNE, COORDINATOR, Laptop, OTHER_COMMUNE, Server, hash_of, problem, random};

pub fn tus(server: &Server, laptop: &Laptop, method: &str, path: &str) -> RequestBuilder {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let request = server.client.request(method, format!("{}/v1/files{path}", server.url));
    request.bearer_auth(&laptop.token).header("tus-resumable", "1.0.0")
}

pub async fn create(server: &Server, laptop: &Laptop, hash: &FileHash, size: usize) -> Response {
    let metadata = format!("hash {}", BASE64_STANDARD.encode(hash.as_str()));
    let request = tus(server, laptop, "POST", "").header("upload-length", size);
    request.header("upload-metadata", metadata).send().await.unwrap()
}

pub fn patch(server: &Server, laptop: &Laptop, hash: &FileHash, at: usize, piece: &[u8]) -> RequestBuilder {
    tus(server, laptop, "PATCH", &format!("/{hash}"))
        .header("upload-offset", at)
        .header("content-type", "application/offset+octet-stream")
        .body(piece.to_vec())
}

pub fn offset(response: &Response) -> Option<usize> {
    response.headers().get("upload-offset")?.to_str().ok()?.parse().ok()
}

pub async fn head(server: &Server, laptop: &Laptop, hash: &FileHash) -> Response {
    tus(server, laptop, "HEAD", &format!("/{hash}")).send().await.unwrap()
}

/// A laptop whose workbook names these bytes.
pub async fn with_evidence(server: &Server, of: &str, bytes: &[u8]) -> (Laptop, FileHash) {
    let mut laptop = server.enrol(of).await;
    let sent = laptop.evidence("aaaaaaaaaaaaa", bytes);
    let reply = laptop.sync(server, sent).await;
    let hash = hash_of(bytes);
    let news = FileReceived { hash: hash.clone(), size: bytes.len() as u64, received: 0 };
    assert_eq!(reply.files, [news], "the reply says that the server lacks the file");
    (laptop, hash)
}

pub async fn upload(server: &Server, laptop: &Laptop, bytes: &[u8]) {
    let hash = hash_of(bytes);
    create(server, laptop, &hash, bytes.len()).await;
    let done = patch(server, laptop, &hash, 0, bytes).send().await.unwrap();
    assert_eq!(done.status(), StatusCode::NO_CONTENT);
}

pub async fn get(server: &Server, laptop: &Laptop, hash: &FileHash, range: Option<&str>) -> Response {
    let request = server.client.get(format!("{}/v1/files/{hash}", server.url)).bearer_auth(&laptop.token);
    let request = range.into_iter().fold(request, |request, range| request.header("range", range));
    request.send().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_says_what_it_speaks() {
    let server = Server::start().await;
    let laptop = server.enrol(COMMUNE).await;
    let said = tus(&server, &laptop, "OPTIONS", "").send().await.unwrap();
    assert_eq!(said.headers()["tus-version"], "1.0.0");
    assert_eq!(said.headers()["tus-max-size"], (200u64 << 20).to_string());
    let without = server.client.post(format!("{}/v1/files", server.url)).bearer_auth(&laptop.token);
    assert_eq!(without.send().await.unwrap().status(), StatusCode::BAD_REQUEST);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_sent_in_pieces_is_whole_and_others_learn_of_it() {
    let mut server = Server::start().await;
    let bytes = random::<30_000>();
    let (mut laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    let created = create(&server, &laptop, &hash, bytes.len()).await;
    assert_eq!(created.status(), StatusCode::CREATED);
    assert_eq!(created.headers()["location"], format!("/v1/files/{hash}"));
    let first = patch(&server, &laptop, &hash, 0, &bytes[..10_000]).send().await.unwrap();
    assert_eq!((first.status(), offset(&first)), (StatusCode::NO_CONTENT, Some(10_000)));
    // The server goes down in between.
    server.stop().await;
    server.run().await;
    let stands = head(&server, &laptop, &hash).await;
    assert_eq!(offset(&stands), Some(10_000), "what was acknowledged is still there");
    let rest = patch(&server, &laptop, &hash, 10_000, &bytes[10_000..]).send().await.unwrap();
    assert_eq!((rest.status(), offset(&rest)), (StatusCode::NO_CONTENT, Some(30_000)));

    let reply = laptop.sync(&server, Vec::new()).await;
    assert_eq!(reply.files, [FileReceived { hash: hash.clone(), size: 30_000, received: 30_000 }]);
    let mut office = server.enrol(COORDINATOR).await;
    assert_eq!(office.sync(&server, Vec::new()).await.files.len(), 1);
    let whole = get(&server, &office, &hash, None).await;
    assert_eq!(whole.headers()["content-type"], "application/pdf");
    assert_eq!(whole.bytes().await.unwrap(), bytes[..]);
    let part = get(&server, &office, &hash, Some("bytes=29990-")).await;
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.headers()["content-range"], "bytes 29990-29999/30000");
    assert_eq!(part.bytes().await.unwrap(), bytes[29_990..]);
    let last = get(&server, &office, &hash, Some("bytes=-5")).await;
    assert_eq!(last.bytes().await.unwrap(), bytes[29_995..]);
    let beyond = get(&server, &office, &hash, Some("bytes=30000-")).await;
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_read_the_evidence_gets_neither_file_nor_word_of_it() {
    let server = Server::start().await;
    let bytes = random::<100>();
    let (laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    upload(&server, &laptop, &bytes).await;
    let mut other = server.enrol(OTHER_COMMUNE).await;
    assert!(other.sync(&server, Vec::new()).await.files.is_empty());
    assert_eq!(get(&server, &other, &hash, None).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(head(&server, &other, &hash).await.status(), StatusCode::FORBIDDEN);
    let odd =
        server.client.get(format!("{}/v1/files/..%2F..%2Fnharong.db", server.url)).bearer_auth(&laptop.token);
    assert_eq!(odd.send().await.unwrap().status(), StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_no_evidence_of_the_unit_names_is_not_taken() {
    let server = Server::start().await;
    let laptop = server.enrol(COMMUNE).await;
    let refused = create(&server, &laptop, &hash_of(b"x"), 1).await;
    assert_eq!(problem(refused, StatusCode::FORBIDDEN).await.code, ProblemCode::NotFound);
    let bytes = random::<100>();
    let (named, hash) = with_evidence(&server, OTHER_COMMUNE, &bytes).await;
    let longer = create(&server, &named, &hash, 101).await;
    assert_eq!(longer.status(), StatusCode::BAD_REQUEST, "the evidence says how long it is");
    assert_eq!(create(&server, &laptop, &hash, 100).await.status(), StatusCode::FORBIDDEN);
    let huge = create(&server, &named, &hash, (200 << 20) + 1).await;
    assert_eq!(huge.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_piece_at_the_wrong_place_or_damaged_changes_nothing() {
    let server = Server::start().await;
    let bytes = random::<1000>();
    let (laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    create(&server, &laptop, &hash, bytes.len()).await;
    patch(&server, &laptop, &hash, 0, &bytes[..400]).send().await.unwrap();
    let wrong = patch(&server, &laptop, &hash, 300, &bytes[300..]).send().await.unwrap();
    assert_eq!(problem(wrong, StatusCode::CONFLICT).await.code, ProblemCode::Offset);
    let sum = |bytes: &[u8]| format!("sha256 {}", BASE64_STANDARD.encode(Sha256::digest(bytes)));
    let damaged =
        patch(&server, &laptop, &hash, 400, &bytes[400..700]).header("upload-checksum", sum(b"else"));
    let damaged = damaged.send().await.unwrap();
    assert_eq!(damaged.status().as_u16(), 460);
    assert_eq!(offset(&head(&server, &laptop, &hash).await), Some(400));
    let longer = patch(&server, &laptop, &hash, 400, &[0; 601]).send().await.unwrap();
    assert_eq!(longer.status(), StatusCode::PAYLOAD_TOO_LARGE);
    let good =
        patch(&server, &laptop, &hash, 400, &bytes[400..]).header("upload-checksum", sum(&bytes[400..]));
    assert_eq!(good.send().await.unwrap().status(), StatusCode::NO_CONTENT);
    assert_eq!(get(&server, &laptop, &hash, None).await.bytes().await.unwrap(), bytes[..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_that_are_not_the_file_are_dropped_and_asked_for_anew() {
    let server = Server::start().await;
    let bytes = random::<1000>();
    let (laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    create(&server, &laptop, &hash, bytes.len()).await;
    let false_ = patch(&server, &laptop, &hash, 0, &[7; 1000]).send().await.unwrap();
    assert_eq!(false_.status().as_u16(), 460);
    assert_eq!(offset(&head(&server, &laptop, &hash).await), Some(0));
    assert_eq!(get(&server, &laptop, &hash, None).await.status(), StatusCode::NOT_FOUND);
    upload(&server, &laptop, &bytes).await;
    assert_eq!(get(&server, &laptop, &hash, None).await.bytes().await.unwrap(), bytes[..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_file_goes_with_its_creation() {
    let server = Server::start().await;
    let bytes = random::<200>();
    let (laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    let metadata = format!("hash {}", BASE64_STANDARD.encode(hash.as_str()));
    let request = tus(&server, &laptop, "POST", "").header("upload-length", 200);
    let request = request.header("upload-metadata", metadata);
    let request = request.header("content-type", "application/offset+octet-stream").body(bytes.to_vec());
    let created = request.send().await.unwrap();
    assert_eq!((created.status(), offset(&created)), (StatusCode::CREATED, Some(200)));
    assert_eq!(get(&server, &laptop, &hash, None).await.bytes().await.unwrap(), bytes[..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_can_send_get_and_post_alone_sends_a_file_all_the_same() {
    let server = Server::start().await;
    let bytes = random::<900>();
    let (laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    create(&server, &laptop, &hash, bytes.len()).await;
    let post = |at: usize, piece: &[u8]| {
        tus(&server, &laptop, "POST", &format!("/{hash}"))
            .header("upload-offset", at)
            .header("content-type", "application/offset+octet-stream")
            .body(piece.to_vec())
    };
    let overridden = |method: &str| {
        tus(&server, &laptop, "POST", &format!("/{hash}")).header("x-http-method-override", method)
    };
    let first = post(0, &bytes[..400]).header("x-http-method-override", "PATCH").send().await.unwrap();
    assert_eq!((first.status(), offset(&first)), (StatusCode::NO_CONTENT, Some(400)));
    let stands = overridden("HEAD").send().await.unwrap();
    assert_eq!((stands.status(), offset(&stands)), (StatusCode::OK, Some(400)));
    let begun = create(&server, &laptop, &hash, bytes.len()).await;
    assert_eq!((begun.status(), offset(&begun)), (StatusCode::OK, Some(400)), "a creation tells it too");
    for method in ["DELETE", "PUT", "patch"] {
        let other = overridden(method).send().await.unwrap();
        assert_eq!(other.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
    let bare = tus(&server, &laptop, "POST", &format!("/{hash}")).send().await.unwrap();
    assert_eq!(bare.status(), StatusCode::METHOD_NOT_ALLOWED, "it says nothing of what it wants");
    // The header was taken out on the way.
    let rest = post(400, &bytes[400..]).send().await.unwrap();
    assert_eq!((rest.status(), offset(&rest)), (StatusCode::NO_CONTENT, Some(900)));
    assert_eq!(get(&server, &laptop, &hash, None).await.bytes().await.unwrap(), bytes[..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_before_the_line_broke_is_kept() {
    use tokio::io::AsyncWriteExt as _;
    let server = Server::start().await;
    let bytes = random::<1000>();
    let (laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    create(&server, &laptop, &hash, bytes.len()).await;
    let address = server.url.trim_start_matches("http://");
    let mut line = tokio::net::TcpStream::connect(address).await.unwrap();
    let request = format!(
        "PATCH /v1/files/{hash} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ntus-resumable: 1.0.0\r\n\
         content-type: application/offset+octet-stream\r\nupload-offset: 0\r\ncontent-length: 1000\r\n\r\n",
        laptop.token
    );
    line.write_all(request.as_bytes()).await.unwrap();
    line.write_all(&bytes[..600]).await.unwrap();
    line.flush().await.unwrap();
    drop(line);
    let kept = async {
        while offset(&head(&server, &laptop, &hash).await) != Some(600) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), kept).await.expect("600 bytes are kept");
    let rest = async {
        // 423 while the broken request is being put away.
        while patch(&server, &laptop, &hash, 600, &bytes[600..]).send().await.unwrap().status()
            == StatusCode::LOCKED
        {}
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), rest).await.expect("the file is free again");
    assert_eq!(get(&server, &laptop, &hash, None).await.bytes().await.unwrap(), bytes[..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_file_that_a_crash_left_unnoted_is_not_sent_again() {
    let mut server = Server::start().await;
    let bytes = random::<1000>();
    let (laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    upload(&server, &laptop, &bytes).await;
    server.stop().await;
    // As it is when the server ends after the file was put in its place and before the database says so.
    let conn = rusqlite::Connection::open(server.data().join("nharong.db")).unwrap();
    conn.execute_batch("DELETE FROM blob; DELETE FROM file_giver;").unwrap();
    let row = (hash.as_str(), laptop.unit.as_str());
    conn.execute("INSERT INTO upload (hash, unit, size, received, checked) VALUES (?, ?, 1000, 600, 1)", row)
        .unwrap();
    drop(conn);
    server.run().await;
    assert_eq!(offset(&head(&server, &laptop, &hash).await), Some(1000), "its bytes are all there");
    assert_eq!(server.count("SELECT count(*) FROM blob WHERE done_ms IS NOT NULL"), 1);
    assert_eq!(get(&server, &laptop, &hash, None).await.bytes().await.unwrap(), bytes[..]);
}

#[tokio::test(flavor = "multi_thread")]
async fn files_come_back_with_a_copy_and_are_asked_for_again_without_one() {
    for with_copy in [true, false] {
        let mut server = Server::start().await;
        let bytes = random::<1000>();
        let (mut laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
        upload(&server, &laptop, &bytes).await;
        let copy = server.path("copy.db");
        sync_server::admin::backup(&server.data(), &copy).unwrap();
        server.stop().await;
        std::fs::rename(server.data(), server.path("old")).unwrap();
        let files = with_copy.then(|| server.path("old").join("files"));
        let restored =
            sync_server::admin::restore(&copy, &server.data(), files.as_deref(), &server.time.clock())
                .unwrap();
        assert_eq!(restored.missing_files, usize::from(!with_copy));
        server.run().await;
        let received = if with_copy { 1000 } else { 0 };
        let reply = laptop.sync(&server, Vec::new()).await;
        assert_eq!(reply.files, [FileReceived { hash: hash.clone(), size: 1000, received }]);
        if !with_copy {
            upload(&server, &laptop, &bytes).await;
        }
        assert_eq!(get(&server, &laptop, &hash, None).await.bytes().await.unwrap(), bytes[..]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_in_the_wrong_way_is_answered_in_words() {
    let server = Server::start().await;
    let (laptop, hash) = with_evidence(&server, COMMUNE, &random::<1000>()).await;
    let unsaid = tus(&server, &laptop, "PATCH", &format!("/{hash}")).header("upload-offset", 0);
    let unsaid = unsaid.header("content-type", "text/plain").body("abc").send().await;
    let unsaid = problem(unsaid.unwrap(), StatusCode::UNSUPPORTED_MEDIA_TYPE).await;
    assert!(unsaid.message.contains("content-type"), "{unsaid:?}");
    for (method, path) in [("DELETE", format!("/{hash}")), ("PUT", String::new())] {
        let answer = tus(&server, &laptop, method, &path).send().await.unwrap();
        let told = problem(answer, StatusCode::METHOD_NOT_ALLOWED).await;
        assert!(told.message.contains("method"), "{method}: {told:?}");
    }
}
