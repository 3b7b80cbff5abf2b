//! Items as a revision leaves them.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::super::change::{DueForm, DueWhen, PlanChange, TaskForm, UnitTarget};
use super::super::fault::PlanFaults;
use super::super::parts::{IndicatorKind, OPEN, TargetValue};
use super::super::rule::{Rule, YearDate};
use super::record::{DueRecord, IndicatorRecord, PlanHead, RegisterRecord, TaskRecord, one_line};
use crate::ids::{IndicatorId, RuleId, TaskId};
use crate::item::PlanItem;
use crate::letters::tidy_line;
use crate::time::typed_day;
use crate::value::{Lines, Value};

const PLAN: &str = "kế hoạch";
const THERE: &str = "nhiệm vụ, chỉ tiêu còn trong kế hoạch";
const DAY: &str = "ngày có thật, ví dụ 05/9/2019";
const DUE: &str = "nhiệm vụ có ít nhất một thời hạn";
const LEAD: &str = "ít nhất một đơn vị hoặc nhóm chủ trì";
const WORDS: &str = "nội dung không để trống";
const TARGET: &str = "mức phải đạt viết như >= 95 %, <= 5 %, = 3 (chỉ tiêu đếm thì không có dấu %)";
const CARRIED: &str = "chỉ tiêu của nhiệm vụ được thay";
const ENDED: &str = "nhiệm vụ chưa kết thúc";

/// Items under change, in the order of their plan.
pub(in super::super) struct Changing<'c> {
    items: Vec<(PlanItem, Value)>,
    year: i32,
    /// The first day on which the plan is so.
    from: NaiveDate,
    /// Ids of tasks that are added.
    ids: &'c mut dyn FnMut() -> TaskId,
    faults: &'c mut PlanFaults,
}

impl<'c> Changing<'c> {
    pub fn new(
        items: Vec<(PlanItem, Value)>,
        (year, from): (i32, NaiveDate),
        ids: &'c mut dyn FnMut() -> TaskId,
        faults: &'c mut PlanFaults,
    ) -> Self {
        Self { items, year, from, ids, faults }
    }

    pub fn done(self) -> Vec<(PlanItem, Value)> {
        self.items
    }

    pub fn apply(&mut self, change: &PlanChange) {
        match change {
            PlanChange::Task { task } => self.task(task),
            PlanChange::Targets { indicator, target, units } => self.targets(indicator, target, units),
        }
    }

    fn value(&self, item: &PlanItem) -> Option<&Value> {
        self.items.iter().find(|(one, _)| one == item).map(|(_, value)| value)
    }

    fn set(&mut self, item: PlanItem, value: Value) {
        match self.items.iter_mut().find(|(one, _)| *one == item) {
            Some((_, held)) => *held = value,
            None => self.items.push((item, value)),
        }
    }

    fn fault(&mut self, field: &str, found: &str, expected: &str) {
        self.faults.add(PLAN, 0, field, found, expected);
    }

    fn needed(&mut self, field: &str, typed: &str) -> String {
        let words = one_line(tidy_line(typed).trim());
        if words.is_empty() {
            self.fault(field, "để trống", WORDS);
        }
        words
    }

