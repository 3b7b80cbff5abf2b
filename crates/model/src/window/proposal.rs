//! What units propose to change of the plan, and what was decided.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::reminder::Said;
use super::work::UnitView;
use crate::ids::{ProposalId, RuleId, TaskId, UnitId};
use crate::value::ProposalKind;

/// All that the viewer may read, and what a proposal may be about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProposalsPage {
    /// Those that wait first, then the newest.
    pub proposals: Vec<ProposalView>,
    /// Whether the viewer's unit proposes, on a laptop.
    pub proposes: bool,
    /// Of the viewer's unit; none where it proposes nothing.
    pub tasks: Vec<ProposableTask>,
    /// That may be proposed as leads; none where the viewer's unit proposes nothing.
    pub units: Vec<UnitView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProposableTask {
    pub task: TaskId,
    pub title: String,
    pub rules: Vec<ProposableRule>,
}

/// One of a task's deadlines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProposableRule {
    pub rule: RuleId,
    /// The annex's own words.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProposalView {
    pub id: ProposalId,
    pub unit: UnitId,
    pub unit_name: String,
    pub kind: ProposalKind,
    pub task: Option<TaskId>,
    pub title: Option<String>,
    /// The deadline that is to be another, in the annex's words.
    pub rule: Option<String>,
    /// Its dates by the plan as it is now.
    pub dates: Vec<NaiveDate>,
    pub words: String,
    /// The day that is wished for.
    pub until: Option<NaiveDate>,
    /// Names of the units that are wished for as leads.
    pub lead: Vec<String>,
    /// Of those that lead now, where others are wished for.
    pub leads_now: Vec<String>,
    /// The document from above.
    pub basis: Option<String>,
    pub sent: Said,
    pub stands: ProposalStands,
    pub withdrawn: Option<Said>,
    pub answer: Option<ProposalAnswerView>,
    /// Whether the viewer's office records what was decided, on a laptop.
    pub answerable: bool,
    /// Whether the viewer's unit may take it back, on a laptop.
    pub takeable: bool,
}

/// Of a withdrawal and an answer that crossed, the one counts that is first in the log; both are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum ProposalStands {
    Waiting,
    Withdrawn,
    Taken,
    Declined,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ProposalAnswerView {
    /// Number and symbol; none where it was not taken.
    pub decision: Option<String>,
    pub decided_on: Option<NaiveDate>,
    /// The first day on which it counts.
    pub from: Option<NaiveDate>,
    pub words: String,
    pub said: Said,
}

/// A proposal as its form hands it over. Days as they are typed; what its kind does not ask for is passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NewProposal {
    pub kind: ProposalKind,
    pub task: Option<TaskId>,
    pub rule: Option<RuleId>,
    pub words: String,
    pub until: String,
    pub lead: Vec<UnitId>,
    pub basis: String,
}

/// What was decided of a proposal, as its form hands it over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NewAnswer {
    pub taken: bool,
    pub decision: String,
    pub decided_on: String,
    /// Empty: the day of the decision.
    pub from: String,
    pub words: String,
}
