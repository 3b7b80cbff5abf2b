//! What a plan is made of, as its data files say it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::base::Base;
use super::rule::{Rule, YearDate};
use super::schedule::{DataDays, Level};
use crate::amount::Amount;
use crate::ids::{
    CheckId, DefinitionId, FieldCode, FigureId, GroupId, IndicatorId, MilestoneId, PeriodId, PlanId,
    RegisterId, RequesterId, RuleId, SeriesId, TaskId, UnitId,
};
use crate::register::{FigureCount, RegisterKind};

/// What the `[plan]` table says of the whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub id: String,
    pub title: String,
    pub decision: String,
    pub issued_by: UnitId,
    pub issued_on: NaiveDate,
    pub effective_from: Option<NaiveDate>,
    pub year: i32,
    pub report_series: Option<SeriesId>,
    pub follows: Option<PlanId>,
    pub under: Option<Above>,
}

/// The task above of which a whole plan is the detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Above {
    pub plan: PlanId,
    pub task: TaskId,
}

/// The decision itself, as its paper has it. All may be empty: nothing is said then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What it rests on (căn cứ), in the order of the paper.
    pub bases: Vec<String>,
    /// What it came in place of.
    pub replaces: Option<String>,
    /// As whom it was signed, line by line: "TM. ỦY BAN NHÂN DÂN".
    pub signed_as: Vec<String>,
    pub signed_by: Option<String>,
    /// Nơi nhận.
    pub recipients: Vec<String>,
    /// Where its text was mended, is read in a certain way, or contradicts itself.
    pub notes: Vec<String>,
}

/// A word of the decision, and what it means there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    pub id: DefinitionId,
    /// "cơ quan, đơn vị"
    pub word: String,
    pub meaning: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    pub code: FieldCode,
    pub name: String,
}

/// A named set of units: those of some kinds, and those listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub id: GroupId,
    pub name: String,
    /// In the order of the units' file; never empty.
    pub members: Vec<UnitId>,
}

/// Who a cell of the annex names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    Unit(UnitId),
    Group(GroupId),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub id: TaskId,
    /// What the plan calls it ("III.6a"), now: another edition may number its rows anew. Of its own in the plan.
    pub code: String,
    pub title: String,
    pub field: FieldCode,
    /// Never empty.
    pub lead: Vec<Party>,
    pub with: Vec<Party>,
    pub outputs: Vec<String>,
    /// Keys (`lead`, `due`, ...) whose cell is empty in the annex and taken from the row above.
    pub inherited: Vec<String>,
    /// Keys whose cell is empty in the annex and worked out from the plan's text.
    pub inferred: Vec<String>,
    /// Where the text was mended, is read in a certain way, or contradicts itself.
    pub notes: Vec<String>,
    /// From which plan it was carried over, since it was not finished there.
    pub carried_from: Option<PlanId>,
    /// "theo mục II.3": a duty of the text that the annex does not carry, assigned from when it is switched on.
    pub standby: Option<String>,
    /// Never empty; no two of one id.
    pub due: Vec<DueRule>,
    pub days: TaskDays,
}

/// From when and until when a task, and a unit's part in it, are of the plan: what revisions made of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaskDays {
    /// None: from the beginning.
    pub from: Option<NaiveDate>,
    /// Its last day, where others came in its place.
    pub until: Option<NaiveDate>,
    /// The tasks that came in its place.
    pub into: Vec<TaskId>,
    /// Units that came to it later.
    pub joined: BTreeMap<UnitId, NaiveDate>,
    /// Units that are named no more, with the parts that they had and their last days.
    pub left: BTreeMap<UnitId, (Role, NaiveDate)>,
}