    fn task(&mut self, form: &TaskForm) {
        let held: Option<TaskRecord> = form.id.as_ref().and_then(|id| self.task_record(id));
        if form.id.is_some() && held.is_none() {
            return self.fault("nhiệm vụ", &form.code, THERE);
        }
        let id = form.id.clone().unwrap_or_else(|| (self.ids)());
        let place = held.as_ref().map_or_else(|| self.last_place(form), |held| held.place);
        let code = self.needed("mã nhiệm vụ", &form.code);
        let title = self.needed("nội dung nhiệm vụ", &form.title);
        let texts = |texts: &[String]| {
            let texts = texts.iter().map(|text| one_line(tidy_line(text).trim()));
            Lines(texts.filter(|text| !text.is_empty()).collect())
        };
        if form.lead.is_empty() {
            self.fault("chủ trì", &code, LEAD);
        }
        let (before_lead, before_with) =
            held.as_ref().map_or_else(Default::default, |held| (held.lead.0.clone(), held.with.0.clone()));
        let mut record = held.unwrap_or_else(|| TaskRecord::added(place, self.from));
        record.field = form.field.clone();
        record.title = title;
        record.code = Some(code).filter(|code| code != id.as_str());
        record.lead = Lines(form.lead.clone());
        record.with = Lines(form.with.clone());
        record.outputs = texts(&form.outputs);
        let outputs = record.outputs.0.len();
        self.set(PlanItem::Task { task: id.clone() }, Value::record(&record));
        self.dues(&id, &form.due, outputs);
        self.follow(&id, (&before_lead, &form.lead), (&before_with, &form.with));
        let mut first_of = Vec::new();
        for replaced in &form.replaces {
            if self.end(replaced, &id) {
                first_of.push(replaced);
            }
        }
        self.carry(form, &id, &first_of);
    }

    /// What was of the tasks in whose place one comes goes on with it, for those of whom it asks.
    fn carry(&mut self, form: &TaskForm, id: &TaskId, first_of: &[&TaskId]) {
        let ended: Vec<TaskRecord> = form.replaces.iter().filter_map(|task| self.task_record(task)).collect();
        let is_there = |of: &TaskId| {
            form.replaces.contains(of)
                || ended.iter().any(|one| one.into.0.iter().any(|into| into == of.as_str()))
        };
        let asked = |by: &Lines| {
            let named = by.0.iter().filter(|party| form.lead.contains(party) || form.with.contains(party));
            let named: Vec<String> = named.cloned().collect();
            Lines(if named.is_empty() { form.lead.clone() } else { named })
        };
        let mut found = Vec::new();
        for (item, value) in &mut self.items {
            match item {
                PlanItem::Indicator { indicator } => {
                    let Some(mut record) = value.as_record::<IndicatorRecord>() else { continue };
                    let named = form.carries.contains(indicator) && is_there(&record.of);
                    found.extend(named.then(|| indicator.clone()));
                    if named || first_of.contains(&&record.of) {
                        record.of = id.clone();
                        record.by = asked(&record.by);
                        record.totals.0.retain(|party| record.by.0.contains(party));
                        *value = Value::record(&record);
                    }
                }
                PlanItem::Register { .. } => {
                    let Some(mut record) = value.as_record::<RegisterRecord>() else { continue };
                    if first_of.contains(&&record.of) {
                        record.of = id.clone();
                        record.by = asked(&record.by);
                        *value = Value::record(&record);
                    }
                }
                _ => {}
            }
        }
        for indicator in form.carries.iter().filter(|one| !found.contains(one)) {
            self.fault("chỉ tiêu chuyển sang nhiệm vụ mới", indicator.as_str(), CARRIED);
        }
    }

    fn task_record(&self, id: &TaskId) -> Option<TaskRecord> {
        self.value(&PlanItem::Task { task: id.clone() })?.as_record()
    }

    /// Behind the last of its field: rows of one place stand in the order of their ids.
    fn last_place(&self, form: &TaskForm) -> usize {
        let tasks = self.items.iter().filter_map(|(item, value)| match item {
            PlanItem::Task { .. } => value.as_record::<TaskRecord>(),
            _ => None,
        });
        // Duties outside the annex stand apart from the tasks of their field.
        let tasks: Vec<TaskRecord> = tasks.filter(|task| task.standby.is_none()).collect();
        let of_field = tasks.iter().filter(|task| task.field == form.field).map(|task| task.place).max();
        of_field.or(tasks.iter().map(|task| task.place).max()).unwrap_or_default()
    }

