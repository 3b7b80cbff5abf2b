//! What changes of a plan would come to: task by task, and for whom.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use model::due::{DueInstance, Settings, instances, vi_date};
use model::edit::Edit;
use model::ids::{MilestoneId, TaskId, UnitId};
use model::plan::{Assignment, Plan, PlanChange, Role, Task};
use model::target::Target;
use model::window::{PartPreview, PlanPreview, TaskPart, TaskPreview, UnitLine, UnitLineKind, UnitPreview};

use super::revision::{dates, names, of_rule};
use crate::facts::{EntryFacts, Facts, Scope, settings};
use crate::{AskError, Asker};

/// Asked by whoever keeps the plan. What would not hold is told with all its faults, and changes nothing.
pub(super) fn preview<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (changes, from): (&[PlanChange], &str),
) -> Result<PlanPreview, AskError> {
    if !asker.writes(asker.plan.coordinator()) {
        return Err(AskError::NotYours);
    }
    let refused = |faults: Vec<String>| Ok(PlanPreview { faults, ..PlanPreview::default() });
    let from = match day(asker, from) {
        Ok(from) => from,
        Err(fault) => return refused(vec![fault]),
    };
    let mut added = 0;
    let mut ids = || {
        added += 1;
        TaskId::new(format!("moi-{added}"))
    };
    let after = match asker.plan.revised(changes, from, &mut ids) {
        Ok(revised) => revised.plan,
        Err(faults) => return refused(faults.into_iter().map(|fault| fault.to_string()).collect()),
    };
    let lost = facts.lost(&after)?;
    if !lost.is_empty() {
        return refused(
            lost.into_iter().map(|one| format!("sẽ mất chỗ của nội dung đã nhập: {one}.")).collect(),
        );
    }
    let compared = Compared::of(facts, asker.plan, &after)?;
    let tasks = compared.tasks();
    let units = compared.units(facts, asker, &tasks)?;
    Ok(PlanPreview { faults: Vec::new(), tasks, units })
}

/// As every other day of the program is read; today where none is given.
pub(super) fn day(asker: &Asker<'_>, typed: &str) -> Result<NaiveDate, String> {
    if typed.trim().is_empty() {
        return Ok(asker.today());
    }
    let any = Target::Milestone { milestone: MilestoneId::new("from") };
    let read = Edit::from_input(any, typed, asker.plan).map_err(|bad| bad.to_string())?;
    Ok(read.value.as_date().unwrap_or(asker.today()))
}

/// What a revision changes, in the words that its record keeps.
pub fn changes_in_words<F: Facts>(
    facts: &F,
    (before, after): (&Plan, &Plan),
) -> Result<(Vec<TaskId>, Vec<String>), AskError> {
    let tasks = Compared::of(facts, before, after)?.tasks();
    let lines = tasks.iter().flat_map(|task| task.parts.iter().map(|part| in_words(task, part)));
    Ok((tasks.iter().map(|task| task.task.clone()).collect(), lines.collect()))
}

fn in_words(task: &TaskPreview, part: &PartPreview) -> String {
    let about = match part.part {
        TaskPart::Code => "mã",
        TaskPart::Title if task.added => "nhiệm vụ mới",
        TaskPart::Title => "nội dung",
        TaskPart::Lead => "chủ trì",
        TaskPart::With => "phối hợp",
        TaskPart::Outputs => "sản phẩm",
        TaskPart::Due => "thời hạn",
        TaskPart::Target => "chỉ tiêu",
        TaskPart::Ends => "kết thúc",
    };
    let name = part.name.as_ref().map(|name| format!(" “{name}”")).unwrap_or_default();
    let said = match (part.before.as_str(), part.after.as_str()) {
        ("", after) => after.to_owned(),
        (before, "") => format!("bỏ {before}"),
        (before, after) => format!("{before} → {after}"),
    };
    format!("{}: {about}{name}: {said}", task.code)
}

/// What of a task is another than before.
struct Parts(Vec<PartPreview>);

impl Parts {
    fn tell(&mut self, part: TaskPart, name: Option<&str>, before: String, after: String) {
        if before != after {
            self.0.push(PartPreview { part, name: name.map(str::to_owned), before, after });
        }
    }
}

