use model::ids::{IndicatorId, UnitId};
use model::target::Target;
use model::value::Value;
use model::window::Ask;
use serde_json::json;
use view::Side;

use crate::support::{
    AYUN, TODAY, World, at, decision, entry, figure, hash, link, narrative, percent, state, workbook,
};

#[test]
fn a_page_tells_all_of_an_entry() {
    let mut world = World::new();
    let mut edits = decision("aaaaaaaaaaaaa", '1');
    edits.extend([
        state("III.6a", "in-progress"),
        percent("III.6a", 60),
        narrative("III.6a", "Đã giải quyết 297 hồ sơ"),
        figure("III.6a", "ho-so-dung-han", "part", 297_000),
        link("III.6a", "aaaaaaaaaaaaa", "mục 2, trang 3"),
    ]);
    world.edit(&workbook(AYUN), "Y Blơi", "2019-08-20T08:00:00", &edits);
    let page = world.page(AYUN, AYUN, "III.6a");
    assert_eq!((&page["unitName"], &page["state"]), (&json!("Xã Ayun"), &json!("in-progress")));
    assert_eq!(
        (&page["percent"], &page["texts"][0]["text"]),
        (&json!(60), &json!("Đã giải quyết 297 hồ sơ"))
    );
    assert_eq!(page["task"]["fieldName"], world.plan.field(&model::ids::FieldCode::new("III")).unwrap().name);
    let figures = &page["figures"][0];
    assert_eq!(
        figures["values"][0],
        json!({
            "figure": "part", "label": "Số hồ sơ giải quyết đúng hạn", "last": null, "text": "297",
            "counted": {"register": "ho-so-tthc", "name": "Hồ sơ TTHC", "count": "giải quyết đúng hạn", "text": null},
        })
    );
    assert_eq!(
        (&figures["values"][1]["text"], &figures["result"]),
        (&json!(""), &json!(null)),
        "half entered"
    );
    let evidence = &page["evidence"][0];
    assert_eq!(
        (&evidence["place"], &evidence["abstract"]),
        (&json!("mục 2, trang 3"), &json!("Sửa đường vào làng Đê Kjêng"))
    );
    assert_eq!(evidence["usedIn"][0]["entry"], json!({"task": "III.6a", "period": "Q3"}));
    assert_eq!(page["dues"][0]["text"], "Thường xuyên trong năm");
}

#[test]
fn an_hour_that_cannot_be_is_marked_and_moves_nothing() {
    let mut world = World::new();
    let doc = workbook(AYUN);
    for (number, received) in [
        (10, "2019-08-10T10:00:00"),
        (20, "2020-08-11T10:00:00"),
        (30, "2019-08-12T10:00:00"),
        (40, "2019-08-12T09:30:00"),
    ] {
        world.received = Some(at(received));
        world.edit(&doc, "Y Blơi", "2019-08-09T08:00:00", &[percent("I.2", number)]);
    }
    let page = world.page(AYUN, AYUN, "I.2");
    let told: Vec<_> = page["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (item["after"].as_str().unwrap().to_owned(), item["receivedWrong"].as_bool().unwrap()))
        .collect();
    let expected = [("40 %", false), ("30 %", false), ("20 %", true), ("10 %", false)];
    assert_eq!(
        told,
        expected.map(|(text, wrong)| (text.to_owned(), wrong)),
        "the year ahead alone, and in its place"
    );
}

#[test]
fn a_figure_over_its_whole_is_warned_of() {
    let mut world = World::new();
    let edits = [
        figure("III.6a", "ho-so-dung-han", "part", 302_000),
        figure("III.6a", "ho-so-dung-han", "whole", 301_000),
    ];
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    let page = world.page(AYUN, AYUN, "III.6a");
    assert!(page["figures"][0]["warning"].as_str().unwrap().starts_with("Tử số lớn hơn"));
}

#[test]
fn what_the_period_before_had_stands_beside_and_ten_times_as_much_is_asked_about() {
    let mut world = World::new();
    let of = |period: &str, name: &str, value: i64| {
        let (mut target, value) = figure("III.6a", "ho-so-dung-han", name, value);
        if let Target::Figure { entry, .. } = &mut target {
            entry.period = period.into();
        }
        (target, value)
    };
    let edits = [of("H1", "part", 228_000), of("H1", "whole", 231_000), of("Q1", "part", 1_000)];
    world.edit(&workbook(AYUN), "a", "2019-06-01T08:00:00", &edits);
    for (part, asks) in [(2_280_000, true), (22_000, true), (2_200_000, false), (24_000, false), (0, false)] {
        let edits = [of("Q3", "part", part), of("Q3", "whole", 2_300_000)];
        world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
        let figures = world.page(AYUN, AYUN, "III.6a")["figures"][0].clone();
        assert_eq!(
            (&figures["values"][0]["last"], &figures["values"][1]["last"]),
            (&json!("228"), &json!("231"))
        );
        let warned =
            figures["warning"].as_str().is_some_and(|words| words.contains("khác xa kỳ trước (228)"));
        assert_eq!(warned, asks, "{part} after 228.000: {}", figures["warning"]);
    }
}

#[test]
fn none_arose_is_not_zero_per_cent() {
    let mut world = World::new();
    let target = Target::NoneArose { entry: entry("III.6a"), indicator: IndicatorId::new("ho-so-dung-han") };
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &[(target, Value::Bool(true))]);
    let figures = world.page(AYUN, AYUN, "III.6a")["figures"][0].clone();
    assert_eq!((&figures["result"], &figures["met"]), (&json!("không phát sinh"), &json!(null)));
}

