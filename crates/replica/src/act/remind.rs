//! Urging: an office's words to units about what is waited for, and that a unit has seen them. Its answer is a field like any
//! other.

use model::doc_id::DocId;
use model::edit::Edit;
use model::ids::{PeriodId, ReminderId, TaskId, UnitId};
use model::letters::tidy;
use model::plan::Plan;
use model::target::Target;
use model::value::{Lines, MAX_LINE_CHARS, MAX_REMINDED, Reminder, Value};
use model::window::Done;

use super::new_id;
use super::place;
use super::review::day;
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::field_reading;

impl Replica {
    /// One reminder to each of the units; to all of them, or to none.
    pub(super) fn remind(
        &self,
        plan: &Plan,
        units: &[UnitId],
        (period, tasks): (Option<PeriodId>, &[TaskId]),
        (words, until): (&str, &str),
    ) -> Result<Done> {
        let words = tidy(words).trim().to_owned();
        if words.is_empty() {
            return Err(Error::BadValue("Hãy ghi lời đôn đốc để đơn vị biết cần làm gì.".into()));
        }
        if words.chars().count() > MAX_LINE_CHARS {
            return Err(Error::BadValue(format!("Lời đôn đốc dài quá {MAX_LINE_CHARS} ký tự. Hãy rút gọn.")));
        }
        if units.is_empty() {
            return Err(Error::BadValue(
                "Chưa chọn đơn vị nào để đôn đốc. Hãy chọn ít nhất một đơn vị.".into(),
            ));
        }
        let known = period.as_ref().is_none_or(|period| plan.period(period).is_some())
            && tasks.iter().all(|task| plan.task(task).is_some());
        if !known || tasks.len() > MAX_REMINDED {
            return Err(Error::Gone("Kỳ hoặc nhiệm vụ được nhắc không có trong kế hoạch. Chưa gửi gì."));
        }
        let until = day(plan, until)?;
        let tasks = Lines(tasks.iter().map(ToString::to_string).collect());
        let value = Value::record(&Reminder { words, period, tasks, until });
        let own = self.unit()?;
        let mut edits = Vec::new();
        for unit in units {
            let doc = DocId::review(plan.id(), own.clone(), unit.clone());
            let target = Target::Reminder { reminder: ReminderId::new(new_id(self.random())?) };
            self.permitted(plan, &doc, &target)?;
            edits.push((doc, self.stamp(Edit { target, value: value.clone() })?));
        }
        self.write(|tx| edits.iter().try_for_each(|(doc, edit)| place(tx, doc, edit)))?;
        Ok(Done { note: self.nobody_answers(plan, units), ..self.saved() })
    }

    /// Said to the office where a unit has ended and nobody carries on its work: what it is asked for may never come.
    pub(super) fn nobody_answers(&self, plan: &Plan, units: &[UnitId]) -> Option<String> {
        let (today, organisation) = (self.today(), plan.organisation());
        let ended = |unit: &&UnitId| {
            organisation.writer_on(unit, today).is_none()
                && organisation.unit(unit).and_then(|unit| unit.until).is_some_and(|until| until < today)
        };
        let names: Vec<String> = units.iter().filter(ended).map(|unit| name(plan, unit)).collect();
        let next: Vec<String> = units
            .iter()
            .filter(ended)
            .flat_map(|unit| organisation.successors(unit))
            .map(|unit| name(plan, unit))
            .collect();
        let instead = match &next[..] {
            [] => "Hãy ghi nhận xét và tự kết luận.".to_owned(),
            next => format!("Hãy nhắc các đơn vị mới: {}.", next.join(", ")),
        };
        (!names.is_empty()).then(|| {
            format!(
                "Đã lưu, nhưng {} không còn nữa và không có một đơn vị kế tục duy nhất: chỉ máy nào còn ghi danh cho đơn vị cũ mới ghi được vào sổ cũ, nên có thể không ai trả lời. {instead}",
                names.join(", ")
            )
        })
    }

    pub(super) fn drop_reminder(&self, plan: &Plan, unit: UnitId, reminder: ReminderId) -> Result<Done> {
        let doc = DocId::review(plan.id(), self.unit()?, unit);
        let target = Target::Reminder { reminder };
        self.permitted(plan, &doc, &target)?;
        let edit = self.stamp(Edit { target, value: Value::Absent })?;
        self.write(|tx| place(tx, &doc, &edit))?;
        Ok(self.saved())
    }

    /// What was seen before stays as it was.
    pub(super) fn see_reminders(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        reminders: Vec<ReminderId>,
    ) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let at = Value::Str(self.now().to_rfc3339());
        for reminder in reminders {
            let target = Target::ReminderSeen { reminder };
            self.permitted(plan, &doc, &target)?;
            let edit = self.stamp(Edit { target, value: at.clone() })?;
            self.write(|tx| match field_reading::get(tx, &doc, &edit.edit.target)?.value() {
                Value::Absent => place(tx, &doc, &edit),
                _ => Ok(()),
            })?;
        }
        Ok(self.saved())
    }
}

fn name(plan: &Plan, unit: &UnitId) -> String {
    plan.organisation().unit(unit).map_or_else(|| unit.to_string(), |unit| unit.name.clone())
}
