//! Handing in a period.

use model::edit::Edit;
use model::ids::{PeriodId, UnitId};
use model::plan::Plan;
use model::target::Target;
use model::value::{Heads, Submission, Value};
use model::window::Done;

use super::place;
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::seal;
use crate::store::{document, field_reading};

impl Replica {
    /// Seals what waits, so that the submission can name the heads that it hands in.
    pub(super) fn submit(&self, (plan, of): (&Plan, Option<UnitId>), period: PeriodId) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let target = Target::Submission { period: period.clone() };
        self.permitted(plan, &doc, &target)?;
        self.write(|tx| {
            let undecided = field_reading::of(tx, &doc)?
                .iter()
                .filter(|(target, reading)| {
                    reading.in_conflict() && target.entry().is_some_and(|entry| entry.period == period)
                })
                .count();
            if undecided > 0 {
                return Err(Error::Refused(format!(
                    "Còn {undecided} mục có ý kiến khác nhau trong kỳ này nên chưa nộp được. Nội dung vẫn nguyên; hãy chọn ý kiến ở từng mục rồi nộp lại."
                )));
            }
            seal::document(tx, &self.sealing(tx)?, &doc)?;
            let heads = Heads::new(document::heads(tx, &doc)?);
            let value = Value::record(&Submission { at: self.now(), heads });
            place(tx, &doc, &self.stamp(Edit { target, value })?)
        })?;
        Ok(self.saved())
    }
}
