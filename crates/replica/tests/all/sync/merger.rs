//! A commune is merged while its laptop is offline: what waits on it arrives, and its people go on in the new one.

use model::doc_id::DocId;
use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::{Plan, PlanSource};
use model::refusal::Refusal;
use model::target::{EntryKey, Target};
use model::window::{Act, Ask, Day, DayKind, InPlan, ReminderView};
use serde_json::Value as Json;

use crate::support::{District, INDICATORS, Laptop, PLAN, unit, write};

const MERGED: &str = include_str!("../../../../../tests/fixtures/merger/units.toml");

/// The merger of 1/7/2025, in the year of the plan.
fn merge(district: &mut District) {
    merge_as(district, MERGED);
}

fn merge_as(district: &mut District, units: &str) {
    let units = units.replace("2025-", "2019-");
    let plan = PLAN.replacen("\nyear = 2019\n", "\nyear = 2019\nwithin = \"huyen\"\n", 1);
    district.write_plan(&units, &plan, INDICATORS);
    district.plan = Plan::load(&PlanSource::new(&units, &plan, INDICATORS)).unwrap();
}

fn entry(period: &str) -> EntryKey {
    EntryKey { task: TaskId::new("III.6a"), period: PeriodId::new(period) }
}

fn narrative(period: &str) -> Target {
    Target::Narrative { entry: entry(period) }
}

fn state(period: &str) -> Target {
    Target::State { entry: entry(period) }
}

fn page(laptop: &Laptop, of: &str, period: &str) -> Json {
    laptop.ask(&Ask::Entry { unit: unit(of), entry: entry(period) })
}

fn words(laptop: &Laptop, of: &str, period: &str) -> String {
    page(laptop, of, period)["texts"][0]["text"].as_str().unwrap_or_default().to_owned()
}

fn workbook(of: &str) -> DocId {
    DocId::workbook(&"mang-yang-2019".into(), unit(of))
}

#[test]
fn who_carries_on_writes_the_workbook_of_before_for_the_periods_of_then() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(narrative("H1"), "Quý II: 132 hồ sơ")).unwrap();
    ayun.sync(&mut district);
    merge(&mut district);
    ayun.sync(&mut district);
    let within = |period, text: &str| InPlan {
        plan: None,
        of: Some(unit("ayun")),
        as_of: None,
        what: write(narrative(period), text),
    };
    assert_eq!(page(&ayun, "ayun", "H1")["editable"], true, "it was there in that period");
    ayun.store.act(within("H1", "Quý II: 132 hồ sơ, đã kiểm tra lại")).unwrap();
    assert_eq!(page(&ayun, "ayun", "Q4")["editable"], false, "and not in this one");
    ayun.store.act(within("Q4", "không còn xã Ayun")).unwrap_err();
    assert_eq!(page(&ayun, "xa-ayun", "Q4")["editable"], true, "which is the new one's");
    assert_eq!(page(&ayun, "xa-ayun", "H1")["editable"], false);
    let other = InPlan {
        plan: None,
        of: Some(unit("hra")),
        as_of: None,
        what: write(narrative("H1"), "sổ của xã khác"),
    };
    ayun.store.act(other).unwrap_err();
    ayun.sync(&mut district);
    assert!(ayun.queue().refused.is_empty(), "{:?}", ayun.queue());
    assert_eq!(district.heads(&workbook("ayun")), ayun.store.heads(&workbook("ayun")).unwrap());
    assert_eq!(words(&ayun, "ayun", "H1"), "Quý II: 132 hồ sơ, đã kiểm tra lại");
    assert_eq!(
        ayun.ask(&Ask::Home)["carriesOn"],
        serde_json::json!([{ "unit": "ayun", "period": "H1" }, { "unit": "dak-jo-ta", "period": "H1" }]),
        "the window knows where it may"
    );
}

