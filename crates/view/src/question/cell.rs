//! What stands in the cells of a record, for people.

use model::ids::{RecordId, RegisterId};
use model::register::{Column, ColumnOf, RegisterKind};
use model::target::Target;
use model::value::{Value, ValueKind};
use model::window::CellView;
use model::words;

use crate::Asker;
use crate::facts::RecordFacts;

/// What is filled in of a record, in the order of its columns.
pub(super) fn record_words(asker: &Asker<'_>, kind: &'static RegisterKind, one: &RecordFacts) -> String {
    let shown = kind.filled().filter(|column| !column.is_file()).map(|column| cell(asker, one, column).shown);
    let shown: Vec<String> = shown.filter(|shown| !shown.is_empty()).collect();
    shown.join(" · ")
}

pub(super) fn cell(asker: &Asker<'_>, one: &RecordFacts, column: &'static Column) -> CellView {
    let Some(value) = one.cells.get(column.name).filter(|value| **value != Value::Absent) else {
        return CellView { text: String::new(), shown: String::new() };
    };
    let target = target(&one.register, &one.id, column);
    let shown = match (column.value, value.as_str()) {
        (ValueKind::Id, Some(code)) => {
            let field = asker.plan.fields().iter().find(|field| field.code.as_str() == code);
            field.map_or_else(|| code.to_owned(), |field| format!("{code}. {}", field.name))
        }
        _ => words::shown(value, &target),
    };
    CellView { text: words::as_input(value, &target), shown }
}

pub(super) fn target(register: &RegisterId, record: &RecordId, column: &'static Column) -> Target {
    Target::Cell { register: register.clone(), record: record.clone(), column: ColumnOf::new(column) }
}
