//! The `[[task]]` tables.

use toml::Spanned;
use toml::de::DeValue;

use super::super::fault::PlanFaults;
use super::super::item::{joined, left};
use super::super::parts::TaskDays;
use super::super::raw::{RawDue, RawTask};
use super::super::row::Row;
use super::super::rule::Rule;
use super::super::source::At;
use super::{table, text};
use crate::address::is_id;
use crate::ids::{FieldCode, PlanId, RuleId, TaskId};

pub(super) const KEYS: [&str; 18] = [
    "id",
    "code",
    "title",
    "field",
    "lead",
    "with",
    "outputs",
    "due",
    "inherited",
    "inferred",
    "notes",
    "standby",
    "carried_from",
    "from",
    "until",
    "into",
    "joined",
    "left",
];

/// The columns of the annex that a row may leave empty.
const COLUMNS: [&str; 5] = ["title", "lead", "with", "outputs", "due"];
const LEAD: &str = "ít nhất một đơn vị hoặc nhóm chủ trì";
const DUE: &str = "danh sách [\"lời trong phụ lục\", \"quy tắc\"], từ 1 đến 255 mục";
const RULE: &str = "hai chuỗi [\"lời trong phụ lục\", \"quy tắc\"], có thể thêm mã của thời hạn làm chuỗi thứ ba, và sau cùng \
{ owed_by = [\"...\"], outputs = [1] }";
const RULE_ID: &str =
    "mã riêng trong nhiệm vụ, viết làm chuỗi thứ ba: 1 đến 40 chữ không dấu, số, dấu chấm, gạch";
const OWED_BY: &str = "ít nhất một đơn vị hoặc nhóm chịu trách nhiệm về thời hạn";
const SOME_OUTPUTS: &str =
    "ít nhất một số thứ tự sản phẩm, hoặc bỏ hẳn khóa outputs nếu hạn là của mọi sản phẩm";
const OUTPUT_ONCE: &str = "mỗi số thứ tự sản phẩm một lần";
const JOINED: &str = "mã đơn vị và ngày bắt đầu, ví dụ \"ayun 2019-08-26\"";
const LEFT: &str = "mã đơn vị, lead hoặc with, và ngày cuối, ví dụ \"ayun lead 2019-08-25\"";
const OUTPUTS: &str = "danh sách số thứ tự của sản phẩm, đếm từ 1, ví dụ [1, 2]";

