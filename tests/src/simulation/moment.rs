//! Past moments: what the server answered then, it answers as of then for good, and every laptop the same.

use anyhow::{Context as _, Result};
use chrono::{DateTime, FixedOffset};
use document::{RawChange, interpret};
use model::doc_id::DocId;
use model::plan::Plan;
use model::window::{AsOf, Ask, InPlan};
use protocol::ChangeBody;
use rusqlite::Connection;
use serde_json::Value as Json;
use tables::{Arrival, Logged, answer_as_of};
use view::{Asker, Place, Side};

use super::compare::{comparable, difference, without};
use super::oracle::Oracle;
use super::probe::Probe;
use super::world::World;

/// What was answered at a moment of a run.
pub struct Moment {
    at: DateTime<FixedOffset>,
    position: i64,
    /// How often the server had been restored.
    restored: usize,
    answers: Vec<(InPlan<Ask>, Json)>,
}

impl World<'_> {
    /// Notes what the server answers now to the office that reads everything.
    pub(super) fn note_moment(&mut self) -> Result<()> {
        if !self.server.is_up() {
            return Ok(());
        }
        let (rows, at) = (self.server.rows()?, self.at_server()?);
        // Which plans are closed.
        let wrong = self.oracle.follow(&rows)?;
        self.wrong.extend(wrong);
        let Some(plan) = self.plans.all().into_iter().find(|plan| plan.coordinator() == self.coordinator)
        else {
            return Ok(());
        };
        let mut answers = Vec::new();
        for ask in self.asks_then(plan) {
            let answer = self.ask(&rows, self.coordinator, at, &ask)?;
            answers.push((ask, answer));
        }
        let position = rows.query_row("SELECT coalesce(max(position), 0) FROM log", [], |row| row.get(0))?;
        self.moments.push(Moment { at, position, restored: self.restored, answers });
        Ok(())
    }

    fn asks_then(&self, plan: &Plan) -> Vec<InPlan<Ask>> {
        let mut asks = vec![Ask::Deadlines { unit: None }, Ask::Evidence { unit: None }, Ask::Settings];
        if let Some(report) = plan.reports().last() {
            asks.push(Ask::Matrix { period: report.id.clone(), field: None });
            asks.push(Ask::Figures { period: report.id.clone(), field: None });
        }
        for (workbook, entry) in self.touched().into_iter().filter(|(doc, _)| doc.plan == *plan.id()).take(3)
        {
            asks.extend(workbook.about().map(|unit| Ask::Entry { unit: unit.clone(), entry }));
        }
        asks.extend(self.asks_of_registers_then(plan));
        let in_plan = |what| InPlan { plan: Some(plan.id().clone()), of: None, as_of: None, what };
        asks.into_iter().map(in_plan).collect()
    }

    /// What is answered otherwise now.
    pub(super) fn moments_again(&mut self) -> Result<Vec<String>> {
        let (rows, mut wrong) = (self.server.rows()?, Vec::new());
        let Some(plan) =
            self.plans.all().into_iter().find(|plan| plan.coordinator() == self.coordinator).cloned()
        else {
            return Ok(wrong);
        };
        let reader = self.listening().find(|laptop| laptop.unit == *self.coordinator);
        let reader = reader.map(|laptop| laptop.replica.clone());
        for moment in std::mem::take(&mut self.moments) {
            let known = AsOf::Known { at: moment.at };
            let written = AsOf::Written { at: moment.at };
            let position = AsOf::Position { position: moment.position.unsigned_abs() };
            // A log that begins again from a copy has other positions, and may lack what was in it.
            let same_log = moment.restored == self.restored && !self.clock_went_back(&rows, &moment)?;
            self.probes.pass_if(same_log, Probe::MomentAskedAgain);
            let log_then = Oracle::at(&rows, moment.position)?;
            for (ask, then) in moment.answers {
                for as_of in [&known, &written, &position] {
                    let asked = InPlan { as_of: Some(as_of.clone()), ..ask.clone() };
                    let there = self.ask_then(&rows, &asked, as_of)?;
                    if as_of == &position {
                        let said = (&ask.what, there.clone());
                        let differs = self.against(&log_then, &plan, self.coordinator, said)?;
                        wrong.extend(differs.map(|why| format!("{asked:?}: {why}, as it was then")));
                    }
                    if same_log && as_of == &known {
                        wrong.extend(differs("then and as of then", &asked, &then, &there));
                    }
                    if let Some(replica) = &reader {
                        let here = replica.ask(asked.clone())?;
                        wrong.extend(differs(
                            "on the office's laptop and on the server",
                            &asked,
                            &here,
                            &there,
                        ));
                    }
                }
            }
        }
        Ok(wrong)
    }

    /// Whether anything that came later has an earlier time, or the other way round: then the moment is not that of a position.
    fn clock_went_back(&self, rows: &Connection, moment: &Moment) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM log WHERE (position > ?1) = (received_ms <= ?2))";
        Ok(rows.query_row(sql, (moment.position, moment.at.timestamp_millis()), |row| row.get(0))?)
    }

    fn ask_then(&self, rows: &Connection, asked: &InPlan<Ask>, as_of: &AsOf) -> Result<Json> {
        let plans = self.in_force();
        let who = (Some(self.coordinator), "");
        let asker = Asker::new((&plans, asked.plan.as_ref()), who, self.now()?, Side::Laptop)?;
        answer_as_of(rows, &asker, (&asked.what, as_of), &|doc| log(rows, doc))
    }
}

/// Names are those of today, where they were corrected since; what can be written is no part of a moment.
fn differs(where_: &str, asked: &InPlan<Ask>, one: &Json, other: &Json) -> Option<String> {
    let bare = |answer: &Json| {
        let mut answer = answer.clone();
        without(
            &mut answer,
            &[
                "by",
                "confirmedBy",
                "editable",
                "reviewable",
                "settable",
                "keeps",
                "unsent",
                "conflicts",
                "takeable",
                "answerable",
                "own",
            ],
        );
        comparable(&mut answer);
        answer
    };
    let (one, other) = (bare(one), bare(other));
    (one != other).then(|| {
        let at = difference("", &one, &other).unwrap_or_default();
        format!("{asked:?} {where_} differ: {at}")
    })
}

/// The log's changes of a document, as its own rows have them.
pub(super) fn log(rows: &Connection, doc: &DocId) -> Result<Vec<Logged>> {
    let mut select = rows.prepare_cached(
        "SELECT position, skeleton, bytes, received_ms FROM log WHERE doc = ?1 ORDER BY position",
    )?;
    let mut found = select.query([doc.to_string()])?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        let body = match row.get::<_, Option<String>>(1)? {
            Some(name) => ChangeBody::Skeleton(name),
            None => ChangeBody::Raw(RawChange::new(row.get(2)?)),
        };
        let place = Place::in_log(row.get::<_, i64>(0)?.unsigned_abs());
        let read = interpret(&body.unpack()).ok().context("a change of the log is readable")?;
        all.push(Logged { read, arrival: Arrival { place, received: Some(row.get(3)?) } });
    }
    Ok(all)
}
