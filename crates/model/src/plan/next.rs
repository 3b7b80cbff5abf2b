//! The plan of the year that follows, made out of the one that there is.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

use super::fault::PlanFaults;
use super::item::{self, Items};
use super::parts::TaskDays;
use super::raw::{RawHead, RawPlan, RawTask, id_in_year};
use super::rule::Rule;
use super::source::At;
use super::write::{self, Files};
use crate::ids::{PlanId, TaskId};

/// A plan for the next year, to look at before it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextYear {
    pub id: PlanId,
    pub year: i32,
    pub files: Files,
    /// What no rule works out, and a person has to look at: one a line, in the plan's order.
    pub look_at: Vec<String>,
    /// Tasks of the old year alone that are left out, by their codes.
    pub left_out: Vec<String>,
}

/// Why there is no such plan.
#[derive(Debug, Error)]
pub enum NoNextYear {
    #[error("{0}")]
    Faults(PlanFaults),
    #[error("Kế hoạch không có nhiệm vụ: {}. Chưa ghi gì; hãy xem lại mã nhiệm vụ.", .0.join(", "))]
    NoTask(Vec<String>),
}

impl Items {
    /// Dates that follow from the year move along with it. `carried`: tasks that were not finished and go on; one whose every date
    /// lies in a year that the decision names, and is over, is left out unless it is among them.
    pub fn next_year(&self, (id, year): (&PlanId, i32), carried: &[TaskId]) -> Result<NextYear, NoNextYear> {
        let mut faults = PlanFaults::default();
        let mut raw = item::rows((id, year), self, &mut faults);
        let (Some(plan), true) = (&mut raw.plan, faults.is_empty()) else {
            return Err(NoNextYear::Faults(faults.sorted()));
        };
        let unknown = |task: &&TaskId| plan.tasks.iter().all(|row| row.id.value != **task);
        let unknown: Vec<String> = carried.iter().filter(unknown).map(ToString::to_string).collect();
        if !unknown.is_empty() {
            return Err(NoNextYear::NoTask(unknown));
        }
        let next = year.saturating_add(1);
        let mut look_at = Vec::new();
        if let Some(head) = &mut plan.head {
            head_of(head, (id, year, next), &mut look_at);
        }
        let (left_out, gone) = tasks_of(plan, (id, next), carried, &mut look_at);
        plan.registers.retain(|row| row.of.as_ref().is_none_or(|of| !gone.contains(&of.value)));
        if let Some(indicators) = &mut raw.indicators {
            indicators.retain(|row| row.of.as_ref().is_none_or(|of| !gone.contains(&of.value)));
            // Ids stay from here on.
            indicators.iter_mut().for_each(|row| row.from = None);
        }
        let remarks = remarks((id, next), &look_at, &left_out);
        let files = write::files(&raw, &remarks).ok_or_else(|| NoNextYear::Faults(faults.sorted()))?;
        let id = PlanId::new(id_in_year(id.as_str(), year, next));
        Ok(NextYear { id, year: next, files, look_at, left_out })
    }
}

fn head_of(head: &mut RawHead, (id, year, next): (&PlanId, i32, i32), look_at: &mut Vec<String>) {
    head.move_to(next);
    head.follows = Some(At { value: id.clone(), line: 0 });
    if let Some((above, _)) = &mut head.under {
        above.value = PlanId::new(id_in_year(above.value.as_str(), year, next));
        look_at.push(format!("under: kế hoạch cấp trên ghi là “{}”; phải có kế hoạch ấy.", above.value));
    }
    if let Some(title) = head.title.as_ref().filter(|title| title.value.contains(&year.to_string())) {
        look_at.push(format!("title: tên còn ghi năm cũ: “{}”.", title.value));
    }
    if let (Some(decision), Some(day)) = (&head.decision, head.issued_on) {
        let told = format!("decision, issued_on: vẫn là {} ngày {}.", decision.value, written(day));
        look_at.push(told);
    }
    if let Some(from) = head.effective_from.take_if(|from| from.value.year() < next) {
        look_at
            .push(format!("effective_from: bỏ ngày {}, kế hoạch có hiệu lực cả năm.", written(from.value)));
    }
    if !head.holidays.is_empty() {
        head.holidays.retain(|day| day.year() >= next);
        look_at.push(format!("holidays: bỏ ngày nghỉ của năm {year}; hãy ghi ngày nghỉ của năm {next}."));
    }
    for milestone in &head.milestones {
        look_at.push(format!("milestones: năm {next} phải nhập ngày của “{}”.", milestone.value.name));
    }
    for series in &head.series {
        look_at.push(format!("entered_series: năm {next} phải nhập hạn của “{}”.", series.value.name));
    }
}

/// The codes of those that are left out, and their ids.
fn tasks_of(
    plan: &mut RawPlan,
    (id, next): (&PlanId, i32),
    carried: &[TaskId],
    look_at: &mut Vec<String>,
) -> (Vec<String>, HashSet<TaskId>) {
    let (mut left_out, mut gone) = (Vec::new(), HashSet::new());
    plan.tasks.retain_mut(|row| {
        let goes_on = carried.contains(&row.id.value);
        // Others came in its place.
        let replaced = row.days.until.is_some();
        if replaced || !goes_on && is_over(row, next) {
            left_out.push(row.code.value.clone());
            gone.insert(row.id.value.clone());
            return false;
        }
        row.days = TaskDays::default();
        row.carried_from = goes_on.then(|| At { value: id.clone(), line: 0 });
        for due in &row.due {
            let code = &row.code.value;
            match &due.value.rule {
                Rule::On(day) => look_at.push(format!("{code}: hạn cố định {}.", written(*day))),
                rule if names_a_year(&due.value.text) && rule.moves() => {
                    look_at.push(format!("{code}: lời của thời hạn nêu năm: “{}”.", due.value.text));
                }
                _ => {}
            }
        }
        true
    });
    (left_out, gone)
}

/// Whether all that it asks for was due in a year that is over.
fn is_over(row: &RawTask, next: i32) -> bool {
    row.due.iter().all(|due| matches!(due.value.rule, Rule::On(day) if day.year() < next))
}

fn written(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

/// "trước ngày 25/12/2019"
fn names_a_year(text: &str) -> bool {
    let digits = |word: &str| word.len() == 4 && word.starts_with("20");
    text.split(|letter: char| !letter.is_ascii_digit()).any(digits)
}

fn remarks((id, next): (&PlanId, i32), look_at: &[String], left_out: &[String]) -> Vec<String> {
    let mut lines = vec![
        format!(
            "Kế hoạch năm {next}, lập từ kế hoạch “{id}”. Ngày viết với Y đã chuyển theo năm mới; mọi thứ khác giữ nguyên."
        ),
        "Hãy xem và sửa tệp này cùng indicators.toml, rồi mở bằng: sync-server plan add --plan THƯ_MỤC"
            .to_owned(),
        String::new(),
        "Cần xem lại:".to_owned(),
    ];
    lines.extend(look_at.iter().map(|line| format!("- {line}")));
    if !left_out.is_empty() {
        lines.push(format!("- Không đưa sang, vì chỉ có hạn trong năm cũ: {}.", left_out.join(", ")));
    }
    lines
}
