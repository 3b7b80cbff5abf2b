//! What an edit can be about. One field of one document has one [`Target`]: edits, conflicts, the
//! queue of what waits and the history all speak of targets, in the same words. What there is to know of each field
//! stands in the [vocabulary](crate::vocabulary).

mod part;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub use part::{BasePart, EvidencePart, PaperPart, PeriodDay, PortalPart};

use crate::ids::{
    CheckId, EvidenceId, FigureId, IndicatorId, MilestoneId, PeriodId, ProposalId, QuestionId, RecordId,
    RegisterId, ReminderId, RequestId, RevisionId, RuleId, TaskId, TextName,
};
use crate::item::{OrganisationItem, PlanItem};
use crate::register::ColumnOf;

/// One assignment of a unit in one period. The unit is that of the document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EntryKey {
    pub task: TaskId,
    pub period: PeriodId,
}

/// One field of one document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "field", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum Target {
    // --- workbook
    State {
        entry: EntryKey,
    },
    Percent {
        entry: EntryKey,
    },
    Narrative {
        entry: EntryKey,
    },
    Difficulties {
        entry: EntryKey,
    },
    /// Kiến nghị, đề xuất, as every periodic report has them.
    Recommendations {
        entry: EntryKey,
    },
    Figure {
        entry: EntryKey,
        indicator: IndicatorId,
        figure: FigureId,
    },
    /// "Không phát sinh": none arose, which is not 0 %.
    NoneArose {
        entry: EntryKey,
        indicator: IndicatorId,
    },
    /// Whether one of the named things that a checklist asks for was done.
    Check {
        entry: EntryKey,
        indicator: IndicatorId,
        check: CheckId,
    },
    /// That a piece of evidence proves this entry; the value is the section and page.
    Link {
        entry: EntryKey,
        evidence: EvidenceId,
    },
    /// Why a figure differs from what the unit's registers come to; without a reason it is these that count.
    FigureReason {
        entry: EntryKey,
        indicator: IndicatorId,
    },
    /// What the unit's figures of a change are held against, in every period of the year.
    Base {
        task: TaskId,
        indicator: IndicatorId,
        part: BasePart,
    },
    /// What a portal shows of an indicator, beside what the unit reports.
    Portal {
        entry: EntryKey,
        indicator: IndicatorId,
        part: PortalPart,
    },
    /// What a record of a register has in one column.
    Cell {
        register: RegisterId,
        record: RecordId,
        #[ts(type = "string")]
        column: ColumnOf,
    },
    Evidence {
        evidence: EvidenceId,
        part: EvidencePart,
    },
    /// The date that the lead enters for a rule without one of its own (by-plan, by-regulation, after-conclusion).
    DueDate {
        task: TaskId,
        rule: RuleId,
    },
    /// The document that sets that date.
    DueBasis {
        task: TaskId,
        rule: RuleId,
    },
    /// The unit closes a period and hands it in.
    Submission {
        period: PeriodId,
    },
    /// The unit asks for more time, with a reason and a day.
    Extension {
        period: PeriodId,
    },
    /// Of the signed paper of a period's report.
    ReportPaper {
        period: PeriodId,
        part: PaperPart,
    },
    /// When somebody looked at what two people had written at one place of this text without knowing of each other, and let
    /// stand what stands there, or put it right.
    Looked {
        entry: EntryKey,
        text: TextName,
    },
    /// When somebody of the unit had an office's reminder before them.
    ReminderSeen {
        reminder: ReminderId,
    },
    /// What the unit says to it: until then it stands.
    ReminderAnswer {
        reminder: ReminderId,
    },
    /// What the unit proposes to change of the plan.
    Proposal {
        proposal: ProposalId,
    },
    /// What the unit answers to a question of an office. It tells nothing of the work, so that an entry is not changed by it.
    Answer {
        entry: EntryKey,
        question: QuestionId,
    },
    /// That the work on a task goes on which was not finished in a plan before: from which of its entries.
    Carried {
        task: TaskId,
    },
    // --- review
    /// Accepted, or returned with a reason and a new date.
    Verdict {
        entry: EntryKey,
    },
    /// More time is granted to the unit, or refused.
    ExtensionAnswer {
        period: PeriodId,
    },
    /// Whether the office takes it for true that the entry was completed when the unit's laptop says.
    InTime {
        entry: EntryKey,
    },
    /// The same of the period's report.
    ReportInTime {
        period: PeriodId,
    },
    /// An office's word that something is waited for.
    Reminder {
        reminder: ReminderId,
    },
    /// What was decided of a unit's proposal.
    ProposalAnswer {
        proposal: ProposalId,
    },
    /// That the office has looked at what was handed in: from then on it cannot be withdrawn.
    Look {
        period: PeriodId,
    },
    /// Asked, and open until it is answered or taken back.
    Question {
        entry: EntryKey,
        question: QuestionId,
    },
    /// The office's word on one piece of evidence of an entry.
    EvidenceRemark {
        entry: EntryKey,
        evidence: EvidenceId,
    },
    /// What the unit's registers came to when it was accepted.
    Counted {
        entry: EntryKey,
    },
    // --- guidance
    /// How a task is done, as its lead says it to all.
    Guidance {
        task: TaskId,
    },
    // --- plan
    /// One of the things that the plan says.
    PlanItem {
        item: PlanItem,
    },
    Milestone {
        milestone: MilestoneId,
    },
    /// The document that sets that date.
    MilestoneBasis {
        milestone: MilestoneId,
    },
    /// How many days before the district's own date the units hand in.
    UnitDays {
        period: PeriodId,
    },
    /// From which day to which a period's data is, and when its figures are closed, where the plan does not say or says otherwise.
    PeriodDay {
        period: PeriodId,
        day: PeriodDay,
    },
    /// The coordinating office closes a period, or opens it again.
    PeriodClosing {
        period: PeriodId,
    },
    /// A request from above, with its number, date and due date.
    Request {
        request: RequestId,
    },
    /// A decision that changed the plan.
    Revision {
        revision: RevisionId,
    },
    /// Whether a duty that the annex does not carry is assigned like its tasks.
    TaskOn {
        task: TaskId,
    },
    /// The year that the plan is opened for.
    Year,
    /// The day on which the plan was closed.
    Closed,
    // --- organisation
    /// A decision that changed the list of units.
    UnitRevision {
        revision: RevisionId,
    },
    /// One of the things that are said of the organisation, above all plans.
    OrganisationItem {
        item: OrganisationItem,
    },
}

