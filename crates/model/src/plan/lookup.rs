//! Looking things up in a plan, and who leads whom.

use super::{
    Assignment, Field, FigureScope, Group, Indicator, Milestone, Party, Plan, Register, Report, Requester,
    Role, Task, TaskDays, Unit,
};
use crate::ids::{
    FieldCode, GroupId, IndicatorId, MilestoneId, PeriodId, RegisterId, RequesterId, RuleId, TaskId, UnitId,
};

impl Plan {
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.content.index.units.get(id).map(|&at| &self.content.units[at])
    }

    /// Whether there is the unit on any day of the period.
    pub fn is_there_in(&self, unit: &UnitId, period: &PeriodId) -> bool {
        let Some((unit, report)) = self.unit(unit).zip(self.report(period)) else { return false };
        // Most units were always there.
        let days = || self.days_of(report);
        (unit.from, unit.until) == (None, None) || unit.exists_between(days().0, days().1)
    }

    /// Whether the unit answers for the period: it is there on its last day.
    pub fn answers_for(&self, unit: &UnitId, period: &PeriodId) -> bool {
        let found = self.unit(unit).zip(self.report(period));
        found.is_some_and(|(unit, report)| unit.exists_on(self.days_of(report).1))
    }

    /// Whether the unit has a part in the task on any day of the period.
    pub fn is_assigned_in(&self, unit: &UnitId, task: &TaskId, period: &PeriodId) -> bool {
        let found = self.assignment(unit, task).zip(self.report(period));
        found.is_some_and(|(assignment, report)| {
            let (first, last) = self.days_of(report);
            assignment.is_there_between(first, last)
        })
    }

    /// The assignments for which the unit answers in the period: those that it has on the last day.
    pub fn assigned_in<'a>(
        &'a self,
        unit: &UnitId,
        period: &PeriodId,
    ) -> impl Iterator<Item = &'a Assignment> + use<'a> {
        let last = self.report(period).map(|report| self.days_of(report).1);
        let own = self.assignments_of(unit).iter();
        own.filter(move |one| last.is_some_and(|last| one.is_there_between(last, last)))
    }

    /// Whether the task is of the plan on the last day of the period.
    pub fn is_task_of(&self, task: &Task, period: &PeriodId) -> bool {
        let last = self.report(period).map(|report| self.days_of(report).1);
        let TaskDays { from, until, .. } = &task.days;
        last.is_some_and(|last| {
            from.is_none_or(|from| from <= last) && until.is_none_or(|until| last <= until)
        })
    }

    pub fn field(&self, code: &FieldCode) -> Option<&Field> {
        self.fields().iter().find(|field| field.code == *code)
    }

    /// What the plan calls the task; its id where the plan has none such.
    pub fn code_of<'a>(&'a self, id: &'a TaskId) -> &'a str {
        self.task(id).map_or(id.as_str(), |task| &task.code)
    }

    /// The same of a task that is perhaps not switched on.
    pub fn standby_code<'a>(&'a self, id: &'a TaskId) -> &'a str {
        let found = self.standby().iter().find(|one| one.id == *id);
        found.map_or(id.as_str(), |one| &one.task.code)
    }

    pub fn task(&self, id: &TaskId) -> Option<&Task> {
        self.content.index.tasks.get(id).map(|&at| &self.content.tasks[at])
    }

    pub fn indicator(&self, id: &IndicatorId) -> Option<&Indicator> {
        self.content.index.indicators.get(id).map(|&at| &self.content.indicators[at])
    }

    pub fn register(&self, id: &RegisterId) -> Option<&Register> {
        self.registers().iter().find(|register| register.id == *id)
    }

    /// Whether the unit is one of those that keep the register.
    pub fn keeps(&self, unit: &UnitId, register: &Register) -> bool {
        register.by.iter().any(|party| self.is_in(unit, party))
    }

    pub fn report(&self, id: &PeriodId) -> Option<&Report> {
        self.reports().iter().find(|report| report.id == *id)
    }

    pub fn milestone(&self, id: &MilestoneId) -> Option<&Milestone> {
        self.milestones().iter().find(|milestone| milestone.id == *id)
    }

    pub fn requester(&self, id: &RequesterId) -> Option<&Requester> {
        self.requesters().iter().find(|requester| requester.id == *id)
    }

    pub fn group(&self, id: &GroupId) -> Option<&Group> {
        self.groups().iter().find(|group| group.id == *id)
    }

    /// The name of a unit or of a group, as the annex writes it.
    pub fn party_name(&self, party: &Party) -> &str {
        match party {
            Party::Unit(id) => self.unit(id).map(|unit| unit.name.as_str()),
            Party::Group(id) => self.group(id).map(|group| group.name.as_str()),
        }
        .unwrap_or_default()
    }

    /// The unit's part in the task; None where it has none.
    pub fn assignment(&self, unit: &UnitId, task: &TaskId) -> Option<&Assignment> {
        let index = &self.content.index;
        let wanted = index.tasks.get(task)?;
        let own = self.assignments_of(unit);
        let at = own.binary_search_by_key(wanted, |assignment| index.tasks[&assignment.task]).ok()?;
        Some(&own[at])
    }

    /// In the order of the tasks' file.
    pub fn assignments_of(&self, unit: &UnitId) -> &[Assignment] {
        let index = &self.content.index;
        match index.units.get(unit) {
            Some(&at) => &index.assignments[index.of_unit[at].clone()],
            None => &[],
        }
    }

    /// In the order of the units' file.
    pub fn assignments_to(&self, task: &TaskId) -> impl Iterator<Item = &Assignment> {
        let index = &self.content.index;
        let places = index.tasks.get(task).map(|&at| index.of_task[at].as_slice()).unwrap_or_default();
        places.iter().map(|&at| &index.assignments[at])
    }

    /// The indicators that this unit enters for this task.
    pub fn indicators_of(&self, task: &TaskId, unit: &UnitId) -> Vec<&Indicator> {
        self.indicators_of_task(task).filter(|indicator| self.enters(unit, indicator)).collect()
    }

    pub fn indicators_of_task(&self, task: &TaskId) -> impl Iterator<Item = &Indicator> {
        let index = &self.content.index;
        let places = index.tasks.get(task).map(|&at| index.indicators_of[at].as_slice()).unwrap_or_default();
        places.iter().map(|&at| &self.content.indicators[at])
    }

    /// Whether the unit is one of those that enter the indicator's figures.
    pub fn enters(&self, unit: &UnitId, indicator: &Indicator) -> bool {
        indicator.by.iter().any(|party| self.is_in(unit, party))
    }

    /// Of what the unit tells with its figures; None where nobody tells the two apart.
    pub fn scope_of(&self, unit: &UnitId, indicator: &Indicator) -> Option<FigureScope> {
        let of_area = indicator.totals.iter().any(|party| self.is_in(unit, party));
        let scope = if of_area { FigureScope::Area } else { FigureScope::Own };
        (!indicator.totals.is_empty()).then_some(scope)
    }

    /// Whether the party is the unit, or a group that it belongs to.
    pub fn is_in(&self, unit: &UnitId, party: &Party) -> bool {
        match party {
            Party::Unit(id) => id == unit,
            Party::Group(id) => {
                let index = &self.content.index;
                let groups = index.units.get(unit).map(|&at| index.groups_of[at].as_slice());
                groups.unwrap_or_default().iter().any(|&at| self.content.groups[at].id == *id)
            }
        }
    }

    /// Whether the office leads this task *of that unit*: the plan names the office itself as lead (not a
    /// group that it is in), and the unit supports.
    ///
    /// A row such as III.6a, led by "the agencies and the communes", means that each does its own part. Were
    /// every member of a group a leader of all others, each commune could read each other's workbook.
    pub fn leads_for(&self, office: &UnitId, unit: &UnitId, task: &TaskId) -> bool {
        office != unit
            && self.names_lead(office, task)
            && self.assignment(unit, task).is_some_and(|assignment| assignment.role == Role::Supporting)
    }

    /// Whether the plan names the office itself as a lead of the task.
    pub fn names_lead(&self, office: &UnitId, task: &TaskId) -> bool {
        self.named_leads(task).any(|lead| lead == office)
    }

    /// Offices that say to all units how tasks are done: the coordinating office, and those that the plan names as leads.
    pub fn guiding(&self) -> impl Iterator<Item = &UnitId> {
        let named = self.content.index.named_leads.keys().map(|&at| &self.content.units[at].id);
        named.chain([self.coordinator()])
    }

    pub fn guides(&self, office: &UnitId) -> bool {
        self.guiding().any(|one| one == office)
    }

    /// Whether the office leads any task of that unit, and so may read its workbook and review those tasks.
    pub fn leads_task_of(&self, office: &UnitId, unit: &UnitId) -> bool {
        self.tasks_led_by_name(office).any(|task| self.leads_for(office, unit, &task.id))
    }

    /// The offices that lead a task of this unit, in the files' order.
    pub fn leads_of_others(&self, unit: &UnitId) -> Vec<&UnitId> {
        let index = &self.content.index;
        let offices = index.named_leads.keys().map(|&at| &self.content.units[at].id);
        offices.filter(|office| self.leads_task_of(office, unit)).collect()
    }

    /// The units of which this office leads a task, in the files' order.
    pub fn led_by(&self, office: &UnitId) -> Vec<&UnitId> {
        let mut led = vec![false; self.units().len()];
        for task in self.tasks_led_by_name(office) {
            for assignment in self.assignments_to(&task.id) {
                if assignment.role == Role::Supporting {
                    led[self.content.index.units[&assignment.unit]] = true;
                }
            }
        }
        self.units().iter().zip(led).filter_map(|(unit, led)| led.then_some(&unit.id)).collect()
    }

    /// Who enters a date that the plan leaves open: those whom the plan names themselves as owing it, or as leads of the task,
    /// the first of them first (its word counts where two differ), or else the coordinating office.
    pub fn date_setters(&self, task: &TaskId, rule: &RuleId) -> Vec<&UnitId> {
        let due = self.task(task).and_then(|task| task.rule(rule));
        let owing: Vec<&UnitId> = due.map_or(&[][..], |due| &due.owed_by).iter().filter_map(named).collect();
        let named = if owing.is_empty() { self.named_leads(task).collect() } else { owing };
        if named.is_empty() { vec![self.coordinator()] } else { named }
    }

    /// Whether the unit is among those that owe what is due: all that have a part, where nobody is named.
    pub fn owes(&self, unit: &UnitId, owed_by: &[Party]) -> bool {
        owed_by.is_empty() || owed_by.iter().any(|party| self.is_in(unit, party))
    }

    /// Whether the unit is one that enters the date of this rule, which has none of its own.
    pub fn enters_date(&self, unit: &UnitId, task: &TaskId, rule: &RuleId) -> bool {
        let due = self.task(task).and_then(|task| task.rule(rule));
        due.is_some_and(|due| due.rule.is_entered(self)) && self.date_setters(task, rule).contains(&unit)
    }

    fn named_leads(&self, task: &TaskId) -> impl Iterator<Item = &UnitId> {
        self.task(task).map(|task| task.lead.as_slice()).unwrap_or_default().iter().filter_map(named)
    }

    fn tasks_led_by_name(&self, office: &UnitId) -> impl Iterator<Item = &Task> {
        let index = &self.content.index;
        let places = index.units.get(office).and_then(|at| index.named_leads.get(at));
        places.into_iter().flatten().map(|&at| &self.content.tasks[at])
    }
}

/// The unit that is named itself.
fn named(party: &Party) -> Option<&UnitId> {
    match party {
        Party::Unit(id) => Some(id),
        Party::Group(_) => None,
    }
}
