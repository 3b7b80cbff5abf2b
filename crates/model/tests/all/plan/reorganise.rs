//! The list of units as decisions leave it, changed in a window: by the rules of the file, with all its faults.

use model::doc_id::DocId;
use model::ids::{PeriodId, UnitId};
use model::permission::{may_read, may_write};
use model::plan::{Items, NextUnit, OutsideForm, Plan, PlanSource, Reorganised, UnitChange, UnitForm};
use model::plans::Plans;

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS, date, mang_yang};

fn plan_of(year: i32) -> Plan {
    let plan = MANG_YANG_PLAN.replacen("\nyear = 2019\n", &format!("\nyear = {year}\n"), 1).replacen(
        "id = \"mang-yang-2019\"",
        &format!("id = \"mang-yang-{year}\""),
        1,
    );
    Plan::load(&PlanSource::new(MANG_YANG_UNITS, &plan, MANG_YANG_INDICATORS)).unwrap()
}

fn unit(id: &str) -> UnitId {
    UnitId::new(id)
}

fn new_unit(name: &str, code: &str) -> UnitForm {
    UnitForm {
        key: unit(&format!("moi {name}")),
        name: name.into(),
        kind: "commune".into(),
        code: code.into(),
        parent: Some(unit("huyen")),
    }
}

fn new(name: &str, code: &str) -> NextUnit {
    NextUnit::New { unit: new_unit(name, code) }
}

fn stays(id: &str) -> NextUnit {
    NextUnit::Stays { unit: unit(id), name: String::new(), code: String::new() }
}

fn merge(units: &[&str], into: NextUnit) -> UnitChange {
    UnitChange::Merge { units: units.iter().map(|id| unit(id)).collect(), outside: vec![], into }
}

fn outside(name: &str, code: &str, id: &str) -> OutsideForm {
    OutsideForm { name: name.into(), code: code.into(), id: id.into() }
}

fn rename(id: &str, name: &str, code: &str) -> UnitChange {
    UnitChange::Rename { unit: unit(id), name: name.into(), code: code.into() }
}

fn changed(plans: &Plans, changes: &[UnitChange], from: &str) -> Result<(Reorganised, Plans), String> {
    let mut next = 0;
    let mut ids = || {
        next += 1;
        next.to_string()
    };
    plans.reorganised(changes, date(from), &mut ids).map_err(|faults| faults.of_units())
}

fn plans() -> Plans {
    Plans::from_iter([mang_yang()])
}

/// The merger of 1/7/2025, by one decision.
fn the_five() -> Vec<UnitChange> {
    vec![
        UnitChange::Merge {
            units: ["kon-dong", "dak-ya", "dak-djrang"].map(unit).into(),
            outside: vec![outside("Xã Hải Yang", "23740", "hai-yang")],
            into: new("Xã Mang Yang", "23794"),
        },
        merge(&["dak-jo-ta", "ayun"], new("Xã Ayun", "23798")),
        merge(&["dak-ta-ley", "hra"], new("Xã Hra", "23799")),
        merge(&["de-ar", "kon-thup", "lo-pang"], new("Xã Lơ Pang", "23812")),
        merge(&["dak-troi", "kon-chieng"], new("Xã Kon Chiêng", "23818")),
    ]
}

