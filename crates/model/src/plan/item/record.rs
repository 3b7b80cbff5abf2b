//! The parts of each item, with a type for each. Their keys are those of the vocabulary.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::ids::{FieldCode, IndicatorId, OrganisationId, PlanId, SeriesId, TaskId, UnitId};
use crate::value::Lines;

/// Of the organisation as a whole.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct OrganisationHead {
    pub name: String,
    pub kept_by: UnitId,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct UnitRecord {
    pub name: String,
    pub kind: String,
    pub place: usize,
    pub parent: Option<UnitId>,
    pub code: Option<String>,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub succeeds: Lines,
    /// A day, and behind a space the unit under which it stands from then on.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub moved: Lines,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RenamedRecord {
    pub name: String,
    pub code: Option<String>,
}

/// A person at a unit. Names stand beside the documents, where they can be corrected and erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stay {
    pub unit: UnitId,
    /// The last day; none while it goes on.
    pub until: Option<NaiveDate>,
}

/// Of the plan as a whole.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct PlanHead {
    pub title: String,
    pub organisation: OrganisationId,
    pub decision: String,
    pub issued_by: UnitId,
    pub issued_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_from: Option<NaiveDate>,
    pub coordinated_by: UnitId,
    pub within: Option<UnitId>,
    pub report_series: Option<SeriesId>,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub holidays: Lines,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<PlanId>,
    /// With the task there, or neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under_plan: Option<PlanId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under_task: Option<TaskId>,
}

/// The decision itself.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct DocumentRecord {
    pub bases: Lines,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub signed_as: Lines,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_by: Option<String>,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub recipients: Lines,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub notes: Lines,
}

/// A word, and what it means.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DefinitionRecord {
    pub name: String,
    pub place: usize,
    pub meaning: String,
}

/// A field, a milestone, a series or a requester.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Named {
    pub name: String,
    pub place: usize,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct GroupRecord {
    pub name: String,
    pub place: usize,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub kinds: Lines,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub units: Lines,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct ReportRecord {
    pub name: String,
    pub place: usize,
    /// Months, 1 to 12.
    pub first: u8,
    pub last: u8,
    pub due: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    #[serde(flatten)]
    pub data: DataRecord,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub handed_to: Lines,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub sent_to: Lines,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub notes: Lines,
}

/// Of which days a report tells, as `Y-03-05`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct DataRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_from: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_to: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut_off: Option<String>,
}

/// A level above by which a report goes on.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LevelRecord {
    pub by: String,
    pub place: usize,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub to: Lines,
    #[serde(flatten)]
    pub data: DataRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub notes: Lines,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TaskRecord {
    pub title: String,
    pub place: usize,
    pub field: FieldCode,
    /// Where it is another than the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub lead: Lines,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub with: Lines,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub outputs: Lines,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub inherited: Lines,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub inferred: Lines,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub notes: Lines,
    /// Where a duty of the text that the annex does not carry stands in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standby: Option<String>,
    #[serde(default, rename = "carried-from", skip_serializing_if = "Option::is_none")]
    pub carried_from: Option<PlanId>,

    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Ids of the tasks that came in its place.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub into: Lines,
    /// A unit, and behind a space from when on it has a part.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub joined: Lines,
    /// A unit, the part that it had, and its last day.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub left: Lines,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct DueRecord {
    /// The annex's own words.
    pub text: String,
    pub rule: String,
    pub place: usize,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub owed_by: Lines,
    /// Numbers of the task's outputs, from 1.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub outputs: Lines,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct IndicatorRecord {
    pub name: String,
    pub place: usize,
    pub of: TaskId,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub by: Lines,
    pub kind: String,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub figures: Lines,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub points: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub decimals: bool,
    pub target: String,
    /// A unit, and behind a space what it is to reach.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub targets: Lines,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub totals: Lines,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub notes: Lines,
    /// For each figure what of a register it counts.
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub counts: Lines,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<IndicatorId>,

    /// As people write it, with its source beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_source: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub adds_up: bool,
    /// `met` or `missed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub none_arose: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portal: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RegisterRecord {
    pub name: String,
    pub place: usize,
    pub kind: String,
    pub of: TaskId,
    pub by: Lines,
    #[serde(default, skip_serializing_if = "Lines::is_empty")]
    pub notes: Lines,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct CheckRecord {
    pub name: String,
    pub place: usize,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
}

/// Line feeds stand between the texts of a list.
pub(super) fn one_line(text: &str) -> String {
    if text.contains(char::is_control) { text.replace(char::is_control, " ") } else { text.to_owned() }
}
