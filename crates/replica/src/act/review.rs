//! The reviewer's word on an entry of another unit.

use model::doc_id::DocId;
use model::edit::Edit;
use model::ids::UnitId;
use model::letters::tidy;
use model::plan::Plan;
use model::target::{EntryKey, Target};
use model::value::{Heads, MAX_LINE_CHARS, Value, Verdict};
use model::window::Done;

use super::input::from_input;
use super::place;
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::document;

impl Replica {
    pub(super) fn return_entry(
        &self,
        plan: &Plan,
        unit: UnitId,
        entry: EntryKey,
        (reason, until): (&str, &str),
    ) -> Result<Done> {
        let reason = tidy(reason).trim().to_owned();
        if reason.is_empty() {
            return Err(Error::BadValue("Hãy ghi lý do trả lại để đơn vị biết phải bổ sung gì.".into()));
        }
        if reason.chars().count() > MAX_LINE_CHARS {
            return Err(Error::BadValue(format!("Lý do dài quá {MAX_LINE_CHARS} ký tự. Hãy rút gọn.")));
        }
        let until = day(plan, until)?;
        self.give(plan, unit, entry, |_| Ok(Verdict::Returned { reason: reason.clone(), until }))
    }

    /// Accepts the entry as this laptop has it: the acceptance names the heads that were looked at.
    pub(super) fn accept(&self, plan: &Plan, unit: UnitId, entry: EntryKey) -> Result<Done> {
        let workbook = DocId::workbook(plan.id(), unit.clone());
        self.give(plan, unit, entry, |tx| {
            let heads = Heads::new(document::heads(tx, &workbook)?);
            if heads.is_empty() {
                return Err(Error::Gone(
                    "Chưa có nội dung nào của đơn vị này trên máy nên chưa chấp nhận được.",
                ));
            }
            Ok(Verdict::Accepted { heads })
        })
    }

    fn give(
        &self,
        plan: &Plan,
        unit: UnitId,
        entry: EntryKey,
        verdict: impl FnOnce(&rusqlite::Connection) -> Result<Verdict>,
    ) -> Result<Done> {
        let doc = DocId::review(plan.id(), self.unit()?, unit);
        let target = Target::Verdict { entry };
        self.permitted(plan, &doc, &target)?;
        self.write(|tx| {
            let value = Value::record(&verdict(tx)?);
            place(tx, &doc, &self.stamp(Edit { target, value })?)
        })?;
        Ok(self.saved())
    }
}

/// Reads a day as every other date of the program is read.
pub(super) fn day(plan: &Plan, text: &str) -> Result<Option<chrono::NaiveDate>> {
    let any = model::ids::MilestoneId::new("until");
    Ok(from_input(plan, Target::Milestone { milestone: any }, text)?.value.as_date())
}
