//! Several plans on one server: of other years, of a commune, open and closed.

use std::path::{Path, PathBuf};

use ::document::RawChange;
use model::doc_id::DocId;
use model::ids::{PlanId, UnitId};
use model::refusal::Refusal;
use model::target::{EntryKey, Target};
use model::value::Value;
use protocol::{Delivered, Fate};
use reqwest::StatusCode;
use sync_server::admin::{self, AdminError, PlanFiles};

use crate::merger::{merge, plan_within};
use crate::support::{
    COMMUNE, COORDINATOR, HOUR, Laptop, OTHER_COMMUNE, PLAN, Server, all_durable, delivered, narrative,
    plan_folder, plan_text, unit,
};

const NEXT: &str = "mang-yang-2020";

fn add(server: &Server, folder: &Path, year: Option<i32>) -> Result<PlanId, AdminError> {
    let files = PlanFiles::without_units(folder)?;
    admin::add_plan(&server.data(), &files, year, &server.time.clock()).map(|plan| plan.id().clone())
}

/// A plan that Ayun keeps for itself and what is below it.
const OWN: &str = "\
[plan]
id = \"ayun-2019\"
title = \"Kế hoạch cải cách hành chính của xã Ayun\"
issued_by = \"ayun\"
coordinated_by = \"ayun\"
within = \"ayun\"
decision = \"12/KH-UBND\"
issued_on = 2019-12-02
year = 2019
report_series = \"cchc\"

[[report]]
id = \"Q1\"
name = \"Quý I\"
months = [1, 3]
due = \"Y-03-01\"

[[field]]
code = \"A\"
name = \"Một cửa\"

