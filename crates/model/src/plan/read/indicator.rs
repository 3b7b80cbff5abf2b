//! The `[[indicator]]` tables.

use super::super::base::{Base, met_by_none};
use super::super::fault::PlanFaults;
use super::super::parts::{Check, Comparison, Indicator, IndicatorKind, OPEN, TargetValue};
use super::super::raw::RawIndicator;
use super::super::row::Row;
use super::super::source::At;
use super::{table, text};
use crate::amount::Amount;
use crate::ids::{CheckId, IndicatorId, TaskId, UnitId};
use crate::register::FigureCount;

pub(super) const KEYS: [&str; 19] = [
    "id",
    "of",
    "by",
    "name",
    "kind",
    "figures",
    "points",
    "decimals",
    "target",
    "targets",
    "totals",
    "checks",
    "notes",
    "counts",
    "base",
    "adds_up",
    "none_arose",
    "portal",
    "from",
];

const BY: &str = "ít nhất một đơn vị hoặc nhóm nhập số liệu";
const FIGURES: &str = "nhãn của các số liệu phải nhập";
const KIND: &str = "một trong rate, count, change, checklist";
const PERCENT_TARGET: &str =
    "so sánh và số phần trăm, ví dụ “>= 95 %” (>=, >, <=, <, =), hoặc open nếu văn bản khác giao";
const COUNT_TARGET: &str =
    "so sánh và số, không có dấu %, ví dụ “>= 3” (>=, >, <=, <, =), hoặc open nếu văn bản khác giao";
const FALL_TARGET: &str = "dấu so sánh đứng trước số phần trăm: giảm ít nhất 5 % viết là “<= -5 %”";
const NO_FALL: &str =
    "so sánh và số phần trăm không âm, ví dụ “>= 95 %”: tỷ lệ không thể dưới 0 (mức giảm là loại change)";
const TARGETS: &str = "danh sách { unit = \"...\", target = \"...\" }";
const CHECKS: &str = "danh sách { id = \"...\", name = \"...\" }, ít nhất một mục không có optional = true";
const OF_CHECKLISTS: &str = "bỏ khóa này, hoặc kind = \"checklist\": chỉ loại ấy có các mục phải làm";
const NOT_OF_CHECKLISTS: &str =
    "bỏ khóa này: loại checklist không có số liệu, chỉ tiêu là làm đủ các mục trong checks";
const OF_CHANGES: &str = "bỏ khóa này, hoặc kind = \"change\": chỉ loại ấy so với số liệu gốc";
const BASE: &str = "số và nguồn, ví dụ { value = \"1.234\", source = \"Quyết toán năm 2015\" }";
const POINTS_ADD_UP: &str = "bỏ khóa này: tỷ lệ phần trăm của các kỳ không cộng được với nhau";

