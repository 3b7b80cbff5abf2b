//! What stands between a laptop and its server is told as what it is, and what can get through does.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use model::window::{Act, Fault, FirstRun, Link, Proxy, Status};
use replica::sync::Pace;
use replica::{Laptop as Bare, Options};
use tests::browser::Browser;
use tests::front::{Certificate, Certificates, Front, NAME, Squid, USER};
use tests::programs::{Manner, until};
use tests::relay::Relay;
use tests::server::District;
use tests::window::{Laptop, PASSPHRASE};
use tokio::time::timeout;

use crate::{enrol_at, go, pdf, this_year};

const ENTRY: &str = "#/viec/III.6a?ky=Q3";

fn district(folder: &Path) -> Result<District> {
    let mut district = District::open(folder, Some(this_year()))?;
    district.start()?;
    Ok(district)
}

/// What the status line says of the link, and the queue's page of what to do. Never of a network that is gone.
async fn told(window: &Browser, fault: &str, words: &str) -> Result<()> {
    window.click("#status > button:last-of-type").await?;
    window.wait_for("#status", "data-fault", fault).await?;
    let line = window.find("#status").await?.text().await?;
    ensure!(!line.contains("Mất mạng"), "there is a network: {line}");
    go(window, "#/hang-cho").await?;
    until(&format!("the queue says {words:?}"), || async {
        let said = window.find("#line-problem").await?.text().await?;
        ensure!(!said.contains("Wi-Fi"), "{said}");
        Ok(said.contains(words).then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_that_is_not_right_is_told_as_what_it_is_and_a_clock_too() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let district = district(folder.path())?;
    let certificates = Certificates::new(&folder.path().join("ca"))?;
    let mut front = Front::to(district.port(), &folder.path().join("nginx"))?;
    front.start(Some((&certificates, Certificate::Right)))?;
    let trusting = Manner::default().with("SSL_CERT_FILE", certificates.trusted().display());
    let mut laptop = Laptop::new(&folder.path().join("may-1"));
    laptop.set_manner(trusting.clone());
    let window = laptop.open().await?;
    let address = format!("https://localhost:{}", front.port());
    enrol_at(&window, &address, &district.enrol("ayun", "Đinh Hmưk")?, "Đinh Hmưk").await?;
    window.wait_for("#status", "data-link", "online").await?;
    for (certificate, fault, words) in [
        (Certificate::Expired, "certificate-expired", "đã hết hạn từ"),
        (Certificate::NotYet, "certificate-not-yet", "chưa đến ngày có hiệu lực"),
        (Certificate::OfOther, "certificate-of-other", "chứng chỉ của tên khác"),
        (Certificate::ByOther, "intercepted", "bị chen vào giữa"),
    ] {
        front.start(Some((&certificates, certificate)))?;
        told(&window, fault, words).await?;
    }
    window.picture("chung-chi-sai").await?;
    go(&window, ENTRY).await?;
    window.type_into("#entry-narrative", "Viết khi kết nối bị chen vào giữa.").await?;
    window.wait_for("#status", "data-edits", "1").await?;
    front.start(Some((&certificates, Certificate::Right)))?;
    window.click("#status > button:last-of-type").await?;
    window.wait_for("#status", "data-edits", "0").await?;
    window.close().await?;

    // Years behind, as when the battery of an old laptop is empty.
    laptop.set_manner(years_behind(trusting.clone()));
    let window = laptop.unlock().await?;
    told(&window, "clock", "Đồng hồ máy này sai").await?;
    window.picture("dong-ho-sai").await?;
    window.close().await?;
    // Hours ahead: the certificate still holds, and what is written would bear a wrong hour.
    laptop.set_manner(hours_ahead(trusting));
    let window = laptop.unlock().await?;
    told(&window, "clock", "nhanh 5 giờ so với máy chủ").await?;
    window.wait_for("#status", "data-link", "online").await?;
    window.close().await
}

fn years_behind(manner: Manner) -> Manner {
    manner.at("-6y")
}

fn hours_ahead(manner: Manner) -> Manner {
    manner.at("+5h")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_wants_a_password_is_entered_at_the_first_run_and_when_it_changes() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let district = district(folder.path())?;
    let certificates = Certificates::new(&folder.path().join("ca"))?;
    let mut front = Front::to(district.port(), &folder.path().join("nginx"))?;
    front.start(Some((&certificates, Certificate::Right)))?;
    let mut squid = Squid::new(&folder.path().join("squid"))?;
    squid.start("mat khau cu")?;
    let trusting = Manner::default().with("SSL_CERT_FILE", certificates.trusted().display());
    let mut laptop = Laptop::new(&folder.path().join("may-1"));
    // The system's own proxy, which says that it wants a password.
    laptop.set_manner(trusting.clone().with("HTTPS_PROXY", format!("http://{}", squid.address())));
    let window = laptop.open().await?;
    let address = format!("https://{NAME}:{}", front.port());
    enrol_at(&window, &address, &district.enrol("ayun", "Đinh Hmưk")?, "Đinh Hmưk").await?;
    let alert = window.find("[role=alert]").await?.text().await?;
    ensure!(alert.contains("Proxy của cơ quan đòi tên và mật khẩu"), "{alert}");
    window.close().await?;

    laptop.set_manner(trusting);
    let window = laptop.open().await?;
    window.click("#first-run-proxy summary").await?;
    window.type_into("#proxy-address", &squid.address()).await?;
    window.type_into("#proxy-user", USER).await?;
    window.type_into("#proxy-password", "mat khau cu").await?;
    enrol_at(&window, &address, &district.enrol("ayun", "Đinh Hmưk")?, "Đinh Hmưk").await?;
    window.wait_for("#status", "data-link", "online").await?;

    squid.start("mat khau moi")?;
    told(&window, "proxy-password", "Proxy của cơ quan đòi tên và mật khẩu").await?;
    window.click("#proxy-enter").await?;
    until("the form holds what was entered", || async {
        let user = window.find("#proxy-user").await?.prop("value").await?;
        Ok((user.as_deref() == Some(USER)).then_some(()))
    })
    .await?;
    window.type_into("#proxy-password", "mat khau moi").await?;
    window.picture("proxy").await?;
    window.click("#proxy-go").await?;
    window.wait_for("#status", "data-link", "online").await?;
    window.close().await?;
    // It is kept for the next time.
    let window = laptop.unlock().await?;
    window.wait_for("#status", "data-link", "online").await?;
    window.close().await
}

/// A laptop without a window, enrolled at this address and in a hurry.
async fn bare(folder: &Path, address: &str, district: &District, unit: &str) -> Result<Bare> {
    let pace = Pace { after_edit: Duration::from_millis(50), ..Pace::default() };
    let laptop = Bare::new(Options { pace, ..Options::new(folder.to_owned()) });
    let input = FirstRun {
        server: address.to_owned(),
        code: district.enrol(unit, "Đinh Hmưk")?,
        name: "Đinh Hmưk".into(),
        passphrase: PASSPHRASE.into(),
        proxy: None::<Proxy>,
    };
    laptop.first_run(input).await.map_err(|failure| anyhow::anyhow!(failure.message))?;
    reaches(&laptop, "the first sync", |status| status.link == Link::Online).await?;
    Ok(laptop)
}

async fn reaches(laptop: &Bare, what: &str, is: impl FnMut(&Status) -> bool) -> Result<Status> {
    let mut status = laptop.watch_status();
    let found = timeout(Duration::from_secs(60), status.wait_for(is)).await;
    Ok(found.with_context(|| format!("{what}: {:?}", laptop.status()))??.clone())
}

fn done<T>(result: Result<T, model::window::Failure>) -> Result<T> {
    result.map_err(|failure| anyhow::anyhow!(failure.message))
}

fn entry(task: &str) -> model::target::EntryKey {
    model::target::EntryKey { task: task.into(), period: "Q3".into() }
}

fn write(task: &str, text: &str) -> Act {
    let target = model::target::Target::Narrative { entry: entry(task) };
    Act::Write { target, text: text.to_owned(), base: None, beside: Vec::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_through_a_firewall_that_passes_get_and_post_alone() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let district = district(folder.path())?;
    let nginx = Front::to(district.port(), &folder.path().join("nginx"))?;
    let mut front = nginx.passing_get_and_post().passing_at_most("300k");
    front.start(None)?;
    let laptop =
        bare(&folder.path().join("may-1"), &format!("http://127.0.0.1:{}", front.port()), &district, "ayun")
            .await?;
    let file = pdf(folder.path(), "quyết định.pdf")?;
    done(laptop.act(Act::Attach {
        entry: entry("III.6a"),
        paths: vec![file.display().to_string()],
        again: false,
    }))?;
    reaches(&laptop, "the file waits", |status| status.files == 1).await?;
    reaches(&laptop, "the file was sent", |status| status.files == 0 && status.edits == 0).await?;
    let passed = front.passed()?;
    let refused = passed.iter().filter(|line| line.starts_with("PATCH")).count();
    ensure!(refused == 1, "one try tells, and is remembered: {passed:?}");
    ensure!(
        passed.iter().any(|line| line == "POST 413"),
        "what was too large went in smaller pieces: {passed:?}"
    );
    ensure!(passed.iter().all(|line| !line.starts_with("HEAD")), "{passed:?}");
    Ok(())
}

/// Words that do not become shorter when they are packed.
fn dense(length: usize) -> String {
    let mut state: u64 = 7;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'!' + ((state >> 33) % 90) as u8)
    };
    (0..length).map(|_| next()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_firewall_does_not_let_through_comes_back_in_words_and_the_rest_goes_on() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let district = district(folder.path())?;
    let mut front = Front::to(district.port(), &folder.path().join("nginx"))?.passing_at_most("12k");
    front.start(None)?;
    let address = format!("http://127.0.0.1:{}", front.port());
    let laptop = bare(&folder.path().join("may-1"), &address, &district, "ayun").await?;
    let heavy = dense(20_000);
    // Written in one go, so that they leave as one change.
    for (task, text) in [("III.6a", "Trước."), ("III.6b", &heavy), ("III.7a", "Giữa."), ("III.7b", "Sau.")]
    {
        done(laptop.act(write(task, text)))?;
    }
    let status =
        reaches(&laptop, "all is settled", |status| status.refused == 1 && status.edits == 0).await?;
    ensure!(status.link != Link::Offline, "{status:?}");
    let back = done(laptop.queue())?.refused.pop().context("it came back")?;
    ensure!(back.value == heavy, "the words are whole");
    ensure!(back.reason.contains("không gửi lên được") && back.reason.contains("413"), "{}", back.reason);
    let colleague = bare(&folder.path().join("may-2"), &district.address(), &district, "ayun").await?;
    for (task, text) in [("III.6a", "Trước."), ("III.6b", ""), ("III.7a", "Giữa."), ("III.7b", "Sau.")] {
        let ask = model::window::Ask::Entry { unit: "ayun".into(), entry: entry(task) };
        let page = done(colleague.ask(&ask))?;
        ensure!(page["texts"][0]["text"] == text, "{task}: {}", page["texts"][0]["text"]);
    }

    let file = folder.path().join("chưa gửi.txt");
    done(laptop.export_unsent(&file))?;
    let saved = std::fs::read_to_string(&file)?;
    ensure!(saved.contains(&heavy) && saved.contains("III.6b") && saved.contains("Đinh Hmưk"), "{saved}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_state_of_the_link_is_true_within_five_seconds() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let district = district(folder.path())?;
    let relay = Relay::to(district.port()).await?;
    let laptop = bare(&folder.path().join("may-1"), &relay.address(), &district, "ayun").await?;
    relay.listened().await;
    // The least of several rounds: a busy machine is no fault of the code.
    let mut least = [Duration::MAX; 3];
    for round in 0..5 {
        if round > 0 {
            reaches(&laptop, "the line is whole", |status| status.link == Link::Online).await?;
            relay.listened().await;
        }
        // Nothing says that it ended: no word comes, none goes.
        let begun = Instant::now();
        relay.go_dead();
        let status = reaches(&laptop, "the line is dead", |status| status.link != Link::Online).await?;
        least[0] = least[0].min(begun.elapsed());
        ensure!(status.fault != Some(Fault::Clock), "{status:?}");
        let begun = Instant::now();
        relay.go();
        reaches(&laptop, "the line is gone", |status| status.link == Link::Offline).await?;
        least[1] = least[1].min(begun.elapsed());
        let begun = Instant::now();
        relay.mend();
        reaches(&laptop, "the line is back", |status| status.link != Link::Offline).await?;
        least[2] = least[2].min(begun.elapsed());
        if least.iter().all(|least| *least < Duration::from_secs(5)) {
            return Ok(());
        }
    }
    anyhow::bail!("dead, gone and back were shown after {least:?}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_takes_everything_and_answers_nothing_is_told_as_that() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let district = district(folder.path())?;
    let relay = Relay::to(district.port()).await?;
    let laptop = bare(&folder.path().join("may-1"), &relay.address(), &district, "ayun").await?;
    let mut least = Duration::MAX;
    for round in 0..5 {
        relay.listened().await;
        relay.go_dead();
        reaches(&laptop, "it is tried anew", |status| status.link != Link::Online).await?;
        let begun = Instant::now();
        done(laptop.act(write("III.6a", &format!("Viết lần {round}."))))?;
        let told = reaches(&laptop, "no answer", |status| {
            status.fault == Some(Fault::NoAnswer) && status.edits == 1
        })
        .await?;
        least = least.min(begun.elapsed());
        let problem = told.problem.unwrap_or_default();
        ensure!(
            problem.contains("Chưa thấy máy chủ trả lời") && problem.contains("vẫn còn trên máy"),
            "{problem}"
        );
        relay.mend();
        let whole = |status: &Status| status.link == Link::Online && status.edits == 0;
        let mended = reaches(&laptop, "it answers again", whole).await?;
        ensure!(mended.fault.is_none() && mended.problem.is_none(), "{mended:?}");
        // The least of several rounds: a busy machine is no fault of the code.
        if least < Duration::from_secs(5) {
            return Ok(());
        }
    }
    anyhow::bail!("that nothing is answered was shown after {least:?}")
}
