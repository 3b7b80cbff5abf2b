//! The `[[report]]` tables.

use toml::Spanned;
use toml::de::DeValue;

use super::super::fault::PlanFaults;
use super::super::parts::Report;
use super::super::row::Row;
use super::super::source::At;
use super::{table, text};
use crate::ids::{LevelId, PeriodId};
use crate::plan::{DataDays, Level, YearDate};

pub(super) const KEYS: [&str; 12] = [
    "id",
    "name",
    "months",
    "due",
    "optional",
    "data_from",
    "data_to",
    "cut_off",
    "handed_to",
    "sent_to",
    "levels",
    "notes",
];
const LEVEL_KEYS: [&str; 9] = ["id", "by", "to", "data_from", "data_to", "cut_off", "due", "basis", "notes"];
const MONTHS: &str = "hai tháng [đầu, cuối], từ 1 đến 12, tháng đầu không sau tháng cuối";
const IN_ORDER: &str = "data_from không sau data_to và cut_off";
const LEVELS: &str =
    "danh sách { id = \"...\", by = \"...\", to = [\"...\"], due = \"Y-03-20\" }, mỗi id một lần";

pub(super) fn report(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Option<At<Report>> {
    let name = row.text("name", faults);
    let optional = row.flag("optional", faults);
    let months = row.need("months", MONTHS, faults).and_then(|value| {
        let months = months(value);
        if months.is_none() {
            row.wrong("months", value, MONTHS, faults);
        }
        months
    });
    let due = row.text("due", faults).and_then(|due| year_date(row, "due", &due, faults));
    let data = data_days(row, faults);
    let (handed_to, sent_to) = (lines(row, "handed_to", faults), lines(row, "sent_to", faults));
    let (levels, notes) = (levels(row, faults), lines(row, "notes", faults));
    let id = row.id("id", faults)?;
    let (months, due) = (months.unwrap_or((1, 1)), due.unwrap_or(YearDate { offset: 0, month: 1, day: 1 }));
    Some(id.map(|id| Report {
        id: PeriodId::new(id),
        name: text(name),
        months,
        due,
        optional,
        data,
        handed_to,
        sent_to,
        levels,
        notes,
    }))
}

fn levels(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Vec<Level> {
    let Some(value) = row.get("levels") else { return Vec::new() };
    let Some(array) = value.get_ref().as_array() else {
        row.wrong("levels", value, LEVELS, faults);
        return Vec::new();
    };
    let mut levels: Vec<Level> = Vec::new();
    for item in array.iter() {
        let Some(inner) = table(row, "levels", item, &LEVEL_KEYS, faults) else { continue };
        let by = text(inner.text("by", faults));
        let due = optional_date(&inner, "due", faults);
        let (data, basis) = (data_days(&inner, faults), inner.text_or_none("basis", faults));
        let (to, notes) = (lines(&inner, "to", faults), lines(&inner, "notes", faults));
        let Some(id) = inner.id("id", faults) else { continue };
        let id = LevelId::new(id.value);
        if levels.iter().any(|other| other.id == id) {
            row.wrong("levels", item, LEVELS, faults);
        }
        levels.push(Level { id, by, to, data, due, basis: basis.map(|basis| basis.value), notes });
    }
    levels
}

fn data_days(row: &Row<'_, '_>, faults: &mut PlanFaults) -> DataDays {
    let mut day = |key| optional_date(row, key, faults);
    let days = DataDays { from: day("data_from"), to: day("data_to"), cut_off: day("cut_off") };
    if !days.in_order() {
        row.fault(row.line, "data_from", "sau data_to hoặc cut_off", IN_ORDER, faults);
    }
    days
}

fn optional_date(row: &Row<'_, '_>, key: &str, faults: &mut PlanFaults) -> Option<YearDate> {
    let written = row.text_or_none(key, faults)?;
    year_date(row, key, &written, faults)
}

fn year_date(
    row: &Row<'_, '_>,
    key: &str,
    written: &At<String>,
    faults: &mut PlanFaults,
) -> Option<YearDate> {
    let date = YearDate::parse(&written.value);
    if date.is_none() {
        row.fault(written.line, key, &written.value, YearDate::EXPECTED, faults);
    }
    date
}

fn lines(row: &Row<'_, '_>, key: &str, faults: &mut PlanFaults) -> Vec<String> {
    row.texts(key, faults).into_iter().map(|line| line.value).collect()
}

fn months(value: &Spanned<DeValue<'_>>) -> Option<(u8, u8)> {
    let array = value.get_ref().as_array()?;
    let month = |at: usize| {
        let int = array.get(at)?.get_ref().as_integer()?;
        u8::from_str_radix(int.as_str(), int.radix()).ok().filter(|month| (1..=12).contains(month))
    };
    let (first, last) = (month(0)?, month(1)?);
    (array.len() == 2 && first <= last).then_some((first, last))
}
