//! Facts as the rows hold them.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::ids::{EvidenceId, PeriodId, PersonId, PlanId, TaskId, UnitId};
use rusqlite::Connection;
use view::{
    Arrivals, Conflict, Dates, EntryOf, EvidenceFacts, Facts, GuidanceFacts, Heard, Hit, Past, PeriodFacts,
    Place, RecordFacts, RecordOf, RecordScope, ReminderFacts, Said, Scope, Submission, Unreadable, Waiting,
};

use crate::key::Key;
use crate::scope::Within;
use crate::{
    contender, done_check, entry, entry_text, evidence, figure, figure_reason, guidance, heard, history,
    person, record, reminder, said, search, setting, submission, switched, verdict,
};

/// What a connection sees. It should be in one transaction, so that all facts are of one moment.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'c>(&'c Connection, Option<i64>);

impl<'c> Rows<'c> {
    pub fn of(conn: &'c Connection) -> Self {
        Self(conn, None)
    }

    /// The same, with what arrived after a moment marked (milliseconds since 1970).
    pub(crate) fn marking(conn: &'c Connection, after: Option<i64>) -> Self {
        Self(conn, after)
    }
}

impl Facts for Rows<'_> {
    /// A few queries, however many entries.
    fn entries(&self, of: &Scope<'_>) -> Result<PeriodFacts, Unreadable> {
        let (within, mut all) = (Within::new(self.0, of)?, PeriodFacts::default());
        for load in [
            entry::load,
            figure::load,
            figure_reason::load,
            done_check::load,
            evidence::load,
            verdict::load,
            said::load,
            history::load_unsent,
        ] {
            load(self.0, &within, &mut all)?;
        }
        contender::load(self.0, of, &mut all)?;
        if let Some(after) = self.1 {
            history::load_later(self.0, (&within, after), &mut all)?;
        }
        Ok(all)
    }

    fn changed_by(&self, of: EntryOf<'_>) -> Result<Option<PersonId>, Unreadable> {
        let author = Key::in_workbook(self.0, of)?.map(|key| entry::changed_by(self.0, key)).transpose()?;
        Ok(author.flatten().map(|author| history::person(self.0, author)).transpose()?)
    }

    fn texts(&self, of: EntryOf<'_>) -> Result<BTreeMap<String, String>, Unreadable> {
        let key = Key::in_workbook(self.0, of)?;
        Ok(key.map_or(Ok(BTreeMap::new()), |key| entry_text::of_entry(self.0, key))?)
    }

    fn past(&self, of: EntryOf<'_>) -> Result<Vec<Past>, Unreadable> {
        Ok(history::of_entry(self.0, of)?)
    }

    fn past_of_evidence(
        &self,
        plan: &PlanId,
        unit: &UnitId,
        ids: &[EvidenceId],
    ) -> Result<Vec<Past>, Unreadable> {
        Ok(history::of_evidence(self.0, &DocId::workbook(plan, unit.clone()), ids)?)
    }

    fn records(&self, of: &RecordScope<'_>) -> Result<Vec<RecordFacts>, Unreadable> {
        Ok(record::load(self.0, of)?)
    }

    fn record_past(&self, of: RecordOf<'_>) -> Result<Vec<Past>, Unreadable> {
        Ok(history::of_record(self.0, of)?)
    }

    fn switched(&self, plan: &PlanId) -> Result<BTreeMap<TaskId, bool>, Unreadable> {
        Ok(switched::of_plan(self.0, plan)?)
    }

    fn evidence(&self, plan: &PlanId, units: &[&UnitId]) -> Result<Vec<EvidenceFacts>, Unreadable> {
        Ok(evidence::of_units(self.0, plan, units)?)
    }

    fn evidence_of(&self, of: EntryOf<'_>) -> Result<Vec<EvidenceFacts>, Unreadable> {
        Ok(evidence::of_entry(self.0, of)?)
    }

    fn evidence_by_id(
        &self,
        plan: &PlanId,
        unit: &UnitId,
        id: &EvidenceId,
    ) -> Result<Option<EvidenceFacts>, Unreadable> {
        Ok(evidence::one(self.0, plan, unit, id)?)
    }

    fn evidence_count(&self, plan: &PlanId, unit: &UnitId) -> Result<u32, Unreadable> {
        Ok(evidence::count(self.0, plan, unit)?)
    }

    fn waiting(&self, plan: &PlanId, units: &[&UnitId]) -> Result<Vec<Waiting>, Unreadable> {
        Ok(evidence::waiting(self.0, plan, units)?)
    }

    fn conflicts(
        &self,
        plan: &PlanId,
        writers: &[UnitId],
        and_plan: bool,
    ) -> Result<Vec<Conflict>, Unreadable> {
        Ok(contender::of_writers(self.0, plan.as_str(), writers, and_plan)?)
    }

    fn conflicts_of(&self, of: EntryOf<'_>) -> Result<Vec<Conflict>, Unreadable> {
        Ok(contender::of_entry(self.0, of)?)
    }

    fn submissions(
        &self,
        plan: &PlanId,
        period: &PeriodId,
        units: &[&UnitId],
    ) -> Result<Vec<Submission>, Unreadable> {
        Ok(submission::submissions(self.0, plan.as_str(), period, units.iter().copied())?)
    }

    fn reminders(&self, plan: &PlanId, units: &[&UnitId]) -> Result<Vec<ReminderFacts>, Unreadable> {
        Ok(reminder::of_units(self.0, plan, units)?)
    }

    fn guidance(&self, plan: &PlanId, task: &TaskId) -> Result<Vec<GuidanceFacts>, Unreadable> {
        Ok(guidance::of_task(self.0, plan, task)?)
    }

    fn said(&self, plan: &PlanId, period: &PeriodId) -> Result<Vec<Said>, Unreadable> {
        Ok(said::of_period(self.0, plan, period)?)
    }

    fn places_of_submissions(
        &self,
        plan: &PlanId,
        period: &PeriodId,
        units: &[&UnitId],
    ) -> Result<HashMap<UnitId, Place>, Unreadable> {
        Ok(said::places_of_submissions(self.0, plan, period, units)?)
    }

    fn arrivals_around(
        &self,
        plan: &PlanId,
        unit: &UnitId,
        moment: DateTime<FixedOffset>,
    ) -> Result<Arrivals, Unreadable> {
        Ok(said::arrivals_around(self.0, &DocId::workbook(plan, unit.clone()), moment)?)
    }

    fn dates(&self, plan: &PlanId) -> Result<Dates, Unreadable> {
        Ok(setting::dates(self.0, plan)?)
    }

    fn heard(&self, units: &[&UnitId]) -> Result<Vec<Heard>, Unreadable> {
        Ok(heard::last_heard(self.0, units.iter().copied())?)
    }

    fn name(&self, person: &PersonId) -> Result<Option<Option<String>>, Unreadable> {
        Ok(person::name(self.0, person)?)
    }

    fn find(
        &self,
        plan: &PlanId,
        units: Option<&[&UnitId]>,
        words: &[String],
        limit: usize,
    ) -> Result<Vec<Hit>, Unreadable> {
        Ok(search::find(self.0, plan, units, words, limit)?)
    }
}
