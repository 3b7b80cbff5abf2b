//! The plan of Mang Yang, as the decision counts it.

use model::ids::{FieldCode, IndicatorId, TaskId, UnitId};
use model::plan::{FigureScope, Party, Plan, PlanSource, Role};

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS, mang_yang};

fn unit(id: &str) -> UnitId {
    UnitId::new(id)
}

fn task(code: &str) -> TaskId {
    TaskId::new(code)
}

#[test]
fn has_the_counts_of_the_decision() {
    let plan = mang_yang();
    assert_eq!(plan.fields().len(), 9);
    assert_eq!(plan.tasks().len(), 53);
    assert_eq!(plan.units().len(), 23);
    assert_eq!(plan.indicators().len(), 44);
    assert_eq!(plan.assignments().len(), 1082);
    assert_eq!(plan.coordinator(), &unit("noi-vu"));
    assert_eq!(plan.decision(), "3571/QĐ-UBND");
}

#[test]
fn every_commune_leads_ten_tasks_and_supports_thirty_six() {
    let plan = mang_yang();
    for commune in plan.units().iter().filter(|unit| unit.kind == "commune") {
        let own = plan.assignments_of(&commune.id);
        let lead = own.iter().filter(|assignment| assignment.role == Role::Lead).count();
        assert_eq!((lead, own.len() - lead), (10, 36), "{}", commune.name);
    }
}

#[test]
fn the_committee_itself_is_assigned_nothing() {
    assert!(mang_yang().assignments_of(&unit("huyen")).is_empty(), "it issues the plan");
}

#[test]
fn a_unit_named_as_lead_and_through_a_group_leads_once() {
    let plan = mang_yang();
    let own: Vec<_> = plan.assignments_to(&task("I.1")).filter(|one| one.unit == unit("noi-vu")).collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].role, Role::Lead, "the better part stays");
}

#[test]
fn an_assignment_is_found_by_unit_and_task() {
    let plan = mang_yang();
    for assignment in plan.assignments() {
        assert_eq!(plan.assignment(&assignment.unit, &assignment.task), Some(assignment));
    }
    assert_eq!(plan.assignment(&unit("ayun"), &task("IV.2")), None, "only agencies support IV.2");
    assert_eq!(plan.assignment(&unit("nowhere"), &task("I.1")), None);
    assert_eq!(plan.assignment(&unit("ayun"), &task("X.1")), None);
}

#[test]
fn a_task_belongs_to_the_field_before_the_dot() {
    let plan = mang_yang();
    assert_eq!(plan.task(&task("VIII.2")).unwrap().field, FieldCode::new("VIII"));
}

#[test]
fn indicators_belong_to_those_who_enter_them() {
    let plan = mang_yang();
    let ids = |of: &str, by: &str| -> Vec<IndicatorId> {
        plan.indicators_of(&task(of), &unit(by)).iter().map(|one| one.id.clone()).collect()
    };
    assert_eq!(ids("III.6a", "ayun"), [IndicatorId::new("ho-so-dung-han")]);
    assert_eq!(ids("VII.6", "van-hoa").len(), 3);
    assert!(ids("VII.6", "thue").is_empty(), "it supports the task, but is not named in `by`");
}

#[test]
fn an_office_named_as_lead_follows_those_that_support() {
    let plan = mang_yang();
    assert!(plan.leads_task_of(&unit("van-phong"), &unit("ayun")));
    assert!(plan.leads_for(&unit("van-phong"), &unit("ayun"), &task("I.4")));
    assert!(!plan.leads_for(&unit("van-phong"), &unit("ayun"), &task("I.1")), "that task is Nội vụ's");
    assert!(!plan.leads_task_of(&unit("noi-vu"), &unit("noi-vu")), "nobody leads itself");
    assert!(plan.led_by(&unit("tai-chinh")).contains(&&unit("hra")));
    assert!(plan.leads_of_others(&unit("hra")).contains(&&unit("tai-chinh")));
}

#[test]
fn a_commune_that_leads_through_its_group_follows_nobody() {
    let plan = mang_yang();
    for other in plan.units() {
        assert!(!plan.leads_task_of(&unit("ayun"), &other.id), "{} would be open to Ayun", other.name);
    }
    assert!(plan.led_by(&unit("ayun")).is_empty());
}

#[test]
fn the_two_ways_of_asking_who_leads_whom_agree() {
    let plan = mang_yang();
    for office in plan.units() {
        let led = plan.led_by(&office.id);
        for other in plan.units() {
            let leads = plan.leads_task_of(&office.id, &other.id);
            assert_eq!(led.contains(&&other.id), leads, "{} - {}", office.name, other.name);
            assert_eq!(plan.leads_of_others(&other.id).contains(&&office.id), leads);
        }
    }
}

#[test]
fn open_dates_are_entered_by_the_named_leads_or_by_the_coordinator() {
    let plan = mang_yang();
    assert_eq!(plan.date_setters(&task("II.1"), &"by-plan".into()), [&unit("tu-phap")]);
    let report = "with-report-kiem-soat-tthc".into();
    let setters = plan.date_setters(&task("III.7a"), &report);
    assert_eq!(setters, [&unit("van-phong")], "the communes lead it as a group");
    assert!(plan.enters_date(
        &unit("van-phong"),
        &task("III.7a"),
        &plan.task(&task("III.7a")).unwrap().due[0].id
    ));
    assert!(!plan.enters_date(
        &unit("ayun"),
        &task("III.7a"),
        &plan.task(&task("III.7a")).unwrap().due[0].id
    ));
    assert!(
        !plan.enters_date(&unit("noi-vu"), &task("I.1"), &"ke-hoach".into()),
        "the plan itself gives that date"
    );
    assert!(!plan.enters_date(&unit("noi-vu"), &task("I.1"), &"by-plan".into()), "there is no such rule");
    assert_eq!(
        plan.date_setters(&task("III.6a"), &"continuous".into()),
        [&unit("noi-vu")],
        "only groups lead it"
    );
}

