//! Figures of a portal, told out of its table.

use model::record::NewPortalFigure;
use model::target::{PortalPart, Target};
use model::window::{Act, Ask, FailureCode};
use serde_json::{Value as Json, json};

use crate::support::{District, Laptop, entry, failure, write};

const TABLE: &str = "Chỉ tiêu;Đơn vị;Giá trị\nho-so-dung-han;Xã Ayun;98,7\nho-so-dung-han;Xã Hra;50\nlạ;;1\n";
const PAGE: &str = "Thống kê hồ sơ, biểu 06a";
const DAY: &str = "19/8/2019";

fn told(period: &str, text: &str) -> NewPortalFigure {
    let (indicator, period) = ("ho-so-dung-han".into(), period.into());
    NewPortalFigure { indicator, period, text: text.into(), read_on: None, why: None }
}

fn preview(laptop: &Laptop, text: &str, source: &str, read_on: &str) -> Json {
    laptop.ask(&Ask::PastedPortal {
        unit: "ayun".into(),
        period: "Q3".into(),
        text: text.into(),
        source: source.into(),
        read_on: read_on.into(),
    })
}

fn tell(figures: Vec<NewPortalFigure>, source: &str, read_on: &str) -> Act {
    Act::TellPortal { figures, source: source.into(), read_on: read_on.into() }
}

#[test]
fn a_portals_table_is_previewed_and_told_with_page_and_day() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let before = preview(&ayun, TABLE, "", "");
    assert_eq!(
        (&before["ofOthers"], &before["problem"]),
        (&json!(1), &Json::Null),
        "page and day are still to come"
    );
    let line = &before["lines"][0];
    assert_eq!(
        (&line["shown"], &line["stands"], &line["unchanged"]),
        (&json!("98,7 %"), &json!(""), &json!(false))
    );
    assert!(before["lines"][1]["problem"].as_str().unwrap().contains("không có chỉ tiêu"));
    ayun.act(tell(vec![told("Q3", "98,7")], PAGE, DAY)).unwrap();
    let portal = ayun.page("III.6a")["figures"][0]["portal"].clone();
    assert_eq!((&portal["text"], &portal["source"]), (&json!("98,7"), &json!(PAGE)));
    assert_eq!(portal["readOn"], "2019-08-19");
}

#[test]
fn of_figures_with_one_fault_none_is_written() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let sound = || told("Q3", "98,7");
    for (figures, source, day) in [
        (vec![sound()], " ", DAY),
        (vec![sound()], PAGE, ""),
        (vec![sound()], PAGE, "31/9/2019"),
        (vec![sound()], PAGE, "21/8/2019"),
        (vec![sound(), told("Q1", "x")], PAGE, DAY),
        (vec![sound(), told("Q1", "100,5")], PAGE, DAY),
        (vec![sound(), told("Q1", "-1")], PAGE, DAY),
        (vec![sound(), told("Q9", "98,7")], PAGE, DAY),
        (vec![sound(), told("Q1", "")], PAGE, DAY),
        (vec![NewPortalFigure { indicator: "la".into(), ..sound() }], PAGE, DAY),
        (vec![NewPortalFigure { indicator: "ke-hoach-cchc".into(), ..sound() }], PAGE, DAY),
    ] {
        assert!(ayun.act(tell(figures.clone(), source, day)).is_err(), "{figures:?}, {source}, {day}");
    }
    assert!(ayun.queue().edits.is_empty(), "of none a part was written");
}

#[test]
fn the_same_table_once_more_changes_nothing() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(tell(vec![told("Q3", "98,7")], PAGE, DAY)).unwrap();
    let again = preview(&ayun, TABLE, PAGE, DAY);
    assert_eq!(
        (&again["lines"][0]["unchanged"], &again["lines"][0]["stands"]),
        (&json!(true), &json!("98,7 %"))
    );
    assert_eq!(
        preview(&ayun, TABLE, PAGE, "18/8/2019")["lines"][0]["unchanged"],
        false,
        "it was read on another day"
    );
    let (edits, talk) = (ayun.queue().edits.len(), ayun.page("III.6a")["history"].clone());
    ayun.act(tell(vec![told("Q3", "98,7")], &format!(" {PAGE} "), DAY)).unwrap();
    assert_eq!(ayun.queue().edits.len(), edits);
    assert_eq!(ayun.page("III.6a")["history"], talk, "nobody did anything");
}

#[test]
fn a_figure_that_differs_from_the_units_own_is_told_with_the_units_word() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    for (figure, text) in [("part", "90"), ("whole", "100")] {
        let target = Target::Figure {
            entry: entry("III.6a"),
            indicator: "ho-so-dung-han".into(),
            figure: model::ids::FigureId::new(figure),
        };
        ayun.act(write(target, text)).unwrap();
    }
    let line = preview(&ayun, TABLE, PAGE, DAY)["lines"][0].clone();
    assert_eq!((&line["own"], &line["differs"]), (&json!("90 %"), &json!(true)));
    let why = "Cổng tính cả hồ sơ đang giải quyết";
    let figure = NewPortalFigure { why: Some(why.into()), ..told("Q3", "98,7") };
    ayun.act(tell(vec![figure], PAGE, DAY)).unwrap();
    let page = ayun.page("III.6a");
    assert_eq!(
        (&page["figures"][0]["portal"]["why"], &page["figures"][0]["warning"]),
        (&json!(why), &Json::Null)
    );
    let kept = preview(&ayun, TABLE, PAGE, DAY)["lines"][0]["figure"]["why"].clone();
    assert_eq!(kept, why, "whoever brings the table again does not explain it again");
    assert_eq!(page["figures"][0]["result"], "90 %", "what the unit reports stays");
}

#[test]
fn a_day_that_is_still_to_come_is_refused_in_its_field_too() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let target = Target::Portal {
        entry: entry("III.6a"),
        indicator: "ho-so-dung-han".into(),
        part: PortalPart::ReadOn,
    };
    let refused = failure(ayun.act(write(target, "21/8/2019")));
    assert_eq!(refused.code, Some(FailureCode::BadValue));
    assert!(refused.message.contains("muộn hơn hôm nay"), "{}", refused.message);
}