#[test]
fn what_came_back_and_was_urged_before_a_merger_is_answered_in_the_old_book_by_who_carries_it_on() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(narrative("H1"), "Quý II: 132 hồ sơ")).unwrap();
    ayun.sync(&mut district);
    office.sync(&mut district);
    let (reason, until) = ("thiếu biểu".to_owned(), "30/8/2019".to_owned());
    office
        .act(Act::Return { unit: unit("ayun"), entry: entry("H1"), reason, until, fields: Vec::new() })
        .unwrap();
    let words = "Gửi số liệu PAKN".to_owned();
    let units = vec![unit("ayun")];
    office.act(Act::Remind { units, period: None, tasks: Vec::new(), words, until: String::new() }).unwrap();
    office.sync(&mut district);
    merge(&mut district);
    ayun.sync(&mut district);
    let day: Day = serde_json::from_value(ayun.ask(&Ask::Day)).unwrap();
    let back: Vec<_> = day.lines.iter().filter(|line| line.kind == DayKind::Returned).collect();
    assert_eq!(back.len(), 1, "{back:?}");
    assert_eq!((&back[0].unit, back[0].task.as_ref()), (&unit("ayun"), Some(&TaskId::new("III.6a"))));
    let [reminder] = day.reminders.try_into().unwrap();
    assert!(reminder.answerable && reminder.unit == unit("ayun"), "{reminder:?}");
    let in_its_book = |what| InPlan { plan: None, of: Some(unit("ayun")), as_of: None, what };
    ayun.store.act(in_its_book(Act::SeeReminders { reminders: vec![reminder.id.clone()] })).unwrap();
    let answer = write(Target::ReminderAnswer { reminder: reminder.id.clone() }, "Ngày 23/8 gửi");
    ayun.store.act(in_its_book(answer)).unwrap();
    ayun.store.act(in_its_book(write(narrative("H1"), "Quý II: 132 hồ sơ, kèm biểu"))).unwrap();
    ayun.sync(&mut district);
    assert!(ayun.queue().refused.is_empty(), "{:?}", ayun.queue());
    let day: Day = serde_json::from_value(ayun.ask(&Ask::Day)).unwrap();
    assert!(
        day.reminders.is_empty() && day.lines.iter().all(|line| line.kind != DayKind::Returned),
        "{day:?}"
    );
    office.sync(&mut district);
    let sent: Vec<ReminderView> = serde_json::from_value(office.ask(&Ask::Reminders { unit: None })).unwrap();
    assert_eq!(sent[0].answer.as_deref(), Some("Ngày 23/8 gửi"));
    assert!(sent[0].seen.is_some(), "it was seen in the same book");
}

#[test]
fn an_office_that_asks_something_of_a_unit_that_was_split_is_told_that_nobody_may_answer() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let returns = |of: &str| Act::Return {
        unit: unit(of),
        entry: entry("H1"),
        reason: "thiếu biểu".into(),
        until: String::new(),
        fields: Vec::new(),
    };
    assert_eq!(office.act(returns("ayun")).unwrap().note, None, "it is there");
    merge_as(&mut district, &MERGED.replace(r#"["dak-ta-ley", "hra"]"#, r#"["dak-ta-ley", "hra", "ayun"]"#));
    office.sync(&mut district);
    assert_eq!(office.act(returns("hra")).unwrap().note, None, "of a commune that was merged one goes on");
    let remind = Act::Remind {
        units: vec![unit("ayun"), unit("hra")],
        period: None,
        tasks: Vec::new(),
        words: "Gửi số liệu".into(),
        until: String::new(),
    };
    for act in [returns("ayun"), remind] {
        let note = office.act(act).unwrap().note.unwrap_or_default();
        assert!(note.contains("Xã Ayun không còn nữa"), "{note}");
        assert!(note.contains("Hãy nhắc các đơn vị mới: Xã Ayun, Xã Hra."), "which may know: {note}");
    }
}

#[test]
fn a_merger_that_is_put_right_leaves_the_laptop_where_it_was() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.sync(&mut district);
    district.merged = Some(unit("xa-ayun"));
    ayun.sync(&mut district);
    assert_eq!(ayun.store.unit().unwrap(), unit("xa-ayun"), "as the server says");
    ayun.act(write(narrative("Q3"), "viết khi bị nhầm")).unwrap_err();
    district.merged = None;
    ayun.sync(&mut district);
    assert_eq!(ayun.store.unit().unwrap(), unit("ayun"), "and as it says now");
    ayun.act(write(narrative("Q3"), "viết lại")).unwrap();
    ayun.sync(&mut district);
    assert_eq!(district.heads(&workbook("ayun")), ayun.heads());
}

