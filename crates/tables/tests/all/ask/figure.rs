use model::ids::{FieldCode, IndicatorId, TaskId};
use model::target::{BasePart, PortalPart, Target};
use model::value::Value;
use model::window::Ask;
use serde_json::{Value as Json, json};

use crate::support::{AYUN, World, accepted, check, entry, figure, q3, review, text, workbook};

fn figures(world: &World, asker: &str, field: Option<&str>) -> Vec<Json> {
    let ask = Ask::Figures { period: q3(), field: field.map(FieldCode::new) };
    world.ask(asker, &ask)["rows"].as_array().unwrap().clone()
}

#[test]
fn a_figure_is_told_as_an_office_writes_it_with_what_it_comes_to() {
    let mut world = World::new();
    let edits = [
        figure("III.6a", "ho-so-dung-han", "part", 1_297_500),
        figure("III.6a", "ho-so-dung-han", "whole", 1_301_000),
    ];
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    let rows = figures(&world, AYUN, None);
    let row = rows.iter().find(|row| row["indicator"] == "ho-so-dung-han").unwrap();
    let expected = json!({
        "values": ["1.297,5", "1.301"], "result": "99,7 %", "met": false, "target": "≥ 100 %", "field": "III",
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&row[key], value, "{key}");
    }
}

#[test]
fn every_unit_that_enters_an_indicator_has_a_row_for_it() {
    let world = World::new();
    let rows = figures(&world, "noi-vu", None);
    let expected: usize =
        world.plan.assignments().iter().map(|one| world.plan.indicators_of(&one.task, &one.unit).len()).sum();
    assert_eq!(rows.len(), expected);
    assert_eq!((&rows[0]["result"], &rows[0]["met"]), (&json!(""), &json!(null)), "nothing entered");
}

#[test]
fn they_come_in_the_plans_order_whichever_unit_enters_them() {
    let world = World::new();
    let mut tasks: Vec<Json> =
        figures(&world, "noi-vu", None).iter().map(|row| row["task"].clone()).collect();
    tasks.dedup();
    let with_figures = |task: &&model::plan::Task| world.plan.indicators_of_task(&task.id).next().is_some();
    let expected: Vec<&str> =
        world.plan.tasks().iter().filter(with_figures).map(|task| task.id.as_str()).collect();
    assert_eq!(tasks, expected, "each task once");
}

#[test]
fn a_field_keeps_to_its_own_indicators() {
    let world = World::new();
    let rows = figures(&world, AYUN, Some("VII"));
    assert!(!rows.is_empty() && rows.iter().all(|row| row["field"] == "VII"));
    assert!(figures(&world, AYUN, Some("IX")).is_empty(), "a field without numeric targets");
}

#[test]
fn of_a_checklist_is_told_what_was_done() {
    let mut world = World::new();
    let list = "hoat-dong-tdthpl";
    let row = |world: &World| {
        figures(world, "tu-phap", None).into_iter().find(|row| row["indicator"] == list).unwrap()
    };
    assert_eq!((&row(&world)["result"], &row(&world)["target"]), (&json!(""), &json!("đủ 3")));
    let done = ["thu-thap", "dieu-tra"].map(|item| check("II.1", list, item, true));
    world.edit(&workbook("tu-phap"), "a", "2019-08-20T08:00:00", &done);
    let told = row(&world);
    assert_eq!(
        (&told["result"], &told["met"], &told["checks"]),
        (&json!("2/3"), &json!(false), &json!(true))
    );
    let words = [
        "Thu thập thông tin về tình hình thi hành pháp luật",
        "Điều tra, khảo sát tình hình thi hành pháp luật",
    ];
    assert_eq!(told["values"], json!(words));
    assert_eq!(world.row("tu-phap", "tu-phap", "II.1")["shown"], "in-progress", "that is content");
    world.edit(&workbook("tu-phap"), "a", "2019-08-21T08:00:00", &[check("II.1", list, "kiem-tra", true)]);
    assert_eq!((&row(&world)["result"], &row(&world)["met"]), (&json!("3/3"), &json!(true)));
}

#[test]
fn two_people_who_tick_different_things_agree() {
    let mut world = World::new();
    let (doc, list) = (workbook("tu-phap"), "hoat-dong-tdthpl");
    let one = world.seal_apart(&doc, "a", "2019-08-20T08:00:00", &[check("II.1", list, "thu-thap", true)]);
    let other = world.seal_apart(&doc, "b", "2019-08-20T08:30:00", &[check("II.1", list, "kiem-tra", true)]);
    world.merge(&doc, &one);
    world.merge(&doc, &other);
    assert_eq!(world.row("tu-phap", "tu-phap", "II.1")["conflicts"], 0);
    let page = world.page("tu-phap", "tu-phap", "II.1");
    let done: Vec<&Json> =
        page["figures"][0]["checks"].as_array().unwrap().iter().map(|one| &one["done"]).collect();
    assert_eq!(done, [true, true, false]);
    let told = &page["history"][0];
    assert_eq!(
        (&told["what"], &told["after"]),
        (&json!("Kiểm tra tình hình thi hành pháp luật"), &json!("đã thực hiện"))
    );
}

