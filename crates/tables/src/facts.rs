//! Facts as the rows hold them.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, FixedOffset, NaiveDate};
use model::doc_id::DocId;
use model::ids::{EvidenceId, OrganisationId, PeriodId, PersonId, PlanId, TaskId, UnitId};
use model::plan::Plan;
use model::target::Target;
use model::value::{Heads, Value};
use rusqlite::Connection;
use view::{
    Arrivals, BaseOf, CarriedFacts, Conflict, Dates, EntryOf, EvidenceFacts, EvidenceWord, Facts,
    GuidanceFacts, Heard, Hit, LookFacts, OtherLaptop, Past, PeriodFacts, Place, Question, QuestionOn,
    RecordFacts, RecordOf, RecordScope, ReminderFacts, Said, Scope, Seen, Submission, Told, Unreadable,
    Waiting,
};

use crate::key::Key;
use crate::logged::Logged;
use crate::scope::Within;
use crate::{
    accepted_count, base, carried, contender, done_check, entry, entry_text, evidence, evidence_remark,
    figure, figure_reason, guidance, heard, history, laptop, look, lost, person, portal, question, record,
    reminder, said, search, seen, setting, stay, submission, switched, then, told, verdict,
};

/// What a connection sees. It should be in one transaction, so that all facts are of one moment.
#[derive(Clone, Copy)]
pub struct Rows<'c>(&'c Connection, Option<i64>, Option<&'c OfDocument<'c>>);

/// Every change of a document, ancestors first.
type OfDocument<'c> = dyn Fn(&DocId) -> Result<Vec<Logged>, Unreadable> + 'c;

impl<'c> Rows<'c> {
    /// Without the changes: what an entry held at some heads is not told.
    pub fn of(conn: &'c Connection) -> Self {
        Self(conn, None, None)
    }

    /// With the changes of documents, of which rows do not hold what was not the last.
    pub fn with_log(conn: &'c Connection, log: &'c OfDocument<'c>) -> Self {
        Self(conn, None, Some(log))
    }

    /// The same, with what arrived after a moment marked (milliseconds since 1970).
    pub(crate) fn marking(self, after: Option<i64>) -> Self {
        Self(self.0, after, self.2)
    }
}

impl std::fmt::Debug for Rows<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Rows").field(&self.0).field(&self.1).finish_non_exhaustive()
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
            portal::load,
            done_check::load,
            evidence::load,
            verdict::load,
            said::load,
            question::load,
            seen::load,
            accepted_count::load,
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

    fn bases(&self, plan: &PlanId, units: Option<&[&UnitId]>) -> Result<Vec<BaseOf>, Unreadable> {
        Ok(base::of_units(self.0, plan, units)?)
    }

    fn record_past(&self, of: RecordOf<'_>) -> Result<Vec<Past>, Unreadable> {
        Ok(history::of_record(self.0, of)?)
    }

    fn carried(&self, plan: &PlanId, units: &[&UnitId]) -> Result<Vec<CarriedFacts>, Unreadable> {
        Ok(carried::of_units(self.0, plan, units)?)
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

    fn told(&self, plan: &PlanId, units: &[&UnitId]) -> Result<Vec<Told>, Unreadable> {
        Ok(told::of_units(self.0, plan, units)?)
    }

    fn told_of_plan(&self, plan: &PlanId) -> Result<Vec<Told>, Unreadable> {
        Ok(told::of_plan(self.0, plan)?)
    }

    fn lost(&self, plan: &Plan) -> Result<Vec<String>, Unreadable> {
        Ok(lost(self.0, plan)?.iter().map(ToString::to_string).collect())
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

    fn looks(
        &self,
        plan: &PlanId,
        period: &PeriodId,
        units: &[&UnitId],
    ) -> Result<Vec<LookFacts>, Unreadable> {
        Ok(look::of_period(self.0, plan, period, units)?)
    }

    fn past_of_period(
        &self,
        plan: &PlanId,
        period: &PeriodId,
        unit: &UnitId,
    ) -> Result<Vec<Past>, Unreadable> {
        Ok(history::of_period(self.0, (plan.as_str(), unit.as_str()), period)?)
    }

    fn questions(&self, of: EntryOf<'_>) -> Result<Vec<Question>, Unreadable> {
        Ok(question::of_entry(self.0, of)?)
    }

    fn questions_since(
        &self,
        plan: &PlanId,
        units: &[&UnitId],
        since: DateTime<FixedOffset>,
    ) -> Result<Vec<QuestionOn>, Unreadable> {
        Ok(question::since(self.0, (plan, units), since)?)
    }

    fn evidence_words(&self, of: EntryOf<'_>) -> Result<Vec<EvidenceWord>, Unreadable> {
        Ok(evidence_remark::of_entry(self.0, of)?)
    }

    fn seen(&self, of: EntryOf<'_>) -> Result<Option<Seen>, Unreadable> {
        Ok(seen::of_entry(self.0, of)?)
    }

    fn changes(&self, of: EntryOf<'_>) -> Result<u32, Unreadable> {
        Ok(Key::in_workbook(self.0, of)?.map_or(Ok(0), |key| history::stamp(self.0, key))?)
    }

    fn then(&self, of: EntryOf<'_>, heads: &Heads) -> Result<Option<BTreeMap<Target, Value>>, Unreadable> {
        self.2.map_or(Ok(None), |log| then::values(of, heads, log))
    }

    fn people(
        &self,
        organisation: &OrganisationId,
        unit: &UnitId,
        day: NaiveDate,
    ) -> Result<Vec<PersonId>, Unreadable> {
        Ok(stay::people(self.0, organisation, unit, day)?)
    }

    fn other_laptops(&self, unit: &UnitId) -> Result<Vec<OtherLaptop>, Unreadable> {
        Ok(laptop::others(self.0, unit)?)
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
