//! The check before a period is handed in: what is empty, contradicts itself or the period before, is undecided, unproved or
//! still on a laptop. One place is mended in one field, which each item names.

use std::collections::BTreeMap;

use model::due::vi_date;
use model::ids::{IndicatorId, PeriodId, TaskId, UnitId};
use model::plan::{Assignment, Indicator};
use model::state::WorkState;
use model::target::{EntryKey, EvidencePart, Target};
use model::window::{CheckItem, CheckKind};
use model::words;

use super::evidence::called;
use super::named::named_fields;
use crate::facts::{EntryFacts, EntryOf, Facts, PeriodFacts, Scope, Unreadable, settings};
use crate::{AskError, Asker};

/// Below this a scanned page is not one that Decree 30/2020/NĐ-CP takes (annex I, IV).
const LEAST_DOTS: u32 = 200;
const PDF: &str = "application/pdf";

/// One unit's period, as the check looks at it.
pub(super) struct Checked<'a> {
    period: &'a PeriodId,
    unit: &'a UnitId,
    assignments: Vec<&'a Assignment>,
    all: PeriodFacts,
    /// Of the period before, and whether this one's figures contain that one's.
    last: Option<(PeriodFacts, bool)>,
    nothing: EntryFacts,
}

/// What the check of a unit's period finds; what forbids handing it in first.
pub fn hand_in_items<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    unit: &UnitId,
) -> Result<Vec<CheckItem>, AskError> {
    let asker = &asker.in_period(period);
    Ok(Checked::of(facts, asker, period, unit)?.items(facts, asker)?)
}

impl<'a> Checked<'a> {
    pub fn of<F: Facts>(
        facts: &F,
        asker: &Asker<'a>,
        period: &'a PeriodId,
        unit: &'a UnitId,
    ) -> Result<Self, AskError> {
        asker.period(period)?;
        let settings = settings(facts, asker.plan)?;
        let scope = |period| Scope::all(asker.plan.id(), period).of_units([unit]);
        let last = asker.plan.period_before(period);
        let last = last.map(|before| {
            let contains = settings.contains(asker.plan, period, before);
            Ok::<_, Unreadable>((asker.entries(facts, &scope(before))?, contains))
        });
        Ok(Self {
            period,
            unit,
            assignments: asker.plan.assigned_in(unit, period).collect(),
            all: asker.entries(facts, &scope(period))?,
            last: last.transpose()?,
            nothing: EntryFacts::default(),
        })
    }

    /// Tasks whose entries have a change that what was handed in does not contain.
    pub fn changed_after(&self) -> Vec<TaskId> {
        let tasks = self.assignments.iter().map(|assignment| &assignment.task);
        tasks.filter(|task| self.facts(task).changed_after).cloned().collect()
    }

    fn facts(&self, task: &TaskId) -> &EntryFacts {
        self.all.of(self.unit, task).unwrap_or(&self.nothing)
    }

    pub fn items<F: Facts>(&self, facts: &F, asker: &Asker<'_>) -> Result<Vec<CheckItem>, Unreadable> {
        let mut items = Vec::new();
        for assignment in &self.assignments {
            let entry = EntryKey { task: assignment.task.clone(), period: self.period.clone() };
            let of_entry = self.facts(&entry.task);
            self.undecided(facts, asker, &entry, &mut items)?;
            self.asked(asker, &entry, of_entry, &mut items);
            self.named(facts, asker, &entry, of_entry, &mut items)?;
            contradictions(of_entry, &entry, &mut items);
            self.figures(asker, &entry, of_entry, &mut items);
            self.against_last(&entry, of_entry, &mut items);
            let standing = of_entry.standing();
            if !standing.is_begun() && standing.work_state() != WorkState::NotApplicable {
                let target = Target::State { entry: entry.clone() };
                items.push(item(CheckKind::Empty, target, "Chưa có nội dung nào."));
            }
            if standing.work_state() == WorkState::Done && of_entry.evidence == 0 {
                let target = Target::State { entry: entry.clone() };
                items.push(item(CheckKind::NoEvidence, target, "Đã hoàn thành mà chưa có minh chứng."));
            }
        }
        self.evidence(facts, asker, &mut items)?;
        self.other_laptops(facts, asker, &mut items)?;
        self.parts(facts, asker, &mut items)?;
        let places = asker.plan.tasks().iter().zip(0..).map(|(task, at): (_, usize)| (&task.id, at));
        let places: BTreeMap<&TaskId, usize> = places.collect();
        items.sort_by_key(|item| {
            (!item.blocks, item.is, item.task.as_ref().and_then(|task| places.get(task)).copied())
        });
        Ok(items)
    }

