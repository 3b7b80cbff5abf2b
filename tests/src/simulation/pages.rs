//! Registers, records and what was reminded of: what windows ask about them, and what the log says.

use std::collections::BTreeSet;

use anyhow::Result;
use model::doc_id::DocId;
use model::ids::{RecordId, RegisterId, UnitId};
use model::permission::may_read;
use model::plan::Plan;
use model::target::Target;
use model::value::Value;
use model::window::{Ask, InPlan};
use rusqlite::Connection;
use serde_json::Value as Json;

use super::ledger::Fate;
use super::oracle::{Asked, Kinds, Oracle, Register, difference, may_read_review, of_record, of_register};
use super::probe::Probe;
use super::world::World;

impl World<'_> {
    /// Records that people wrote in, and in whose workbooks.
    pub(super) fn records(&self, plan: &Plan) -> BTreeSet<(DocId, RegisterId, RecordId)> {
        let of_plan = self.ledger.saved.iter().filter(|saved| saved.doc.plan == *plan.id());
        let record = |saved: &super::ledger::Saved| match saved.target.as_ref()? {
            Target::Cell { register, record, .. } => {
                Some((saved.doc.clone(), register.clone(), record.clone()))
            }
            _ => None,
        };
        of_plan.filter_map(record).collect()
    }

    fn registers(&self, plan: &Plan) -> BTreeSet<RegisterId> {
        self.records(plan).into_iter().map(|(_, register, _)| register).collect()
    }

    /// What became of records, and of what units were asked.
    pub(super) fn look_at_records(&mut self) {
        let (mut ended, mut taken_out, mut contended) = (false, false, false);
        for plan in self.plans.all() {
            let kinds = kinds(plan);
            for (doc, register, record) in self.records(plan) {
                let book = self.oracle.document(&doc);
                let kept = book.zip(kinds.get(register.as_str()));
                let kept = kept.and_then(|(book, kind)| Register::of(book, kind, register.as_str()));
                let (Some(kept), id) = (kept, record.as_str()) else { continue };
                let Some(cells) = kept.all.get(id) else { continue };
                ended |= kept.ended(cells).is_some();
                taken_out |= cells.get("removed") == Some(&Value::Bool(true));
                contended |= kept.kind.columns.iter().any(|column| kept.standing(id, column).len() > 1);
            }
        }
        let sent = |is: fn(&Target) -> bool| {
            let sent = self.ledger.saved.iter().filter(|saved| saved.fate == Fate::Sent);
            sent.filter_map(|saved| saved.target.as_ref()).any(is)
        };
        let answered = sent(|target| matches!(target, Target::ReminderAnswer { .. }));
        let told = sent(|target| matches!(target, Target::Answer { .. }));
        self.probes.pass_if(ended, Probe::RecordEnded);
        self.probes.pass_if(taken_out, Probe::RecordTakenOut);
        self.probes.pass_if(contended, Probe::CellsInConflict);
        self.probes.pass_if(answered, Probe::ReminderAnswered);
        self.probes.pass_if(told, Probe::QuestionAnswered);
    }

    /// What a window of this unit may ask of them. A record that never came to the log is on its own laptop alone.
    pub(super) fn asks_of_records(&self, plan: &Plan, unit: &UnitId) -> Vec<Ask> {
        let mut asks = vec![Ask::Reminders { unit: None }, Ask::Registers { unit: None }];
        asks.extend(self.registers(plan).into_iter().map(|register| Ask::Register { register, unit: None }));
        for (doc, register, record) in self.records(plan) {
            let came = self.oracle.document(&doc).is_some_and(|told| told.has_record(&register, &record));
            let of = doc.about().filter(|_| came && may_read(plan, unit, &doc));
            asks.extend(of.cloned().map(|unit| Ask::Record { unit, register, record }));
        }
        asks
    }

    /// What the office that reads everything is asked of a past moment.
    pub(super) fn asks_of_registers_then(&self, plan: &Plan) -> Vec<Ask> {
        let mut asks = vec![Ask::Reminders { unit: None }];
        let register = self.registers(plan).into_iter().next();
        asks.extend(register.map(|register| Ask::Register { register, unit: None }));
        asks
    }

    /// What the server's rows say of them to this unit, and what the log says otherwise.
    pub(super) fn record_pages(&self, rows: &Connection, plan: &Plan, unit: &UnitId) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        // Of the list of registers the log says nothing that their own pages do not.
        let asks = self.asks_of_records(plan, unit).into_iter();
        for what in asks.filter(|ask| !matches!(ask, Ask::Registers { .. })) {
            let ask = InPlan { plan: Some(plan.id().clone()), of: None, as_of: None, what };
            let page = self.ask(rows, unit, self.now()?, &ask)?;
            let differs = self.against(&self.oracle, plan, unit, (&ask.what, page))?;
            wrong.extend(differs.map(|why| format!("{:?} for {unit}: {why}", ask.what)));
        }
        Ok(wrong)
    }

    /// Where an answer and a log differ first; nothing of a question that the log cannot answer.
    pub(super) fn against(
        &self,
        oracle: &Oracle,
        plan: &Plan,
        unit: &UnitId,
        (ask, page): (&Ask, Json),
    ) -> Result<Option<String>> {
        let reads = |doc: &DocId| may_read_review(doc, unit, plan.coordinator());
        let called = |id: &str| self.called.shown(id);
        Ok(match ask {
            Ask::Reminders { .. } => {
                oracle.reminders(plan.id(), reads, &called, &serde_json::from_value::<Vec<_>>(page)?)
            }
            Ask::Register { .. } => of_register(oracle, plan.id(), &serde_json::from_value(page)?),
            Ask::Record { unit, .. } => {
                let workbook = DocId::workbook(plan.id(), unit.clone());
                of_record(oracle, &workbook, &serde_json::from_value(page)?, &called)
            }
            Ask::Entry { unit: of, entry } => {
                let (workbook, kinds) = (DocId::workbook(plan.id(), of.clone()), kinds(plan));
                let asked =
                    Asked { workbook: &workbook, entry, reads: &reads, called: &called, kinds: &kinds };
                difference(oracle, &asked, &serde_json::from_value(page)?)
            }
            _ => None,
        })
    }
}

fn kinds(plan: &Plan) -> Kinds {
    plan.registers().iter().map(|one| (one.id.to_string(), one.kind.id)).collect()
}
