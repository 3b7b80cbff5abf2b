use protocol::{BatchHash, Counter, ProblemCode, Signer};
use reqwest::StatusCode;

use crate::support::{COMMUNE, Laptop, Server, all_durable, problem, random};

/// The same device as it was at this moment, elsewhere.
fn copy(of: &Laptop, secret: &[u8; 32]) -> Laptop {
    Laptop {
        person: of.person.clone(),
        id: of.id,
        unit: of.unit.clone(),
        signer: Signer::from_secret(secret),
        token: of.token.clone(),
        actor: ::document::Actor::from_random(random()),
        documents: of.documents.clone(),
        counter: of.counter,
        last: of.last,
        epoch: of.epoch,
        cursor: of.cursor,
    }
}

async fn cloned(server: &Server) -> (Laptop, Laptop) {
    let secret = random();
    let mut laptop = server.enrol(COMMUNE).await;
    // Enrolled again with a key that the test knows.
    let code = server.code(COMMUNE);
    let reply: protocol::EnrolReply =
        server.post_enrol(&code, &Signer::from_secret(&secret)).await.json().await.unwrap();
    laptop.signer = Signer::from_secret(&secret);
    laptop.token = reply.token.secret().to_owned();
    laptop.id = reply.device.0;
    let sent = laptop.narrative("trước khi sao chép");
    laptop.sync(server, sent).await;
    let twin = copy(&laptop, &secret);
    (laptop, twin)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clone_is_seen_at_its_first_contact() {
    let server = Server::start().await;
    let (mut laptop, mut twin) = cloned(&server).await;
    let sent = laptop.narrative("máy gốc viết tiếp");
    laptop.sync(&server, sent).await;
    let sent = twin.narrative("máy sao viết tiếp");
    let (bytes, _) = twin.seal(&twin.request(&sent));
    let before = server.count("SELECT count(*) FROM log");
    let refused = server.post_sync(&twin.token, bytes).await;
    assert_eq!(problem(refused, StatusCode::CONFLICT).await.code, ProblemCode::Clone);
    assert_eq!(server.count("SELECT count(*) FROM log"), before, "nothing of it was taken");
    let seen = sync_server::admin::list_devices(&server.data()).unwrap();
    assert!(seen.iter().any(|line| line.id == laptop.id && line.forked), "the IT officer sees it");
    let sent = laptop.narrative("máy gốc vẫn gửi được");
    assert!(all_durable(&laptop.sync(&server, sent).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clone_that_only_listens_is_seen_as_well() {
    let server = Server::start().await;
    let (mut laptop, twin) = cloned(&server).await;
    let sent = laptop.narrative("máy gốc viết tiếp");
    laptop.sync(&server, sent).await;
    let (bytes, _) = twin.seal(&twin.request(&Vec::new()));
    let refused = server.post_sync(&twin.token, bytes).await;
    assert_eq!(problem(refused, StatusCode::CONFLICT).await.code, ProblemCode::Clone);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_batch_a_skipped_one_and_a_claimed_epoch_are_not_taken() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let first = laptop.narrative("một");
    let (old, _) = laptop.seal(&laptop.request(&first));
    laptop.sync(&server, first).await;
    let second = laptop.narrative("một hai");
    laptop.sync(&server, second).await;
    let sent = laptop.narrative("một hai ba");
    let mut skipped = laptop.request(&sent);
    skipped.counter = Counter(skipped.counter.0 + 1);
    let mut unhooked = laptop.request(&sent);
    unhooked.previous = BatchHash([7; 32]);
    let mut elsewhere = unhooked.clone();
    elsewhere.epoch = protocol::Epoch(77);
    let batches = [old, laptop.seal(&skipped).0, laptop.seal(&unhooked).0, laptop.seal(&elsewhere).0];
    for bytes in batches {
        let refused = server.post_sync(&laptop.token, bytes).await;
        assert_eq!(refused.status(), StatusCode::CONFLICT);
    }
    assert!(all_durable(&laptop.sync(&server, sent).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_without_its_key_is_worth_nothing() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    laptop.signer = Signer::from_secret(&random());
    let sent = laptop.narrative("x");
    let (bytes, _) = laptop.seal(&laptop.request(&sent));
    let refused = server.post_sync(&laptop.token, bytes).await;
    assert_eq!(problem(refused, StatusCode::BAD_REQUEST).await.code, ProblemCode::Malformed);
}
