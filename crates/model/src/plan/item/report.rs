//! Reports and the levels by which they go on, both ways.

use super::super::parts::Report;
use super::super::rule::YearDate;
use super::super::schedule::{DataDays, Level};
use super::record::{DataRecord, LevelRecord, ReportRecord, one_line};
use crate::ids::{LevelId, PeriodId};
use crate::item::PlanItem;
use crate::value::{Lines, Value};

pub(super) fn items_of(place: usize, report: &Report, items: &mut Vec<(PlanItem, Value)>) {
    let record = ReportRecord {
        name: one_line(&report.name),
        place,
        first: report.months.0,
        last: report.months.1,
        due: report.due.to_string(),
        optional: report.optional,
        data: written(&report.data),
        handed_to: lines(&report.handed_to),
        sent_to: lines(&report.sent_to),
        notes: lines(&report.notes),
    };
    items.push((PlanItem::Report { period: report.id.clone() }, Value::record(&record)));
    for (place, level) in report.levels.iter().enumerate() {
        let record = LevelRecord {
            by: one_line(&level.by),
            place,
            to: lines(&level.to),
            data: written(&level.data),
            due: level.due.map(|due| due.to_string()),
            basis: level.basis.as_deref().map(one_line),
            notes: lines(&level.notes),
        };
        let item = PlanItem::Level { period: report.id.clone(), level: level.id.clone() };
        items.push((item, Value::record(&record)));
    }
}

/// Without its levels, which are items of their own. None where the value is not whole.
pub(super) fn report(id: &PeriodId, value: &Value) -> Option<(usize, Report)> {
    let read: ReportRecord = value.as_record()?;
    let months = Some((read.first, read.last))
        .filter(|(first, last)| (1..=12).contains(last) && (1..=*last).contains(first))?;
    let report = Report {
        id: id.clone(),
        name: read.name,
        months,
        due: YearDate::parse(&read.due)?,
        optional: read.optional,
        data: days(&read.data)?,
        handed_to: read.handed_to.0,
        sent_to: read.sent_to.0,
        levels: Vec::new(),
        notes: read.notes.0,
    };
    Some((read.place, report))
}

pub(super) fn level(id: &LevelId, value: &Value) -> Option<(usize, Level)> {
    let read: LevelRecord = value.as_record()?;
    let level = Level {
        id: id.clone(),
        by: read.by,
        to: read.to.0,
        data: days(&read.data)?,
        due: optional(read.due.as_deref())?,
        basis: read.basis,
        notes: read.notes.0,
    };
    Some((read.place, level))
}

fn written(data: &DataDays) -> DataRecord {
    let day = |day: Option<YearDate>| day.map(|day| day.to_string());
    DataRecord { data_from: day(data.from), data_to: day(data.to), cut_off: day(data.cut_off) }
}

fn days(read: &DataRecord) -> Option<DataDays> {
    let days = DataDays {
        from: optional(read.data_from.as_deref())?,
        to: optional(read.data_to.as_deref())?,
        cut_off: optional(read.cut_off.as_deref())?,
    };
    days.in_order().then_some(days)
}

/// None where something stands there that is no date.
fn optional(written: Option<&str>) -> Option<Option<YearDate>> {
    written.map_or(Some(None), |written| YearDate::parse(written).map(Some))
}

fn lines(texts: &[String]) -> Lines {
    Lines(texts.iter().map(|text| one_line(text)).collect())
}
