//! What a plan and its organisation are made of, as documents hold them: one value of several parts for each.

mod from_rows;
mod record;
mod to_rows;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::fault::PlanFaults;
use crate::doc_id::DocId;
use crate::edit::Edit;
use crate::ids::{
    FieldCode, GroupId, IndicatorId, MilestoneId, OrganisationId, PeriodId, PersonId, PlanId, RequesterId,
    RuleId, SeriesId, TaskId, UnitId,
};
use crate::target::Target;
use crate::value::Value;
pub(super) use from_rows::items;
pub use record::Stay;
pub(super) use to_rows::{UNITS, organisation, rows};

/// One of the things that a plan says. Each has an id that stays, whatever becomes of its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum PlanItem {
    /// What is said of the whole.
    Head,
    Group {
        group: GroupId,
    },
    Field {
        code: FieldCode,
    },
    Report {
        period: PeriodId,
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

/// What the documents of a plan and of its organisation hold. What is taken away is not among it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Items {
    /// The organisation under which the plan stands.
    pub under: OrganisationId,
    pub organisation: Vec<(OrganisationItem, Value)>,
    pub plan: Vec<(PlanItem, Value)>,
}

impl Items {
    /// What a file of units says. Whether they make an organisation, the plans under it say.
    pub fn of_units(text: &str) -> Result<Self, PlanFaults> {
        let mut faults = PlanFaults::default();
        let (organisation, units) = super::read::units(text, &mut faults);
        let items = faults.is_empty().then(|| from_rows::units(&organisation, &units, &mut faults)).flatten();
        match (organisation.id, items) {
            (Some(under), Some(organisation)) if faults.is_empty() => {
                Ok(Self { under, organisation, plan: Vec::new() })
            }
            _ => Err(faults.sorted()),
        }
    }

    /// The edits after which the documents of the organisation and of this plan hold these items, where they held those of
    /// before. What is not among them any more is taken away.
    pub fn edits(self, plan: &PlanId, before: Option<&Self>) -> [(DocId, Vec<Edit>); 2] {
        let under = DocId::organisation(&self.under);
        let (units, content) =
            before.map_or((&[][..], &[][..]), |before| (&before.organisation[..], &before.plan[..]));
        let units = changed(self.organisation, units);
        let units = units.map(|(item, value)| Edit { target: Target::OrganisationItem { item }, value });
        let content = changed(self.plan, content);
        let content = content.map(|(item, value)| Edit { target: Target::PlanItem { item }, value });
        [(under, units.collect()), (DocId::plan(plan), content.collect())]
    }
}

fn changed<K: Ord + Clone>(now: Vec<(K, Value)>, before: &[(K, Value)]) -> impl Iterator<Item = (K, Value)> {
    let mut gone: BTreeMap<K, Value> = before.iter().map(|(item, _)| (item.clone(), Value::Absent)).collect();
    let there: BTreeMap<K, Value> = before.iter().cloned().collect();
    now.iter().for_each(|(item, _)| drop(gone.remove(item)));
    now.into_iter().filter(move |(item, value)| there.get(item) != Some(value)).chain(gone)
}

impl PlanItem {
    /// The ids by which it is told from others of its kind.
    pub fn ids(&self) -> Vec<&str> {
        match self {
            Self::Head => Vec::new(),
            Self::Group { group } => vec![group.as_str()],
            Self::Field { code } => vec![code.as_str()],
            Self::Report { period } => vec![period.as_str()],
            Self::Milestone { milestone } => vec![milestone.as_str()],
            Self::Series { series } => vec![series.as_str()],
            Self::Requester { requester } => vec![requester.as_str()],
            Self::Task { task } => vec![task.as_str()],
            Self::Due { task, rule } => vec![task.as_str(), rule.as_str()],
            Self::Indicator { indicator } => vec![indicator.as_str()],
        }
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