#[test]
fn the_five_communes_of_2025_come_by_one_decision_as_they_do_by_the_file() {
    let plans = Plans::from_iter([plan_of(2024), plan_of(2025), plan_of(2026)]);
    let (reorganised, after) = changed(&plans, &the_five(), "2025-07-01").unwrap();
    let answering = |plan: &Plan, period: &str| {
        let communes = plan.units().iter().filter(|unit| unit.kind == "commune");
        communes.filter(|unit| plan.answers_for(&unit.id, &PeriodId::new(period))).count()
    };
    let year = |year: i32| after.get(&format!("mang-yang-{year}").as_str().into()).unwrap();
    assert_eq!(
        (answering(year(2024), "Y"), answering(year(2025), "H1")),
        (12, 12),
        "past periods as they were"
    );
    assert_eq!((answering(year(2025), "Q3"), answering(year(2026), "Y")), (5, 5));
    assert!(
        year(2025).assignments_of(&unit("hai-yang")).is_empty(),
        "what the next district's commune did there was never of this plan"
    );
    let organisation = &reorganised.organisation;
    let mang_yang = organisation.units().iter().find(|one| one.name == "Xã Mang Yang").unwrap();
    assert_eq!(mang_yang.succeeds, ["kon-dong", "dak-ya", "dak-djrang", "hai-yang"].map(unit));
    assert_eq!(mang_yang.id, unit("xa-mang-yang-1"), "an id that an administrator can read");
    assert_eq!(organisation.acting(&unit("hai-yang"), date("2025-07-01")), &mang_yang.id);
    let ayun =
        organisation.units().iter().find(|one| one.code.as_deref() == Some("23798") && one.until.is_none());
    let ayun = &ayun.unwrap().id;
    let workbook = DocId::workbook(year(2025).id(), unit("ayun"));
    assert!(may_write(year(2025), ayun, &workbook).is_ok() && may_read(year(2025), ayun, &workbook));
    assert_eq!(reorganised.touched.len(), 12 + 1 + 5);
    assert_eq!(reorganised.edits.len(), 12 + 1 + 5, "nothing is written of a unit of which nothing is said");
}

#[test]
fn one_of_the_merged_may_stay_and_takes_over_the_work_of_the_others() {
    let into = NextUnit::Stays { unit: unit("hra"), name: "Xã Hra mới".into(), code: "23799".into() };
    let (reorganised, after) =
        changed(&plans(), &[merge(&["hra", "dak-ta-ley"], into)], "2019-07-01").unwrap();
    let organisation = &reorganised.organisation;
    assert!(organisation.carries_on(&unit("hra"), &unit("dak-ta-ley")));
    assert_eq!(organisation.unit(&unit("hra")).unwrap().until, None);
    let called = |day: &str| organisation.unit(&unit("hra")).unwrap().called_on(date(day));
    assert_eq!(called("2019-06-30"), ("Xã Hra", Some("23800")));
    assert_eq!(
        called("2019-07-01"),
        ("Xã Hra mới", Some("23799")),
        "with the other's code, which is free now"
    );
    let plan = after.get(&"mang-yang-2019".into()).unwrap();
    for period in ["H1", "Q3"] {
        assert!(plan.answers_for(&unit("hra"), &PeriodId::new(period)), "it was there all year: {period}");
    }
    assert!(may_write(plan, &unit("hra"), &DocId::workbook(plan.id(), unit("dak-ta-ley"))).is_ok());
}

#[test]
fn a_unit_is_split_added_renamed_and_ended() {
    let changes = [
        UnitChange::Split {
            unit: unit("ayun"),
            into: vec![new("Xã Ayun Thượng", "1"), new("Xã Ayun Hạ", "2")],
        },
        UnitChange::Add { unit: new_unit("Xã Mới", "") },
        rename("hra", "Xã H'Ra", ""),
        UnitChange::End { unit: unit("kon-thup") },
    ];
    let (reorganised, after) = changed(&plans(), &changes, "2019-10-01").unwrap();
    let organisation = &reorganised.organisation;
    assert_eq!(organisation.successors(&unit("ayun")).len(), 2);
    assert_eq!(
        organisation.acting(&unit("ayun"), date("2019-10-01")),
        &unit("ayun"),
        "nobody can say as which"
    );
    assert_eq!(organisation.unit(&unit("kon-thup")).unwrap().until, Some(date("2019-09-30")));
    let plan = after.get(&"mang-yang-2019".into()).unwrap();
    assert_eq!(plan.unit(&unit("hra")).unwrap().name, "Xã H'Ra");
    assert_eq!(plan.unit(&unit("hra")).unwrap().code.as_deref(), Some("23800"), "the code stays");
    let added = plan.units().iter().find(|one| one.name == "Xã Mới").unwrap();
    assert_eq!(plan.assignments_of(&added.id).len(), 46, "by the groups of its kind");

    // What came by one decision goes on by the next.
    let later = [merge(&[added.id.as_str(), "ayun-khong-co"], stays("hra"))];
    assert!(changed(&after, &later, "2019-12-01").unwrap_err().contains("ayun-khong-co"));
    let later = [merge(&[added.id.as_str()], stays("hra"))];
    let (last, _) = changed(&after, &later, "2019-12-01").unwrap();
    assert!(last.organisation.carries_on(&unit("hra"), &added.id));
}

