//! What counts of an entry's figures, and what is odd about it.

use chrono::NaiveDate;
use model::amount::Amount;
use model::figures::{IndicatorResult, not_applicable, work_out, work_out_checks};
use model::ids::{FigureId, IndicatorId, UnitId};
use model::plan::{Check, Indicator, IndicatorKind};
use model::register::{counted_amounts, counted_text};
use model::state::WorkState;
use model::sum::Told;

use super::EntryFacts;

/// What a change is held against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BaseFacts {
    /// Thousandths; none where only its source is there yet.
    pub amount: Option<i64>,
    pub source: String,
    /// The plan says so, and nobody types it.
    pub of_plan: bool,
}

/// What a unit said once of what its figures of an indicator are held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseOf {
    pub unit: UnitId,
    pub indicator: IndicatorId,
    /// Thousandths.
    pub amount: Option<i64>,
    pub source: String,
}

/// What a portal shows of an indicator.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PortalFacts {
    /// Thousandths.
    pub amount: Option<i64>,
    pub source: String,
    pub read_on: Option<NaiveDate>,
    pub why: String,
}

/// The place of the base among the figures of a change.
const BASE: usize = 1;

impl EntryFacts {
    /// What counts for an indicator, in the order of its figures: what the registers come to, unless somebody gave a reason why
    /// it is another number; else what was typed. A change that has no base of its own is held against the one of the year.
    pub fn entered(&self, indicator: &Indicator) -> Vec<Option<Amount>> {
        let counted = self.counted(indicator).filter(|_| self.reason(indicator).is_none());
        let mut entered =
            counted.map_or_else(|| self.typed(indicator), |counted| counted.into_iter().map(Some).collect());
        if indicator.kind == IndicatorKind::Change
            && let Some(own) = entered.get_mut(BASE).filter(|own| own.is_none())
        {
            *own = self.base(indicator).and_then(|base| base.amount).map(Amount::from_thousandths);
        }
        entered
    }

    /// The same, as it is added up.
    pub fn told(&self, indicator: &Indicator) -> Told {
        Told {
            entered: self.entered(indicator),
            none_arose: self.none_arose.contains(&indicator.id),
            not_applicable: self.state == Some(WorkState::NotApplicable),
        }
    }

    /// What the registers come to; none where the unit keeps none, or has nothing in it.
    pub fn counted(&self, indicator: &Indicator) -> Option<Vec<Amount>> {
        let own = |figure: &FigureId| {
            let found = self.counted.iter().find(|(id, of, _)| *id == indicator.id && of == figure);
            found.map(|(.., amount)| Amount::from_thousandths(*amount))
        };
        let all: Option<Vec<Amount>> = indicator.labelled().map(|(figure, _)| own(&figure)).collect();
        all.filter(|all| !all.is_empty())
    }

    /// What the change is held against, of the plan or told once for the year.
    pub fn base(&self, indicator: &Indicator) -> Option<&BaseFacts> {
        self.bases.iter().find(|(id, _)| *id == indicator.id).map(|(_, base)| base)
    }

    pub fn portal(&self, indicator: &Indicator) -> Option<&PortalFacts> {
        self.portals.iter().find(|(id, _)| *id == indicator.id).map(|(_, portal)| portal)
    }

    /// What stands for its figures and is no field of the entry: what registers come to, and what a change is held against.
    fn outside(&self) -> Vec<(IndicatorId, FigureId, i64)> {
        let base = FigureId::new(IndicatorKind::Change.figures()[BASE]);
        let bases = self.bases.iter().filter_map(|(indicator, held)| {
            let own = self.figures.iter().any(|(of, figure, _)| of == indicator && *figure == base);
            held.amount.filter(|_| !own).map(|amount| (indicator.clone(), base.clone(), amount))
        });
        self.counted.iter().cloned().chain(bases).collect()
    }

    /// That in one line, as an acceptance keeps it.
    pub(crate) fn outside_text(&self) -> String {
        counted_text(&self.outside())
    }

    /// What stood for its figures from outside when the entry was accepted, where that is another number than now; empty where
    /// nothing did.
    pub fn accepted_otherwise(&self, indicator: &Indicator) -> Option<Vec<Amount>> {
        let word = self.verdicts.iter().filter(|word| word.accepted).max_by_key(|word| word.place)?;
        let (_, text) = self.accepted_counts.iter().find(|(doc, _)| *doc == word.doc)?;
        let (then, now) = (counted_amounts(text), counted_amounts(&self.outside_text()));
        let key = |figure| (indicator.id.clone(), figure);
        let was: Vec<Amount> =
            indicator.labelled().filter_map(|(figure, _)| then.get(&key(figure)).copied()).collect();
        let other =
            indicator.labelled().any(|(figure, _)| then.get(&key(figure.clone())) != now.get(&key(figure)));
        other.then_some(was)
    }

    pub fn reason(&self, indicator: &Indicator) -> Option<&str> {
        let found = self.reasons.iter().find(|(id, reason)| *id == indicator.id && !reason.is_empty());
        found.map(|(_, reason)| reason.as_str())
    }