pub(super) fn task(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Option<RawTask> {
    let title = row.text("title", faults);
    let named_field = row.text_or_none("field", faults);
    let lead = row.some_texts("lead", LEAD, faults);
    let with = row.texts("with", faults);
    let outputs = row.texts("outputs", faults);
    let inherited = columns(row, "inherited", faults);
    let inferred = columns(row, "inferred", faults);
    let notes = row.texts("notes", faults);
    let standby = row.text_or_none("standby", faults);
    let carried_from = row.id_or_none("carried_from", faults);
    let due = due(row, faults);
    let days = days(row, faults);
    let id = row.id_or_none("id", faults);
    // The code becomes the id where none is given.
    let code = if id.is_some() { row.text("code", faults)? } else { row.id("code", faults)? };
    let field = named_field.unwrap_or_else(|| At {
        value: code.value.split('.').next().unwrap_or_default().to_owned(),
        line: code.line,
    });
    Some(RawTask {
        id: id.unwrap_or_else(|| code.clone()).map(TaskId::new),
        code,
        title: text(title),
        field: field.map(FieldCode::new),
        lead,
        with,
        outputs: outputs.into_iter().map(|output| output.value).collect(),
        inherited,
        inferred,
        notes: notes.into_iter().map(|note| note.value).collect(),
        carried_from: carried_from.map(|plan| plan.map(PlanId::new)),
        standby: standby.map(|standby| standby.value),
        due,
        days,
    })
}

fn days(row: &Row<'_, '_>, faults: &mut PlanFaults) -> TaskDays {
    let day = |key, faults: &mut PlanFaults| row.as_date(key, row.get(key)?, faults);
    let mut days = TaskDays {
        from: day("from", faults),
        until: day("until", faults),
        into: row.texts("into", faults).into_iter().map(|id| TaskId::new(id.value)).collect(),
        ..TaskDays::default()
    };
    for line in row.texts("joined", faults) {
        match joined(&line.value) {
            Some((unit, day)) => drop(days.joined.insert(unit, day)),
            None => row.fault(line.line, "joined", &line.value, JOINED, faults),
        }
    }
    for line in row.texts("left", faults) {
        match left(&line.value) {
            Some((unit, part)) => drop(days.left.insert(unit, part)),
            None => row.fault(line.line, "left", &line.value, LEFT, faults),
        }
    }
    days
}

fn columns(row: &Row<'_, '_>, key: &str, faults: &mut PlanFaults) -> Vec<String> {
    let named = row.texts(key, faults);
    for column in named.iter().filter(|column| !COLUMNS.contains(&column.value.as_str())) {
        let expected = format!("một trong các cột: {}", COLUMNS.join(", "));
        row.fault(column.line, key, &column.value, expected, faults);
    }
    named.into_iter().map(|column| column.value).collect()
}

fn due(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Vec<At<RawDue>> {
    let Some(value) = row.need("due", DUE, faults) else { return Vec::new() };
    match value.get_ref().as_array() {
        Some(array) if (1..=255).contains(&array.len()) => {
            let mut rules: Vec<At<RawDue>> = Vec::new();
            for item in array {
                let Some(rule) = due_rule(row, item, faults) else { continue };
                let id = &rule.value.id;
                if !is_id(id.as_str()) || rules.iter().any(|before| before.value.id == *id) {
                    row.fault(rule.line, "due", id.as_str(), RULE_ID, faults);
                }
                rules.push(rule);
            }
            rules
        }
        _ => {
            row.wrong("due", value, DUE, faults);
            Vec::new()
        }
    }
}

fn due_rule(row: &Row<'_, '_>, value: &Spanned<DeValue<'_>>, faults: &mut PlanFaults) -> Option<At<RawDue>> {
    let array = value.get_ref().as_array().map(|array| &array[..]);
    let (listed, more) = match array {
        Some([listed @ .., more]) if more.get_ref().is_table() => (listed, Some(more)),
        all => (all.unwrap_or_default(), None),
    };
    let (words, written, id) = match listed {
        [words, written] => (words, written, None),
        [words, written, id] => (words, written, Some(id)),
        _ => {
            row.wrong("due", value, RULE, faults);
            return None;
        }
    };
    let more = more.and_then(|more| table(row, "due", more, &["owed_by", "outputs"], faults));
    let (owed_by, outputs) = more
        .map(|more| {
            let owed_by = more.get("owed_by").map(|_| more.some_texts("owed_by", OWED_BY, faults));
            (owed_by.unwrap_or_default(), outputs(&more, faults))
        })
        .unwrap_or_default();
    let words = row.as_text("due", words, faults);
    let written = row.as_text("due", written, faults)?;
    let id = id.map(|id| row.as_text("due", id, faults).map(|id| id.value));
    match Rule::parse(&written.value) {
        Ok(rule) => {
            let id = RuleId::new(id.unwrap_or_else(|| Some(rule.own_id()))?);
            let value = RawDue { id, text: text(words), rule, owed_by, outputs };
            Some(At { value, line: written.line })
        }
        Err(bad) => {
            row.fault(written.line, "due", &bad.found, bad.expected, faults);
            None
        }
    }
}

fn outputs(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Vec<At<usize>> {
    let Some(value) = row.get("outputs") else { return Vec::new() };
    let Some(array) = value.get_ref().as_array() else {
        row.wrong("outputs", value, OUTPUTS, faults);
        return Vec::new();
    };
    if array.is_empty() {
        row.wrong("outputs", value, SOME_OUTPUTS, faults);
    }
    let output = |item: &Spanned<DeValue<'_>>, faults: &mut PlanFaults| {
        let value = usize::try_from(row.as_int("outputs", item, 1..201, faults)?).ok()?;
        Some(At { value, line: row.lines.line(&item.span()) })
    };
    let mut read: Vec<At<usize>> = Vec::new();
    for item in array.iter() {
        let Some(output) = output(item, faults) else { continue };
        if read.iter().any(|other| other.value == output.value) {
            row.fault(output.line, "outputs", &output.value.to_string(), OUTPUT_ONCE, faults);
        }
        read.push(output);
    }
    read
}
