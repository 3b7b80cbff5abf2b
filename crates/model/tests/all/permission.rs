use std::collections::BTreeSet;

use model::address::{ObjectName, Shape};
use model::doc_id::{DocId, DocKind};
use model::ids::{IndicatorId, PeriodId, TaskId, UnitId};
use model::permission::{hears_of, may_begin, may_edit, may_read, may_write, readers};
use model::plan::{Party, Plan, PlanSource, Task};
use model::plans::Plans;
use model::refusal::Refusal;
use model::target::{BasePart, EntryKey, PortalPart, Target};
use model::vocabulary::{Home, Vocabulary, all};

use crate::support::{MANG_YANG_INDICATORS, MANG_YANG_PLAN, MANG_YANG_UNITS, mang_yang};
use crate::vocabulary::sample;

/// One of each kind of unit, the coordinating office, and the office that enters the date of II.1.
fn kinds_of_units(plan: &Plan) -> Vec<UnitId> {
    let mut kinds = BTreeSet::new();
    let first = plan.units().iter().filter(|unit| kinds.insert(unit.kind.clone()));
    let mut units: Vec<UnitId> = first.map(|unit| unit.id.clone()).collect();
    units.extend([plan.coordinator().clone(), UnitId::new("tu-phap"), UnitId::new("ayun")]);
    units.sort_unstable();
    units.dedup();
    assert!(units.len() >= 5, "{units:?}");
    units
}

fn documents(units: &[UnitId]) -> Vec<DocId> {
    let mut docs = vec![DocId::plan(&"mang-yang-2019".into()), DocId::organisation(&"mang-yang".into())];
    for unit in units {
        docs.push(DocId::workbook(&"mang-yang-2019".into(), unit.clone()));
        docs.push(DocId::guidance(&"mang-yang-2019".into(), unit.clone()));
        docs.extend(
            units.iter().map(|office| DocId::review(&"mang-yang-2019".into(), office.clone(), unit.clone())),
        );
    }
    docs.push(DocId { plan: "mang-yang-2019".into(), kind: DocKind::Unknown("dossier/ayun".into()) });
    docs.push(DocId { plan: "mang-yang-2019".into(), kind: DocKind::Unknown("workbook".into()) });
    docs
}

/// Said once more, in other words than the code's.
fn is_written_by(plan: &Plan, doc: &DocId) -> Option<UnitId> {
    match &doc.kind {
        DocKind::Plan | DocKind::Organisation => Some(plan.coordinator().clone()),
        DocKind::Workbook(unit) => Some(unit.clone()),
        DocKind::Review { office, unit } if office == unit => None,
        DocKind::Review { office, unit } => {
            let leads = plan.tasks().iter().any(|task| plan.leads_for(office, unit, &task.id));
            (office == plan.coordinator() || leads).then(|| office.clone())
        }
        DocKind::Guidance(office) => {
            let named = |task: &Task| task.lead.contains(&Party::Unit(office.clone()));
            let guides = office == plan.coordinator() || plan.tasks().iter().any(named);
            guides.then(|| office.clone())
        }
        DocKind::Unknown(_) => None,
    }
}

/// Whether the sample of a field is one that this document has.
fn has_field(plan: &Plan, doc: &DocId, target: &Target) -> bool {
    let assigned = |unit: &UnitId, task: &str| plan.assignment(unit, &TaskId::new(task)).is_some();
    if Home::of(&doc.kind) != Some(target.description().object.home) {
        return false;
    }
    match (&doc.kind, target) {
        // Written when the plan is opened, and by nobody after that.
        (_, Target::Year) => false,
        (DocKind::Workbook(unit), Target::DueDate { .. } | Target::DueBasis { .. }) => {
            unit.as_str() == "tu-phap"
        }
        (DocKind::Workbook(unit), Target::Figure { indicator, .. } | Target::NoneArose { indicator, .. }) => {
            assigned(unit, "III.6a") && plan.enters(unit, plan.indicator(indicator).unwrap())
        }
        (DocKind::Guidance(office), _) => office == plan.coordinator() || office.as_str() == "tu-phap",
        (DocKind::Workbook(unit), Target::FigureReason { .. }) => assigned(unit, "III.6a"),
        (DocKind::Workbook(unit), Target::Cell { register, .. }) => {
            plan.keeps(unit, plan.register(register).unwrap())
        }
        // The sample is of no change.
        (DocKind::Workbook(_), Target::Base { .. }) => false,
        // The sample is of no checklist.
        (DocKind::Workbook(_), Target::Check { .. }) => false,
        (DocKind::Workbook(unit), Target::Answer { .. } | Target::Carried { .. }) => assigned(unit, "III.6a"),
        (DocKind::Workbook(unit), target) if target.entry().is_some() => assigned(unit, "III.6a"),
        // Of a period as a whole, whichever task the office leads.
        (DocKind::Review { .. }, Target::Look { .. }) => true,
        // Whoever may review anything of a unit may remind it of anything.
        (DocKind::Review { .. }, Target::Reminder { .. }) => true,
        // What was decided, the coordinating office alone records.
        (DocKind::Review { office, .. }, Target::ProposalAnswer { .. }) => office == plan.coordinator(),
        (DocKind::Review { office, .. }, target) if target.whole_period().is_some() => {
            office == plan.coordinator()
        }
        (DocKind::Review { office, unit }, _) => {
            let leads = plan.leads_for(office, unit, &TaskId::new("III.6a"));
            assigned(unit, "III.6a") && (office == plan.coordinator() || leads)
        }
        _ => true,
    }
}

