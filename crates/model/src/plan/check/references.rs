//! Fields, groups, parties and rules: every name stands for something.

use std::collections::{HashMap, HashSet};

use chrono::Datelike;

use super::super::fault::PlanFaults;
use super::super::parts::{DueRule, Group, Indicator, Party, Register, Task};
use super::super::raw::{RawDue, RawGroup, RawHead, RawIndicator, RawPlan, RawRegister, RawTask, RawUnit};
use super::super::source::At;
use super::distinct;
use crate::ids::{GroupId, TaskId, UnitId};
use crate::plan::Rule;

const PARTY: &str = "mã của một đơn vị hoặc một nhóm đã khai báo";
const INTO: &str = "mã của một nhiệm vụ khác đã khai báo";
const UNIT: &str = "mã của một đơn vị đã khai báo";
const OTHER_PLAN: &str = "mã của một kế hoạch khác, không phải của chính kế hoạch này";
const EFFECTIVE_FROM: &str =
    "ngày có hiệu lực không trước ngày ban hành (issued_on) và không sau năm kế hoạch (year)";

/// What a text in `lead`, `with` or `by` can stand for.
pub(super) struct Names<'r> {
    groups: HashMap<&'r str, &'r RawGroup>,
    /// None where the units' file could not be read.
    units: Option<HashMap<&'r str, &'r RawUnit>>,
}

impl<'r> Names<'r> {
    pub fn new(units: Option<&'r [RawUnit]>, groups: &'r [RawGroup]) -> Self {
        Self {
            groups: groups.iter().map(|group| (group.id.value.as_str(), group)).collect(),
            units: units.map(|units| units.iter().map(|unit| (unit.id.value.as_str(), unit)).collect()),
        }
    }

    fn party(&self, text: &str) -> Party {
        if self.groups.contains_key(text) {
            Party::Group(GroupId::new(text))
        } else {
            Party::Unit(UnitId::new(text))
        }
    }

    /// False only where it is certain.
    pub fn stands_for_something(&self, text: &str) -> bool {
        self.groups.contains_key(text) || self.is_unit(text)
    }

    pub fn is_unit(&self, text: &str) -> bool {
        self.units.as_ref().is_none_or(|units| units.contains_key(text))
    }

    fn parties(&self, texts: &[At<String>]) -> Vec<Party> {
        texts.iter().map(|text| self.party(&text.value)).collect()
    }

    pub fn task(&self, raw: &RawTask) -> Task {
        Task {
            id: raw.id.value.clone(),
            code: raw.code.value.clone(),
            title: raw.title.clone(),
            field: raw.field.value.clone(),
            lead: self.parties(&raw.lead),
            with: self.parties(&raw.with),
            outputs: raw.outputs.clone(),
            inherited: raw.inherited.clone(),
            inferred: raw.inferred.clone(),
            notes: raw.notes.clone(),
            carried_from: raw.carried_from.as_ref().map(|plan| plan.value.clone()),
            standby: raw.standby.clone(),
            due: raw.due.iter().map(|row| self.due(&row.value)).collect(),
            days: raw.days.clone(),
        }
    }

    fn due(&self, raw: &RawDue) -> DueRule {
        DueRule {
            id: raw.id.clone(),
            text: raw.text.clone(),
            rule: raw.rule.clone(),
            owed_by: self.parties(&raw.owed_by),
            outputs: raw.outputs.iter().map(|at| at.value).collect(),
        }
    }

    pub fn register(&self, raw: &RawRegister) -> Option<Register> {
        Some(Register {
            id: raw.id.value.clone(),
            name: raw.name.clone(),
            kind: raw.kind?,
            of: raw.of.clone()?.value,
            by: self.parties(&raw.by),
            notes: raw.notes.clone(),
        })
    }

