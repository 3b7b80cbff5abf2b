//! What is known of a district, as far as questions ask for it.

mod carried;
mod date;
mod entry;
mod evidence;
mod figure;
mod past;
mod place;
mod record;
mod reminder;
mod review;
mod said;
mod scope;
mod told;
mod unit;
mod unreadable;
mod verdict;

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, FixedOffset, NaiveDate};
use model::ids::{EvidenceId, OrganisationId, PeriodId, PersonId, PlanId, TaskId, UnitId};
use model::plan::Plan;
use model::target::Target;
use model::value::{Heads, Value};

pub use carried::CarriedFacts;
pub use date::{Dates, settings};
pub use entry::{EntryFacts, LastChange, PeriodFacts};
pub use evidence::{EvidenceFacts, Hit, HitOf, Waiting};
pub use figure::{BaseFacts, BaseOf, PortalFacts};
pub use past::{Conflict, Contends, Past};
pub use place::Place;
pub(crate) use record::kind_of;
pub use record::{RecordFacts, RecordOf, RecordScope};
pub use reminder::{GuidanceFacts, ReminderFacts, SaidFacts};
pub use review::{EvidenceWord, LookFacts, Question, QuestionOn, Seen, Words};
pub use said::{ConfirmationFacts, Said};
pub use scope::{EntryOf, Scope};
pub use told::Told;
pub use unit::{Arrivals, Heard, OtherLaptop, Submission};
pub use unreadable::Unreadable;
pub use verdict::VerdictFacts;

