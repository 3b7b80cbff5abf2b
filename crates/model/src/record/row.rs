//! Reading a new record, cell by cell, from a form or from a sheet.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::edit::Edit;
use crate::ids::{RecordId, RegisterId};
use crate::plan::Plan;
use crate::register::{Column, ColumnOf, RegisterKind};
use crate::target::Target;
use crate::value::Value;

/// What was typed for one record, by column; what is not there is empty.
pub type NewRow = BTreeMap<String, String>;

/// Records that are added to a register in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NewRows {
    pub register: RegisterId,
    #[ts(type = "Array<Record<string, string>>")]
    pub rows: Vec<NewRow>,
}

/// Why what stands in a cell cannot be taken, and what to type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCell {
    pub column: &'static str,
    pub message: String,
}

const NEEDED: &str = "Chưa nhập. Cột này không được để trống.";

/// The edits that make the record. Everything that is wrong with it is told, cell by cell.
pub fn read_row(
    plan: &Plan,
    (kind, register): (&'static RegisterKind, &RegisterId),
    record: &RecordId,
    typed: &NewRow,
) -> Result<Vec<Edit>, Vec<BadCell>> {
    let (mut edits, mut bad) = (Vec::new(), Vec::new());
    for column in kind.filled() {
        let text = typed.get(column.name).map_or("", String::as_str);
        match cell(plan, (register, record), column, text) {
            Ok(Edit { value: Value::Absent, .. }) if column.needed => {
                bad.push(BadCell { column: column.name, message: NEEDED.to_owned() });
            }
            Ok(Edit { value: Value::Absent, .. }) => {}
            Ok(edit) => edits.push(edit),
            Err(message) => bad.push(BadCell { column: column.name, message }),
        }
    }
    if bad.is_empty() { Ok(edits) } else { Err(bad) }
}

fn cell(
    plan: &Plan,
    (register, record): (&RegisterId, &RecordId),
    column: &'static Column,
    text: &str,
) -> Result<Edit, String> {
    let column = ColumnOf::new(column);
    let target = Target::Cell { register: register.clone(), record: record.clone(), column };
    Edit::from_input(target, text, plan).map_err(|bad| bad.to_string())
}
