//! What an edit can be about. One field of one document has one [`Target`]: edits, conflicts, the
//! queue of what waits and the history all speak of targets, in the same words. What there is to know of each field
//! stands in the [vocabulary](crate::vocabulary).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::address::Address;
use crate::ids::{EvidenceId, FigureId, IndicatorId, MilestoneId, PeriodId, RequestId, RuleId, TaskId};
use crate::plan::{OrganisationItem, PlanItem};
use crate::value::ValueKind;
use crate::vocabulary::*;

/// One assignment of a unit in one period. The unit is that of the document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[ts(export)]
pub struct EntryKey {
    pub task: TaskId,
    pub period: PeriodId,
}

/// The parts of an evidence's description (mission.md, 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum EvidencePart {
    /// The file itself: hash, size, name, media type. Set once, when the evidence is added.
    File,
    /// Số.
    Number,
    /// Ký hiệu.
    Symbol,
    /// Cơ quan ban hành.
    Issuer,
    /// Ngày ký.
    Signed,
    /// Trích yếu.
    Abstract,
    /// True once the evidence is withdrawn; the file stays what it was.
    Removed,
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
    /// That a piece of evidence proves this entry; the value is the section and page.
    Link {
        entry: EntryKey,
        evidence: EvidenceId,
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
    // --- review
    /// Accepted, or returned with a reason and a new date.
    Verdict {
        entry: EntryKey,
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
    /// A request from above, with its number, date and due date.
    Request {
        request: RequestId,
    },
    /// The year that the plan is opened for.
    Year,
    /// The day on which the plan was closed.
    Closed,
    // --- organisation
    /// One of the things that are said of the organisation, above all plans.
    OrganisationItem {
        item: OrganisationItem,
    },
}

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
            Self::Link { entry, evidence } => tell(&LINK, Ids::entry(entry).with([evidence.as_str()])),
            Self::Evidence { evidence, part } => tell(part.description(), Ids::of([evidence.as_str()])),
            Self::DueDate { task, rule } => tell(&DEADLINE_DATE, Ids::of([task.as_str(), rule.as_str()])),
            Self::DueBasis { task, rule } => tell(&DEADLINE_BASIS, Ids::of([task.as_str(), rule.as_str()])),
            Self::Submission { period } => tell(&SUBMISSION, Ids::of([period.as_str()])),
            Self::Verdict { entry } => tell(&VERDICT, Ids::entry(entry)),
            Self::PlanItem { item } => tell(plan_item(item), Ids::in_key(item.ids())),
            Self::Milestone { milestone } => tell(&MILESTONE_DATE, Ids::of([milestone.as_str()])),
            Self::MilestoneBasis { milestone } => tell(&MILESTONE_BASIS, Ids::of([milestone.as_str()])),
            Self::UnitDays { period } => tell(&UNIT_DAYS, Ids::of([period.as_str()])),
            Self::Request { request } => tell(&REQUEST, Ids::of([request.as_str()])),
            Self::Year => tell(&YEAR, Ids::of([])),
            Self::Closed => tell(&CLOSED, Ids::of([])),
            Self::OrganisationItem { item } => tell(organisation_item(item), Ids::in_key(item.ids())),
        }
    }

    /// The entry that the field belongs to, if it belongs to one.
    pub fn entry(&self) -> Option<&EntryKey> {
        match self {
            Self::State { entry }
            | Self::Percent { entry }
            | Self::Narrative { entry }
            | Self::Difficulties { entry }
            | Self::Recommendations { entry }
            | Self::Figure { entry, .. }
            | Self::NoneArose { entry, .. }
            | Self::Link { entry, .. }
            | Self::Verdict { entry } => Some(entry),
            Self::Evidence { .. }
            | Self::DueDate { .. }
            | Self::DueBasis { .. }
            | Self::Submission { .. }
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
        }
    }
}

fn plan_item(item: &PlanItem) -> &'static Description {
    match item {
        PlanItem::Head => &HEAD,
        PlanItem::Group { .. } => &GROUP,
        PlanItem::Field { .. } => &FIELD_OF_PLAN,
        PlanItem::Report { .. } => &REPORT,
        PlanItem::Milestone { .. } => &MILESTONE_OF_PLAN,
        PlanItem::Series { .. } => &SERIES_OF_PLAN,
        PlanItem::Requester { .. } => &REQUESTER,
        PlanItem::Task { .. } => &TASK,
        PlanItem::Due { .. } => &DUE,
        PlanItem::Indicator { .. } => &INDICATOR,
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
