//! A plan as documents hold it says what its files say.

use model::ids::PlanId;
use model::item::{OrganisationItem, PlanItem};
use model::plan::{Items, Plan, PlanSource, Term};
use model::target::Target;
use model::value::{Lines, Value};

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS, mang_yang};

fn items(plan: &str) -> Items {
    let source = PlanSource::new(MANG_YANG_UNITS, plan, MANG_YANG_INDICATORS);
    Plan::load_items(&source).unwrap_or_else(|faults| panic!("{faults}")).1
}

fn read(items: Items) -> Result<Plan, String> {
    let term = Term { year: 2019, closed_on: None };
    Plan::of_items(&PlanId::new("mang-yang-2019"), term, &items).map_err(|faults| faults.to_string())
}

/// Sets one part of one item.
fn with(mut items: Items, item: &PlanItem, part: &str, value: Value) -> Items {
    let (_, Value::Record(parts)) = items.plan.iter_mut().find(|(one, _)| one == item).unwrap() else {
        unreachable!("every item has parts")
    };
    parts.insert(part.to_owned(), value);
    items
}

fn text(text: &str) -> Value {
    Value::Str(text.into())
}

#[test]
fn nothing_of_the_files_is_lost_and_the_order_stays() {
    let mut items = items(MANG_YANG_PLAN);
    // Documents give them in the order of their ids.
    items.organisation.sort_by(|(one, _), (other, _)| one.cmp(other));
    items.plan.sort_by(|(one, _), (other, _)| one.cmp(other));
    let (plan, of_files) = (read(items).unwrap(), mang_yang());
    // The one says all that a plan is made of, in the order of the files.
    assert_eq!(format!("{plan:?}").len(), format!("{of_files:?}").len());
    assert_eq!(plan.units(), of_files.units());
    assert_eq!(plan.tasks(), of_files.tasks());
    assert_eq!(plan.indicators(), of_files.indicators());
    assert_eq!(plan.reports(), of_files.reports());
    assert_eq!(plan.groups(), of_files.groups());
    assert_eq!(plan.fields(), of_files.fields());
    assert_eq!(plan.milestones(), of_files.milestones());
    assert_eq!((plan.series(), plan.requesters()), (of_files.series(), of_files.requesters()));
    assert_eq!(plan.assignments(), of_files.assignments());
    assert_eq!((plan.id(), plan.year(), plan.title()), (of_files.id(), 2019, of_files.title()));
    assert_eq!(plan.effective_from(), of_files.effective_from());
    assert_eq!((plan.document(), plan.definitions()), (of_files.document(), of_files.definitions()));
    assert_eq!((plan.decision(), plan.issued_on()), (of_files.decision(), of_files.issued_on()));
    assert_eq!(
        (plan.coordinator(), plan.organisation().keeper()),
        (of_files.coordinator(), of_files.organisation().keeper())
    );
    assert_eq!(plan.organisation().units(), of_files.organisation().units());
}

#[test]
fn what_single_units_are_to_reach_stays_theirs() {
    let own = "id = \"doanh-nghiep-moi\"\ntargets = [{ unit = \"ayun\", target = \">= 5\" }, \
               { unit = \"hra\", target = \"> 1.000\" }]\n";
    let indicators = MANG_YANG_INDICATORS.replacen("id = \"doanh-nghiep-moi\"\n", own, 1);
    let source = PlanSource::new(MANG_YANG_UNITS, MANG_YANG_PLAN, &indicators);
    let (plan, items) = Plan::load_items(&source).unwrap();
    assert_eq!(read(items).unwrap().indicators(), plan.indicators());
    let told = plan.indicators().iter().find(|one| one.id.as_str() == "doanh-nghiep-moi").unwrap();
    assert_eq!(told.target_text_of(&"hra".into()), "> 1.000");
}

#[test]
fn every_value_is_one_that_its_field_may_hold() {
    let Items { organisation, plan, .. } = items(MANG_YANG_PLAN);
    let organisation =
        organisation.into_iter().map(|(item, value)| (Target::OrganisationItem { item }, value));
    let plan = plan.into_iter().map(|(item, value)| (Target::PlanItem { item }, value));
    for (target, value) in organisation.chain(plan) {
        assert!(value.fits(target.kind()), "{target:?}: {value:?}");
    }
}

#[test]
fn every_rule_is_written_as_it_is_read() {
    let rules = "[\"a\", \"by Y+1-02-29\"], [\"b\", \"by-quarter Y-1 Q4\"], [\"c\", \"each-quarter MM=last 05\"], \
                 [\"d\", \"each-year 01-31\"], [\"e\", \"continuous\"], [\"f\", \"by-plan\"], [\"g\", \"by-regulation\"], \
                 [\"h\", \"on-request so-noi-vu\"], [\"i\", \"with-report cchc\"], \
                 [\"j\", \"before-milestone nop-bao-cao-cham-diem\"], [\"k\", \"after-conclusion\"]";
    let task = format!(
        "{MANG_YANG_PLAN}\n[[task]]\ncode = \"IX.9\"\ntitle = \"Mọi thời hạn\"\nlead = [\"communes\"]\ndue = [{rules}]\n"
    );
    let plan = read(items(&task)).unwrap();
    let source = PlanSource::new(MANG_YANG_UNITS, &task, MANG_YANG_INDICATORS);
    let of_files = Plan::load(&source).unwrap();
    assert_eq!(plan.task(&"IX.9".into()).unwrap().due, of_files.task(&"IX.9".into()).unwrap().due);
    assert_eq!(plan.task(&"IX.9".into()).unwrap().due.len(), 11, "one of each");
}

