//! The reporting cycle played at random: what was accepted never changes, every answer follows from the acts that led to it, at
//! every past moment, and no order of arrival changes one.

use document::RawChange;
use model::doc_id::DocId;
use model::ids::UnitId;
use model::target::Target;
use model::value::{Heads, Look, NamedFields, Submission, Value, Verdict};
use model::window::{AsOf, Ask};
use serde_json::Value as Json;
use tables::Logged;

use crate::support::{
    AYUN, World, at, decision, entry, link, narrative, percent, q3, review, state, text, workbook,
};

const TASKS: [&str; 2] = ["I.2", "I.3"];
const OFFICES: [&str; 2] = ["noi-vu", "tu-phap"];

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

/// One change, in the order of the log, and as it stands there.
struct Came {
    doc: DocId,
    raw: RawChange,
    logged: Logged,
}

/// What an office accepted, and what it read then.
struct Accepted {
    task: &'static str,
    heads: Heads,
    read: Json,
}

struct Played {
    world: World,
    came: Vec<Came>,
    accepted: Vec<Accepted>,
}

fn as_seen(world: &World, task: &str, heads: &Heads) -> Json {
    let ask = Ask::AsSeen { unit: UnitId::new(AYUN), entry: entry(task), heads: heads.clone() };
    world.ask("noi-vu", &ask)
}

/// Two laptops of a commune, of which one is often behind, and two offices: some dozen acts.
fn play(seed: u64) -> Played {
    let mut played = Played { world: World::new(), came: Vec::new(), accepted: Vec::new() };
    let mut dice = Dice(seed);
    let mut late: Vec<Vec<RawChange>> = Vec::new();
    for step in 0..18 {
        let when = format!("2019-08-{:02}T08:{:02}:00", 1 + step, dice.below(60));
        played.world.received = Some(at(&format!("2019-08-{:02}T10:00:00", 1 + step)));
        let task = TASKS[dice.below(2)];
        let kind = dice.below(10);
        if kind < 4 {
            let edit = an_edit(&mut dice, task, step);
            let sealed = played.world.seal_apart(&workbook(AYUN), "Y Blơi", &when, &edit);
            // What a laptop without a network wrote comes later, beside what the other has written by then.
            if dice.below(3) == 0 { late.push(sealed) } else { played.come(&workbook(AYUN), &sealed) }
        } else if kind == 4 && !late.is_empty() {
            let sealed = late.remove(dice.below(late.len()));
            played.come(&workbook(AYUN), &sealed);
        } else if kind < 7 {
            played.report(&when, dice.below(3) == 0);
        } else {
            played.review(&mut dice, (task, &when));
        }
    }
    for sealed in late {
        played.come(&workbook(AYUN), &sealed);
    }
    played
}

fn an_edit(dice: &mut Dice, task: &str, step: usize) -> Vec<(Target, Value)> {
    match dice.below(4) {
        0 => vec![state(task, ["in-progress", "done"][dice.below(2)])],
        1 => vec![percent(task, i64::try_from(dice.below(101)).unwrap())],
        2 => vec![narrative(task, &format!("Đã làm được {} việc, lần {step}.", dice.below(50)))],
        _ => {
            let mut edit = decision("bbbbbbbbbbbbb", '2');
            edit.push(link(task, "bbbbbbbbbbbbb", &format!("trang {step}")));
            edit
        }
    }
}

impl Played {
    fn come(&mut self, doc: &DocId, raws: &[RawChange]) {
        for raw in raws {
            let before = self.world.log.len();
            self.world.merge(doc, std::slice::from_ref(raw));
            if let Some((_, logged)) = self.world.log.get(before) {
                let (doc, raw, logged) = (doc.clone(), raw.clone(), logged.clone());
                self.came.push(Came { doc, raw, logged });
            }
        }
    }

    fn report(&mut self, when: &str, take_back: bool) {
        let heads = self.world.heads(&workbook(AYUN));
        if heads.is_empty() {
            return;
        }
        let target = Target::Submission { period: q3() };
        let held = document::Fields::read(self.world.document(&workbook(AYUN)), &target);
        let standing: Option<Submission> = held.value().as_record();
        let one = match standing.filter(|_| take_back) {
            Some(one) => Submission { withdrawn: Some(at(when)), ..one },
            None => Submission::new(at(when), Heads::new(heads)),
        };
        let edit = [(target, Value::record(&one))];
        let sealed = self.world.seal_apart(&workbook(AYUN), "Y Blơi", when, &edit);
        self.come(&workbook(AYUN), &sealed);
    }

