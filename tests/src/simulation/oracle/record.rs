//! What windows should show of registers and of their records.

use std::collections::{BTreeMap, BTreeSet};

use model::doc_id::DocId;
use model::ids::{PeriodId, PlanId, UnitId};
use model::target::{EntryKey, Target};
use model::value::Value;
use model::window::{CellView, CountView, EntryPage, RecordPage, RecordSums, RegisterPage};

use super::Oracle;
use super::register::{Days, Record, Register, Sums, reads};
use super::told::Told;

/// Of which figures of the stage's plan the registers tell: the indicator, its figure, the register with its kind, and which of
/// what is counted there.
const RESTS: [(&str, &str, (&str, &str), usize); 4] = [
    ("ho-so-dung-han", "part", ("dossiers", "ho-so"), 1),
    ("ho-so-dung-han", "whole", ("dossiers", "ho-so"), 3),
    ("phan-anh-xu-ly", "part", ("petition", "phan-anh"), 1),
    ("phan-anh-xu-ly", "whole", ("petition", "phan-anh"), 0),
];
/// The task of these.
const OF: &str = "I.3";

/// The half of the plan's year that a period is.
fn days(plan: &PlanId, period: &PeriodId) -> Days {
    let year = plan.as_str().rsplit('-').next().unwrap_or_default();
    let (first, last) = if period.as_str() == "ky-1" { ("01", "06") } else { ("07", "12") };
    (format!("{year}-{first}-01"), format!("{year}-{last}-31"))
}

/// What the registers come to in an entry, as an acceptance keeps it; nothing where none of them has anything.
pub fn counted(book: &Told, workbook: &DocId, entry: &EntryKey) -> Vec<(String, i64)> {
    if entry.task.as_str() != OF {
        return Vec::new();
    }
    let days = days(&workbook.plan, &entry.period);
    let one = |(indicator, figure, (kind, id), at): (&str, &str, (&str, &str), usize)| {
        let register = Register::of(book, kind, id).filter(|one| one.records().next().is_some())?;
        Some((format!("{indicator}/{figure}"), register.counts(&days)[at]))
    };
    RESTS.into_iter().filter_map(one).collect()
}

/// The registers in an entry.
pub fn in_entry(book: &Told, workbook: &DocId, page: &EntryPage, kinds: &Kinds) -> Option<String> {
    for shown in &page.registers {
        let id = shown.register.as_str();
        let Some(register) = kinds.get(id).and_then(|kind| Register::of(book, kind, id)) else {
            return Some(format!("register {id} is of no kind"));
        };
        let counts = register.counts(&days(&workbook.plan, &page.entry.period));
        let differs =
            sums_differ(&shown.sums, register.sums()).or_else(|| counts_differ(&shown.counts, &counts));
        if let Some(why) = differs {
            return Some(format!("register {id}: {why}"));
        }
    }
    None
}

/// Registers by their ids, and of which kind each is.
pub type Kinds = BTreeMap<String, &'static str>;

fn sums_differ(shown: &RecordSums, there: Sums) -> Option<String> {
    let here = Sums { records: shown.records, owed: shown.owed, unproved: shown.unproved };
    (here != there).then(|| format!("{here:?} shown, {there:?} in the log"))
}

fn counts_differ(shown: &[CountView], there: &[i64]) -> Option<String> {
    let same = shown.len() == there.len()
        && shown.iter().zip(there).all(|(shown, there)| reads(&shown.text, &Value::Int(*there)));
    let shown: Vec<&str> = shown.iter().map(|one| one.text.as_str()).collect();
    (!same).then(|| format!("counts {shown:?} shown, {there:?} by the log"))
}

