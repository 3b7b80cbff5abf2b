//! The door, and everything behind it, over a real socket.

use std::path::Path;

use axum::http::StatusCode;
use model::ids::FileHash;
use model::window::{Act, Ask, FailureCode, FirstRun, Gate, Link, NewPassphrase, NewServer, Unlock};
use replica::key::Cost;
use replica::{Laptop, Options};
use tokio::time::{Duration, timeout};

use crate::support::{Wire, entry, narrative, percent, unit, write};

const PASSPHRASE: &str = "núi cao sông dài";

fn laptop(folder: &Path) -> Laptop {
    let cost = Cost { memory: 64, passes: 1, lanes: 1 };
    Laptop::new(Options { cost, ..Options::new(folder.join("data")) })
}

fn first_run(wire: &Wire, code: &str) -> FirstRun {
    FirstRun {
        server: wire.address.clone(),
        code: code.into(),
        name: " Y  Blưm ".into(),
        passphrase: PASSPHRASE.into(),
        proxy: None,
    }
}

fn unlock(passphrase: &str) -> Unlock {
    Unlock { passphrase: passphrase.into() }
}

async fn until(laptop: &Laptop, reached: impl FnMut(&model::window::Status) -> bool) {
    timeout(Duration::from_secs(60), laptop.watch_status().wait_for(reached)).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_first_run_to_the_next_morning() {
    let (folder, wire) = (tempfile::tempdir().unwrap(), Wire::new().await);
    wire.code("AAAA-1111", "ayun");
    let first = laptop(folder.path());
    assert_eq!(first.gate(), Gate::FirstRun);
    assert_eq!(first.ask(&Ask::Home).unwrap_err().code, Some(FailureCode::NotEnrolled));
    assert_eq!(first.first_run(first_run(&wire, "AAAA-1111")).await.unwrap(), Gate::Open);
    first.act(write(percent("III.6a"), "40")).unwrap();
    until(&first, |status| status.edits == 0 && status.link == Link::Online).await;
    first.act(Act::Lock).unwrap();
    let locked = Gate::Locked { unit_name: "Xã Ayun".into(), person: "Y Blưm".into() };
    assert_eq!(first.gate(), locked);
    assert_eq!(first.ask(&Ask::Home).unwrap_err().code, Some(FailureCode::Locked));
    drop(first);

    let next = laptop(folder.path());
    assert_eq!(next.gate(), locked);
    let wrong = next.unlock(unlock("không phải")).await.unwrap_err();
    assert_eq!(wrong.code, Some(FailureCode::WrongPassphrase));
    assert_eq!(next.gate(), locked, "a wrong passphrase breaks nothing");
    let input = NewPassphrase { old: PASSPHRASE.into(), new: "mật khẩu mới".into() };
    next.change_passphrase(input).await.unwrap();
    assert!(next.unlock(unlock(PASSPHRASE)).await.is_err());
    assert_eq!(next.unlock(unlock("mật khẩu mới")).await.unwrap(), Gate::Open);
    let page = next.ask(&Ask::Entry { unit: unit("ayun"), entry: entry("III.6a") }).unwrap();
    assert_eq!(page["percent"], 40);
    assert_eq!(next.ask(&Ask::Home).unwrap()["person"], "Y Blưm");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_this_program_is_too_old_for_is_told_as_such_and_costs_nothing() {
    let (folder, wire) = (tempfile::tempdir().unwrap(), Wire::new().await);
    wire.code("AAAA-1111", "ayun");
    let laptop = laptop(folder.path());
    laptop.first_run(first_run(&wire, "AAAA-1111")).await.unwrap();
    until(&laptop, |status| status.link == Link::Online).await;
    wire.inside().newer = true;
    laptop.act(write(percent("III.6a"), "40")).unwrap();
    let told = |problem: &String| problem.contains("hãy cập nhật phần mềm");
    until(&laptop, |status| status.problem.as_ref().is_some_and(told)).await;
    assert_eq!(laptop.watch_status().borrow().edits, 1, "it waits for the update");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_code_or_address_leaves_nothing_behind() {
    let (folder, wire) = (tempfile::tempdir().unwrap(), Wire::new().await);
    let laptop = laptop(folder.path());
    let failure = laptop.first_run(first_run(&wire, "ZZZZ")).await.unwrap_err();
    assert!(failure.message.contains("Mã ghi danh"), "{}", failure.message);
    assert_eq!(laptop.gate(), Gate::FirstRun);
    for server in ["", "district", "ftp://a.vn", "http://10.0.0.1:1", "https://user:pass@a.vn"] {
        let input = FirstRun { server: server.into(), ..first_run(&wire, "ZZZZ") };
        let failure = laptop.first_run(input).await.unwrap_err();
        assert!(failure.message.contains("Địa chỉ"), "{server}: {}", failure.message);
    }
    let nobody = FirstRun { server: "http://127.0.0.1:9".into(), ..first_run(&wire, "ZZZZ") };
    assert!(laptop.first_run(nobody).await.unwrap_err().message.contains("Không tới được"));
    let short = FirstRun { passphrase: "123".into(), ..first_run(&wire, "ZZZZ") };
    assert!(laptop.first_run(short).await.is_err());
    wire.code("AAAA", "ayun");
    assert_eq!(laptop.first_run(first_run(&wire, "AAAA")).await.unwrap(), Gate::Open);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_run_that_was_cut_goes_on_where_it_stopped() {
    let (folder, wire) = (tempfile::tempdir().unwrap(), Wire::new().await);
    wire.code("AAAA", "ayun");
    wire.inside().down = Some(StatusCode::SERVICE_UNAVAILABLE);
    let first = laptop(folder.path());
    let failure = first.first_run(first_run(&wire, "AAAA")).await.unwrap_err();
    assert!(failure.message.contains("Đã ghi danh xong"), "{}", failure.message);
    assert_eq!(first.gate(), Gate::FirstRun);
    drop(first);
    let next = laptop(folder.path());
    assert!(matches!(next.gate(), Gate::Locked { .. }));
    assert!(next.unlock(unlock(PASSPHRASE)).await.is_err(), "the server is still down");
    wire.inside().down = None;
    assert_eq!(
        next.first_run(first_run(&wire, "used up")).await.unwrap(),
        Gate::Open,
        "no second code is needed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_cannot_be_used_is_told_at_the_door() {
    let (folder, wire) = (tempfile::tempdir().unwrap(), Wire::new().await);
    wire.code("AAAA", "ayun");
    let first = laptop(folder.path());
    first.first_run(first_run(&wire, "AAAA")).await.unwrap();
    first.lock();
    drop(first);
    let store = folder.path().join("data/store");
    let key = std::fs::read(store.join("key.json")).unwrap();
    std::fs::remove_file(store.join("key.json")).unwrap();
    assert!(matches!(laptop(folder.path()).gate(), Gate::Broken { message } if message.contains("key.json")));
    std::fs::write(store.join("key.json"), key).unwrap();
    let database = store.join("nha-rong.db");
    let damaged = vec![0xaa; 40_000];
    // What was not yet moved into the file would mend its first page: the last of the first program's tasks does.
    while store.join("nha-rong.db-wal").exists() {
        tokio::task::yield_now().await;
    }
    std::fs::write(&database, &damaged).unwrap();
    let next = laptop(folder.path());
    let failure = next.unlock(unlock(PASSPHRASE)).await.unwrap_err();
    assert!(failure.message.contains("hỏng"), "{}", failure.message);
    assert!(matches!(next.gate(), Gate::Broken { .. }));
    assert_eq!(std::fs::read(&database).unwrap(), damaged, "not a byte was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_goes_up_through_cuts_and_comes_down_at_the_office() {
    let (folder, wire) = (tempfile::tempdir().unwrap(), Wire::new().await);
    wire.code("AAAA", "ayun");
    wire.code("BBBB", "noi-vu");
    let ayun = laptop(folder.path());
    ayun.first_run(first_run(&wire, "AAAA")).await.unwrap();
    let mut bytes = b"%PDF-1.7 ".to_vec();
    bytes.resize(3 << 20, 5);
    let path = folder.path().join("quyết định.pdf");
    std::fs::write(&path, &bytes).unwrap();
    wire.inside().cuts = 2;
    ayun.act(Act::Attach { entry: entry("III.6a"), paths: vec![path.display().to_string()], again: false })
        .unwrap();
    ayun.act(write(narrative("III.6a"), "kèm quyết định")).unwrap();
    until(&ayun, |status| status.files == 1).await;
    until(&ayun, |status| status.files == 0 && status.edits == 0).await;
    let sent: u64 = wire.inside().pieces.iter().sum();
    assert_eq!(sent, 3 << 20, "each byte crossed the line once");

    let office_folder = tempfile::tempdir().unwrap();
    let office = laptop(office_folder.path());
    office.first_run(FirstRun { name: "Nguyễn Thị Hoa".into(), ..first_run(&wire, "BBBB") }).await.unwrap();
    let hash = FileHash::new(blake3::hash(&bytes).to_hex().to_string());
    let slice = office.read_file(&hash, Some(0..9)).await.unwrap();
    assert_eq!((slice.bytes.as_slice(), slice.media_type.as_str()), (&b"%PDF-1.7 "[..], "application/pdf"));
    let end = (3 << 20) - 100;
    assert_eq!(office.read_file(&hash, Some(end..end + 50)).await.unwrap().bytes, [5; 50]);
    assert!(wire.inside().fetched <= 128 << 10, "a preview fetches what it looks at, first page and end");
    assert!(!office.replica().unwrap().has_file(&hash).unwrap(), "not whole, so not checked yet");
    let copy = office_folder.path().join("bản sao.pdf");
    office.export_file(&hash, &copy).await.unwrap();
    assert_eq!(std::fs::read(&copy).unwrap(), bytes);
    assert_eq!(wire.inside().fetched, 3 << 20, "what was here already was not fetched again");
    let nothing = FileHash::new("0".repeat(64));
    assert_eq!(office.read_file(&nothing, None).await.unwrap_err().code, Some(FailureCode::Gone));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_enrolment_under_an_id_that_no_change_could_name_is_none() {
    let (folder, wire) = (tempfile::tempdir().unwrap(), Wire::new().await);
    wire.code("AAAA-1111", "ayun");
    wire.inside().nameless = true;
    let laptop = laptop(folder.path());
    laptop.first_run(first_run(&wire, "AAAA-1111")).await.unwrap_err();
    assert_eq!(laptop.gate(), Gate::FirstRun, "or all that is written could never be sent");
}

fn at(address: &str, passphrase: &str) -> NewServer {
    NewServer { address: address.into(), passphrase: passphrase.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_address_is_taken_from_who_has_the_passphrase_once_it_has_proved_to_be_the_districts() {
    let (folder, wire, foreign) = (tempfile::tempdir().unwrap(), Wire::new().await, Wire::new().await);
    foreign.inside().key = [8; 32];
    let asked_of_foreign = foreign.inside().district.log_length();
    wire.code("AAAA-1111", "ayun");
    let laptop = laptop(folder.path());
    laptop.first_run(first_run(&wire, "AAAA-1111")).await.unwrap();
    until(&laptop, |status| status.link == Link::Online).await;
    let new = wire.again().await;
    wire.inside().down = Some(StatusCode::SERVICE_UNAVAILABLE);
    laptop.act(write(percent("III.6a"), "40")).unwrap();

    let wrong = laptop.change_server(at(&new.address, "không phải")).await.unwrap_err();
    assert_eq!(wrong.code, Some(FailureCode::WrongPassphrase));
    for (address, why) in [
        (&*foreign.address, "không chứng minh được"),
        ("https://", "https:// do huyện cấp"),
        ("cchc.vn", "https:// do huyện cấp"),
        ("http://127.0.0.1:9", "không tới được"),
    ] {
        let failure = laptop.change_server(at(address, PASSPHRASE)).await.unwrap_err();
        assert!(failure.message.contains(why), "{address}: {}", failure.message);
    }
    assert_eq!(foreign.inside().district.log_length(), asked_of_foreign, "nothing was sent there");
    assert_eq!(laptop.status().server, format!("{}/", wire.address), "the address stays");

    laptop.change_server(at(&new.address, PASSPHRASE)).await.unwrap();
    wire.inside().down = None;
    until(&laptop, |status| status.edits == 0 && status.link == Link::Online).await;
    assert_eq!(laptop.status().server, format!("{}/", new.address));
}