#[test]
fn a_field_is_written_by_the_unit_whose_document_it_is_in_and_by_nobody_else() {
    let plan = mang_yang();
    let units = kinds_of_units(&plan);
    let mut written = BTreeSet::new();
    for doc in documents(&units) {
        for target in all().map(sample) {
            for unit in &units {
                let may = may_write(&plan, unit, &doc).is_ok() && may_edit(&plan, &doc, &target).is_ok();
                let expected =
                    is_written_by(&plan, &doc).as_ref() == Some(unit) && has_field(&plan, &doc, &target);
                assert_eq!(may, expected, "{unit} in {doc}: {target:?}");
                if may {
                    written.insert(target.description().names());
                }
            }
        }
    }
    let never: Vec<_> = all().map(|field| field.names()).filter(|names| !written.contains(names)).collect();
    // The sample of a check is of no checklist, and that of a base of no change; who writes those of one has a test of its own.
    let expected =
        ["workbook/entry/check/*/*", "workbook/base/*/amount", "workbook/base/*/source", "plan/plan/year"];
    assert_eq!(never, expected.map(|name| [name.to_owned()]), "every other field is somebody's");
}

#[test]
fn a_base_is_told_by_who_enters_the_change_and_by_nobody_where_the_plan_says_it() {
    let may = |plan: &Plan, unit: &str, task: &str, indicator: &str| {
        let doc = DocId::workbook(plan.id(), UnitId::new(unit));
        let (task, indicator) = (TaskId::new(task), IndicatorId::new(indicator));
        may_edit(plan, &doc, &Target::Base { task, indicator, part: BasePart::Amount }).is_ok()
    };
    let plan = mang_yang();
    assert!(may(&plan, "tai-chinh", "VIII.1", "thu-hut-dau-tu"));
    assert!(!may(&plan, "thue", "VIII.1", "thu-hut-dau-tu"), "another office enters it");
    assert!(!may(&plan, "tai-chinh", "VIII.2", "thu-hut-dau-tu"), "it belongs to another task");
    assert!(!may(&plan, "tai-chinh", "VI.1", "giai-ngan"), "a rate is held against nothing");
    assert!(!may(&plan, "tai-chinh", "VIII.1", "khong-co"));
    let said = "id = \"thu-hut-dau-tu\"\nbase = { value = \"120\", source = \"Báo cáo năm 2018\" }";
    let indicators = MANG_YANG_INDICATORS.replacen("id = \"thu-hut-dau-tu\"", said, 1);
    let plan = Plan::load(&PlanSource::new(MANG_YANG_UNITS, MANG_YANG_PLAN, &indicators)).unwrap();
    assert!(!may(&plan, "tai-chinh", "VIII.1", "thu-hut-dau-tu"), "the plan says it");
}

#[test]
fn what_a_portal_shows_is_told_where_the_plan_names_one() {
    let plan = mang_yang();
    let may = |task: &str, indicator: &str| {
        let entry = EntryKey { task: TaskId::new(task), period: PeriodId::new("Q3") };
        let doc = DocId::workbook(plan.id(), UnitId::new("ayun"));
        let target =
            Target::Portal { entry, indicator: IndicatorId::new(indicator), part: PortalPart::Value };
        may_edit(&plan, &doc, &target).is_ok()
    };
    assert!(may("III.6a", "ho-so-dung-han"));
    assert!(!may("VII.2", "van-ban-dien-tu"), "no portal works that out");
}

