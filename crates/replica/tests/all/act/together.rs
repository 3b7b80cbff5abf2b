//! Fields that are decided together: figures of one indicator, state and per cent.

use model::window::{Act, Ask, ConflictView};

use crate::support::{District, Laptop, figure, unit, write};

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
    let seen = conflict.contenders.iter().map(|one| one.text.clone()).collect();
    let (target, text) = (conflict.target.clone(), text.to_owned());
    laptop.act(Act::Settle { unit: unit("ayun"), target, seen, text }).unwrap();
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