/// A register that units keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    pub id: RegisterId,
    pub name: String,
    pub kind: &'static RegisterKind,
    /// In whose entry it has its place.
    pub of: TaskId,
    /// Who keeps one each; all of them have a part in the task.
    pub by: Vec<Party>,
    /// What is to be known of it.
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueRule {
    /// As the plan gives it, or what its rule is called: it stays when rules are moved about, or get another date.
    pub id: RuleId,
    /// The annex's own words.
    pub text: String,
    pub rule: Rule,
    /// Who owes what is due by it; empty: everyone who has a part in the task.
    pub owed_by: Vec<Party>,
    /// Which of the task's outputs are due by it, from 1; empty: the text does not say.
    pub outputs: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IndicatorKind {
    /// Numerator / denominator, in per cent.
    Rate,
    /// One number.
    Count,
    /// This year against a base: in per cent of the base, or the difference where `points` is set.
    Change,
    /// Named things, each of which was done or not.
    Checklist,
}

impl Task {
    /// The outputs that are due by one of its rules.
    pub fn outputs_of(&self, due: &DueRule) -> impl Iterator<Item = &str> {
        due.outputs.iter().filter_map(|at| self.outputs.get(at.checked_sub(1)?)).map(String::as_str)
    }

    pub fn rule(&self, id: &RuleId) -> Option<&DueRule> {
        self.due.iter().find(|due| due.id == *id)
    }
}

impl IndicatorKind {
    /// The word of the data files and of the windows.
    pub fn code(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Count => "count",
            Self::Change => "change",
            Self::Checklist => "checklist",
        }
    }

    /// None for a word that is no kind.
    pub fn from_code(word: &str) -> Option<Self> {
        [Self::Rate, Self::Count, Self::Change, Self::Checklist].into_iter().find(|kind| kind.code() == word)
    }

    /// What a unit enters: numerator and denominator; a number; this year's and the base. Of a checklist nothing but checks.
    pub const FIGURES: [&'static str; 5] = ["part", "whole", "count", "now", "base"];

    pub fn figures(self) -> &'static [&'static str] {
        match self {
            Self::Rate => &["part", "whole"],
            Self::Count => &["count"],
            Self::Change => &["now", "base"],
            Self::Checklist => &[],
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    pub id: IndicatorId,
    pub of: TaskId,
    /// Who enters it; each of them has an assignment to `of`.
    pub by: Vec<Party>,
    pub name: String,
    pub kind: IndicatorKind,
    /// The labels of what is entered, in the order of `kind.figures()`.
    pub figures: Vec<String>,
    /// The figures of a `change` are percentages themselves: the result is their difference, in percentage points.
    pub points: bool,
    /// The figures may have decimals; those of the others count whole things.
    pub decimals: bool,
    /// None where something else than the plan sets it, and of a checklist, which asks for all that it needs.
    pub target: Option<TargetValue>,
    /// Of units that have one of their own.
    pub targets: BTreeMap<UnitId, TargetValue>,
    /// Those of `by` that enter the figures of the whole area, and not of their own part; empty where nobody tells the two apart.
    pub totals: Vec<Party>,
    /// Of a checklist; never empty there.
    pub checks: Vec<Check>,
    /// Where the text is read in a certain way, or does not say something.
    pub notes: Vec<String>,
    /// What of a register each figure counts, in their order; empty: they are typed.
    pub counts: Vec<FigureCount>,
    /// What it was called in the plan before, where that is another id: years are set beside each other by it.
    pub from: Option<IndicatorId>,

    /// Of a `change`: against what it is held, where the plan says so; else whoever enters it says once.
    pub base: Option<Base>,
    /// Figures of one period after the other add up to those of the year; else what was told last holds.
    pub adds_up: bool,
    /// Whether the target is met where none arose, so that there is nothing to hold against it; None: the plan does not say.
    pub met_by_none: Option<bool>,
    /// The portal that works it out as well; units tell what they read there.
    pub portal: Option<String>,
}

/// One of the named things that a checklist asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub id: CheckId,
    pub name: String,
    /// Whoever did more than was asked for did it well.
    pub optional: bool,
}

impl Indicator {
    /// What a unit enters, and what it is called.
    pub fn labelled(&self) -> impl Iterator<Item = (FigureId, &str)> {
        self.kind.figures().iter().map(|id| FigureId::new(*id)).zip(self.figures.iter().map(String::as_str))
    }

    pub fn check(&self, id: &CheckId) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == *id)
    }

    /// What the unit is to reach.
    pub fn target_of(&self, unit: &UnitId) -> Option<TargetValue> {
        self.targets.get(unit).copied().or(self.target)
    }

    pub fn label(&self, figure: &FigureId) -> Option<&str> {
        self.labelled().find(|(id, _)| id == figure).map(|(_, label)| label)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
    Exactly,
}

/// What stands in place of a target that something else than the plan sets.
pub(super) const OPEN: &str = "open";

/// What an indicator is to reach: `>= 95 %`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetValue {
    pub comparison: Comparison,
    /// In per cent for a rate or a change, in points where the indicator is in points, or a number.
    pub value: Amount,
}

/// A periodic report of the district, which is also a period of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub id: PeriodId,
    pub name: String,
    /// First and last month, 1 to 12.
    pub months: (u8, u8),
    pub due: YearDate,
    /// Whether it is handed in at all is for the coordinating office to say; it takes no date from another period.
    pub optional: bool,
    /// What the plan says of the days whose data it tells of; where it says nothing, those are the days of its months.
    pub data: DataDays,
    /// Whom the units hand theirs to.
    pub handed_to: Vec<String>,
    /// Whom it goes to.
    pub sent_to: Vec<String>,
    /// By which levels above it goes on, from below.
    pub levels: Vec<Level>,
    /// Where something is read in a certain way, or comes from elsewhere than the decision.
    pub notes: Vec<String>,
}

/// A yearly date that the coordinating office enters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Milestone {
    pub id: MilestoneId,
    pub name: String,
}

/// A series of reports whose dates are not in the plan: someone enters them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    pub id: SeriesId,
    pub name: String,
}

/// A body outside the plan whose requests open a deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requester {
    pub id: RequesterId,
    pub name: String,
}

/// What a unit has to do with a task: it leads it, or takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Role {
    Lead,
    Supporting,
}

/// One task at one unit. A unit named both as lead and as supporting leads, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub unit: UnitId,
    pub task: TaskId,
    pub role: Role,
    /// Its first day; None: from the beginning.
    pub from: Option<NaiveDate>,
    /// Its last; None while it goes on.
    pub until: Option<NaiveDate>,
}

/// Of what figures tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum FigureScope {
    /// Of the unit's own part.
    Own,
    /// Of the whole area: they are not to be added to those of its units.
    Area,
}
