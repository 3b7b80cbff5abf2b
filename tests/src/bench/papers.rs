//! Documents with a past, made as laptops make them.

use chrono::{DateTime, FixedOffset, TimeDelta};
use document::{Actor, Document, RawChange};
use model::doc_id::{DocId, DocKind};
use model::edit::{Edit, StampedEdit};
use model::ids::{PeriodId, PersonId, PlanId, UnitId};
use model::plan::{Items, Plan};
use model::target::{EntryKey, Target};
use model::time::hanoi;
use model::value::Value;

use crate::demo::Dice;

/// A document and its changes, ancestors first.
pub type Paper = (DocId, Vec<RawChange>);

pub fn day(year: i32, number: i64) -> DateTime<FixedOffset> {
    let first = chrono::NaiveDate::from_ymd_opt(year, 1, 2).and_then(|day| day.and_hms_opt(8, 0, 0));
    let first = first.and_then(|at| at.and_local_timezone(hanoi()).single()).unwrap_or_default();
    first + TimeDelta::days(number)
}

fn stamped(by: &PersonId, target: Target, value: Value, at: DateTime<FixedOffset>) -> StampedEdit {
    StampedEdit { edit: Edit { target, value }, by: by.clone(), at }
}

/// When the organisation was first written down.
const FIRST_YEAR: i32 = 2017;

/// The documents of the organisation, always the same, and of the plan in some year.
pub fn plan_papers(year: i32, items: Items) -> [Paper; 2] {
    let plan = PlanId::new(format!("mang-yang-{year}"));
    items.edits(&plan, None).map(|(doc, mut edits)| {
        let of_plan = doc.kind == DocKind::Plan;
        if of_plan {
            edits.push(Edit { target: Target::Year, value: Value::Int(year.into()) });
        }
        let at = day(if of_plan { year } else { FIRST_YEAR }, 0);
        let by = PersonId::program();
        let stamped = edits.into_iter().map(|edit| stamped(&by, edit.target, edit.value, at));
        let edits: Vec<StampedEdit> = stamped.collect();
        let changes = Document::empty(doc.clone()).seal(&edits, Actor::from_random(*b"the plan"));
        (doc, changes)
    })
}

/// A year of one unit: so many changes, each of a few fields of one entry, over all periods.
pub fn workbook(plan: &Plan, unit: &UnitId, year: i32, changes: usize) -> Paper {
    let mut dice = Dice::of(u64::from(year.unsigned_abs()), unit.as_str());
    let doc = DocId::workbook(plan.id(), unit.clone());
    let mut document = Document::empty(doc.clone());
    let tasks = plan.assignments_of(unit);
    let mut sealed = Vec::new();
    for number in 0..changes {
        let at = day(year, i64::try_from(number * 300 / changes).unwrap_or(0));
        let (task, period) = (&dice.pick(tasks).task, &dice.pick(plan.reports()).id);
        let entry = EntryKey { task: task.clone(), period: period.clone() };
        sealed.extend(document.seal(&few(unit, &entry, number, at), actor(unit, number / 20)));
    }
    (doc, sealed)
}

/// One change that tells something of every entry of a period.
pub fn quarter(plan: &Plan, unit: &UnitId, period: &PeriodId) -> Paper {
    let doc = DocId::workbook(plan.id(), unit.clone());
    let tasks = plan.assignments_of(unit).iter().enumerate();
    let edits: Vec<StampedEdit> = tasks
        .flat_map(|(number, assignment)| {
            let entry = EntryKey { task: assignment.task.clone(), period: period.clone() };
            few(unit, &entry, number, day(plan.year(), 200))
        })
        .collect();
    let changes = Document::empty(doc.clone()).seal(&edits, actor(unit, 0));
    (doc, changes)
}

/// State, per cent and a sentence of one entry, by the one person of the unit.
pub fn few(unit: &UnitId, entry: &EntryKey, number: usize, at: DateTime<FixedOffset>) -> Vec<StampedEdit> {
    let by = PersonId::new(unit.as_str());
    let states = ["in-progress", "done", "not-started", "not-applicable"];
    let percent = i64::try_from(number % 101).unwrap_or(0);
    let words = format!("Đã giải quyết {number} hồ sơ đúng hạn; niêm yết công khai tại Bộ phận một cửa.");
    vec![
        stamped(&by, Target::State { entry: entry.clone() }, Value::Str(states[number % 4].into()), at),
        stamped(&by, Target::Percent { entry: entry.clone() }, Value::Int(percent), at),
        stamped(&by, Target::Narrative { entry: entry.clone() }, Value::Str(words), at),
    ]
}

/// Laptops are started anew now and then, and each time they write as somebody else; never as one of another unit.
pub fn actor(unit: &UnitId, number: usize) -> Actor {
    let named = blake3::hash(format!("{} {number}", unit.as_str()).as_bytes());
    Actor::from_random(*named.as_bytes().first_chunk().expect("a hash has 32 bytes"))
}
