//! Handing in a period.

use model::edit::Edit;
use model::ids::PeriodId;
use model::target::Target;
use model::value::{Submission, Value};
use model::window::Done;

use super::place;
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::seal;
use crate::store::{document, field};

impl Replica {
    /// Seals what waits, so that the submission can name the heads that it hands in.
    pub(super) fn submit(&self, period: PeriodId) -> Result<Done> {
        let plan = self.planned()?;
        let doc = self.own_workbook()?;
        let target = Target::Submission { period: period.clone() };
        self.permitted(&plan, &doc, &target)?;
        self.write(|tx| {
            let undecided = field::of(tx, &doc)?
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
            seal::document(tx, &plan, &doc, self.actor())?;
            let heads = document::heads(tx, &doc)?.iter().map(ToString::to_string).collect();
            let value = Value::json(&Submission { at: self.now(), heads });
            place(tx, &doc, &self.stamp(Edit { target, value })?)
        })?;
        Ok(self.saved())
    }
}
