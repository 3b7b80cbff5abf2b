//! One register, one of its records, and what is pasted into it.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use model::ids::{EvidenceId, RecordId, RegisterId, UnitId};
use model::plan::Register;
use model::record::read_sheet;
use model::register::{Column, REMOVED, Record, RegisterKind, Standing};
use model::target::Target;
use model::value::{Value, ValueKind};
use model::window::{
    ChoiceView, ColumnHolds, ColumnView, EvidenceView, PastedCell, PastedRow, PastedView, PeriodCounts,
    PlanBefore, RecordPage, RecordStanding, RecordSums, RecordView, RegisterPage, RegisterUnit,
};
use model::words;

use super::cell::{cell, target};
use super::conflict::views;
use super::evidence::view as evidence_view;
use super::history::of_record;
use super::register::{add, counts, of_units};
use crate::facts::{Conflict, Facts, RecordFacts, RecordOf, settings};
use crate::{AskError, Asker};

/// A register of one unit, or of all units that keep one and that the asker may read.
pub(super) fn register_page<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    register: &RegisterId,
    unit: Option<&UnitId>,
) -> Result<RegisterPage, AskError> {
    let register = asker.plan.register(register).ok_or(AskError::Gone)?;
    let task = asker.plan.task(&register.of).ok_or(AskError::Gone)?;
    let units: Vec<&UnitId> = match unit {
        Some(unit) => vec![&asker.reads(unit)?.id],
        None => asker.readable().units(),
    };
    let units: Vec<&UnitId> = units.into_iter().filter(|unit| asker.plan.keeps(unit, register)).collect();
    let mut found = of_units(facts, asker, &[register], &units)?;
    found.retain(|one| one.record(register.kind).stands());
    let contended = contended(facts, asker, register, &units)?;
    let mut records: Vec<RecordView> =
        found.iter().map(|one| view(asker, register.kind, one, contended.contains(&one.id))).collect();
    let days: HashMap<&RecordId, _> = found.iter().map(|one| (&one.id, first_day(register, one))).collect();
    let day = |one: &RecordView| days.get(&one.id).copied().flatten();
    records
        .sort_by_cached_key(|one| (rank(&one.standing), Reverse(day(one)), one.unit.clone(), one.id.clone()));
    let all: Vec<Record<'_>> = found.iter().map(|one| one.record(register.kind)).collect();
    let settings = settings(facts, asker.plan)?;
    let periods = asker.plan.periods().into_iter().map(|period| {
        let days = settings.days_of(asker.plan, &period);
        PeriodCounts { counts: counts(register, &all, (days.from, days.to)), period: period.id }
    });
    Ok(RegisterPage {
        register: register.id.clone(),
        name: register.name.clone(),
        kind: register.kind.id.to_owned(),
        one: register.kind.one.to_owned(),
        task: register.of.clone(),
        task_title: task.title.clone(),
        notes: register.notes.clone(),
        ends: register.kind.ends != model::register::Ends::Told,
        columns: columns(asker, register.kind),
        units: units.iter().map(|unit| sums_of(asker, register, unit, &found)).collect(),
        records,
        periods: periods.collect(),
        indicators: resting(asker, register),
        editable: unit.is_some_and(|unit| may_write(asker, unit, register)),
    })
}

/// Whether the asker writes this register of the unit.
fn may_write(asker: &Asker<'_>, unit: &UnitId, register: &Register) -> bool {
    asker.writes_workbook(unit) && asker.plan.keeps(unit, register)
}

fn sums_of(asker: &Asker<'_>, register: &Register, unit: &UnitId, found: &[RecordFacts]) -> RegisterUnit {
    let mut sums = RecordSums::default();
    let own = found.iter().filter(|one| one.unit == *unit);
    own.for_each(|one| add(&one.record(register.kind), asker.today(), &mut sums));
    RegisterUnit { unit: unit.clone(), unit_name: asker.unit_name(unit), sums }
}

/// The names of the indicators that rest on the register.
fn resting(asker: &Asker<'_>, register: &Register) -> Vec<String> {
    let counts = |one: &&model::plan::Indicator| one.counts.iter().any(|count| count.register == register.id);
    asker.plan.indicators().iter().filter(counts).map(|one| one.name.clone()).collect()
}

/// The day by which records of a kind are told in order: that which puts them into a period.
fn first_day(register: &Register, one: &RecordFacts) -> Option<chrono::NaiveDate> {
    one.record(register.kind).day(register.kind.counts.first()?.dated)
}

