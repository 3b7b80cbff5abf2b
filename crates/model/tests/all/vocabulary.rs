//! One walk over all descriptions of fields.

use std::collections::{BTreeMap, BTreeSet};

use model::address::{Address, ObjectName, Shape};
use model::doc_id::DocKind;
use model::edit::Edit;
use model::ids::{RequestId, UnitId};
use model::item::{OrganisationItem, PlanItem};
use model::target::{EntryKey, EvidencePart, Target};
use model::value::{Value, ValueKind};
use model::vocabulary::{Conflicts, Description, Home, Kind, Of, Vocabulary, all};
use model::words::{as_input, field, label, shown};
use ts_rs::{Config, TS};

use crate::support::{mang_yang, province};
use crate::value::bounds;

/// Ids that the plan of Mang Yang has.
fn object_ids(kind: &Kind) -> Vec<&'static str> {
    match kind.of {
        Of::Register => vec![register_of(kind.name)],
        Of::Entry => vec!["III.6a", "Q3"],
        Of::Evidence => vec!["aaaaaaaaaaaaa"],
        Of::Deadline => vec!["II.1", "by-plan"],
        Of::Period | Of::Report => vec!["Q3"],
        Of::Milestone => vec!["nop-bao-cao-cham-diem"],
        Of::Request => vec!["yc-1"],
        Of::Reminder => vec!["nhac-1"],
        Of::Proposal => vec!["de-xuat-1"],
        Of::Revision => vec!["sua-1"],
        Of::Task => vec!["II.1"],
        Of::Whole => vec![],
    }
}

/// A register of this kind that the plan of Mang Yang has.
fn register_of(kind: &str) -> &'static str {
    match kind {
        "assigned" => "nhiem-vu-duoc-giao",
        "finding" => "kien-nghi-thanh-tra",
        "petition" => "pakn",
        "dossiers" => "ho-so-tthc",
        "late-dossier" => "ho-so-tre-hen",
        "news" => "tin-bai",
        "initiative" => "sang-kien",
        "training" => "dao-tao",
        "money" => "von-dau-tu",
        "shortcoming" => "ton-tai-han-che",
        "discipline" => "ky-luat",
        other => panic!("the plan has a register of every kind, and none of {other}"),
    }
}

pub fn doc(home: Home) -> DocKind {
    let unit = || UnitId::new("ayun");
    match home {
        Home::Workbook => DocKind::Workbook(unit()),
        Home::Review => DocKind::Review { office: UnitId::new("noi-vu"), unit: unit() },
        Home::Guidance => DocKind::Guidance(UnitId::new("tu-phap")),
        Home::Plan => DocKind::Plan,
        Home::Organisation => DocKind::Organisation,
    }
}

fn key(description: &Description) -> String {
    match (description.value, description.key) {
        (ValueKind::Record(parts), "") => parts[0].key.into(),
        (ValueKind::Record(parts), "*/*") if description.object.home == Home::Organisation => {
            format!("ayun/2025-07-01/{}", parts[0].key)
        }
        (ValueKind::Record(parts), key) => format!("{}/{}", key.replace('*', "III.6a"), parts[0].key),
        (_, "on/*") => "on/MII.3a".into(),
        (_, "figure/*/*") => "figure/ho-so-dung-han/whole".into(),
        (_, key) => key.replace('*', "ho-so-dung-han"),
    }
}

/// The field of sample ids, found by where it stands.
pub fn sample(description: &Description) -> Target {
    let kind = description.object;
    let object = ObjectName::new(kind.shape, kind.name, &object_ids(kind));
    let address = match kind.shape {
        Shape::Text => Address::text(object),
        Shape::Register => Address::in_register(object, key(description)),
    };
    let found = Vocabulary::default().at(&doc(kind.home), &address);
    found.unwrap_or_else(|| panic!("{:?} stands at {address}", description.names())).target
}

/// Words between quotation marks in a declaration for windows, after `before`.
fn declared(declaration: &str, before: &str) -> BTreeSet<String> {
    let after = declaration.split(before).skip(1);
    after.filter_map(|rest| Some(rest.strip_prefix('"')?.split('"').next()?.to_owned())).collect()
}