#[test]
fn an_object_is_begun_in_the_document_of_its_fields_and_in_no_other() {
    let plan = mang_yang();
    let units = kinds_of_units(&plan);
    let known = Vocabulary::default();
    for doc in documents(&units) {
        for target in all().map(sample) {
            let begun = may_begin(&plan, &doc, &target.address().object, &known);
            let home = Home::of(&doc.kind) == Some(target.description().object.home);
            if !home {
                let named_alike = known.kind_of(&doc.kind, &target.address().object).is_some();
                assert!(!named_alike && begun == Err(Refusal::UnknownField), "{doc}: {target:?}");
            } else if may_edit(&plan, &doc, &target).is_ok() {
                assert_eq!(begun, Ok(()), "{doc}: what is written into is begun: {target:?}");
            }
        }
    }
    let of_nobody = ObjectName::new(Shape::Register, "inspection", &["abc"]);
    let doc = DocId::workbook(&"mang-yang-2019".into(), UnitId::new("ayun"));
    assert_eq!(may_begin(&plan, &doc, &of_nobody, &known), Err(Refusal::UnknownField));
}

#[test]
fn the_things_of_a_checklist_are_ticked_by_those_who_enter_it() {
    let plan = mang_yang();
    let may = |unit: &str, check: &str| {
        let doc = DocId::workbook(&"mang-yang-2019".into(), UnitId::new(unit));
        let entry = EntryKey { task: TaskId::new("I.1"), period: PeriodId::new("Q3") };
        let indicator = IndicatorId::new("hinh-thuc-tuyen-truyen");
        may_edit(&plan, &doc, &Target::Check { entry, indicator, check: check.into() }).is_ok()
    };
    assert!(may("noi-vu", "hoi-nghi"));
    assert!(!may("noi-vu", "thu-thap"), "it is of another list");
    assert!(!may("ayun", "hoi-nghi"), "it has a part in the task, and does not enter this");
}

#[test]
fn what_a_list_asks_for_is_done_or_not_and_cannot_fail_to_arise() {
    let plan = mang_yang();
    let doc = DocId::workbook(&"mang-yang-2019".into(), UnitId::new("noi-vu"));
    let entry = EntryKey { task: TaskId::new("I.1"), period: PeriodId::new("Q3") };
    let none = |indicator: &str| {
        let target = Target::NoneArose { entry: entry.clone(), indicator: IndicatorId::new(indicator) };
        may_edit(&plan, &doc, &target)
    };
    assert_eq!(none("hinh-thuc-tuyen-truyen"), Err(Refusal::NotYourAssignment), "it is a list");
    assert_eq!(none("ke-hoach-tuyen-truyen"), Ok(()), "of a rate there may be nothing to count");
}

#[test]
fn ids_that_the_plan_does_not_have_open_nothing() {
    let plan = mang_yang();
    let doc = DocId::workbook(&"mang-yang-2019".into(), UnitId::new("ayun"));
    let entry =
        |task: &str, period: &str| EntryKey { task: TaskId::new(task), period: PeriodId::new(period) };
    let indicator = || IndicatorId::new("ho-so-dung-han");
    for target in [
        Target::State { entry: entry("X.1", "Q3") },
        Target::State { entry: entry("III.6a", "Q9") },
        Target::State { entry: entry("", "") },
        Target::Narrative { entry: entry("III.6a/Q3", "Q3") },
        Target::Figure { entry: entry("I.4", "Q3"), indicator: indicator(), figure: "part".into() },
        Target::Figure { entry: entry("III.6a", "Q3"), indicator: indicator(), figure: "count".into() },
        Target::Figure {
            entry: entry("III.6a", "Q3"),
            indicator: IndicatorId::new("x"),
            figure: "part".into(),
        },
        Target::NoneArose { entry: entry("III.6a", "Q3"), indicator: IndicatorId::new("x") },
        Target::Check { entry: entry("III.6a", "Q3"), indicator: indicator(), check: "part".into() },
        Target::Submission { period: PeriodId::new("Q9") },
        Target::Extension { period: PeriodId::new("Q9") },
        Target::ExtensionAnswer { period: PeriodId::new("Q3") },
        Target::PeriodClosing { period: PeriodId::new("Q3") },
        Target::InTime { entry: entry("III.6a", "Q3") },
        Target::DueDate { task: TaskId::new("II.1"), rule: "by-plan".into() },
        Target::Link { entry: entry("III.6a", "Q3"), evidence: model::ids::EvidenceId::new("a/b/c ế") },
    ] {
        assert_eq!(may_edit(&plan, &doc, &target), Err(Refusal::NotYourAssignment), "{target:?}");
    }
    for (unit, doc, refusal) in [
        ("ayun", DocId::workbook(&"mang-yang-2020".into(), UnitId::new("ayun")), Refusal::OtherPlan),
        (
            "khong-co",
            DocId::workbook(&"mang-yang-2019".into(), UnitId::new("khong-co")),
            Refusal::NotYourDocument,
        ),
        (
            "noi-vu",
            DocId::review(&"mang-yang-2019".into(), UnitId::new("noi-vu"), UnitId::new("noi-vu")),
            Refusal::NotYourDocument,
        ),
    ] {
        assert_eq!(may_write(&plan, &UnitId::new(unit), &doc), Err(refusal), "{unit} in {doc}");
    }
}