#[test]
fn figures_of_the_whole_area_are_told_apart_from_those_of_a_part() {
    let world = World::new();
    let rows = figures(&world, "noi-vu", None);
    let scope = |unit: &str, indicator: &str| {
        let row = rows.iter().find(|row| row["indicator"] == indicator && row["unit"] == unit);
        row.unwrap()["scope"].clone()
    };
    assert_eq!(scope("tai-chinh", "giai-ngan"), "area");
    assert_eq!(scope(AYUN, "giai-ngan"), "own");
    assert_eq!(scope(AYUN, "ho-so-dung-han"), json!(null));
}

const REVENUE: &str = "thu-hut-dau-tu";

fn base(part: BasePart, value: Value) -> (Target, Value) {
    let (task, indicator) = (TaskId::new("VIII.1"), IndicatorId::new(REVENUE));
    (Target::Base { task, indicator, part }, value)
}

fn of_period(period: &str, (target, value): (Target, Value)) -> (Target, Value) {
    let mut target = target;
    if let Target::Figure { entry, .. } | Target::NoneArose { entry, .. } | Target::State { entry } =
        &mut target
    {
        entry.period = period.into();
    }
    (target, value)
}

#[test]
fn a_base_is_told_once_and_holds_in_every_period() {
    let mut world = World::new();
    let doc = workbook("tai-chinh");
    let edits = [
        base(BasePart::Amount, Value::Int(200_000)),
        base(BasePart::Source, text("Báo cáo 12/BC-TCKH")),
        figure("VIII.1", REVENUE, "now", 210_000),
        of_period("H1", figure("VIII.1", REVENUE, "now", 190_000)),
    ];
    world.edit(&doc, "Tài", "2019-08-20T08:00:00", &edits);
    let page = world.page("tai-chinh", "tai-chinh", "VIII.1");
    let told = &page["figures"][0];
    assert_eq!((&told["result"], &told["met"]), (&json!("5 %"), &json!(true)));
    let held = json!({ "text": "200", "source": "Báo cáo 12/BC-TCKH", "ofPlan": false });
    assert_eq!(told["base"], held, "with where it is written, beside the figure");
    assert_eq!(told["values"][1]["text"], "", "it was not typed in this period");
    let row =
        figures(&world, "noi-vu", Some("VIII")).into_iter().find(|row| row["indicator"] == REVENUE).unwrap();
    assert_eq!(
        (&row["values"], &row["base"]),
        (&json!(["210", "200"]), &held),
        "the district reads the same"
    );
    let earlier =
        world.ask("noi-vu", &Ask::Figures { period: "H1".into(), field: Some(FieldCode::new("VIII")) });
    let earlier = earlier["rows"].as_array().unwrap().iter().find(|row| row["indicator"] == REVENUE).unwrap();
    assert_eq!(earlier["result"], "-5 %", "one base for all periods of the year");
    world.edit(&doc, "Tài", "2019-08-20T09:00:00", &[base(BasePart::Amount, Value::Int(0))]);
    let told = world.page("tai-chinh", "tai-chinh", "VIII.1")["figures"][0].clone();
    assert_eq!(told["result"], json!(null), "nothing is divided by nought");
    assert!(told["warning"].as_str().unwrap().starts_with("Số liệu gốc bằng 0"), "{told}");
}

#[test]
fn a_base_that_an_entry_has_of_its_own_counts_there_and_is_asked_about() {
    let mut world = World::new();
    let edits = [
        base(BasePart::Amount, Value::Int(200_000)),
        figure("VIII.1", REVENUE, "now", 210_000),
        figure("VIII.1", REVENUE, "base", 100_000),
    ];
    world.edit(&workbook("tai-chinh"), "Tài", "2019-08-20T08:00:00", &edits);
    let told = world.page("tai-chinh", "tai-chinh", "VIII.1")["figures"][0].clone();
    assert_eq!(told["result"], "110 %", "as it was before there was a base of the year");
    assert!(told["warning"].as_str().unwrap().contains("khác số liệu gốc của năm (200)"), "{told}");
}