    fn dues(&mut self, task: &TaskId, forms: &[DueForm], outputs: usize) {
        if forms.is_empty() {
            self.fault("thời hạn", task.as_str(), DUE);
        }
        let of_task = |item: &PlanItem| matches!(item, PlanItem::Due { task: of, .. } if of == task);
        let rules = self.items.iter().filter(|(item, _)| of_task(item));
        let mut taken: BTreeSet<String> = rules.map(|(item, _)| item.ids()[1].to_owned()).collect();
        let mut kept = BTreeSet::new();
        for (place, form) in forms.iter().enumerate() {
            let held = form.rule.as_ref().and_then(|rule| {
                self.value(&PlanItem::Due { task: task.clone(), rule: rule.clone() })?
                    .as_record::<DueRecord>()
            });
            let text = self.needed("lời của thời hạn", &form.text);
            let Some(rule) = self.rule(form, held.as_ref()) else { continue };
            let id = match (&form.rule, &held) {
                (Some(id), Some(_)) => id.clone(),
                _ => free(&rule, &mut taken),
            };
            kept.insert(id.as_str().to_owned());
            let (owed_by, of) = held.map(|held| (held.owed_by, held.outputs)).unwrap_or_default();
            let there = |output: &String| output.parse().is_ok_and(|output: usize| output <= outputs);
            let of = Lines(of.0.into_iter().filter(there).collect());
            let record = DueRecord { text, rule: rule.to_string(), place, owed_by, outputs: of };
            self.set(PlanItem::Due { task: task.clone(), rule: id }, Value::record(&record));
        }
        self.items.retain(|(item, _)| match item {
            PlanItem::Due { task: of, rule } if of == task => kept.contains(rule.as_str()),
            _ => true,
        });
    }

    fn rule(&mut self, form: &DueForm, held: Option<&DueRecord>) -> Option<Rule> {
        match &form.when {
            DueWhen::Same => {
                let rule = held.and_then(|held| Rule::parse(&held.rule).ok());
                if rule.is_none() {
                    self.fault("thời hạn", &form.text, DAY);
                }
                rule
            }
            DueWhen::On { day } => {
                let Some((date, _)) = typed_day(day.trim()) else {
                    self.fault("ngày của thời hạn", day, DAY);
                    return None;
                };
                let offset = date.year() - self.year;
                let (month, day) = (date.month(), date.day());
                let near = (-1..=1).contains(&offset);
                Some(if near { Rule::By(YearDate { offset, month, day }) } else { Rule::On(date) })
            }
            DueWhen::Continuous => Some(Rule::Continuous),
            DueWhen::ByPlan => Some(Rule::ByPlan),
            DueWhen::WithReport => {
                let head: Option<PlanHead> = self.value(&PlanItem::Head).and_then(Value::as_record);
                let series = head.and_then(|head| head.report_series);
                if series.is_none() {
                    self.fault("thời hạn", &form.text, "kế hoạch có loạt báo cáo định kỳ");
                }
                series.map(Rule::WithReport)
            }
        }
    }

