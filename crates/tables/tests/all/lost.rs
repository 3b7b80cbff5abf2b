//! What another plan would leave without a place.

use model::doc_id::DocId;
use model::ids::{MilestoneId, TaskId};
use model::plan::{Plan, PlanSource};
use model::target::Target;
use model::value::Value;
use tables::lost;

use crate::support::{AYUN, World, check, figure, text, workbook};

/// The plan as it ships, with these words changed.
fn changed(words: &[(&str, &str)]) -> Plan {
    let files = [
        include_str!("../../../../data/mang-yang-2019/units.toml"),
        include_str!("../../../../data/mang-yang-2019/plan.toml"),
        include_str!("../../../../data/mang-yang-2019/indicators.toml"),
    ];
    let files =
        files.map(|text| words.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)));
    Plan::load(&PlanSource::new(&files[0], &files[1], &files[2])).unwrap_or_else(|faults| panic!("{faults}"))
}

fn told(world: &World, words: &[(&str, &str)]) -> Vec<String> {
    lost(&world.conn, &changed(words)).unwrap().iter().map(ToString::to_string).collect()
}

/// Something under an id of each kind.
fn entered() -> World {
    let mut world = World::new();
    let rule = |rule: &str| Target::DueDate { task: TaskId::new("II.1"), rule: rule.into() };
    let own = [figure("III.6a", "ho-so-dung-han", "part", 1_000)];
    world.edit(&workbook(AYUN), "Hmưk", "2019-08-01T08:00:00", &own);
    let column = model::register::ColumnOf::find("petition", "code").unwrap();
    let cell = Target::Cell { register: "pakn".into(), record: "aaaaaaaaaaaaa".into(), column };
    world.edit(&workbook("dak-ya"), "Lan", "2019-08-01T08:00:00", &[(cell, text("01"))]);
    let date = [(rule("by-plan"), text("2019-08-10"))];
    world.edit(&workbook("tu-phap"), "Lan", "2019-08-01T08:00:00", &date);
    let milestone = Target::Milestone { milestone: MilestoneId::new("nop-bao-cao-cham-diem") };
    let plan = DocId::plan(world.plan.id());
    world.edit(&plan, "Lan", "2019-08-01T08:00:00", &[(milestone, text("2019-12-20"))]);
    world
}

#[test]
fn every_kind_of_id_that_something_stands_under_is_told() {
    let world = entered();
    for (words, expected) in [
        (&[("\"III.6a\"", "\"III.6z\"")][..], "nhiệm vụ III.6a (1 nội dung đã nhập)"),
        (&[("id = \"Q3\"", "id = \"Q9\"")], "kỳ báo cáo Q3 (1 nội dung đã nhập)"),
        (&[("\"ayun\"", "\"a-yun\"")], "đơn vị ayun (1 nội dung đã nhập)"),
        (&[("\"ho-so-dung-han\"", "\"dung-han\"")], "chỉ tiêu ho-so-dung-han (1 nội dung đã nhập)"),
        (
            &[("[\"Theo kế hoạch\", \"by-plan\"]", "[\"Theo kế hoạch\", \"by-plan\", \"khac\"]")],
            "thời hạn II.1 by-plan (1 nội dung đã nhập)",
        ),
        (&[("\"pakn\"", "\"phan-anh\""), ("pakn: ", "phan-anh: ")], "sổ pakn (1 nội dung đã nhập)"),
        (
            &[("nop-bao-cao-cham-diem", "cham-diem")],
            "mốc thời gian nop-bao-cao-cham-diem (1 nội dung đã nhập)",
        ),
    ] {
        assert_eq!(told(&world, words), [expected], "{words:?}");
    }
    assert_eq!(told(&world, &[]), [""; 0], "the plan itself drops nothing");
    let renamed =
        [("Xã Ayun", "Xã A Yun"), ("Mức độ", "Tỷ lệ"), ("Theo kế hoạch", "Theo kế hoạch của đơn vị")];
    assert_eq!(told(&world, &renamed), [""; 0], "names may change");
}

#[test]
fn what_was_taken_away_is_not_lost() {
    let mut world = entered();
    let (target, _) = figure("III.6a", "ho-so-dung-han", "part", 1_000);
    let words = [("\"III.6a\"", "\"III.6z\"")];
    assert_eq!(told(&world, &words).len(), 1);
    world.edit(&workbook(AYUN), "Hmưk", "2019-08-02T08:00:00", &[(target, Value::Absent)]);
    assert_eq!(told(&world, &words), [""; 0]);
}

#[test]
fn what_a_checklist_does_not_ask_for_any_more_is_told_where_it_was_ticked() {
    let mut world = World::new();
    let ticked = check("II.1", "hoat-dong-tdthpl", "thu-thap", true);
    world.edit(&workbook("tu-phap"), "Lan", "2019-08-01T08:00:00", &[ticked]);
    let words = [("{ id = \"thu-thap\"", "{ id = \"thu-nhan\"")];
    assert_eq!(told(&world, &words), ["mục hoat-dong-tdthpl thu-thap (1 nội dung đã nhập)"]);
    let gone = [("\"hoat-dong-tdthpl\"", "\"tdthpl\"")];
    assert_eq!(told(&world, &gone), ["chỉ tiêu hoat-dong-tdthpl (1 nội dung đã nhập)"], "told once");
}

#[test]
fn an_indicator_of_another_kind_has_other_figures() {
    let world = entered();
    let [from, to] = [
        "kind = \"rate\"\nfigures = [\"Số hồ sơ giải quyết đúng hạn\", \"Số hồ sơ đã đến hạn giải quyết\"]\ntarget = \">= 100 %\"",
        "kind = \"count\"\nfigures = [\"Số hồ sơ giải quyết đúng hạn\"]\ntarget = \">= 100\"",
    ];
    let counts = "counts = [\"ho-so-tthc: in-time\", \"ho-so-tthc: fallen-due\"]";
    let of_one = "counts = [\"ho-so-tthc: in-time\"]";
    assert_eq!(
        told(&world, &[(from, to), (counts, of_one)]),
        ["số liệu ho-so-dung-han part (1 nội dung đã nhập)"]
    );
}