#[test]
fn what_was_accepted_against_a_base_is_amended_when_the_base_is_another() {
    let mut world = World::new();
    let doc = workbook("tai-chinh");
    let edits = [base(BasePart::Amount, Value::Int(200_000)), figure("VIII.1", REVENUE, "now", 210_000)];
    world.edit(&doc, "Tài", "2019-08-20T08:00:00", &edits);
    let heads = world.heads(&doc);
    let counted = Target::Counted { entry: entry("VIII.1") };
    let then = text(&format!("{REVENUE}/base=200000"));
    let kept = Value::Record([("figures".to_owned(), then)].into());
    let word = [accepted("VIII.1", heads), (counted, kept)];
    world.edit(&review("noi-vu", "tai-chinh"), "Nội vụ", "2019-08-21T08:00:00", &word);
    let shown = |world: &World| world.row("noi-vu", "tai-chinh", "VIII.1")["shown"].clone();
    assert_eq!(shown(&world), "accepted");
    world.edit(&doc, "Tài", "2019-08-22T08:00:00", &[base(BasePart::Amount, Value::Int(100_000))]);
    assert_eq!(shown(&world), "amended", "the result that was accepted is another one by now");
    let told = world.page("noi-vu", "tai-chinh", "VIII.1")["figures"][0].clone();
    assert_eq!(told["warning"], "Số liệu gốc đã thay đổi sau khi được chấp nhận: lúc đó là 200.");
}

#[test]
fn a_quarter_of_its_own_adds_up_with_the_half_year_before_it() {
    let mut world = World::new();
    let of = |period: &str, part: i64, whole: i64| {
        [("part", part), ("whole", whole)]
            .map(|(name, value)| of_period(period, figure("III.6a", "ho-so-dung-han", name, value * 1000)))
    };
    // The half year contains the first quarter.
    let edits = [of("Q1", 40, 40), of("H1", 90, 100)].concat();
    world.edit(&workbook(AYUN), "a", "2019-06-01T08:00:00", &edits);
    let year = |world: &World| world.page(AYUN, AYUN, "III.6a")["figures"][0]["year"].clone();
    assert_eq!(year(&world)["missing"], json!(["Quý III/2019"]));
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &of("Q3", 100, 100));
    let told = year(&world);
    assert_eq!(
        (&told["values"], &told["result"]),
        (&json!(["190", "200"]), &json!("95 %")),
        "not the mean of 90 % and 100 %"
    );
    assert_eq!((&told["periods"], &told["met"]), (&json!(["6 tháng/2019", "Quý III/2019"]), &json!(false)));
    let row = figures(&world, "noi-vu", Some("III"));
    let row = row.iter().find(|row| row["unit"] == AYUN && row["indicator"] == "ho-so-dung-han").unwrap();
    assert_eq!(row["year"], told, "in the list of the district as well");
    let half = world.page_of(AYUN, AYUN, "III.6a", "H1");
    assert_eq!(half["figures"][0]["year"], json!(null), "it tells of all the year so far by itself");
}

#[test]
fn a_figure_of_a_cumulative_period_that_falls_is_asked_about_beside_the_field() {
    let mut world = World::new();
    let of = |period: &str, name: &str, value: i64| {
        of_period(period, figure("III.6a", "ho-so-dung-han", name, value * 1000))
    };
    let edits = [of("Q1", "part", 40), of("Q1", "whole", 40), of("H1", "part", 35), of("H1", "whole", 45)];
    world.edit(&workbook(AYUN), "a", "2019-06-01T08:00:00", &edits);
    let half = world.page_of(AYUN, AYUN, "III.6a", "H1");
    let words = half["figures"][0]["warning"].as_str().unwrap();
    assert!(words.contains("35 ít hơn kỳ trước (40)"), "{words}");
}

#[test]
fn what_units_come_to_together_leaves_out_what_is_told_of_the_whole_area() {
    let mut world = World::new();
    let given = |part: i64, whole: i64| {
        [("part", part), ("whole", whole)]
            .map(|(name, value)| figure("VI.1", "giai-ngan", name, value * 1000))
    };
    for (unit, part, whole) in [("tai-chinh", 900, 1_000), (AYUN, 60, 80), ("hra", 10, 20), ("tu-phap", 5, 5)]
    {
        world.edit(&workbook(unit), "a", "2019-08-20T08:00:00", &given(part, whole));
    }
    let page = world.ask("noi-vu", &Ask::Figures { period: q3(), field: Some(FieldCode::new("VI")) });
    let sums: Vec<Json> = page["sums"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|sum| sum["indicator"] == "giai-ngan")
        .cloned()
        .collect();
    let told: Vec<(Json, Json, Json)> =
        sums.iter().map(|sum| (sum["told"].clone(), sum["values"].clone(), sum["result"].clone())).collect();
    assert_eq!(
        told,
        [
            (json!(1), json!(["5", "5"]), json!("100 %")),
            (json!(2), json!(["70", "100"]), json!("70 %")),
            (json!(3), json!(["75", "105"]), json!("71,4 %")),
        ],
        "offices, communes, and both: the finance office tells of the whole district"
    );
    assert_eq!(sums[2]["of"], json!(null));
    let own = world.ask(AYUN, &Ask::Figures { period: q3(), field: None });
    assert_eq!(own["sums"], json!([]), "one unit is no sum");
}