/// What asks for somebody's hand stands first.
fn rank(standing: &RecordStanding) -> (u8, i64) {
    match standing {
        RecordStanding::Late { days } => (0, -days),
        RecordStanding::Unproved { .. } => (1, 0),
        RecordStanding::Open => (2, 0),
        RecordStanding::Told | RecordStanding::Ended { .. } => (3, 0),
    }
}

/// Records that people gave different values for.
fn contended<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    register: &Register,
    units: &[&UnitId],
) -> Result<HashSet<RecordId>, AskError> {
    let writers: Vec<UnitId> = units.iter().map(|unit| (*unit).clone()).collect();
    let found = facts.conflicts(asker.plan.id(), &writers, false)?;
    let records = found.into_iter().filter_map(|one| match one.target {
        Target::Cell { register: of, record, .. } if of == register.id => Some(record),
        _ => None,
    });
    Ok(records.collect())
}

/// Where a record stands today.
pub(super) fn standing_of(
    asker: &Asker<'_>,
    kind: &'static RegisterKind,
    one: &RecordFacts,
) -> RecordStanding {
    match one.record(kind).standing(asker.today()) {
        Standing::Told => RecordStanding::Told,
        Standing::Open => RecordStanding::Open,
        Standing::Late(days) => RecordStanding::Late { days },
        Standing::Unproved(missing) => RecordStanding::Unproved { missing: labels(kind, &missing) },
        Standing::Ended(on) => RecordStanding::Ended { on },
    }
}

fn labels(kind: &'static RegisterKind, columns: &[&'static str]) -> Vec<String> {
    let label = |name: &&'static str| kind.column(name).map(|column| column.label.to_owned());
    columns.iter().filter_map(label).collect()
}

fn view(asker: &Asker<'_>, kind: &'static RegisterKind, one: &RecordFacts, conflict: bool) -> RecordView {
    RecordView {
        unit: one.unit.clone(),
        unit_name: asker.unit_name(&one.unit),
        id: one.id.clone(),
        cells: kind.filled().map(|column| cell(asker, one, column)).collect(),
        standing: standing_of(asker, kind, one),
        missing: labels(kind, &one.record(kind).missing()),
        conflict,
    }
}

fn columns(asker: &Asker<'_>, kind: &'static RegisterKind) -> Vec<ColumnView> {
    let choice = |code: &str, label: &str| ChoiceView { code: code.to_owned(), label: label.to_owned() };
    let view = |column: &'static Column| ColumnView {
        name: column.name.to_owned(),
        label: column.label.to_owned(),
        holds: match column.value {
            ValueKind::Date => ColumnHolds::Day,
            ValueKind::Amount => ColumnHolds::Number,
            ValueKind::Word(_) | ValueKind::Id => ColumnHolds::Choice,
            ValueKind::Flag => ColumnHolds::Flag,
            ValueKind::Evidence => ColumnHolds::File,
            _ => ColumnHolds::Words,
        },
        needed: column.needed,
        choices: match column.value {
            ValueKind::Id => {
                let fields = asker.plan.fields().iter();
                fields
                    .map(|field| choice(field.code.as_str(), &format!("{}. {}", field.code, field.name)))
                    .collect()
            }
            _ => column.choices.iter().map(|one| choice(one.code, one.label)).collect(),
        },
    };
    kind.filled().map(view).collect()
}

/// One record, also one that was taken out again.
pub(super) fn record_page<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (unit, register, record): (&UnitId, &RegisterId, &RecordId),
) -> Result<RecordPage, AskError> {
    asker.reads(unit)?;
    let register = asker.plan.register(register).ok_or(AskError::Gone)?;
    let found = of_units(facts, asker, &[register], &[unit])?.into_iter().find(|one| one.id == *record);
    let found = found.ok_or(AskError::Gone)?;
    let of = RecordOf { plan: asker.plan.id(), unit, register: &register.id, record };
    let past = facts.record_past(of)?;
    let mut conflicts = conflicts_in(facts, asker, unit)?;
    conflicts.retain(|one| is_of(&one.target, &register.id, record));
    Ok(RecordPage {
        register: register.id.clone(),
        name: register.name.clone(),
        kind: register.kind.id.to_owned(),
        one: register.kind.one.to_owned(),
        columns: columns(asker, register.kind),
        record: view(asker, register.kind, &found, !conflicts.is_empty()),
        files: files(facts, asker, unit, (register.kind, &found))?,
        removed: found.cells.get(REMOVED) == Some(&Value::Bool(true)),
        editable: may_write(asker, unit, register),
        before: year_before(facts, asker, of)?,
        history: of_record(facts, asker, &past)?,
        conflicts: views(facts, asker, &conflicts)?,
    })
}