impl Target {
    /// The field that says that somebody looked at this text; None for what is no text of an entry.
    pub fn looked(&self) -> Option<Self> {
        let entry = self.entry().filter(|_| self.is_text())?;
        Some(Self::Looked { entry: entry.clone(), text: TextName::new(self.description().object.name) })
    }

    /// The text that this field says somebody looked at.
    pub fn looked_at(&self) -> Option<Self> {
        let Self::Looked { entry, text } = self else { return None };
        Self::texts_of(entry).find(|one| one.description().object.name == text.as_str())
    }

    /// The period that the field is about as a whole, if it is about one.
    pub fn whole_period(&self) -> Option<&PeriodId> {
        match self {
            Self::Submission { period }
            | Self::Look { period }
            | Self::Extension { period }
            | Self::ReportPaper { period, .. }
            | Self::ExtensionAnswer { period }
            | Self::ReportInTime { period }
            | Self::PeriodDay { period, .. }
            | Self::PeriodClosing { period }
            | Self::UnitDays { period } => Some(period),
            _ => None,
        }
    }

    /// The entry of which the field tells, if it tells of one.
    pub fn entry(&self) -> Option<&EntryKey> {
        match self {
            Self::State { entry }
            | Self::Percent { entry }
            | Self::Narrative { entry }
            | Self::Difficulties { entry }
            | Self::Recommendations { entry }
            | Self::Figure { entry, .. }
            | Self::NoneArose { entry, .. }
            | Self::Check { entry, .. }
            | Self::FigureReason { entry, .. }
            | Self::Portal { entry, .. }
            | Self::Link { entry, .. }
            | Self::Looked { entry, .. }
            | Self::InTime { entry }
            | Self::Verdict { entry }
            | Self::Counted { entry }
            | Self::Question { entry, .. }
            | Self::EvidenceRemark { entry, .. } => Some(entry),
            Self::Cell { .. }
            | Self::Base { .. }
            | Self::TaskOn { .. }
            | Self::Carried { .. }
            | Self::Evidence { .. }
            | Self::DueDate { .. }
            | Self::DueBasis { .. }
            | Self::Submission { .. }
            | Self::Answer { .. }
            | Self::Look { .. }
            | Self::ReminderSeen { .. }
            | Self::ReminderAnswer { .. }
            | Self::Proposal { .. }
            | Self::ProposalAnswer { .. }
            | Self::Revision { .. }
            | Self::UnitRevision { .. }
            | Self::Reminder { .. }
            | Self::Guidance { .. }
            | Self::Extension { .. }
            | Self::ReportPaper { .. }
            | Self::ExtensionAnswer { .. }
            | Self::ReportInTime { .. }
            | Self::PeriodDay { .. }
            | Self::PeriodClosing { .. }
            | Self::PlanItem { .. }
            | Self::OrganisationItem { .. }
            | Self::Milestone { .. }
            | Self::MilestoneBasis { .. }
            | Self::UnitDays { .. }
            | Self::Request { .. }
            | Self::Year
            | Self::Closed => None,
        }
    }
}