pub(super) fn indicator(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Option<RawIndicator> {
    let of = row.text("of", faults);
    let name = row.text("name", faults);
    let by = row.some_texts("by", BY, faults);
    let written = row.text("kind", faults);
    let kind = written.as_ref().and_then(|word| kind(row, word, faults));
    let notes = row.texts("notes", faults);
    let mut read = RawIndicator {
        id: At { value: IndicatorId::new(""), line: row.line },
        of: of.map(|of| of.map(TaskId::new)),
        by,
        name: text(name),
        kind,
        figures: Vec::new(),
        points: false,
        decimals: false,
        target: None,
        targets: Vec::new(),
        totals: row.texts("totals", faults),
        checks: Vec::new(),
        counts: Vec::new(),
        base: None,
        adds_up: false,
        met_by_none: None,
        portal: None,
        notes: notes.into_iter().map(|note| note.value).collect(),
        from: row.id_or_none("from", faults).map(|from| from.map(IndicatorId::new)),
    };
    if kind == Some(IndicatorKind::Checklist) {
        let of_figures = [
            "figures",
            "points",
            "decimals",
            "target",
            "targets",
            "counts",
            "base",
            "adds_up",
            "none_arose",
            "portal",
        ];
        for key in of_figures.iter().filter(|key| row.get(key).is_some()) {
            row.fault(row.line, key, key, NOT_OF_CHECKLISTS, faults);
        }
        read.checks = checks(row, faults);
    } else {
        figures(row, &mut read, faults);
    }
    read.id = row.id("id", faults)?.map(IndicatorId::new);
    Some(read)
}

/// What is entered, and what it is to reach.
fn figures(row: &Row<'_, '_>, read: &mut RawIndicator, faults: &mut PlanFaults) {
    let kind = read.kind;
    let figures = row.some_texts("figures", FIGURES, faults);
    if let Some(kind) = kind.filter(|kind| !figures.is_empty() && figures.len() != kind.figures().len()) {
        let expected = format!("đúng {} nhãn cho loại {}", kind.figures().len(), kind.code());
        row.fault(row.line, "figures", &format!("{} nhãn", figures.len()), expected, faults);
    }
    read.figures = figures.into_iter().map(|label| label.value).collect();
    read.points = row.flag("points", faults);
    if read.points && kind.is_some_and(|kind| kind != IndicatorKind::Change) {
        row.fault(
            row.line,
            "points",
            "true",
            "bỏ khóa này, hoặc kind = \"change\": chỉ loại ấy so theo điểm phần trăm",
            faults,
        );
    }
    read.decimals = row.flag("decimals", faults);
    if row.get("checks").is_some() {
        row.fault(row.line, "checks", "checks", OF_CHECKLISTS, faults);
    }
    let target = row.text("target", faults).filter(|written| written.value != OPEN);
    read.target = target.and_then(|written| self::target(row, "target", &written, kind?, faults));
    read.targets = targets(row, kind, faults);
    read.counts = counts(row, read.figures.len(), faults);
    read.base = base(row, kind, faults);
    read.adds_up = row.flag("adds_up", faults);
    if read.adds_up && read.points {
        row.fault(row.line, "adds_up", "true", POINTS_ADD_UP, faults);
    }
    read.met_by_none = row.text_or_none("none_arose", faults).and_then(|word| {
        let met = met_by_none(&word.value);
        if met.is_none() {
            row.fault(word.line, "none_arose", &word.value, "met hoặc missed", faults);
        }
        met
    });
    read.portal = row.text_or_none("portal", faults).map(|portal| portal.value);
}

/// What it is held against, of a change alone.
fn base(row: &Row<'_, '_>, kind: Option<IndicatorKind>, faults: &mut PlanFaults) -> Option<Base> {
    let value = row.get("base")?;
    if kind.is_some_and(|kind| kind != IndicatorKind::Change) {
        row.fault(row.line, "base", "base", OF_CHANGES, faults);
    }
    let inner = table(row, "base", value, &["value", "source"], faults)?;
    let (written, source) = (inner.text("value", faults), inner.text("source", faults));
    let (written, source) = (written?, source?);
    let read = Amount::parse_vi(&written.value).ok().filter(|value| *value >= Amount::ZERO);
    if read.is_none() {
        row.fault(written.line, "base", &written.value, BASE, faults);
    }
    read.map(|value| Base { value, source: source.value })
}

/// What each figure counts, as many as there are figures.
fn counts(row: &Row<'_, '_>, figures: usize, faults: &mut PlanFaults) -> Vec<At<FigureCount>> {
    let written = row.texts("counts", faults);
    if !written.is_empty() && written.len() != figures {
        let expected = format!("một cách đếm cho mỗi số liệu, tất cả {figures}");
        row.fault(row.line, "counts", &format!("{} cách đếm", written.len()), expected, faults);
    }
    let read = written.iter().map(|text| {
        let count = FigureCount::parse(&text.value);
        if let Err(bad) = count {
            row.fault(text.line, "counts", &text.value, bad.to_string(), faults);
        }
        count.ok().map(|value| At { value, line: text.line })
    });
    read.collect::<Vec<_>>().into_iter().flatten().collect()
}

fn targets(
    row: &Row<'_, '_>,
    kind: Option<IndicatorKind>,
    faults: &mut PlanFaults,
) -> Vec<(At<UnitId>, TargetValue)> {
    let Some(value) = row.get("targets") else { return Vec::new() };
    let Some(array) = value.get_ref().as_array() else {
        row.wrong("targets", value, TARGETS, faults);
        return Vec::new();
    };
    let one = |item, faults: &mut PlanFaults| {
        let inner = table(row, "targets", item, &["unit", "target"], faults)?;
        let (unit, written) = (inner.text("unit", faults), inner.text("target", faults)?);
        let target = target(&inner, "target", &written, kind?, faults)?;
        Some((unit?.map(UnitId::new), target))
    };
    array.iter().filter_map(|item| one(item, faults)).collect()
}

fn checks(row: &Row<'_, '_>, faults: &mut PlanFaults) -> Vec<At<Check>> {
    let Some(value) = row.need("checks", CHECKS, faults) else { return Vec::new() };
    let Some(array) = value.get_ref().as_array() else {
        row.wrong("checks", value, CHECKS, faults);
        return Vec::new();
    };
    let one = |item, faults: &mut PlanFaults| {
        let inner = table(row, "checks", item, &["id", "name", "optional"], faults)?;
        let (name, optional) = (text(inner.text("name", faults)), inner.flag("optional", faults));
        Some(inner.id("id", faults)?.map(|id| Check { id: CheckId::new(id), name, optional }))
    };
    let checks: Vec<At<Check>> = array.iter().filter_map(|item| one(item, faults)).collect();
    if checks.len() == array.len() && checks.iter().all(|check| check.value.optional) {
        row.wrong("checks", value, CHECKS, faults);
    }
    checks
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
    key: &str,
    written: &At<String>,
    kind: IndicatorKind,
    faults: &mut PlanFaults,
) -> Option<TargetValue> {
    let target = TargetValue::parse_for(kind, &written.value);
    if target.is_none() {
        let negative = written.value.trim_start_matches(['>', '<', '=', ' ']).starts_with(['-', '−', '–']);
        let expected = match kind {
            IndicatorKind::Change if negative => FALL_TARGET,
            IndicatorKind::Count => COUNT_TARGET,
            _ if negative => NO_FALL,
            _ => PERCENT_TARGET,
        };
        row.fault(written.line, key, &written.value, expected, faults);
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

impl Indicator {
    /// What it is to reach, as it is written in a plan; empty where something else than the plan sets it.
    pub fn written_target(&self) -> String {
        self.target.map(|target| target.written_for(self.kind)).unwrap_or_default()
    }

    /// The same of the units that have one of their own.
    pub fn written_targets(&self) -> impl Iterator<Item = (&UnitId, String)> {
        self.targets.iter().map(|(unit, target)| (unit, target.written_for(self.kind)))
    }
}

impl TargetValue {
    /// Of an indicator of this kind: a count has no per cent sign, the others have one.
    pub(in super::super) fn parse_for(kind: IndicatorKind, text: &str) -> Option<Self> {
        let (rest, comparison) = SIGNS.iter().find_map(|(sign, it)| Some((text.strip_prefix(sign)?, *it)))?;
        let in_percent = kind != IndicatorKind::Count;
        let value = Amount::parse_vi(rest).ok().filter(|_| text.ends_with('%') == in_percent)?;
        // Only what is compared with another year can fall.
        (kind == IndicatorKind::Change || value >= Amount::ZERO).then_some(Self { comparison, value })
    }

    /// What [`Self::parse_for`] reads.
    pub(in super::super) fn written_for(self, kind: IndicatorKind) -> String {
        let sign =
            SIGNS.iter().find(|(_, it)| *it == self.comparison).map(|(sign, _)| *sign).unwrap_or_default();
        let percent = if kind == IndicatorKind::Count { "" } else { " %" };
        format!("{sign} {}{percent}", self.value)
    }
}
