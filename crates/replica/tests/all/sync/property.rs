//! Random edits on several laptops, synced in any order with losses and repeats.

use std::collections::BTreeSet;

use model::target::Target;
use model::window::{Act, Ask};
use model::words;
use proptest::prelude::*;

use crate::support::{District, Laptop, narrative, percent, state, unit, write};

#[derive(Clone, Debug)]
enum Step {
    Write {
        laptop: usize,
        field: usize,
        text: usize,
    },
    Sync {
        laptop: usize,
    },
    /// The request arrives, the answer does not.
    LoseAnswer {
        laptop: usize,
    },
    /// Neither arrives.
    LoseRequest {
        laptop: usize,
    },
    TakeBack {
        laptop: usize,
    },
    Kill {
        laptop: usize,
    },
    /// The same request arrives twice.
    Repeat {
        laptop: usize,
    },
}

const LAPTOPS: usize = 3;
const TASKS: [&str; 3] = ["III.6a", "III.6b", "IX.1"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let laptop = 0..LAPTOPS;
    let step = prop_oneof![
        6 => (laptop.clone(), 0..9_usize, 0..4_usize)
            .prop_map(|(laptop, field, text)| Step::Write { laptop, field, text }),
        3 => laptop.clone().prop_map(|laptop| Step::Sync { laptop }),
        1 => laptop.clone().prop_map(|laptop| Step::LoseAnswer { laptop }),
        1 => laptop.clone().prop_map(|laptop| Step::LoseRequest { laptop }),
        1 => laptop.clone().prop_map(|laptop| Step::TakeBack { laptop }),
        1 => laptop.clone().prop_map(|laptop| Step::Kill { laptop }),
        1 => laptop.prop_map(|laptop| Step::Repeat { laptop }),
    ];
    prop::collection::vec(step, 1..40)
}

fn field(at: usize) -> Target {
    let task = TASKS[at / 3];
    match at % 3 {
        0 => percent(task),
        1 => state(task),
        _ => narrative(task),
    }
}

fn text(target: &Target, laptop: usize, text: usize) -> String {
    match target {
        Target::Percent { .. } => ["", "10", "20", "30"][text].to_owned(),
        Target::State { .. } => ["", "in-progress", "done", "not-started"][text].to_owned(),
        _ => format!("câu {text} của máy {laptop}. "),
    }
}

fn run(steps: &[Step]) -> (District, Vec<Laptop>) {
    let mut district = District::new();
    district.page = 3;
    let mut laptops = vec![
        Laptop::new(&mut district, "ayun", "Y Blưm"),
        Laptop::new(&mut district, "ayun", "H'Nhung"),
        Laptop::new(&mut district, "ayun", "Rơ Châm Phiên"),
    ];
    for step in steps {
        match *step {
            Step::Write { laptop, field: at, text: which } => {
                let target = field(at);
                let text = text(&target, laptop, which);
                // In conflict, the person must decide first; that is for the end.
                let _ = laptops[laptop].act(write(target, &text));
            }
            Step::Sync { laptop } => laptops[laptop].sync(&mut district),
            Step::LoseAnswer { laptop } => {
                let outgoing = laptops[laptop].store.plan_request().unwrap();
                district.exchange(laptops[laptop].id, &outgoing.bytes).unwrap();
            }
            Step::LoseRequest { laptop } => drop(laptops[laptop].store.plan_request().unwrap()),
            Step::TakeBack { laptop } => drop(laptops[laptop].act(Act::TakeBackLast).unwrap()),
            Step::Kill { laptop } => {
                let killed = laptops.remove(laptop).killed();
                laptops.insert(laptop, killed);
            }
            Step::Repeat { laptop } => {
                let outgoing = laptops[laptop].store.plan_request().unwrap();
                district.exchange(laptops[laptop].id, &outgoing.bytes).unwrap();
                laptops[laptop].answer(&mut district, &outgoing);
            }
        }
    }
    (district, laptops)
}

/// Each edit of the person is in the view, beside others in a conflict, or in the queue: here, all that waits is
/// what the view shows.
fn what_waits_is_what_is_shown(laptop: &Laptop) {
    let fields = laptop.store.fields(&laptop.workbook()).unwrap();
    for edit in laptop.queue().edits.iter().filter(|edit| edit.can_take_back) {
        let shown =
            fields.iter().any(|(target, reading)| words::shown(reading.value(), target) == edit.after);
        assert!(shown, "{edit:?} is nowhere");
    }
}

pub(super) fn settle_all(laptop: &Laptop) {
    // What is decided together is gone with the first of them.
    while let Some(conflict) = laptop.ask(&Ask::Conflicts).as_array().unwrap().first() {
        let target: Target = serde_json::from_value(conflict["target"].clone()).unwrap();
        let contenders = conflict["contenders"].as_array().unwrap();
        let merged = conflict["merged"].as_str().map(str::to_owned);
        let seen: Vec<String> =
            contenders.iter().map(|one| one["text"].as_str().unwrap().to_owned()).chain(merged).collect();
        assert!(seen.iter().collect::<BTreeSet<_>>().len() > 1, "a conflict is between different values");
        let text = seen[0].clone();
        laptop.act(Act::Settle { unit: laptop.unit.clone(), target, seen, text, side: None }).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_190_820),
        ..ProptestConfig::default()
    })]

    #[test]
    fn laptops_and_server_agree_whatever_happens_on_the_way(steps in steps()) {
        let (mut district, laptops) = run(&steps);
        laptops.iter().for_each(what_waits_is_what_is_shown);
        let office = Laptop::new(&mut district, "noi-vu", "Nguyễn Thị Hoa");
        for _ in 0..2 {
            laptops.iter().for_each(|laptop| laptop.sync(&mut district));
        }
        settle_all(&laptops[0]);
        for _ in 0..2 {
            laptops.iter().for_each(|laptop| laptop.sync(&mut district));
        }
        office.sync(&mut district);
        let workbook = laptops[0].workbook();
        let heads = district.heads(&workbook);
        let rows = |laptop: &Laptop| {
            let fields = laptop.store.fields(&workbook).unwrap();
            let values: Vec<_> = fields
                .into_iter()
                .filter(|(_, reading)| !reading.contenders.is_empty())
                .map(|(target, reading)| (target, reading.contenders.into_iter().map(|held| held.value).collect::<Vec<_>>()))
                .collect();
            values
        };
        for laptop in laptops.iter().chain([&office]) {
            prop_assert_eq!(&laptop.store.heads(&workbook).unwrap(), &heads);
            prop_assert_eq!(rows(laptop), rows(&laptops[0]));
            prop_assert!(laptop.queue().edits.is_empty());
            prop_assert!(laptop.queue().refused.is_empty());
            for task in TASKS {
                let ask = Ask::Entry { unit: unit("ayun"), entry: crate::support::entry(task) };
                let (here, there) = (laptop.ask(&ask), laptops[0].ask(&ask));
                for column in ["percent", "state", "narrative", "conflicts", "shown"] {
                    prop_assert_eq!(&here[column], &there[column], "{} of {}", column, task);
                }
            }
        }
        for (target, values) in rows(&laptops[0]) {
            prop_assert_eq!(values.len(), 1, "settled: {:?}", target);
        }
    }
}
