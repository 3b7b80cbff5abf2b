//! What is told against accepting an entry.

use model::doc_id::DocKind;
use model::ids::UnitId;
use model::target::EntryKey;
use model::window::{NamedFieldView, Stop, StopKind};

use super::named::named_fields;
use super::talk::{Talk, last_time};
use crate::facts::{EntryFacts, EntryOf, Facts, settings};
use crate::{AskError, Asker};

/// What the one who accepts it is told first, or has to wait for.
pub fn stops_of<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: &UnitId,
    entry: &EntryKey,
) -> Result<Vec<Stop>, AskError> {
    let asker = &asker.in_period(&entry.period);
    let of = EntryOf { plan: asker.plan.id(), period: &entry.period, unit, task: &entry.task };
    let of_entry = asker.entries(facts, &of.scope())?.take(unit, &entry.task);
    let last_time = last_time(facts, asker, &settings(facts, asker.plan)?, of)?;
    let last = last_time.as_ref().map(|(last, contained)| (last, *contained));
    let named = named_fields(facts, asker, (of, &of_entry))?;
    Ok(stops(asker, (of, &of_entry, last), (&Talk::of(facts, asker, of)?, &named)))
}

pub(super) fn stops(
    asker: &Asker<'_>,
    (of, of_entry, last_time): (EntryOf<'_>, &EntryFacts, Option<(&EntryFacts, bool)>),
    (talk, named): (&Talk, &[NamedFieldView]),
) -> Vec<Stop> {
    let mut stops = Vec::new();
    let mut stop = |is, blocks, words: String| stops.push(Stop { is, blocks, words });
    let own_conflicts = of_entry.conflicts.iter().filter(|(doc, _)| matches!(doc.kind, DocKind::Workbook(_)));
    let undecided: u32 = own_conflicts.map(|(_, count)| count).sum();
    if undecided > 0 {
        let words = format!("Đơn vị còn {undecided} chỗ có ý kiến khác nhau chưa chọn.");
        stop(StopKind::Undecided, true, words);
    }
    if of_entry.waiting > 0 {
        let words = format!("{} tệp minh chứng chưa về tới máy chủ.", of_entry.waiting);
        stop(StopKind::FileAway, false, words);
    }
    for indicator in asker.plan.indicators_of(of.task, of.unit) {
        if let Some(words) = of_entry.questioned(indicator, of.unit, last_time) {
            stop(StopKind::FigureQuestioned, false, format!("{}: {words}", indicator.name));
        }
    }
    let open = talk.questions.iter().filter(|one| one.answer.is_none()).count();
    if open > 0 {
        stop(StopKind::Unanswered, false, format!("{open} câu hỏi chưa được trả lời."));
    }
    let lacking = talk.evidence_words.iter().filter(|one| !one.good).count();
    if lacking > 0 {
        stop(StopKind::EvidenceLacking, false, format!("{lacking} minh chứng bị nhận xét chưa đạt."));
    }
    if talk.handed_in.is_some() && talk.in_force().is_none() {
        stop(StopKind::Withdrawn, false, "Đơn vị đã rút lại báo cáo kỳ này.".to_owned());
    }
    let unchanged: Vec<&str> =
        named.iter().filter(|one| one.unchanged).map(|one| one.field.what.as_str()).collect();
    if !unchanged.is_empty() {
        let words = format!("Chưa sửa chỗ đã nêu khi trả lại: {}.", unchanged.join("; "));
        stop(StopKind::NamedUnchanged, false, words);
    }
    stops
}
