//! The list of registers, and what stands of them in an entry.

use std::collections::HashMap;

use chrono::NaiveDate;
use model::due::{Lateness, SOON_DAYS};
use model::ids::{RecordId, RegisterId, UnitId};
use model::plan::Register;
use model::register::{Column, Record, Standing};
use model::target::EntryKey;
use model::value::ValueKind;
use model::window::{CountView, EntryRegister, RecordSums, RegisterShort};

use crate::facts::{Facts, RecordFacts, RecordScope, Unreadable};
use crate::{AskError, Asker};

/// Every register that one unit keeps, or any of those that the asker may read, in the plan's order.
pub(super) fn registers<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: Option<&UnitId>,
) -> Result<Vec<RegisterShort>, AskError> {
    let units = match unit {
        Some(unit) => vec![&asker.reads(unit)?.id],
        None => asker.readable().units(),
    };
    let kept: Vec<&Register> = kept_by(asker, &units);
    let sums = sums_of(facts, asker, &kept, &units)?;
    let own = |register: &Register| asker.unit.is_some_and(|own| asker.plan.keeps(own, register));
    let short = |register: &&Register| {
        let task = asker.plan.task(&register.of)?;
        Some(RegisterShort {
            register: register.id.clone(),
            name: register.name.clone(),
            kind: register.kind.id.to_owned(),
            task: register.of.clone(),
            field: task.field.clone(),
            own: own(register),
            sums: sums.get(&register.id).copied().unwrap_or_default(),
        })
    };
    Ok(kept.iter().filter_map(short).collect())
}

fn kept_by<'a>(asker: &Asker<'a>, units: &[&UnitId]) -> Vec<&'a Register> {
    let keeps = |register: &&Register| units.iter().any(|unit| asker.plan.keeps(unit, register));
    asker.plan.registers().iter().filter(keeps).collect()
}

fn sums_of<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    registers: &[&Register],
    units: &[&UnitId],
) -> Result<HashMap<RegisterId, RecordSums>, Unreadable> {
    let mut sums: HashMap<RegisterId, RecordSums> = HashMap::new();
    let kinds: HashMap<&RegisterId, _> =
        registers.iter().map(|register| (&register.id, register.kind)).collect();
    for one in of_units(facts, asker, registers, units)? {
        if let Some(kind) = kinds.get(&one.register) {
            add(&one.record(kind), asker.today(), sums.entry(one.register.clone()).or_default());
        }
    }
    Ok(sums)
}

pub(super) fn of_units<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    registers: &[&Register],
    units: &[&UnitId],
) -> Result<Vec<RecordFacts>, Unreadable> {
    if registers.is_empty() || units.is_empty() {
        return Ok(Vec::new());
    }
    facts.records(&RecordScope {
        plan: asker.plan.id(),
        registers: registers.iter().map(|register| &register.id).collect(),
        units: Some(units.to_vec()),
    })
}

/// Adds a record that stands in its register.
pub(super) fn add(record: &Record<'_>, today: NaiveDate, sums: &mut RecordSums) {
    if !record.stands() {
        return;
    }
    let standing = record.standing(today);
    sums.records += 1;
    sums.owed += u32::from(standing.is_owed());
    sums.late += u32::from(matches!(standing, Standing::Late(_)));
    sums.unproved += u32::from(matches!(standing, Standing::Unproved(_)));
}

/// How many records of the unit's registers have not ended by their date.
pub(super) fn late_records<F: Facts>(facts: &F, asker: &Asker<'_>, unit: &UnitId) -> Result<u32, Unreadable> {
    let kept = kept_by(asker, &[unit]);
    let sums = sums_of(facts, asker, &kept, &[unit])?;
    Ok(sums.values().map(|sums| sums.late).sum())
}

/// A record that has not ended, and by when it should.
pub(super) struct OwedRecord<'a> {
    pub register: &'a Register,
    pub record: RecordId,
    /// What it is about, in its own words.
    pub title: String,
    pub due: NaiveDate,
    pub lateness: Lateness,
}

/// Those of one unit that have a date, by register.
pub(super) fn owed_records<'a, F: Facts>(
    facts: &F,
    asker: &Asker<'a>,
    unit: &UnitId,
) -> Result<Vec<OwedRecord<'a>>, Unreadable> {
    let kept = kept_by(asker, &[unit]);
    let found = of_units(facts, asker, &kept, &[unit])?;
    let owed = |one: &RecordFacts| {
        let register: &'a Register = kept.iter().copied().find(|register| register.id == one.register)?;
        let record = one.record(register.kind);
        let due = record.due().filter(|_| record.stands() && record.standing(asker.today()).is_owed())?;
        let left = (due - asker.today()).num_days();
        let lateness = match left {
            ..0 => Lateness::Late(-left),
            0..=SOON_DAYS => Lateness::Soon(left),
            _ => Lateness::Later(left),
        };
        let (title, record) = (title(&record), one.id.clone());
        Some(OwedRecord { register, record, title, due, lateness })
    };
    Ok(found.iter().filter_map(owed).collect())
}

/// What a record is about: what it says that something is, and where its kind has no such column the longest line that it needs.
fn title(record: &Record<'_>) -> String {
    let mut said = ["content", "about"].into_iter().filter_map(|column| record.word(column));
    if let Some(said) = said.find(|said| !said.is_empty()) {
        return said.to_owned();
    }
    let line = |column: &&Column| column.needed && matches!(column.value, ValueKind::Line { .. });
    let lines = record.kind.filled().filter(line).filter_map(|column| record.word(column.name));
    lines.max_by_key(|line| line.chars().count()).unwrap_or(record.kind.one).to_owned()
}

/// The registers of the entry's task that the unit keeps, and what they come to in the entry's period.
pub(super) fn of_entry<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (unit, entry): (&UnitId, &EntryKey),
    days: (NaiveDate, NaiveDate),
) -> Result<Vec<EntryRegister>, AskError> {
    let kept: Vec<&Register> =
        kept_by(asker, &[unit]).into_iter().filter(|register| register.of == entry.task).collect();
    let found = of_units(facts, asker, &kept, &[unit])?;
    let view = |register: &&Register| {
        let records: Vec<Record<'_>> = found
            .iter()
            .filter(|one| one.register == register.id)
            .map(|one| one.record(register.kind))
            .filter(Record::stands)
            .collect();
        let mut sums = RecordSums::default();
        records.iter().for_each(|record| add(record, asker.today(), &mut sums));
        EntryRegister {
            register: register.id.clone(),
            name: register.name.clone(),
            one: register.kind.one.to_owned(),
            sums,
            counts: counts(register, &records, days),
        }
    };
    Ok(kept.iter().map(view).collect())
}

/// What is counted of the records in a period.
pub(super) fn counts(
    register: &Register,
    records: &[Record<'_>],
    days: (NaiveDate, NaiveDate),
) -> Vec<CountView> {
    let counts = register.kind.counts.iter();
    counts
        .map(|count| CountView { label: count.label.to_owned(), text: count.of(records, days).to_vi() })
        .collect()
}
