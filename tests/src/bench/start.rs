//! From the passphrase to the list of tasks, with three years in the store.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use model::ids::{PeriodId, UnitId};
use model::window::Ask;
use replica::clock::SystemClock;
use replica::key::{Cost, DataKey, KeyFile};
use replica::{Given, Replica};

use super::notebook::{Notebook, Sources};
use super::papers::workbook;
use super::{Row, Times};

const YEARS: [i32; 3] = [2017, 2018, 2019];
/// More than one for each working day.
const OWN: usize = 300;
const OTHERS: usize = 60;
const STARTS: usize = 25;

pub fn measure(folder: &Path) -> Result<Vec<Row>> {
    let commune = build(&folder.join("ayun"), "ayun")?;
    let office = build(&folder.join("noi-vu"), "noi-vu")?;
    let mut rows = Vec::new();
    for (who, unit, (key, built)) in [("a commune", "ayun", &commune), ("Phòng Nội vụ", "noi-vu", &office)]
    {
        let mut opens = Times::default();
        for _ in 0..STARTS {
            opens.of(|| open_and_list(&folder.join(unit), unit, key))?;
        }
        let what = format!("open the store and list the tasks, {who}");
        rows.push(Row::of_times(what, format!("{STARTS} starts; {built}"), &opens).goal("< 1000 ms"));
    }
    let store = folder.join("ayun");
    KeyFile::new(&commune.0, PASSPHRASE, Cost::USUAL)?.write(&store)?;
    let mut unlocks = Times::default();
    for _ in 0..5 {
        unlocks.of(|| {
            KeyFile::read(&store)?.open(PASSPHRASE).map(|key| open_and_list(&store, "ayun", &key))
        })??;
    }
    let of = "5 starts; argon2id with 64 MiB, slow on purpose";
    rows.push(Row::of_times("the same from the passphrase on, a commune", of, &unlocks).goal("< 1000 ms"));
    Ok(rows)
}

const PASSPHRASE: &str = "nha rong giua lang";

fn open_and_list(folder: &Path, unit: &str, key: &DataKey) -> Result<()> {
    let replica = Replica::open(folder, key, Given::new(Arc::new(SystemClock)))?;
    replica.ask(&Ask::Home)?;
    let (period, unit) = (PeriodId::new("Q3"), Some(UnitId::new(unit)));
    replica.ask(&Ask::Work { period, unit, task: None })?;
    Ok(())
}

/// Three plan years, and in each every workbook that the unit may read; closed again.
fn build(folder: &Path, unit: &str) -> Result<(DataKey, String)> {
    let sources = Sources::read()?;
    let plan = sources.plan()?;
    let mut notebook = Notebook::new(folder, unit)?;
    let unit = UnitId::new(unit);
    let (mut papers, mut changes) = (0, 0);
    for year in YEARS {
        notebook.deliver(sources.papers(year)?)?;
        let plan = plan.for_year(year);
        for of in plan.units() {
            let own = of.id == unit;
            if plan.assignments_of(&of.id).is_empty() || !(own || unit == *plan.coordinator()) {
                continue;
            }
            let paper = workbook(&plan, &of.id, year, if own { OWN } else { OTHERS });
            (papers, changes) = (papers + 1, changes + paper.1.len());
            notebook.deliver(vec![paper])?;
        }
    }
    let key = notebook.key.clone();
    drop(notebook);
    let size = std::fs::metadata(folder.join("nha-rong.db"))?.len() / 1_000_000;
    Ok((key, format!("3 plan years, {papers} workbooks, {changes} changes, {size} MB")))
}
