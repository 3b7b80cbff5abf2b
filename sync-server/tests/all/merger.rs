//! Communes are merged: who writes, who reads, and what is told to whom.

use model::doc_id::DocId;
use model::ids::{PeriodId, TaskId, UnitId};
use model::refusal::Refusal;
use model::target::{EntryKey, Target};
use model::value::Value;
use protocol::{Cursor, EnrolRequest, Fate, Signer, VERSION};
use reqwest::StatusCode;
use sync_server::admin::{self, AdminError, PlanFiles};

use crate::support::{
    COMMUNE, COORDINATOR, Laptop, PLAN, Server, all_durable, delivered, plan_text, random, unit,
};

const MERGED: &str = include_str!("../../../tests/fixtures/merger/units.toml");
/// The commune that is merged with Ayun, and the one that both become.
const NEIGHBOUR: &str = "dak-jo-ta";
const NEW: &str = "xa-ayun";

fn units(server: &Server, text: &str) -> Result<usize, AdminError> {
    let file = server.path("units.toml");
    std::fs::write(&file, text).unwrap();
    admin::revise_units(&server.data(), &file, true, &server.time.clock())
}

/// The plan, kept within the district: what the other list of units has beside it is no part of it.
pub fn plan_within(server: &Server) -> PlanFiles {
    let folder = server.path("within");
    std::fs::create_dir_all(&folder).unwrap();
    let plan = plan_text("plan.toml").replacen("\nyear = 2019\n", "\nyear = 2019\nwithin = \"huyen\"\n", 1);
    std::fs::write(folder.join("plan.toml"), plan).unwrap();
    std::fs::write(folder.join("indicators.toml"), plan_text("indicators.toml")).unwrap();
    PlanFiles::without_units(&folder).unwrap()
}

/// The merger of 1/7/2025, in the year of the plan.
pub fn merge(server: &Server) {
    admin::revise_plan(&server.data(), &plan_within(server), false, &server.time.clock()).unwrap();
    assert_eq!(units(server, &MERGED.replace("2025-", "2019-")).unwrap(), 29);
}

fn workbook(of: &str) -> DocId {
    DocId::workbook(&PLAN.into(), unit(of))
}

fn narrative(period: &str) -> Target {
    Target::Narrative { entry: EntryKey { task: TaskId::new("III.6a"), period: PeriodId::new(period) } }
}

fn write(laptop: &mut Laptop, of: &str, period: &str, text: &str) -> crate::support::Sent {
    let changes = laptop.edit(&workbook(of), narrative(period), Value::Str(text.into()));
    vec![(workbook(of), changes)]
}