    fn review(&mut self, dice: &mut Dice, (task, when): (&'static str, &str)) {
        let office = OFFICES[if task == "I.2" { dice.below(2) } else { 0 }];
        let heads = Heads::new(self.world.heads(&workbook(AYUN)));
        if heads.is_empty() {
            return;
        }
        let verdict = || Target::Verdict { entry: entry(task) };
        let edit = match dice.below(4) {
            0 => {
                let returned = Verdict::Returned {
                    reason: "thiếu biểu".into(),
                    until: None,
                    heads: heads.clone(),
                    fields: NamedFields::default(),
                };
                (verdict(), Value::record(&returned))
            }
            1 => {
                let target = Target::Submission { period: q3() };
                let held = document::Fields::read(self.world.document(&workbook(AYUN)), &target);
                let Some(one) = held.value().as_record::<Submission>() else { return };
                (Target::Look { period: q3() }, Value::record(&Look { at: at(when), heads: one.heads }))
            }
            2 => {
                let question = Target::Question { entry: entry(task), question: "q1".into() };
                (question, text(&format!("Hỏi ngày {when}?")))
            }
            _ => {
                let read = as_seen(&self.world, task, &heads);
                self.accepted.push(Accepted { task, heads: heads.clone(), read });
                (verdict(), Value::record(&Verdict::Accepted { heads: heads.clone() }))
            }
        };
        let doc = review(office, AYUN);
        let sealed = self.world.seal_apart(&doc, "Hà", when, &[edit]);
        self.come(&doc, &sealed);
    }

    /// All that a window shows of the cycle, as one text.
    fn told(world: &World) -> Json {
        questions().iter().map(|ask| world.ask("noi-vu", ask)).collect()
    }

    /// Another laptop, which hears the same of the log in another order.
    fn elsewhere(&self, dice: &mut Dice) -> World {
        let mut world = World::new();
        for (name, of) in [("Y Blơi", AYUN), ("Hà", "noi-vu")] {
            let _ = (world.person(name), of);
        }
        let mut left: Vec<&Came> = self.came.iter().collect();
        while !left.is_empty() {
            // Of each document its changes come with their ancestors; of different ones in any order.
            let docs: Vec<&DocId> = left.iter().map(|came| &came.doc).collect();
            let doc = docs[dice.below(docs.len())].clone();
            let next = left.iter().position(|came| came.doc == doc).unwrap();
            let came = left.remove(next);
            world.hold(&came.doc, &came.raw);
            world.log.push((came.doc.clone(), came.logged.clone()));
            if came.logged.read.skeleton.is_none() {
                world.take_in(&came.doc, &came.logged.read, came.logged.arrival);
            }
        }
        world
    }
}

fn questions() -> Vec<Ask> {
    let unit = || UnitId::new(AYUN);
    let mut all = vec![
        Ask::HandIn { period: q3(), unit: Some(unit()) },
        Ask::Reviews { period: q3() },
        Ask::Work { period: q3(), unit: Some(unit()), task: None },
        Ask::Matrix { period: q3(), field: None },
    ];
    all.extend(TASKS.map(|task| Ask::Entry { unit: unit(), entry: entry(task) }));
    all
}

const SEEDS: std::ops::Range<u64> = 1..25;

#[test]
fn what_was_accepted_never_changes() {
    let mut accepted = 0;
    for seed in SEEDS {
        let played = play(seed);
        for one in &played.accepted {
            accepted += 1;
            assert_eq!(as_seen(&played.world, one.task, &one.heads), one.read, "seed {seed}, {}", one.task);
        }
    }
    assert!(accepted > 20, "there was something to look at");
}

#[test]
fn no_order_of_arrival_changes_an_answer() {
    for seed in SEEDS {
        let played = play(seed);
        let told = Played::told(&played.world);
        for order in 0..3 {
            let elsewhere = played.elsewhere(&mut Dice(seed * 7 + order));
            assert_eq!(Played::told(&elsewhere), told, "seed {seed}, order {order}");
        }
    }
}

#[test]
fn every_answer_follows_from_the_acts_that_led_to_it_at_every_past_moment() {
    for seed in SEEDS.step_by(6) {
        let played = play(seed);
        let mut then = World::new();
        then.person("Y Blơi");
        then.person("Hà");
        for came in &played.came {
            then.hold(&came.doc, &came.raw);
            then.log.push((came.doc.clone(), came.logged.clone()));
            if came.logged.read.skeleton.is_none() {
                then.take_in(&came.doc, &came.logged.read, came.logged.arrival);
            }
            let position = u64::try_from(came.logged.arrival.place.number()).unwrap();
            for ask in questions() {
                let past = played.world.ask_as_of(&AsOf::Position { position }, &ask);
                let at_once = then.ask_as_of(&AsOf::Position { position }, &ask);
                let (past, at_once) = (without_today(past), without_today(at_once));
                assert_eq!(past, at_once, "seed {seed}, position {position}, {ask:?}");
                let now = then.ask_as(None, "2019-08-22T09:00:00", view::Side::Server, &ask).unwrap();
                assert_eq!(
                    without_today(past),
                    without_today(now),
                    "seed {seed}, position {position}, {ask:?}"
                );
            }
        }
    }
}

/// A past answer is of its own day: what is counted from today, and when units were heard, is left out.
fn without_today(mut answer: Json) -> Json {
    match &mut answer {
        Json::Object(fields) => {
            for name in [
                "daysLeft",
                "lateness",
                "asOf",
                "lastHeard",
                "shown",
                "overdue",
                "onTime",
                "due",
                "items",
                "people",
                "silentDays",
            ] {
                fields.remove(name);
            }
            for value in fields.values_mut() {
                *value = without_today(value.take());
            }
        }
        Json::Array(items) => {
            for item in items {
                *item = without_today(item.take());
            }
        }
        _ => {}
    }
    answer
}
