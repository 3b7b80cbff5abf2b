//! What must be so when all is quiet.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use anyhow::Result;
use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::ids::{PersonId, UnitId};
use model::permission::may_read;
use model::plan::Plan;
use model::plans::Plans;
use model::target::{EntryKey, Target};
use model::window::{Ask, InPlan};
use rusqlite::{Connection, OptionalExtension as _};
use serde_json::Value as Json;
use tables::Rows;
use view::{Asker, Side, answer};

use super::compare::{comparable, difference, without};
use super::moment::log;
use super::world::World;

impl World<'_> {
    /// Everything that is wrong.
    pub fn check(&mut self) -> Result<Vec<String>> {
        let mut wrong = self.read_all()?;
        wrong.append(&mut self.wrong);
        let rows = self.server.rows()?;
        wrong.extend(self.heads(&rows)?);
        wrong.extend(self.views()?);
        wrong.extend(self.own_names()?);
        wrong.extend(self.ledger.missing(&rows, &self.laptops)?);
        Ok(wrong)
    }

    fn heads(&self, rows: &Connection) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        for doc in documents(&self.plans) {
            let held: Option<Vec<u8>> = rows
                .query_row("SELECT heads FROM document WHERE doc = ?1", [doc.to_string()], |row| row.get(0))
                .optional()?;
            let held = held.unwrap_or_default();
            for laptop in self.listening().filter(|laptop| self.plans.may_read(&laptop.unit, &doc)) {
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

    fn views(&self) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        for plan in self.plans.all() {
            wrong.extend(self.views_of(plan)?);
        }
        Ok(wrong)
    }

    fn views_of(&self, plan: &Plan) -> Result<Vec<String>> {
        let now = self.now()?;
        let mut answers: BTreeMap<UnitId, Vec<Json>> = BTreeMap::new();
        let mut wrong = Vec::new();
        for laptop in self.listening() {
            let asks = self.asks(plan, &laptop.unit);
            if !answers.contains_key(&laptop.unit) {
                let ask_all = |rows: &Connection| {
                    asks.iter().map(|ask| self.server_answer(rows, &laptop.unit, now, ask)).collect()
                };
                let there = self.server.as_read_by((&laptop.unit, plan), ask_all)?;
                answers.insert(laptop.unit.clone(), there);
            }
            for (ask, there) in asks.iter().zip(&answers[&laptop.unit]) {
                let mut here = laptop.replica.ask(ask.clone())?;
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
        ask: &InPlan<Ask>,
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
        ask: &InPlan<Ask>,
    ) -> Result<Json> {
        let plans = self.in_force();
        let asker = Asker::new((&plans, ask.plan.as_ref()), (Some(unit), ""), now, Side::Laptop)?;
        let log = |doc: &DocId| Ok(log(rows, doc).map_err(io::Error::other)?);
        Ok(answer(&Rows::with_log(rows, &log), &asker, &ask.what)?)
    }

    /// The plans, closed and open as the log says.
    pub(super) fn in_force(&self) -> Plans {
        let now = |plan: &Arc<Plan>| {
            let told = self.oracle.document(&DocId::plan(plan.id()));
            let standing = told.map(|told| told.field(&Target::Closed)).unwrap_or_default();
            let day = standing.first().and_then(|first| first.value.as_date());
            plan.closing(day)
        };
        self.plans.all().into_iter().map(now).collect()
    }

    /// What a window of this unit may ask, of all that people touched.
    fn asks(&self, plan: &Plan, unit: &UnitId) -> Vec<InPlan<Ask>> {
        let mut asks =
            vec![Ask::Home, Ask::Conflicts, Ask::Evidence { unit: None }, Ask::Deadlines { unit: None }];
        for report in plan.reports() {
            let period = report.id.clone();
            for of in plan.units().iter().map(|unit| &unit.id) {
                if may_read(plan, unit, &DocId::workbook(plan.id(), of.clone())) {
                    asks.push(Ask::Work { period: period.clone(), unit: Some(of.clone()), task: None });
                }
            }
            asks.push(Ask::Matrix { period: period.clone(), field: None });
            asks.push(Ask::Figures { period: period.clone(), field: None });
            asks.push(Ask::Late { period, field: None });
        }
        let last = plan.reports().last().map(|report| report.id.clone());
        asks.extend(last.map(|period| Ask::HandIn { period, unit: None }));
        asks.extend(self.asks_of_records(plan, unit));
        for (workbook, entry) in self.touched() {
            if let Some(of) = workbook.about().filter(|_| may_read(plan, unit, &workbook)) {
                asks.push(Ask::Entry { unit: of.clone(), entry });
            }
        }
        asks.into_iter()
            .map(|what| InPlan { plan: Some(plan.id().clone()), of: None, as_of: None, what })
            .collect()
    }

    /// Entries of workbooks that people wrote in, or had a word on.
    pub(super) fn touched(&self) -> BTreeSet<(DocId, EntryKey)> {
        let entry = |saved: &super::ledger::Saved| {
            let workbook = DocId::workbook(&saved.doc.plan, saved.doc.about()?.clone());
            Some((workbook, saved.target.as_ref()?.entry()?.clone()))
        };
        self.ledger.saved.iter().filter_map(entry).collect()
    }

    /// What every field came to, without times and without what follows from them (names of changes): the same
    /// whatever laptops' clocks say.
    pub fn outcome(&self) -> Result<Vec<String>> {
        let mut lines = Vec::new();
        for doc in documents(&self.plans) {
            let reader = self.laptops.iter().find(|laptop| self.plans.may_read(&laptop.unit, &doc));
            let Some(reader) = reader else { continue };
            for (target, reading) in reader.replica.fields(&doc)? {
                let held = reading.contenders.iter().map(|held| {
                    let mut value = serde_json::to_value(&held.value)?;
                    if let Some(inner) = held.value.as_record::<Json>() {
                        value = inner;
                    }
                    // That somebody looked is told by when.
                    if target.looked_at().is_some() {
                        value = Json::Null;
                    }
                    without(&mut value, &["at", "heads"]);
                    Ok(format!("{value} by {}", held.by.as_ref().map_or("", PersonId::as_str)))
                });
                let held = held.collect::<Result<Vec<String>>>()?;
                let mut target = serde_json::to_value(&target)?;
                // Since when somebody is of a unit is the day on the server's clock.
                if let Some(item) = target.get_mut("item") {
                    without(item, &["from"]);
                }
                lines.push(format!("{doc} {target}: {}", held.join(" | ")));
            }
        }
        lines.sort_unstable();
        lines.dedup();
        Ok(lines)
    }
}

/// Every document that there can be.
pub(super) fn documents(plans: &Plans) -> Vec<DocId> {
    let all = plans.all();
    let above = all.first().map(|plan| DocId::organisation(plan.organisation().id()));
    above.into_iter().chain(all.into_iter().flat_map(|plan| of_plan(plan))).collect()
}

fn of_plan(plan: &Plan) -> Vec<DocId> {
    let units: Vec<&UnitId> = plan.units().iter().map(|unit| &unit.id).collect();
    let mut documents = vec![DocId::plan(plan.id())];
    documents.extend(units.iter().map(|unit| DocId::workbook(plan.id(), (*unit).clone())));
    for office in &units {
        let others = units.iter().filter(|unit| *unit != office);
        documents.extend(others.map(|unit| DocId::review(plan.id(), (*office).clone(), (*unit).clone())));
    }
    documents
}
