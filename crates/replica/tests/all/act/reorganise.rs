//! The list of units is changed in the window of whoever keeps it.

use model::doc_id::DocId;
use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::{DueForm, DueWhen, NextUnit, OutsideForm, PlanChange, TaskForm, UnitChange, UnitForm};
use model::target::{EntryKey, Target};
use model::window::{
    Act, Ask, Becomes, ConflictView, DocumentView, EntryPage, Home, InPlan, NewRevision, NewUnitRevision,
    PlanForms, UnitStands, UnitsPage, UnitsPreview,
};

use crate::support::{District, Laptop, failure, unit, write};

fn new_unit(key: &str, name: &str, code: &str) -> UnitForm {
    UnitForm {
        key: unit(key),
        name: name.into(),
        kind: "commune".into(),
        code: code.into(),
        parent: Some(unit("huyen")),
    }
}

fn new(name: &str, code: &str) -> NextUnit {
    NextUnit::New { unit: new_unit("moi", name, code) }
}

fn merge(units: &[&str], into: NextUnit) -> UnitChange {
    UnitChange::Merge { units: units.iter().map(|id| unit(id)).collect(), outside: vec![], into }
}

/// Ayun and Đak Jơ Ta become Ayun, with the code of the second.
fn ayun() -> UnitChange {
    merge(&["ayun", "dak-jo-ta"], new("Xã Ayun", "23798"))
}

fn decided(changes: Vec<UnitChange>) -> NewUnitRevision {
    NewUnitRevision {
        changes,
        decision: "1664/NQ-UBTVQH15".into(),
        decided_on: "16/6/2019".into(),
        from: "01/7/2019".into(),
        words: String::new(),
    }
}

fn revise(changes: Vec<UnitChange>) -> Act {
    Act::ReviseUnits { revision: decided(changes) }
}

fn units(laptop: &Laptop) -> UnitsPage {
    serde_json::from_value(laptop.ask(&Ask::Units)).unwrap()
}

fn preview(laptop: &Laptop, changes: Vec<UnitChange>, from: &str) -> UnitsPreview {
    serde_json::from_value(laptop.ask(&Ask::UnitsPreview { changes, from: from.into() })).unwrap()
}

fn entry(period: &str) -> EntryKey {
    EntryKey { task: TaskId::new("III.6a"), period: PeriodId::new(period) }
}

fn narrative(period: &str) -> Target {
    Target::Narrative { entry: entry(period) }
}

fn words(laptop: &Laptop, of: &UnitId, period: &str) -> String {
    let page = laptop.ask(&Ask::Entry { unit: of.clone(), entry: entry(period) });
    let page: EntryPage = serde_json::from_value(page).unwrap();
    page.texts.first().map(|text| text.text.clone()).unwrap_or_default()
}

/// The unit of this name that goes on.
fn called(laptop: &Laptop, name: &str) -> UnitId {
    let page = units(laptop);
    let found = page.units.into_iter().find(|one| one.name == name && one.until.is_none());
    found.unwrap().unit
}

fn three() -> (District, Laptop, Laptop, Laptop) {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let neighbour = Laptop::new(&mut district, "dak-jo-ta", "Rơ Châm Hoan");
    (district, office, ayun, neighbour)
}