    pub fn indicator(&self, raw: &RawIndicator) -> Option<Indicator> {
        Some(Indicator {
            id: raw.id.value.clone(),
            of: raw.of.clone()?.value,
            by: self.parties(&raw.by),
            name: raw.name.clone(),
            kind: raw.kind?,
            figures: raw.figures.clone(),
            points: raw.points,
            decimals: raw.decimals,
            target: raw.target,
            targets: raw.targets.iter().map(|(unit, target)| (unit.value.clone(), *target)).collect(),
            totals: self.parties(&raw.totals),
            checks: raw.checks.iter().map(|check| check.value.clone()).collect(),
            notes: raw.notes.clone(),
            counts: raw.counts.iter().map(|count| count.value.clone()).collect(),
            from: raw.from.as_ref().map(|from| from.value.clone()),

            base: raw.base.clone(),
            adds_up: raw.adds_up,
            met_by_none: raw.met_by_none,
            portal: raw.portal.clone(),
        })
    }

    /// Tells of names that stand for nothing, and of one named twice in a list.
    pub fn check_list(&self, file: &str, field: &str, texts: &[At<String>], faults: &mut PlanFaults) {
        let mut seen = HashSet::new();
        for text in texts {
            if !self.stands_for_something(&text.value) {
                faults.add(file, text.line, field, &text.value, PARTY);
            } else if !seen.insert(&text.value) {
                faults.add(file, text.line, field, &text.value, "mỗi đơn vị, nhóm chỉ nêu một lần");
            }
        }
    }
}

pub(super) fn check_plan(file: &str, plan: &RawPlan, units: Option<&[RawUnit]>, faults: &mut PlanFaults) {
    let names = Names::new(units, &plan.groups);
    check_groups(file, &plan.groups, units, &names, faults);
    distinct(file, "report.id", plan.reports.iter().map(|row| (&row.value.id, row.line)), faults);
    let fields =
        distinct(file, "field.code", plan.fields.iter().map(|row| (&row.value.code, row.line)), faults);
    distinct(file, "task.code", plan.tasks.iter().map(|row| (&row.code.value, row.code.line)), faults);
    // Two rows of one code, neither with an id of its own, are one fault and not two.
    let mut codes = HashSet::new();
    let once = plan.tasks.iter().filter(|row| codes.insert(&row.code.value));
    distinct(file, "task.id", once.map(|row| (&row.id.value, row.id.line)), faults);
    if let Some(head) = &plan.head {
        check_head(file, head, &names, faults);
    }
    for task in &plan.tasks {
        if !fields.contains(&task.field.value) {
            let expected =
                "mã của một lĩnh vực đã khai báo (phần trước dấu chấm của mã nhiệm vụ, hoặc khóa field)";
            faults.add(file, task.field.line, "task.field", task.field.value.as_str(), expected);
        }
        names.check_list(file, "task.lead", &task.lead, faults);
        names.check_list(file, "task.with", &task.with, faults);
        let there = |id: &&TaskId| plan.tasks.iter().any(|other| other.id.value == **id);
        for into in task.days.into.iter().filter(|id| **id == task.id.value || !there(id)) {
            faults.add(file, task.code.line, "task.into", into.as_str(), INTO);
        }
        if let Some(head) = plan.head.as_ref().filter(|head| head.sound) {
            check_rules(file, task, head, faults);
        }
    }
}

fn check_groups(
    file: &str,
    groups: &[RawGroup],
    units: Option<&[RawUnit]>,
    names: &Names<'_>,
    faults: &mut PlanFaults,
) {
    distinct(file, "group.id", groups.iter().map(|group| (&group.id.value, group.id.line)), faults);
    let kinds: HashSet<&str> = units.unwrap_or_default().iter().map(|unit| unit.kind.as_str()).collect();
    for group in groups {
        if units.is_some() && names.is_unit(group.id.value.as_str()) {
            let expected = "mã nhóm khác với mã của mọi đơn vị";
            faults.add(file, group.id.line, "group.id", group.id.value.as_str(), expected);
        }
        for unit in group.units.iter().filter(|unit| !names.is_unit(&unit.value)) {
            faults.add(file, unit.line, "group.units", &unit.value, UNIT);
        }
        for kind in group.kinds.iter().filter(|kind| units.is_some() && !kinds.contains(kind.value.as_str()))
        {
            faults.add(file, kind.line, "group.kinds", &kind.value, "loại của ít nhất một đơn vị");
        }
        if group.kinds.is_empty() && group.units.is_empty() {
            let expected = "nhóm có ít nhất một đơn vị, nêu bằng kinds hoặc units";
            faults.add(file, group.id.line, "group", group.id.value.as_str(), expected);
        }
    }
}