    fn undecided<F: Facts>(
        &self,
        facts: &F,
        asker: &Asker<'_>,
        entry: &EntryKey,
        items: &mut Vec<CheckItem>,
    ) -> Result<(), Unreadable> {
        if self.facts(&entry.task).conflicts() == 0 {
            return Ok(());
        }
        let of = EntryOf { plan: asker.plan.id(), period: self.period, unit: self.unit, task: &entry.task };
        let workbook = model::doc_id::DocId::workbook(asker.plan.id(), self.unit.clone());
        for conflict in facts.conflicts_of(of)?.into_iter().filter(|one| one.doc == workbook) {
            let words =
                format!("Có ý kiến khác nhau chưa chọn: {}.", words::field(&conflict.target, asker.plan));
            items.push(CheckItem { blocks: true, ..item(CheckKind::Undecided, conflict.target, words) });
        }
        Ok(())
    }

    fn asked(&self, asker: &Asker<'_>, entry: &EntryKey, of_entry: &EntryFacts, items: &mut Vec<CheckItem>) {
        let target = || Target::State { entry: entry.clone() };
        if let Some(word) = of_entry.returned() {
            let words = format!("{} trả lại, chưa sửa: “{}”.", asker.unit_name(&word.office), word.reason);
            items.push(item(CheckKind::Returned, target(), words));
        }
        if of_entry.questions() > 0 {
            let words = format!("Có {} câu hỏi chưa trả lời.", of_entry.questions());
            items.push(item(CheckKind::Unanswered, target(), words));
        }
    }

    /// What an office named when it sent the entry back, and nobody has touched since.
    fn named<F: Facts>(
        &self,
        facts: &F,
        asker: &Asker<'_>,
        entry: &EntryKey,
        of_entry: &EntryFacts,
        items: &mut Vec<CheckItem>,
    ) -> Result<(), Unreadable> {
        let of = EntryOf { plan: asker.plan.id(), period: self.period, unit: self.unit, task: &entry.task };
        for one in named_fields(facts, asker, (of, of_entry))?.into_iter().filter(|one| one.unchanged) {
            let words = format!("{}: {} yêu cầu sửa “{}”.", one.field.what, one.office, one.field.words);
            items.push(item(CheckKind::Returned, one.field.target, words));
        }
        Ok(())
    }

    fn figures(
        &self,
        asker: &Asker<'_>,
        entry: &EntryKey,
        of_entry: &EntryFacts,
        items: &mut Vec<CheckItem>,
    ) {
        for indicator in asker.plan.indicators_of(&entry.task, self.unit) {
            let result = of_entry.work_out(indicator, self.unit).result;
            let target = first_field(entry, indicator);
            let named = |words: &str| format!("{}: {words}", indicator.name);
            let told = of_entry.standing().is_begun() && of_entry.state != Some(WorkState::NotApplicable);
            match (of_entry.contradicted(indicator, self.unit), result) {
                (Some(words), _) => items.push(item(CheckKind::Contradiction, target, named(&words))),
                (None, None) if told => {
                    items.push(item(CheckKind::Figure, target, named("chưa có số liệu.")));
                }
                _ => self.beside_last(entry, of_entry, indicator, items),
            }
        }
    }

