//! Handing in a period: what was done about it so far. What the check finds stands in [`check`](super::check).

use model::doc_id::DocId;
use model::doc_id::DocKind;
use model::ids::{PeriodId, UnitId};
use model::permission::may_edit;
use model::target::Target;
use model::window::{HandInPage, PeriodAct, PersonView};
use model::words;

use super::check::Checked;
use super::talk::{handed_in, looks};
use crate::facts::{Facts, Past, Unreadable};
use crate::{AskError, Asker};

pub(super) fn hand_in<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    unit: Option<&UnitId>,
) -> Result<HandInPage, AskError> {
    let unit = unit.or(asker.unit).ok_or(AskError::Gone)?;
    let found = asker.reads(unit)?;
    let checked = Checked::of(facts, asker, period, unit)?;
    let changed: Vec<_> = checked.changed_after();
    let items = checked.items(facts, asker)?;
    let looks = looks(facts, asker, period, &[unit])?;
    let submission = facts.submissions(asker.plan.id(), period, &[unit])?.pop();
    let count = u32::try_from(changed.len()).unwrap_or(u32::MAX);
    let in_force = submission.as_ref().is_some_and(|one| one.is_in_force(&looks));
    let workbook = DocId::workbook(asker.plan.id(), unit.clone());
    let target = Target::Submission { period: period.clone() };
    Ok(HandInPage {
        unit: unit.clone(),
        unit_name: found.name.clone(),
        period: period.clone(),
        writable: asker.writes_workbook(unit) && may_edit(asker.plan, &workbook, &target).is_ok(),
        blocking: u32::try_from(items.iter().filter(|item| item.blocks).count()).unwrap_or(u32::MAX),
        items,
        people: people(facts, asker, unit)?,
        handed_in: submission.map(|one| handed_in(facts, asker, (&one, &looks), count)).transpose()?,
        acts: acts(facts, asker, period, unit)?,
        changed: if in_force { changed } else { Vec::new() },
    })
}

/// Of the unit that hands it in: of one that is no more, whoever carries on its work. The people of a unit that has ended are those
/// of the one that goes on.
fn people<F: Facts>(facts: &F, asker: &Asker<'_>, unit: &UnitId) -> Result<Vec<PersonView>, Unreadable> {
    let own = asker.unit.filter(|own| asker.plans.carries_on(own, unit)).unwrap_or(unit);
    let (organisation, today) = (asker.plan.organisation().id(), asker.today());
    let mut people = Vec::new();
    for of in asker.plans.with_predecessors(own) {
        if of == *own || asker.plans.acting(&of, today) == *own {
            people.extend(facts.people(organisation, &of, today)?);
        }
    }
    people.sort_unstable();
    people.dedup();
    let named = |id| Ok(PersonView { name: facts.shown_name(&id)?, id });
    let mut people: Vec<PersonView> = people.into_iter().map(named).collect::<Result<_, Unreadable>>()?;
    people.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(people)
}

fn acts<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    unit: &UnitId,
) -> Result<Vec<PeriodAct>, Unreadable> {
    let mut past = facts.past_of_period(asker.plan.id(), period, unit)?;
    past.retain(|one| {
        asker.reads_document(&one.doc)
            && matches!(one.target, Target::Submission { .. } | Target::Look { .. })
    });
    let act = |one: &Past| {
        let office = match &one.doc.kind {
            DocKind::Review { office, .. } => Some(asker.unit_name(office)),
            _ => None,
        };
        Ok(PeriodAct {
            what: words::shown(&one.value, &one.target),
            by: facts.shown_name(&one.by)?,
            office,
            at: one.at,
            received: one.received,
        })
    };
    past.iter().map(act).collect()
}
