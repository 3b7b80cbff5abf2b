//! What one enrolled laptop that means harm costs everybody else: while it sends the worst that it may, as fast as it is
//! answered, an honest one syncs an edit now and then.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use document::{Actor, Document, MAX_FIELDS, MAX_FIELDS_IN_CHANGE, RawChange};
use model::edit::{Edit, StampedEdit};
use model::ids::EvidenceId;
use model::plan::Plan;
use model::target::{EntryKey, EvidencePart, Target};
use model::value::{MAX_LINE_CHARS, MAX_TEXT_CHARS, Value};
use protocol::{Fate, MAX_REQUEST_CHANGES};

use super::bare::BareLaptop;
use super::memory::{peak_of, resident_of};
use super::papers::{day, few};
use super::{Measure, Row, Times};
use crate::demo::{plan, q3};
use crate::server::District;

/// How many batches of each kind are sent, one as soon as the one before it is answered.
const BATCHES: usize = 24;
/// Whom the honest laptop's officer writes as: nobody that the hostile one does.
const HONEST: usize = 1 << 32;
/// Between two syncs of the honest laptop.
const PAUSE: Duration = Duration::from_millis(50);

/// What is sent, a batch at a time.
type Batches = Box<dyn FnMut(usize) -> Vec<RawChange> + Send>;

pub async fn measure(folder: &Path) -> Result<Vec<Row>> {
    let plan = plan()?;
    let mut rows = Vec::new();
    for (name, make) in KINDS {
        let folder = folder.join(name.replace(' ', "-"));
        std::fs::create_dir(&folder)?;
        let mut district = District::open(&folder, Some(plan.year()))?.log_to(folder.join("server.log"));
        district.start()?;
        let process = district.process().context("the server runs")?;
        let mut hostile = BareLaptop::enrol(&district, "hra").await?;
        let mut honest = BareLaptop::enrol(&district, "ayun").await?;
        edit(&mut honest, &plan, 0).await?;
        let idle = resident_of(process)?;
        let mut make = make(&plan, &hostile.document);
        let batches: Vec<_> = tokio::task::block_in_place(|| (0..BATCHES).map(&mut make).collect());
        let (answered, took, told) = beside(&mut hostile, batches, &mut honest, &plan).await?;
        let more = peak_of(process)?.saturating_sub(idle);
        let of = format!("{} changes sent in {BATCHES} batches, {} of them taken", told.sent, told.taken);
        rows.push(Row::of_times(format!("an honest sync, beside {name}"), &of, &answered).goal("p99 < 2 s"));
        rows.push(Row::of_times(format!("{name}: a batch until it is answered"), &of, &took));
        let what = format!("{name}: memory above idle, at most");
        rows.push(Row::of_one(what, of, Measure::mb(more)).goal("< 64 MB"));
    }
    Ok(rows)
}

/// What became of what was sent.
#[derive(Default)]
struct Told {
    sent: usize,
    taken: usize,
}

/// Both at once: how long the honest laptop waited, and the other one.
async fn beside(
    hostile: &mut BareLaptop,
    batches: Vec<Vec<RawChange>>,
    honest: &mut BareLaptop,
    plan: &Plan,
) -> Result<(Times, Times, Told)> {
    let over = AtomicBool::new(false);
    let harm = async {
        let (mut took, mut told) = (Times::default(), Told::default());
        for changes in batches {
            told.sent += changes.len();
            let begun = Instant::now();
            let reply = hostile.send(changes).await?;
            took.add(begun.elapsed());
            let fates = reply.fates.iter().flatten();
            told.taken += fates.filter(|fate| matches!(fate, Fate::Durable { .. })).count();
        }
        over.store(true, Ordering::Relaxed);
        Ok::<_, anyhow::Error>((took, told))
    };
    let work = async {
        let mut answered = Times::default();
        let mut number = 1;
        while !over.load(Ordering::Relaxed) {
            answered.add(edit(honest, plan, number).await?);
            number += 1;
            tokio::time::sleep(PAUSE).await;
        }
        Ok::<_, anyhow::Error>(answered)
    };
    let ((took, told), answered) = tokio::try_join!(harm, work)?;
    Ok((answered, took, told))
}

/// A few fields of an entry, and how long it took until they were durable.
async fn edit(laptop: &mut BareLaptop, plan: &Plan, number: usize) -> Result<Duration> {
    let tasks = plan.assignments_of(&laptop.device.unit);
    let entry = EntryKey { task: tasks[number % tasks.len()].task.clone(), period: q3() };
    let sealed =
        laptop.document.seal(&few(&laptop.device.unit, &entry, number, day(plan.year(), 200)), actor(HONEST));
    let begun = Instant::now();
    let reply = laptop.send(sealed).await?;
    let durable = reply.fates.iter().flatten().all(|one| matches!(one, Fate::Durable { .. }));
    ensure!(durable, "honest work is taken");
    Ok(begun.elapsed())
}

/// How the batches of one kind are made.
type Make = fn(&Plan, &Document) -> Batches;

const KINDS: [(&str, Make); 6] = [
    ("letters one by one", letters),
    ("whole texts anew", texts),
    ("values side by side", values),
    ("changes that wait", waiting),
    ("objects without end", objects),
    ("fields without end", fields),
];

fn actor(number: usize) -> Actor {
    Actor::from_random((number as u64 + 1).to_be_bytes().map(|byte| byte.rotate_left(1)))
}

