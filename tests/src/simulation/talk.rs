//! What offices and units say to each other about the work, and what stands in registers, drawn.

use std::collections::BTreeMap;

use anyhow::Result;
use model::doc_id::DocId;
use model::ids::UnitId;
use model::record::NewRows;
use model::register::ColumnOf;
use model::target::{EntryKey, Target};
use model::value::{Ground, Value};
use model::window::Act;

use super::act::{Drawn, Hand};

/// The columns of a petition that are drawn.
const COLUMNS: [&str; 4] = ["owner", "due", "outcome", "document"];

impl Hand<'_> {
    /// An office reminds, asks, or confirms what a laptop claims; or takes a question or a reminder back.
    pub(super) fn urge(&mut self) -> Result<Option<Drawn>> {
        let Some((unit, entry)) = self.reviewed() else { return Ok(None) };
        let doc = DocId::review(self.plan.id(), self.laptop.unit.clone(), unit.clone());
        let words = format!("Đề nghị bổ sung, lần {}", self.number);
        let (period, task) = (entry.period.clone(), entry.task.clone());
        let said = self.said(&doc)?;
        let asked = said.iter().find_map(|(target, _)| match target {
            Target::Question { entry, question } => Some((entry.clone(), question.clone())),
            _ => None,
        });
        let reminded = said.iter().find_map(|(target, _)| match target {
            Target::Reminder { reminder } => Some(reminder.clone()),
            _ => None,
        });
        let act = match (self.dice.below(8), asked, reminded) {
            (0, Some((entry, question)), _) => Act::CloseQuestion { unit, entry, question },
            (1, _, Some(reminder)) => Act::DropReminder { unit, reminder },
            (2..=4, ..) => Act::AskUnit { unit, entry, text: words },
            (5, ..) => {
                let ground = self.dice.percent(70).then_some(Ground::Signed);
                Act::Confirm { unit, period, task: Some(task), ground, words }
            }
            _ => {
                let (period, until) = (Some(period), String::new());
                Act::Remind { units: vec![unit], period, tasks: vec![task], words, until }
            }
        };
        Ok(Some(Drawn { act, doc, target: None }))
    }

    /// A unit answers what an office that it knows asked or reminded it of.
    pub(super) fn answer(&mut self) -> Result<Option<Drawn>> {
        let (plan, unit) = (self.plan, self.laptop.unit.clone());
        let mut answers = Vec::new();
        for office in plan.units().iter().map(|unit| unit.id.clone()).filter(|office| *office != unit) {
            for (target, _) in self.said(&DocId::review(plan.id(), office, unit.clone()))? {
                answers.extend(match target {
                    Target::Question { entry, question } => Some(Target::Answer { entry, question }),
                    Target::Reminder { reminder } => Some(Target::ReminderAnswer { reminder }),
                    _ => None,
                });
            }
        }
        if answers.is_empty() {
            return Ok(None);
        }
        let target = self.dice.pick(&answers).clone();
        Ok(Some(self.write(target, format!("Đã rà soát, lần {}", self.number))))
    }

    /// Adds a record to a register of the unit, or writes in one that is there.
    pub(super) fn record(&mut self) -> Result<Option<Drawn>> {
        let unit = &self.laptop.unit;
        let Some(register) = self.plan.registers().iter().find(|one| self.plan.keeps(unit, one)) else {
            return Ok(None);
        };
        let register = register.id.clone();
        let records: Vec<_> = self
            .said(&self.workbook())?
            .into_iter()
            .filter_map(|(target, _)| match target {
                Target::Cell { record, .. } => Some(record),
                _ => None,
            })
            .collect();
        if records.is_empty() || self.dice.percent(30) {
            let cells = [
                ("code", self.number.to_string()),
                ("received-on", "05/8/2019".into()),
                ("about", "Đất đai".into()),
            ];
            let row: BTreeMap<String, String> =
                cells.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
            let act = Act::AddRecords { rows: NewRows { register, rows: vec![row] } };
            return Ok(Some(Drawn { act, doc: self.workbook(), target: None }));
        }
        let record = self.dice.pick(&records).clone();
        let name = self.dice.word(&COLUMNS);
        let column = ColumnOf::find("petition", name).expect("a petition has these columns");
        let text = match name {
            "due" => format!("{:02}/9/2019", self.dice.between(1, 28)),
            "outcome" => self.dice.word(&["handled", "proposed", ""]).to_owned(),
            _ => format!("Số {}", self.number),
        };
        Ok(Some(self.write(Target::Cell { register, record, column }, text)))
    }

    /// What stands in a document on this laptop.
    fn said(&self, doc: &DocId) -> Result<Vec<(Target, Value)>> {
        let fields = self.laptop.replica.fields(doc)?.into_iter();
        let said = fields.map(|(target, reading)| (target, reading.value().clone()));
        Ok(said.filter(|(_, value)| *value != Value::Absent).collect())
    }

    /// An entry of a unit that this office reviews.
    pub(super) fn reviewed(&mut self) -> Option<(UnitId, EntryKey)> {
        let (plan, office) = (self.plan, &self.laptop.unit);
        let period = &plan.reports().last()?.id;
        let entry = |task| EntryKey { task, period: period.clone() };
        let all = plan.assignments().iter().map(|one| (one.unit.clone(), entry(one.task.clone())));
        let reviewed: Vec<_> =
            all.filter(|(unit, entry)| model::permission::may_review(plan, office, unit, entry)).collect();
        (!reviewed.is_empty()).then(|| self.dice.pick(&reviewed).clone())
    }
}