#[test]
fn what_is_added_may_be_named_by_what_comes_after_it_in_the_decision() {
    let parent =
        UnitForm { kind: "office".into(), ..new_unit("Trung tâm phục vụ hành chính công", "") };
    let below = UnitForm { parent: Some(parent.key.clone()), ..new_unit("Bộ phận một cửa", "") };
    let (reorganised, _) =
        changed(&plans(), &[UnitChange::Add { unit: parent }, UnitChange::Add { unit: below }], "2019-10-01")
            .unwrap();
    let units = reorganised.organisation.units();
    let [.., parent, below] = units else { panic!() };
    assert_eq!(below.parent.as_ref(), Some(&parent.id));
}

/// The one fault that is told of changes that do not hold.
fn fault(changes: &[UnitChange], from: &str) -> String {
    let told = changed(&plans(), changes, from).unwrap_err();
    let lines: Vec<&str> = told.lines().skip(1).collect();
    assert_eq!(lines.len(), 1, "{told}");
    lines[0].to_owned()
}

#[test]
fn what_would_not_hold_is_told_in_words_and_changes_nothing() {
    let long = "x".repeat(201);
    let twice = new_unit("Xã Mới", "");
    for (changes, expected) in [
        (vec![merge(&["ayun"], stays("ayun"))], "thấy “Xã Ayun”; cần ít nhất hai đơn vị khác nhau"),
        (vec![merge(&["ayun"], new("Xã Ayun", ""))], "cần ít nhất hai đơn vị khác nhau"),
        (vec![merge(&["ayun", "ayun"], new("Xã Ayun", ""))], "cần mỗi đơn vị một lần"),
        (vec![merge(&["ayun", "nobody"], stays("ayun"))], "thấy “nobody”; cần đơn vị có trong danh sách"),
        (
            vec![merge(&["ayun", "hra"], stays("hra")), merge(&["hra", "ayun"], stays("ayun"))],
            "cần đơn vị còn hoạt động: đơn vị này có ngày cuối là 30/6/2019",
        ),
        (
            vec![merge(&["noi-vu", "tu-phap"], new("Phòng Nội vụ và Tư pháp", ""))],
            "thấy “Phòng Nội vụ”; cần đơn vị khác: đơn vị này giữ danh sách đơn vị",
        ),
        (vec![UnitChange::End { unit: unit("noi-vu") }], "giữ danh sách đơn vị"),
        (
            vec![UnitChange::Split { unit: unit("ayun"), into: vec![new("Xã A", "")] }],
            "cần ít nhất hai đơn vị, khác đơn vị bị chia",
        ),
        (
            vec![UnitChange::Split { unit: unit("ayun"), into: vec![new("Xã A", ""), stays("ayun")] }],
            "khác đơn vị bị chia",
        ),
        (vec![rename("ayun", " ", "")], "cần tên hoặc mã số khác với hiện nay"),
        (vec![rename("ayun", &long, "")], "cần tên không quá 200 chữ"),
        (vec![rename("ayun", "", &long)], "cần mã không quá 20 chữ"),
        (vec![rename("ayun", "", "23800")], "cần mã mà cùng thời gian đó không phải của Xã"),
        (vec![UnitChange::Add { unit: new_unit("\u{200b} \n", "") }], "thấy “để trống”; cần tên của đơn vị"),
        (
            vec![UnitChange::Add { unit: new_unit("Xã Mới", "23797") }],
            "thấy “23797 (Xã Mới)”; cần mã mà cùng thời gian đó không phải của Xã Ayun",
        ),
        (
            vec![UnitChange::Add { unit: UnitForm { kind: "planet".into(), ..new_unit("Xã Mới", "") } }],
            "thấy “planet”; cần loại đơn vị đã có trong danh sách",
        ),
        (
            vec![UnitChange::Add {
                unit: UnitForm { parent: Some(unit("nobody")), ..new_unit("Xã Mới", "") },
            }],
            "thấy “nobody”; cần đơn vị có trong danh sách",
        ),
        (
            vec![UnitChange::Add { unit: twice.clone() }, UnitChange::Add { unit: twice }],
            "cần mỗi đơn vị một lần",
        ),
        (
            vec![UnitChange::Merge {
                units: vec![],
                outside: vec![outside("Xã Hải Yang", "", "ayun")],
                into: new("Xã Hải Yang", ""),
            }],
            "mục mã ở nơi cũ: thấy “ayun”; cần mã chưa dùng",
        ),
        (
            vec![UnitChange::Merge {
                units: vec![],
                outside: vec![outside("Xã Hải Yang", "", "../hải yang")],
                into: new("Xã Hải Yang", ""),
            }],
            "cần mã chưa dùng trong danh sách này, gồm chữ không dấu",
        ),
    ] {
        let told = fault(&changes, "2019-07-01");
        assert!(told.contains(expected), "{changes:?}: {told}");
    }
}

