//! A server that goes to another address, and the proof that it is the same district's.

use protocol::{EnrolReply, ProblemCode, ProveReply, ProveRequest, PublicKey, Signer};
use reqwest::StatusCode;
use sync_server::admin::{self, AdminError};

use crate::support::{COMMUNE, Server, problem, random};

const HERE: &str = "https://moi.vn/";

async fn prove(server: &Server, request: &ProveRequest) -> reqwest::Response {
    server.client.post(format!("{}/v1/prove", server.url)).json(request).send().await.unwrap()
}

async fn key_told_at_enrolment(server: &Server) -> PublicKey {
    let reply = server.post_enrol(&server.code(COMMUNE), &Signer::from_secret(&random())).await;
    PublicKey::from_hex(&reply.json::<EnrolReply>().await.unwrap().signing_key).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_shows_that_it_has_the_key_that_it_told() {
    let (server, other) = (Server::start().await, Server::start().await);
    let key = key_told_at_enrolment(&server).await;
    let nonce = random();
    let unheard = prove(&server, &ProveRequest::of(&nonce, HERE)).await;
    assert_eq!(unheard.status(), StatusCode::FORBIDDEN, "it signs for no address of which it was not told");
    for one in [&server, &other] {
        admin::stands_at(&one.data(), HERE).unwrap();
    }
    let proof: ProveReply = prove(&server, &ProveRequest::of(&nonce, HERE)).await.json().await.unwrap();
    assert!(proof.is_of(&key, &nonce, HERE));
    assert!(!proof.is_of(&key, &random(), HERE), "an answer that was heard before proves nothing");
    let relay = "https://evil.example/";
    assert!(!proof.is_of(&key, &nonce, relay), "nor does one that was asked for another address");
    let passed_on = prove(&server, &ProveRequest::of(&nonce, relay)).await;
    assert_eq!(passed_on.status(), StatusCode::FORBIDDEN, "whoever passes the question on gets no answer");
    let foreign: ProveReply = prove(&other, &ProveRequest::of(&nonce, HERE)).await.json().await.unwrap();
    assert!(!foreign.is_of(&key, &nonce, HERE), "each district has a key of its own");
    for nonce in ["", "ff", &"z".repeat(64), &"0".repeat(65)] {
        let answer = prove(&server, &ProveRequest { nonce: nonce.to_owned(), address: HERE.into() }).await;
        assert_eq!(problem(answer, StatusCode::BAD_REQUEST).await.code, ProblemCode::Malformed, "{nonce:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_has_gone_takes_nothing_and_says_where_it_is_signed() {
    let server = Server::start().await;
    let key = key_told_at_enrolment(&server).await;
    let mut ayun = server.enrol(COMMUNE).await;
    let code = server.code(COMMUNE);
    admin::move_server(&server.data(), Some(" https://cchc.mangyang.gov.vn ")).unwrap();
    let before = server.count("SELECT count(*) FROM log");

    let sent = ayun.narrative("Viết sau khi máy chủ đã chuyển.");
    let (bytes, _) = ayun.seal(&ayun.request(&sent));
    let told = problem(server.post_sync(&ayun.token, bytes).await, StatusCode::GONE).await;
    assert_eq!(told.code, ProblemCode::Moved);
    let moved = told.moved.expect("it says where");
    assert_eq!(moved.address, "https://cchc.mangyang.gov.vn");
    assert!(moved.is_of(&key), "in the district's name");
    let lie = protocol::Moved { address: "https://evil.example".into(), ..moved };
    assert!(!lie.is_of(&key), "for no other address");
    assert_eq!(server.count("SELECT count(*) FROM log"), before, "nothing of it is here");
    let enrolment = server.post_enrol(&code, &Signer::from_secret(&random())).await;
    assert_eq!(problem(enrolment, StatusCode::GONE).await.code, ProblemCode::Moved);
    let issued =
        admin::issue_code(&server.data(), &crate::support::unit(COMMUNE), "Y Blưm", &server.time.clock());
    assert!(matches!(issued, Err(AdminError::GoneTo(_))), "a code of here would be worth nothing there");

    admin::move_server(&server.data(), None).unwrap();
    let reply = ayun.sync(&server, sent).await;
    assert!(crate::support::all_durable(&reply), "it works again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_that_is_restored_elsewhere_is_the_districts_and_has_gone_nowhere() {
    let mut server = Server::start().await;
    let key = key_told_at_enrolment(&server).await;
    let mut ayun = server.enrol(COMMUNE).await;
    let (backup, data) = (server.path("sao-luu.db"), server.data());
    admin::move_server(&data, Some("https://moi.vn")).unwrap();
    admin::backup(&data, &backup).unwrap();
    server.stop().await;
    std::fs::rename(&data, server.path("cu")).unwrap();
    admin::restore(&backup, &data, None, &server.time.clock()).unwrap();
    assert_eq!(admin::moved_to(&data).unwrap(), None);
    server.run().await;
    let nonce = random();
    let proof: ProveReply = prove(&server, &ProveRequest::of(&nonce, HERE)).await.json().await.unwrap();
    assert!(proof.is_of(&key, &nonce, HERE), "laptops know it");
    let sent = ayun.narrative("Viết sau khi máy chủ đã chuyển.");
    assert!(crate::support::all_durable(&ayun.sync(&server, sent).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_laptops_would_not_take_is_refused() {
    let server = Server::start().await;
    let long = format!("https://{}", "a".repeat(400));
    for bad in
        ["", "cchc.vn", "http://cchc.vn", "ftp://cchc.vn", "https://", "https://a@b.vn", "https://a b", &long]
    {
        let refused = admin::move_server(&server.data(), Some(bad));
        assert!(matches!(refused, Err(AdminError::BadAddress(_))), "{bad:?}");
    }
    for bad in ["https://cchc.vn:99999", "https://cchc.vn:0", "https://cchc.vn:", "https://cchc.vn:443x/a"] {
        let refused = admin::move_server(&server.data(), Some(bad));
        assert!(matches!(refused, Err(AdminError::BadPort(_))), "{bad:?}");
        assert!(matches!(admin::stands_at(&server.data(), bad), Err(AdminError::BadPort(_))), "{bad:?}");
    }
    admin::stands_at(&server.data(), "https://CCHC.vn:8443/").unwrap();
    let own = admin::move_server(&server.data(), Some("https://cchc.vn:8443"));
    assert!(matches!(own, Err(AdminError::OwnAddress(_))), "it would send laptops round in a circle");
    assert_eq!(admin::moved_to(&server.data()).unwrap(), None, "nothing changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_calls_off_a_move_hears_how_many_laptops_went_over() {
    let server = Server::start().await;
    let mut laptops = [server.enrol(COMMUNE).await, server.enrol(COMMUNE).await];
    assert_eq!(admin::move_server(&server.data(), Some(HERE)).unwrap(), 0);
    for _ in 0..2 {
        let (bytes, _) = laptops[0].seal(&laptops[0].request(&Vec::new()));
        assert_eq!(server.post_sync(&laptops[0].token, bytes).await.status(), StatusCode::GONE);
    }
    assert_eq!(admin::move_server(&server.data(), None).unwrap(), 1, "each is counted once");
    laptops[1].sync(&server, Vec::new()).await;
    admin::move_server(&server.data(), Some(HERE)).unwrap();
    assert_eq!(admin::move_server(&server.data(), None).unwrap(), 0, "nobody asked meanwhile");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_server_that_has_gone_says_where_and_answers_nothing() {
    let server = Server::start().await;
    let gate = || async {
        let answer = server.client.get(format!("{}/v1/web/gate", server.url)).send().await.unwrap();
        answer.json::<serde_json::Value>().await.unwrap()
    };
    assert_eq!(gate().await["gate"], "log-in");
    admin::move_server(&server.data(), Some(HERE)).unwrap();
    assert_eq!(gate().await, serde_json::json!({ "gate": "moved", "to": HERE }));
    admin::move_server(&server.data(), None).unwrap();
    assert_eq!(gate().await["gate"], "log-in", "as before");
}