#[test]
fn how_much_time_a_unit_has_the_coordinating_office_alone_says() {
    let plan = mang_yang();
    let review =
        |office: &str| DocId::review(&"mang-yang-2019".into(), UnitId::new(office), UnitId::new("ayun"));
    let period = || PeriodId::new("Q3");
    let whole = [Target::ExtensionAnswer { period: period() }, Target::ReportInTime { period: period() }];
    for target in whole {
        assert_eq!(may_edit(&plan, &review("noi-vu"), &target), Ok(()));
        // It leads tasks of Ayun and writes a review of it, which has no such field.
        assert_eq!(
            may_edit(&plan, &review("van-hoa"), &target),
            Err(Refusal::NotYourAssignment),
            "{target:?}"
        );
    }
    let of_entry =
        |task: &str| Target::InTime { entry: EntryKey { task: TaskId::new(task), period: period() } };
    assert_eq!(may_edit(&plan, &review("van-hoa"), &of_entry("VII.2")), Ok(()), "of a task that it leads");
    assert!(may_edit(&plan, &review("van-hoa"), &of_entry("VI.1")).is_err(), "of no other");
    let closing = Target::PeriodClosing { period: PeriodId::new("Q9") };
    let plan_doc = DocId::plan(&"mang-yang-2019".into());
    assert!(may_edit(&plan, &plan_doc, &closing).is_err(), "of a period that the plan has not");
}

#[test]
fn the_readers_of_a_document_are_all_who_may_read_it() {
    let plan = mang_yang();
    let units: Vec<_> = plan.units().iter().map(|unit| unit.id.clone()).collect();
    let mut docs = documents(&units);
    docs.push(DocId::plan(&"mang-yang-2018".into()));
    for doc in &docs {
        let mut asked: Vec<_> = units.iter().filter(|unit| may_read(&plan, unit, doc)).collect();
        asked.sort_unstable();
        assert_eq!(readers(&plan, doc), asked, "{doc}: who is told of it is who may read it");
        if matches!(doc.kind, DocKind::Unknown(_)) {
            assert!(asked.is_empty(), "{doc}: nobody reads what nobody knows the readers of");
        }
    }
}

#[test]
fn a_unit_hears_of_those_whose_documents_it_may_read_and_they_of_it() {
    let plan = mang_yang();
    let all: Vec<UnitId> = plan.units().iter().map(|unit| unit.id.clone()).collect();
    let mut strangers = 0;
    for unit in &all {
        let heard_of = hears_of(&plan, unit);
        assert!(heard_of.is_sorted() && heard_of.contains(&unit) && heard_of.contains(&plan.coordinator()));
        for other in &all {
            let hears = heard_of.contains(&other);
            assert_eq!(
                hears,
                hears_of(&plan, other).contains(&unit),
                "{unit} and {other} hear of each other"
            );
            let docs = documents(&all);
            let reads = |reader: &UnitId, of: &UnitId| {
                let mut written = docs.iter().filter(|doc| is_written_by(&plan, doc).as_ref() == Some(of));
                written.any(|doc| may_read(&plan, reader, doc))
            };
            assert_eq!(hears, reads(unit, other) || reads(other, unit), "{unit} of {other}");
            strangers += usize::from(!hears);
        }
    }
    assert!(strangers > 0, "not everybody hears of everybody");
    assert!(hears_of(&plan, &UnitId::new("khong-co")).is_empty());
}

