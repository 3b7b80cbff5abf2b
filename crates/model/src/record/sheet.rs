//! Rows that were copied in a table program and pasted: cells with tabs between them, lines with line feeds.

use super::cells::cells_of;
use super::{BadCell, NewRow, read_row};
use crate::fold::fold;
use crate::ids::{RecordId, RegisterId};
use crate::plan::Plan;
use crate::register::RegisterKind;

/// Most rows that are taken in one go: what a year's register of a district has.
pub const MAX_ROWS: usize = 500;

/// What was pasted, as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// For each column of the pasted cells the register's column that it was taken for; none: it is passed over.
    pub columns: Vec<Option<&'static str>>,
    pub rows: Vec<SheetRow>,
    /// Lines behind the last one that is taken.
    pub too_many: usize,
}

/// One pasted line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    pub typed: NewRow,
    pub bad: Vec<BadCell>,
    /// Words that stood behind the last column, or under a head that no column has: they are taken nowhere.
    pub beside: Vec<String>,
}

/// Reads a table. Where the first line names columns, cells are taken by these names in whatever order they stand; else in the
/// order of the register. A column before them that only numbers the lines is passed over.
pub fn read_sheet(plan: &Plan, (kind, register): (&'static RegisterKind, &RegisterId), text: &str) -> Sheet {
    let lines = cells_of(text, '\t');
    let lines: Vec<Vec<String>> =
        lines.into_iter().filter(|line| line.iter().any(|cell| !cell.is_empty())).collect();
    let head = lines.first().and_then(|line| head(kind, line));
    let columns = head.clone().unwrap_or_else(|| in_order(kind, &lines));
    let rows = lines.iter().skip(usize::from(head.is_some()));
    let too_many = rows.len().saturating_sub(MAX_ROWS);
    let rows = rows.take(MAX_ROWS).map(|line| row(plan, (kind, register), &columns, line)).collect();
    Sheet { columns, rows, too_many }
}

fn row(
    plan: &Plan,
    of: (&'static RegisterKind, &RegisterId),
    columns: &[Option<&'static str>],
    line: &[String],
) -> SheetRow {
    let (mut typed, mut beside) = (NewRow::new(), Vec::new());
    for (at, cell) in line.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        match columns.get(at) {
            Some(Some(column)) => drop(typed.insert((*column).to_owned(), cell.clone())),
            // The number of the line is nobody's word.
            Some(None) if is_number(cell) => {}
            Some(None) | None => beside.push(cell.clone()),
        }
    }
    let bad = read_row(plan, of, &RecordId::new("new"), &typed).err().unwrap_or_default();
    SheetRow { typed, bad, beside }
}

/// The columns that a line names; none where it names fewer than two.
fn head(kind: &'static RegisterKind, line: &[String]) -> Option<Vec<Option<&'static str>>> {
    let named = |cell: &String| {
        let folded = fold(cell);
        kind.filled().find(|column| fold(column.label) == folded).map(|column| column.name)
    };
    let columns: Vec<Option<&'static str>> = line.iter().map(named).collect();
    (columns.iter().flatten().count() >= 2).then_some(columns)
}

fn in_order(kind: &'static RegisterKind, lines: &[Vec<String>]) -> Vec<Option<&'static str>> {
    let names = kind.filled().map(|column| Some(column.name));
    let widest = lines.iter().map(Vec::len).max().unwrap_or_default();
    let numbers = |(at, line): (usize, &Vec<String>)| {
        let of_line = line.first().and_then(|cell| cell.parse::<usize>().ok());
        of_line == Some(at + 1)
    };
    let numbered = widest > kind.filled().count() && lines.iter().enumerate().all(numbers);
    numbered.then_some(None).into_iter().chain(names).collect()
}

fn is_number(cell: &str) -> bool {
    cell.trim_end_matches('.').bytes().all(|byte| byte.is_ascii_digit())
}