#[test]
fn two_communes_are_merged_by_the_act_while_both_are_offline_and_what_waits_there_arrives() {
    let (mut district, office, ayun_laptop, neighbour) = three();
    ayun_laptop.act(write(narrative("H1"), "Ayun, quý II")).unwrap();
    ayun_laptop.sync(&mut district);
    // Offline from here on, of the quarter before and of the one after.
    ayun_laptop.act(write(narrative("H1"), "Ayun, quý II, bổ sung")).unwrap();
    ayun_laptop.act(write(narrative("Q3"), "Ayun, quý III")).unwrap();
    neighbour.act(write(narrative("H1"), "Đak Jơ Ta, quý II")).unwrap();
    neighbour.act(write(narrative("Q3"), "Đak Jơ Ta, quý III")).unwrap();

    office.act(revise(vec![ayun()])).unwrap();
    let new = called(&office, "Xã Ayun");
    assert_ne!(new, unit("ayun"), "another unit, though it bears the name");
    office.sync(&mut district);
    assert_eq!((office.queue().edits.len(), office.queue().refused.len()), (0, 0));

    for laptop in [&ayun_laptop, &neighbour, &ayun_laptop] {
        laptop.sync(&mut district);
        let queue = laptop.queue();
        assert!(queue.edits.is_empty() && queue.refused.is_empty(), "{queue:?}");
        assert_eq!(laptop.store.unit().unwrap(), new, "it goes on as the one that came in its place");
    }
    assert_eq!(
        words(&ayun_laptop, &unit("ayun"), "H1"),
        "Ayun, quý II, bổ sung",
        "the past is the old unit's"
    );
    assert_eq!(words(&ayun_laptop, &unit("dak-jo-ta"), "H1"), "Đak Jơ Ta, quý II", "and both are read");
    assert_eq!(
        words(&ayun_laptop, &new, "Q3"),
        "Ayun, quý III\nĐak Jơ Ta, quý III",
        "nobody's words are gone"
    );
    office.sync(&mut district);
    assert_eq!(words(&office, &new, "Q3"), "Ayun, quý III\nĐak Jơ Ta, quý III");
    assert_eq!(words(&office, &unit("ayun"), "H1"), "Ayun, quý II, bổ sung");
    let home: Home = serde_json::from_value(ayun_laptop.ask(&Ask::Home)).unwrap();
    assert_eq!(home.unit, Some(new.clone()));
    let workbook = DocId::workbook(&"mang-yang-2019".into(), new);
    assert_eq!(ayun_laptop.store.heads(&workbook).unwrap(), district.heads(&workbook));

    // Everybody reads what became of whom, and by which decision.
    let page = units(&neighbour);
    assert!(!page.editable && page.keeper == "Phòng Nội vụ");
    let old = page.units.iter().find(|one| one.unit == unit("ayun")).unwrap();
    assert_eq!((old.stands, old.until.unwrap().to_string().as_str()), (UnitStands::Ended, "2019-06-30"));
    assert_eq!(old.after.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Xã Ayun (23798)"]);
    let by = &page.decisions[usize::try_from(old.decisions[0]).unwrap()];
    assert_eq!(by.decision, "1664/NQ-UBTVQH15");
    assert!(
        by.changes
            .contains(&"Xã Ayun (mã 23798): thành lập từ Xã Ayun (23797), Xã Đak Jơ Ta (23798)".to_owned()),
        "{:?}",
        by.changes
    );
}

#[test]
fn what_one_unit_takes_over_stays_its_own_beside_what_it_had() {
    let (mut district, office, ayun_laptop, neighbour) = three();
    ayun_laptop.act(write(narrative("Q3"), "Ayun, quý III")).unwrap();
    ayun_laptop.sync(&mut district);
    neighbour.act(write(narrative("Q3"), "Đak Jơ Ta, quý III")).unwrap();
    neighbour.act(write(narrative("H1"), "Đak Jơ Ta, quý II")).unwrap();
    let into = NextUnit::Stays { unit: unit("ayun"), name: String::new(), code: String::new() };
    office.act(revise(vec![merge(&["dak-jo-ta"], into)])).unwrap();
    office.sync(&mut district);
    neighbour.sync(&mut district);
    ayun_laptop.sync(&mut district);
    assert!(neighbour.queue().refused.is_empty(), "{:?}", neighbour.queue());
    assert_eq!(neighbour.store.unit().unwrap(), unit("ayun"));
    assert_eq!(words(&ayun_laptop, &unit("ayun"), "Q3"), "Ayun, quý III\nĐak Jơ Ta, quý III");
    assert_eq!(words(&ayun_laptop, &unit("dak-jo-ta"), "H1"), "Đak Jơ Ta, quý II");
    let of = Some(unit("dak-jo-ta"));
    let late = InPlan { plan: None, of, as_of: None, what: write(narrative("H1"), "bổ sung") };
    ayun_laptop.store.act(late).unwrap();
    ayun_laptop.sync(&mut district);
    assert!(ayun_laptop.queue().refused.is_empty(), "it writes what the other had left");
}

#[test]
fn it_is_in_force_here_at_once_and_undone_as_a_whole_until_it_was_sent() {
    let (mut district, office, ..) = three();
    let before = units(&office).units;
    let both = || {
        revise(vec![
            ayun(),
            UnitChange::Rename { unit: unit("hra"), name: "Xã H'Ra".into(), code: String::new() },
        ])
    };
    office.act(both()).unwrap();
    let page = units(&office);
    assert_eq!((page.units.len(), page.waiting.len()), (before.len() + 1, 1));
    let hra = page.units.iter().find(|one| one.unit == unit("hra")).unwrap();
    assert_eq!((hra.name.as_str(), hra.names[0].name.as_str()), ("Xã H'Ra", "Xã Hra"));
    let again = failure(office.act(revise(vec![UnitChange::End { unit: unit("hra") }])));
    assert!(again.message.contains("đổi tên"), "{}", again.message);

    office.act(Act::UndoUnitRevision { revision: page.waiting[0].id.clone() }).unwrap();
    assert_eq!(
        (office.queue().edits.len(), units(&office).units),
        (0, before.clone()),
        "as if nothing had been"
    );
    office.act(both()).unwrap();
    let edit = office.queue().edits[1].id;
    office.act(Act::TakeBack { edit }).unwrap();
    assert_eq!((office.queue().edits.len(), units(&office).units), (0, before), "half a decision is none");

    office.act(both()).unwrap();
    office.sync(&mut district);
    let sent = units(&office).decisions[0].id.clone();
    assert!(office.act(Act::UndoUnitRevision { revision: sent }).is_err(), "others have it by now");
    assert!(units(&office).waiting.is_empty());
}

#[test]
fn a_plan_that_names_a_new_unit_goes_behind_the_list_and_keeps_it_from_being_undone() {
    let (mut district, office, ..) = three();
    let office_unit =
        UnitForm { kind: "office".into(), ..new_unit("moi", "Phòng Tư pháp - Thanh tra", "") };
    office.act(revise(vec![UnitChange::Add { unit: office_unit }])).unwrap();
    let new = called(&office, "Phòng Tư pháp - Thanh tra");
    let task = TaskForm {
        id: None,
        field: "I".into(),
        code: "I.9".into(),
        title: "Kiểm tra công vụ".into(),
        lead: vec![new.to_string()],
        with: vec![],
        outputs: vec![],
        due: vec![DueForm { rule: None, text: "Thường xuyên".into(), when: DueWhen::Continuous }],
        replaces: vec![],
        carries: vec![],
    };
    let revision = NewRevision {
        changes: vec![PlanChange::Task { task }],
        decision: "812/QĐ-UBND".into(),
        decided_on: "01/7/2019".into(),
        from: String::new(),
        words: String::new(),
    };
    office.act(Act::RevisePlan { revision: revision.clone() }).unwrap();
    let undo = Act::UndoUnitRevision { revision: units(&office).waiting[0].id.clone() };
    let refused = failure(office.act(undo.clone()));
    assert!(refused.message.contains("Hãy hoàn tác sửa đổi kế hoạch đó trước"), "{}", refused.message);
    let forms: PlanForms = serde_json::from_value(office.ask(&Ask::PlanForms)).unwrap();
    office.act(Act::UndoRevision { revision: forms.waiting[0].id.clone() }).unwrap();
    office.act(Act::RevisePlan { revision }).unwrap();
    office.sync(&mut district);
    assert!(office.queue().edits.is_empty() && office.queue().refused.is_empty(), "{:?}", office.queue());
    let paper: DocumentView = serde_json::from_value(office.ask(&Ask::Document)).unwrap();
    assert_eq!(paper.revisions.len(), 1, "decisions on units are none on the plan");
}

#[test]
fn it_is_previewed_for_units_people_and_plans() {
    let (mut district, office, ayun_laptop, _) = three();
    ayun_laptop.act(write(narrative("Q3"), "đã nhập trước khi sáp nhập")).unwrap();
    ayun_laptop.sync(&mut district);
    office.sync(&mut district);
    let outside = OutsideForm { name: "Xã Hải Yang".into(), code: String::new(), id: "hai-yang".into() };
    let changes = vec![
        UnitChange::Merge {
            units: vec![unit("ayun"), unit("dak-jo-ta")],
            outside: vec![outside],
            into: new("Xã Ayun", "23798"),
        },
        merge(
            &["tu-phap", "van-hoa"],
            NextUnit::New {
                unit: UnitForm { kind: "office".into(), ..new_unit("moi-2", "Phòng Tư pháp mới", "") },
            },
        ),
    ];
    let told = preview(&office, changes, "01/7/2019");
    assert_eq!(told.faults, Vec::<String>::new());
    let becomes = |id: &str| told.units.iter().find(|one| one.unit == unit(id)).unwrap();
    assert_eq!(becomes("ayun").becomes, Becomes::Ends);
    assert_eq!(
        (becomes("ayun").day.to_string(), &becomes("ayun").units[..]),
        ("2019-06-30".into(), &["Xã Ayun (23798)".to_owned()][..])
    );
    assert_eq!(becomes("hai-yang").becomes, Becomes::ComesIn);
    let [plan] = &told.plans[..] else { panic!("{:?}", told.plans) };
    let part = |name: &str, ends: bool| {
        plan.units.iter().find(|one| one.name == name && (one.unit == unit("ayun")) == ends).unwrap()
    };
    assert_eq!(part("Xã Ayun", true).reports, ["Báo cáo CCHC quý I", "Báo cáo CCHC quý II và 6 tháng"]);
    assert_eq!(
        part("Xã Ayun", true).told,
        1,
        "what it told of the quarter in which it is not there any more"
    );
    let new = part("Xã Ayun", false);
    assert_eq!((new.leads, new.supports, new.dropped), (10, 36, 0));
    assert!(
        !new.reports.contains(&"Báo cáo CCHC quý I".to_owned()) && !new.reports.is_empty(),
        "{:?}",
        new.reports
    );
    assert!(plan.units.iter().all(|one| one.unit != unit("hai-yang")), "it has no part in this plan");
    let named = plan.named.iter().find(|one| one.unit == unit("tu-phap")).unwrap();
    assert!(named.tasks.contains(&"II.1".to_owned()), "{named:?}");
    assert!(
        plan.named.iter().all(|one| one.unit != unit("ayun")),
        "groups take the new one in by themselves"
    );
    assert_eq!(units(&office).units.len(), units(&ayun_laptop).units.len(), "a preview changes nothing");

    let told = preview(&office, vec![UnitChange::End { unit: unit("hra") }], "01/10/2019");
    let [plan] = &told.plans[..] else { panic!("{told:?}") };
    assert_eq!(plan.units[0].dropped, 46, "whoever ends a unit is told what nobody does any more");
}

#[test]
fn only_who_keeps_the_list_changes_it_and_what_does_not_hold_changes_nothing() {
    let (_, office, ayun_laptop, _) = three();
    failure(ayun_laptop.act(revise(vec![ayun()])));
    let ask = Ask::UnitsPreview { changes: vec![ayun()], from: String::new() };
    assert!(ayun_laptop.store.ask(ask).is_err(), "nor is it previewed there");

    let before = units(&office);
    let stays = || NextUnit::Stays { unit: unit("ayun"), name: String::new(), code: String::new() };
    for (revision, expected) in [
        (NewUnitRevision { decision: " ".into(), ..decided(vec![ayun()]) }, "số, ký hiệu"),
        (NewUnitRevision { decided_on: String::new(), ..decided(vec![ayun()]) }, "ngày quyết định"),
        (NewUnitRevision { from: "31/02/2019".into(), ..decided(vec![ayun()]) }, "05/9/2019"),
        (decided(vec![]), "Chưa có gì thay đổi"),
        (decided(vec![merge(&["ayun"], stays())]), "ít nhất hai đơn vị khác nhau"),
        (decided(vec![UnitChange::End { unit: unit("noi-vu") }]), "giữ danh sách đơn vị"),
        (decided(vec![UnitChange::End { unit: unit("tu-phap") }]), "cần đơn vị kế tục"),
        (decided(vec![merge(&["ayun", "nobody"], stays())]), "đơn vị có trong danh sách"),
    ] {
        let told = failure(office.act(Act::ReviseUnits { revision }));
        assert!(told.message.contains(expected), "{expected}: {}", told.message);
    }
    let told = preview(&office, vec![merge(&["ayun"], stays())], "");
    assert!(told.faults[0].contains("ít nhất hai đơn vị khác nhau") && told.units.is_empty(), "{told:?}");
    let told = preview(&office, vec![ayun()], "31/02/2019");
    assert_eq!(told.faults.len(), 1, "{told:?}");
    assert_eq!((units(&office), office.queue().edits.len()), (before, 0));
}

#[test]
fn a_commune_moves_from_the_district_to_another_unit_by_a_decision_that_its_preview_tells() {
    let (mut district, office, ayun, _) = three();
    let moves = || vec![UnitChange::Move { unit: unit("ayun"), parent: Some(unit("noi-vu")) }];
    let told = preview(&office, moves(), "01/7/2019");
    let [becomes] = &told.units[..] else { panic!("{told:?}") };
    assert_eq!((becomes.becomes, becomes.units.len()), (Becomes::Moves, 0));
    assert!(becomes.above.as_deref().is_some_and(|above| above.contains("Nội vụ")), "{becomes:?}");
    assert!(becomes.above_before.is_some());
    office.act(revise(moves())).unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    let page = units(&ayun);
    let listed = page.units.iter().find(|one| one.unit == unit("ayun")).unwrap();
    assert_eq!(listed.parent, Some(unit("noi-vu")));
    assert!(page.decisions[0].changes[0].contains("trực thuộc"), "{:?}", page.decisions);
}

#[test]
fn two_of_the_keepers_people_who_change_one_unit_offline_are_asked_which_of_both_holds() {
    let mut district = District::new();
    let first = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let second = Laptop::new(&mut district, "noi-vu", "Trần Văn Nam");
    first.act(revise(vec![UnitChange::Move { unit: unit("ayun"), parent: None }])).unwrap();
    second.act(revise(vec![UnitChange::End { unit: unit("ayun") }])).unwrap();
    for laptop in [&first, &second, &first] {
        laptop.sync(&mut district);
    }
    let conflicts = |laptop: &Laptop| -> Vec<ConflictView> {
        serde_json::from_value(laptop.ask(&Ask::Conflicts)).unwrap()
    };
    for laptop in [&first, &second] {
        let [asked] = &conflicts(laptop)[..] else { panic!("{:?}", conflicts(laptop)) };
        let shown: Vec<&str> = asked.contenders.iter().map(|one| one.shown.as_str()).collect();
        assert!(asked.title.contains("Ayun") && shown.len() == 2, "{asked:?}");
        assert!(shown.iter().any(|said| said.contains("đến hết ngày 30/6/2019")), "{shown:?}");
        assert!(shown.iter().any(|said| said.contains("không còn đơn vị cấp trên")), "{shown:?}");
        let home: Home = serde_json::from_value(laptop.ask(&Ask::Home)).unwrap();
        assert_eq!(home.conflicts, 1, "and it is counted where it is seen");
    }
    let asked = conflicts(&second).remove(0);
    let moved = asked.contenders.iter().find(|one| one.shown.contains("không còn")).unwrap().clone();
    let seen = asked.contenders.iter().map(|one| one.text.clone()).collect();
    let (target, text) = (asked.target, moved.text);
    second.act(Act::Settle { unit: asked.unit, target, seen, text, side: moved.side }).unwrap();
    let stands =
        |laptop: &Laptop| units(laptop).units.into_iter().find(|one| one.unit == unit("ayun")).unwrap();
    assert_eq!((stands(&second).until, stands(&second).parent), (None, None), "in force as it was decided");
    second.sync(&mut district);
    first.sync(&mut district);
    assert_eq!((stands(&first).until, conflicts(&first).len()), (None, 0));
    assert!(first.queue().refused.is_empty() && second.queue().refused.is_empty());
}