    fn beside_last(
        &self,
        entry: &EntryKey,
        of_entry: &EntryFacts,
        indicator: &Indicator,
        items: &mut Vec<CheckItem>,
    ) {
        let Some((last, contained)) = &self.last else { return };
        let Some(last) = last.of(self.unit, &entry.task) else { return };
        for (figure, words) in of_entry.beside_last(indicator, (last, *contained)) {
            let target = Target::Figure { entry: entry.clone(), indicator: indicator.id.clone(), figure };
            items.push(item(CheckKind::LastPeriod, target, format!("{}: {words}", indicator.name)));
        }
    }

    /// A state goes on, and not back.
    fn against_last(&self, entry: &EntryKey, of_entry: &EntryFacts, items: &mut Vec<CheckItem>) {
        let last = self.last.as_ref().and_then(|(last, _)| last.of(self.unit, &entry.task));
        let Some((before, now)) = last.and_then(|last| last.state).zip(of_entry.state) else { return };
        let goes_back = match before {
            WorkState::Done => matches!(now, WorkState::InProgress | WorkState::NotStarted),
            WorkState::InProgress => now == WorkState::NotStarted,
            WorkState::NotStarted | WorkState::NotApplicable => false,
        };
        if goes_back {
            let words = format!("Kỳ trước “{}”, kỳ này lại “{}”.", before.vietnamese(), now.vietnamese());
            items.push(item(CheckKind::LastPeriod, Target::State { entry: entry.clone() }, words));
        }
    }

    /// Of each document that proves an entry of the period once, at the first of them.
    fn evidence<F: Facts>(
        &self,
        facts: &F,
        asker: &Asker<'_>,
        items: &mut Vec<CheckItem>,
    ) -> Result<(), Unreadable> {
        for one in facts.evidence(asker.plan.id(), &[self.unit])? {
            let used = one.used_in.iter().find(|used| used.entry.period == *self.period);
            let Some(entry) = used.map(|used| used.entry.clone()) else { continue };
            let mut found = |is, part, words: String| {
                let target = Target::Evidence { evidence: one.id.clone(), part };
                let (task, evidence) = (Some(entry.task.clone()), Some(one.id.clone()));
                items.push(CheckItem { task, evidence, ..item(is, target, words) });
            };
            let name = called(&one);
            let file = EvidencePart::File;
            if let Some(reason) = &one.withdrawn {
                found(CheckKind::UnreadableEvidence, file, format!("{name}: tệp đã bị thu hồi ({reason})."));
                continue;
            }
            if let Some(signed) = one.signed.filter(|signed| *signed > asker.today()) {
                let words = format!("{name}: ngày ký {} sau hôm nay.", vi_date(signed));
                found(CheckKind::Contradiction, EvidencePart::Signed, words);
            }
            if one.media_type != PDF {
                let words = format!("{name}: không phải tệp PDF.");
                found(CheckKind::UnreadableEvidence, file, words);
            }
            if let Some(dots) = one.dots.filter(|dots| *dots < LEAST_DOTS) {
                let words = format!("{name}: quét ở khoảng {dots} dpi, cần ít nhất {LEAST_DOTS} dpi.");
                found(CheckKind::UnreadableEvidence, file, words);
            }
            if !one.complete {
                let place = if one.here { "máy này" } else { "máy khác của đơn vị" };
                found(CheckKind::FileAway, file, format!("{name}: tệp còn ở {place}, chưa gửi lên huyện."));
            }
        }
        Ok(())
    }

    /// What others of the unit have not sent is not known here; that they were silent is.
    fn other_laptops<F: Facts>(
        &self,
        facts: &F,
        asker: &Asker<'_>,
        items: &mut Vec<CheckItem>,
    ) -> Result<(), Unreadable> {
        for laptop in facts.other_laptops(self.unit)? {
            let days = laptop.at.map(|at| (asker.now - at).num_days());
            if days.is_some_and(|days| days < 1) {
                continue;
            }
            let by = facts.shown_name(&laptop.person)?;
            let words = match laptop.at {
                Some(at) => format!("Máy của {by} chưa gửi gì từ {}.", words::moment(at)),
                None => format!("Máy của {by} chưa gửi gì lần nào."),
            };
            items.push(whole(CheckKind::OtherLaptop, words));
        }
        Ok(())
    }