#[test]
fn another_text_of_files_is_only_the_edits_that_it_takes() {
    let before = items(MANG_YANG_PLAN);
    let nothing = items(MANG_YANG_PLAN).edits(&"mang-yang-2019".into(), Some(&before));
    assert!(nothing.iter().all(|(_, edits)| edits.is_empty()));
    let renamed = MANG_YANG_PLAN.replacen("name = \"Báo cáo CCHC quý III\"", "name = \"Quý III\"", 1);
    let [(_, units), (doc, content)] = items(&renamed).edits(&"mang-yang-2019".into(), Some(&before));
    assert_eq!((doc.to_string().as_str(), units.len(), content.len()), ("mang-yang-2019/plan", 0, 1));
    let mut fewer = items(MANG_YANG_PLAN);
    let gone = fewer.plan.pop().unwrap().0;
    let [_, (_, content)] = fewer.edits(&"mang-yang-2019".into(), Some(&before));
    assert_eq!(content[0].target, Target::PlanItem { item: gone });
    assert_eq!((content.len(), &content[0].value), (1, &Value::Absent), "what is gone is taken away");
}

#[test]
fn what_makes_no_plan_is_told_by_its_name() {
    let task = PlanItem::Task { task: "III.6a".into() };
    let rule = PlanItem::Due { task: "III.6a".into(), rule: "continuous".into() };
    let due = items(MANG_YANG_PLAN).plan.into_iter().find(|(item, _)| *item == rule);
    assert!(due.is_some(), "the test speaks of a rule that is there");
    for (item, part, value, told) in [
        (&task, "lead", text("nobody"), "nobody"),
        (&task, "field", text("X"), "X"),
        (&task, "title", Value::Absent, "III.6a"),
        (&rule, "rule", text("sometime"), "III.6a continuous"),
        (&PlanItem::Head, "coordinated-by", text("nobody"), "nobody"),
        (&PlanItem::Head, "issued-on", text("11/11/2019"), "kế hoạch"),
        (&PlanItem::Indicator { indicator: "ho-so-dung-han".into() }, "target", text("95"), "ho-so-dung-han"),
        (
            &PlanItem::Indicator { indicator: "ho-so-dung-han".into() },
            "figures",
            text("Một"),
            "ho-so-dung-han",
        ),
        (
            &PlanItem::Indicator { indicator: "ho-so-dung-han".into() },
            "targets",
            text("ayun 95"),
            "ho-so-dung-han",
        ),
        (&PlanItem::Document, "bases", Value::Absent, "kế hoạch"),
        (&PlanItem::Due { task: "I.2".into(), rule: "by".into() }, "owed-by", text("nobody"), "nobody"),
        (&PlanItem::Due { task: "I.2".into(), rule: "by".into() }, "outputs", text("7"), "7"),
        (&PlanItem::Due { task: "I.2".into(), rule: "by".into() }, "outputs", text("một"), "I.2 by"),
        (&PlanItem::Report { period: "Q3".into() }, "first", Value::Int(12), "Q3"),
    ] {
        let faults = read(with(items(MANG_YANG_PLAN), item, part, value)).unwrap_err();
        assert!(faults.contains(told), "{item:?}.{part}: {faults}");
        assert!(!faults.contains("dòng 0"), "there is no line: {faults}");
    }
    let mut without = items(MANG_YANG_PLAN);
    without.plan.retain(|(item, _)| *item != rule);
    let faults = read(without).unwrap_err();
    assert!(faults.contains("III.6a"), "a task is due some time: {faults}");
    let mut without = items(MANG_YANG_PLAN);
    let of_list = |item: &PlanItem| matches!(item, PlanItem::Check { indicator, .. } if indicator.as_str() == "hoat-dong-tdthpl");
    without.plan.retain(|(item, _)| !of_list(item));
    let faults = read(without).unwrap_err();
    assert!(faults.contains("hoat-dong-tdthpl"), "a checklist asks for something: {faults}");
    let mut without = items(MANG_YANG_PLAN);
    without.plan.retain(|(item, _)| *item != PlanItem::Head);
    assert!(read(without).is_err());
    let nothing =
        Items { under: "mang-yang".into(), organisation: Vec::new(), plan: Vec::new(), on: Vec::new() };
    assert!(read(nothing).is_err(), "a document that holds nothing is no plan");
    let mut without = items(MANG_YANG_PLAN);
    without.organisation.retain(|(item, _)| *item != OrganisationItem::Unit { unit: "noi-vu".into() });
    assert!(read(without).unwrap_err().contains("noi-vu"));
}

#[test]
fn lists_are_lines() {
    for lines in [vec![], vec!["a".to_owned()], vec!["a b".to_owned(), "ế".to_owned()]] {
        let written = String::from(Lines(lines.clone()));
        assert_eq!(Lines::from(written), Lines(lines));
    }
}

#[test]
fn a_text_longer_than_documents_take_is_a_fault_of_the_files() {
    let long = MANG_YANG_PLAN.replacen("title = \"", &format!("title = \"{}", "a".repeat(2_001)), 1);
    let faults = Plan::load(&PlanSource::new(MANG_YANG_UNITS, &long, MANG_YANG_INDICATORS)).unwrap_err();
    assert!(faults.to_string().contains("title"), "{faults}");
    let lines = MANG_YANG_PLAN.replacen("outputs = [\"", "outputs = [\"Hai\\ndòng ", 1);
    let plan = Plan::load(&PlanSource::new(MANG_YANG_UNITS, &lines, MANG_YANG_INDICATORS)).unwrap();
    let outputs: Vec<usize> = plan.tasks().iter().map(|task| task.outputs.len()).collect();
    let of_items = read(items(&lines)).unwrap();
    let again: Vec<usize> = of_items.tasks().iter().map(|task| task.outputs.len()).collect();
    assert_eq!(outputs, again, "two lines of one output stay one output");
}