#[test]
fn a_day_before_a_unit_began_or_was_called_so_is_refused() {
    let (_, after) =
        changed(&plans(), &[UnitChange::Add { unit: new_unit("Xã Mới", "") }], "2019-07-01").unwrap();
    let added = after.own().next().unwrap().organisation().units().last().unwrap().id.clone();
    let all = [
        merge(&[added.as_str(), "ayun"], stays("ayun")),
        UnitChange::End { unit: added.clone() },
        rename(added.as_str(), "Xã Khác", ""),
    ];
    for (change, day) in all.iter().flat_map(|change| [(change, "2019-06-01"), (change, "2019-07-01")]) {
        let told = changed(&after, std::slice::from_ref(change), day).unwrap_err();
        assert!(told.contains("mục ngày áp dụng") && told.contains("01/7/2019"), "{day}: {told}");
    }
    let (_, renamed) = changed(&plans(), &[rename("hra", "Xã H'Ra", "")], "2019-07-01").unwrap();
    let again = changed(&renamed, &[rename("hra", "Xã Hơ Ra", "")], "2019-05-01").unwrap_err();
    assert!(again.contains("ngày sau 01/7/2019, từ đó đơn vị mang tên"), "{again}");
    let ended = changed(&renamed, &[UnitChange::End { unit: unit("hra") }], "2019-05-01").unwrap_err();
    assert!(ended.contains("đổi tên"), "{ended}");
}

#[test]
fn a_unit_that_a_plan_names_does_not_end_without_one_that_goes_on() {
    let end = [UnitChange::End { unit: unit("tu-phap") }];
    let told = fault(&end, "2019-10-01");
    assert!(told.contains("thấy “Phòng Tư pháp”; cần đơn vị kế tục, hoặc kế hoạch"), "{told}");
    assert!(told.contains("II.1"), "and where it is named: {told}");
    let closed = Plans::from_iter([mang_yang().closing(Some(date("2019-12-31")))]);
    assert!(changed(&closed, &end, "2020-01-01").is_ok(), "a closed plan asks nothing of it any more");
    // With a successor it may, and what names it is told.
    let into = UnitForm { kind: "office".into(), ..new_unit("Phòng Tư pháp - Thanh tra", "") };
    let merged = [merge(&["tu-phap", "van-hoa"], NextUnit::New { unit: into })];
    changed(&plans(), &merged, "2019-10-01").unwrap();
    let named = mang_yang().named_itself(&unit("tu-phap"));
    assert!(!named.tasks.is_empty() && !named.coordinates, "{named:?}");
    assert!(mang_yang().named_itself(&unit("noi-vu")).coordinates);
    assert!(mang_yang().named_itself(&unit("ayun")).is_nowhere(), "which is in groups alone");
}

#[test]
fn a_plan_that_would_not_hold_under_the_list_is_named() {
    let plans = Plans::from_iter([plan_of(2019), plan_of(2020)]);
    let into = UnitForm { kind: "office".into(), ..new_unit("Phòng Tư pháp mới", "") };
    let merged = [merge(&["tu-phap", "van-hoa"], NextUnit::New { unit: into })];
    let told = changed(&plans, &merged, "2019-10-01").unwrap_err();
    assert!(
        told.contains("kế hoạch: ") && told.contains("tu-phap"),
        "next year's plan still names it: {told}"
    );
}

