//! The things that a plan and its organisation consist of, by their ids.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{
    CheckId, DefinitionId, FieldCode, GroupId, IndicatorId, LevelId, MilestoneId, PeriodId, PersonId,
    RegisterId, RequesterId, RuleId, SeriesId, TaskId, UnitId,
};

/// One of the things that a plan says. Each has an id that stays, whatever becomes of its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum PlanItem {
    /// What is said of the whole.
    Head,
    /// The decision itself: what it rests on, who signed it, whom it was sent to.
    Document,
    /// A word of the decision, and what it means.
    Definition {
        definition: DefinitionId,
    },
    Group {
        group: GroupId,
    },
    Field {
        code: FieldCode,
    },
    Report {
        period: PeriodId,
    },
    /// One of the levels above, by which a period's report goes on.
    Level {
        period: PeriodId,
        level: LevelId,
    },
    Milestone {
        milestone: MilestoneId,
    },
    Series {
        series: SeriesId,
    },
    Requester {
        requester: RequesterId,
    },
    Task {
        task: TaskId,
    },
    /// One of the rules that say when a task is due.
    Due {
        task: TaskId,
        rule: RuleId,
    },
    Indicator {
        indicator: IndicatorId,
    },
    /// A register that units keep.
    Register {
        register: RegisterId,
    },
    /// One of the named things that a checklist asks for.
    Check {
        indicator: IndicatorId,
        check: CheckId,
    },
    /// What a task said before a revision.
    EarlierTask {
        task: TaskId,
        /// The last day on which it did: `2019-08-25`
        until: String,
    },
    /// The same of one of its rules.
    EarlierDue {
        task: TaskId,
        rule: RuleId,
        until: String,
    },
    EarlierIndicator {
        indicator: IndicatorId,
        until: String,
    },
    EarlierRegister {
        register: RegisterId,
        until: String,
    },
}

/// One of the things that are said of the organisation, above all plans.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum OrganisationItem {
    /// What is said of the whole.
    Head,
    Unit {
        unit: UnitId,
    },
    /// What a unit is called from a day on.
    Renamed {
        unit: UnitId,
        /// `2025-07-01`
        from: String,
    },
    /// Of which unit a person is from a day on.
    Person {
        person: PersonId,
        /// `2025-07-01`
        from: String,
    },
}

impl PlanItem {
    /// The ids by which it is told from others of its kind.
    pub fn ids(&self) -> Vec<&str> {
        match self {
            Self::Head | Self::Document => Vec::new(),
            Self::Definition { definition } => vec![definition.as_str()],
            Self::Group { group } => vec![group.as_str()],
            Self::Field { code } => vec![code.as_str()],
            Self::Report { period } => vec![period.as_str()],
            Self::Level { period, level } => vec![period.as_str(), level.as_str()],
            Self::Milestone { milestone } => vec![milestone.as_str()],
            Self::Series { series } => vec![series.as_str()],
            Self::Requester { requester } => vec![requester.as_str()],
            Self::Task { task } => vec![task.as_str()],
            Self::Due { task, rule } => vec![task.as_str(), rule.as_str()],
            Self::Indicator { indicator } => vec![indicator.as_str()],
            Self::Register { register } => vec![register.as_str()],
            Self::Check { indicator, check } => vec![indicator.as_str(), check.as_str()],
            Self::EarlierTask { task, until } => vec![task.as_str(), until],
            Self::EarlierDue { task, rule, until } => vec![task.as_str(), rule.as_str(), until],
            Self::EarlierIndicator { indicator, until } => vec![indicator.as_str(), until],
            Self::EarlierRegister { register, until } => vec![register.as_str(), until],
        }
    }
}

impl PlanItem {
    /// Whether it tells what another one said before a revision.
    pub fn is_earlier(&self) -> bool {
        matches!(
            self,
            Self::EarlierTask { .. }
                | Self::EarlierDue { .. }
                | Self::EarlierIndicator { .. }
                | Self::EarlierRegister { .. }
        )
    }
}

impl OrganisationItem {
    /// The ids by which it is told from others of its kind.
    pub fn ids(&self) -> Vec<&str> {
        match self {
            Self::Head => Vec::new(),
            Self::Unit { unit } => vec![unit.as_str()],
            Self::Renamed { unit, from } => vec![unit.as_str(), from],
            Self::Person { person, from } => vec![person.as_str(), from],
        }
    }
}