/// Where facts are found: rows of a database, or a list in memory. All of them are of one moment. Whoever implements it knows no rule.
///
/// Lists may come in any order but where one is named.
pub trait Facts {
    /// Entries of one period in which there is anything.
    fn entries(&self, of: &Scope<'_>) -> Result<PeriodFacts, Unreadable>;

    /// Whose the last change of an entry is.
    fn changed_by(&self, of: EntryOf<'_>) -> Result<Option<PersonId>, Unreadable>;

    /// The texts of an entry by their names; those that are empty are left out.
    fn texts(&self, of: EntryOf<'_>) -> Result<BTreeMap<String, String>, Unreadable>;

    /// Who set what in an entry, workbook and reviews together, in the order of their places.
    fn past(&self, of: EntryOf<'_>) -> Result<Vec<Past>, Unreadable>;

    /// Who set what in the description of these pieces of evidence of a unit, in the order of their places.
    fn past_of_evidence(
        &self,
        plan: &PlanId,
        unit: &UnitId,
        ids: &[EvidenceId],
    ) -> Result<Vec<Past>, Unreadable>;
    /// Of registers, those too that were taken out again.
    fn records(&self, of: &RecordScope<'_>) -> Result<Vec<RecordFacts>, Unreadable>;

    /// What these units, or all, say once of what their figures of a change are held against.
    fn bases(&self, plan: &PlanId, units: Option<&[&UnitId]>) -> Result<Vec<BaseOf>, Unreadable>;

    /// Who set what in a record, in the order of their places.
    fn record_past(&self, of: RecordOf<'_>) -> Result<Vec<Past>, Unreadable>;

    /// What these units carried over from the year before.
    fn carried(&self, plan: &PlanId, units: &[&UnitId]) -> Result<Vec<CarriedFacts>, Unreadable>;

    /// Tasks of which somebody said whether they are assigned, though the annex does not carry them.
    fn switched(&self, plan: &PlanId) -> Result<BTreeMap<TaskId, bool>, Unreadable>;

    /// Of those that have a file and were not withdrawn.
    fn evidence(&self, plan: &PlanId, units: &[&UnitId]) -> Result<Vec<EvidenceFacts>, Unreadable>;

    /// The same that prove an entry, with their places in it.
    fn evidence_of(&self, of: EntryOf<'_>) -> Result<Vec<EvidenceFacts>, Unreadable>;

    /// One of them.
    fn evidence_by_id(
        &self,
        plan: &PlanId,
        unit: &UnitId,
        id: &EvidenceId,
    ) -> Result<Option<EvidenceFacts>, Unreadable>;

    /// How many of them a unit has.
    fn evidence_count(&self, plan: &PlanId, unit: &UnitId) -> Result<u32, Unreadable>;

    /// What the server lacks of the files of each unit; units of which it lacks none may be left out.
    fn waiting(&self, plan: &PlanId, units: &[&UnitId]) -> Result<Vec<Waiting>, Unreadable>;

    /// In the documents that these units write; in the plan too where `and_plan` is set. By document and field.
    fn conflicts(
        &self,
        plan: &PlanId,
        writers: &[UnitId],
        and_plan: bool,
    ) -> Result<Vec<Conflict>, Unreadable>;

    /// In an entry, workbook and reviews together. By document and field.
    fn conflicts_of(&self, of: EntryOf<'_>) -> Result<Vec<Conflict>, Unreadable>;

    /// Which of these units have handed the period in.
    fn submissions(
        &self,
        plan: &PlanId,
        period: &PeriodId,
        units: &[&UnitId],
    ) -> Result<Vec<Submission>, Unreadable>;

    /// Those of offices to these units, the newest first.
    fn reminders(&self, plan: &PlanId, units: &[&UnitId]) -> Result<Vec<ReminderFacts>, Unreadable>;

    /// What is told under an id of its own of these units: in their workbooks, and in reviews of them.
    fn told(&self, plan: &PlanId, units: &[&UnitId]) -> Result<Vec<Told>, Unreadable>;

    /// The same in the plan's own document.
    fn told_of_plan(&self, plan: &PlanId) -> Result<Vec<Told>, Unreadable>;

    /// Everything that somebody entered and that a plan of this id would leave without a place, in words.
    fn lost(&self, plan: &Plan) -> Result<Vec<String>, Unreadable>;

    /// What offices say of how the task is done.
    fn guidance(&self, plan: &PlanId, task: &TaskId) -> Result<Vec<GuidanceFacts>, Unreadable>;
    /// What was said of a period as a whole, in all documents of the plan.
    fn said(&self, plan: &PlanId, period: &PeriodId) -> Result<Vec<Said>, Unreadable>;

    /// Where the word stands by which each of these units handed the period in.
    fn places_of_submissions(
        &self,
        plan: &PlanId,
        period: &PeriodId,
        units: &[&UnitId],
    ) -> Result<HashMap<UnitId, Place>, Unreadable>;

    /// When changes of a unit's workbook came to the server: the last before a moment, and the first from then on.
    fn arrivals_around(
        &self,
        plan: &PlanId,
        unit: &UnitId,
        moment: DateTime<FixedOffset>,
    ) -> Result<Arrivals, Unreadable>;

    /// What offices looked at of the period that these units had handed in.
    fn looks(
        &self,
        plan: &PlanId,
        period: &PeriodId,
        units: &[&UnitId],
    ) -> Result<Vec<LookFacts>, Unreadable>;

    /// Who did what about a unit's period as a whole, workbook and reviews together, in the order of their places.
    fn past_of_period(
        &self,
        plan: &PlanId,
        period: &PeriodId,
        unit: &UnitId,
    ) -> Result<Vec<Past>, Unreadable>;

    /// The questions on an entry, in the order in which they were asked.
    fn questions(&self, of: EntryOf<'_>) -> Result<Vec<Question>, Unreadable>;

    /// Those on entries of these units that are not answered, or whose answer came to the server from a moment on.
    fn questions_since(
        &self,
        plan: &PlanId,
        units: &[&UnitId],
        since: DateTime<FixedOffset>,
    ) -> Result<Vec<QuestionOn>, Unreadable>;

    fn evidence_words(&self, of: EntryOf<'_>) -> Result<Vec<EvidenceWord>, Unreadable>;

    /// None where this machine is no laptop of an office that looked at it.
    fn seen(&self, of: EntryOf<'_>) -> Result<Option<Seen>, Unreadable>;

    /// How many changes an entry has, edits that wait here among them.
    fn changes(&self, of: EntryOf<'_>) -> Result<u32, Unreadable>;

    /// What the fields of an entry and its evidence held at these heads of the workbook; what held nothing is left out. None where
    /// they are not all known here.
    fn then(&self, of: EntryOf<'_>, heads: &Heads) -> Result<Option<BTreeMap<Target, Value>>, Unreadable>;

    /// Who belongs to the unit on this day.
    fn people(
        &self,
        organisation: &OrganisationId,
        unit: &UnitId,
        day: NaiveDate,
    ) -> Result<Vec<PersonId>, Unreadable>;

    fn dates(&self, plan: &PlanId) -> Result<Dates, Unreadable>;

    /// A unit of which nothing is known may be left out.
    fn heard(&self, units: &[&UnitId]) -> Result<Vec<Heard>, Unreadable>;

    /// The laptops of a unit but this one.
    fn other_laptops(&self, unit: &UnitId) -> Result<Vec<OtherLaptop>, Unreadable>;

    /// The name as the directory has it; `Some(None)` where it was erased.
    fn name(&self, person: &PersonId) -> Result<Option<Option<String>>, Unreadable>;

    /// Texts of these units (of all where none are named) in which each of the words (folded) begins a word; best
    /// first.
    fn find(
        &self,
        plan: &PlanId,
        units: Option<&[&UnitId]>,
        words: &[String],
        limit: usize,
    ) -> Result<Vec<Hit>, Unreadable>;

    /// What is shown for a person, whether or not there is a name.
    fn shown_name(&self, person: &PersonId) -> Result<String, Unreadable> {
        Ok(model::person::shown(person, self.name(person)?))
    }
}
