//! Reading the three files, row by row; each row tells all its faults.

mod document;
mod head;
mod indicator;
mod register;
mod report;
mod task;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::check::{check_unit_ids, codes_once};
use super::fault::PlanFaults;
use super::item::{self, Items};
use super::parts::Field;
use super::raw::{Raw, RawGroup, RawOrganisation, RawPlan, RawUnit};
use super::row::{DATE, Row};
use super::source::{At, Lines, MAX_FILE_BYTES, PlanFile, PlanSource, Units};
use super::unit::{Moved, Renamed};
use crate::ids::{FieldCode, GroupId, OrganisationId, UnitId};

pub(super) fn read<'a>(source: &PlanSource<'a>, faults: &mut PlanFaults) -> Raw<'a> {
    let (units_file, organisation, units) = match source.units {
        Units::File(file) => {
            let (organisation, units) = units_file(file, faults).unzip();
            (file.name, organisation.unwrap_or_default(), units)
        }
        Units::There(id, items) => {
            let (organisation, units) = item::organisation(id, items, faults);
            (item::UNITS, organisation, Some(units))
        }
    };
    let mut plan =
        with_root(source.plan, &["plan", "report", "group", "field", "task", "register"], faults, plan);
    if let (Some(RawPlan { head: Some(head), .. }), Some(year)) = (&mut plan, source.year) {
        head.move_to(year);
    }
    Raw {
        units_file,
        plan_file: source.plan.name,
        indicators_file: source.indicators.name,
        organisation,
        units,
        plan,
        indicators: with_root(source.indicators, &["indicator"], faults, |root, faults| {
            let rows = rows(root, "indicator", &indicator::KEYS, false, faults);
            rows.iter().filter_map(|row| indicator::indicator(row, faults)).collect()
        }),
        on: Vec::new(),
    }
}

/// A file of units by itself.
pub(super) fn units(text: &str, faults: &mut PlanFaults) -> (RawOrganisation, Vec<RawUnit>) {
    let file = PlanFile { name: "units.toml", text };
    units_file(file, faults).unwrap_or_default()
}

fn units_file(file: PlanFile<'_>, faults: &mut PlanFaults) -> Option<(RawOrganisation, Vec<RawUnit>)> {
    with_root(file, &["organisation", "unit"], faults, |root, faults| {
        let units = rows(root, "unit", &UNIT_KEYS, true, faults);
        (organisation(root, faults), units.iter().filter_map(|row| unit(row, faults)).collect())
    })
}

/// Parses one file and hands over its root table; None where it is too large or not TOML.
fn with_root<'a, T>(
    file: PlanFile<'a>,
    keys: &[&str],
    faults: &mut PlanFaults,
    read: impl FnOnce(&Row<'_, 'a>, &mut PlanFaults) -> T,
) -> Option<T> {
    if file.text.len() > MAX_FILE_BYTES {
        let found = format!("{} byte", file.text.len());
        faults.add(file.name, 1, "tệp", &found, format!("tệp không quá {MAX_FILE_BYTES} byte"));
        return None;
    }
    let lines = Lines::new(file);
    let (root, errors) = DeTable::parse_recoverable(file.text);
    for error in &errors {
        let line = lines.line(&error.span().unwrap_or_default());
        faults.add(file.name, line, "cú pháp", lines.whole(line), syntax(error.message(), lines.whole(line)));
    }
    if !errors.is_empty() {
        return None;
    }
    let row = Row::open(&lines, "", root.get_ref(), &(0..0), keys, faults);
    Some(read(&row, faults))
}

