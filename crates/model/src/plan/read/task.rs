//! The `[[task]]` tables.

use toml::Spanned;
use toml::de::DeValue;

use super::super::fault::PlanFaults;
use super::super::parts::DueRule;
use super::super::raw::RawTask;
use super::super::row::Row;
use super::super::rule::Rule;
use super::super::source::At;
use super::text;
use crate::address::is_id;
use crate::ids::{FieldCode, RuleId, TaskId};

pub(super) const KEYS: [&str; 11] =
    ["id", "code", "title", "field", "lead", "with", "outputs", "due", "inherited", "inferred", "notes"];

/// The columns of the annex that a row may leave empty.
const COLUMNS: [&str; 5] = ["title", "lead", "with", "outputs", "due"];
const LEAD: &str = "ít nhất một đơn vị hoặc nhóm chủ trì";
const DUE: &str = "danh sách [\"lời trong phụ lục\", \"quy tắc\"], từ 1 đến 255 mục";
const RULE: &str =
    "hai chuỗi [\"lời trong phụ lục\", \"quy tắc\"], hoặc thêm mã của thời hạn làm chuỗi thứ ba";
const RULE_ID: &str =
    "mã riêng trong nhiệm vụ, viết làm chuỗi thứ ba: 1 đến 40 chữ không dấu, số, dấu chấm, gạch";

pub(super) fn task(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Option<RawTask> {
    let title = row.text("title", faults);
    let named_field = row.text_or_none("field", faults);
    let lead = row.some_texts("lead", LEAD, faults);
    let with = row.texts("with", faults);
    let outputs = row.texts("outputs", faults);
    let inherited = columns(row, "inherited", faults);
    let inferred = columns(row, "inferred", faults);
    let notes = row.texts("notes", faults);
    let due = due(row, faults);
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
        due,
    })
}

fn columns(row: &Row<'_, '_>, key: &str, faults: &mut PlanFaults) -> Vec<String> {
    let named = row.texts(key, faults);
    for column in named.iter().filter(|column| !COLUMNS.contains(&column.value.as_str())) {
        let expected = format!("một trong các cột: {}", COLUMNS.join(", "));
        row.fault(column.line, key, &column.value, expected, faults);
    }
    named.into_iter().map(|column| column.value).collect()
}

fn due(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Vec<At<DueRule>> {
    let Some(value) = row.need("due", DUE, faults) else { return Vec::new() };
    match value.get_ref().as_array() {
        Some(array) if (1..=255).contains(&array.len()) => {
            let mut rules: Vec<At<DueRule>> = Vec::new();
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

fn due_rule(row: &Row<'_, '_>, value: &Spanned<DeValue<'_>>, faults: &mut PlanFaults) -> Option<At<DueRule>> {
    let (words, written, id) = match value.get_ref().as_array().map(|array| &array[..]) {
        Some([words, written]) => (words, written, None),
        Some([words, written, id]) => (words, written, Some(id)),
        _ => {
            row.wrong("due", value, RULE, faults);
            return None;
        }
    };
    let words = row.as_text("due", words, faults);
    let written = row.as_text("due", written, faults)?;
    let id = id.map(|id| row.as_text("due", id, faults).map(|id| id.value));
    match Rule::parse(&written.value) {
        Ok(rule) => {
            let id = RuleId::new(id.unwrap_or_else(|| Some(rule.own_id()))?);
            Some(At { value: DueRule { id, text: text(words), rule }, line: written.line })
        }
        Err(bad) => {
            row.fault(written.line, "due", &bad.found, bad.expected, faults);
            None
        }
    }
}