struct Compared<'p> {
    before: (&'p Plan, Settings),
    after: (&'p Plan, Settings),
}

impl<'p> Compared<'p> {
    fn of<F: Facts>(facts: &F, before: &'p Plan, after: &'p Plan) -> Result<Self, AskError> {
        let (then, now) = (settings(facts, before)?, settings(facts, after)?);
        Ok(Self { before: (before, then), after: (after, now) })
    }

    fn tasks(&self) -> Vec<TaskPreview> {
        let tasks = self.after.0.tasks().iter().map(|task| self.task(task));
        tasks.filter(|task| !task.parts.is_empty()).collect()
    }

    fn task(&self, task: &Task) -> TaskPreview {
        let ((before, _), (after, _)) = (&self.before, &self.after);
        let old = before.task(&task.id);
        let mut parts = Parts(Vec::new());
        let text = |of: &dyn Fn(&Task) -> String| old.map(of).unwrap_or_default();
        if old.is_some() {
            parts.tell(TaskPart::Code, None, text(&|task| task.code.clone()), task.code.clone());
        }
        parts.tell(TaskPart::Title, None, text(&|task| task.title.clone()), task.title.clone());
        let lead = |plan: &Plan, task: &Task| names(plan, &task.lead).join("; ");
        let with = |plan: &Plan, task: &Task| names(plan, &task.with).join("; ");
        parts.tell(TaskPart::Lead, None, text(&|task| lead(before, task)), lead(after, task));
        parts.tell(TaskPart::With, None, text(&|task| with(before, task)), with(after, task));
        let outputs = |task: &Task| task.outputs.join("; ");
        parts.tell(TaskPart::Outputs, None, text(&outputs), outputs(task));
        self.dues(old, task, &mut parts);
        for indicator in after.indicators_of_task(&task.id) {
            let held = before.indicator(&indicator.id).filter(|one| one.of == task.id);
            let was = held.map(|one| one.target_text()).unwrap_or_default();
            parts.tell(TaskPart::Target, Some(&indicator.name), was, indicator.target_text());
            let own = |plan: &Plan| {
                let targets = plan.indicator(&indicator.id).map(|one| &one.targets);
                let units = targets.into_iter().flat_map(|targets| targets.keys());
                let said = |unit: &UnitId| {
                    let found = plan.indicator(&indicator.id).map(|one| one.target_text_of(unit));
                    let name = plan.unit(unit).map_or(unit.as_str(), |unit| &unit.name);
                    format!("{name} {}", found.unwrap_or_default())
                };
                units.map(said).collect::<Vec<_>>().join("; ")
            };
            parts.tell(TaskPart::Target, Some(&indicator.name), own(before), own(after));
        }
        if let Some(until) = task.days.until.filter(|_| old.is_some_and(|old| old.days.until.is_none())) {
            let into: Vec<&str> = task.days.into.iter().map(|id| after.code_of(id)).collect();
            let said = format!("hết ngày {}, chuyển sang {}", vi_date(until), into.join(", "));
            parts.tell(TaskPart::Ends, None, String::new(), said);
        }
        let (code, title) = (task.code.clone(), task.title.clone());
        TaskPreview { task: task.id.clone(), code, title, added: old.is_none(), parts: parts.0 }
    }

    fn dues(&self, old: Option<&Task>, task: &Task, parts: &mut Parts) {
        let then = instances(self.before.0, &task.id, &self.before.1);
        let now = instances(self.after.0, &task.id, &self.after.1);
        for rule in &task.due {
            let held = old.and_then(|old| old.rule(&rule.id));
            let was = held.map(|held| dates(of_rule(&then, held))).unwrap_or_default();
            let (text, is) = (held.map_or("", |held| held.text.as_str()), dates(of_rule(&now, rule)));
            if text != rule.text && held.is_some() {
                parts.tell(TaskPart::Due, None, format!("{text} ({was})"), format!("{} ({is})", rule.text));
            } else {
                parts.tell(TaskPart::Due, Some(&rule.text), was, is);
            }
        }
        let gone = old.map_or(&[][..], |old| &old.due).iter().filter(|held| task.rule(&held.id).is_none());
        for held in gone {
            parts.tell(TaskPart::Due, Some(&held.text), dates(of_rule(&then, held)), String::new());
        }
    }

    fn units<F: Facts>(
        &self,
        facts: &F,
        asker: &Asker<'_>,
        tasks: &[TaskPreview],
    ) -> Result<Vec<UnitPreview>, AskError> {
        let changed: BTreeSet<&TaskId> = tasks.iter().map(|task| &task.task).collect();
        let mut entered = HashMap::new();
        if !changed.is_empty() {
            for period in asker.plan.periods() {
                let scope = Scope::all(asker.plan.id(), &period.id).of_tasks(changed.iter().copied());
                let all = asker.entries(facts, &scope)?;
                for assignment in changed.iter().flat_map(|task| asker.plan.assignments_to(task)) {
                    let (unit, task) = (&assignment.unit, &assignment.task);
                    if all.of(unit, task).is_some_and(EntryFacts::says_anything) {
                        *entered.entry((unit.clone(), task.clone())).or_insert(0) += 1;
                    }
                }
            }
        }
        let units = self.after.0.units().iter().map(|unit| UnitPreview {
            unit: unit.id.clone(),
            unit_name: unit.name.clone(),
            lines: tasks.iter().flat_map(|task| self.lines(&unit.id, task, &entered)).collect(),
        });
        Ok(units.filter(|unit| !unit.lines.is_empty()).collect())
    }

    fn lines(
        &self,
        unit: &UnitId,
        task: &TaskPreview,
        entered: &HashMap<(UnitId, TaskId), u32>,
    ) -> Vec<UnitLine> {
        let id = &task.task;
        let then = part(self.before.0, unit, id).map(|one| (one.role, own_dates(&self.before, one)));
        let now = part(self.after.0, unit, id).map(|one| (one.role, own_dates(&self.after, one)));
        let line = |kind, before: String, after: String| UnitLine {
            kind,
            task: id.clone(),
            code: task.code.clone(),
            title: task.title.clone(),
            before,
            after,
            entered: 0,
        };
        let comes = |role| match role {
            Role::Lead => UnitLineKind::Leads,
            Role::Supporting => UnitLineKind::Supports,
        };
        let mut lines = Vec::new();
        match (then, now) {
            (None, None) => return lines,
            (Some((_, was)), None) => {
                let entered = entered.get(&(unit.clone(), id.clone())).copied().unwrap_or_default();
                lines.push(UnitLine { entered, ..line(UnitLineKind::Leaves, was, String::new()) });
                return lines;
            }
            (None, Some((role, is))) => lines.push(line(comes(role), String::new(), is)),
            (Some((was_role, was)), Some((role, is))) => {
                if was_role != role {
                    lines.push(line(comes(role), was.clone(), is.clone()));
                } else if was != is {
                    lines.push(line(UnitLineKind::Dates, was, is));
                }
            }
        }
        for indicator in self.after.0.indicators_of(id, unit) {
            let is = indicator.target_text_of(unit);
            let held = self.before.0.indicator(&indicator.id).map(|one| one.target_text_of(unit));
            if let Some(was) = held.filter(|was| *was != is) {
                lines.push(line(UnitLineKind::Target, was, is));
            }
        }
        lines
    }
}

/// The part that a unit has as long as nothing else is decided.
fn part<'p>(plan: &'p Plan, unit: &UnitId, task: &TaskId) -> Option<&'p Assignment> {
    plan.assignment(unit, task).filter(|one| !one.has_left())
}

/// The dates that a unit owes of a task.
fn own_dates((plan, settings): &(&Plan, Settings), one: &Assignment) -> String {
    let all = instances(plan, &one.task, settings);
    let own = settings.granted(plan, (&one.unit, &one.task), &all);
    let owed = |due: &&DueInstance| due.unowed.is_none() && plan.owes(&one.unit, &due.owed_by);
    let own: Vec<&DueInstance> = own.iter().filter(owed).collect();
    if own.is_empty() { "không phải nộp".to_owned() } else { dates(own.into_iter()) }
}
