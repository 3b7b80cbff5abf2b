//! Which description a field has, and which ids it is named by.

use super::*;
use crate::address::Address;
use crate::ids::TaskId;
use crate::item::{OrganisationItem, PlanItem};
use crate::target::{BasePart, EvidencePart, PaperPart, PeriodDay, PortalPart};
use crate::value::ValueKind;

/// The ids of a field: those of its object, and those in its key.
struct Ids<'a> {
    object: Vec<&'a str>,
    key: Vec<&'a str>,
}

impl<'a> Ids<'a> {
    fn of<const N: usize>(object: [&'a str; N]) -> Self {
        Self { object: object.into(), key: Vec::new() }
    }

    fn entry(entry: &'a EntryKey) -> Self {
        Self::of([entry.task.as_str(), entry.period.as_str()])
    }

    fn in_key(key: Vec<&'a str>) -> Self {
        Self { object: Vec::new(), key }
    }

    fn with<const N: usize>(self, key: [&'a str; N]) -> Self {
        Self { key: key.into(), ..self }
    }
}

impl Target {
    /// The task that the field belongs to, if it belongs to one.
    pub fn task(&self) -> Option<TaskId> {
        match self.description().object.of {
            Of::Entry | Of::Deadline | Of::Task => {
                self.address().object.ids().first().map(|id| TaskId::new(*id))
            }
            Of::Evidence
            | Of::Period
            | Of::Report
            | Of::Milestone
            | Of::Request
            | Of::Register
            | Of::Reminder
            | Of::Proposal
            | Of::Revision
            | Of::Whole => None,
        }
    }

    /// All that is to be known of the field.
    pub fn description(&self) -> &'static Description {
        self.spelled(|description, _| description)
    }

    /// Where it stands in its document. For a value of several parts: where the first of them stands.
    pub fn address(&self) -> Address {
        self.spelled(|description, ids| match description.value {
            ValueKind::Record(parts) => description.part_at(&ids.object, &ids.key, &parts[0]),
            _ => description.at(&ids.object, &ids.key),
        })
    }

    /// Where each part of its value stands, the first of which must never be missing; a single one for most fields.
    pub fn addresses(&self) -> Vec<Address> {
        self.spelled(|description, ids| match description.value {
            ValueKind::Record(parts) => {
                parts.iter().map(|part| description.part_at(&ids.object, &ids.key, part)).collect()
            }
            _ => vec![description.at(&ids.object, &ids.key)],
        })
    }

    pub fn kind(&self) -> ValueKind {
        self.description().value
    }

    /// True where two people's words merge letter by letter.
    pub fn is_text(&self) -> bool {
        self.kind().is_text()
    }

    /// Whether others are decided together with it.
    pub fn is_grouped(&self) -> bool {
        matches!(self.description().conflicts, Conflicts::Together(_))
    }

    /// The other fields that are decided together with this one: figures of one indicator, number and date of one document.
    pub fn together(&self) -> Vec<Self> {
        together(self)
    }

    /// The texts of an entry, in the order in which windows show them.
    pub fn texts_of(entry: &EntryKey) -> impl Iterator<Item = Self> {
        entry_texts(entry)
    }

    /// The one place that says which description a field has, and which ids it is named by.
    fn spelled<T>(&self, tell: impl FnOnce(&'static Description, Ids<'_>) -> T) -> T {
        match self {
            Self::State { entry } => tell(&STATE, Ids::entry(entry)),
            Self::Percent { entry } => tell(&PERCENT, Ids::entry(entry)),
            Self::Narrative { entry } => tell(&NARRATIVE, Ids::entry(entry)),
            Self::Difficulties { entry } => tell(&DIFFICULTIES, Ids::entry(entry)),
            Self::Recommendations { entry } => tell(&RECOMMENDATIONS, Ids::entry(entry)),
            Self::Figure { entry, indicator, figure } => {
                tell(&FIGURE, Ids::entry(entry).with([indicator.as_str(), figure.as_str()]))
            }
            Self::NoneArose { entry, indicator } => {
                tell(&NONE_AROSE, Ids::entry(entry).with([indicator.as_str()]))
            }
            Self::Check { entry, indicator, check } => {
                tell(&CHECK, Ids::entry(entry).with([indicator.as_str(), check.as_str()]))
            }
            Self::FigureReason { entry, indicator } => {
                tell(&FIGURE_REASON, Ids::entry(entry).with([indicator.as_str()]))
            }
            Self::Base { task, indicator, part } => {
                tell(part.description(), Ids::of([task.as_str()]).with([indicator.as_str()]))
            }
            Self::Portal { entry, indicator, part } => {
                tell(part.description(), Ids::entry(entry).with([indicator.as_str()]))
            }
            Self::Cell { register, record, column } => {
                tell(register::field(*column), Ids::of([register.as_str()]).with([record.as_str()]))
            }
            Self::Link { entry, evidence } => tell(&LINK, Ids::entry(entry).with([evidence.as_str()])),
            Self::Looked { entry, text } => tell(&LOOKED, Ids::entry(entry).with([text.as_str()])),
            Self::Evidence { evidence, part } => tell(part.description(), Ids::of([evidence.as_str()])),
            Self::DueDate { task, rule } => tell(&DEADLINE_DATE, Ids::of([task.as_str(), rule.as_str()])),
            Self::DueBasis { task, rule } => tell(&DEADLINE_BASIS, Ids::of([task.as_str(), rule.as_str()])),
            Self::Carried { task } => tell(&CARRIED, Ids::of([]).with([task.as_str()])),
            Self::Submission { period } => tell(&SUBMISSION, Ids::of([period.as_str()])),
            Self::ReminderSeen { reminder } => tell(&REMINDER_SEEN, Ids::of([reminder.as_str()])),
            Self::ReminderAnswer { reminder } => tell(&REMINDER_ANSWER, Ids::of([reminder.as_str()])),
            Self::Proposal { proposal } => tell(&PROPOSAL, Ids::of([proposal.as_str()])),
            Self::ProposalAnswer { proposal } => tell(&PROPOSAL_ANSWER, Ids::of([proposal.as_str()])),
            Self::Revision { revision } => tell(&REVISION, Ids::of([revision.as_str()])),
            Self::UnitRevision { revision } => tell(&UNIT_REVISION, Ids::of([revision.as_str()])),
            Self::Guidance { task } => tell(&GUIDANCE, Ids::of([task.as_str()])),
            Self::Reminder { reminder } => tell(&REMINDER, Ids::of([reminder.as_str()])),
            Self::Extension { period } => tell(&EXTENSION, Ids::of([period.as_str()])),
            Self::ReportPaper { period, part } => tell(part.description(), Ids::of([period.as_str()])),
            Self::Verdict { entry } => tell(&VERDICT, Ids::entry(entry)),
            Self::ExtensionAnswer { period } => tell(&EXTENSION_ANSWER, Ids::of([period.as_str()])),
            Self::InTime { entry } => tell(&IN_TIME, Ids::entry(entry)),
            Self::ReportInTime { period } => tell(&REPORT_IN_TIME, Ids::of([period.as_str()])),
            Self::Answer { entry, question } => tell(&ANSWER, Ids::entry(entry).with([question.as_str()])),
            Self::Look { period } => tell(&LOOK, Ids::of([period.as_str()])),
            Self::Question { entry, question } => {
                tell(&QUESTION, Ids::entry(entry).with([question.as_str()]))
            }
            Self::EvidenceRemark { entry, evidence } => {
                tell(&EVIDENCE_REMARK, Ids::entry(entry).with([evidence.as_str()]))
            }
            Self::Counted { entry } => tell(&COUNTED, Ids::entry(entry)),
            Self::PlanItem { item } => tell(plan_item(item), Ids::in_key(item.ids())),
            Self::Milestone { milestone } => tell(&MILESTONE_DATE, Ids::of([milestone.as_str()])),
            Self::MilestoneBasis { milestone } => tell(&MILESTONE_BASIS, Ids::of([milestone.as_str()])),
            Self::UnitDays { period } => tell(&UNIT_DAYS, Ids::of([period.as_str()])),
            Self::PeriodDay { period, day } => tell(day.description(), Ids::of([period.as_str()])),
            Self::PeriodClosing { period } => tell(&PERIOD_CLOSING, Ids::of([period.as_str()])),
            Self::Request { request } => tell(&REQUEST, Ids::of([request.as_str()])),
            Self::TaskOn { task } => tell(&TASK_ON, Ids::of([]).with([task.as_str()])),
            Self::Year => tell(&YEAR, Ids::of([])),
            Self::Closed => tell(&CLOSED, Ids::of([])),
            Self::OrganisationItem { item } => tell(organisation_item(item), Ids::in_key(item.ids())),
        }
    }
}

impl EvidencePart {
    fn description(self) -> &'static Description {
        match self {
            Self::File => &FILE,
            Self::Number => &NUMBER,
            Self::Symbol => &SYMBOL,
            Self::Issuer => &ISSUER,
            Self::Signed => &SIGNED,
            Self::Abstract => &ABSTRACT,
            Self::Removed => &REMOVED,
            Self::Withdrawn => &WITHDRAWN,
        }
    }
}