/// The documents that a record names; one that was taken out of the book is none.
fn files<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: &UnitId,
    (kind, one): (&'static RegisterKind, &RecordFacts),
) -> Result<Vec<EvidenceView>, AskError> {
    let columns = kind.filled().filter(|column| column.is_file());
    let named = columns.filter_map(|column| one.cells.get(column.name)?.as_str());
    let mut found = Vec::new();
    for id in named {
        let document = facts.evidence_by_id(asker.plan.id(), unit, &EvidenceId::new(id))?;
        found.extend(document.map(|one| evidence_view(asker, one)));
    }
    Ok(found)
}

/// The plan of the year before, where the record comes from there: it has kept its id.
fn year_before<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    of: RecordOf<'_>,
) -> Result<Option<PlanBefore>, AskError> {
    let Some(before) = asker.before().filter(|before| before.reads(of.unit).is_ok()) else { return Ok(None) };
    let Some(register) = before.plan.register(of.register) else { return Ok(None) };
    let there = of_units(facts, &before, &[register], &[of.unit])?.iter().any(|one| one.id == *of.record);
    Ok(there.then(|| before.plan_view()))
}

fn conflicts_in<F: Facts>(facts: &F, asker: &Asker<'_>, unit: &UnitId) -> Result<Vec<Conflict>, AskError> {
    let mut found = facts.conflicts(asker.plan.id(), std::slice::from_ref(unit), false)?;
    found.retain(|one| asker.reads_document(&one.doc));
    Ok(found)
}

fn is_of(target: &Target, register: &RegisterId, record: &RecordId) -> bool {
    matches!(target, Target::Cell { register: of, record: id, .. } if of == register && id == record)
}

/// What a person pasted, before anything of it is taken.
pub(super) fn pasted<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (unit, register): (&UnitId, &RegisterId),
    text: &str,
) -> Result<PastedView, AskError> {
    asker.reads(unit)?;
    let register = asker.plan.register(register).ok_or(AskError::Gone)?;
    let sheet = read_sheet(asker.plan, (register.kind, &register.id), text);
    let found = of_units(facts, asker, &[register], &[unit])?;
    let stands = found.iter().filter(|one| one.record(register.kind).stands());
    // What a record says, whoever typed it and however.
    let mut there: BTreeSet<Vec<String>> = stands
        .map(|one| register.kind.filled().map(|column| cell(asker, one, column).text).collect())
        .collect();
    let rows = sheet.rows.into_iter().map(|row| {
        let texts = register.kind.filled().map(|column| {
            let typed = row.typed.get(column.name).map_or("", String::as_str);
            let problem = row.bad.iter().find(|bad| bad.column == column.name);
            let read = problem.is_none().then(|| normal(asker, &register.id, column, typed)).flatten();
            (typed, read, problem.map(|bad| bad.message.clone()))
        });
        let texts: Vec<_> = texts.collect();
        let says: Vec<String> = texts
            .iter()
            .map(|(typed, read, _)| read.clone().unwrap_or_else(|| (*typed).to_owned()))
            .collect();
        let cells = texts
            .iter()
            .zip(&says)
            .map(|((_, _, problem), text)| PastedCell { text: text.clone(), problem: problem.clone() });
        PastedRow { cells: cells.collect(), beside: row.beside.clone(), twice: !there.insert(says) }
    });
    let rows = rows.collect();
    let columns = sheet.columns.iter().map(|column| column.map(str::to_owned)).collect();
    Ok(PastedView { columns, rows, too_many: u32::try_from(sheet.too_many).unwrap_or(u32::MAX) })
}

/// What was typed, as it will stand in the field.
fn normal(asker: &Asker<'_>, register: &RegisterId, column: &'static Column, typed: &str) -> Option<String> {
    let target = target(register, &RecordId::new("new"), column);
    let edit = model::edit::Edit::from_input(target.clone(), typed, asker.plan).ok()?;
    Some(words::as_input(&edit.value, &target))
}