/// What should stand there in the words of whoever wrote it: those of the TOML reader are English.
fn syntax(said: &str, line: &str) -> String {
    let said = said.to_lowercase();
    let about = |words: &[&str]| words.iter().any(|word| said.contains(word));
    let hint = if about(&["date", "month", "day", "hour", "minute", "second", "time"]) || is_dated(line) {
        "ngày có thật, viết YYYY-MM-DD không có ngoặc kép, tháng từ 01 đến 12"
    } else if about(&["duplicate"]) {
        "mỗi khóa một lần trong một bảng"
    } else if about(&["string", "quote", "escape"]) {
        "chuỗi ký tự trong ngoặc kép, đóng ở cùng dòng"
    } else if about(&["array", "]", "comma"]) {
        "danh sách trong [ ], các phần cách nhau bằng dấu phẩy"
    } else if about(&["inline table", "}"]) {
        "bảng trong { }, các khóa cách nhau bằng dấu phẩy"
    } else {
        "khóa = giá trị trên mỗi dòng"
    };
    format!("cú pháp TOML đúng: {hint}")
}

/// `issued_on = 2019-13-01`
fn is_dated(line: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    line.split(|letter: char| !(letter.is_ascii_digit() || letter == '-')).any(|word| {
        let parts: Vec<&str> = word.split('-').collect();
        matches!(parts[..], [year, month, day] if year.len() == 4 && digits(year) && digits(month) && digits(day))
    })
}

/// The tables `[[key]]` of a file.
fn rows<'r, 'i>(
    root: &Row<'r, 'i>,
    key: &'static str,
    keys: &[&str],
    needed: bool,
    faults: &mut PlanFaults,
) -> Vec<Row<'r, 'i>> {
    let expected = format!("ít nhất một bảng [[{key}]]");
    let Some(value) = root.get(key) else {
        if needed {
            root.fault(1, key, "không có", expected, faults);
        }
        return Vec::new();
    };
    match value.get_ref().as_array() {
        Some(array) if !array.is_empty() || !needed => {
            array.iter().filter_map(|item| table(root, key, item, keys, faults)).collect()
        }
        _ => {
            root.wrong(key, value, &expected, faults);
            Vec::new()
        }
    }
}

fn table<'r, 'i>(
    parent: &Row<'r, 'i>,
    key: &'static str,
    value: &'r Spanned<DeValue<'i>>,
    keys: &[&str],
    faults: &mut PlanFaults,
) -> Option<Row<'r, 'i>> {
    let Some(table) = value.get_ref().as_table() else {
        parent.wrong(key, value, "một bảng gồm các khóa và giá trị", faults);
        return None;
    };
    Some(Row::open(parent.lines, key, table, &value.span(), keys, faults))
}

fn organisation(root: &Row<'_, '_>, faults: &mut PlanFaults) -> RawOrganisation {
    let keys = ["id", "name", "kept_by"];
    let value = root.need("organisation", "bảng [organisation]", faults);
    let row = value.and_then(|value| table(root, "organisation", value, &keys, faults));
    row.map_or_else(RawOrganisation::default, |row| RawOrganisation {
        id: row.id("id", faults).map(|id| OrganisationId::new(id.value)),
        name: row.text("name", faults).map(|name| name.value),
        kept_by: row.text("kept_by", faults).map(|unit| unit.map(UnitId::new)),
    })
}

const UNIT_KEYS: [&str; 10] =
    ["id", "name", "kind", "parent", "code", "from", "until", "succeeds", "renamed", "moved"];

