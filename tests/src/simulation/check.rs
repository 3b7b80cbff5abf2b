//! What must be so when all is quiet.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::ids::{PersonId, UnitId};
use model::permission::may_read;
use model::plan::{Plan, Plans};
use model::target::EntryKey;
use model::window::Ask;
use rusqlite::{Connection, OptionalExtension as _};
use serde_json::Value as Json;
use tables::{Asker, Side, answer};

use super::compare::{comparable, difference, without};
use super::world::World;

impl World<'_> {
    /// Everything that is wrong.
    pub fn check(&mut self) -> Result<Vec<String>> {
        let mut wrong = self.read_all()?;
        wrong.append(&mut self.wrong);
        let rows = self.server.rows()?;
        wrong.extend(self.heads(&rows)?);
        wrong.extend(self.views(&rows)?);
        wrong.extend(self.own_names()?);
        wrong.extend(self.ledger.missing(&rows, &self.laptops)?);
        Ok(wrong)
    }

    fn heads(&self, rows: &Connection) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        for doc in documents(self.plan) {
            let held: Option<Vec<u8>> = rows
                .query_row("SELECT heads FROM document WHERE doc = ?1", [doc.to_string()], |row| row.get(0))
                .optional()?;
            let held = held.unwrap_or_default();
            for laptop in self.listening().filter(|laptop| may_read(self.plan, &laptop.unit, &doc)) {
                let heads: Vec<u8> = laptop.replica.heads(&doc)?.iter().flat_map(|head| head.0).collect();
                if heads != held {
                    let count = |bytes: &[u8]| bytes.len() / 32;
                    wrong.push(format!(
                        "heads of {doc}: {} on {} differ from {} on the server",
                        count(&heads),
                        laptop.name,
                        count(&held)
                    ));
                }
            }
        }
        Ok(wrong)
    }

    fn views(&self, rows: &Connection) -> Result<Vec<String>> {
        let now = self.now()?;
        let mut answers: BTreeMap<UnitId, Vec<Json>> = BTreeMap::new();
        let mut wrong = Vec::new();
        for laptop in self.listening() {
            let asks = self.asks(&laptop.unit);
            if !answers.contains_key(&laptop.unit) {
                let ask_all = |rows: &Connection| {
                    asks.iter().map(|ask| self.server_answer(rows, &laptop.unit, now, ask)).collect()
                };
                let there = if laptop.unit == *self.plan.coordinator() {
                    ask_all(rows)?
                } else {
                    self.server.as_read_by(&laptop.unit, ask_all)?
                };
                answers.insert(laptop.unit.clone(), there);
            }
            for (ask, there) in asks.iter().zip(&answers[&laptop.unit]) {
                let mut here = laptop.replica.ask(ask)?;
                comparable(&mut here);
                if here != *there {
                    let at = difference("", &here, there).unwrap_or_default();
                    wrong.push(format!("{ask:?} on {} and on the server differ: {at}", laptop.name));
                }
            }
        }
        Ok(wrong)
    }

    fn server_answer(
        &self,
        rows: &Connection,
        unit: &UnitId,
        now: DateTime<FixedOffset>,
        ask: &Ask,
    ) -> Result<Json> {
        let mut there = self.ask(rows, unit, now, ask)?;
        comparable(&mut there);
        Ok(there)
    }

    /// What the server's rows say to somebody of this unit.
    pub(super) fn ask(
        &self,
        rows: &Connection,
        unit: &UnitId,
        now: DateTime<FixedOffset>,
        ask: &Ask,
    ) -> Result<Json> {
        let plans = Plans::from_iter([self.plan.clone()]);
        let asker = Asker::new((&plans, None), (Some(unit), ""), now, Side::Laptop)?;
        Ok(answer(rows, &asker, ask)?)
    }

    /// What a window of this unit may ask, of all that people touched.
    fn asks(&self, unit: &UnitId) -> Vec<Ask> {
        let mut asks =
            vec![Ask::Home, Ask::Conflicts, Ask::Evidence { unit: None }, Ask::Deadlines { unit: None }];
        for report in self.plan.reports() {
            let period = report.id.clone();
            for of in self.plan.units().iter().map(|unit| &unit.id) {
                if may_read(self.plan, unit, &DocId::workbook(self.plan.id(), of.clone())) {
                    asks.push(Ask::Work { period: period.clone(), unit: Some(of.clone()), task: None });
                }
            }
            asks.push(Ask::Matrix { period: period.clone(), field: None });
            asks.push(Ask::Figures { period: period.clone(), field: None });
            asks.push(Ask::Late { period, field: None });
        }
        for (of, entry) in self.touched() {
            if may_read(self.plan, unit, &DocId::workbook(self.plan.id(), of.clone())) {
                asks.push(Ask::Entry { unit: of, entry });
            }
        }
        asks
    }

    pub(super) fn touched(&self) -> BTreeSet<(UnitId, EntryKey)> {
        let entry = |saved: &super::ledger::Saved| {
            let of = saved.doc.about()?;
            Some((of.clone(), saved.target.as_ref()?.entry()?.clone()))
        };
        self.ledger.saved.iter().filter_map(entry).collect()
    }

    /// What every field came to, without times and without what follows from them (names of changes): the same
    /// whatever laptops' clocks say.
    pub fn outcome(&self) -> Result<Vec<String>> {
        let reader = self.laptops.iter().find(|laptop| laptop.unit == *self.plan.coordinator());
        let reader = reader.context("the coordinating office has a laptop")?;
        let mut lines = Vec::new();
        for doc in documents(self.plan) {
            for (target, reading) in reader.replica.fields(&doc)? {
                let held = reading.contenders.iter().map(|held| {
                    let mut value = serde_json::to_value(&held.value)?;
                    if let Some(inner) = held.value.as_record::<Json>() {
                        value = inner;
                    }
                    without(&mut value, &["at", "heads"]);
                    Ok(format!("{value} by {}", held.by.as_ref().map_or("", PersonId::as_str)))
                });
                let held = held.collect::<Result<Vec<String>>>()?;
                lines.push(format!("{doc} {}: {}", serde_json::to_string(&target)?, held.join(" | ")));
            }
        }
        Ok(lines)
    }
}

/// Every document that there can be.
pub(super) fn documents(plan: &Plan) -> Vec<DocId> {
    let units: Vec<&UnitId> = plan.units().iter().map(|unit| &unit.id).collect();
    let mut documents = vec![DocId::organisation(plan.organisation().id()), DocId::plan(plan.id())];
    documents.extend(units.iter().map(|unit| DocId::workbook(plan.id(), (*unit).clone())));
    for office in &units {
        let others = units.iter().filter(|unit| *unit != office);
        documents.extend(others.map(|unit| DocId::review(plan.id(), (*office).clone(), (*unit).clone())));
    }
    documents
}
