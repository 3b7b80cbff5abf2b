use model::ids::EvidenceId;
use model::target::Target;
use model::value::Value;
use model::window::{EntryPage, Failure, FailureCode, Gate, Home, Matrix, Silent, Whereabouts};
use reqwest::{Response, StatusCode};
use serde_json::{Value as Json, json};
use sync_server::admin;

use crate::events::{position, texts, until};
use crate::support::{
    COMMUNE, COORDINATOR, HOUR, OTHER_COMMUNE, Server, TASK, entry, hash_of, plan_folder, plan_text, unit,
};

const PASSWORD: &str = "mật khẩu đủ dài";

struct Browser<'a> {
    server: &'a Server,
    cookie: String,
}

impl Browser<'_> {
    async fn post(&self, path: &str, body: Json) -> Response {
        let request = self.server.client.post(format!("{}/v1/web/{path}", self.server.url));
        request.header("cookie", &self.cookie).json(&body).send().await.unwrap()
    }

    async fn get(&self, path: &str) -> Response {
        let request = self.server.client.get(format!("{}/v1/web/{path}", self.server.url));
        request.header("cookie", &self.cookie).send().await.unwrap()
    }

    async fn ask<T: serde::de::DeserializeOwned>(&self, ask: Json) -> T {
        let answer = self.post("ask", ask).await;
        assert_eq!(answer.status(), StatusCode::OK);
        answer.json().await.unwrap()
    }

    async fn failure(response: Response, status: StatusCode) -> Failure {
        assert_eq!(response.status(), status);
        response.json().await.unwrap()
    }
}

fn account(server: &Server, name: &str, of: Option<&str>) {
    let of = of.map(unit);
    admin::add_account(&server.data(), name, of.as_ref(), Some(PASSWORD.into()), &server.time.clock())
        .unwrap();
}

async fn try_log_in(server: &Server, name: &str, password: &str) -> Response {
    let browser = Browser { server, cookie: String::new() };
    browser.post("login", json!({ "name": name, "password": password })).await
}

