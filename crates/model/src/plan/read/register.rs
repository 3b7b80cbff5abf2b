//! The `[[register]]` tables.

use super::super::fault::PlanFaults;
use super::super::raw::RawRegister;
use super::super::row::Row;
use super::text;
use crate::ids::{RegisterId, TaskId};
use crate::register::{KINDS, RegisterKind};

pub(super) const KEYS: [&str; 6] = ["id", "name", "kind", "of", "by", "notes"];

const BY: &str = "ít nhất một đơn vị hoặc nhóm giữ sổ";

pub(super) fn register(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Option<RawRegister> {
    let name = row.text("name", faults);
    let kind = row.text("kind", faults).and_then(|word| {
        let kind = RegisterKind::of(&word.value);
        if kind.is_none() {
            let known: Vec<&str> = KINDS.iter().map(|kind| kind.id).collect();
            row.fault(word.line, "kind", &word.value, format!("một trong {}", known.join(", ")), faults);
        }
        kind
    });
    let of = row.text("of", faults);
    let by = row.some_texts("by", BY, faults);
    let notes = row.texts("notes", faults);
    Some(RawRegister {
        id: row.id("id", faults)?.map(RegisterId::new),
        name: text(name),
        kind,
        of: of.map(|of| of.map(TaskId::new)),
        by,
        notes: notes.into_iter().map(|note| note.value).collect(),
    })
}