#[test]
fn who_may_write_depends_on_the_side_and_the_unit() {
    let world = World::new();
    let page = |unit: Option<&str>, side| {
        let ask = Ask::Entry { unit: UnitId::new(AYUN), entry: entry("I.2") };
        let page = world.ask_as(unit, TODAY, side, &ask).unwrap();
        (page["editable"] == true, page["reviewable"] == true)
    };
    assert_eq!(page(Some(AYUN), Side::Laptop), (true, false), "its own work");
    assert_eq!(page(Some("noi-vu"), Side::Laptop), (false, true), "another's: review");
    assert_eq!(page(Some("tu-phap"), Side::Laptop), (false, true), "leads the task");
    assert_eq!(page(Some("tai-chinh"), Side::Laptop), (false, false), "leads others of this unit");
    assert_eq!(page(Some(AYUN), Side::Server), (false, false), "the web page writes nothing");
    assert_eq!(page(Some("noi-vu"), Side::Server), (false, false));
    assert_eq!(page(None, Side::Server), (false, false));
}

#[test]
fn only_who_sets_a_date_is_offered_to() {
    let world = World::new();
    let settable = |unit: &str| {
        let dues = world.page(unit, unit, "I.2")["dues"].clone();
        dues.as_array().unwrap().iter().filter(|due| due["settable"] == true).count()
    };
    assert_eq!(
        (settable("noi-vu"), settable(AYUN)),
        (1, 0),
        "the date that the law sets; the rest are the plan's"
    );
}

#[test]
fn where_a_file_is_depends_on_who_looks() {
    let mut world = World::new();
    let mut edits = decision("aaaaaaaaaaaaa", '1');
    edits.push(link("III.6a", "aaaaaaaaaaaaa", ""));
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    let whereabouts = |world: &World, unit: &str, side| {
        let ask = Ask::Entry { unit: UnitId::new(AYUN), entry: entry("III.6a") };
        world.ask_as(Some(unit), TODAY, side, &ask).unwrap()["evidence"][0]["whereabouts"].clone()
    };
    let laptop = |world: &World| whereabouts(world, AYUN, Side::Laptop);
    let server = |world: &World| whereabouts(world, "noi-vu", Side::Server);
    assert_eq!(laptop(&world), json!({"is": "on-their-laptop", "sent": 0}), "a colleague added it");
    tables::set_here(&world.conn, &hash('1'), 1_000, true).unwrap();
    tables::set_received(&world.conn, &hash('1'), 400, false).unwrap();
    assert_eq!(laptop(&world), json!({"is": "only-here", "sent": 400}));
    assert_eq!(server(&world), json!({"is": "on-their-laptop", "sent": 400}));
    tables::set_received(&world.conn, &hash('1'), 1_000, true).unwrap();
    assert_eq!(laptop(&world), json!({"is": "everywhere"}));
    assert_eq!(server(&world), json!({"is": "on-server"}));
    tables::set_here(&world.conn, &hash('1'), 1_000, false).unwrap();
    assert_eq!(laptop(&world), json!({"is": "on-server"}), "cleared away here");
}
