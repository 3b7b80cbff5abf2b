//! The `[[indicator]]` tables.

use super::super::fault::PlanFaults;
use super::super::parts::{Comparison, IndicatorKind, TargetValue};
use super::super::raw::RawIndicator;
use super::super::row::Row;
use super::super::source::At;
use super::text;
use crate::amount::Amount;
use crate::ids::{IndicatorId, TaskId};

pub(super) const KEYS: [&str; 9] =
    ["id", "of", "by", "name", "kind", "figures", "points", "decimals", "target"];

const BY: &str = "ít nhất một đơn vị hoặc nhóm nhập số liệu";
const FIGURES: &str = "nhãn của các số liệu phải nhập";
const KIND: &str = "một trong rate, count, change";
const PERCENT_TARGET: &str = "so sánh và số phần trăm, ví dụ “>= 95 %” (>=, >, <=, <, =)";
const COUNT_TARGET: &str = "so sánh và số, không có dấu %, ví dụ “>= 3” (>=, >, <=, <, =)";

pub(super) fn indicator(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Option<RawIndicator> {
    let of = row.text("of", faults);
    let name = row.text("name", faults);
    let by = row.some_texts("by", BY, faults);
    let written = row.text("kind", faults);
    let kind = written.as_ref().and_then(|word| kind(row, word, faults));
    let figures = row.some_texts("figures", FIGURES, faults);
    if let Some(kind) = kind.filter(|kind| !figures.is_empty() && figures.len() != kind.figures().len()) {
        let expected = format!("đúng {} nhãn cho loại {}", kind.figures().len(), kind.code());
        row.fault(row.line, "figures", &format!("{} nhãn", figures.len()), expected, faults);
    }
    let points = row.flag("points", faults);
    if points && kind.is_some_and(|kind| kind != IndicatorKind::Change) {
        row.fault(row.line, "points", "true", "chỉ dùng với loại change", faults);
    }
    let target = row.text("target", faults).and_then(|written| target(row, &written, kind?, faults));
    let id = row.id("id", faults)?;
    Some(RawIndicator {
        id: id.map(IndicatorId::new),
        of: of.map(|of| of.map(TaskId::new)),
        by,
        name: text(name),
        kind,
        figures: figures.into_iter().map(|label| label.value).collect(),
        points,
        decimals: row.flag("decimals", faults),
        target,
    })
}

fn kind(row: &Row<'_, '_>, word: &At<String>, faults: &mut PlanFaults) -> Option<IndicatorKind> {
    let kind = IndicatorKind::from_code(&word.value);
    if kind.is_none() {
        row.fault(word.line, "kind", &word.value, KIND, faults);
    }
    kind
}

fn target(
    row: &Row<'_, '_>,
    written: &At<String>,
    kind: IndicatorKind,
    faults: &mut PlanFaults,
) -> Option<TargetValue> {
    let target = TargetValue::parse_for(kind, &written.value);
    if target.is_none() {
        let expected = if kind == IndicatorKind::Count { COUNT_TARGET } else { PERCENT_TARGET };
        row.fault(written.line, "target", &written.value, expected, faults);
    }
    target
}

/// The longer sign first: ">=" begins with ">".
const SIGNS: [(&str, Comparison); 5] = [
    (">=", Comparison::AtLeast),
    ("<=", Comparison::AtMost),
    (">", Comparison::MoreThan),
    ("<", Comparison::LessThan),
    ("=", Comparison::Exactly),
];

impl TargetValue {
    /// Of an indicator of this kind: a count has no per cent sign, the others have one.
    pub(in super::super) fn parse_for(kind: IndicatorKind, text: &str) -> Option<Self> {
        let (rest, comparison) = SIGNS.iter().find_map(|(sign, it)| Some((text.strip_prefix(sign)?, *it)))?;
        let in_percent = kind != IndicatorKind::Count;
        let value = Amount::parse_vi(rest).ok().filter(|_| text.ends_with('%') == in_percent)?;
        Some(Self { comparison, value })
    }

    /// What [`Self::parse_for`] reads.
    pub(in super::super) fn written_for(self, kind: IndicatorKind) -> String {
        let sign =
            SIGNS.iter().find(|(_, it)| *it == self.comparison).map(|(sign, _)| *sign).unwrap_or_default();
        let percent = if kind == IndicatorKind::Count { "" } else { " %" };
        format!("{sign} {}{percent}", self.value)
    }
}
