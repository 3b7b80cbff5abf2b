//! What goes on from the year before, by choice.

use std::collections::HashSet;

use model::edit::Edit;
use model::ids::{RecordId, TaskId, UnitId};
use model::plan::Register;
use model::register::Column;
use model::target::{EntryKey, Target};
use model::value::{CarriedFrom, Value};
use model::window::{
    CarriedEntry, CarryOverPage, EntryWas, RecordKey, UnfinishedPlanTask, UnfinishedRecord, UnfinishedTask,
    Viewer,
};
use model::words;

use super::cell::{record_words, target};
use super::register::of_units;
use super::register_page::standing_of;
use super::unfinished::{UnfinishedOf, open_questions, unfinished, unfinished_tasks};
use crate::facts::{CarriedFacts, EntryOf, Facts, RecordFacts};
use crate::{AskError, Asker};

/// Of one unit, the asker's own where none is named.
pub(super) fn carry_over<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: Option<&UnitId>,
) -> Result<CarryOverPage, AskError> {
    let unit = unit.or(asker.unit).ok_or(AskError::Gone)?;
    let found = asker.reads(unit)?;
    let before = asker.before().filter(|before| before.reads(unit).is_ok());
    let (mut tasks, mut records) = (Vec::new(), Vec::new());
    if let Some(before) = &before {
        let carried = facts.carried(asker.plan.id(), &[unit])?;
        let goes_on = |one: &EntryKey| {
            carried.iter().any(|had| had.task == one.task && had.from.plan == *before.plan.id())
        };
        for one in unfinished(facts, before, &[unit])? {
            let task = before.plan.task(&one.entry.task).ok_or(AskError::Gone)?;
            tasks.push(UnfinishedTask {
                code: task.code.clone(),
                title: task.title.clone(),
                carried: goes_on(&one.entry),
                possible: asker.plan.assignment(unit, &task.id).is_some(),
                entry: one.entry,
                period_name: one.period_name,
                shown: one.shown,
                percent: one.percent,
                questions: one.questions,
            });
        }
        records = unfinished_records(facts, asker, before, unit)?;
    }
    let plan_tasks = match &before {
        Some(before) if asker.viewer == Viewer::Coordinator => of_plan(facts, asker, before)?,
        _ => Vec::new(),
    };
    Ok(CarryOverPage {
        unit: unit.clone(),
        unit_name: found.name.clone(),
        from: before.as_ref().map(Asker::plan_view),
        tasks,
        records,
        plan_tasks,
        editable: asker.writes_workbook(unit),
    })
}

/// What the office that keeps the plan looks at when it says what becomes of the plan's tasks.
fn of_plan<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    before: &Asker<'_>,
) -> Result<Vec<UnfinishedPlanTask>, AskError> {
    let told = |one: UnfinishedOf| {
        let now = asker.plan.task(&one.task);
        UnfinishedPlanTask {
            kept: now.is_some(),
            carried: now.is_some_and(|task| task.carried_from.as_ref() == Some(before.plan.id())),
            units: one.units.iter().map(|unit| before.unit_name(unit)).collect(),
            assigned: u32::try_from(one.assigned).unwrap_or(u32::MAX),
            task: one.task,
            code: one.code,
            title: one.title,
        }
    };
    Ok(unfinished_tasks(facts, before)?.into_iter().map(told).collect())
}

/// Records of the unit that nobody has ended, register by register.
fn unfinished_records<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    before: &Asker<'_>,
    unit: &UnitId,
) -> Result<Vec<UnfinishedRecord>, AskError> {
    let kept = before.plan.registers().iter().filter(|register| before.plan.keeps(unit, register));
    let kept: Vec<&Register> = kept.collect();
    let there = carried_records(facts, asker, unit)?;
    let mut records = Vec::new();
    for one in of_units(facts, before, &kept, &[unit])? {
        let Some(register) = kept.iter().find(|register| register.id == one.register) else { continue };
        let record = one.record(register.kind);
        if !record.stands() || !record.standing(asker.today()).is_owed() {
            continue;
        }
        records.push(UnfinishedRecord {
            register: register.id.clone(),
            register_name: register.name.clone(),
            words: record_words(before, register.kind, &one),
            standing: standing_of(asker, register.kind, &one),
            carried: there.contains(&one.id),
            possible: same_register(asker, register, unit).is_some(),
            record: one.id,
        });
    }
    Ok(records)
}

