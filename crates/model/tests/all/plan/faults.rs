//! Every fault of the data is told with its file, line and field, and nothing of the plan is taken.

use model::plan::{MAX_FILE_BYTES, Plan, PlanFault, PlanSource};
use proptest::prelude::*;

const UNITS: &str = "\
[[unit]]
id = \"tinh\"
name = \"UBND tỉnh\"
kind = \"province\"

[[unit]]
id = \"so\"
name = \"Sở\"
kind = \"office\"
parent = \"tinh\"
code = \"01\"

[[unit]]
id = \"xa\"
name = \"Xã\"
kind = \"commune\"
parent = \"tinh\"

[organisation]
id = \"to-chuc\"
name = \"Tổ chức\"
kept_by = \"so\"
";

const PLAN: &str = "\
[plan]
id = \"p\"
title = \"Kế hoạch\"
issued_by = \"tinh\"
decision = \"1/QĐ\"
issued_on = 2019-11-11
year = 2019
report_series = \"cchc\"
milestones = [{ id = \"moc\", name = \"Mốc\" }]
requesters = [{ id = \"bo\", name = \"Bộ\" }]
coordinated_by = \"so\"
[[report]]
id = \"Q1\"
name = \"Báo cáo quý I\"
months = [1, 3]
due = \"Y-03-05\"

[[group]]
id = \"xas\"
name = \"UBND cấp xã\"
kinds = [\"commune\"]

[[field]]
code = \"I\"
name = \"Lĩnh vực\"

[[task]]
code = \"I.1\"
title = \"Nhiệm vụ\"
lead = [\"so\"]
with = [\"xas\"]
inherited = [\"due\"]
due = [
  [\"Trong năm\", \"by Y-12-31\"],
  [\"Khi yêu cầu\", \"on-request bo\"],
  [\"Trước mốc\", \"before-milestone moc\"],
  [\"Cùng báo cáo\", \"with-report cchc\"],
]
";

const INDICATORS: &str = "\
[[indicator]]
id = \"ty-le\"
of = \"I.1\"
by = [\"xas\"]
name = \"Tỷ lệ\"
kind = \"rate\"
figures = [\"Tử\", \"Mẫu\"]
target = \">= 95 %\"
";

fn faults(units: &str, plan: &str, indicators: &str) -> Vec<PlanFault> {
    match Plan::load(&PlanSource::new(units, plan, indicators)) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.into_iter().collect(),
    }
}

/// The place of each fault after one change of one file.
fn places(file: &str, from: &str, to: &str) -> Vec<(String, usize, String)> {
    let text = match file {
        "units.toml" => UNITS,
        "plan.toml" => PLAN,
        _ => INDICATORS,
    };
    assert!(text.contains(from), "the test changes nothing: {from}");
    let changed = text.replacen(from, to, 1);
    let found = match file {
        "units.toml" => faults(&changed, PLAN, INDICATORS),
        "plan.toml" => faults(UNITS, &changed, INDICATORS),
        _ => faults(UNITS, PLAN, &changed),
    };
    found.into_iter().map(|fault| (fault.file, fault.line, fault.field)).collect()
}

#[track_caller]
fn one(file: &str, from: &str, to: &str, line: usize, field: &str) {
    let expected = vec![(file.to_owned(), line, field.to_owned())];
    assert_eq!(places(file, from, to), expected, "{from:?} -> {to:?}");
}

#[test]
fn the_plan_that_the_cases_change_is_good() {
    assert_eq!(faults(UNITS, PLAN, INDICATORS), []);
}

#[test]
fn a_missing_key_is_told_at_its_table() {
    one("units.toml", "name = \"Sở\"\n", "", 6, "unit.name");
    one(
        "units.toml",
        "kind = \"commune\"\n",
        "kind = \"commune\"\n[[unit]]\nname=\"a\"\nkind=\"b\"\n",
        17,
        "unit.id",
    );
    one("plan.toml", "year = 2019\n", "", 1, "plan.year");
    one("plan.toml", "issued_on = 2019-11-11\n", "", 1, "plan.issued_on");
    one("plan.toml", "decision = \"1/QĐ\"\n", "", 1, "plan.decision");
    one("plan.toml", "months = [1, 3]\n", "", 12, "report.months");
    one("plan.toml", "due = \"Y-03-05\"\n", "", 12, "report.due");
    let due = "due = \"Y-03-05\"\n";
    let with = |more: &str| format!("{due}{more}\n");
    one("plan.toml", due, &with("data_from = \"Y-04-01\"\ndata_to = \"Y-03-31\""), 12, "report.data_from");
    one("plan.toml", due, &with("cut_off = \"ngày 3\""), 17, "report.cut_off");
    one("plan.toml", due, &with("sent_to = \"UBND tỉnh\""), 17, "report.sent_to");
    one("plan.toml", due, &with("levels = \"Bộ\""), 17, "report.levels");
    let twice = "levels = [{ id = \"a\", by = \"X\" }, { id = \"a\", by = \"Y\" }]";
    one("plan.toml", due, &with(twice), 17, "report.levels");
    one("plan.toml", due, &with("levels = [{ id = \"a\" }]"), 17, "levels.by");
    one("plan.toml", due, &with("levels = [{ id = \"a\", by = \"X\", due = \"20/3\" }]"), 17, "levels.due");
    one("plan.toml", "lead = [\"so\"]\n", "", 27, "task.lead");
    one("plan.toml", "title = \"Nhiệm vụ\"\n", "", 27, "task.title");
    one("indicators.toml", "target = \">= 95 %\"\n", "", 1, "indicator.target");
    one("indicators.toml", "of = \"I.1\"\n", "", 1, "indicator.of");
    one("indicators.toml", "figures = [\"Tử\", \"Mẫu\"]\n", "", 1, "indicator.figures");
    one("indicators.toml", "by = [\"xas\"]\n", "", 1, "indicator.by");
    one("indicators.toml", "kind = \"rate\"\n", "", 1, "indicator.kind");
}

#[test]
fn an_unknown_key_is_told_where_it_stands() {
    one("units.toml", "code = \"01\"", "code = \"01\"\nkode = true", 12, "unit.kode");
    one("plan.toml", "report_series", "colour = 3\nreport_series", 8, "plan.colour");
    one("plan.toml", "[[report]]", "[[raport]]\nid = \"x\"\n[[report]]", 12, "raport");
    one("plan.toml", "{ id = \"moc\", name", "{ id = \"moc\", ten = \"a\", name", 9, "milestones.ten");
    one("indicators.toml", "of =", "off = 1\nof =", 3, "indicator.off");
}

#[test]
fn a_value_of_another_type_is_told() {
    one("units.toml", "code = \"01\"", "code = 1", 11, "unit.code");
    one("units.toml", "name = \"Tổ chức\"", "name = 3", 21, "organisation.name");
    one("units.toml", "name = \"Sở\"", "name = 7", 8, "unit.name");
    one("units.toml", "name = \"Sở\"", "name = \"  \"", 8, "unit.name");
    one("plan.toml", "year = 2019", "year = \"2019\"", 7, "plan.year");
    one("plan.toml", "year = 2019", "year = 19", 7, "plan.year");
    one("plan.toml", "issued_on = 2019-11-11", "issued_on = \"2019-11-11\"", 6, "plan.issued_on");
    one("plan.toml", "issued_on = 2019-11-11", "issued_on = 2019-11-11T00:00:00", 6, "plan.issued_on");
    one(
        "plan.toml",
        "milestones = [{ id = \"moc\", name = \"Mốc\" }]",
        "milestones = \"moc\"",
        9,
        "plan.milestones",
    );
    one("plan.toml", "requesters", "holidays = [2019-02-05, 5]\nrequesters", 10, "plan.holidays");
    one("plan.toml", "lead = [\"so\"]", "lead = \"so\"", 30, "task.lead");
    one("plan.toml", "inherited", "outputs = [3]\ninherited", 32, "task.outputs");
    one("indicators.toml", "kind = \"rate\"", "kind = \"rate\"\npoints = 1", 7, "indicator.points");
}

#[test]
fn an_id_that_cannot_stand_in_a_file_name_is_told() {
    for bad in ["xã", "a b", "a/b", "..", &"x".repeat(65)] {
        one(
            "units.toml",
            "kind = \"commune\"",
            &format!("kind = \"commune\"\n[[unit]]\nid = \"{bad}\"\nname=\"a\"\nkind=\"b\""),
            18,
            "unit.id",
        );
    }
}

#[test]
fn an_id_used_twice_is_told_at_the_second() {
    let unit = "kind = \"commune\"\n[[unit]]\nid = \"so\"\nname=\"a\"\nkind=\"b\"";
    one("units.toml", "kind = \"commune\"", unit, 18, "unit.id");
    let report = "[[report]]\nid = \"Q1\"\nname = \"b\"\nmonths = [4, 6]\ndue = \"Y-06-05\"\n[[group]]";
    one("plan.toml", "[[group]]", report, 19, "report.id");
    one("plan.toml", "[[field]]", "[[field]]\ncode = \"I\"\nname=\"b\"\n[[field]]", 27, "field.code");
    let group = "[[group]]\nid = \"xas\"\nname=\"b\"\nunits=[\"so\"]\n[[field]]";
    one("plan.toml", "[[field]]", group, 24, "group.id");
    let task = "[[task]]\ncode = \"I.1\"\ntitle=\"b\"\nlead=[\"so\"]\ndue=[[\"a\",\"continuous\"]]\n[[task]]";
    one("plan.toml", "[[task]]", task, 33, "task.code");
    let renumbered = task.replace("code = \"I.1\"", "id = \"I.1\"\ncode = \"I.9\"");
    one("plan.toml", "[[task]]", &renumbered, 34, "task.id");
    one("plan.toml", "milestones = [", "milestones = [\"moc\", ", 9, "plan.milestones");
    one("plan.toml", "requesters = [", "requesters = [\"bo\", ", 10, "plan.requesters");
    one("plan.toml", "requesters", "entered_series = [\"cchc\"]\nrequesters", 10, "plan.entered_series");
    let indicator = format!("{INDICATORS}{INDICATORS}");
    one("indicators.toml", INDICATORS, &indicator, 10, "indicator.id");
}

#[test]
fn a_name_that_stands_for_nothing_is_told() {
    one("plan.toml", "lead = [\"so\"]", "lead = [\"so\",\n \"xaz\"]", 31, "task.lead");
    one("plan.toml", "with = [\"xas\"]", "with = [\"xas\", \"ai\"]", 31, "task.with");
    one("plan.toml", "issued_by = \"tinh\"", "issued_by = \"tinhh\"", 4, "plan.issued_by");
    one("plan.toml", "kinds = [\"commune\"]", "kinds = [\"commune\", \"ward\"]", 21, "group.kinds");
    one("plan.toml", "kinds = [\"commune\"]", "kinds = [\"commune\"]\nunits = [\"ai\"]", 22, "group.units");
    one("plan.toml", "code = \"I.1\"", "code = \"I.1\"\nfield = \"IX\"", 29, "task.field");
    one("plan.toml", "title = \"Nhiệm vụ\"", "title = \"Nhiệm vụ\"\nfield = \"IX\"", 30, "task.field");
    one("plan.toml", "on-request bo", "on-request boo", 35, "task.due");
    one("plan.toml", "before-milestone moc", "before-milestone mocc", 36, "task.due");
    one("plan.toml", "with-report cchc", "with-report khac", 37, "task.due");
    one("indicators.toml", "of = \"I.1\"", "of = \"I.2\"", 3, "indicator.of");
    one("indicators.toml", "by = [\"xas\"]", "by = [\"xas\", \"ai\"]", 4, "indicator.by");
}

#[test]
fn a_code_without_a_field_of_its_own_is_told_at_the_code() {
    let task =
        "[[task]]\ncode = \"II.1\"\ntitle=\"b\"\nlead=[\"so\"]\ndue=[[\"a\",\"continuous\"]]\n[[task]]";
    one("plan.toml", "[[task]]", task, 28, "task.field");
}

#[test]
fn a_party_named_twice_is_told() {
    one("plan.toml", "with = [\"xas\"]", "with = [\"xas\", \"xas\"]", 31, "task.with");
}

#[test]
fn an_empty_list_is_told() {
    one("plan.toml", "lead = [\"so\"]", "lead = []", 30, "task.lead");
    one("plan.toml", "kinds = [\"commune\"]\n", "kinds = []\n", 19, "group");
    one("indicators.toml", "[\"Tử\", \"Mẫu\"]", "[]", 7, "indicator.figures");
    one("indicators.toml", "by = [\"xas\"]", "by = []", 4, "indicator.by");
    let due = "due = [
  [\"Trong năm\", \"by Y-12-31\"],
  [\"Khi yêu cầu\", \"on-request bo\"],
  [\"Trước mốc\", \"before-milestone moc\"],
  [\"Cùng báo cáo\", \"with-report cchc\"],
]";
    one("plan.toml", due, "due = []", 33, "task.due");
}

#[test]
fn a_group_with_the_id_of_a_unit_is_told() {
    let group = "[[group]]\nid = \"so\"\nname=\"b\"\nunits=[\"so\"]\n[[field]]";
    one("plan.toml", "[[field]]", group, 24, "group.id");
}

#[test]
fn a_plan_has_a_coordinator_and_the_units_a_keeper() {
    one("plan.toml", "coordinated_by = \"so\"\n", "", 1, "plan.coordinated_by");
    one("plan.toml", "coordinated_by = \"so\"", "coordinated_by = \"ai\"", 11, "plan.coordinated_by");
    one("plan.toml", "coordinated_by", "within = \"ai\"\ncoordinated_by", 11, "plan.within");
    one("plan.toml", "coordinated_by", "within = 3\ncoordinated_by", 11, "plan.within");
    one("units.toml", "kept_by = \"so\"", "kept_by = \"ai\"", 22, "organisation.kept_by");
    one("units.toml", "kept_by = \"so\"\n", "", 19, "organisation.kept_by");
    one("units.toml", "id = \"to-chuc\"", "id = \"tổ chức\"", 20, "organisation.id");
}

#[test]
fn who_came_in_whose_place_has_its_days() {
    let xa = |keys: &str| format!("name = \"Xã\"\n{keys}");
    let one =
        |keys: &str, line: usize, field: &str| one("units.toml", "name = \"Xã\"", &xa(keys), line, field);
    one("from = 2019-06-02\nuntil = 2019-06-01", 14, "unit.until");
    one("from = 3", 16, "unit.from");
    one("until = \"2019-12-31\"", 16, "unit.until");
    one("succeeds = [\"ai\"]\nfrom = 2019-07-01", 16, "unit.succeeds");
    // What goes on has no successor; what succeeds begins after it.
    one("succeeds = [\"so\"]\nfrom = 2019-07-01", 16, "unit.succeeds");
    one("succeeds = [\"xa\"]\nuntil = 2020-01-01", 16, "unit.succeeds");
    one("renamed = 3", 16, "unit.renamed");
    one("renamed = [{ from = 2020-01-01 }]", 16, "renamed.name");
    one("renamed = [{ name = \"Xã mới\" }]", 16, "renamed.from");
    one(
        "renamed = [{ from = 2020-01-02, name = \"b\" }, { from = 2020-01-02, name = \"c\" }]",
        16,
        "unit.renamed",
    );
}

#[test]
fn the_unit_tree_has_no_circle() {
    one("units.toml", "parent = \"tinh\"", "parent = \"ai\"", 10, "unit.parent");
    one("units.toml", "kind = \"province\"", "kind = \"province\"\nparent = \"xa\"", 5, "unit.parent");
    one("units.toml", "parent = \"tinh\"", "parent = \"so\"", 10, "unit.parent");
}

#[test]
fn a_rule_that_cannot_be_read_is_told_at_its_line() {
    let bad = [
        "someday",
        "by",
        "by 2019-02-30",
        "by 2019-2-3",
        "by 2019-12-31T00:00",
        "by Y-13-01",
        "by Y-02-30",
        "by Y+12-31",
        "by Y+10-12-31",
        "by Y-1-2-3",
        "by Y-12-31 x",
        "by-quarter Y Q5",
        "by-quarter Y",
        "by-quarter 2018 Q4",
        "by-quarter Y-1 4",
        "by-quarter Y-12 Q1",
        "each-quarter 05",
        "each-quarter MM=last 32",
        "each-quarter MM=last 5",
        "each-quarter MM=last 00",
        "each-year 13-01",
        "each-year 6-5",
        "each-year 06-31",
        "continuous always",
        "by-plan x",
        "by-regulation x",
        "after-conclusion x",
        "on-request",
        "with-report",
        "before-milestone",
        "before-milestone moc moc",
        "By Y-12-31",
    ];
    for rule in bad {
        one("plan.toml", "by Y-12-31", rule, 34, "task.due");
    }
    one("plan.toml", "[\"Trong năm\", \"by Y-12-31\"]", "[\"Trong năm\"]", 34, "task.due");
    one("plan.toml", "[\"Trong năm\", \"by Y-12-31\"]", "\"by Y-12-31\"", 34, "task.due");
    one("plan.toml", "\"Trong năm\"", "\"\"", 34, "task.due");
}

#[test]
fn who_owes_a_deadline_and_what_is_due_by_it_must_be_of_the_task() {
    let year = "[\"Trong năm\", \"by Y-12-31\"]";
    let with = |more: &str| format!("[\"Trong năm\", \"by Y-12-31\", {more}]");
    for (more, field) in [
        ("{ owed_by = [] }", "due.owed_by"),
        ("{ owed_by = \"bo\" }", "due.owed_by"),
        ("{ owed_by = [\"ai\"] }", "task.due.owed_by"),
        ("{ owed_by = [\"tinh\"] }", "task.due.owed_by"),
        ("{ outputs = 1 }", "due.outputs"),
        ("{ outputs = [0] }", "due.outputs"),
        ("{ outputs = [2] }", "task.due.outputs"),
        ("{ san_pham = [1] }", "due.san_pham"),
    ] {
        one("plan.toml", year, &with(more), 34, field);
    }
}

#[test]
fn a_plan_takes_effect_after_it_was_issued_and_in_its_year() {
    let told = |day: &str, field: &str| {
        let with = format!("issued_on = 2019-11-11\neffective_from = {day}");
        one("plan.toml", "issued_on = 2019-11-11", &with, 7, field);
    };
    for day in ["2019-11-10", "2020-01-01", "\"2019-11-11\"", "2019-11-11T00:00:00"] {
        told(day, "plan.effective_from");
    }
}

#[test]
fn two_rules_of_a_task_are_told_apart_by_ids() {
    let year = "[\"Trong năm\", \"by Y-12-31\"]";
    let both = format!("{year}, [\"Sớm hơn\", \"by Y-06-30\"]");
    let told =
        Plan::load(&PlanSource::new(UNITS, &PLAN.replace(year, &both), INDICATORS)).unwrap_err().to_string();
    assert!(told.contains("mã riêng trong nhiệm vụ"), "what to do is told: {told}");
    one("plan.toml", year, &both, 34, "task.due");
    for id in ["", "a b", "mã", "by"] {
        one("plan.toml", year, &format!("{year}, [\"Sớm hơn\", \"by Y-06-30\", \"{id}\"]"), 34, "task.due");
    }
    one("plan.toml", year, "[\"Trong năm\", \"by Y-12-31\", 7]", 34, "task.due");
    let long = "b".repeat(30);
    let request =
        PLAN.replace("by Y-12-31", &format!("on-request {long}")).replace("\"bo\"", &format!("\"{long}\""));
    assert!(
        Plan::load(&PlanSource::new(UNITS, &request, INDICATORS)).is_err(),
        "too long for an id of its own"
    );
}

#[test]
fn a_report_needs_months_in_order_and_a_date_that_exists() {
    for months in ["[0, 3]", "[3, 1]", "[1, 13]", "[1]", "[1, 2, 3]", "[\"1\", 3]", "3"] {
        one("plan.toml", "[1, 3]", months, 15, "report.months");
    }
    for due in ["2019-03-05", "Y-3-5", "Y-02-30", "Y", "Yy-03-05"] {
        one("plan.toml", "Y-03-05", due, 16, "report.due");
    }
}

#[test]
fn an_inherited_column_must_be_one_of_the_annex() {
    one("plan.toml", "inherited = [\"due\"]", "inherited = [\"deadline\"]", 32, "task.inherited");
}

#[test]
fn an_indicator_must_fit_its_kind() {
    one("indicators.toml", "kind = \"rate\"", "kind = \"ratio\"", 6, "indicator.kind");
    one("indicators.toml", "[\"Tử\", \"Mẫu\"]", "[\"Tử\"]", 1, "indicator.figures");
    one("indicators.toml", "kind = \"rate\"", "kind = \"rate\"\npoints = true", 1, "indicator.points");
    for target in ["95 %", ">= x %", ">= 95", "=> 95 %", ">= 9.5 %", ">=", "mở"] {
        one("indicators.toml", ">= 95 %", target, 8, "indicator.target");
    }
    let target = "target = \">= 95 %\"";
    let with = |more: &str| format!("{target}\n{more}");
    for (more, field) in [
        ("totals = [\"ai\"]", "indicator.totals"),
        ("totals = [\"so\"]", "indicator.totals"),
        ("targets = [\"xa\"]", "indicator.targets"),
        ("targets = 5", "indicator.targets"),
        ("targets = [{ unit = \"so\", target = \">= 5 %\" }]", "indicator.targets"),
        ("targets = [{ unit = \"xas\", target = \">= 5 %\" }]", "indicator.targets"),
        ("targets = [{ unit = \"xa\", target = \"5\" }]", "targets.target"),
        ("targets = [{ unit = \"xa\", target = \"open\" }]", "targets.target"),
        ("targets = [{ unit = \"xa\" }]", "targets.target"),
        ("notes = \"a\"", "indicator.notes"),
    ] {
        one("indicators.toml", target, &with(more), 9, field);
    }
    let twice = "targets = [{ unit = \"xa\", target = \">= 5 %\" }, { unit = \"xa\", target = \">= 6 %\" }]";
    one("indicators.toml", target, &with(twice), 9, "indicator.targets");
    one("indicators.toml", target, &with("checks = [{ id = \"a\", name = \"A\" }]"), 1, "indicator.checks");
    assert_eq!(places("indicators.toml", target, "target = \"open\""), [], "something else sets it");
}

#[test]
fn a_checklist_names_what_it_asks_for_and_has_no_figures() {
    let list = "kind = \"checklist\"\nchecks = [{ id = \"a\", name = \"A\" }]";
    let rest = "kind = \"rate\"\nfigures = [\"Tử\", \"Mẫu\"]\ntarget = \">= 95 %\"";
    assert_eq!(places("indicators.toml", rest, list), []);
    for (found, line, field) in [
        ("kind = \"checklist\"", 1, "indicator.checks"),
        ("kind = \"checklist\"\nchecks = 3", 7, "indicator.checks"),
        ("kind = \"checklist\"\nchecks = []", 7, "indicator.checks"),
        ("kind = \"checklist\"\nchecks = [\"a\"]", 7, "indicator.checks"),
        (
            "kind = \"checklist\"\nchecks = [{ id = \"a\", name = \"A\", optional = true }]",
            7,
            "indicator.checks",
        ),
    ] {
        let told = places("indicators.toml", rest, found);
        assert!(told.contains(&("indicators.toml".into(), line, field.into())), "{found}: {told:?}");
    }
    let twice = list.replace("}]", "}, { id = \"a\", name = \"B\" }]");
    one("indicators.toml", rest, &twice, 7, "indicator.checks");
    one("indicators.toml", rest, &format!("{list}\ntarget = \">= 3\""), 1, "indicator.target");
    one("indicators.toml", rest, &list.replace("id = \"a\"", "id = \"hội nghị\""), 7, "checks.id");
}

#[test]
fn the_decision_is_told_with_what_it_rests_on() {
    let with = |more: &str| format!("coordinated_by = \"so\"\n[plan.document]\n{more}");
    let good = "bases = [\"Luật\"]\ndefinitions = [{ id = \"a\", word = \"a\", meaning = \"b\" }]";
    assert_eq!(places("plan.toml", "coordinated_by = \"so\"", &with(good)), []);
    for (more, line, field) in [
        ("", 12, "document.bases"),
        ("bases = []", 13, "document.bases"),
        ("bases = \"Luật\"", 13, "document.bases"),
        ("bases = [\"Luật\"]\nsigned = \"A\"", 14, "document.signed"),
        ("bases = [\"Luật\"]\ndefinitions = [\"a\"]", 14, "document.definitions"),
        ("bases = [\"Luật\"]\ndefinitions = 3", 14, "document.definitions"),
        ("bases = [\"Luật\"]\ndefinitions = [{ id = \"a\", word = \"a\" }]", 14, "definitions.meaning"),
    ] {
        one("plan.toml", "coordinated_by = \"so\"", &with(more), line, field);
    }
    let twice = good.replace("}]", "}, { id = \"a\", word = \"c\", meaning = \"d\" }]");
    one("plan.toml", "coordinated_by = \"so\"", &with(&twice), 14, "plan.document.definitions");
}

#[test]
fn figures_are_entered_only_where_there_is_an_assignment() {
    one("indicators.toml", "by = [\"xas\"]", "by = [\"tinh\"]", 4, "indicator.by");
    let group = "[[group]]\nid = \"all\"\nname=\"b\"\nkinds=[\"commune\", \"province\"]\n[[field]]";
    let plan = PLAN.replacen("[[field]]", group, 1);
    let found = faults(UNITS, &plan, &INDICATORS.replace("xas", "all"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].expected.contains("tinh"), "the message names who has no part in it: {}", found[0]);
}

#[test]
fn a_broken_file_is_told_once_and_the_others_are_still_checked() {
    let found = faults("[[unit]\nid = 3", &PLAN.replace("year = 2019\n", ""), INDICATORS);
    let places: Vec<_> =
        found.iter().map(|fault| (fault.file.as_str(), fault.line, fault.field.as_str())).collect();
    assert_eq!(places[0], ("plan.toml", 1, "plan.year"));
    assert!(places[1..].iter().all(|place| place.0 == "units.toml" && place.2 == "cú pháp"), "{places:?}");
    assert_eq!(places[1].1, 1, "the line of the bracket");
    one("plan.toml", "year = 2019", "year = 2019\nyear = 2020", 8, "cú pháp");
}

#[test]
fn an_empty_file_or_one_without_tables_is_told() {
    let places = |units: &str, plan: &str| -> Vec<String> {
        faults(units, plan, INDICATORS).into_iter().map(|fault| fault.field).collect()
    };
    assert!(places("", PLAN).contains(&"unit".to_owned()));
    let fields = places(UNITS, "");
    for table in ["plan", "field", "report", "task"] {
        assert!(fields.contains(&table.to_owned()), "{table} is missing from {fields:?}");
    }
    assert!(places("unit = 3", PLAN).contains(&"unit".to_owned()));
    assert!(places("unit = [3]", PLAN).contains(&"unit".to_owned()));
}

#[test]
fn a_plan_without_indicators_is_a_plan() {
    assert_eq!(faults(UNITS, PLAN, ""), []);
}

#[test]
fn a_file_too_large_is_told_and_not_parsed() {
    let found = faults(&"#".repeat(MAX_FILE_BYTES + 1), PLAN, INDICATORS);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].file.as_str(), found[0].field.as_str()), ("units.toml", "tệp"));
}

#[test]
fn a_file_made_to_break_the_reader_is_told() {
    for text in [
        "a = ".to_owned() + &"[".repeat(100_000),
        "[a".to_owned() + &".a".repeat(100_000) + "]",
        "\u{0}".repeat(9),
    ] {
        let found = faults(&text, PLAN, INDICATORS);
        assert!(
            !found.is_empty() && found.iter().all(|fault| fault.file == "units.toml"),
            "{:?}",
            found.first()
        );
    }
}

proptest! {
    #[test]
    fn a_file_with_a_piece_torn_out_is_read_or_refused(from in 0..700usize, length in 1..40usize, put in "[\\[\\]\"={}.,a-z0-9\n]{0,3}") {
        let torn = |text: &str| -> String {
            let (head, tail) = (text.chars().take(from), text.chars().skip(from + length));
            head.chain(put.chars()).chain(tail).collect()
        };
        for found in [faults(&torn(UNITS), PLAN, INDICATORS), faults(UNITS, &torn(PLAN), INDICATORS), faults(UNITS, PLAN, &torn(INDICATORS))] {
            prop_assert!(found.iter().all(|fault| fault.line >= 1));
        }
    }
}

#[test]
fn all_faults_of_all_files_are_told_at_once() {
    let units = UNITS.replace("name = \"Xã\"\n", "");
    let plan = PLAN.replace("by Y-12-31", "by Y-12-32").replace("on-request bo", "on-request ai");
    let indicators = INDICATORS.replace("rate", "ratio");
    let found = faults(&units, &plan, &indicators);
    assert_eq!(found.len(), 4, "{found:?}");
}

#[test]
fn a_fault_reads_as_a_sentence() {
    let found = faults(UNITS, &PLAN.replace("by Y-12-31", "each-year 31-12"), INDICATORS);
    assert_eq!(
        found[0].to_string(),
        "plan.toml, dòng 34, mục task.due: thấy “31-12”; cần ngày có thật dạng MM-DD."
    );
}

#[test]
fn bytes_of_a_notepad_file_are_no_fault() {
    let crlf = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(faults(&crlf(UNITS), &crlf(PLAN), &crlf(INDICATORS)), []);
}

fn expected(file: &str, from: &str, to: &str) -> Vec<String> {
    let text = if file == "plan.toml" { PLAN } else { INDICATORS };
    assert!(text.contains(from), "the test changes nothing: {from}");
    let changed = text.replacen(from, to, 1);
    let found = match file {
        "plan.toml" => faults(UNITS, &changed, INDICATORS),
        _ => faults(UNITS, PLAN, &changed),
    };
    found.into_iter().map(|fault| fault.expected).collect()
}

#[test]
fn what_is_wrong_is_said_in_the_words_of_whoever_wrote_it() {
    for day in ["2019-13-01", "2019-00-10", "2019-02-30"] {
        let said = expected("plan.toml", "2019-11-11", day).join(" ");
        assert!(said.contains("ngày"), "{day}: {said}");
        for english in ["invalid", "expected", "value", "month", "date"] {
            assert!(!said.contains(english), "{day}: {said}");
        }
    }
    let target = "target = \">= 95 %\"";
    let said = expected("indicators.toml", target, "target = \"-5 %\"");
    assert!(said.len() == 1 && said[0].contains("không thể dưới 0"), "{said:?}");
    let said = expected("indicators.toml", target, "target = \">= -5 %\"");
    assert!(said.len() == 1 && said[0].contains("không thể dưới 0"), "{said:?}");
    let change = "kind = \"change\"\nfigures = [\"Trước\", \"Nay\"]\n";
    let rate = "kind = \"rate\"\nfigures = [\"Tử\", \"Mẫu\"]\n";
    let fall = |target: &str| format!("{change}target = \"{target}\"");
    let whole = format!("{rate}{target}");
    let said = expected("indicators.toml", &whole, &fall("-5 %"));
    assert!(said.len() == 1 && said[0].contains("“<= -5 %”"), "{said:?}");
    assert_eq!(expected("indicators.toml", &whole, &fall("<= -5 %")), Vec::<String>::new());
    let list = format!("kind = \"checklist\"\nchecks = [{{ id = \"a\", name = \"A\" }}]\n{target}");
    let said = expected("indicators.toml", &whole, &list);
    assert!(said[0].starts_with("bỏ khóa này"), "it reads as a sentence behind “cần”: {said:?}");
}

#[test]
fn a_text_that_no_document_would_hold_is_told_where_it_stands() {
    let long = "a".repeat(5_000);
    one("plan.toml", "title = \"Nhiệm vụ\"", &format!("title = \"{long}\""), 29, "task.title");
    let list = format!("kind = \"checklist\"\nchecks = [{{ id = \"a\", name = \"{long}\" }}]");
    let rest = "kind = \"rate\"\nfigures = [\"Tử\", \"Mẫu\"]\ntarget = \">= 95 %\"";
    one("indicators.toml", rest, &list, 7, "checks.name");
}

#[test]
fn outputs_of_a_deadline_are_some_and_each_is_named_once() {
    let due = "due = [\n  [\"Trong năm\", \"by Y-12-31\"],";
    let with = |outputs: &str| {
        format!(
            "outputs = [\"Báo cáo\"]\ndue = [\n  [\"Trong năm\", \"by Y-12-31\", {{ outputs = {outputs} }}],"
        )
    };
    assert_eq!(places("plan.toml", due, &with("[1]")), []);
    for wrong in ["[]", "[1, 1]"] {
        let told = places("plan.toml", due, &with(wrong));
        assert!(told.len() == 1 && told[0].2.ends_with("outputs"), "{wrong}: {told:?}");
    }
}
