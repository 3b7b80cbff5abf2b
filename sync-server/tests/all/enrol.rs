use protocol::{EnrolReply, ProblemCode, Signer};
use reqwest::StatusCode;

use crate::support::{COMMUNE, HOUR, Server, problem, random};

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_taken_as_people_type_it_and_only_once() {
    let server = Server::start().await;
    let code = server.code(COMMUNE);
    assert!(code.len() >= 19 && !code.contains(['I', 'L', 'O', 'U']), "{code}");
    let typed = code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
    let first = server.post_enrol(&typed, &Signer::from_secret(&random())).await;
    assert_eq!(first.status(), StatusCode::OK);
    let second = server.post_enrol(&code, &Signer::from_secret(&random())).await;
    assert_eq!(problem(second, StatusCode::FORBIDDEN).await.code, ProblemCode::Code);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_laptop_whose_answer_was_lost_may_ask_again_with_the_same_key() {
    let server = Server::start().await;
    let (code, signer) = (server.code(COMMUNE), Signer::from_secret(&random()));
    let first: EnrolReply = server.post_enrol(&code, &signer).await.json().await.unwrap();
    let again: EnrolReply = server.post_enrol(&code, &signer).await.json().await.unwrap();
    assert_eq!(first.device, again.device, "it is one device");
    assert_eq!(server.count("SELECT count(*) FROM device"), 1);
    server.time.pass(13 * 24 * HOUR);
    let days_later: EnrolReply = server.post_enrol(&code, &signer).await.json().await.unwrap();
    assert_eq!(first.device, days_later.device, "the network of a commune may be gone for days");
    let other = server.post_enrol(&code, &Signer::from_secret(&random())).await;
    assert_eq!(other.status(), StatusCode::FORBIDDEN, "the code is that laptop's");
    server.time.pass(24 * HOUR);
    let late = server.post_enrol(&code, &signer).await;
    assert_eq!(late.status(), StatusCode::FORBIDDEN, "no longer than the code holds");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_ends_after_fourteen_days() {
    let server = Server::start().await;
    let code = server.code(COMMUNE);
    server.time.pass(14 * 24 * HOUR);
    let late = server.post_enrol(&code, &Signer::from_secret(&random())).await;
    assert_eq!(problem(late, StatusCode::FORBIDDEN).await.code, ProblemCode::Code);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_slowed_down_and_forgiven_later() {
    let server = Server::start().await;
    let code = server.code(COMMUNE);
    let signer = Signer::from_secret(&random());
    for _ in 0..5 {
        let wrong = server.post_enrol("0000-0000-0000-0000", &signer).await;
        assert_eq!(wrong.status(), StatusCode::FORBIDDEN);
    }
    let slowed = server.post_enrol(&code, &signer).await;
    assert!(slowed.headers().contains_key("retry-after"));
    assert_eq!(problem(slowed, StatusCode::TOO_MANY_REQUESTS).await.code, ProblemCode::Slow);
    server.time.pass(HOUR);
    let later = server.post_enrol(&code, &signer).await;
    assert_eq!(later.status(), StatusCode::OK, "an officer who mistyped gets in");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_none_are_refused_with_a_reason() {
    let server = Server::start().await;
    let post = async |body: &str| {
        server.client.post(format!("{}/v1/enrol", server.url)).body(body.to_owned()).send().await.unwrap()
    };
    let other = problem(post(r#"{"version":9,"unknown":true}"#).await, StatusCode::UPGRADE_REQUIRED).await;
    assert_eq!(other.code, ProblemCode::Version);
    let long = "x".repeat(100 << 10);
    let name = "x".repeat(500);
    let key = "00".repeat(32);
    for (body, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("[]", StatusCode::BAD_REQUEST),
        (r#"{"version":1}"#, StatusCode::BAD_REQUEST),
        (long.as_str(), StatusCode::PAYLOAD_TOO_LARGE),
        (
            &format!(r#"{{"version":1,"code":"x","name":"{name}","public_key":"{key}"}}"#),
            StatusCode::BAD_REQUEST,
        ),
        // All zeros: a key under which any signature would do.
        (&format!(r#"{{"version":1,"code":"x","name":"a","public_key":"{key}"}}"#), StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(post(body).await.status(), status, "{}", &body[..body.len().min(60)]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_laptop_and_an_unknown_one_are_not_let_in() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    laptop.sync(&server, Vec::new()).await;
    sync_server::admin::revoke_device(&server.data(), laptop.id, &server.time.clock()).unwrap();
    let sent = laptop.narrative("x");
    let (bytes, _) = laptop.seal(&laptop.request(&sent));
    let refused = server.post_sync(&laptop.token, bytes.clone()).await;
    assert_eq!(problem(refused, StatusCode::UNAUTHORIZED).await.code, ProblemCode::Device);
    let unknown = server.post_sync("no such token", bytes).await;
    assert_eq!(problem(unknown, StatusCode::UNAUTHORIZED).await.code, ProblemCode::Device);
    let events = server.client.get(format!("{}/v1/events", server.url)).bearer_auth(&laptop.token);
    assert_eq!(events.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    assert_eq!(server.count("SELECT count(*) FROM log WHERE device IS NOT NULL"), 0);
}
