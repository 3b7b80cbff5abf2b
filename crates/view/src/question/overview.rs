//! The whole picture: how far the work is, whether reports came in time, which targets are reached.

use std::collections::{BTreeMap, HashMap};

use model::due::{Settings, Unowed};
use model::ids::{FieldCode, PeriodId, UnitId};
use model::state::Shown;
use model::time::hanoi;
use model::window::{
    FieldProgress, Matrix, MatrixRow, Overview, ReportsOfPeriod, TargetsOfField, UnitProgress,
};

use super::district::matrix;
use super::figure::figures;
use crate::facts::{Facts, Submission, Unreadable, settings};
use crate::{AskError, Asker};

/// Counts of what the matrix, the submissions and the figures tell one by one.
pub(super) fn overview<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
) -> Result<Overview, AskError> {
    let matrix = matrix(facts, asker, period, None)?;
    let settings = settings(facts, asker.plan)?;
    let handed_in = submissions(facts, asker, period)?;
    let mut shown = BTreeMap::new();
    for row in &matrix.rows {
        count(row.cells.iter().flatten().map(|cell| cell.shown), &mut shown);
    }
    Ok(Overview {
        period: matrix.period.clone(),
        as_of: matrix.as_of,
        assignments: matrix.assignments,
        shown,
        fields: fields(&matrix),
        units: matrix.rows.iter().map(|row| unit(row, handed_in.contains_key(&row.unit))).collect(),
        year: year(facts, asker, &settings)?,
        targets: targets(facts, asker, period)?,
    })
}

fn count(cells: impl Iterator<Item = Shown>, into: &mut BTreeMap<Shown, u32>) -> u32 {
    let mut all = 0;
    for shown in cells {
        *into.entry(shown).or_default() += 1;
        all += 1;
    }
    all
}

/// The cells of a row stand in the order of the fields' tasks.
fn fields(matrix: &Matrix) -> Vec<FieldProgress> {
    let mut from = 0;
    let of = |field: &model::window::MatrixField| {
        let (own, mut shown, mut assignments) = (from..from + field.tasks.len(), BTreeMap::new(), 0);
        from = own.end;
        for row in &matrix.rows {
            assignments += count(row.cells[own.clone()].iter().flatten().map(|cell| cell.shown), &mut shown);
        }
        FieldProgress { field: field.code.clone(), name: field.name.clone(), assignments, shown }
    };
    matrix.fields.iter().map(of).collect()
}

fn unit(row: &MatrixRow, handed_in: bool) -> UnitProgress {
    let mut shown = BTreeMap::new();
    let assignments = count(row.cells.iter().flatten().map(|cell| cell.shown), &mut shown);
    UnitProgress {
        unit: row.unit.clone(),
        unit_name: row.unit_name.clone(),
        assignments,
        shown,
        complete: row.complete,
        on_time: row.on_time,
        handed_in,
    }
}

/// The units that answer for a period and have a part in the plan.
fn answering<'a>(asker: &Asker<'a>, period: &PeriodId) -> Vec<&'a UnitId> {
    let units = asker.readable().units().into_iter();
    let owes = |unit: &&UnitId| !asker.plan.assignments_of(unit).is_empty();
    units.filter(|unit| asker.plan.answers_for(unit, period)).filter(owes).collect()
}

pub(super) fn submissions<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
) -> Result<HashMap<UnitId, Submission>, Unreadable> {
    let found = facts.submissions(asker.plan.id(), period, &answering(asker, period))?;
    Ok(found.into_iter().map(|one| (one.unit.clone(), one)).collect())
}

fn year<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    settings: &Settings,
) -> Result<Vec<ReportsOfPeriod>, AskError> {
    let mut year = Vec::new();
    for period in asker.plan.periods().into_iter().filter(|period| !period.optional) {
        let due = settings.unit_due(&period);
        let handed_in = submissions(facts, asker, &period.id)?;
        let mut of = ReportsOfPeriod {
            period: period.id.clone(),
            name: period.name.clone(),
            due,
            on_time: 0,
            late: 0,
            missing: 0,
            open: 0,
        };
        for unit in answering(asker, &period.id) {
            let due = settings.due_of(&period, Some(unit));
            let owed = !period.optional && Unowed::on(asker.plan, due).is_none();
            // What is not at the server yet came at no time.
            let received = handed_in.get(unit).and_then(|one| one.first_received);
            let day = received.map(|at| at.with_timezone(&hanoi()).date_naive());
            *match day {
                Some(day) if day <= due || !owed => &mut of.on_time,
                Some(_) => &mut of.late,
                None if owed && due < asker.today() => &mut of.missing,
                None => &mut of.open,
            } += 1;
        }
        year.push(of);
    }
    year.retain(|of| of.on_time + of.late + of.missing + of.open > 0);
    Ok(year)
}

fn targets<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
) -> Result<Vec<TargetsOfField>, AskError> {
    let mut by_field: BTreeMap<FieldCode, (u32, u32, u32)> = BTreeMap::new();
    for row in figures(facts, asker, period, None)?.rows {
        let (met, missed, open) = by_field.entry(row.field).or_default();
        *match row.met {
            Some(true) => met,
            Some(false) => missed,
            None => open,
        } += 1;
    }
    let fields = asker.plan.fields().iter();
    let of = fields.filter_map(|field| {
        let (met, missed, open) = *by_field.get(&field.code)?;
        Some(TargetsOfField { field: field.code.clone(), name: field.name.clone(), met, missed, open })
    });
    Ok(of.collect())
}
