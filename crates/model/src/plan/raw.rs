//! Rows of the files as read: each by itself is well formed, what they refer to is not yet checked.

use chrono::NaiveDate;

use super::base::Base;
use super::parts::{
    Check, Definition, Document, Field, IndicatorKind, Milestone, Report, Requester, Series, TargetValue,
    TaskDays,
};
use super::rule::Rule;
use super::source::At;
use super::unit::{Moved, Renamed};
use crate::ids::{
    FieldCode, GroupId, IndicatorId, OrganisationId, PlanId, RegisterId, RuleId, SeriesId, TaskId, UnitId,
};
use crate::register::{FigureCount, RegisterKind};

/// What was read. A file that is not TOML gives None: nothing that refers to it is then called a fault.
pub(super) struct Raw<'a> {
    pub units_file: &'a str,
    pub plan_file: &'a str,
    pub indicators_file: &'a str,
    pub organisation: RawOrganisation,
    pub units: Option<Vec<RawUnit>>,
    pub plan: Option<RawPlan>,
    pub indicators: Option<Vec<RawIndicator>>,
    /// Tasks that are switched on.
    pub on: Vec<TaskId>,
}

#[derive(Default)]
pub(super) struct RawOrganisation {
    pub id: Option<OrganisationId>,
    pub name: Option<String>,
    pub kept_by: Option<At<UnitId>>,
}

pub(super) struct RawUnit {
    pub id: At<UnitId>,
    pub name: String,
    pub kind: String,
    pub parent: Option<At<UnitId>>,
    pub code: Option<String>,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    pub succeeds: Vec<At<UnitId>>,
    pub renamed: Vec<Renamed>,
    pub moved: Vec<At<Moved>>,
}

pub(super) struct RawPlan {
    pub head: Option<RawHead>,
    pub groups: Vec<RawGroup>,
    pub fields: Vec<At<Field>>,
    pub reports: Vec<At<Report>>,
    pub tasks: Vec<RawTask>,
    pub registers: Vec<RawRegister>,
}

pub(super) struct RawHead {
    /// False where the table has a fault: names that it should declare may then be missing.
    pub sound: bool,
    pub id: Option<At<String>>,
    pub title: Option<At<String>>,
    pub decision: Option<At<String>>,
    pub issued_by: Option<At<UnitId>>,
    pub issued_on: Option<NaiveDate>,
    /// With its line.
    pub effective_from: Option<At<NaiveDate>>,
    pub coordinated_by: Option<At<UnitId>>,
    /// Only this unit and those below it have a part.
    pub within: Option<At<UnitId>>,
    pub year: Option<i32>,
    pub report_series: Option<At<SeriesId>>,
    pub series: Vec<At<Series>>,
    pub requesters: Vec<At<Requester>>,
    pub milestones: Vec<At<Milestone>>,
    pub holidays: Vec<NaiveDate>,
    /// The plan of the year before, where its id does not tell.
    pub follows: Option<At<PlanId>>,
    /// The plan above, and its task of which this plan is the detail.
    pub under: Option<(At<PlanId>, At<TaskId>)>,
    pub document: Document,
    pub definitions: Vec<At<Definition>>,
}

impl RawHead {
    pub fn move_to(&mut self, year: i32) {
        if let (Some(id), Some(of)) = (&mut self.id, self.year.replace(year)) {
            id.value = id_in_year(&id.value, of, year);
        }
    }
}

/// What a plan of one year is called in another.
pub(super) fn id_in_year(id: &str, of: i32, year: i32) -> String {
    let stem = id.strip_suffix(&format!("-{of}")).unwrap_or(id);
    if of == year { id.to_owned() } else { format!("{stem}-{year}") }
}

pub(super) struct RawGroup {
    pub id: At<GroupId>,
    pub name: String,
    pub kinds: Vec<At<String>>,
    pub units: Vec<At<String>>,
}

pub(super) struct RawTask {
    /// As written, or the code.
    pub id: At<TaskId>,
    pub code: At<String>,
    pub title: String,
    /// As written, or the code's part before the dot.
    pub field: At<FieldCode>,
    pub lead: Vec<At<String>>,
    pub with: Vec<At<String>>,
    pub outputs: Vec<String>,
    pub inherited: Vec<String>,
    pub inferred: Vec<String>,
    pub notes: Vec<String>,
    pub carried_from: Option<At<PlanId>>,
    pub standby: Option<String>,
    pub due: Vec<At<RawDue>>,
    pub days: TaskDays,
}

pub(super) struct RawRegister {
    pub id: At<RegisterId>,
    pub name: String,
    /// None where a fault was told.
    pub kind: Option<&'static RegisterKind>,
    pub of: Option<At<TaskId>>,
    pub by: Vec<At<String>>,
    pub notes: Vec<String>,
}

pub(super) struct RawDue {
    pub id: RuleId,
    pub text: String,
    pub rule: Rule,
    pub owed_by: Vec<At<String>>,
    /// From 1.
    pub outputs: Vec<At<usize>>,
}

pub(super) struct RawIndicator {
    pub id: At<IndicatorId>,
    pub of: Option<At<TaskId>>,
    pub by: Vec<At<String>>,
    pub name: String,
    pub kind: Option<IndicatorKind>,
    pub figures: Vec<String>,
    pub points: bool,
    pub decimals: bool,
    /// None too where something else than the plan sets it.
    pub target: Option<TargetValue>,
    pub targets: Vec<(At<UnitId>, TargetValue)>,
    pub totals: Vec<At<String>>,
    pub checks: Vec<At<Check>>,
    pub notes: Vec<String>,
    pub counts: Vec<At<FigureCount>>,
    pub from: Option<At<IndicatorId>>,

    pub base: Option<Base>,
    pub adds_up: bool,
    pub met_by_none: Option<bool>,
    pub portal: Option<String>,
}