    /// What every periodic report has, and no entry fills: its fields, and its texts beside what was done.
    fn parts<F: Facts>(
        &self,
        facts: &F,
        asker: &Asker<'_>,
        items: &mut Vec<CheckItem>,
    ) -> Result<(), Unreadable> {
        for field in asker.plan.fields() {
            let own = || {
                let task = |one: &&&Assignment| {
                    asker.plan.task(&one.task).is_some_and(|task| task.field == field.code)
                };
                self.assignments.iter().filter(task)
            };
            if own().next().is_some() && !own().any(|one| self.facts(&one.task).standing().is_begun()) {
                let words = format!("Lĩnh vực {}. {}: chưa có mục nào có nội dung.", field.code, field.name);
                items.push(whole(CheckKind::PartOfReport, words));
            }
        }
        let mut filled = BTreeMap::new();
        for one in &self.assignments {
            let of = EntryOf { plan: asker.plan.id(), period: self.period, unit: self.unit, task: &one.task };
            if self.facts(&one.task).has_text {
                filled.extend(facts.texts(of)?);
            }
        }
        let Some(first) = self.assignments.first() else { return Ok(()) };
        let entry = EntryKey { task: first.task.clone(), period: self.period.clone() };
        for target in Target::texts_of(&entry) {
            if !filled.contains_key(target.description().object.name) {
                let words = format!("Chưa mục nào ghi “{}”.", words::field(&target, asker.plan));
                items.push(whole(CheckKind::PartOfReport, words));
            }
        }
        Ok(())
    }
}

/// What state, per cent and content say of each other.
fn contradictions(of_entry: &EntryFacts, entry: &EntryKey, items: &mut Vec<CheckItem>) {
    let state = || Target::State { entry: entry.clone() };
    let percent = || Target::Percent { entry: entry.clone() };
    let mut found = |target, words: String| items.push(item(CheckKind::Contradiction, target, words));
    let content = of_entry.standing().content;
    match (of_entry.state, of_entry.percent) {
        (Some(WorkState::Done), Some(done)) if done < 100 => {
            found(percent(), format!("Đã hoàn thành mà tỷ lệ ghi {done} %."));
        }
        (Some(now @ (WorkState::InProgress | WorkState::NotStarted)), Some(100)) => {
            found(state(), format!("Tỷ lệ 100 % mà trạng thái là “{}”.", now.vietnamese()));
        }
        (Some(WorkState::NotStarted), _) if content => {
            found(state(), "Ghi “chưa bắt đầu” mà đã có nội dung.".to_owned());
        }
        (Some(WorkState::NotApplicable), _) if !of_entry.figures.is_empty() || of_entry.percent > Some(0) => {
            found(state(), "Ghi “không áp dụng” mà vẫn có số liệu hoặc tỷ lệ.".to_owned());
        }
        _ => {}
    }
}

/// The field of an indicator where its figures begin.
fn first_field(entry: &EntryKey, indicator: &Indicator) -> Target {
    let (entry, of): (EntryKey, IndicatorId) = (entry.clone(), indicator.id.clone());
    match (indicator.checks.first(), indicator.labelled().next()) {
        (Some(check), _) => Target::Check { entry, indicator: of, check: check.id.clone() },
        (None, Some((figure, _))) => Target::Figure { entry, indicator: of, figure },
        (None, None) => Target::NoneArose { entry, indicator: of },
    }
}

fn item(is: CheckKind, target: Target, words: impl Into<String>) -> CheckItem {
    let task = target.task();
    CheckItem { is, blocks: false, task, target: Some(target), evidence: None, words: words.into() }
}

fn whole(is: CheckKind, words: String) -> CheckItem {
    CheckItem { is, blocks: false, task: None, target: None, evidence: None, words }
}