    /// Figures, registers and deadlines that were of units that are no more named go on with those that came in their place.
    fn follow(
        &mut self,
        task: &TaskId,
        (lead_before, lead): (&[String], &[String]),
        (with_before, with): (&[String], &[String]),
    ) {
        let named = |party: &String| lead.contains(party) || with.contains(party);
        let gone: Vec<String> =
            lead_before.iter().chain(with_before).filter(|party| !named(party)).cloned().collect();
        let came: Vec<String> = lead.iter().filter(|party| !lead_before.contains(party)).cloned().collect();
        if gone.is_empty() || came.is_empty() {
            return;
        }
        let with_successors = |by: &Lines| {
            let more = came.iter().filter(|party| !by.0.contains(party));
            let followed = by.0.iter().any(|party| gone.contains(party));
            followed.then(|| Lines(by.0.iter().chain(more).cloned().collect()))
        };
        for (item, value) in &mut self.items {
            match item {
                PlanItem::Indicator { .. } => {
                    let Some(mut record) = value.as_record::<IndicatorRecord>() else { continue };
                    if let Some(by) = with_successors(&record.by).filter(|_| record.of == *task) {
                        record.by = by;
                        *value = Value::record(&record);
                    }
                }
                PlanItem::Register { .. } => {
                    let Some(mut record) = value.as_record::<RegisterRecord>() else { continue };
                    if let Some(by) = with_successors(&record.by).filter(|_| record.of == *task) {
                        record.by = by;
                        *value = Value::record(&record);
                    }
                }
                PlanItem::Due { task: of, .. } if of == task => {
                    let Some(mut record) = value.as_record::<DueRecord>() else { continue };
                    if let Some(by) = with_successors(&record.owed_by) {
                        record.owed_by = by;
                        *value = Value::record(&record);
                    }
                }
                _ => {}
            }
        }
    }

    /// The task ends where another one begins in its place; what was entered stays with it. Whether it is the first that does.
    fn end(&mut self, replaced: &TaskId, by: &TaskId) -> bool {
        let Some(mut record) = self.task_record(replaced) else {
            self.fault("nhiệm vụ được thay", replaced.as_str(), THERE);
            return false;
        };
        let last = self.from.pred_opt();
        if record.until.is_some() && record.until != last {
            self.fault("nhiệm vụ được thay", replaced.as_str(), ENDED);
            return false;
        }
        let first = record.into.0.is_empty();
        record.until = last;
        record.into.0.push(by.as_str().to_owned());
        self.set(PlanItem::Task { task: replaced.clone() }, Value::record(&record));
        first
    }

    fn targets(&mut self, id: &IndicatorId, target: &str, units: &[UnitTarget]) {
        let item = PlanItem::Indicator { indicator: id.clone() };
        let held = self.value(&item).and_then(Value::as_record::<IndicatorRecord>);
        let Some((mut record, kind)) = held.and_then(|held| {
            let kind = IndicatorKind::from_code(&held.kind)?;
            Some((held, kind))
        }) else {
            return self.fault("chỉ tiêu", id.as_str(), THERE);
        };
        if let Some(read) = self.target(kind, target) {
            record.target = read;
        }
        let mut lines = Vec::new();
        for UnitTarget { unit, target } in units {
            lines.extend(self.target(kind, target).map(|target| format!("{unit} {target}")));
        }
        record.targets = Lines(lines);
        self.set(item, Value::record(&record));
    }

    fn target(&mut self, kind: IndicatorKind, typed: &str) -> Option<String> {
        let typed = typed.trim();
        if typed.is_empty() || typed == OPEN {
            return Some(OPEN.to_owned());
        }
        let read = TargetValue::parse_for(kind, typed);
        if read.is_none() {
            self.fault("mức phải đạt", typed, TARGET);
        }
        read.map(|target| target.written_for(kind))
    }
}

/// What the rule is called, or that with a number behind it.
fn free(rule: &Rule, taken: &mut BTreeSet<String>) -> RuleId {
    let own = rule.own_id();
    let numbered = (2..).map(|n| format!("{own}-{n}"));
    let id = std::iter::once(own.clone()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or(own);
    taken.insert(id.clone());
    RuleId::new(id)
}

impl TaskRecord {
    /// One that a revision adds.
    fn added(place: usize, from: NaiveDate) -> Self {
        Self {
            title: String::new(),
            place,
            field: "".into(),
            code: None,
            lead: Lines::default(),
            with: Lines::default(),
            outputs: Lines::default(),
            inherited: Lines::default(),
            inferred: Lines::default(),
            notes: Lines::default(),
            standby: None,
            carried_from: None,
            from: Some(from),
            until: None,
            into: Lines::default(),
            joined: Lines::default(),
            left: Lines::default(),
        }
    }
}