#[test]
fn a_file_that_gives_two_units_one_code_on_one_day_is_refused_as_the_window_is() {
    let twice = MANG_YANG_UNITS.replacen("23800", "23797", 1);
    let told = Items::of_units(&twice).unwrap_err().to_string();
    assert!(told.contains("23797 (Xã Hra)") && told.contains("Xã Ayun"), "{told}");
    assert!(Items::of_units(MANG_YANG_UNITS).is_ok());
    let later = twice.replacen("name = \"Xã Ayun\"\n", "name = \"Xã Ayun\"\nuntil = 2019-06-30\n", 1);
    let later = later.replacen("name = \"Xã Hra\"\n", "name = \"Xã Hra\"\nfrom = 2019-07-01\n", 1);
    assert!(Items::of_units(&later).is_ok(), "given anew when it was given up");
}

fn under(id: &str, parent: Option<&str>) -> UnitChange {
    UnitChange::Move { unit: unit(id), parent: parent.map(unit) }
}

#[test]
fn a_unit_stands_under_another_one_from_the_day_of_the_decision() {
    let (reorganised, after) = changed(&plans(), &[under("hra", Some("noi-vu"))], "2019-07-01").unwrap();
    let hra = reorganised.organisation.unit(&unit("hra")).unwrap();
    assert_eq!(hra.parent_on(date("2019-06-30")), Some(&unit("huyen")), "past days as they were");
    assert_eq!(hra.parent_on(date("2019-07-01")), Some(&unit("noi-vu")));
    assert_eq!(reorganised.touched.iter().collect::<Vec<_>>(), [&unit("hra")]);
    let again = changed(&after, &[under("hra", None)], "2019-09-01").unwrap().0;
    let hra = again.organisation.unit(&unit("hra")).unwrap();
    assert_eq!(
        (hra.parent_on(date("2019-08-31")), hra.parent_on(date("2019-09-01"))),
        (Some(&unit("noi-vu")), None)
    );
    for (change, from, said) in [
        (under("hra", Some("huyen")), "2019-07-01", "khác với hiện nay"),
        (under("hra", Some("hra")), "2019-07-01", "dưới chính đơn vị này"),
        (under("huyen", Some("hra")), "2019-07-01", "dưới chính đơn vị này"),
        (under("nowhere", None), "2019-07-01", "có trong danh sách"),
        (under("hra", Some("nowhere")), "2019-07-01", "có trong danh sách"),
    ] {
        let fault = changed(&plans(), std::slice::from_ref(&change), from).unwrap_err();
        assert!(fault.contains(said), "{change:?}: {fault}");
    }
    let fault = changed(&after, &[under("hra", Some("huyen"))], "2019-07-01").unwrap_err();
    assert!(fault.contains("ngày sau 01/7/2019"), "two of one day would leave none of them: {fault}");
}

#[test]
fn a_plan_that_is_kept_within_a_unit_has_those_that_stood_below_it_in_its_year() {
    let within = |year: i32, units: &str| {
        let plan = MANG_YANG_PLAN
            .replacen("\nyear = 2019\n", &format!("\nyear = {year}\nwithin = \"huyen\"\n"), 1)
            .replacen("id = \"mang-yang-2019\"", &format!("id = \"mang-yang-{year}\""), 1);
        Plan::load(&PlanSource::new(units, &plan, MANG_YANG_INDICATORS))
    };
    let add = "\n[[unit]]\nid = \"tinh-moi\"\nname = \"Tỉnh mới\"\nkind = \"province\"\n";
    let moved = |line: &str| {
        let of = "id = \"hra\"\n";
        format!("{}{add}", MANG_YANG_UNITS.replacen(of, &format!("{of}moved = [{line}]\n"), 1))
    };
    let sound = moved("\"2020-07-01 tinh-moi\"");
    let has = |year: i32| within(year, &sound).unwrap().unit(&unit("hra")).is_some();
    assert!(has(2019) && has(2020), "until the end of the year in which it moved");
    assert!(!has(2021));
    for (bad, said) in [
        ("\"1/7/2020 tinh-moi\"", "ngày và mã đơn vị cấp trên"),
        ("\"2020-07-01 nowhere\"", "có trong tệp"),
        ("\"2020-07-01 tinh-moi\", \"2019-07-01 huyen\"", "ngày trước đứng trước"),
        ("\"2020-07-01 hra\"", "dưới chính đơn vị này"),
    ] {
        let fault = within(2019, &moved(bad)).unwrap_err().to_string();
        assert!(fault.contains(said), "{bad}: {fault}");
    }
}
