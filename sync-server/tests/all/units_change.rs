//! The list of units comes from a laptop of whoever keeps it, as its window changes it: sound or not at all, and in force without a
//! restart.

use model::doc_id::DocId;
use model::ids::{OrganisationId, PeriodId, TaskId, UnitId};
use model::item::OrganisationItem;
use model::plan::{NextUnit, Reorganised, UnitChange, UnitForm};
use model::plans::Plans;
use model::refusal::Refusal;
use model::target::{EntryKey, Target};
use model::value::Value;
use protocol::Fate;

use crate::support::{COMMUNE, COORDINATOR, Laptop, PLAN, Sent, Server, all_durable, delivered, plan, unit};

const NEIGHBOUR: &str = "dak-jo-ta";
const NEW: &str = "xa-ayun-7k2f";

/// What the window makes of the merger of two communes on 1/7.
fn merged() -> Reorganised {
    let new = UnitForm {
        key: unit("moi"),
        name: "Xã Ayun".into(),
        kind: "commune".into(),
        code: "23798".into(),
        parent: Some(unit("huyen")),
    };
    let change = UnitChange::Merge {
        units: vec![unit(COMMUNE), unit(NEIGHBOUR)],
        outside: vec![],
        into: NextUnit::New { unit: new },
    };
    let plans = Plans::from_iter([plan()]);
    let from = "2019-07-01".parse().unwrap();
    plans.reorganised(&[change], from, &mut || "7k2f".to_owned()).unwrap().0
}

fn list() -> DocId {
    DocId::organisation(&OrganisationId::new("mang-yang"))
}

async fn keeper(server: &Server) -> Laptop {
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(server).await;
    office
}

fn merge(office: &mut Laptop) -> Sent {
    vec![(list(), office.edits(&list(), merged().edits))]
}

/// One item of a unit, changed.
fn unit_item(of: &str) -> Target {
    Target::OrganisationItem { item: OrganisationItem::Unit { unit: unit(of) } }
}

fn workbook(of: &str) -> DocId {
    DocId::workbook(&PLAN.into(), unit(of))
}

fn narrative(period: &str) -> Target {
    Target::Narrative { entry: EntryKey { task: TaskId::new("III.6a"), period: PeriodId::new(period) } }
}

fn write(laptop: &mut Laptop, of: &str, period: &str, text: &str) -> Sent {
    vec![(workbook(of), laptop.edit(&workbook(of), narrative(period), Value::Str(text.into())))]
}

#[tokio::test(flavor = "multi_thread")]
async fn it_rules_from_the_next_request_on_and_after_a_restart() {
    let mut server = Server::start().await;
    let mut office = keeper(&server).await;
    let mut ayun = server.enrol(COMMUNE).await;
    let mut neighbour = server.enrol(NEIGHBOUR).await;
    let sent = write(&mut neighbour, NEIGHBOUR, "H1", "của Đak Jơ Ta");
    assert!(all_durable(&neighbour.sync(&server, sent).await));
    // Sealed while it was offline, and sent after its unit had ended.
    let late = write(&mut ayun, COMMUNE, "H1", "quý II");
    let sent = merge(&mut office);
    let reply = office.sync(&server, sent).await;
    assert!(all_durable(&reply), "{:?}", reply.fates);

    let reply = ayun.sync(&server, late).await;
    assert!(all_durable(&reply), "what waited arrives in the old unit's book: {:?}", reply.fates);
    assert_eq!(reply.merged, Some(UnitId::new(NEW)), "and its people are told whose they are now");
    for round in ["ngay sau khi gửi", "sau khi khởi động lại"] {
        let sent = write(&mut ayun, NEW, "Q3", round);
        assert!(all_durable(&ayun.sync(&server, sent).await), "{round}");
        // Laptops are let in for it.
        let mut fresh = server.enrol(NEW).await;
        let told = delivered(&fresh.catch_up(&server).await);
        assert!(told.contains(&workbook(NEIGHBOUR).to_string()), "{round}: {told:?}");
        assert_eq!(fresh.read(&workbook(NEIGHBOUR), &narrative("H1")).as_str(), Some("của Đak Jơ Ta"));
        let mut other = server.enrol("hra").await;
        let told = delivered(&other.catch_up(&server).await);
        assert!(told.iter().all(|doc| !doc.contains("workbook")), "{round}: {told:?}");
        office.catch_up(&server).await;
        assert_eq!(office.read(&workbook(NEW), &narrative("Q3")).as_str(), Some(round));
        server.stop().await;
        server.run().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_keep_the_list_writes_nothing_in_it() {
    let server = Server::start().await;
    let mut ayun = server.enrol(COMMUNE).await;
    ayun.catch_up(&server).await;
    let sent = merge(&mut ayun);
    let reply = ayun.sync(&server, sent).await;
    let denied = |one: &Fate| *one == Fate::refused(Refusal::NotYourDocument);
    assert!(reply.fates[0].iter().all(denied), "{:?}", reply.fates);
    assert_eq!(reply.merged, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_is_not_sound_or_drops_what_was_entered_is_refused_with_the_reason() {
    let server = Server::start().await;
    let mut ayun = server.enrol(COMMUNE).await;
    let sent = ayun.narrative("đã làm");
    assert!(all_durable(&ayun.sync(&server, sent).await));
    let record = |change: &dyn Fn(&mut serde_json::Map<String, serde_json::Value>)| {
        let edits = merged().edits;
        let held = edits.iter().find(|edit| edit.target == unit_item(NEW)).unwrap();
        let mut record = held.value.as_record().unwrap();
        change(&mut record);
        Value::record(&record)
    };
    let succeeds = |id: &'static str| record(&|unit| drop(unit.insert("succeeds".into(), id.into())));
    for (target, value, expected, text) in [
        (unit_item(NEW), succeeds("nobody"), Refusal::BrokenPlan, "nobody"),
        (unit_item(NEW), succeeds(NEW), Refusal::BrokenPlan, NEW),
        (unit_item(NEW), succeeds("hra"), Refusal::BrokenPlan, "hra"),
        (
            unit_item(NEW),
            record(&|unit| drop(unit.insert("until".into(), "2019-06-01".into()))),
            Refusal::BrokenPlan,
            NEW,
        ),
        (
            unit_item(NEW),
            record(&|unit| drop(unit.insert("parent".into(), NEW.into()))),
            Refusal::BrokenPlan,
            NEW,
        ),
        (unit_item("noi-vu"), Value::Absent, Refusal::BrokenPlan, "noi-vu"),
        (unit_item(COMMUNE), Value::Absent, Refusal::PlanDropsWork, "ayun (1 nội dung đã nhập)"),
    ] {
        let mut office = keeper(&server).await;
        let sent = vec![(list(), office.edit(&list(), target, value))];
        let reply = office.sync(&server, sent).await;
        let [Fate::Refused(refused)] = &reply.fates[0][..] else { panic!("{text}: {:?}", reply.fates) };
        assert_eq!(reply.fates[0][0].refusal(), Some(expected), "{}", refused.text);
        assert!(refused.text.contains(text), "what is wrong is told: {}", refused.text);
    }
    let sent = ayun.narrative("vẫn như trước");
    assert!(all_durable(&ayun.sync(&server, sent).await), "nothing was changed");
}
