//! Going on with what was not finished in the year before.

use model::edit::{Edit, StampedEdit};
use model::ids::{TaskId, UnitId};
use model::plan::Plan;
use model::target::Target;
use model::value::Value;
use model::window::{Done, RecordKey};
use view::carry_over_edits;

use super::place;
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::field_reading;

impl Replica {
    /// All of them, or none: what is finished by now, or has no place in this plan, stops it.
    pub(super) fn carry_over(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        (tasks, records): (&[TaskId], &[RecordKey]),
    ) -> Result<Done> {
        if tasks.is_empty() && records.is_empty() {
            return Err(Error::BadValue("Chưa chọn việc nào để chuyển tiếp. Hãy chọn ít nhất một.".into()));
        }
        let doc = self.workbook(plan, of)?;
        let unit = doc.about().cloned().ok_or(Error::Gone("Không có sổ của đơn vị. Chưa ghi gì."))?;
        self.write(|tx| {
            let edits =
                self.asking(tx, plan, |rows, asker| carry_over_edits(rows, asker, &unit, (tasks, records)))?;
            for edit in edits {
                self.permitted(plan, &doc, &edit.target)?;
                place(tx, &doc, &self.stamp(edit)?)?;
            }
            Ok(())
        })?;
        Ok(self.saved())
    }

    pub(super) fn drop_carried(&self, (plan, of): (&Plan, Option<UnitId>), task: TaskId) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let target = Target::Carried { task };
        self.permitted(plan, &doc, &target)?;
        let edit: StampedEdit = self.stamp(Edit { target, value: Value::Absent })?;
        self.write(|tx| match field_reading::get(tx, &doc, &edit.edit.target)?.value() {
            Value::Absent => Ok(()),
            _ => place(tx, &doc, &edit),
        })?;
        Ok(self.saved())
    }
}
