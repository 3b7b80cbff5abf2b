//! Where things stand in a plan, so that nothing is searched for from one end to the other.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use chrono::NaiveDate;

use super::parts::{Assignment, Group, Indicator, Party, Role, Task};
use super::unit::Unit;
use crate::ids::{GroupId, IndicatorId, TaskId, UnitId};

#[derive(Debug)]
pub(super) struct Index {
    pub units: HashMap<UnitId, usize>,
    pub tasks: HashMap<TaskId, usize>,
    pub indicators: HashMap<IndicatorId, usize>,
    pub assignments: Vec<Assignment>,
    /// For each unit, its stretch of `assignments`.
    pub of_unit: Vec<Range<usize>>,
    /// For each task, its places in `assignments`.
    pub of_task: Vec<Vec<usize>>,
    /// For each task, its indicators.
    pub indicators_of: Vec<Vec<usize>>,
    /// For each unit, the groups that it is in.
    pub groups_of: Vec<Vec<usize>>,
    /// Units that are named themselves as lead, and the tasks in question.
    pub named_leads: BTreeMap<usize, Vec<usize>>,
    pub coordinator: usize,
}

impl Index {
    /// All references must have been checked: a name that stands for nothing is passed over.
    pub fn new(
        units: &[Unit],
        groups: &[Group],
        tasks: &[Task],
        indicators: &[Indicator],
        coordinator: usize,
    ) -> Self {
        let unit_at: HashMap<UnitId, usize> =
            units.iter().enumerate().map(|(at, unit)| (unit.id.clone(), at)).collect();
        let task_at: HashMap<TaskId, usize> =
            tasks.iter().enumerate().map(|(at, task)| (task.id.clone(), at)).collect();
        let mut indicators_of = vec![Vec::new(); tasks.len()];
        for (at, indicator) in indicators.iter().enumerate() {
            if let Some(&task) = task_at.get(&indicator.of) {
                indicators_of[task].push(at);
            }
        }
        let mut groups_of = vec![Vec::new(); units.len()];
        for (at, group) in groups.iter().enumerate() {
            for member in &group.members {
                if let Some(&unit) = unit_at.get(member) {
                    groups_of[unit].push(at);
                }
            }
        }
        let (assignments, of_unit, of_task) = assign(units, tasks, &parts(&unit_at, groups, tasks));
        Self {
            indicators: indicators.iter().enumerate().map(|(at, one)| (one.id.clone(), at)).collect(),
            named_leads: named_leads(&unit_at, tasks),
            units: unit_at,
            tasks: task_at,
            assignments,
            of_unit,
            of_task,
            indicators_of,
            groups_of,
            coordinator,
        }
    }
}

/// A unit's part in the task at this place.
#[derive(Clone, Copy)]
struct Part {
    task: usize,
    role: Role,
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

/// For each unit, its parts in the order of the tasks.
fn parts(unit_at: &HashMap<UnitId, usize>, groups: &[Group], tasks: &[Task]) -> Vec<Vec<Part>> {
    let members: HashMap<&GroupId, Vec<usize>> = groups
        .iter()
        .map(|group| (&group.id, group.members.iter().filter_map(|id| unit_at.get(id).copied()).collect()))
        .collect();
    let mut parts: Vec<Vec<Part>> = vec![Vec::new(); unit_at.len()];
    for (task_at, task) in tasks.iter().enumerate() {
        let days = &task.days;
        let cells = [(Role::Lead, &task.lead), (Role::Supporting, &task.with)];
        for (role, parties) in cells {
            for party in parties {
                let named: &[usize] = match party {
                    Party::Unit(id) => unit_at.get(id).map(std::slice::from_ref).unwrap_or_default(),
                    Party::Group(id) => members.get(id).map(Vec::as_slice).unwrap_or_default(),
                };
                for &unit in named {
                    // Leads come first, so that whoever is there already keeps the better part.
                    if parts[unit].last().is_none_or(|last| last.task != task_at) {
                        parts[unit].push(Part { task: task_at, role, from: days.from, until: days.until });
                    }
                }
            }
        }
        for (unit, from) in &days.joined {
            let part = unit_at.get(unit).and_then(|&unit| parts[unit].last_mut());
            if let Some(part) = part.filter(|last| last.task == task_at) {
                part.from = part.from.max(Some(*from));
            }
        }
        for (unit, (role, last)) in &days.left {
            let Some(&unit) = unit_at.get(unit) else { continue };
            if parts[unit].last().is_none_or(|last| last.task != task_at) {
                let (from, until) = (days.from, Some(*last));
                parts[unit].push(Part { task: task_at, role: *role, from, until });
            }
        }
    }
    parts
}

type Assigned = (Vec<Assignment>, Vec<Range<usize>>, Vec<Vec<usize>>);

fn assign(units: &[Unit], tasks: &[Task], parts: &[Vec<Part>]) -> Assigned {
    let mut assignments = Vec::new();
    let mut of_unit = Vec::with_capacity(units.len());
    let mut of_task = vec![Vec::new(); tasks.len()];
    for (unit, parts) in units.iter().zip(parts) {
        let first = assignments.len();
        for &Part { task, role, from, until } in parts {
            of_task[task].push(assignments.len());
            let (unit, task) = (unit.id.clone(), tasks[task].id.clone());
            assignments.push(Assignment { unit, task, role, from, until });
        }
        of_unit.push(first..assignments.len());
    }
    (assignments, of_unit, of_task)
}

fn named_leads(unit_at: &HashMap<UnitId, usize>, tasks: &[Task]) -> BTreeMap<usize, Vec<usize>> {
    let mut leads: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, task) in tasks.iter().enumerate() {
        for party in &task.lead {
            if let Party::Unit(id) = party
                && let Some(&unit) = unit_at.get(id)
            {
                leads.entry(unit).or_default().push(at);
            }
        }
    }
    leads
}
