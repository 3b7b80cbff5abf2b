//! What offices and units say to each other beside verdicts: reminders, questions, and what units answer; drawn.

use anyhow::Result;
use model::doc_id::DocId;
use model::ids::{QuestionId, ReminderId, UnitId};
use model::permission::may_review;
use model::target::{EntryKey, Target};
use model::value::Value;
use model::window::Act;

use super::act::{Drawn, Hand};

impl Hand<'_> {
    /// An office urges a unit, or takes that back.
    pub(super) fn remind(&mut self) -> Result<Option<Drawn>> {
        let Some((unit, entry)) = self.reviewed() else { return Ok(None) };
        let doc = self.review_of(&unit);
        let standing = self.standing(&doc, |target| match target {
            Target::Reminder { reminder } => Some(reminder),
            _ => None,
        })?;
        if !standing.is_empty() && self.dice.percent(15) {
            let reminder = self.dice.pick(&standing).clone();
            let target = Some(Target::Reminder { reminder: reminder.clone() });
            return Ok(Some(Drawn { act: Act::DropReminder { unit, reminder }, doc, target }));
        }
        if !self.knows(&Target::Reminder { reminder: ReminderId::new("new") }) {
            return Ok(None);
        }
        let act = Act::Remind {
            units: vec![unit],
            period: self.dice.percent(80).then_some(entry.period),
            tasks: if self.dice.percent(60) { vec![entry.task] } else { Vec::new() },
            words: format!("Đề nghị gửi báo cáo, lần {}", self.number),
            until: if self.dice.percent(50) { self.day() } else { String::new() },
        };
        Ok(Some(Drawn { act, doc, target: None }))
    }

    /// An office asks about an entry, or takes a question back.
    pub(super) fn question(&mut self) -> Result<Option<Drawn>> {
        let Some((unit, entry)) = self.reviewed() else { return Ok(None) };
        let doc = self.review_of(&unit);
        let standing = self.standing(&doc, |target| match target {
            Target::Question { entry, question } => Some((entry, question)),
            _ => None,
        })?;
        if !standing.is_empty() && self.dice.percent(20) {
            let (entry, question) = self.dice.pick(&standing).clone();
            let target = Some(Target::Question { entry: entry.clone(), question: question.clone() });
            return Ok(Some(Drawn { act: Act::CloseQuestion { unit, entry, question }, doc, target }));
        }
        if !self.knows(&Target::Question { entry: entry.clone(), question: QuestionId::new("new") }) {
            return Ok(None);
        }
        let text = format!("Số liệu này lấy ở đâu, lần {}?", self.number);
        Ok(Some(Drawn { act: Act::AskUnit { unit, entry, text }, doc, target: None }))
    }

    /// A unit answers what an office asked or reminded it of, as far as it has heard, or has a reminder before it.
    pub(super) fn answer(&mut self) -> Result<Option<Drawn>> {
        let own = &self.laptop.unit;
        let offices = self.plan.units().iter().map(|unit| unit.id.clone()).filter(|office| office != own);
        let mut answers = Vec::new();
        for doc in offices.map(|office| DocId::review(self.plan.id(), office, own.clone())) {
            answers.extend(self.standing(&doc, |target| match target {
                Target::Question { entry, question } => Some(Target::Answer { entry, question }),
                Target::Reminder { reminder } => Some(Target::ReminderAnswer { reminder }),
                _ => None,
            })?);
        }
        if answers.is_empty() {
            return Ok(None);
        }
        let target = self.dice.pick(&answers).clone();
        if let Target::ReminderAnswer { reminder } = &target
            && self.dice.percent(25)
        {
            let target = Target::ReminderSeen { reminder: reminder.clone() };
            let act = Act::SeeReminders { reminders: vec![reminder.clone()] };
            return Ok(Some(Drawn { act, doc: self.workbook(), target: Some(target) }));
        }
        Ok(Some(self.write(target, format!("Đã rà soát, lần {}", self.number))))
    }

    /// What of a document holds something on this laptop, and is what is looked for.
    pub(super) fn standing<T>(&self, doc: &DocId, is: impl Fn(Target) -> Option<T>) -> Result<Vec<T>> {
        let fields = self.laptop.replica.fields(doc)?.into_iter();
        let holding = fields.filter(|(_, reading)| *reading.value() != Value::Absent);
        Ok(holding.filter_map(|(target, _)| is(target)).collect())
    }

    pub(super) fn knows(&self, target: &Target) -> bool {
        self.laptop.replica.known().knows(target)
    }

    /// Of the plan's year, as a person types it.
    pub(super) fn day(&mut self) -> String {
        format!("{:02}/{}/{}", self.dice.between(1, 28), self.dice.between(1, 12), self.plan.year())
    }

    pub(super) fn review_of(&self, unit: &UnitId) -> DocId {
        DocId::review(self.plan.id(), self.laptop.unit.clone(), unit.clone())
    }

    /// An entry that this office has a word on.
    pub(super) fn reviewed(&mut self) -> Option<(UnitId, EntryKey)> {
        let (plan, office) = (self.plan, &self.laptop.unit);
        let period = &plan.reports().last()?.id;
        let entry = |task| EntryKey { task, period: period.clone() };
        let all = plan.assignments().iter().map(|one| (one.unit.clone(), entry(one.task.clone())));
        let reviewed: Vec<_> = all.filter(|(unit, entry)| may_review(plan, office, unit, entry)).collect();
        (!reviewed.is_empty()).then(|| self.dice.pick(&reviewed).clone())
    }
}
