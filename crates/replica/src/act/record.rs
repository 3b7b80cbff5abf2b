//! Adding records to a register.

use model::edit::Edit;
use model::ids::{RecordId, UnitId};
use model::plan::Plan;
use model::record::{BadCell, NewRows, read_row};
use model::register::RegisterKind;
use model::window::Done;

use super::new_id;
use crate::error::{Error, Result};
use crate::replica::Replica;

impl Replica {
    /// All of them, or none where anything is wrong with one: the message names the line and the column.
    pub(super) fn add_records(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        NewRows { register, rows }: &NewRows,
    ) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let gone = Error::Gone("Sổ này không còn trong kế hoạch. Nội dung vẫn còn ở ô nhập.");
        let kind = plan.register(register).map(|found| found.kind).ok_or(gone)?;
        let mut edits: Vec<Edit> = Vec::new();
        for (at, typed) in rows.iter().enumerate() {
            let record = RecordId::new(new_id(self.random())?);
            let read = read_row(plan, (kind, register), &record, typed);
            edits.extend(read.map_err(|bad| told(kind, &bad, (rows.len() > 1).then_some(at + 1)))?);
        }
        self.write_together((plan, &doc), edits)
    }
}

/// Everything that is wrong with one row.
fn told(kind: &RegisterKind, bad: &[BadCell], line: Option<usize>) -> Error {
    let label = |column| kind.column(column).map_or(column, |found| found.label);
    let cells = bad.iter().map(|cell| format!("{}: {}", label(cell.column), cell.message));
    let cells = cells.collect::<Vec<_>>().join(" ");
    Error::BadValue(match line {
        Some(line) => format!("Dòng {line}: {cells} Chưa dòng nào được ghi."),
        None => cells,
    })
}
