//! What a person does in the window. Only the desktop shell takes these.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::carry_over::RecordKey;
use super::form::Form;
use super::proposal::{NewAnswer, NewProposal};
use super::review::FieldReason;
use super::revision::NewRevision;
use super::units::NewUnitRevision;
use crate::ids::{EvidenceId, FileHash, PersonId, QuestionId, SideId};
use crate::record::{NewPortalFigure, NewRows};
use crate::register::ColumnOf;
use crate::target::{EntryKey, Target};

/// One act of a person. The answer is [`Done`] or a [`Failure`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "act", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Act {
    /// Sets a field to what was typed or chosen. The text is read by the model: "1.234,5", "05/9/2019",
    /// "in-progress", "true"; empty takes the value away.
    Write {
        target: Target,
        text: String,
        /// What stood in the field when the typing began. Into a text what came in meanwhile is put as well; over another value
        /// that came in nothing is written before the person was asked. None: the text takes the place of whatever stands there.
        #[serde(default)]
        #[ts(optional)]
        base: Option<String>,
        /// What stood then in other fields on the page. Where one of them is decided together with this field and holds another
        /// value by now, nothing is written before the person was asked. Of the field itself: what the person was told
        /// ([`Failure::stands`]).
        #[serde(default)]
        #[ts(as = "Option<Vec<Beside>>", optional)]
        beside: Vec<Beside>,
    },
    /// Keeps what stands in a field and is not written, on this laptop alone: half a figure, or what was refused
    /// (`reason`). Writing the field ends it.
    Keep {
        target: Target,
        text: String,
        #[serde(default)]
        #[ts(optional)]
        base: Option<String>,
        #[serde(default)]
        #[ts(as = "Option<Vec<Beside>>", optional)]
        beside: Vec<Beside>,
        #[serde(default)]
        #[ts(optional)]
        reason: Option<String>,
    },
    /// Drops what was kept of a field.
    Forget {
        target: Target,
    },
    /// Keeps what stands in a form that is written as a whole, on this laptop alone, until it is written or given up: then without
    /// fields.
    KeepForm {
        form: Form,
    },
    /// Decides a conflict by one of the contenders' texts, or a third. `unit`: whom the conflict's field is about.
    Settle {
        unit: crate::ids::UnitId,
        target: Target,
        seen: Vec<String>,
        text: String,
        /// Whose the text is: with it goes what the same side had in the fields that are decided together. None: a third.
        #[serde(default)]
        #[ts(optional)]
        side: Option<SideId>,
    },
    /// Takes back an edit that was not sent.
    TakeBack {
        edit: i64,
    },
    /// Takes back the newest edit that was not sent (Ctrl+Z).
    TakeBackLast,
    /// Drops a refused edit from the queue, once it was read.
    Dismiss {
        edit: i64,
    },
    /// Adds files (dropped on the window) as evidence of an entry. One that the unit withdrew is added where the person, who was
    /// told so, says it `again`.
    Attach {
        entry: EntryKey,
        paths: Vec<String>,
        #[serde(default)]
        #[ts(as = "Option<bool>", optional)]
        again: bool,
    },
    /// The same through the system's dialog; does nothing when the person closes it.
    AttachByDialog {
        entry: EntryKey,
    },
    /// Adds a file as evidence, and names it in a column of a record of a register.
    AttachToRecord {
        record: RecordKey,
        #[ts(type = "string")]
        column: ColumnOf,
        path: String,
        #[serde(default)]
        #[ts(as = "Option<bool>", optional)]
        again: bool,
    },
    /// The same through the system's dialog.
    AttachToRecordByDialog {
        record: RecordKey,
        #[ts(type = "string")]
        column: ColumnOf,
    },
    /// Uses a piece of evidence that is there already for another entry.
    Reuse {
        entry: EntryKey,
        evidence: EvidenceId,
        place: String,
    },
    /// Takes the evidence away from this entry; it stays in the workbook.
    Detach {
        entry: EntryKey,
        evidence: EvidenceId,
    },
    /// Adds records to a register, all or none.
    AddRecords {
        rows: NewRows,
    },
    /// Tells figures of a portal, all or none, with where and (of those that have no day of their own) on which day they were read.
    TellPortal {
        figures: Vec<NewPortalFigure>,
        source: String,
        read_on: String,
    },
    /// Work on these tasks, and these records of registers, that was not finished in the plan of the year before goes on in this
    /// one. What was carried over before stays as it is.
    CarryOver {
        tasks: Vec<crate::ids::TaskId>,
        records: Vec<RecordKey>,
    },
    /// A task is carried over no more; the old year and the new entry stay as they are.
    DropCarried {
        task: crate::ids::TaskId,
    },
    /// Hands in the period. None: whoever sits at the laptop answers for the unit.
    Submit {
        period: crate::ids::PeriodId,
        #[serde(default)]
        #[ts(optional)]
        confirmed_by: Option<PersonId>,
    },
    /// Takes back what was handed in, until an office has seen it.
    WithdrawSubmission {
        period: crate::ids::PeriodId,
    },
    /// Asks for more time to hand in the period: until that day ("04/9/2019"), with a reason.
    AskExtension {
        period: crate::ids::PeriodId,
        until: String,
        reason: String,
    },
    /// Grants a unit more time, until that day, or (with an empty one) refuses it with words.
    AnswerExtension {
        unit: crate::ids::UnitId,
        period: crate::ids::PeriodId,
        until: String,
        words: String,
    },
    /// Says whether what a laptop claims was completed when it says: the period's report, or the entry of a task in it. No ground:
    /// the office cannot take it for true.
    Confirm {
        unit: crate::ids::UnitId,
        period: crate::ids::PeriodId,
        task: Option<crate::ids::TaskId>,
        ground: Option<crate::value::Ground>,
        words: String,
    },
    /// Closes a period, or opens it again.
    ClosePeriod {
        period: crate::ids::PeriodId,
        closed: bool,
        reason: String,
    },
    /// Sends and fetches now.
    Sync,
    /// Stops sending a file, or goes on with it from where it stopped.
    PauseFile {
        hash: FileHash,
        on: bool,
    },
    /// Takes files off this laptop that the server has and a backup of it; they are fetched again when they are opened.
    FreeRoom,
    /// Files are sent only when told (a metered connection).
    Metered {
        on: bool,
    },
    /// So many days before a date the system tells of it, and of what comes from an office; None: of nothing.
    NoticeDays {
        days: Option<u8>,
    },
    /// Returns an entry with a reason and a new date ("04/9/2019" or empty). Where it names fields, the reason may be empty.
    Return {
        unit: crate::ids::UnitId,
        entry: EntryKey,
        reason: String,
        until: String,
        #[serde(default)]
        #[ts(as = "Option<Vec<FieldReason>>", optional)]
        fields: Vec<FieldReason>,
    },
    /// Accepts an entry as it was seen.
    Accept {
        unit: crate::ids::UnitId,
        entry: EntryKey,
        /// The [`EntryPage::stamp`](super::EntryPage) of what was seen: if another one stands there by now, the person is asked first. None: as
        /// it stands.
        #[serde(default)]
        #[ts(optional)]
        stamp: Option<u32>,
        /// In spite of what is told against it ([`Stop`](super::Stop)), which the person has read.
        #[serde(default)]
        sure: bool,
    },
    /// Accepts every entry of the unit's period that was looked at on this laptop, stands as it did then, and has nothing told against
    /// it.
    AcceptLooked {
        unit: crate::ids::UnitId,
        period: crate::ids::PeriodId,
    },
    /// An office has an entry before it, as this stamp tells.
    Look {
        unit: crate::ids::UnitId,
        entry: EntryKey,
        stamp: u32,
    },
    /// Asks the unit about an entry.
    AskUnit {
        unit: crate::ids::UnitId,
        entry: EntryKey,
        text: String,
    },
    /// Takes a question back.
    CloseQuestion {
        unit: crate::ids::UnitId,
        entry: EntryKey,
        question: QuestionId,
    },
    /// Says of a piece of evidence whether it proves the entry. None: the word is taken back.
    RemarkEvidence {
        unit: crate::ids::UnitId,
        entry: EntryKey,
        evidence: EvidenceId,
        good: Option<bool>,
        words: String,
    },
    /// Reminds units of what is waited for, in the office's words; by a day ("04/9/2019") or by none.
    Remind {
        units: Vec<crate::ids::UnitId>,
        #[serde(default)]
        #[ts(optional)]
        period: Option<crate::ids::PeriodId>,
        /// None: the report as a whole.
        #[serde(default)]
        tasks: Vec<crate::ids::TaskId>,
        words: String,
        until: String,
    },
    /// Takes a reminder back, read or not.
    DropReminder {
        unit: crate::ids::UnitId,
        reminder: crate::ids::ReminderId,
    },
    /// Says that somebody of the unit had these before them, in the workbook that the act names.
    SeeReminders {
        reminders: Vec<crate::ids::ReminderId>,
    },
    /// Proposes to change the plan.
    Propose {
        proposal: NewProposal,
    },
    /// Takes a proposal back, until it was answered.
    WithdrawProposal {
        proposal: crate::ids::ProposalId,
    },
    /// Records what was decided of a unit's proposal.
    AnswerProposal {
        unit: crate::ids::UnitId,
        proposal: crate::ids::ProposalId,
        answer: NewAnswer,
    },
    /// Changes the plan, as a decision says.
    RevisePlan {
        revision: NewRevision,
    },
    /// Undoes a revision that was not sent.
    UndoRevision {
        revision: crate::ids::RevisionId,
    },
    /// Changes the list of units, as a decision says.
    ReviseUnits {
        revision: NewUnitRevision,
    },
    /// Undoes what such a decision changed, as long as it was not sent.
    UndoUnitRevision {
        revision: crate::ids::RevisionId,
    },
    /// Saves a copy of a file where the person says, through the system's dialog.
    SaveFile {
        hash: FileHash,
        name: String,
    },
    /// Saves in a plain text what was written here and is not at the server, through the system's dialog.
    SaveUnsent,
    /// Saves a period as a spreadsheet, through the system's dialog.
    SaveSpreadsheet {
        period: crate::ids::PeriodId,
    },
    Lock,
}

/// Another field, and what a window showed of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Beside {
    pub target: Target,
    /// As it is typed.
    pub text: String,
}