#[test]
fn who_owes_a_date_enters_it_where_the_plan_leaves_it_open() {
    let plan = mang_yang();
    let law = "by-regulation".into();
    assert_eq!(plan.date_setters(&task("I.2"), &law), [&unit("tu-phap")], "the row has three leads");
    assert!(!plan.enters_date(&unit("noi-vu"), &task("I.2"), &law));
}

#[test]
fn deadlines_are_of_the_office_that_owes_them_with_the_outputs_that_are_due() {
    let plan = mang_yang();
    let told = |code: &str| -> Vec<(Vec<&str>, Vec<usize>)> {
        let dues = plan.task(&task(code)).unwrap().due.iter();
        dues.map(|due| {
            (due.owed_by.iter().map(|party| plan.party_name(party)).collect(), due.outputs.clone())
        })
        .collect()
    };
    let [home, law, culture] = ["Phòng Nội vụ", "Phòng Tư pháp", "Phòng Văn hóa và Thông tin"];
    assert_eq!(told("I.1"), [(vec![home], vec![1]), (vec![home], vec![1]), (vec![home], vec![2])]);
    let reports = [(home, 1), (home, 1), (home, 1), (law, 2), (law, 3), (home, 4), (culture, 5)];
    assert_eq!(told("I.2"), reports.map(|(office, output)| (vec![office], vec![output])));
    assert_eq!(told("V.6"), [(vec![home], vec![1]), (vec![home], vec![2])]);
    assert_eq!(told("III.6a"), [(vec![], vec![])], "everyone's, where nobody is named");
    let i2 = plan.task(&task("I.2")).unwrap();
    let owed = |of: &str| {
        let owes = |due: &&model::plan::DueRule| plan.owes(&unit(of), &due.owed_by);
        i2.due.iter().filter(owes).count()
    };
    assert_eq!(["noi-vu", "tu-phap", "van-hoa", "ayun"].map(owed), [4, 2, 1, 0]);
    let outputs: Vec<&str> = i2.outputs_of(&i2.due[6]).collect();
    assert_eq!(outputs, ["Báo cáo định kỳ về kết quả ứng dụng CNTT"]);
}

#[test]
fn the_words_of_the_decision_can_be_read_otherwise_in_one_place() {
    let read = |from: &str, to: &str| {
        assert!(MANG_YANG_PLAN.contains(from));
        let plan = MANG_YANG_PLAN.replacen(from, to, 1);
        Plan::load(&PlanSource::new(MANG_YANG_UNITS, &plan, MANG_YANG_INDICATORS)).unwrap()
    };
    let kinds = "kinds = [\"office\", \"agency\"]";
    let alone = format!("name = \"Các cơ quan, đơn vị\"\n{kinds}");
    let with_communes =
        read(&alone, "name = \"Các cơ quan, đơn vị\"\nkinds = [\"office\", \"agency\", \"commune\"]");
    assert_eq!(with_communes.assignments().len(), 1_082 + 24, "VI.7 and VIII.1 get the twelve communes");
    let concerned = format!("name = \"Các cơ quan, đơn vị có liên quan\"\n{kinds}");
    let named = read(&concerned, "name = \"Các cơ quan, đơn vị có liên quan\"\nunits = [\"van-hoa\"]");
    let with = |plan: &Plan| plan.assignments_to(&task("III.7a")).count();
    assert!(with(&mang_yang()) > with(&named), "those that the office does not name are out");
    assert!(named.assignment(&unit("van-hoa"), &task("III.7a")).is_some());
}

#[test]
fn what_is_told_of_the_whole_area_is_told_apart() {
    let plan = mang_yang();
    let scope = |of: &str, id: &str| plan.scope_of(&unit(of), plan.indicator(&id.into()).unwrap());
    assert_eq!(scope("tai-chinh", "giai-ngan"), Some(FigureScope::Area));
    assert_eq!(scope("ayun", "giai-ngan"), Some(FigureScope::Own));
    assert_eq!(scope("ayun", "ho-so-dung-han"), None, "everyone tells of their own part alone");
}

#[test]
fn the_decision_itself_is_there() {
    let plan = mang_yang();
    let paper = plan.document();
    assert_eq!((paper.bases.len(), paper.recipients.len()), (6, 9));
    assert!(paper.bases[1].contains("76/NQ-CP ngày 13/6/2013"), "there is another one of 2021");
    assert!(paper.replaces.as_deref().unwrap().contains("914/QĐ-UBND ngày 27/6/2017"));
    assert_eq!(paper.signed_by.as_deref(), Some("Hoàng Thị Lan Ánh"));
    let words: Vec<&str> = plan.definitions().iter().map(|one| one.word.as_str()).collect();
    assert_eq!(words, ["cơ quan, đơn vị", "cơ quan, đơn vị (có) liên quan"]);
}

#[test]
fn parties_have_the_names_of_the_annex() {
    let plan = mang_yang();
    let lead = &plan.task(&task("III.4")).unwrap().lead;
    let names: Vec<&str> = lead.iter().map(|party| plan.party_name(party)).collect();
    assert_eq!(names, ["Các cơ quan, đơn vị của huyện", "Bưu điện huyện", "UBND cấp xã"]);
    assert!(matches!(lead[0], Party::Group(_)));
}

#[test]
fn another_year_has_the_same_plan() {
    let plan = mang_yang();
    let next = plan.for_year(2020);
    assert_eq!((plan.year(), next.year()), (2019, 2020));
    assert_eq!(next.assignments().len(), 1082);
}