#[test]
fn what_waited_arrives_in_the_old_workbook_or_in_the_new_one_by_its_period() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let neighbour = Laptop::new(&mut district, "dak-jo-ta", "Rơ Châm Hoan");
    ayun.act(write(narrative("H1"), "Quý II: 132 hồ sơ")).unwrap();
    ayun.sync(&mut district);
    // Both are offline from here on, and write of the quarter before and of the one after.
    ayun.act(write(state("H1"), "done")).unwrap();
    ayun.act(write(narrative("Q3"), "Ayun: 40 hồ sơ")).unwrap();
    ayun.act(write(state("Q3"), "in-progress")).unwrap();
    ayun.act(write(narrative("Y"), "Cả năm: 300 hồ sơ")).unwrap();
    neighbour.act(write(narrative("Q3"), "Đak Jơ Ta: 12 hồ sơ")).unwrap();
    neighbour.act(write(state("Q3"), "done")).unwrap();
    neighbour.act(write(narrative("H1"), "Quý II: 30 hồ sơ")).unwrap();
    merge(&mut district);

    let ayun = ayun.killed();
    ayun.sync(&mut district);
    assert_eq!(ayun.store.unit().unwrap(), unit("xa-ayun"), "it is told so");
    assert!(ayun.queue().edits.is_empty() && ayun.queue().refused.is_empty(), "{:?}", ayun.queue());
    assert_eq!(words(&ayun, "xa-ayun", "Q3"), "Ayun: 40 hồ sơ");
    assert_eq!(
        words(&ayun, "xa-ayun", "Y"),
        "Cả năm: 300 hồ sơ",
        "the year is told by who is there at its end"
    );
    assert_eq!(page(&ayun, "ayun", "H1")["state"], "done", "the period before the merger is the old unit's");
    assert_eq!(district.heads(&workbook("ayun")), ayun.store.heads(&workbook("ayun")).unwrap());

    neighbour.sync(&mut district);
    let queue = neighbour.queue();
    assert!(queue.edits.is_empty(), "{queue:?}");
    let refused: Vec<&str> = queue.refused.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(
        refused,
        [Refusal::HeldAlready.to_string()],
        "another state stands there: its author is shown both"
    );
    assert_eq!(queue.refused[0].value, "hoàn thành");
    ayun.sync(&mut district);
    assert_eq!(
        words(&ayun, "xa-ayun", "Q3"),
        "Ayun: 40 hồ sơ\nĐak Jơ Ta: 12 hồ sơ",
        "nobody's words are gone"
    );
    assert_eq!(
        words(&ayun, "dak-jo-ta", "H1"),
        "Quý II: 30 hồ sơ",
        "its people read what the others wrote before"
    );
    assert_eq!(words(&neighbour, "ayun", "H1"), "Quý II: 132 hồ sơ");
    for laptop in [&ayun, &neighbour] {
        assert_eq!(laptop.store.heads(&workbook("xa-ayun")).unwrap(), district.heads(&workbook("xa-ayun")));
        let home = laptop.ask(&Ask::Home);
        assert_eq!((&home["unit"], &home["unitName"]), (&"xa-ayun".into(), &"Xã Ayun".into()));
    }
    let list = |laptop: &Laptop, period: &str| {
        let ask = Ask::Work { period: PeriodId::new(period), unit: None, task: None };
        laptop.ask(&ask)["rows"].as_array().unwrap().len()
    };
    assert_eq!((list(&ayun, "Q3"), list(&ayun, "H1")), (46, 0), "the new unit answers for what comes after");
}

#[test]
fn a_report_is_handed_in_for_the_unit_that_was_there_and_one_that_was_not_sent_comes_back() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(narrative("H1"), "Ayun: 35 hồ sơ")).unwrap();
    ayun.act(write(narrative("Q3"), "Ayun: 40 hồ sơ")).unwrap();
    ayun.sync(&mut district);
    ayun.act(Act::Submit { period: PeriodId::new("Q3"), confirmed_by: None }).unwrap();
    merge(&mut district);
    ayun.sync(&mut district);
    let queue = ayun.queue();
    assert!(queue.edits.is_empty(), "{queue:?}");
    let came_back: Vec<_> = queue.refused.iter().map(|one| one.reason.as_str()).collect();
    assert_eq!(came_back, [Refusal::NotThereThen.to_string()], "it was of a workbook that ended before");
    let handed_in = |laptop: &Laptop, of: &str, period: &str| {
        let dates = laptop.ask(&Ask::Deadlines { unit: Some(unit(of)) });
        let report = |one: &&Json| one["task"].is_null() && one["period"] == period;
        let found =
            dates.as_array().unwrap().iter().find(report).map(|one| one["due"]["lateness"]["is"].clone());
        found.is_some_and(|is| is == "met")
    };
    assert!(!handed_in(&ayun, "xa-ayun", "Q3"), "nobody has looked it through since");
    ayun.act(write(narrative("Q3"), "Ayun mới: 41 hồ sơ")).unwrap();
    ayun.act(Act::Submit { period: PeriodId::new("Q3"), confirmed_by: None }).unwrap();
    ayun.act(Act::Submit { period: PeriodId::new("H1"), confirmed_by: None }).unwrap_err();
    let of_before = |period| InPlan {
        plan: None,
        of: Some(unit("ayun")),
        as_of: None,
        what: Act::Submit { period: PeriodId::new(period), confirmed_by: None },
    };
    ayun.store.act(of_before("H1")).unwrap();
    ayun.store.act(of_before("Q4")).unwrap_err();
    ayun.sync(&mut district);
    assert!(ayun.queue().edits.is_empty(), "{:?}", ayun.queue());
    assert!(handed_in(&ayun, "ayun", "H1") && handed_in(&ayun, "xa-ayun", "Q3"));
    assert!(!handed_in(&ayun, "xa-ayun", "H1"), "which was not there then");
    assert_eq!(district.heads(&workbook("ayun")), ayun.store.heads(&workbook("ayun")).unwrap());
}