[[task]]
code = \"A.1\"
title = \"Niêm yết thủ tục tại thôn\"
lead = [\"ayun\"]
due = [[\"Thường xuyên\", \"continuous\"]]
";

fn own_folder(server: &Server) -> PathBuf {
    let folder = server.path("own");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("plan.toml"), OWN).unwrap();
    std::fs::write(folder.join("indicators.toml"), "").unwrap();
    folder
}

fn workbook(plan: &str, unit: &str) -> DocId {
    DocId::workbook(&PlanId::new(plan), UnitId::new(unit))
}

fn write(laptop: &mut Laptop, doc: &DocId, text: &str) -> crate::support::Sent {
    let changes = laptop.edit(doc, narrative(), Value::Str(text.into()));
    vec![(doc.clone(), changes)]
}

fn refusals(fates: &[Vec<Fate>]) -> Vec<Option<Refusal>> {
    fates.iter().flatten().map(Fate::refusal).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_is_added_while_the_server_runs_is_written_beside_the_first() {
    let mut server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    laptop.catch_up(&server).await;
    let next = workbook(NEXT, COMMUNE);
    let sent = write(&mut laptop, &next, "trước khi kế hoạch được mở");
    let reply = laptop.sync(&server, sent).await;
    assert!(refusals(&reply.fates).iter().all(|one| *one == Some(Refusal::OtherPlan)), "{:?}", reply.fates);

    assert_eq!(add(&server, &plan_folder(), Some(2020)).unwrap().as_str(), NEXT);
    let told = delivered(&laptop.catch_up(&server).await);
    assert_eq!(told, [format!("{NEXT}/plan")], "the organisation's units are there already");
    laptop.documents.remove(&next);
    for (doc, text) in [(&next, "của năm 2020"), (&workbook(PLAN, COMMUNE), "quý IV, nộp trong tháng Giêng")]
    {
        let sent = write(&mut laptop, doc, text);
        assert!(all_durable(&laptop.sync(&server, sent).await), "both years are written: {doc}");
    }
    server.stop().await;
    server.run().await;
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    assert_eq!(office.read(&next, &narrative()).as_str(), Some("của năm 2020"));
    assert_eq!(
        office.read(&workbook(PLAN, COMMUNE), &narrative()).as_str(),
        Some("quý IV, nộp trong tháng Giêng")
    );
    let mut other = server.enrol(OTHER_COMMUNE).await;
    let told = delivered(&other.catch_up(&server).await);
    assert!(told.iter().all(|doc| !doc.contains("workbook")), "and nobody else's: {told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commune_keeps_a_plan_of_its_own_under_the_districts() {
    let server = Server::start().await;
    let mut ayun = server.enrol(COMMUNE).await;
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    assert_eq!(add(&server, &own_folder(&server), None).unwrap().as_str(), "ayun-2019");
    ayun.catch_up(&server).await;
    let own = DocId::plan(&PlanId::new("ayun-2019"));
    let days = Target::UnitDays { period: "Q1".into() };
    let changes = ayun.edit(&own, days.clone(), Value::Int(3));
    assert!(
        all_durable(&ayun.sync(&server, vec![(own.clone(), changes)]).await),
        "who coordinates it writes it"
    );
    let told = delivered(&office.catch_up(&server).await);
    assert!(told.is_empty(), "the district has no part in it: {told:?}");
    let changes = office.edit(&own, days, Value::Int(9));
    let reply = office.sync(&server, vec![(own, changes)]).await;
    assert!(
        refusals(&reply.fates).iter().all(|one| *one == Some(Refusal::NotYourDocument)),
        "{:?}",
        reply.fates
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_above_reads_a_communes_own_plan_under_its_task_and_its_entries_and_nobody_else_does() {
    let server = Server::start().await;
    let mut ayun = server.enrol(COMMUNE).await;
    let mut office = server.enrol(COORDINATOR).await;
    let mut other = server.enrol(OTHER_COMMUNE).await;
    let mut lead = server.enrol("van-hoa").await;
    let folder = own_folder(&server);
    let under =
        OWN.replacen("year = 2019", "year = 2019\nunder = { plan = \"mang-yang-2019\", task = \"I.1\" }", 1);
    std::fs::write(folder.join("plan.toml"), under).unwrap();
    add(&server, &folder, None).unwrap();
    ayun.catch_up(&server).await;
    let plan = PlanId::new("ayun-2019");
    let (own, workbook) = (DocId::plan(&plan), DocId::workbook(&plan, unit(COMMUNE)));
    let target = Target::Narrative { entry: EntryKey { task: "A.1".into(), period: "Q1".into() } };
    let changes = ayun.edit(&workbook, target.clone(), Value::Str("Đã niêm yết ở 5 thôn".into()));
    assert!(all_durable(&ayun.sync(&server, vec![(workbook.clone(), changes)]).await));
    let told = delivered(&office.catch_up(&server).await);
    assert!(told.contains(&own.to_string()) && told.contains(&workbook.to_string()), "{told:?}");
    assert_eq!(office.read(&workbook, &target).as_str(), Some("Đã niêm yết ở 5 thôn"));
    for laptop in [&mut other, &mut lead] {
        let told = delivered(&laptop.catch_up(&server).await);
        assert!(told.iter().all(|doc| !doc.starts_with("ayun-2019")), "{told:?}");
    }
    let changes = office.edit(&workbook, target, Value::Str("sửa hộ".into()));
    let reply = office.sync(&server, vec![(workbook, changes)]).await;
    assert!(
        refusals(&reply.fates).iter().all(|one| *one == Some(Refusal::NotYourDocument)),
        "it reads, and no more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_plan_is_read_and_takes_nothing_more_until_it_is_opened_again() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("trước khi đóng");
    assert!(all_durable(&laptop.sync(&server, sent).await));
    let plan = PlanId::new(PLAN);
    let day = admin::today(&server.time.clock());
    admin::close_plan(&server.data(), &plan, Some(day), &server.time.clock()).unwrap();

    let doc = laptop.workbook();
    let before = laptop.document(&doc).clone();
    let sent = laptop.narrative("viết trước khi đóng, đến sau khi đóng");
    let reply = laptop.sync(&server, sent).await;
    assert_eq!(refusals(&reply.fates), [Some(Refusal::PlanClosed)], "a right is asked when a change arrives");
    laptop.documents.insert(doc.clone(), before);
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    assert_eq!(office.read(&doc, &narrative()).as_str(), Some("trước khi đóng"), "it stays readable");

    // The coordinating office opens it from its laptop.
    let changes = office.edit(&DocId::plan(&plan), Target::Closed, Value::Absent);
    assert!(all_durable(&office.sync(&server, vec![(DocId::plan(&plan), changes)]).await));
    let sent = laptop.narrative("sau khi mở lại");
    assert!(all_durable(&laptop.sync(&server, sent).await));
    // And nobody but the coordinating unit closes it.
    let changes = laptop.edit(&DocId::plan(&plan), Target::Closed, Value::Str("2019-12-31".into()));
    let reply = laptop.sync(&server, vec![(DocId::plan(&plan), changes)]).await;
    assert!(refusals(&reply.fates).iter().all(|one| *one == Some(Refusal::NotYourDocument)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_of_before_the_closing_that_comes_again_is_told_to_be_there() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("đã tới, mà câu trả lời thì không");
    let request = laptop.request(&sent);
    let (bytes, hash) = laptop.seal(&request);
    assert_eq!(server.post_sync(&laptop.token, bytes.clone()).await.status(), StatusCode::OK);
    let day = admin::today(&server.time.clock());
    admin::close_plan(&server.data(), &PlanId::new(PLAN), Some(day), &server.time.clock()).unwrap();
    let response = server.post_sync(&laptop.token, bytes).await;
    let reply = laptop.hear(response, &request, hash).await;
    assert!(all_durable(&reply), "the log has it, whatever may be written now: {:?}", reply.fates);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_restored_server_had_before_a_plan_was_closed_it_takes_again_and_then_nothing_more() {
    let mut server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let (plan, copy) = (PlanId::new(PLAN), server.path("copy.db"));
    let day = admin::today(&server.time.clock());
    admin::close_plan(&server.data(), &plan, Some(day), &server.time.clock()).unwrap();
    admin::backup(&server.data(), &copy).unwrap();
    admin::close_plan(&server.data(), &plan, None, &server.time.clock()).unwrap();
    let written = laptop.narrative("viết khi kế hoạch mở");
    assert!(all_durable(&laptop.sync(&server, written.clone()).await));
    server.stop().await;
    std::fs::remove_dir_all(server.data()).unwrap();
    admin::restore(&copy, &server.data(), None, &server.time.clock()).unwrap();
    server.run().await;

    laptop.sync(&server, Vec::new()).await;
    let again = laptop.sync(&server, written).await;
    assert!(all_durable(&again), "it was admitted before, and others may hold it: {:?}", again.fates);
    laptop.catch_up(&server).await;
    laptop.sync(&server, Vec::new()).await;
    let sent = laptop.narrative("viết khi kế hoạch mở, rồi thêm");
    let reply = laptop.sync(&server, sent).await;
    assert_eq!(refusals(&reply.fates), [Some(Refusal::PlanClosed)], "it has said all that it had");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_servers_own_program_wrote_after_the_backup_comes_back_from_a_laptop() {
    let mut server = Server::start().await;
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    let (plan, copy) = (PlanId::new(PLAN), server.path("copy.db"));
    admin::backup(&server.data(), &copy).unwrap();
    let day = admin::today(&server.time.clock());
    admin::close_plan(&server.data(), &plan, Some(day), &server.time.clock()).unwrap();
    let replies = office.catch_up(&server).await;
    let told = replies.into_iter().flat_map(|reply| reply.delivered);
    let changes = |one: Delivered| one.changes.into_iter().map(|change| change.body.unpack()).collect();
    let sent: Vec<(DocId, Vec<RawChange>)> =
        told.map(|one| (one.doc.id().expect("its name is read"), changes(one))).collect();
    assert!(sent.iter().any(|(doc, _)| *doc == DocId::plan(&plan)), "the closing was told: {sent:?}");
    // By whom it is not: a program's name is no laptop's to write under.
    assert_eq!(refusals(&office.sync(&server, sent.clone()).await.fates), vec![None; sent.len()]);
    server.stop().await;
    std::fs::remove_dir_all(server.data()).unwrap();
    admin::restore(&copy, &server.data(), None, &server.time.clock()).unwrap();
    server.run().await;

    office.sync(&server, Vec::new()).await;
    let again = office.sync(&server, sent).await;
    assert!(all_durable(&again), "{:?}", again.fates);
    let closed = admin::list_plans(&server.data()).unwrap().remove(0).closed_on;
    assert_eq!(closed, Some(day), "and the plan is closed again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_revised_by_what_differs_and_never_drops_what_people_entered() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("đã làm");
    assert!(all_durable(&laptop.sync(&server, sent).await));
    let folder = server.path("revised");
    std::fs::create_dir_all(&folder).unwrap();
    let revise = |plan: String| {
        std::fs::write(folder.join("plan.toml"), plan).unwrap();
        let indicators = plan_text("indicators.toml").replace("of = \"III.6a\"", "of = \"III.6b\"");
        std::fs::write(folder.join("indicators.toml"), indicators).unwrap();
        let files = PlanFiles::without_units(&folder).unwrap();
        admin::revise_plan(&server.data(), &files, true, &server.time.clock())
    };
    let plan = plan_text("plan.toml");
    let before = server.count("SELECT count(*) FROM log WHERE doc LIKE '%/plan'");
    let refused = revise(
        plan.replace("code = \"III.6a\"", "code = \"III.6z\"").replace("of = \"III.6a\"", "of = \"III.6z\""),
    )
    .unwrap_err();
    assert!(refused.to_string().contains("nhiệm vụ III.6a (1 nội dung đã nhập)"), "{refused}");
    let refused = revise(plan.replace("lead = [\"noi-vu\"]", "lead = [\"nobody\"]")).unwrap_err();
    assert!(refused.to_string().contains("nobody") && refused.to_string().contains(", dòng "), "{refused}");
    let refused =
        revise(plan.replacen("coordinated_by", "# coordinated_by", 1).replacen("\ncoordinated_by", "\n#", 1))
            .unwrap_err();
    assert!(refused.to_string().contains("plan.coordinated_by"), "{refused}");
    assert_eq!(
        server.count("SELECT count(*) FROM log WHERE doc LIKE '%/plan'"),
        before,
        "nothing was written"
    );
    // A task that nobody has begun may go, and its id never comes back for anything.
    let task = plan.find("[[task]]\ncode = \"I.2\"").expect("the plan has the task");
    let end = task + 1 + plan[task + 1..].find("[[").expect("another follows");
    let without = format!("{}{}", &plan[..task], &plan[end..]).replace("of = \"I.2\"", "of = \"I.3\"");
    revise(without).unwrap();
    let refused = revise(plan.clone()).unwrap_err();
    assert!(matches!(&refused, AdminError::IdTwice(ids) if *ids == ["I.2"]), "{refused}");
    let plan = plan.replacen("[[task]]\ncode = \"I.2\"", "[[task]]\nid = \"i-2-moi\"\ncode = \"I.2\"", 1);
    let plan = plan.replace("of = \"I.2\"", "of = \"i-2-moi\"");
    revise(plan.clone()).unwrap();
    let before = server.count("SELECT count(*) FROM log WHERE doc LIKE '%/plan'");
    revise(plan.replacen("title = \"Nâng cao tỷ lệ", "title = \"Nâng cao hơn nữa tỷ lệ", 1)).unwrap();
    assert_eq!(server.count("SELECT count(*) FROM log WHERE doc LIKE '%/plan'"), before + 1);
    laptop.catch_up(&server).await;
    let task = Target::PlanItem { item: model::item::PlanItem::Task { task: "III.6a".into() } };
    let told = laptop.read(&DocId::plan(&PLAN.into()), &task);
    assert!(told.part("title").as_str().unwrap().starts_with("Nâng cao hơn nữa"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_added_is_told_and_changes_nothing() {
    let server = Server::start().await;
    let again = add(&server, &plan_folder(), Some(2019)).unwrap_err();
    assert!(matches!(again, AdminError::PlanExists(_)), "{again}");
    let folder = server.path("bad");
    std::fs::create_dir_all(&folder).unwrap();
    assert!(matches!(add(&server, &folder, None), Err(AdminError::PlanFile { .. })));
    std::fs::write(folder.join("indicators.toml"), "").unwrap();
    for (from, to, told) in [
        ("within = \"ayun\"", "within = \"nowhere\"", "plan.within"),
        ("lead = [\"ayun\"]", "lead = [\"hra\"]", "hra"),
        ("id = \"ayun-2019\"", "id = \"ayun 2019\"", "plan.id"),
        ("[plan]", "[plan", "cú pháp"),
    ] {
        std::fs::write(folder.join("plan.toml"), OWN.replacen(from, to, 1)).unwrap();
        let faults = add(&server, &folder, None).unwrap_err().to_string();
        assert!(faults.contains(told), "{to}: {faults}");
    }
    let unknown =
        admin::close_plan(&server.data(), &PlanId::new("x"), None, &server.time.clock()).unwrap_err();
    assert!(unknown.to_string().contains(PLAN), "those that there are are named: {unknown}");
    assert_eq!(server.count("SELECT count(*) FROM document WHERE doc LIKE '%/plan'"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_whose_people_work_is_not_taken_out_of_the_list() {
    let server = Server::start().await;
    let without = {
        let text = plan_text("units.toml");
        let at = text.find("[[unit]]\nid = \"hra\"").unwrap();
        let end = text[at + 1..].find("[[unit]]").map_or(text.len(), |next| at + 1 + next);
        text[..at].to_owned() + &text[end..]
    };
    let file = server.path("units.toml");
    std::fs::write(&file, &without).unwrap();
    let revise = || admin::revise_units(&server.data(), &file, true, &server.time.clock());
    // It has sent nothing: its quarter is on its laptop.
    let laptop = server.enrol("hra").await;
    let refused = revise().unwrap_err();
    assert!(
        matches!(&refused, AdminError::DropsUnits(units) if units == &["hra (1 máy, 0 mã ghi danh, 0 tài khoản)"]),
        "{refused}"
    );
    let device = admin::list_devices(&server.data()).unwrap().remove(0).id;
    admin::revoke_device(&server.data(), device, &server.time.clock()).unwrap();
    admin::issue_code(&server.data(), &unit("hra"), "A", &server.time.clock()).unwrap();
    assert!(matches!(revise(), Err(AdminError::DropsUnits(_))), "a code may be in the post");
    drop(laptop);
    server.time.pass(15 * 24 * HOUR);
    revise().unwrap();
    let twice = plan_text("units.toml").replacen("id = \"hra\"", "id = \"ayun\"", 1);
    std::fs::write(&file, twice).unwrap();
    let refused = revise().unwrap_err();
    assert!(
        refused.to_string().contains("“ayun”") && refused.to_string().contains("mã chưa dùng"),
        "{refused}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_year_after_a_restoration_a_closed_plan_is_closed_for_all() {
    let mut server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let (plan, copy) = (PlanId::new(PLAN), server.path("copy.db"));
    admin::backup(&server.data(), &copy).unwrap();
    server.stop().await;
    std::fs::remove_dir_all(server.data()).unwrap();
    admin::restore(&copy, &server.data(), None, &server.time.clock()).unwrap();
    server.run().await;
    let day = admin::today(&server.time.clock());
    admin::close_plan(&server.data(), &plan, Some(day), &server.time.clock()).unwrap();
    server.time.pass(181 * 24 * HOUR);
    let sent = laptop.narrative("viết khi kế hoạch đã đóng từ lâu");
    let reply = laptop.sync(&server, sent).await;
    assert_eq!(
        refusals(&reply.fates),
        [Some(Refusal::PlanClosed); 2],
        "one that never came to rest is no exception"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_slipped_out_of_a_file_is_taken_away_only_where_that_is_meant() {
    let server = Server::start().await;
    let folder = server.path("slipped");
    std::fs::create_dir_all(&folder).unwrap();
    let write = |plan: &str| {
        std::fs::write(folder.join("plan.toml"), plan).unwrap();
        std::fs::write(folder.join("indicators.toml"), plan_text("indicators.toml")).unwrap();
        PlanFiles::without_units(&folder).unwrap()
    };
    let plan = plan_text("plan.toml");
    // The last row of the annex; behind it stand duties that the annex does not carry, and registers.
    let at = plan.find("code = \"IX.2\"").unwrap();
    let from = plan[..at].rfind("[[task]]").unwrap();
    let to = at + plan[at..].find("\n[[").unwrap();
    let revise =
        |files: &PlanFiles, remove| admin::revise_plan(&server.data(), files, remove, &server.time.clock());
    let short = write(&format!("{}{}", &plan[..from], &plan[to..]));
    let refused = revise(&short, false).unwrap_err();
    assert!(matches!(refused, AdminError::TakesAway(_)) && refused.to_string().contains("IX."), "{refused}");
    assert_eq!(revise(&write(&plan), false).unwrap().tasks().len(), 53, "nothing was taken away");
    let other = write(&plan.replacen("year = 2019", "year = 2020", 1));
    assert!(matches!(revise(&other, false), Err(AdminError::OtherYear { year: 2019, file: 2020, .. })));
    let day = admin::today(&server.time.clock());
    admin::close_plan(&server.data(), &PlanId::new(PLAN), Some(day), &server.time.clock()).unwrap();
    assert!(matches!(revise(&write(&plan), false), Err(AdminError::Closed(_))));
    let units = server.path("units.toml");
    let text = plan_text("units.toml");
    let last = text.rfind("[[unit]]").unwrap();
    std::fs::write(&units, &text[..last]).unwrap();
    let refused = admin::revise_units(&server.data(), &units, false, &server.time.clock()).unwrap_err();
    assert!(refused.to_string().contains("--remove"), "{refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_added_by_the_units_of_its_own_year() {
    let server = Server::start().await;
    merge(&server);
    let files = plan_within(&server);
    let opened = admin::add_plan(&server.data(), &files, Some(2020), &server.time.clock()).unwrap();
    assert_eq!((opened.id().as_str(), opened.year()), ("mang-yang-2020", 2020));
    let communes = opened.units().iter().filter(|unit| unit.kind == "commune").count();
    assert_eq!(communes, 5, "and not by those of the year in the file");
}
