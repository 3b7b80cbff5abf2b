//! The columns of registers as fields of a workbook: all records of a register stand in one object of its kind, each under its id.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::describe::{Asks, Conflicts, Description, Home, Kind, Of};
use crate::ids::{RecordId, RegisterId};
use crate::register::{ColumnOf, KINDS};
use crate::target::Target;

/// In the order of their kinds and of their columns.
static FIELDS: LazyLock<Vec<(ColumnOf, Description)>> = LazyLock::new(|| {
    let of_kind = |kind: &'static crate::register::RegisterKind| {
        // They are told of as long as the program runs.
        let object: &'static Kind =
            Box::leak(Box::new(Kind::register(Home::Workbook, kind.id, Of::Register)));
        kind.columns.iter().map(move |column| {
            let key: &'static str = Box::leak(format!("*/{}", column.name).into_boxed_str());
            let conflicts = column.group.map_or(Conflicts::Alone, Conflicts::Together);
            let (value, label) = (column.value, column.label);
            let field =
                Description { object, key, value, label, conflicts, asks: Asks::Object, read: |_, _| None };
            (ColumnOf::new(column), field)
        })
    };
    KINDS.iter().flat_map(of_kind).collect()
});

static BY_COLUMN: LazyLock<BTreeMap<ColumnOf, &'static Description>> =
    LazyLock::new(|| FIELDS.iter().map(|(column, field)| (*column, field)).collect());

pub(super) fn fields() -> impl Iterator<Item = &'static Description> {
    FIELDS.iter().map(|(_, field)| field)
}

pub(super) fn field(column: ColumnOf) -> &'static Description {
    BY_COLUMN[&column]
}

impl Description {
    /// The field of these ids: those of the object, and those of the key.
    pub(super) fn target(&self, ids: &[&str], in_key: &[&str]) -> Option<Target> {
        if self.object.of != Of::Register {
            return (self.read)(ids, in_key);
        }
        let ([register], [record]) = (ids, in_key) else { return None };
        let column = ColumnOf::find(self.object.name, self.key.rsplit('/').next()?)?;
        Some(Target::Cell { register: RegisterId::new(*register), record: RecordId::new(*record), column })
    }
}