fn refusals(fates: &[Vec<Fate>]) -> Vec<Refusal> {
    fates.iter().flatten().filter_map(Fate::refusal).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_units_laptop_is_told_and_writes_what_was_left_and_as_the_new_unit() {
    let server = Server::start().await;
    let mut ayun = server.enrol(COMMUNE).await;
    let sent = write(&mut ayun, COMMUNE, "H1", "quý II");
    let reply = ayun.sync(&server, sent).await;
    assert!(all_durable(&reply));
    assert_eq!(reply.merged, None);
    // Sealed while it was offline, and sent after its unit had ended.
    let late = write(&mut ayun, COMMUNE, "H1", "quý II, bổ sung");
    merge(&server);
    let reply = ayun.sync(&server, late).await;
    assert!(
        all_durable(&reply),
        "what was written before the right ended and arrives later: {:?}",
        reply.fates
    );
    assert_eq!(reply.merged, Some(UnitId::new(NEW)));
    let before = ayun.document(&workbook(COMMUNE)).clone();
    let sent = write(&mut ayun, COMMUNE, "Q3", "quý III");
    let reply = ayun.sync(&server, sent).await;
    assert!(refusals(&reply.fates).contains(&Refusal::NotThereThen), "the unit was not there any more");
    ayun.documents.insert(workbook(COMMUNE), before);
    let sent = write(&mut ayun, NEW, "Q3", "quý III");
    assert!(all_durable(&ayun.sync(&server, sent).await));
    for (of, period) in [("xa-hra", "Q3"), ("hra", "H1"), (NEW, "H1")] {
        let sent = write(&mut ayun, of, period, "của đơn vị khác, hoặc khi chưa có đơn vị");
        let reply = ayun.sync(&server, sent).await;
        assert!(!refusals(&reply.fates).is_empty(), "{of} {period}: {:?}", reply.fates);
        ayun.documents.remove(&workbook(of));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_new_units_people_are_told_what_the_old_ones_wrote_and_others_are_not() {
    let server = Server::start().await;
    let mut ayun = server.enrol(COMMUNE).await;
    let mut neighbour = server.enrol(NEIGHBOUR).await;
    let sent = write(&mut neighbour, NEIGHBOUR, "H1", "của Đak Jơ Ta");
    assert!(all_durable(&neighbour.sync(&server, sent).await));
    let told = delivered(&ayun.catch_up(&server).await);
    assert!(told.iter().all(|doc| !doc.contains(NEIGHBOUR)), "not before the merger: {told:?}");
    merge(&server);
    // As its laptop does when it is told.
    ayun.cursor = Cursor(0);
    ayun.catch_up(&server).await;
    assert_eq!(ayun.read(&workbook(NEIGHBOUR), &narrative("H1")).as_str(), Some("của Đak Jơ Ta"));
    let sent = write(&mut neighbour, NEW, "Q3", "cùng một xã");
    assert!(all_durable(&neighbour.sync(&server, sent).await));
    ayun.catch_up(&server).await;
    assert_eq!(ayun.read(&workbook(NEW), &narrative("Q3")).as_str(), Some("cùng một xã"));
    // A laptop that is enrolled for the new unit, and one of another.
    let mut fresh = server.enrol(NEW).await;
    fresh.catch_up(&server).await;
    assert_eq!(fresh.read(&workbook(NEIGHBOUR), &narrative("H1")).as_str(), Some("của Đak Jơ Ta"));
    let mut other = server.enrol("xa-hra").await;
    let told = delivered(&other.catch_up(&server).await);
    assert!(told.iter().all(|doc| !doc.contains("workbook")), "{told:?}");
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    assert_eq!(office.read(&workbook(NEW), &narrative("Q3")).as_str(), Some("cùng một xã"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_with_work_is_never_dropped_and_another_organisations_file_is_refused() {
    let server = Server::start().await;
    let mut ayun = server.enrol(COMMUNE).await;
    let sent = write(&mut ayun, COMMUNE, "H1", "đã làm");
    assert!(all_durable(&ayun.sync(&server, sent).await));
    let text = plan_text("units.toml");
    let block = text.split("[[unit]]").find(|block| block.contains("id = \"ayun\"")).unwrap();
    let without = text.replace(&format!("[[unit]]{block}"), "");
    let refused = units(&server, &without).unwrap_err().to_string();
    assert!(refused.contains("đơn vị ayun (1 nội dung đã nhập)"), "{refused}");
    let other = text.replace("id = \"mang-yang\"", "id = \"dak-doa\"");
    assert!(matches!(units(&server, &other), Err(AdminError::OtherOrganisation { .. })));
    let broken = text.replace("kept_by = \"noi-vu\"", "kept_by = \"nobody\"");
    assert!(units(&server, &broken).unwrap_err().to_string().contains("nobody"));
    let sent = write(&mut ayun, COMMUNE, "H1", "vẫn như trước");
    assert!(all_durable(&ayun.sync(&server, sent).await), "nothing was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_people_of_a_unit_that_was_split_go_on_with_a_code_of_one_of_the_new_ones() {
    let server = Server::start().await;
    let ayun = server.enrol(COMMUNE).await;
    let text = plan_text("units.toml").replacen("id = \"ayun\"\n", "id = \"ayun\"\nuntil = 2019-06-30\n", 1);
    let new = |id: &str| {
        format!(
            "\n[[unit]]\nid = \"{id}\"\nname = \"Xã {id}\"\nkind = \"commune\"\nparent = \"huyen\"\nfrom = 2019-07-01\nsucceeds = [\"ayun\"]\n"
        )
    };
    units(&server, &(text + &new("ayun-1") + &new("ayun-2"))).unwrap();
    let mut old = server.enrol(COMMUNE).await;
    let sent = write(&mut old, COMMUNE, "Q3", "quý III");
    let reply = old.sync(&server, sent).await;
    assert!(refusals(&reply.fates).contains(&Refusal::NotThereThen), "{:?}", reply.fates);
    let goes_on = async |code: String| {
        let key = Signer::from_secret(&random());
        let request = EnrolRequest {
            version: VERSION,
            code,
            name: String::new(),
            person: Some(ayun.person.clone()),
            organisation: Some("mang-yang".into()),
            units: vec![unit(COMMUNE)],
            public_key: key.public().to_bytes().iter().map(|byte| format!("{byte:02x}")).collect(),
        };
        server.client.post(format!("{}/v1/enrol", server.url)).json(&request).send().await.unwrap().status()
    };
    assert_eq!(goes_on(server.code("hra")).await, StatusCode::FORBIDDEN);
    assert_eq!(goes_on(server.code("ayun-2")).await, StatusCode::OK);
}