/// The register of the same id, where it holds the same and the unit keeps it.
fn same_register<'p>(asker: &Asker<'p>, old: &Register, unit: &UnitId) -> Option<&'p Register> {
    let register = asker.plan.register(&old.id)?;
    (register.kind.id == old.kind.id && asker.plan.keeps(unit, register)).then_some(register)
}

/// Ids of all records of the unit's registers, those too that were taken out: a record that goes on keeps the id that it had.
fn carried_records<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: &UnitId,
) -> Result<HashSet<RecordId>, AskError> {
    let kept = asker.plan.registers().iter().filter(|register| asker.plan.keeps(unit, register));
    let kept: Vec<&Register> = kept.collect();
    Ok(of_units(facts, asker, &kept, &[unit])?.into_iter().map(|one| one.id).collect())
}

/// The edits of the unit's workbook after which these go on. What went on before is passed over; what is not unfinished, or has no
/// place in the plan, is refused as a whole.
pub fn carry_over_edits<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: &UnitId,
    (tasks, records): (&[TaskId], &[RecordKey]),
) -> Result<Vec<Edit>, AskError> {
    let page = carry_over(facts, asker, Some(unit))?;
    let before = asker.before().ok_or(AskError::Gone)?;
    let mut edits = Vec::new();
    for task in tasks {
        let one = page.tasks.iter().find(|one| one.entry.task == *task && one.possible);
        let one = one.ok_or(AskError::Gone)?;
        if !one.carried {
            let from = CarriedFrom { plan: before.plan.id().clone(), period: one.entry.period.clone() };
            edits.push(Edit { target: Target::Carried { task: task.clone() }, value: Value::record(&from) });
        }
    }
    for RecordKey { register, record } in records {
        let one = page.records.iter().find(|one| one.register == *register && one.record == *record);
        let one = one.filter(|one| one.possible).ok_or(AskError::Gone)?;
        if one.carried {
            continue;
        }
        let old = before.plan.register(register).ok_or(AskError::Gone)?;
        let found = of_units(facts, &before, &[old], &[unit])?.into_iter().find(|one| one.id == *record);
        edits.extend(copied(old, &found.ok_or(AskError::Gone)?));
    }
    Ok(edits)
}

/// What a record holds, cell by cell, under the id that it has. A document that it names stays in the book of the old year.
fn copied(register: &Register, one: &RecordFacts) -> Vec<Edit> {
    let cell = |column: &'static Column| {
        let value = one.cells.get(column.name).filter(|value| **value != Value::Absent)?;
        Some(Edit { target: target(&register.id, &one.id, column), value: value.clone() })
    };
    register.kind.filled().filter(|column| !column.is_file()).filter_map(cell).collect()
}

/// Where the work of an entry comes from.
pub(super) fn carried<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    of: EntryOf<'_>,
) -> Result<Option<CarriedEntry>, AskError> {
    let all = facts.carried(of.plan, &[of.unit])?;
    let Some(CarriedFacts { from, .. }) = all.into_iter().find(|one| one.task == *of.task) else {
        return Ok(None);
    };
    let entry = EntryKey { task: of.task.clone(), period: from.period.clone() };
    let there = asker.in_plan(&from.plan).filter(|there| there.reads(of.unit).is_ok());
    let period = there.as_ref().and_then(|there| there.plan.period(&from.period));
    let year = there.as_ref().map_or(asker.plan.year() - 1, |there| there.plan.year());
    let was = match (&there, &period) {
        (Some(there), Some(_)) => {
            Some(as_it_was(facts, there, EntryOf { plan: &from.plan, period: &from.period, ..of })?)
        }
        _ => None,
    };
    let period_name = period.map_or_else(|| from.period.to_string(), |period| period.name);
    Ok(Some(CarriedEntry { plan: from.plan, year, entry, period_name, was }))
}

fn as_it_was<F: Facts>(facts: &F, there: &Asker<'_>, of: EntryOf<'_>) -> Result<EntryWas, AskError> {
    let of_entry = there.entries(facts, &of.scope())?.take(of.unit, of.task);
    let mut written = facts.texts(of)?;
    let key = EntryKey { task: of.task.clone(), period: of.period.clone() };
    let texts = Target::texts_of(&key).filter_map(|target| {
        let text = written.remove(target.description().object.name)?;
        Some((words::field(&target, there.plan), text))
    });
    Ok(EntryWas {
        shown: of_entry.standing().shown(None, there.today()),
        percent: of_entry.percent,
        texts: texts.collect(),
        questions: open_questions(facts, there, of)?,
    })
}
