//! What an office asks of an entry, and says of its evidence.

use model::doc_id::DocId;
use model::edit::Edit;
use model::ids::{EvidenceId, QuestionId, UnitId};
use model::letters::tidy_line;
use model::plan::Plan;
use model::target::{EntryKey, Target};
use model::value::{EvidenceRemark, MAX_LINE_CHARS, Value};
use model::window::Done;

use super::input::from_input;
use super::{new_id, place};
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::field_reading;

impl Replica {
    pub(super) fn ask_unit(&self, plan: &Plan, unit: UnitId, entry: EntryKey, text: &str) -> Result<Done> {
        let question = QuestionId::new(new_id(self.random())?);
        let edit = from_input(plan, Target::Question { entry, question }, text)?;
        if edit.value == Value::Absent {
            return Err(Error::BadValue("Hãy ghi câu hỏi để đơn vị biết phải trả lời gì.".into()));
        }
        self.say(plan, unit, edit)
    }

    pub(super) fn close_question(
        &self,
        plan: &Plan,
        unit: UnitId,
        (entry, question): (EntryKey, QuestionId),
    ) -> Result<Done> {
        let doc = DocId::review(plan.id(), self.unit()?, unit.clone());
        let target = Target::Question { entry: entry.clone(), question: question.clone() };
        self.permitted(plan, &doc, &target)?;
        let (workbook, answer) = (DocId::workbook(plan.id(), unit), Target::Answer { entry, question });
        self.write(|tx| {
            // One that nobody here knows an answer to is taken back in words: an answer may be on its way, and is to be read with it.
            let value = match field_reading::get(tx, &workbook, &answer)?.value() {
                Value::Absent => Value::Str(String::new()),
                _ => Value::Absent,
            };
            place(tx, &doc, &self.stamp(Edit { target, value })?)
        })?;
        Ok(self.saved())
    }

    /// None: the word is taken back.
    pub(super) fn remark_evidence(
        &self,
        plan: &Plan,
        unit: UnitId,
        (entry, evidence): (EntryKey, EvidenceId),
        (good, words): (Option<bool>, &str),
    ) -> Result<Done> {
        let words = tidy_line(words);
        if words.chars().count() > MAX_LINE_CHARS {
            return Err(Error::BadValue(format!("Nhận xét dài quá {MAX_LINE_CHARS} ký tự. Hãy rút gọn.")));
        }
        if good == Some(false) && words.is_empty() {
            return Err(Error::BadValue("Hãy ghi vì sao chưa đạt để đơn vị biết phải bổ sung gì.".into()));
        }
        let value = match good {
            None => Value::Absent,
            Some(true) => Value::record(&EvidenceRemark::Good { words }),
            Some(false) => Value::record(&EvidenceRemark::Lacking { words }),
        };
        self.say(plan, unit, Edit { target: Target::EvidenceRemark { entry, evidence }, value })
    }

    /// In the review of the unit by this laptop's office.
    fn say(&self, plan: &Plan, unit: UnitId, edit: Edit) -> Result<Done> {
        let doc = DocId::review(plan.id(), self.unit()?, unit);
        self.permitted(plan, &doc, &edit.target)?;
        let edit = self.stamp(edit)?;
        self.write(|tx| place(tx, &doc, &edit))?;
        Ok(self.saved())
    }
}
