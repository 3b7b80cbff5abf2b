//! Figures out of a portal's table, before anything of them is taken.

use model::amount::Amount;
use model::due::vi_date;
use model::ids::{PeriodId, UnitId};
use model::plan::Indicator;
use model::record::{
    BadTelling, LineFault, NewPortalFigure, PortalFigure, PortalLine, PortalOf, read_portal, tell_portal,
};
use model::target::{PortalPart, Target};
use model::window::{PortalLineView, PortalSheetView};

use crate::facts::{EntryFacts, EntryOf, Facts, PortalFacts};
use crate::{AskError, Asker};

/// `typed`: where and on which day the table was read, as far as that was typed.
pub(super) fn portal_sheet<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (unit, period): (&UnitId, &PeriodId),
    text: &str,
    typed: (&str, &str),
) -> Result<PortalSheetView, AskError> {
    asker.reads(unit)?;
    let period = asker.period(period)?.id;
    let of = PortalOf { unit, period: &period, today: asker.today() };
    let sheet = match read_portal(asker.plan, of, text) {
        Ok(sheet) => sheet,
        Err(fault) => {
            return Ok(PortalSheetView { fault: Some(fault.to_string()), ..PortalSheetView::default() });
        }
    };
    let mut view = PortalSheetView {
        too_many: u32::try_from(sheet.too_many).unwrap_or(u32::MAX),
        ..PortalSheetView::default()
    };
    for line in &sheet.lines {
        if line.told == Err(LineFault::OtherUnit) {
            view.of_others += 1;
            continue;
        }
        let (line, problem) = line_view(facts, asker, unit, (line, typed))?;
        view.lines.push(line);
        view.problem = view.problem.or(problem);
    }
    Ok(view)
}

/// The line, and what is wrong with what was typed for all of them.
fn line_view<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: &UnitId,
    (line, typed): (&PortalLine, (&str, &str)),
) -> Result<(PortalLineView, Option<String>), AskError> {
    let mut view = PortalLineView {
        line: u32::try_from(line.line).unwrap_or(u32::MAX),
        name: line.said.clone(),
        period_name: String::new(),
        figure: None,
        shown: String::new(),
        stands: String::new(),
        own: String::new(),
        differs: false,
        unchanged: false,
        problem: line.told.as_ref().err().map(ToString::to_string),
    };
    let Ok(PortalFigure { indicator: id, period, amount, read_on }) = &line.told else {
        return Ok((view, None));
    };
    let asker = &asker.in_period(period);
    let indicator = asker.plan.indicator(id).ok_or(AskError::Gone)?;
    let of = EntryOf { plan: asker.plan.id(), period, unit, task: &indicator.of };
    let mut of_entry = asker.entries(facts, &of.scope())?.take(unit, &indicator.of);
    let stood = of_entry.portal(indicator).cloned().unwrap_or_default();
    let figure = NewPortalFigure {
        indicator: id.clone(),
        period: period.clone(),
        text: amount.to_vi(),
        read_on: read_on.map(vi_date),
        why: (!stood.why.is_empty()).then(|| stood.why.clone()),
    };
    let written = tell_portal(asker.plan, &figure, typed, asker.today());
    let problem = match &written {
        // What is still to be typed is no fault yet.
        Ok(_) | Err(BadTelling::NoSource | BadTelling::NoDay) => None,
        Err(fault) => Some(fault.to_string()),
    };
    view.unchanged = written.is_ok_and(|edits| {
        edits.iter().all(|edit| match &edit.target {
            Target::Portal { part: PortalPart::Value, .. } => edit.value.as_int() == stood.amount,
            Target::Portal { part: PortalPart::Source, .. } => edit.value.as_str() == Some(&stood.source),
            Target::Portal { part: PortalPart::ReadOn, .. } => edit.value.as_date() == stood.read_on,
            _ => true,
        })
    });
    view.name.clone_from(&indicator.name);
    view.period_name = asker.period(period)?.name;
    view.shown = indicator.result_text(*amount);
    view.stands = stood.amount.map(|was| shown(indicator, was)).unwrap_or_default();
    view.own = of_entry.work_out(indicator, unit).result.unwrap_or_default();
    set(&mut of_entry, indicator, PortalFacts { amount: Some(amount.thousandths()), ..stood });
    view.differs = of_entry.portal_differs(indicator, unit).is_some();
    view.figure = Some(figure);
    Ok((view, problem))
}

fn shown(indicator: &Indicator, thousandths: i64) -> String {
    indicator.result_text(Amount::from_thousandths(thousandths))
}

/// As if it had been written.
fn set(of_entry: &mut EntryFacts, indicator: &Indicator, told: PortalFacts) {
    of_entry.portals.retain(|(id, _)| *id != indicator.id);
    of_entry.portals.push((indicator.id.clone(), told));
}