fn check_head(file: &str, head: &RawHead, names: &Names<'_>, faults: &mut PlanFaults) {
    if let Some(issuer) = &head.issued_by
        && !names.is_unit(issuer.value.as_str())
    {
        faults.add(file, issuer.line, "plan.issued_by", issuer.value.as_str(), UNIT);
    }
    if let Some(unit) = head.coordinated_by.as_ref().filter(|unit| !names.is_unit(unit.value.as_str())) {
        faults.add(file, unit.line, "plan.coordinated_by", unit.value.as_str(), UNIT);
    }
    if let Some(from) = &head.effective_from {
        let before = head.issued_on.is_some_and(|issued| from.value < issued);
        if before || head.year.is_some_and(|year| from.value.year() > year) {
            let found = from.value.to_string();
            faults.add(file, from.line, "plan.effective_from", &found, EFFECTIVE_FROM);
        }
    }
    for (field, named) in
        [("plan.follows", head.follows.as_ref()), ("plan.under", head.under.as_ref().map(|(plan, _)| plan))]
    {
        if let Some(itself) =
            named.filter(|named| head.id.as_ref().is_some_and(|own| own.value == named.value.as_str()))
        {
            faults.add(file, itself.line, field, itself.value.as_str(), OTHER_PLAN);
        }
    }
    let series = head.series.iter().map(|series| (&series.value.id, series.line));
    let own = head.report_series.iter().map(|series| (&series.value, series.line));
    distinct(file, "plan.entered_series", own.chain(series), faults);
    distinct(file, "plan.requesters", head.requesters.iter().map(|row| (&row.value.id, row.line)), faults);
    distinct(
        file,
        "plan.document.definitions",
        head.definitions.iter().map(|row| (&row.value.id, row.line)),
        faults,
    );
    distinct(file, "plan.milestones", head.milestones.iter().map(|row| (&row.value.id, row.line)), faults);
}

fn check_rules(file: &str, task: &RawTask, head: &RawHead, faults: &mut PlanFaults) {
    for due in &task.due {
        let (known, found, expected) = match &due.value.rule {
            Rule::BeforeMilestone(id) => {
                let known = head.milestones.iter().any(|row| row.value.id == *id);
                (known, id.as_str(), "một mốc có trong plan.milestones")
            }
            Rule::OnRequest(id) => {
                let known = head.requesters.iter().any(|row| row.value.id == *id);
                (known, id.as_str(), "một cơ quan có trong plan.requesters")
            }
            Rule::WithReport(id) => {
                let own = head.report_series.as_ref().is_some_and(|series| series.value == *id);
                let known = own || head.series.iter().any(|row| row.value.id == *id);
                (known, id.as_str(), "một loạt báo cáo có trong plan.report_series hoặc plan.entered_series")
            }
            _ => continue,
        };
        if !known {
            faults.add(file, due.line, "task.due", found, expected);
        }
    }
}

/// The groups with their members, in the order of the units' file.
pub(super) fn groups(groups: &[RawGroup], units: &[RawUnit]) -> Vec<Group> {
    groups
        .iter()
        .map(|group| Group {
            id: group.id.value.clone(),
            name: group.name.clone(),
            members: members(group, units).iter().map(|unit| unit.id.value.clone()).collect(),
        })
        .collect()
}

pub(super) fn members<'r>(group: &RawGroup, units: &'r [RawUnit]) -> Vec<&'r RawUnit> {
    let kinds: HashSet<&str> = group.kinds.iter().map(|kind| kind.value.as_str()).collect();
    let named: HashSet<&str> = group.units.iter().map(|unit| unit.value.as_str()).collect();
    let is_member =
        |unit: &&RawUnit| kinds.contains(unit.kind.as_str()) || named.contains(unit.id.value.as_str());
    units.iter().filter(is_member).collect()
}
