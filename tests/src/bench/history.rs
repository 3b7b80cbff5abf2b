//! Whether a sync costs what is new in it, or what was there before: the same 50 edits after 10 and after 10,000
//! earlier changes of the same document, with the real server.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use document::{Admission, Contents, Document, RawChange, Rules, admit};
use model::edit::StampedEdit;
use model::plan::Plan;
use model::target::EntryKey;
use protocol::{Fate, SyncReply};

use super::bare::BareLaptop;
use super::papers::{actor, day, few, workbook};
use super::{Row, Times};
use crate::demo::{plan, q3};
use crate::server::District;

const EARLIER: [usize; 4] = [10, 100, 1_000, 10_000];
const ROUNDS: usize = 20;
const EDITS: usize = 50;
const AT_ONCE: usize = 500;

pub async fn measure(folder: &Path) -> Result<Vec<Row>> {
    let plan = plan()?;
    let mut district = District::open(folder, Some(plan.year()))?.log_to(folder.join("server.log"));
    district.start()?;
    let mut rows: Vec<Row> = Vec::new();
    let communes: Vec<_> = plan.units().iter().filter(|unit| unit.kind == "commune").collect();
    for (earlier, commune) in EARLIER.into_iter().zip(communes) {
        let mut laptop = BareLaptop::enrol(&district, commune.id.as_str()).await?;
        let (doc, changes) = workbook(&plan, &commune.id, plan.year(), earlier);
        ensure!(doc == laptop.document.id().clone(), "the unit's own workbook");
        for some in changes.chunks(AT_ONCE) {
            sent(laptop.send(some.to_vec()).await?)?;
            laptop.document = taken(&laptop.document, some)?;
        }
        let mut held = Contents::empty(doc);
        ensure!(changes.iter().all(|raw| held.replay(raw)), "its own changes are admitted");
        let (mut sync, mut admission) = (Times::default(), Times::default());
        for round in 0..ROUNDS {
            let mut before = held.clone();
            let sealed = edit(&mut laptop, &plan, round);
            admission.of(|| admitted(&mut before, &sealed))?;
            held = before;
            let begun = Instant::now();
            sent(laptop.send(sealed).await?)?;
            sync.add(begun.elapsed());
        }
        let of = format!("{ROUNDS} syncs of {EDITS} edits in one document, {earlier} changes before");
        let (first_sync, first_admission) = match &rows[..] {
            [sync, admission, ..] => (sync.median.value, admission.median.value),
            _ => (0.0, 0.0),
        };
        let whose = format!("after {}", EARLIER[0]);
        let row = Row::of_times(format!("sent until durable, after {earlier} changes"), &of, &sync);
        rows.push(row.beside(first_sync, &whose));
        let row = Row::of_times(format!("admission alone, after {earlier} changes"), &of, &admission);
        rows.push(row.beside(first_admission, whose));
    }
    Ok(rows)
}

fn taken(document: &Document, changes: &[RawChange]) -> Result<Document> {
    let admitted = admit(document, changes, Rules::Relayed);
    ensure!(
        admitted.outcomes.iter().all(|one| matches!(one, Admission::Accepted(_) | Admission::Known(_))),
        "its own changes are admitted"
    );
    Ok(admitted.document)
}

fn admitted(contents: &mut Contents, changes: &[RawChange]) -> Result<()> {
    let outcomes = contents.admit(changes, Rules::Relayed, |_, _| None);
    ensure!(outcomes.iter().all(|one| matches!(one, Admission::Accepted(_))), "its own changes are admitted");
    Ok(())
}

fn edit(laptop: &mut BareLaptop, plan: &Plan, round: usize) -> Vec<RawChange> {
    let tasks = plan.assignments_of(&laptop.device.unit).iter();
    let entry = |task: &model::ids::TaskId| EntryKey { task: task.clone(), period: q3() };
    let edits = tasks.enumerate().flat_map(|(at, one)| {
        few(&laptop.device.unit, &entry(&one.task), 1_000_000 + round * 977 + at, day(plan.year(), 330))
    });
    let edits: Vec<StampedEdit> = edits.take(EDITS).collect();
    laptop.document.seal(&edits, actor(&laptop.device.unit, usize::MAX))
}

fn sent(reply: SyncReply) -> Result<()> {
    let durable = reply.fates.iter().flatten().all(|one| matches!(one, Fate::Durable { .. }));
    ensure!(durable, "the server took everything");
    Ok(())
}