fn write(target: Target, value: Value) -> StampedEdit {
    StampedEdit { edit: Edit { target, value }, by: "ke-la".into(), at: day(2019, 200) }
}

fn entries(plan: &Plan, document: &Document) -> Vec<EntryKey> {
    let unit = document.id().about().expect("a workbook is a unit's");
    let entry = |task: &model::ids::TaskId| EntryKey { task: task.clone(), period: q3() };
    plan.assignments_of(unit).iter().map(|one| entry(&one.task)).collect()
}

/// Each change puts one letter into a text of the longest kind.
fn letters(plan: &Plan, document: &Document) -> Batches {
    let (mut document, entries) = (document.clone(), entries(plan, document));
    let mut sealed = Vec::new();
    Box::new(move |number| {
        let target = Target::Narrative { entry: entries[number % entries.len()].clone() };
        let mut text = "ạ".repeat(MAX_TEXT_CHARS - MAX_REQUEST_CHANGES);
        while sealed.len() < MAX_REQUEST_CHANGES {
            text.push('b');
            let edit = write(target.clone(), Value::Str(text.clone()));
            sealed.extend(document.seal(&[edit], actor(0)));
        }
        sealed.drain(..MAX_REQUEST_CHANGES).collect()
    })
}

/// Each change writes a text of the longest kind anew.
fn texts(plan: &Plan, document: &Document) -> Batches {
    let (mut document, entries) = (document.clone(), entries(plan, document));
    Box::new(move |number| {
        let letter = char::from(b'a' + (number % 26) as u8).to_string();
        let text = Value::Str(letter.repeat(MAX_TEXT_CHARS));
        let targets = entries.iter().skip(number * 4 % entries.len()).take(4);
        let edits = targets.map(|entry| write(Target::Narrative { entry: entry.clone() }, text.clone()));
        document.seal(&edits.collect::<Vec<_>>(), actor(0))
    })
}

/// Each change is another author's, and knows of no other.
fn values(plan: &Plan, document: &Document) -> Batches {
    let (document, entries) = (document.clone(), entries(plan, document));
    Box::new(move |number| {
        let mut changes = Vec::new();
        for one in 0..MAX_REQUEST_CHANGES - 1 {
            let edits: Vec<StampedEdit> = entries
                .iter()
                .map(|entry| write(Target::Percent { entry: entry.clone() }, Value::Int(one as i64 % 101)))
                .collect();
            let sealed = document.clone().seal(&edits, actor(1 + number * MAX_REQUEST_CHANGES + one));
            if one == 0 && number == 0 {
                changes.extend(sealed[..sealed.len() - 1].iter().cloned());
            }
            changes.extend(sealed.last().cloned());
        }
        changes.truncate(MAX_REQUEST_CHANGES);
        changes
    })
}

/// Each change uses as many pieces of evidence in an entry as one may; all that a document takes come at once.
fn fields(plan: &Plan, document: &Document) -> Batches {
    let (mut document, entries) = (document.clone(), entries(plan, document));
    let mut used = 0;
    Box::new(move |number| {
        let changes = if number == 0 { MAX_FIELDS / MAX_FIELDS_IN_CHANGE } else { 1 };
        let mut sealed = Vec::new();
        for _ in 0..changes {
            let link = |n: usize| {
                let evidence = EvidenceId::new(format!("{n:013}"));
                write(Target::Link { entry: entries[0].clone(), evidence }, Value::Str("trang 1".into()))
            };
            let edits: Vec<StampedEdit> = (used..used + MAX_FIELDS_IN_CHANGE).map(link).collect();
            used += MAX_FIELDS_IN_CHANGE;
            sealed.extend(document.seal(&edits, actor(0)));
        }
        sealed
    })
}

/// Changes whose first ancestor never comes, as long as they may be.
fn waiting(plan: &Plan, document: &Document) -> Batches {
    let (mut document, entries) = (document.clone(), entries(plan, document));
    let evidence = EvidenceId::new("nevercomes");
    document.seal(
        &[write(
            Target::Link { entry: entries[0].clone(), evidence: evidence.clone() },
            Value::Str("0".into()),
        )],
        actor(0),
    );
    Box::new(move |number| {
        let mut changes = Vec::new();
        for one in 0..MAX_REQUEST_CHANGES {
            let edits = (0..10).map(|field| {
                let evidence = EvidenceId::new(format!("e{field}"));
                let line = format!("{number}-{one}").repeat(MAX_LINE_CHARS / 12);
                let entry = entries[one % entries.len()].clone();
                write(Target::Link { entry, evidence }, Value::Str(line))
            });
            let sealed = document.seal(&edits.collect::<Vec<_>>(), actor(0));
            changes.extend(sealed.last().cloned());
        }
        changes
    })
}

/// Pieces of evidence, each an object of its own.
fn objects(_: &Plan, document: &Document) -> Batches {
    let mut document = document.clone();
    Box::new(move |number| {
        let edits = (0..MAX_REQUEST_CHANGES - 1).map(|one| {
            let evidence = EvidenceId::new(format!("{number}-{one}"));
            let target = Target::Evidence { evidence, part: EvidencePart::Abstract };
            write(target, Value::Str("trích yếu".into()))
        });
        document.seal(&edits.collect::<Vec<_>>(), actor(0))
    })
}