#[test]
fn evidence_goes_with_the_entries_that_it_proves() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let file = ayun.path().join("../qd.pdf");
    std::fs::write(&file, b"%PDF-1.4 quyet dinh").unwrap();
    let paths = vec![file.to_string_lossy().into_owned()];
    ayun.act(Act::Attach { entry: entry("Q3"), paths, again: false }).unwrap();
    merge(&mut district);
    ayun.sync(&mut district);
    assert!(ayun.queue().edits.is_empty() && ayun.queue().refused.is_empty(), "{:?}", ayun.queue());
    let shown = page(&ayun, "xa-ayun", "Q3");
    assert_eq!(shown["evidence"].as_array().unwrap().len(), 1, "{shown}");
    std::fs::remove_file(&file).unwrap();
}

#[test]
fn who_heard_of_the_merger_before_writes_as_the_new_unit_from_its_first_day() {
    let mut district = District::new();
    district.today = "2019-06-20".parse().unwrap();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.clock.set("2019-06-20T09:00:00");
    merge(&mut district);
    ayun.sync(&mut district);
    assert_eq!(ayun.store.unit().unwrap(), unit("ayun"), "not before its last day has passed");
    ayun.act(write(narrative("H1"), "trước ngày sáp nhập")).unwrap();
    // Without a network, by the laptop's own clock.
    ayun.clock.set("2019-07-02T09:00:00");
    assert_eq!(ayun.store.unit().unwrap(), unit("xa-ayun"));
    ayun.act(write(narrative("Q3"), "xã mới")).unwrap();
    district.today = "2019-07-03".parse().unwrap();
    ayun.sync(&mut district);
    assert!(ayun.queue().edits.is_empty() && ayun.queue().refused.is_empty(), "{:?}", ayun.queue());
    assert_eq!(words(&ayun, "xa-ayun", "Q3"), "xã mới");
    assert_eq!(words(&ayun, "ayun", "H1"), "trước ngày sáp nhập");
}

#[test]
fn the_five_new_communes_hold_what_all_those_before_them_wrote_in_two_quarters() {
    let mut district = District::new();
    let communes = |plan: &Plan| {
        let all = plan.units().iter().filter(|unit| unit.kind == "commune" && unit.until.is_none());
        all.map(|unit| unit.id.clone()).collect::<Vec<_>>()
    };
    let told = |of: &UnitId, period: &str| format!("{of}, {period}");
    let laptops: Vec<Laptop> =
        communes(&district.plan).iter().map(|of| Laptop::new(&mut district, of.as_str(), "Y Blưm")).collect();
    assert_eq!(laptops.len(), 12);
    for laptop in &laptops {
        let of = laptop.store.unit().unwrap();
        laptop.act(write(narrative("H1"), &told(&of, "quý II"))).unwrap();
        laptop.sync(&mut district);
        laptop.act(write(state("H1"), "done")).unwrap();
        laptop.act(write(narrative("Q3"), &told(&of, "quý III"))).unwrap();
    }
    merge(&mut district);
    // Each until it is told what the others have meanwhile sent to the same workbook.
    for laptop in laptops.iter().chain(&laptops) {
        laptop.sync(&mut district);
    }
    let after = communes(&district.plan);
    assert_eq!(after.len(), 5, "{after:?}");
    for new in &after {
        let before = district.plan.organisation().unit(new).unwrap().succeeds.clone();
        // The commune of the next district comes with a file, and its laptop enrols here.
        for old in before.iter().filter(|old| old.as_str() != "hai-yang") {
            let laptop = laptops.iter().find(|one| one.store.device().unwrap().unit == *old).unwrap();
            let queue = laptop.queue();
            assert!(queue.edits.is_empty() && queue.refused.is_empty(), "{old}: {queue:?}");
            assert_eq!(laptop.store.unit().unwrap(), *new);
            assert_eq!(page(laptop, old.as_str(), "H1")["state"], "done", "{old} keeps its quarter");
            assert_eq!(words(laptop, old.as_str(), "H1"), told(old, "quý II"));
            for other in before.iter().filter(|other| other.as_str() != "hai-yang") {
                let text = words(laptop, new.as_str(), "Q3");
                assert!(text.contains(&told(other, "quý III")), "{other} in {new}: {text}");
                assert_eq!(words(laptop, other.as_str(), "H1"), told(other, "quý II"), "{old} reads {other}");
            }
            for doc in [workbook(old.as_str()), workbook(new.as_str())] {
                assert_eq!(laptop.store.heads(&doc).unwrap(), district.heads(&doc), "{doc}");
            }
        }
    }
}
