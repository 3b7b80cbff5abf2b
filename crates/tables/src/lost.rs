//! What a plan that comes in place of another would leave without a place: ids under which people entered something.

use std::fmt;

use model::ids::{CheckId, FigureId, IndicatorId, MilestoneId, PeriodId, RegisterId, RuleId, TaskId, UnitId};
use model::plan::Plan;
use rusqlite::Connection;

/// An id that a plan does not have, and how much was entered under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// "nhiệm vụ", "chỉ tiêu", ...
    pub kind: &'static str,
    pub id: String,
    pub entered: u64,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} ({} nội dung đã nhập)", self.kind, self.id, self.entered)
    }
}

const SAID: &str = "state IS NOT NULL OR percent IS NOT NULL OR has_text";
const DATED: &str = "date IS NOT NULL OR basis IS NOT NULL";
const EVERYTHING: &str = "1";

/// A table, which of its rows hold something, and what is asked of it.
type From = (&'static str, &'static str, &'static str);

const TASKS: &[From] = &[
    ("with_entry", SAID, "task"),
    ("with_figure", EVERYTHING, "task"),
    ("with_none_arose", EVERYTHING, "task"),
    ("with_done_check", EVERYTHING, "task"),
    ("with_evidence_link", EVERYTHING, "task"),
    ("with_verdict", EVERYTHING, "task"),
    ("due_date", DATED, "task"),
    ("request", EVERYTHING, "task"),
];
const PERIODS: &[From] = &[
    ("with_entry", SAID, "period"),
    ("with_figure", EVERYTHING, "period"),
    ("with_none_arose", EVERYTHING, "period"),
    ("with_done_check", EVERYTHING, "period"),
    ("with_evidence_link", EVERYTHING, "period"),
    ("with_verdict", EVERYTHING, "period"),
    ("submission", EVERYTHING, "period"),
    ("unit_days", EVERYTHING, "period"),
];
const UNITS: &[From] = &[
    ("with_entry", SAID, "unit"),
    ("with_figure", EVERYTHING, "unit"),
    ("with_none_arose", EVERYTHING, "unit"),
    ("with_done_check", EVERYTHING, "unit"),
    ("with_evidence", EVERYTHING, "unit"),
    ("with_evidence_link", EVERYTHING, "unit"),
    ("with_verdict", EVERYTHING, "unit"),
    ("with_verdict", EVERYTHING, "office"),
    ("with_record_cell", EVERYTHING, "unit"),
    ("due_date", DATED, "unit"),
    ("submission", EVERYTHING, "unit"),
];
const INDICATORS: &[From] = &[
    ("with_figure", EVERYTHING, "indicator"),
    ("with_none_arose", EVERYTHING, "indicator"),
    ("with_done_check", EVERYTHING, "indicator"),
];
const CHECKS: &[From] = &[("with_done_check", EVERYTHING, "indicator || ' ' || item")];
const FIGURES: &[From] = &[("with_figure", EVERYTHING, "indicator || ' ' || figure")];
const RULES: &[From] =
    &[("due_date", DATED, "task || ' ' || rule"), ("request", EVERYTHING, "task || ' ' || rule")];
const REGISTERS: &[From] = &[("with_record_cell", EVERYTHING, "register")];
const MILESTONES: &[From] = &[("milestone", EVERYTHING, "id"), ("milestone_basis", EVERYTHING, "id")];

/// Every id that something stands under and that `plan`, which has the id of the one in force, does not have.
pub fn lost(conn: &Connection, plan: &Plan) -> rusqlite::Result<Vec<Lost>> {
    let figure = |id: &str| {
        let (indicator, figure) = id.split_once(' ').unwrap_or_default();
        // One that is gone itself is told by itself.
        let found = plan.indicator(&IndicatorId::new(indicator));
        found.is_none_or(|found| found.label(&FigureId::new(figure)).is_some())
    };
    let check = |id: &str| {
        let (indicator, check) = id.split_once(' ').unwrap_or_default();
        let found = plan.indicator(&IndicatorId::new(indicator));
        found.is_none_or(|found| found.check(&CheckId::new(check)).is_some())
    };
    let rule = |id: &str| {
        let (task, rule) = id.split_once(' ').unwrap_or_default();
        plan.task(&TaskId::new(task)).is_none_or(|task| task.rule(&RuleId::new(rule)).is_some())
    };
    let mut lost = Vec::new();
    let mut ask = |kind, from, has: &dyn Fn(&str) -> bool| missing(conn, plan, (kind, from), has, &mut lost);
    ask("nhiệm vụ", TASKS, &|id| plan.task(&TaskId::new(id)).is_some())?;
    ask("kỳ báo cáo", PERIODS, &|id| plan.report(&PeriodId::new(id)).is_some())?;
    ask("đơn vị", UNITS, &|id| plan.unit(&UnitId::new(id)).is_some())?;
    ask("chỉ tiêu", INDICATORS, &|id| plan.indicator(&IndicatorId::new(id)).is_some())?;
    ask("số liệu", FIGURES, &figure)?;
    ask("mục", CHECKS, &check)?;
    ask("sổ", REGISTERS, &|id| plan.register(&RegisterId::new(id)).is_some())?;
    ask("thời hạn", RULES, &rule)?;
    ask("mốc thời gian", MILESTONES, &|id| plan.milestone(&MilestoneId::new(id)).is_some())?;
    Ok(lost)
}

fn missing(
    conn: &Connection,
    plan: &Plan,
    (kind, from): (&'static str, &[From]),
    has: &dyn Fn(&str) -> bool,
    lost: &mut Vec<Lost>,
) -> rusqlite::Result<()> {
    let select =
        |(table, rows, id): &From| format!("SELECT {id} AS id FROM {table} WHERE plan_id = ?1 AND ({rows})");
    let all: Vec<String> = from.iter().map(select).collect();
    let sql = format!("SELECT id, count(*) FROM ({}) GROUP BY id ORDER BY id", all.join(" UNION ALL "));
    let mut rows = conn.prepare_cached(&sql)?;
    let rows = rows.query_map([plan.id().as_str()], |row| {
        Ok(Lost { kind, id: row.get(0)?, entered: row.get::<_, i64>(1)?.unsigned_abs() })
    })?;
    for row in rows {
        lost.extend(Some(row?).filter(|row| !has(&row.id)));
    }
    Ok(())
}