fn tag(target: &Target, key: &str) -> String {
    serde_json::to_value(target).unwrap()[key].as_str().unwrap().to_owned()
}

#[test]
fn no_field_is_forgotten_in_the_list_of_all() {
    // Told by the declarations that windows are built with: these follow from the types alone.
    let config = Config::default();
    let samples: Vec<Target> = all().map(sample).collect();
    let listed: BTreeSet<String> = samples.iter().map(|target| tag(target, "field")).collect();
    assert_eq!(
        listed,
        declared(&Target::inline(&config), "\"field\": "),
        "each kind of target has a description"
    );
    let parts = samples.iter().filter(|target| matches!(target, Target::Evidence { .. }));
    let parts: BTreeSet<String> = parts.map(|target| tag(target, "part")).collect();
    let declaration = EvidencePart::inline(&config);
    assert_eq!(parts, declaration.split(" | ").map(|part| part.trim_matches('"').to_owned()).collect());
    let kinds = |of_plan: bool| {
        let items = samples.iter().filter_map(|target| match target {
            Target::PlanItem { item } if of_plan => serde_json::to_value(item).ok(),
            Target::OrganisationItem { item } if !of_plan => serde_json::to_value(item).ok(),
            _ => None,
        });
        items.map(|item| item["kind"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    assert_eq!(kinds(true), declared(&PlanItem::inline(&config), "\"kind\": "));
    assert_eq!(kinds(false), declared(&OrganisationItem::inline(&config), "\"kind\": "));
    for (description, target) in all().zip(&samples) {
        assert_eq!(target.description().names(), description.names(), "{target:?} has the one that found it");
    }
}

#[test]
fn a_field_is_found_where_it_stands() {
    for description in all() {
        let (home, target) = (description.object.home, sample(description));
        let address = target.address();
        let addresses = target.addresses();
        assert_eq!(addresses[0], address, "the first part tells whether there is a value");
        let parts = match description.value {
            ValueKind::Record(parts) => parts.iter().map(|part| (Some(part.key), part.value)).collect(),
            kind => vec![(None, kind)],
        };
        assert_eq!(addresses.len(), parts.len());
        for (address, (part, kind)) in addresses.iter().zip(parts) {
            assert!(address.is_sound(), "{address}");
            assert_eq!(address.is_text(), description.value.is_text(), "{address}");
            let found = Vocabulary::default().at(&doc(home), address).expect("it stands there");
            assert_eq!((&found.target, found.part, found.kind), (&target, part, kind), "{address}");
            for other in [Home::Workbook, Home::Review, Home::Plan, Home::Organisation]
                .into_iter()
                .filter(|other| *other != home)
            {
                assert_eq!(Vocabulary::default().at(&doc(other), address), None, "{address} in {other:?}");
            }
            assert_eq!(Vocabulary::default().at(&DocKind::Unknown("x".into()), address), None);
        }
    }
}

#[test]
fn nothing_stands_beside_a_field() {
    for description in all() {
        let (home, address) = (description.object.home, sample(description).address());
        let (kind, shape, ids) = (address.object.kind(), address.object.shape(), address.object.ids());
        let at = |object: ObjectName, key: &str| {
            let address = Address { object, key: key.into() };
            Vocabulary::default().at(&doc(home), &address)
        };
        let more = [ids.clone(), vec!["x"]].concat();
        assert_eq!(at(ObjectName::new(shape, kind, &more), &address.key), None, "an id more than {address}");
        if let Some((_, fewer)) = ids.split_last() {
            assert_eq!(
                at(ObjectName::new(shape, kind, fewer), &address.key),
                None,
                "an id fewer than {address}"
            );
        }
        let other = if shape == Shape::Text { Shape::Register } else { Shape::Text };
        assert_eq!(
            at(ObjectName::new(other, kind, &ids), &address.key),
            None,
            "the other shape of {address}"
        );
        if shape == Shape::Register {
            // Before an id stands nothing that would not make another id of it.
            let before = if description.key.starts_with('*') { "x/x/" } else { "x" };
            let beside = [format!("{}/x", address.key), format!("{before}{}", address.key)];
            let part = format!("/{}", address.part());
            for key in beside.into_iter().chain(["x".into(), String::new(), part]) {
                assert_eq!(at(address.object.clone(), &key), None, "{key:?} beside {address}");
            }
        }
    }
}

#[test]
fn each_field_has_names_of_its_own() {
    let told: Vec<String> = all().flat_map(Description::names).collect();
    let names: BTreeSet<&String> = told.iter().collect();
    assert_eq!(names.len(), told.len(), "a name that two fields have could not be told to be missing");
    assert_eq!(Vocabulary::default().names(), names.into_iter().cloned().collect::<Vec<_>>(), "sorted");
}

#[test]
fn a_label_names_the_field_in_any_plan() {
    for plan in [mang_yang(), province()] {
        for description in all() {
            let target = sample(description);
            assert!(!description.label.is_empty());
            for words in [field(&target, &plan), label(&target, &plan)] {
                assert!(!words.trim().is_empty() && !words.contains(['{', '}']), "{target:?}: {words:?}");
            }
            let braces = description.label.matches('{').count();
            assert!(braces <= 1 && braces == description.label.matches('}').count(), "{}", description.label);
        }
    }
}

#[test]
fn what_a_field_may_hold_is_shown_and_typed_again_as_the_same() {
    let plan = mang_yang();
    for description in all() {
        let target = sample(description);
        for value in bounds(description.value).0.into_iter().chain([Value::Absent]) {
            let words = shown(&value, &target);
            let nameless = *value.part("file-name") == Value::Str(String::new());
            assert!(nameless || !words.is_empty(), "{target:?}");
            let typed = Edit::from_input(target.clone(), &as_input(&value, &target), &plan);
            match (&value, description.value) {
                (_, ValueKind::Year | ValueKind::Time) => {
                    assert!(typed.is_err(), "nobody types {target:?}")
                }
                (Value::Str(_), ValueKind::Id) => assert!(typed.is_err(), "of the plan's own fields alone"),
                (Value::Str(id), ValueKind::Evidence) => {
                    assert_eq!(typed.is_ok(), id.len() == 13, "an id is drawn, and chosen in a window: {id}");
                }
                (Value::Absent, _)
                    if matches!(target, Target::Evidence { part: EvidencePart::Withdrawn, .. }) =>
                {
                    assert!(typed.is_err(), "what was withdrawn stays so");
                }
                (Value::Str(line), _)
                    if line.is_empty()
                        && matches!(target, Target::Evidence { part: EvidencePart::Withdrawn, .. }) =>
                {
                    assert!(typed.is_err(), "and for a reason");
                }
                (_, ValueKind::Record(_)) => {
                    let typed_form = matches!(target, Target::Request { .. }) && value == Value::Absent;
                    assert_eq!(typed.is_ok(), typed_form, "{target:?} comes from a form of its own");
                }
                (Value::Absent, ValueKind::Text { .. }) => {
                    assert_eq!(typed.unwrap().value, Value::Str(String::new()), "a text is emptied");
                }
                (Value::Int(thousandths), ValueKind::Amount) if *thousandths < 0 => {
                    assert!(typed.is_err(), "nothing of this indicator is less than none");
                }
                // What a portal shows may be a per cent.
                (Value::Int(thousandths), ValueKind::Amount)
                    if thousandths % 1000 != 0 && !matches!(target, Target::Portal { .. }) =>
                {
                    assert!(typed.is_err(), "this indicator counts whole things");
                }
                // An empty line is typed by nobody: it takes the line away.
                (Value::Str(line), ValueKind::Line { .. }) if line.is_empty() => {
                    assert_eq!(typed.unwrap().value, Value::Absent);
                }
                _ => assert_eq!(typed.unwrap().value, value, "{target:?}"),
            }
        }
    }
    let other = Target::Request { request: RequestId::new("yc-2") };
    assert_eq!(as_input(&Value::Absent, &other), "");
}

/// A part that was taken away says the same as one that never was there.
fn with_parts(value: &Value) -> Value {
    match value {
        Value::Record(parts) => {
            let there = parts.iter().filter(|(_, part)| **part != Value::Absent);
            Value::Record(there.map(|(key, part)| (key.clone(), part.clone())).collect())
        }
        other => other.clone(),
    }
}

#[test]
fn values_that_differ_are_given_back_to_type_as_texts_that_differ() {
    for description in all() {
        let target = sample(description);
        let values = bounds(description.value).0;
        for (at, one) in values.iter().enumerate() {
            for other in values[at + 1..].iter().filter(|other| with_parts(other) != with_parts(one)) {
                let same = as_input(one, &target) == as_input(other, &target);
                assert!(!same, "{target:?}: a conflict of the two could not be settled: {one:?} {other:?}");
            }
        }
    }
}

#[test]
fn an_older_program_does_not_know_exactly_what_it_lacks() {
    let names = Vocabulary::default().names();
    for missing in &names {
        let older = Vocabulary::without([missing.as_str()]);
        assert_eq!(older.names(), names.iter().filter(|name| *name != missing).cloned().collect::<Vec<_>>());
        assert_eq!(Vocabulary::of_names(&older.names()), older);
        for description in all() {
            let target = sample(description);
            let home = doc(description.object.home);
            for (address, name) in target.addresses().iter().zip(description.names()) {
                let found = older.at(&home, address);
                assert_eq!(found.is_none(), name == *missing, "{address} without {missing}");
            }
            assert_eq!(older.knows(&target), !description.names().contains(missing), "{target:?}");
            let object = description.object;
            let of_kind =
                all().filter(|other| std::ptr::eq(other.object, object) || *other.object == *object);
            let left = of_kind.flat_map(Description::names).any(|name| name != *missing);
            let known = older.kind_of(&home, &target.address().object).is_some();
            assert_eq!(known, left, "an object of which no field is known is not known: {target:?}");
        }
    }
    let nothing = Vocabulary::without(names.iter().map(String::as_str));
    assert!(nothing.names().is_empty());
    assert!(all().all(|description| !nothing.knows(&sample(description))));
    let newer: Vec<String> = names.iter().cloned().chain(["workbook/inspection/state".into()]).collect();
    assert_eq!(
        Vocabulary::of_names(&newer),
        Vocabulary::default(),
        "what a newer one knows besides is not missing"
    );
}

#[test]
fn what_is_in_conflict_together_stands_in_one_object_with_others() {
    let mut groups: BTreeMap<&str, Vec<&Description>> = BTreeMap::new();
    for description in all() {
        if let Conflicts::Together(group) = description.conflicts {
            groups.entry(group).or_default().push(description);
        }
    }
    for (group, members) in groups {
        assert!(members.len() > 1, "{group}: a field stands against itself anyway");
        assert!(members.iter().all(|one| one.object == members[0].object), "{group}: {members:?}");
    }
}

#[test]
fn a_field_of_an_entry_is_found_by_what_it_is_called_in_it_and_what_says_nothing_of_the_work_is_not_named() {
    let entry = EntryKey { task: "III.6a".into(), period: "Q3".into() };
    let (mut named, mut unnamed) = (0, Vec::new());
    for target in all().map(sample) {
        let Some(name) = target.name_in_entry() else {
            unnamed.push(target);
            continue;
        };
        named += 1;
        let found = Target::in_entry(target.entry().unwrap(), &name);
        assert_eq!(found.as_ref(), Some(&target), "{name}");
    }
    assert!(named >= 9, "state, per cent, texts, figures and what stands beside them, evidence: {named}");
    for target in unnamed {
        let of_work = target.entry().is_some() && target.description().object.home == Home::Workbook;
        assert!(!of_work || matches!(target, Target::Looked { .. }), "{target:?}");
    }
    for name in ["", "state/", "looked/narrative", "verdict", "figure/x", "evidence/", "no such"] {
        assert_eq!(Target::in_entry(&entry, name), None, "{name}");
    }
}