/// Said once more, in other words than the code's: who is told what stands in the coordinating office's review of Ayun.
#[test]
fn who_leads_a_task_of_a_unit_hears_how_much_time_it_was_given_and_nothing_else_that_the_office_says_to_it() {
    let plan = mang_yang();
    let plans = Plans::from_iter([mang_yang()]);
    let ayun = UnitId::new("ayun");
    let review = |office: &str| DocId::review(plan.id(), UnitId::new(office), ayun.clone());
    let entry = || EntryKey { task: "VII.2".into(), period: "Q3".into() };
    let time = Target::ExtensionAnswer { period: "Q3".into() };
    let others = [
        Target::Verdict { entry: entry() },
        Target::Question { entry: entry(), question: "q".into() },
        Target::InTime { entry: entry() },
        Target::ReportInTime { period: "Q3".into() },
        Target::Look { period: "Q3".into() },
        Target::Reminder { reminder: "r".into() },
        Target::ProposalAnswer { proposal: "p".into() },
    ];
    let mut leads = 0;
    for unit in plan.units().iter().map(|unit| &unit.id) {
        let whole = *unit == ayun || unit == plan.coordinator();
        let leads_one = plan.tasks().iter().any(|task| plan.leads_for(unit, &ayun, &task.id));
        assert_eq!(plans.is_told(unit, &review("noi-vu"), &time), whole || leads_one, "{unit}");
        for target in &others {
            assert_eq!(plans.is_told(unit, &review("noi-vu"), target), whole, "{unit}: {target:?}");
        }
        assert_eq!(plans.reads_all(unit, &review("noi-vu")), whole, "{unit}");
        leads += usize::from(leads_one && !whole);
        // What one lead says another does not hear.
        let own = unit.as_str() == "van-hoa";
        assert_eq!(plans.may_read(unit, &review("van-hoa")), whole || own, "{unit}");
    }
    assert!(leads > 3, "there are such: {leads}");
    let of_office = DocId::review(plan.id(), plan.coordinator().clone(), UnitId::new("khong-co"));
    assert!(!plans.may_read(&UnitId::new("van-hoa"), &of_office), "of a unit that there is not");
}

/// The plan that a commune keeps for itself, as the detail of a task of the district's.
fn own_plan() -> Plan {
    let text = "[plan]\nid = \"ayun-2019\"\ntitle = \"Kế hoạch của xã Ayun\"\nissued_by = \"ayun\"\ncoordinated_by = \"ayun\"
within = \"ayun\"\nunder = { plan = \"mang-yang-2019\", task = \"I.1\" }\ndecision = \"12/KH-UBND\"\nissued_on = 2019-12-02
year = 2019\nreport_series = \"cchc\"\n[[report]]\nid = \"Q1\"\nname = \"Quý I\"\nmonths = [1, 3]\ndue = \"Y-03-01\"
[[field]]\ncode = \"A\"\nname = \"Một cửa\"\n[[task]]\ncode = \"A.1\"\ntitle = \"Niêm yết thủ tục tại thôn\"\nlead = [\"ayun\"]
due = [[\"Thường xuyên\", \"continuous\"]]\n";
    Plan::load(&PlanSource::new(MANG_YANG_UNITS, text, "")).unwrap()
}

#[test]
fn the_office_that_waits_for_a_task_reads_the_plan_below_it_and_writes_nothing_and_nobody_else_reads_more() {
    let plans = Plans::from_iter([mang_yang(), own_plan()]);
    let (below, alone) = (own_plan(), Plans::from_iter([own_plan()]));
    let (ayun, office) = (UnitId::new("ayun"), UnitId::new("noi-vu"));
    let docs = [
        DocId::plan(below.id()),
        DocId::workbook(below.id(), ayun.clone()),
        DocId::guidance(below.id(), ayun.clone()),
    ];
    for doc in &docs {
        for unit in mang_yang().units().iter().map(|unit| &unit.id) {
            let reads = *unit == ayun || *unit == office;
            assert_eq!(plans.may_read(unit, doc), reads, "{unit}: {doc}");
            assert_eq!(plans.readers(doc).contains(&unit), reads, "{unit} is told of {doc}");
            assert_eq!(alone.may_read(unit, doc), *unit == ayun, "without the plan above: {unit}");
            let seen = plans.of_unit(unit).iter().any(|plan| plan.id() == below.id());
            assert_eq!(seen, reads, "{unit} looks at the plan");
        }
        assert!(plans.may_write(&office, doc).is_err(), "{doc}");
        assert!(
            !plans.read_before(&office, doc) && plans.read_before(&ayun, doc),
            "an older program did not"
        );
    }
    assert!(plans.may_write(&ayun, &docs[1]).is_ok());
    let order: Vec<&str> = plans.of_unit(&office).iter().map(|plan| plan.id().as_str()).collect();
    assert_eq!(order, ["mang-yang-2019", "ayun-2019"], "its own stands first, whatever the years");
    assert!(plans.hears_of(&office).contains(&&ayun) && plans.hears_of(&ayun).contains(&&office));
}
