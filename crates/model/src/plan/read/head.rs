//! The `[plan]` table.

use chrono::NaiveDate;

use super::super::fault::PlanFaults;
use super::super::parts::{Document, Milestone, Requester, Series};
use super::super::raw::RawHead;
use super::super::row::{DATE, Row};
use super::super::source::At;
use super::{document, table, text};
use crate::ids::{MilestoneId, PlanId, RequesterId, SeriesId, TaskId, UnitId};

const KEYS: [&str; 17] = [
    "id",
    "title",
    "issued_by",
    "decision",
    "issued_on",
    "effective_from",
    "coordinated_by",
    "within",
    "year",
    "milestones",
    "report_series",
    "entered_series",
    "requesters",
    "holidays",
    "follows",
    "under",
    "document",
];
const YEAR: &str = "năm kế hoạch, ví dụ 2019";
const NAMED: &str = "danh sách { id = \"...\", name = \"...\" }";

pub(super) fn head(root: &Row<'_, '_>, faults: &mut PlanFaults) -> Option<RawHead> {
    let value = root.need("plan", "bảng [plan]", faults)?;
    let before = faults.as_slice().len();
    let row = table(root, "plan", value, &KEYS, faults)?;
    let date = row.need("issued_on", DATE, faults);
    let year = row.need("year", YEAR, faults);
    let mut head = RawHead {
        sound: true,
        id: row.id("id", faults),
        title: row.text("title", faults),
        decision: row.text("decision", faults),
        issued_by: row.text("issued_by", faults).map(|unit| unit.map(UnitId::new)),
        issued_on: date.and_then(|date| row.as_date("issued_on", date, faults)),
        effective_from: effective_from(&row, faults),
        coordinated_by: row.text("coordinated_by", faults).map(|unit| unit.map(UnitId::new)),
        within: row.text_or_none("within", faults).map(|unit| unit.map(UnitId::new)),
        year: year.and_then(|year| row.as_int("year", year, 1990..2101, faults)),
        report_series: row.text_or_none("report_series", faults).map(|series| series.map(SeriesId::new)),
        series: named(&row, "entered_series", faults, |id, name| Series { id: SeriesId::new(id), name }),
        requesters: named(&row, "requesters", faults, |id, name| Requester {
            id: RequesterId::new(id),
            name,
        }),
        milestones: named(&row, "milestones", faults, |id, name| Milestone {
            id: MilestoneId::new(id),
            name,
        }),
        holidays: holidays(&row, faults),
        follows: row.id_or_none("follows", faults).map(|plan| plan.map(PlanId::new)),
        under: under(&row, faults),
        document: Document::default(),
        definitions: Vec::new(),
    };
    if let Some(value) = row.get("document") {
        (head.document, head.definitions) = document::document(&row, value, faults);
    }
    head.sound = faults.as_slice().len() == before;
    Some(head)
}

fn under(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Option<(At<PlanId>, At<TaskId>)> {
    let inner = table(row, "under", row.get("under")?, &["plan", "task"], faults)?;
    let (plan, task) = (inner.id("plan", faults), inner.id("task", faults));
    plan.map(|plan| plan.map(PlanId::new)).zip(task.map(|task| task.map(TaskId::new)))
}

fn effective_from(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Option<At<NaiveDate>> {
    let written = row.get("effective_from")?;
    let value = row.as_date("effective_from", written, faults)?;
    Some(At { value, line: row.lines.line(&written.span()) })
}

/// A list of `{ id, name }`; a bare text is an id that is its own name.
fn named<T>(
    row: &Row<'_, '_>,
    key: &'static str,
    faults: &mut PlanFaults,
    make: impl Fn(String, String) -> T,
) -> Vec<At<T>> {
    let Some(value) = row.get(key) else { return Vec::new() };
    let Some(array) = value.get_ref().as_array() else {
        row.wrong(key, value, NAMED, faults);
        return Vec::new();
    };
    let mut read = Vec::new();
    for item in array.iter() {
        if item.get_ref().is_str() {
            let bare = row.as_id(key, item, faults);
            read.extend(bare.map(|bare| bare.map(|id| make(id.clone(), id))));
        } else if let Some(inner) = table(row, key, item, &["id", "name"], faults) {
            let name = inner.text("name", faults);
            let id = inner.id("id", faults);
            read.extend(id.map(|id| id.map(|id| make(id, text(name)))));
        }
    }
    read
}

fn holidays(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Vec<NaiveDate> {
    let Some(value) = row.get("holidays") else { return Vec::new() };
    let Some(array) = value.get_ref().as_array() else {
        row.wrong("holidays", value, "danh sách ngày, ví dụ [2019-02-05, 2019-02-06]", faults);
        return Vec::new();
    };
    let mut days: Vec<NaiveDate> =
        array.iter().filter_map(|item| row.as_date("holidays", item, faults)).collect();
    days.sort_unstable();
    days
}
