//! The figures of an entry, with what stands beside them: what registers and portals say, the base, the year so far.

use model::amount::Amount;
use model::ids::UnitId;
use model::plan::{Indicator, IndicatorKind};
use model::window::{BaseView, CheckView, CountedFigure, FigureValue, FigureView, PortalView};

use super::last_year::LastYear;
use super::year::Year;
use crate::Asker;
use crate::counting::rests;
use crate::facts::{EntryFacts, EntryOf};

pub(super) fn figures(
    asker: &Asker<'_>,
    of: EntryOf<'_>,
    (of_entry, last): (&EntryFacts, Option<(&EntryFacts, bool)>),
    (year, last_year): (&Year, Option<&LastYear<'_>>),
) -> Vec<FigureView> {
    let view = |indicator: &Indicator| FigureView {
        values: values(asker, (of.unit, indicator), of_entry, last.map(|(last, _)| last)),
        base: base(of_entry, indicator),
        year: year.figure(indicator, of.unit, of_entry),
        portal: portal(of_entry, indicator, of.unit),
        year_before: last_year.and_then(|last| last.beside(asker, indicator, of.unit, of_entry)),
        ..bare(asker, of.unit, (indicator, of_entry), last)
    };
    asker.plan.indicators_of(of.task, of.unit).into_iter().map(view).collect()
}

fn bare(
    asker: &Asker<'_>,
    unit: &UnitId,
    (indicator, of_entry): (&Indicator, &EntryFacts),
    last: Option<(&EntryFacts, bool)>,
) -> FigureView {
    let outcome = of_entry.work_out(indicator, unit);
    let checks = indicator.checks.iter().zip(of_entry.done(indicator)).map(|(check, done)| CheckView {
        check: check.id.clone(),
        name: check.name.clone(),
        optional: check.optional,
        done,
    });
    FigureView {
        indicator: indicator.id.clone(),
        name: indicator.name.clone(),
        kind: indicator.kind.code().to_owned(),
        target: indicator.target_text_of(unit),
        values: Vec::new(),
        base: None,
        year: None,
        portal: None,
        year_before: None,
        checks: checks.collect(),
        scope: asker.plan.scope_of(unit, indicator),
        notes: indicator.notes.clone(),
        reason: of_entry.reason(indicator).unwrap_or_default().to_owned(),
        none_arose: of_entry.none_arose.contains(&indicator.id),
        result: outcome.result,
        met: outcome.met,
        warning: of_entry
            .questioned(indicator, unit, last)
            .or_else(|| differing(of_entry, indicator))
            .or_else(|| accepted_otherwise(of_entry, indicator)),
    }
}

fn values(
    asker: &Asker<'_>,
    (unit, indicator): (&UnitId, &Indicator),
    of_entry: &EntryFacts,
    last: Option<&EntryFacts>,
) -> Vec<FigureValue> {
    let before = last.map_or_else(Vec::new, |last| last.entered(indicator));
    let before = before.into_iter().chain(std::iter::repeat(None));
    let counted = of_entry.counted(indicator);
    let told = indicator.labelled().zip(of_entry.typed(indicator)).zip(before).enumerate();
    let view = |(at, (((figure, label), now), last)): (usize, ((_, Option<Amount>), Option<Amount>))| {
        let (figure, label): (model::ids::FigureId, &str) = (figure, label);
        FigureValue {
            figure,
            label: label.to_owned(),
            text: now.map(Amount::to_vi).unwrap_or_default(),
            last: last.map(Amount::to_vi),
            counted: source(asker, unit, (indicator, at), counted.as_deref()),
        }
    };
    told.map(view).collect()
}

/// What a change is held against. The unit is asked for it once, where the plan does not say.
pub(super) fn base(of_entry: &EntryFacts, indicator: &Indicator) -> Option<BaseView> {
    if indicator.kind != IndicatorKind::Change || !indicator.counts.is_empty() {
        return None;
    }
    let held = of_entry.base(indicator).cloned().unwrap_or_default();
    Some(BaseView {
        text: held.amount.map(|amount| Amount::from_thousandths(amount).to_vi()).unwrap_or_default(),
        source: held.source,
        of_plan: held.of_plan,
    })
}

pub(super) fn portal(of_entry: &EntryFacts, indicator: &Indicator, unit: &UnitId) -> Option<PortalView> {
    let name = indicator.portal.clone()?;
    let read = of_entry.portal(indicator).cloned().unwrap_or_default();
    let amount = read.amount.map(Amount::from_thousandths);
    Some(PortalView {
        name,
        text: amount.map(Amount::to_vi).unwrap_or_default(),
        shown: amount.map(|amount| indicator.result_text(amount)).unwrap_or_default(),
        source: read.source,
        read_on: read.read_on,
        why: read.why,
        differs: of_entry.portal_differs(indicator, unit).is_some(),
    })
}

/// What stood for the figures when the entry was accepted.
fn accepted_otherwise(of_entry: &EntryFacts, indicator: &Indicator) -> Option<String> {
    let then = of_entry.accepted_otherwise(indicator)?;
    let then: Vec<String> = then.into_iter().map(Amount::to_vi).collect();
    let then = if then.is_empty() { "chưa có số".to_owned() } else { then.join(" / ") };
    let what = if indicator.counts.is_empty() { "Số liệu gốc" } else { "Sổ" };
    Some(format!("{what} đã thay đổi sau khi được chấp nhận: lúc đó là {then}."))
}

/// That something else was typed than the registers come to, and nobody said why: what was typed is kept, and does not count.
fn differing(of_entry: &EntryFacts, indicator: &Indicator) -> Option<String> {
    let counted = of_entry.counted(indicator).filter(|_| of_entry.reason(indicator).is_none())?;
    let typed = of_entry.typed(indicator);
    let other =
        typed.iter().zip(&counted).find_map(|(typed, counted)| typed.filter(|typed| typed != counted))?;
    Some(format!(
        "Đã nhập {other}, khác số tính từ sổ. Số từ sổ được dùng; nếu số đã nhập mới đúng, hãy ghi lý do, hoặc bổ sung sổ."
    ))
}

/// The register that a figure counts, where the unit keeps it and tells its own part.
fn source(
    asker: &Asker<'_>,
    unit: &UnitId,
    (indicator, at): (&Indicator, usize),
    counted: Option<&[Amount]>,
) -> Option<CountedFigure> {
    let count = indicator.counts.get(at).filter(|_| rests(asker.plan, unit, indicator))?;
    let register = asker.plan.register(&count.register)?;
    Some(CountedFigure {
        register: register.id.clone(),
        name: register.name.clone(),
        count: count.label(register.kind),
        text: counted.and_then(|counted| counted.get(at)).map(|amount| amount.to_vi()),
    })
}
