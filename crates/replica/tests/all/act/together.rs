//! Fields that are decided together: figures of one indicator, state and per cent.

use model::window::{Act, Ask, Beside, ConflictView, FailureCode};

use crate::support::{District, Laptop, failure, figure, unit, write};

const INDICATOR: &str = "ho-so-dung-han";

fn of(name: &str) -> model::target::Target {
    let mut target = figure("III.6a", INDICATOR);
    if let model::target::Target::Figure { figure, .. } = &mut target {
        *figure = name.into();
    }
    target
}

fn figures(laptop: &Laptop) -> (String, String) {
    let page = laptop.page("III.6a");
    let values = page["figures"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["indicator"] == INDICATOR)
        .unwrap()["values"]
        .clone();
    let text = |at: usize| values[at]["text"].as_str().unwrap_or_default().to_owned();
    (text(0), text(1))
}

fn asked(laptop: &Laptop) -> Vec<ConflictView> {
    serde_json::from_value(laptop.ask(&Ask::Conflicts)).unwrap()
}

/// 45 of 50; then the one counts 47, and the other counts 52 in all.
fn apart() -> (District, Laptop, Laptop) {
    let mut district = District::new();
    let first = Laptop::new(&mut district, "ayun", "Y Blưm");
    let second = Laptop::new(&mut district, "ayun", "H’Lan");
    first.act(write(of("part"), "45")).unwrap();
    first.act(write(of("whole"), "50")).unwrap();
    first.sync(&mut district);
    second.sync(&mut district);
    first.act(write(of("part"), "47")).unwrap();
    second.act(write(of("whole"), "52")).unwrap();
    for laptop in [&first, &second, &first] {
        laptop.sync(&mut district);
    }
    (district, first, second)
}

fn choose(laptop: &Laptop, name: &str, text: &str) {
    let all = asked(laptop);
    let conflict = all.iter().find(|one| one.target == of(name)).unwrap();
    let chosen = conflict.contenders.iter().position(|one| one.text == text);
    settle(laptop, conflict, (text, chosen));
}

fn settle(laptop: &Laptop, conflict: &ConflictView, (text, chosen): (&str, Option<usize>)) {
    let seen = conflict.contenders.iter().map(|one| one.text.clone()).collect();
    let side = chosen.and_then(|at| conflict.contenders[at].side.clone());
    let (target, text) = (conflict.target.clone(), text.to_owned());
    laptop.act(Act::Settle { unit: unit("ayun"), target, seen, text, side }).unwrap();
}

/// Another laptop of the same person.
fn second_laptop(of: &Laptop, district: &mut District) -> Laptop {
    let mut second = of.copied();
    second.enrol_again(district);
    second.sync(district);
    second
}

fn pair(part: &str, whole: &str) -> (String, String) {
    (part.to_owned(), whole.to_owned())
}

#[test]
fn a_fraction_that_nobody_counted_is_asked_about_and_one_choice_decides_all_of_it() {
    for (name, chosen, then) in [
        ("part", "47", pair("47", "50")),
        ("part", "45", pair("45", "52")),
        ("whole", "52", pair("45", "52")),
    ] {
        let (mut district, first, second) = apart();
        for laptop in [&first, &second] {
            let all = asked(laptop);
            assert_eq!(all.len(), 2, "each of the two figures");
            let with: Vec<_> = all.iter().flat_map(|one| &one.contenders).flat_map(|one| &one.with).collect();
            assert_eq!(with.len(), 4, "and what goes with each: {with:?}");
        }
        choose(&first, name, chosen);
        assert_eq!((figures(&first), asked(&first).len()), (then.clone(), 0), "before it is sent");
        first.sync(&mut district);
        second.sync(&mut district);
        assert_eq!((figures(&second), asked(&second).len()), (then, 0));
    }
}

#[test]
fn a_third_figure_leaves_the_other_as_it_stands_and_is_an_answer_too() {
    let (mut district, first, second) = apart();
    choose(&first, "part", "48");
    first.sync(&mut district);
    second.sync(&mut district);
    assert_eq!((figures(&second), asked(&second).len()), (pair("48", "52"), 0));
}

#[test]
fn an_answer_is_taken_back_whole() {
    let (mut district, first, second) = apart();
    choose(&first, "part", "45");
    first.act(Act::TakeBackLast).unwrap();
    assert_eq!((figures(&first), asked(&first).len()), (pair("47", "52"), 2));
    first.sync(&mut district);
    second.sync(&mut district);
    assert_eq!(asked(&second).len(), 2, "nothing of it was sent");
}

