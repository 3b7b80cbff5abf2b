use std::fs;

use model::ids::UnitId;
use protocol::Signer;
use reqwest::StatusCode;
use sync_server::Clock;
use sync_server::admin::{self, AdminError, PlanFiles};
use tempfile::TempDir;

use crate::support::{
    COMMUNE, COORDINATOR, Server, all_durable, narrative, plan_folder, plan_text, problem, random,
};

#[test]
fn a_plan_with_faults_opens_nothing_and_every_fault_is_told() {
    let folder = TempDir::new().unwrap();
    let bad = folder.path().join("plan");
    fs::create_dir(&bad).unwrap();
    fs::write(bad.join("units.toml"), plan_text("units.toml")).unwrap();
    fs::write(bad.join("indicators.toml"), plan_text("indicators.toml")).unwrap();
    let plan = plan_text("plan.toml").replacen("lead = [\"noi-vu\"]", "lead = [\"khong-co\"]", 1).replacen(
        "\"by-quarter Y Q1\"",
        "\"sometime\"",
        1,
    );
    fs::write(bad.join("plan.toml"), plan).unwrap();
    let data = folder.path().join("data");
    let refused = admin::init(&PlanFiles::read(&bad).unwrap(), &data, None, &Clock::system()).unwrap_err();
    let text = refused.to_string();
    assert!(text.contains("plan.toml, dòng"), "file and line are named: {text}");
    assert!(text.contains("khong-co") && text.contains("sometime"), "both faults are told: {text}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing but the plan's folder is there");
}

#[test]
fn a_missing_plan_file_is_named() {
    let folder = TempDir::new().unwrap();
    let missing = PlanFiles::read(folder.path()).unwrap_err().to_string();
    assert!(missing.contains("units.toml"), "{missing}");
}

#[test]
fn a_folder_that_holds_anything_is_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("photo.jpg"), "x").unwrap();
    let files = PlanFiles::read(&plan_folder()).unwrap();
    let refused = admin::init(&files, folder.path(), None, &Clock::system());
    assert!(matches!(refused, Err(AdminError::Exists(_))));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing was added");
}