    /// What was typed for an indicator, in the order of its figures.
    pub fn typed(&self, indicator: &Indicator) -> Vec<Option<Amount>> {
        let own: Vec<_> = self.figures.iter().filter(|(id, ..)| *id == indicator.id).collect();
        let of = |figure: FigureId| own.iter().find(|(_, id, _)| *id == figure).map(|(.., amount)| *amount);
        indicator.labelled().map(|(figure, _)| of(figure).map(Amount::from_thousandths)).collect()
    }

    /// What is odd about an indicator's figures, also beside those of the period before.
    pub fn questioned(
        &self,
        indicator: &Indicator,
        unit: &UnitId,
        last: Option<(&Self, bool)>,
    ) -> Option<String> {
        let odd = || self.beside_last(indicator, last?).into_iter().next().map(|(_, words)| words);
        self.contradicted(indicator, unit).or_else(odd)
    }

    /// What its figures say against each other, or against what is held beside them.
    pub fn contradicted(&self, indicator: &Indicator, unit: &UnitId) -> Option<String> {
        let warning = self.work_out(indicator, unit).warning;
        warning.or_else(|| self.other_base(indicator)).or_else(|| self.unexplained(indicator, unit))
    }

    /// What is odd about each figure beside the period before. `contained`: that period's days are among this one's.
    pub fn beside_last(
        &self,
        indicator: &Indicator,
        (last, contained): (&Self, bool),
    ) -> Vec<(FigureId, String)> {
        let falls = contained && indicator.adds_up && indicator.kind != IndicatorKind::Change;
        let figures = indicator.labelled().zip(self.entered(indicator)).zip(last.entered(indicator));
        let odd = figures.filter_map(|(((figure, label), now), before)| {
            let (now, before) = (now?, before?);
            if now.is_far_from(before) {
                return Some((figure, far_from_last(now, before)));
            }
            (falls && now < before).then(|| (figure, fallen(label, now, before)))
        });
        odd.collect()
    }

    /// That the entry has another base than the year.
    fn other_base(&self, indicator: &Indicator) -> Option<String> {
        let own = self.typed(indicator).get(BASE).copied().flatten();
        let own = own.filter(|_| indicator.kind == IndicatorKind::Change)?;
        let base = self.base(indicator)?;
        let held = base.amount.map(Amount::from_thousandths).filter(|held| *held != own)?;
        let source = if base.source.is_empty() { String::new() } else { format!(", {}", base.source) };
        Some(format!(
            "Số liệu gốc nhập ở kỳ này ({own}) khác số liệu gốc của năm ({held}{source}): hãy xóa số ở kỳ này, hoặc sửa số của năm."
        ))
    }

    /// What a portal shows, and what the unit reports, where that is another number; none where one of them is not there. What rounds
    /// to what is reported is the same.
    pub fn portal_differs(&self, indicator: &Indicator, unit: &UnitId) -> Option<(String, String)> {
        let read = self.portal(indicator)?.amount.map(Amount::from_thousandths)?;
        let own = self.work_out(indicator, unit).result?;
        (!reads_as(&own, read)).then(|| (indicator.result_text(read), own))
    }

    fn unexplained(&self, indicator: &Indicator, unit: &UnitId) -> Option<String> {
        let portal = self.portal(indicator).filter(|portal| portal.amount.is_some())?;
        if portal.source.is_empty() || portal.read_on.is_none() {
            return Some("Số trên cổng chưa ghi nơi xem và ngày xem.".to_owned());
        }
        let (read, own) = self.portal_differs(indicator, unit)?;
        let explained = !portal.why.is_empty();
        (!explained).then(|| format!("Số trên cổng là {read}, đơn vị báo cáo {own}: hãy ghi vì sao khác."))
    }

    /// Which of a checklist's things were done, in its order.
    pub fn done(&self, indicator: &Indicator) -> Vec<bool> {
        let done = |check: &Check| self.checks.iter().any(|(of, id)| *of == indicator.id && *id == check.id);
        indicator.checks.iter().map(done).collect()
    }

    /// Against what the unit is to reach.
    pub fn work_out(&self, indicator: &Indicator, unit: &UnitId) -> IndicatorResult {
        if self.state == Some(WorkState::NotApplicable) {
            return not_applicable();
        }
        if indicator.kind == IndicatorKind::Checklist {
            return work_out_checks(indicator, &self.done(indicator));
        }
        let none_arose = self.none_arose.contains(&indicator.id);
        work_out(indicator, indicator.target_of(unit), &self.entered(indicator), none_arose)
    }
}

/// Whether a result, as it is written, is what the number rounds to.
fn reads_as(result: &str, number: Amount) -> bool {
    let Ok(written) = Amount::parse_vi(result) else { return false };
    let decimals =
        result.split_once(',').map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).count());
    let step = [1_000, 100, 10, 1].get(decimals).copied().unwrap_or(1);
    let rounded = (i128::from(number.thousandths()) * 2 + step).div_euclid(2 * step) * step;
    rounded == i128::from(written.thousandths())
}

fn far_from_last(now: Amount, last: Amount) -> String {
    format!("{now} khác xa kỳ trước ({last}), từ mười lần trở lên: hãy kiểm tra có thừa, thiếu chữ số không.")
}

fn fallen(label: &str, now: Amount, before: Amount) -> String {
    format!("{label}: {now} ít hơn kỳ trước ({before}), trong khi số liệu kỳ này gồm cả kỳ trước.")
}