impl BasePart {
    fn description(self) -> &'static Description {
        match self {
            Self::Amount => &BASE_AMOUNT,
            Self::Source => &BASE_SOURCE,
        }
    }
}

impl PortalPart {
    fn description(self) -> &'static Description {
        match self {
            Self::Value => &PORTAL_VALUE,
            Self::Source => &PORTAL_SOURCE,
            Self::ReadOn => &PORTAL_READ_ON,
            Self::Why => &PORTAL_WHY,
        }
    }
}

impl PaperPart {
    fn description(self) -> &'static Description {
        match self {
            Self::Number => &PAPER_NUMBER,
            Self::Signed => &PAPER_SIGNED,
        }
    }
}

impl PeriodDay {
    fn description(self) -> &'static Description {
        match self {
            Self::From => &DATA_FROM,
            Self::To => &DATA_TO,
            Self::CutOff => &CUT_OFF,
        }
    }
}

fn plan_item(item: &PlanItem) -> &'static Description {
    match item {
        PlanItem::Head => &HEAD,
        PlanItem::Document => &DOCUMENT,
        PlanItem::Definition { .. } => &DEFINITION,
        PlanItem::Group { .. } => &GROUP,
        PlanItem::Field { .. } => &FIELD_OF_PLAN,
        PlanItem::Report { .. } => &REPORT,
        PlanItem::Level { .. } => &LEVEL,
        PlanItem::Milestone { .. } => &MILESTONE_OF_PLAN,
        PlanItem::Series { .. } => &SERIES_OF_PLAN,
        PlanItem::Requester { .. } => &REQUESTER,
        PlanItem::Task { .. } => &TASK,
        PlanItem::Due { .. } => &DUE,
        PlanItem::Indicator { .. } => &INDICATOR,
        PlanItem::Check { .. } => &CHECK_OF_PLAN,
        PlanItem::Register { .. } => &REGISTER_OF_PLAN,
        PlanItem::EarlierTask { .. } => &EARLIER_TASK,
        PlanItem::EarlierDue { .. } => &EARLIER_DUE,
        PlanItem::EarlierIndicator { .. } => &EARLIER_INDICATOR,
        PlanItem::EarlierRegister { .. } => &EARLIER_REGISTER,
    }
}

fn organisation_item(item: &OrganisationItem) -> &'static Description {
    match item {
        OrganisationItem::Head => &ORGANISATION,
        OrganisationItem::Unit { .. } => &UNIT,
        OrganisationItem::Renamed { .. } => &RENAMED,
        OrganisationItem::Person { .. } => &PERSON,
    }
}
