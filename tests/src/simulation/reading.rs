//! The log read by itself, and what server and laptops say beside it.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::ids::UnitId;
use model::permission::may_read;
use model::plan::Plan;
use model::time::hanoi;
use model::window::{Ask, InPlan};
use rusqlite::Connection;

use super::check::documents;
use super::oracle::Reviewed;
use super::probe::Probe;
use super::world::World;

impl World<'_> {
    /// Reads what came to the log.
    pub fn follow(&mut self) -> Result<Connection> {
        let rows = self.server.rows()?;
        let wrong = self.oracle.follow(&rows)?;
        self.wrong.extend(wrong);
        Ok(rows)
    }

    /// Edits that left a laptop's queue when it heard the server: each of them is in the log, or came back with a
    /// reason. `sent`: their places in the ledger.
    pub fn was_told(&mut self, at: usize, sent: &[usize]) -> Result<()> {
        if sent.is_empty() {
            return Ok(());
        }
        self.follow()?;
        let queue = self.laptops[at].replica.queue()?;
        for place in sent {
            let saved = &self.ledger.saved[*place];
            let refused = queue.refused.iter().any(|back| back.id == saved.id && !back.reason.is_empty());
            if !refused && !self.oracle.holds(&saved.doc, saved.target.as_ref(), &saved.after) {
                self.wrong.push(format!(
                    "{} was told that {:?} = {:?} is sent, and the log does not have it",
                    self.laptops[at].name, saved.target, saved.after
                ));
            }
        }
        Ok(())
    }

    /// In the middle of a run: what the server's rows say.
    pub fn read_server(&mut self) -> Result<()> {
        let rows = self.follow()?;
        for plan in self.plans.all() {
            let wrong = self.pages(&rows, plan, plan.coordinator())?;
            self.wrong.extend(wrong);
        }
        self.wrong.extend(self.heads_of_log(&rows)?);
        self.wrong.extend(self.rules(&rows)?);
        Ok(())
    }

    /// When all is quiet: what the rows and the laptops say.
    pub fn read_all(&mut self) -> Result<Vec<String>> {
        let rows = self.follow()?;
        let mut wrong = self.heads_of_log(&rows)?;
        wrong.extend(self.rules(&rows)?);
        let units: BTreeSet<UnitId> = self.laptops.iter().map(|laptop| laptop.unit.clone()).collect();
        for unit in &units {
            for plan in self.plans.all() {
                let read = |rows: &Connection| self.pages(rows, plan, unit);
                wrong.extend(self.server.as_read_by((unit, plan), read)?);
            }
        }
        let mut shown = false;
        for laptop in self.listening() {
            for doc in documents(&self.plans).iter().filter(|doc| self.plans.may_read(&laptop.unit, doc)) {
                let fields = laptop.replica.fields(doc)?;
                let told = self.oracle.document(doc);
                let differs = told.and_then(|told| told.difference(&fields));
                wrong.extend(differs.map(|why| format!("{doc} on {}: {why}", laptop.name)));
            }
            let queue = laptop.replica.queue()?;
            wrong.extend(queue.edits.first().map(|edit| {
                format!("{} still has {:?} = {:?} in its queue", laptop.name, edit.what, edit.after)
            }));
            wrong.extend(queue.refused.iter().filter_map(|back| self.bad_reason(laptop, &back.reason)));
            shown |= !queue.refused.is_empty();
        }
        self.probes.pass_if(shown, Probe::RefusedShown);
        let snapshots: i64 = rows.query_row("SELECT count(*) FROM snapshot", [], |row| row.get(0))?;
        self.probes.pass_if(snapshots > 0, Probe::SnapshotOfServer);
        self.look_around();
        Ok(wrong)
    }

    fn heads_of_log(&self, rows: &Connection) -> Result<Vec<String>> {
        let differ = documents(&self.plans)
            .iter()
            .map(|doc| self.oracle.heads(rows, doc))
            .collect::<Result<Vec<_>>>()?;
        Ok(differ.into_iter().flatten().collect())
    }

    /// Every entry and record that people touched, as this unit reads it.
    fn pages(&self, rows: &Connection, plan: &Plan, unit: &UnitId) -> Result<Vec<String>> {
        let mut wrong = self.record_pages(rows, plan, unit)?;
        for (workbook, entry) in self.touched() {
            let Some(of) = workbook.about().filter(|_| may_read(plan, unit, &workbook)) else { continue };
            let what = Ask::Entry { unit: of.clone(), entry: entry.clone() };
            let ask = InPlan { plan: Some(plan.id().clone()), of: None, as_of: None, what };
            let page = self.ask(rows, unit, self.now()?, &ask)?;
            let differs = self.against(&self.oracle, plan, unit, (&ask.what, page))?;
            wrong.extend(
                differs.map(|why| format!("{of}, {}/{} for {unit}: {why}", entry.task, entry.period)),
            );
        }
        Ok(wrong)
    }

    pub fn now(&self) -> Result<DateTime<FixedOffset>> {
        Ok(DateTime::from_timestamp_millis(self.time.now()).context("a time")?.with_timezone(&hanoi()))
    }

    /// As the server's clock has it.
    pub fn at_server(&self) -> Result<DateTime<FixedOffset>> {
        let at = DateTime::from_timestamp_millis(self.time.at_server()).context("a time")?;
        Ok(at.with_timezone(&hanoi()))
    }

    /// Places that only the log tells of.
    fn look_around(&mut self) {
        for (workbook, entry) in self.touched() {
            match self.oracle.reviewed(&workbook, &entry, |_| true) {
                Reviewed::Amended { beside } => {
                    self.probes.pass(Probe::Amended);
                    self.probes.pass_if(beside, Probe::AmendedBeside);
                }
                Reviewed::Returned => self.probes.pass(Probe::Returned),
                Reviewed::Open | Reviewed::Accepted => {}
            }
        }
        self.look_at_records();
        self.probes.pass_if(self.oracle.verdicts_in_conflict(), Probe::VerdictsInConflict);
        let released = self.parked.iter().any(|(doc, hash)| self.oracle.has(doc, *hash));
        self.probes.pass_if(released, Probe::ParkedReleased);
        let conflict = |doc: &DocId| {
            let told = self.oracle.document(doc);
            told.is_some_and(|told| {
                told.places().iter().any(|(object, key)| told.standing(object, key).len() > 1)
            })
        };
        let conflict = documents(&self.plans).iter().any(conflict);
        self.probes.pass_if(conflict, Probe::ValuesInConflict);
    }
}