/// Where the page of a register and the log differ first. Of some units' books, as many as whoever asks may read.
pub fn of_register(oracle: &Oracle, plan: &PlanId, page: &RegisterPage) -> Option<String> {
    let nothing = Told::default();
    let (id, mut there) = (page.register.as_str(), BTreeMap::new());
    let mut sums: BTreeMap<&PeriodId, Vec<i64>> = BTreeMap::new();
    for unit in &page.units {
        let book = oracle.document(&DocId::workbook(plan, unit.unit.clone())).unwrap_or(&nothing);
        let Some(register) = Register::of(book, &page.kind, id) else {
            return Some(format!("{} is no kind", page.kind));
        };
        if let Some(why) = sums_differ(&unit.sums, register.sums()) {
            return Some(format!("{}: {why}", unit.unit));
        }
        for shown in &page.periods {
            let counts = register.counts(&days(plan, &shown.period));
            let all = sums.entry(&shown.period).or_insert_with(|| vec![0; counts.len()]);
            all.iter_mut().zip(counts).for_each(|(all, more)| *all += more);
        }
        for (record, cells) in register.records() {
            there.insert((&unit.unit, record.clone()), (register.kind, cells.clone()));
        }
    }
    for shown in &page.periods {
        let none = Vec::new();
        let there = sums.get(&shown.period).unwrap_or(&none);
        if !page.units.is_empty()
            && let Some(why) = counts_differ(&shown.counts, there)
        {
            return Some(format!("{}: {why}", shown.period));
        }
    }
    let here: BTreeSet<(&UnitId, String)> =
        page.records.iter().map(|one| (&one.unit, one.id.to_string())).collect();
    if here != there.keys().cloned().collect() {
        return Some(format!("records {here:?} shown, {:?} in the log", there.keys()));
    }
    page.records.iter().find_map(|one| {
        let (kind, cells) = &there[&(&one.unit, one.id.to_string())];
        let differs = cells_differ(&one.cells, kind.columns, cells);
        differs.map(|why| format!("record {}: {why}", one.id))
    })
}

fn cells_differ(shown: &[CellView], columns: &[&str], cells: &Record) -> Option<String> {
    let differs = |(column, shown): &(&&str, &CellView)| {
        !reads(&shown.text, cells.get(**column).unwrap_or(&Value::Absent))
    };
    let (column, shown) = columns.iter().zip(shown).find(differs)?;
    Some(format!("{column}: {:?} shown, {:?} in the log", shown.text, cells.get(*column)))
}

/// Where the page of a record and the log differ first: its cells, who stands against whom, what became of it, and whether every word
/// that somebody typed is in its cell, is asked about, or was taken away by somebody who knew of it.
pub fn of_record(
    oracle: &Oracle,
    workbook: &DocId,
    page: &RecordPage,
    called: &dyn Fn(&str) -> String,
) -> Option<String> {
    let nothing = Told::default();
    let book = oracle.document(workbook).unwrap_or(&nothing);
    let register = Register::of(book, &page.kind, page.register.as_str())?;
    let id = page.record.id.as_str();
    let Some(cells) = register.all.get(id) else { return Some("it is not in the log".into()) };
    if let Some(why) = cells_differ(&page.record.cells, register.kind.columns, cells) {
        return Some(why);
    }
    let removed = cells.get("removed") == Some(&Value::Bool(true));
    if removed != page.removed {
        return Some(format!("taken out: {} shown, {removed} in the log", page.removed));
    }
    let columns = || register.kind.columns.iter().copied().chain(["removed"]);
    let several = |column: &str| Some(register.standing(id, column).len()).filter(|held| *held > 1);
    let there: usize = columns().filter_map(several).sum();
    let shown: usize = page.conflicts.iter().map(|conflict| conflict.contenders.len()).sum();
    if there != shown {
        return Some(format!("{shown} values in conflict shown, {there} in the log"));
    }
    let asked = |column: &str, value: &Value| {
        let of_cell = page.conflicts.iter().filter(|one| match &one.target {
            Target::Cell { column: of, .. } => of.get().name == column,
            _ => false,
        });
        of_cell.flat_map(|one| &one.contenders).any(|one| reads(&one.text, value))
    };
    let in_cell = |column: &str, value: &Value| cells.get(column) == Some(value);
    let stands = |column: &str, value: &Value| in_cell(column, value) || asked(column, value);
    register.lost_word(id, stands).or_else(|| history(book, &register, page, called))
}

/// A line for each cell that a change wrote in: whose, and when it arrived.
fn history(
    book: &Told,
    register: &Register<'_>,
    page: &RecordPage,
    called: &dyn Fn(&str) -> String,
) -> Option<String> {
    let of_record = |(object, key): &(String, String)| {
        *object == register.object && key.split('/').next() == Some(page.record.id.as_str())
    };
    let lines = |change: &super::Change| change.words.keys().filter(|place| of_record(place)).count();
    let one = |change: &super::Change| (called(&change.by), change.received);
    let mut there: Vec<_> =
        book.changes().flat_map(|change| std::iter::repeat_n(one(change), lines(change))).collect();
    let received = page.history.iter().map(|line| line.received.map_or(0, |at| at.timestamp_millis()));
    let mut shown: Vec<_> = page.history.iter().map(|line| line.by.clone()).zip(received).collect();
    shown.sort();
    there.sort();
    (shown != there && there.len() <= 200).then(|| format!("history: {shown:?} shown, {there:?} in the log"))
}