fn unit(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Option<RawUnit> {
    let name = row.text("name", faults);
    let kind = row.text("kind", faults);
    let parent = row.text_or_none("parent", faults);
    let code = row.text_or_none("code", faults);
    let day = |key, faults: &mut PlanFaults| row.as_date(key, row.get(key)?, faults);
    let (from, until) = (day("from", faults), day("until", faults));
    let succeeds = row.texts("succeeds", faults);
    let renamed = renamed(row, faults);
    let moved = row.texts("moved", faults).into_iter().filter_map(|line| {
        let moved = Moved::parse(&line.value);
        if moved.is_none() {
            row.fault(line.line, "moved", &line.value, MOVED, faults);
        }
        moved.map(|value| At { value, line: line.line })
    });
    let moved = moved.collect();
    let id = row.id("id", faults)?;
    Some(RawUnit {
        id: id.map(UnitId::new),
        name: text(name),
        kind: text(kind),
        parent: parent.map(|parent| parent.map(UnitId::new)),
        code: code.map(|code| code.value),
        from,
        until,
        succeeds: succeeds.into_iter().map(|before| before.map(UnitId::new)).collect(),
        renamed,
        moved,
    })
}

const MOVED: &str = "ngày và mã đơn vị cấp trên từ ngày đó, ví dụ \"2025-07-01 gia-lai\"";
const RENAMED: &str = "danh sách { from = 2020-01-01, name = \"...\" }, ngày trước đứng trước";

fn renamed(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Vec<Renamed> {
    let Some(value) = row.get("renamed") else { return Vec::new() };
    let Some(array) = value.get_ref().as_array() else {
        row.wrong("renamed", value, RENAMED, faults);
        return Vec::new();
    };
    let mut read: Vec<Renamed> = Vec::new();
    for item in array.iter() {
        let Some(inner) = table(row, "renamed", item, &["from", "name", "code"], faults) else { continue };
        let from = inner.need("from", DATE, faults).and_then(|day| inner.as_date("from", day, faults));
        let (name, code) = (text(inner.text("name", faults)), inner.text_or_none("code", faults));
        let Some(from) = from else { continue };
        if read.last().is_some_and(|before| before.from >= from) {
            row.wrong("renamed", item, RENAMED, faults);
        }
        read.push(Renamed { from, name, code: code.map(|code| code.value) });
    }
    read
}

fn plan(root: &Row<'_, '_>, faults: &mut PlanFaults) -> RawPlan {
    let groups = rows(root, "group", &["id", "name", "kinds", "units"], false, faults);
    let fields = rows(root, "field", &["code", "name"], true, faults);
    let reports = rows(root, "report", &report::KEYS, true, faults);
    let tasks = rows(root, "task", &task::KEYS, true, faults);
    let registers = rows(root, "register", &register::KEYS, false, faults);
    RawPlan {
        head: head::head(root, faults),
        groups: groups.iter().filter_map(|row| group(row, faults)).collect(),
        fields: fields.iter().filter_map(|row| field(row, faults)).collect(),
        reports: reports.iter().filter_map(|row| report::report(row, faults)).collect(),
        tasks: tasks.iter().filter_map(|row| task::task(row, faults)).collect(),
        registers: registers.iter().filter_map(|row| register::register(row, faults)).collect(),
    }
}

fn group(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Option<RawGroup> {
    let name = row.text("name", faults);
    let kinds = row.texts("kinds", faults);
    let units = row.texts("units", faults);
    let id = row.id("id", faults)?;
    Some(RawGroup { id: id.map(GroupId::new), name: text(name), kinds, units })
}

fn field(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Option<At<Field>> {
    let name = row.text("name", faults);
    let code = row.id("code", faults)?;
    Some(code.map(|code| Field { code: FieldCode::new(code), name: text(name) }))
}

/// The text, or nothing where a fault was told already: a plan with a fault is never used.
fn text(read: Option<At<String>>) -> String {
    read.map(|text| text.value).unwrap_or_default()
}

impl<T> At<T> {
    fn map<U>(self, change: impl FnOnce(T) -> U) -> At<U> {
        At { value: change(self.value), line: self.line }
    }
}

impl Items {
    /// What a file of units says. Whether they make an organisation, the plans under it say.
    pub fn of_units(text: &str) -> Result<Self, PlanFaults> {
        let mut faults = PlanFaults::default();
        let (organisation, units) = units(text, &mut faults);
        check_unit_ids(item::UNITS, &units, &mut faults);
        codes_once(item::UNITS, &units, &mut faults);
        let items = faults.is_empty().then(|| item::units(&organisation, &units, &mut faults)).flatten();
        match (organisation.id, items) {
            (Some(under), Some(organisation)) if faults.is_empty() => {
                Ok(Self { under, organisation, plan: Vec::new(), on: Vec::new() })
            }
            _ => Err(faults.sorted()),
        }
    }
}