#[test]
fn the_same_plan_always_begins_with_the_same_change() {
    let folder = TempDir::new().unwrap();
    let files = PlanFiles::read(&plan_folder()).unwrap();
    let heads: Vec<Vec<u8>> = ["a", "b"]
        .map(|name| {
            let data = folder.path().join(name);
            admin::init(&files, &data, None, &Clock::system()).unwrap();
            let conn = rusqlite::Connection::open(data.join("nharong.db")).unwrap();
            conn.query_row("SELECT heads FROM document", [], |row| row.get(0)).unwrap()
        })
        .to_vec();
    assert_eq!(heads[0], heads[1], "or laptops of a district that was set up again could not go on");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_folder_has_one_server() {
    let server = Server::start().await;
    let second = sync_server::District::open(sync_server::Config::new(server.data())).await;
    assert!(matches!(second, Err(AdminError::Running)), "two servers would each trust their own memory");
}

#[test]
fn commands_on_a_wrong_folder_or_unit_say_so() {
    let folder = TempDir::new().unwrap();
    let refused = admin::issue_code(folder.path(), &UnitId::new(COMMUNE), "A", &Clock::system());
    assert!(matches!(refused, Err(AdminError::NoData(_))));
    let data = folder.path().join("data");
    admin::init(&PlanFiles::read(&plan_folder()).unwrap(), &data, None, &Clock::system()).unwrap();
    let refused = admin::issue_code(&data, &UnitId::new("khong-co"), "A", &Clock::system());
    assert!(refused.unwrap_err().to_string().contains("ayun"), "the units there are are listed");
    let short = admin::add_account(&data, "x", None, Some("ngan".into()), &Clock::system());
    assert!(matches!(short, Err(AdminError::BadPassword { .. })));
    admin::add_account(&data, "x", None, None, &Clock::system()).unwrap();
    let twice = admin::add_account(&data, "x", None, None, &Clock::system());
    assert!(matches!(twice, Err(AdminError::AccountExists(_))));
    assert!(matches!(admin::remove_account(&data, "y"), Err(AdminError::NoAccount(_))));
    assert!(matches!(admin::revoke_device(&data, 7, &Clock::system()), Err(AdminError::NoDevice(7))));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restore_laptops_are_recognised_and_send_again_what_was_lost() {
    let mut server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let before = laptop.narrative("trước khi sao lưu");
    laptop.sync(&server, before.clone()).await;
    let copy = server.path("copy.db");
    let upto = admin::backup(&server.data(), &copy).unwrap();
    let after = laptop.narrative("trước khi sao lưu, và sau đó");
    let reply = laptop.sync(&server, after.clone()).await;
    assert_eq!(reply.backed_up, upto, "laptops may forget what is in the copy, and no more");

    server.stop().await;
    fs::remove_dir_all(server.data()).unwrap();
    admin::restore(&copy, &server.data(), None, &server.time.clock()).unwrap();
    server.run().await;

    let epoch = laptop.epoch;
    let reply = laptop.sync(&server, Vec::new()).await;
    assert_ne!(reply.epoch, epoch, "a restored server says that it is another one");
    let again = laptop.sync(&server, after).await;
    assert!(all_durable(&again));
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    let text = office.read(&laptop.workbook(), &narrative());
    assert_eq!(text.as_str(), Some("trước khi sao lưu, và sau đó"));
}

#[test]
fn a_file_that_is_no_backup_is_not_restored() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("x");
    fs::write(&file, "not a database, but long enough to look at").unwrap();
    let refused = admin::restore(&file, &folder.path().join("data"), None, &Clock::system());
    assert!(matches!(refused, Err(AdminError::NotABackup(_))));
    assert!(!folder.path().join("data").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_server_lets_in_by_nothing_that_was_handed_out_before() {
    let mut server = Server::start().await;
    let code = server.code(COMMUNE);
    server.enrol(COORDINATOR).await;
    let copy = server.path("copy.db");
    admin::backup(&server.data(), &copy).unwrap();
    server.stop().await;
    fs::remove_dir_all(server.data()).unwrap();
    let restored = admin::restore(&copy, &server.data(), None, &server.time.clock()).unwrap();
    assert_eq!(
        (restored.void_codes, restored.laptops, restored.accounts),
        (1, 1, 0),
        "whoever restores looks"
    );
    server.run().await;
    let answer = server.post_enrol(&code, &Signer::from_secret(&random())).await;
    problem(answer, StatusCode::FORBIDDEN).await;
    assert_eq!(server.count("SELECT count(*) FROM session"), 0);
}

#[test]
fn a_plan_is_opened_in_no_year_in_which_it_would_not_hold() {
    let folder = TempDir::new().unwrap();
    let (plan, data) = (folder.path().join("plan"), folder.path().join("data"));
    fs::create_dir_all(&plan).unwrap();
    let write = |units: String, text: String| {
        fs::write(plan.join("units.toml"), units).unwrap();
        fs::write(plan.join("plan.toml"), text).unwrap();
        fs::write(plan.join("indicators.toml"), plan_text("indicators.toml")).unwrap();
        PlanFiles::read(&plan).unwrap()
    };
    let ended =
        plan_text("units.toml").replacen("id = \"noi-vu\"\n", "id = \"noi-vu\"\nuntil = 2019-12-31\n", 1);
    let files = write(ended, plan_text("plan.toml"));
    let refused = admin::init(&files, &data, Some(2020), &Clock::system()).unwrap_err();
    assert!(matches!(refused, AdminError::Plan(_)) && !data.exists(), "{refused}");
    let long = "k".repeat(38);
    let files = write(
        plan_text("units.toml"),
        plan_text("plan.toml").replace("id = \"mang-yang-2019\"", &format!("id = \"{long}\"")),
    );
    let refused = admin::init(&files, &data, Some(2020), &Clock::system()).unwrap_err();
    assert!(matches!(refused, AdminError::LongPlanId(_)) && !data.exists(), "{refused}");
    admin::init(&files, &data, None, &Clock::system()).unwrap();
}
