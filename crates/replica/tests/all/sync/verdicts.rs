//! Random entries, verdicts and exchanges in any order: what was accepted is read for ever as it was, and all read the same.

use std::collections::BTreeMap;

use model::ids::PeriodId;
use model::target::Target;
use model::window::{Act, Ask};
use proptest::prelude::*;
use serde_json::Value as Json;

use super::property::settle_all;
use crate::support::{District, Laptop, entry, narrative, percent, state, unit, write};

#[derive(Clone, Debug)]
enum Step {
    Write { laptop: usize, task: usize, field: usize, text: usize },
    Sync { laptop: usize },
    Accept { task: usize },
    Return { task: usize },
    HandIn { laptop: usize },
    Withdraw { laptop: usize },
}

/// Two of the commune; the last is the office's.
const COMMUNE: usize = 2;
const OFFICE: usize = COMMUNE;
const TASKS: [&str; 2] = ["III.6a", "IX.1"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let (own, task) = (0..COMMUNE, 0..TASKS.len());
    let step = prop_oneof![
        6 => (own.clone(), task.clone(), 0..3_usize, 1..4_usize)
            .prop_map(|(laptop, task, field, text)| Step::Write { laptop, task, field, text }),
        6 => (0..=OFFICE).prop_map(|laptop| Step::Sync { laptop }),
        3 => task.clone().prop_map(|task| Step::Accept { task }),
        1 => task.prop_map(|task| Step::Return { task }),
        1 => own.clone().prop_map(|laptop| Step::HandIn { laptop }),
        1 => own.prop_map(|laptop| Step::Withdraw { laptop }),
    ];
    prop::collection::vec(step, 10..50)
}

fn page(laptop: &Laptop, task: &str) -> Json {
    laptop.ask(&Ask::Entry { unit: unit("ayun"), entry: entry(task) })
}

fn text_of(page: &Json, name: &str) -> String {
    let texts = page["texts"].as_array().unwrap();
    let found = texts.iter().find(|one| one["name"] == name).unwrap();
    found["text"].as_str().unwrap().to_owned()
}

/// The fields of an entry as a page shows them: for each its target's word. A state is not among them: where nobody said one
/// it follows from the others.
type Held = BTreeMap<&'static str, String>;

fn held(page: &Json) -> Held {
    let percent = page["percent"].as_u64().map(|number| number.to_string()).unwrap_or_default();
    [("narrative", text_of(page, "narrative")), ("percent", percent)].into()
}

/// Which fields were changed since the entry was accepted, by what the office's page says.
fn changed(page: &Json) -> Option<BTreeMap<String, (String, String)>> {
    let all = page["differences"].as_array().unwrap();
    let since = all.iter().find(|one| one["since"]["is"] == "accepted")?;
    let text = |field: &Json, key: &str| field[key].as_str().unwrap().to_owned();
    let fields = since["fields"].as_array().unwrap().iter();
    Some(
        fields
            .map(|field| {
                let name = field["target"]["field"].as_str().unwrap().to_owned();
                (name, (text(field, "before"), text(field, "after")))
            })
            .collect(),
    )
}

fn write_step(laptop: &Laptop, (task, field, text): (usize, usize, usize)) {
    let task = TASKS[task];
    let (target, text): (Target, String) = match field {
        0 => (percent(task), (text * 10).to_string()),
        1 => (state(task), ["in-progress", "done", "not-started"][text - 1].to_owned()),
        _ => (narrative(task), format!("Kết quả lần {text}.")),
    };
    // In conflict, the person must decide first; that is for the end.
    drop(laptop.act(write(target, &text)));
}

/// Plays them; for each task whose last verdict took it, what the office saw then.
fn run(steps: &[Step]) -> (District, Vec<Laptop>, BTreeMap<usize, Held>) {
    let mut district = District::new();
    let mut laptops: Vec<Laptop> =
        ["Y Blưm", "H'Nhung"].map(|name| Laptop::new(&mut district, "ayun", name)).into();
    laptops.push(Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa"));
    let period = || PeriodId::new("Q3");
    let mut accepted = BTreeMap::new();
    for step in steps {
        match *step {
            Step::Write { laptop, task, field, text } => write_step(&laptops[laptop], (task, field, text)),
            Step::Sync { laptop } => laptops[laptop].sync(&mut district),
            Step::Accept { task } => {
                let seen = page(&laptops[OFFICE], TASKS[task]);
                let stamp = seen["stamp"].as_u64().and_then(|stamp| u32::try_from(stamp).ok());
                let (unit, entry) = (unit("ayun"), entry(TASKS[task]));
                if laptops[OFFICE].act(Act::Accept { unit, entry, stamp, sure: true }).is_ok() {
                    accepted.insert(task, held(&seen));
                }
            }
            Step::Return { task } => {
                let (unit, entry) = (unit("ayun"), entry(TASKS[task]));
                let (reason, until) = ("Thiếu số liệu.".to_owned(), String::new());
                if laptops[OFFICE].act(Act::Return { unit, entry, reason, until, fields: vec![] }).is_ok() {
                    accepted.remove(&task);
                }
            }
            Step::HandIn { laptop } => {
                drop(laptops[laptop].act(Act::Submit { period: period(), confirmed_by: None }));
            }
            Step::Withdraw { laptop } => {
                drop(laptops[laptop].act(Act::WithdrawSubmission { period: period() }));
            }
        }
    }
    (district, laptops, accepted)
}

fn all_meet(district: &mut District, laptops: &[Laptop]) {
    for _ in 0..2 {
        laptops.iter().for_each(|laptop| laptop.sync(district));
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_191_111),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_was_accepted_is_read_as_it_was_and_every_state_is_the_same_everywhere(steps in steps()) {
        let (mut district, laptops, accepted) = run(&steps);
        all_meet(&mut district, &laptops);
        settle_all(&laptops[0]);
        all_meet(&mut district, &laptops);
        for (at, task) in TASKS.iter().enumerate() {
            let told = page(&laptops[OFFICE], task);
            for laptop in &laptops {
                let here = page(laptop, task);
                for column in ["percent", "state", "texts", "conflicts", "shown"] {
                    prop_assert_eq!(&here[column], &told[column], "{} of {}", column, task);
                }
            }
            let Some(then) = accepted.get(&at) else {
                prop_assert!(changed(&told).is_none(), "nobody has accepted {}", task);
                continue;
            };
            let (now, changed) = (held(&told), changed(&told).unwrap_or_default());
            // Changed and changed back is amended, with nothing to show.
            if told["shown"] == "accepted" {
                prop_assert!(changed.is_empty(), "{}: {:?}", task, changed);
            }
            for (name, was) in then {
                match changed.get(*name) {
                    None => prop_assert_eq!(was, &now[name], "{} of {} was changed without a word", name, task),
                    Some((before, after)) => {
                        prop_assert_ne!(before, after);
                        prop_assert_ne!(was, &now[name], "{} of {}", name, task);
                        let shown = match (was.as_str(), *name) {
                            ("", _) => "(để trống)".to_owned(),
                            (was, "percent") => format!("{was} %"),
                            (was, _) => was.to_owned(),
                        };
                        prop_assert_eq!(&shown, before);
                    }
                }
            }
        }
    }
}
