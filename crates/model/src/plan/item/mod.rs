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
    FieldCode, GroupId, IndicatorId, MilestoneId, PeriodId, PlanId, RequesterId, RuleId, SeriesId, TaskCode,
    UnitId,
};
use crate::target::Target;
use crate::value::Value;
pub(super) use from_rows::items;
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
        task: TaskCode,
    },
    /// One of the rules that say when a task is due.
    Due {
        task: TaskCode,
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
}

/// What the documents of a plan and of its organisation hold. What is taken away is not among it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Items {
    pub organisation: Vec<(OrganisationItem, Value)>,
    pub plan: Vec<(PlanItem, Value)>,
}

impl Items {
    /// What a file of units says. Who keeps the list, and the organisation's name, stay as they were `before` where it
    /// does not say.
    pub fn of_units(text: &str, before: &[(OrganisationItem, Value)]) -> Result<Self, PlanFaults> {
        let mut faults = PlanFaults::default();
        let (mut organisation, units) = super::read::units(text, &mut faults);
        let (held, _) = to_rows::organisation(before, &mut faults);
        organisation.name = organisation.name.or(held.name);
        organisation.kept_by = organisation.kept_by.or(held.kept_by);
        let items = from_rows::units(&organisation, &units, &mut faults);
        match items {
            Some(organisation) if faults.is_empty() => Ok(Self { organisation, plan: Vec::new() }),
            _ => Err(faults.sorted()),
        }
    }

    /// The edits after which the documents of the organisation and of this plan hold these items, where they held those of
    /// before. What is not among them any more is taken away.
    pub fn edits(self, plan: &PlanId, before: &Self) -> [(DocId, Vec<Edit>); 2] {
        let units = changed(self.organisation, &before.organisation);
        let units = units.map(|(item, value)| Edit { target: Target::OrganisationItem { item }, value });
        let content = changed(self.plan, &before.plan);
        let content = content.map(|(item, value)| Edit { target: Target::PlanItem { item }, value });
        [(DocId::organisation(), units.collect()), (DocId::plan(plan), content.collect())]
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
        }
    }
}