#[test]
fn two_that_tell_of_the_same_whole_area_are_told_when_they_differ() {
    let mut world = World::new();
    let id = "dong-gop-doanh-nghiep";
    for (unit, now) in [("tai-chinh", 42_000), ("thue", 43_000)] {
        let edits = [figure("VIII.2", id, "now", now), figure("VIII.2", id, "base", 40_000)];
        world.edit(&workbook(unit), "a", "2019-08-20T08:00:00", &edits);
    }
    let rows = figures(&world, "noi-vu", Some("VIII"));
    let warned = rows.iter().filter(|row| row["indicator"] == id).map(|row| row["warning"].as_str().unwrap());
    assert!(
        warned.clone().count() == 2 && warned.clone().all(|words| words.starts_with("Khác số của")),
        "{rows:?}"
    );
}

#[test]
fn what_does_not_apply_is_neither_nought_nor_waited_for() {
    let mut world = World::new();
    let entry = entry("III.6a");
    world.edit(
        &workbook(AYUN),
        "a",
        "2019-08-20T08:00:00",
        &[(Target::State { entry }, text("not-applicable"))],
    );
    let page = world.ask("noi-vu", &Ask::Figures { period: q3(), field: Some(FieldCode::new("III")) });
    let of = |list: &str, key: &str, value: &str| {
        let all = page[list].as_array().unwrap();
        all.iter()
            .filter(|one| one["indicator"] == "ho-so-dung-han")
            .find(|one| one[key] == value)
            .unwrap()
            .clone()
    };
    let row = of("rows", "unit", AYUN);
    assert_eq!((&row["result"], &row["met"]), (&json!("không áp dụng"), &json!(null)));
    let of_list = |list: &str| {
        let all = page[list].as_array().unwrap().iter();
        all.filter(|one| one["indicator"] == "ho-so-dung-han").cloned().collect::<Vec<Json>>()
    };
    let together = of_list("sums").pop().unwrap();
    assert_eq!(
        together["units"],
        of_list("rows").len() - 1,
        "of those that enter it one has nothing to tell"
    );
}

#[test]
fn what_a_portal_shows_stands_beside_and_a_difference_asks_for_words() {
    let mut world = World::new();
    let portal = |part: PortalPart, value: Value| {
        let target =
            Target::Portal { entry: entry("III.6a"), indicator: IndicatorId::new("ho-so-dung-han"), part };
        (target, value)
    };
    let told = |world: &World| world.page(AYUN, AYUN, "III.6a")["figures"][0].clone();
    let edits = [
        figure("III.6a", "ho-so-dung-han", "part", 2_000),
        figure("III.6a", "ho-so-dung-han", "whole", 3_000),
        portal(PortalPart::Value, Value::Int(66_667)),
    ];
    world.edit(&workbook(AYUN), "a", "2019-08-20T08:00:00", &edits);
    assert_eq!(told(&world)["warning"], "Số trên cổng chưa ghi nơi xem và ngày xem.");
    let source =
        [portal(PortalPart::Source, text("Thống kê hồ sơ")), portal(PortalPart::ReadOn, text("2019-08-19"))];
    world.edit(&workbook(AYUN), "a", "2019-08-20T09:00:00", &source);
    let same = told(&world);
    assert_eq!(
        (&same["result"], &same["portal"]["differs"]),
        (&json!("66,7 %"), &json!(false)),
        "it rounds to the same"
    );
    assert_eq!(same["warning"], json!(null));
    world.edit(&workbook(AYUN), "a", "2019-08-20T10:00:00", &[portal(PortalPart::Value, Value::Int(60_000))]);
    let other = told(&world);
    assert_eq!(other["result"], "66,7 %", "what the unit reports stays");
    assert_eq!(other["warning"], "Số trên cổng là 60 %, đơn vị báo cáo 66,7 %: hãy ghi vì sao khác.");
    let why = [portal(PortalPart::Why, text("Cổng tính cả hồ sơ đang giải quyết"))];
    world.edit(&workbook(AYUN), "a", "2019-08-20T11:00:00", &why);
    assert_eq!(told(&world)["warning"], json!(null));
    let row = figures(&world, "noi-vu", Some("III"));
    let row = row.iter().find(|row| row["unit"] == AYUN && row["indicator"] == "ho-so-dung-han").unwrap();
    let shown = json!({
        "name": "Cổng dịch vụ công", "text": "60", "shown": "60 %", "source": "Thống kê hồ sơ", "readOn": "2019-08-19",
        "why": "Cổng tính cả hồ sơ đang giải quyết", "differs": true,
    });
    assert_eq!(row["portal"], shown, "the district reads all of it");
}