#[test]
fn two_laptops_of_one_person_are_two_sides_and_each_has_its_own_pair() {
    for (name, chosen, then) in [
        ("part", "47", pair("47", "50")),
        ("part", "45", pair("45", "52")),
        ("whole", "50", pair("47", "50")),
        ("whole", "52", pair("45", "52")),
    ] {
        let mut district = District::new();
        let first = Laptop::new(&mut district, "ayun", "Y Blưm");
        first.act(write(of("part"), "45")).unwrap();
        first.act(write(of("whole"), "50")).unwrap();
        first.sync(&mut district);
        let second = second_laptop(&first, &mut district);
        first.act(write(of("part"), "47")).unwrap();
        second.act(write(of("whole"), "52")).unwrap();
        for laptop in [&first, &second, &first] {
            laptop.sync(&mut district);
        }
        for conflict in asked(&first) {
            let with: Vec<_> = conflict.contenders.iter().map(|one| one.with.concat()).collect();
            assert_ne!(with[0], with[1], "what goes with each is its own: {conflict:?}");
        }
        choose(&first, name, chosen);
        assert_eq!((figures(&first), asked(&first).len()), (then, 0), "a pair that a laptop wrote");
    }
}

#[test]
fn of_three_sides_two_that_agree_in_one_figure_are_told_apart_by_the_other() {
    let mut district = District::new();
    let laptops: Vec<Laptop> =
        ["Y Blưm", "H’Lan", "Y Nô"].map(|name| Laptop::new(&mut district, "ayun", name)).into();
    for (laptop, (part, whole)) in laptops.iter().zip([("45", "50"), ("47", "50"), ("47", "52")]) {
        laptop.act(write(of("part"), part)).unwrap();
        laptop.act(write(of("whole"), whole)).unwrap();
    }
    for laptop in laptops.iter().chain(&laptops) {
        laptop.sync(&mut district);
    }
    let all = asked(&laptops[0]);
    let part = all.iter().find(|one| one.target == of("part")).unwrap();
    let told: std::collections::BTreeSet<(&str, String)> =
        part.contenders.iter().map(|one| (one.text.as_str(), one.with.concat())).collect();
    assert_eq!(told.len(), 3, "each pair that somebody wrote can be chosen: {told:?}");
    for (at, contender) in part.contenders.iter().enumerate() {
        settle(&laptops[0], part, (&contender.text, Some(at)));
        let (now_part, now_whole) = figures(&laptops[0]);
        assert_eq!(now_part, contender.text);
        assert!(contender.with[0].ends_with(&format!(": {now_whole}")), "{contender:?}: {now_whole}");
        laptops[0].act(Act::TakeBackLast).unwrap();
        assert_eq!(asked(&laptops[0]).len(), 2, "and taken back");
    }
}

#[test]
fn what_stays_beside_a_third_figure_is_told_before_it_is_written() {
    let (_, first, _) = apart();
    let all = asked(&first);
    let part = all.iter().find(|one| one.target == of("part")).unwrap();
    assert!(part.kept.len() == 1 && part.kept[0].ends_with(": 52"), "{:?}", part.kept);
}

#[test]
fn a_figure_is_not_written_beside_one_that_came_while_it_was_typed() {
    let mut district = District::new();
    let first = Laptop::new(&mut district, "ayun", "Y Blưm");
    let second = Laptop::new(&mut district, "ayun", "H’Lan");
    first.act(write(of("part"), "45")).unwrap();
    first.act(write(of("whole"), "50")).unwrap();
    for laptop in [&first, &second] {
        laptop.sync(&mut district);
    }
    second.act(write(of("whole"), "70")).unwrap();
    for laptop in [&second, &first] {
        laptop.sync(&mut district);
    }
    let typed = |text: &str, whole: &str| Act::Write {
        target: of("part"),
        text: text.to_owned(),
        base: Some("45".to_owned()),
        beside: vec![Beside { target: of("whole"), text: whole.to_owned() }],
    };
    let asked = failure(first.act(typed("46", "50")));
    assert_eq!(asked.code, Some(FailureCode::Unseen), "nobody counted 46 of 70");
    assert!(asked.message.contains("70"), "{}", asked.message);
    assert_eq!(figures(&first), pair("45", "70"), "nothing was written");
    first.act(typed("46", "70")).unwrap();
    assert_eq!(figures(&first), pair("46", "70"), "who saw it may");
    first.act(typed("46", "50")).expect("what stands there already is no pair that nobody wrote");
}

#[test]
fn a_group_that_is_asked_about_takes_nothing_before_the_answer() {
    let (_, first, _) = apart();
    let none = model::target::Target::NoneArose {
        entry: crate::support::entry("III.6a"),
        indicator: INDICATOR.into(),
    };
    let refused = failure(first.act(write(none, "true")));
    assert_eq!(refused.code, Some(FailureCode::InConflict), "or 47 of 52 would stand there unasked");
    assert_eq!(asked(&first).len(), 2);
}

#[test]
fn what_stood_beside_half_a_figure_outlives_a_restart() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let beside = vec![Beside { target: of("whole"), text: "50".to_owned() }];
    let (target, base) = (of("part"), Some("45".to_owned()));
    let kept = Act::Keep { target, text: "4".to_owned(), base, beside: beside.clone(), reason: None };
    ayun.act(kept).unwrap();
    assert_eq!(ayun.killed().queue().typed[0].beside, beside);
}
