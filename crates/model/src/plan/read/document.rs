//! The `[plan.document]` table: the decision as its paper has it.

use toml::Spanned;
use toml::de::DeValue;

use super::super::fault::PlanFaults;
use super::super::parts::{Definition, Document};
use super::super::row::Row;
use super::super::source::At;
use super::{table, text};
use crate::ids::DefinitionId;

const KEYS: [&str; 7] = ["bases", "replaces", "signed_as", "signed_by", "recipients", "definitions", "notes"];
const BASES: &str = "ít nhất một căn cứ ban hành";
const DEFINITIONS: &str = "danh sách { id = \"...\", word = \"...\", meaning = \"...\" }";

pub(super) fn document<'r, 'i>(
    plan: &Row<'r, 'i>,
    value: &'r Spanned<DeValue<'i>>,
    faults: &mut PlanFaults,
) -> (Document, Vec<At<Definition>>) {
    let Some(row) = table(plan, "document", value, &KEYS, faults) else { return Default::default() };
    let lines = |texts: Vec<At<String>>| texts.into_iter().map(|line| line.value).collect();
    let document = Document {
        bases: lines(row.some_texts("bases", BASES, faults)),
        replaces: row.text_or_none("replaces", faults).map(|text| text.value),
        signed_as: lines(row.texts("signed_as", faults)),
        signed_by: row.text_or_none("signed_by", faults).map(|text| text.value),
        recipients: lines(row.texts("recipients", faults)),
        notes: lines(row.texts("notes", faults)),
    };
    (document, definitions(&row, faults))
}

fn definitions(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Vec<At<Definition>> {
    let Some(value) = row.get("definitions") else { return Vec::new() };
    let Some(array) = value.get_ref().as_array() else {
        row.wrong("definitions", value, DEFINITIONS, faults);
        return Vec::new();
    };
    let definition = |item, faults: &mut PlanFaults| {
        let inner = table(row, "definitions", item, &["id", "word", "meaning"], faults)?;
        let (word, meaning) = (text(inner.text("word", faults)), text(inner.text("meaning", faults)));
        Some(inner.id("id", faults)?.map(|id| Definition { id: DefinitionId::new(id), word, meaning }))
    };
    array.iter().filter_map(|item| definition(item, faults)).collect()
}