async fn log_in<'a>(server: &'a Server, name: &str) -> Browser<'a> {
    let response = try_log_in(server, name, PASSWORD).await;
    assert_eq!(response.status(), StatusCode::OK);
    let set = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
    assert_eq!(response.json::<Gate>().await.unwrap(), Gate::Open);
    Browser { server, cookie: set.split(';').next().unwrap().to_owned() }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_asked_of_the_plan_that_it_names() {
    let server = Server::start().await;
    let files = admin::PlanFiles::without_units(&plan_folder()).unwrap();
    admin::add_plan(&server.data(), &files, Some(2020), &server.time.clock()).unwrap();
    account(&server, "lanh-dao", None);
    let page = log_in(&server, "lanh-dao").await;
    let first: Home = page.ask(json!({ "ask": "home" })).await;
    assert_eq!(first.plan.as_str(), "mang-yang-2020", "the newest that is open");
    let offered: Vec<&str> = first.plans.iter().map(|plan| plan.id.as_str()).collect();
    assert_eq!(offered, ["mang-yang-2020", "mang-yang-2019"]);
    let named: Home = page.ask(json!({ "ask": "home", "plan": "mang-yang-2019" })).await;
    assert_eq!((named.year, named.plan.as_str()), (2019, "mang-yang-2019"));
    let unknown = page.post("ask", json!({ "ask": "home", "plan": "mang-yang-1999" })).await;
    let failure = Browser::failure(unknown, StatusCode::FORBIDDEN).await;
    assert!(failure.message.contains("chọn kế hoạch khác"), "{failure:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_is_downloaded_as_a_spreadsheet_by_who_may_read_it() {
    let server = Server::start().await;
    account(&server, "lanh-dao", None);
    let path = |asked: &str| format!("spreadsheet?asked={asked}");
    let stranger = Browser { server: &server, cookie: String::new() };
    let refused = stranger.get(&path(r#"{"period":"Q3"}"#)).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED, "nobody reads without an account");
    let page = log_in(&server, "lanh-dao").await;
    let sent = page.get(&path(r#"{"plan":"mang-yang-2019","period":"Q3"}"#)).await;
    assert_eq!(sent.status(), StatusCode::OK);
    assert_eq!(
        sent.headers()["content-type"],
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    );
    assert_eq!(sent.headers()["cache-control"], "no-store", "it is kept nowhere on the way");
    assert!(sent.bytes().await.unwrap().starts_with(b"PK\x03\x04"));
    let then =
        page.get(&path(r#"{"period":"Q3","as_of":{"is":"known","at":"2019-09-01T08:00:00%2B07:00"}}"#)).await;
    assert_eq!(then.status(), StatusCode::OK, "a past moment as well");
    let unknown = page.get(&path(r#"{"period":"Q9"}"#)).await;
    let failure = Browser::failure(unknown, StatusCode::FORBIDDEN).await;
    assert!(failure.message.contains("Không có kỳ này"), "{failure:?}");
    for rubbish in ["", "{}", "[1]", r#"{"period":"Q3""#] {
        let refused = page.get(&path(rubbish)).await;
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST, "{rubbish}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_commune_sent_stands_on_the_page() {
    let server = Server::start().await;
    // Kept composed; typed further down as another system sends it.
    account(&server, "la\u{303}nh đa\u{323}o", None);
    let mut laptop = server.enrol(COMMUNE).await;
    let bytes = b"%PDF-1.4 quyet dinh".to_vec();
    let mut sent = laptop.narrative("Đã niêm yết công khai");
    sent[0].1.extend(laptop.evidence("aaaaaaaaaaaaa", &bytes).remove(0).1);
    let link = Target::Link { entry: entry(), evidence: EvidenceId::new("aaaaaaaaaaaaa") };
    let doc = laptop.workbook();
    sent[0].1.extend(laptop.edit(&doc, link, Value::Str("trang 1".into())));
    laptop.sync(&server, sent).await;
    let browser = log_in(&server, "lãnh đạo").await;
    let page: EntryPage = browser
        .ask(json!({ "ask": "entry", "unit": COMMUNE, "entry": { "task": TASK, "period": "Q3" } }))
        .await;
    assert_eq!(page.texts[0].text, "Đã niêm yết công khai");
    assert!(!page.editable, "the page is for reading");
    assert!(page.history.iter().any(|item| item.by == "Đinh Văn A" && item.received.is_some()));
    let matrix: Matrix = browser.ask(json!({ "ask": "matrix", "period": "Q3", "field": null })).await;
    let row = matrix.rows.iter().find(|row| row.unit == unit(COMMUNE)).unwrap();
    assert_eq!(row.waiting_files, 1, "its file is still on the laptop");
    assert!(row.last_heard.is_some());
    assert_eq!(matrix.begun, 1);
    let silent: Vec<Silent> = browser.ask(json!({ "ask": "silent" })).await;
    assert!(silent.iter().all(|one| one.unit != unit(COMMUNE) || one.laptops == Some(1)));

    let hash = hash_of(&bytes);
    assert_eq!(browser.get(&format!("files/{hash}")).await.status(), StatusCode::NOT_FOUND);
    let create = server.client.post(format!("{}/v1/files", server.url)).bearer_auth(&laptop.token);
    let encoded = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, hash.as_str());
    let create = create.header("tus-resumable", "1.0.0").header("upload-length", bytes.len());
    let create = create.header("upload-metadata", format!("hash {encoded}"));
    let create = create.header("content-type", "application/offset+octet-stream").body(bytes.clone());
    assert_eq!(create.send().await.unwrap().status(), StatusCode::CREATED);
    let file = browser.get(&format!("files/{hash}")).await;
    assert_eq!(file.bytes().await.unwrap(), bytes);
    let evidence: Vec<model::window::EvidenceView> =
        browser.ask(json!({ "ask": "evidence", "unit": COMMUNE })).await;
    assert_eq!(evidence[0].whereabouts, Whereabouts::OnServer);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_asked_of_a_past_moment() {
    let server = Server::start().await;
    account(&server, "lanh-dao", None);
    let mut laptop = server.enrol(COMMUNE).await;
    let first = laptop.narrative("Đã lập danh sách");
    laptop.sync(&server, first).await;
    server.time.pass(2 * HOUR);
    let second = laptop.narrative("Đã lập danh sách, đã niêm yết");
    laptop.sync(&server, second).await;
    let browser = log_in(&server, "lanh-dao").await;
    let ask = |as_of: serde_json::Value| json!({ "ask": "entry", "unit": COMMUNE, "entry": { "task": TASK, "period": "Q3" }, "as_of": as_of });
    let at = |at: &str| json!({ "is": "known", "at": at });
    for (when, text) in [
        (at("2019-08-20T07:00:00+07:00"), ""),
        (at("2019-08-20T09:00:00+07:00"), "Đã lập danh sách"),
        (at("2019-08-20T12:00:00+07:00"), "Đã lập danh sách, đã niêm yết"),
        (json!({ "is": "position", "position": 0 }), ""),
        (json!({ "is": "written", "at": "2030-01-01T00:00:00+07:00" }), "Đã lập danh sách, đã niêm yết"),
    ] {
        let page: EntryPage = browser.ask(ask(when.clone())).await;
        assert_eq!(page.texts[0].text, text, "{when}");
    }
    for bad in [at("hôm qua"), json!({ "is": "later" }), json!(7)] {
        let answer = browser.post("ask", ask(bad)).await;
        assert!(answer.status().is_client_error(), "{}", answer.status());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_a_unit_sees_what_the_unit_may_read() {
    let server = Server::start().await;
    account(&server, "hra", Some(OTHER_COMMUNE));
    account(&server, "noivu", Some(COORDINATOR));
    let mut laptop = server.enrol(COMMUNE).await;
    let bytes = b"tep".to_vec();
    let sent = laptop.evidence("aaaaaaaaaaaaa", &bytes);
    laptop.sync(&server, sent).await;
    let ask = json!({ "ask": "entry", "unit": COMMUNE, "entry": { "task": TASK, "period": "Q3" } });
    let commune = log_in(&server, "hra").await;
    Browser::failure(commune.post("ask", ask.clone()).await, StatusCode::FORBIDDEN).await;
    let file = commune.get(&format!("files/{}", hash_of(&bytes))).await;
    assert_eq!(file.status(), StatusCode::NOT_FOUND);
    let office = log_in(&server, "noivu").await;
    office.ask::<EntryPage>(ask).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_session_nothing_is_told() {
    let server = Server::start().await;
    let stranger = Browser { server: &server, cookie: "nharong=x".into() };
    assert_eq!(stranger.get("gate").await.json::<Gate>().await.unwrap(), Gate::LogIn);
    let failure =
        Browser::failure(stranger.post("ask", json!({ "ask": "home" })).await, StatusCode::UNAUTHORIZED);
    assert_eq!(failure.await.code, Some(FailureCode::LoggedOut));
    assert_eq!(stranger.get("events").await.status(), StatusCode::UNAUTHORIZED);
    let file = stranger.get(&format!("files/{}", hash_of(b"x"))).await;
    assert_eq!(file.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_refused_and_guessing_slowed_down() {
    let server = Server::start().await;
    account(&server, "a", None);
    account(&server, "b", None);
    for name in ["a", "không có", "a", "a", "a"] {
        let refused = try_log_in(&server, name, "sai").await;
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    }
    let slowed = try_log_in(&server, "a", PASSWORD).await;
    assert!(slowed.headers().contains_key("retry-after"));
    assert_eq!(slowed.status(), StatusCode::TOO_MANY_REQUESTS, "even the right one has to wait");
    server.time.pass(HOUR);
    log_in(&server, "a").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_with_the_day_with_the_account_and_when_asked() {
    let server = Server::start().await;
    account(&server, "a", None);
    let browser = log_in(&server, "a").await;
    server.time.pass(12 * HOUR - 1);
    assert_eq!(browser.get("gate").await.json::<Gate>().await.unwrap(), Gate::Open);
    server.time.pass(1);
    assert_eq!(browser.get("gate").await.json::<Gate>().await.unwrap(), Gate::LogIn);

    let browser = log_in(&server, "a").await;
    browser.post("logout", json!({})).await;
    assert_eq!(browser.get("gate").await.json::<Gate>().await.unwrap(), Gate::LogIn, "the cookie is dead");

    let browser = log_in(&server, "a").await;
    admin::change_password(&server.data(), "a", None).unwrap();
    assert_eq!(browser.get("gate").await.json::<Gate>().await.unwrap(), Gate::LogIn);
    admin::remove_account(&server.data(), "a").unwrap();
    assert_eq!(try_log_in(&server, "a", PASSWORD).await.status(), StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn another_site_cannot_act_through_the_browser() {
    let server = Server::start().await;
    account(&server, "a", None);
    let browser = log_in(&server, "a").await;
    let url = format!("{}/v1/web/ask", server.url);
    let cross =
        server.client.post(&url).header("cookie", &browser.cookie).header("sec-fetch-site", "cross-site");
    let cross = cross.json(&json!({ "ask": "home" })).send().await.unwrap();
    assert_eq!(cross.status(), StatusCode::FORBIDDEN);
    let form = server.client.post(&url).header("cookie", &browser.cookie).body(r#"{"ask":"home"}"#);
    assert_eq!(form.send().await.unwrap().status(), StatusCode::BAD_REQUEST, "a form cannot send JSON");
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_that_are_none_are_refused() {
    let server = Server::start().await;
    account(&server, "a", None);
    let browser = log_in(&server, "a").await;
    for bad in [json!({}), json!({ "ask": "everything" }), json!([1]), json!({ "ask": "matrix" })] {
        assert_eq!(browser.post("ask", bad).await.status(), StatusCode::BAD_REQUEST);
    }
    let gone = json!({ "ask": "matrix", "period": "Q9", "field": null });
    let failure = Browser::failure(browser.post("ask", gone).await, StatusCode::NOT_FOUND).await;
    assert_eq!(failure.code, Some(FailureCode::Gone));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_guarded_and_says_so_when_it_was_not_built() {
    let server = Server::start().await;
    let page = server.client.get(&server.url).send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(page.headers()["x-content-type-options"], "nosniff");
    assert!(page.text().await.unwrap().contains("Nhà Rông"));
    let missing = server.client.get(format!("{}/v1/khong-co", server.url)).send().await.unwrap();
    assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    let posted = server.client.post(&server.url).send().await.unwrap();
    assert_eq!(posted.status(), StatusCode::METHOD_NOT_ALLOWED);
    let words = posted.text().await.unwrap();
    assert!(words.contains("kiểu yêu cầu"), "who asks in another method is told in words: {words}");
    let health = server.client.get(format!("{}/healthz", server.url)).send().await.unwrap();
    assert_eq!(health.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_that_is_numbered_anew_keeps_what_was_entered_under_it() {
    let server = Server::start().await;
    account(&server, "lanh-dao", None);
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("đã làm");
    laptop.sync(&server, sent).await;
    let folder = server.path("renumbered");
    std::fs::create_dir_all(&folder).unwrap();
    // The two change their codes for each other's: what was another's is now given anew.
    let (first, second) = ("\ncode = \"III.6a\"\n", "\ncode = \"III.6b\"\n");
    let plan = plan_text("plan.toml").replace(first, "\nid = \"III.6a\"\ncode = \"{other}\"\n");
    let plan = plan.replace(second, "\nid = \"III.6b\"\ncode = \"III.6a\"\n").replace("{other}", "III.6b");
    std::fs::write(folder.join("plan.toml"), plan).unwrap();
    std::fs::copy(plan_folder().join("indicators.toml"), folder.join("indicators.toml")).unwrap();
    let files = admin::PlanFiles::without_units(&folder).unwrap();
    admin::revise_plan(&server.data(), &files, false, &server.time.clock()).unwrap();

    let page = log_in(&server, "lanh-dao").await;
    let home: Home = page.ask(json!({ "ask": "home" })).await;
    let codes: Vec<(&str, &str)> = home.codes.iter().map(|(id, code)| (id.as_str(), code.as_str())).collect();
    assert_eq!(codes, [("III.6a", "III.6b"), ("III.6b", "III.6a")], "what each is called now");
    let entry = json!({ "task": "III.6a", "period": "Q3" });
    let shown: EntryPage = page.ask(json!({ "ask": "entry", "unit": COMMUNE, "entry": entry })).await;
    assert!(shown.texts.iter().any(|text| text.text == "đã làm"), "the entry stands where it was written");
    let found: Vec<model::window::Found> = page.ask(json!({ "ask": "find", "text": "III.6b" })).await;
    let titles: Vec<&str> = found.iter().map(|one| one.title.as_str()).collect();
    assert!(titles.iter().any(|title| title.starts_with("III.6b Nâng cao tỷ lệ")), "{titles:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_is_told_with_data_since_it_passes_over_an_event_that_has_none() {
    let server = Server::start().await;
    account(&server, "lanh-dao", None);
    let page = log_in(&server, "lanh-dao").await;
    let mut laptop = server.enrol(COMMUNE).await;
    laptop.catch_up(&server).await;
    let mut stream = texts(page.get("events").await);
    let sent = laptop.narrative("mới");
    let reply = laptop.sync(&server, sent).await;
    until(&mut stream, |line| position(line) == Some(reply.cursor.0)).await;
}
