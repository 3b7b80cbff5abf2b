//! What waits for a reviewing office, unit by unit.

use std::collections::HashMap;

use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::Assignment;
use model::shown::Reviewed;
use model::target::EntryKey;
use model::window::ReviewRow;

use super::stop::stops_of;
use super::talk::{handed_in, looks, reviews};
use crate::facts::{EntryFacts, Facts, PeriodFacts, Scope, Submission};
use crate::{AskError, Asker};

/// The units with entries that the asker's office reviews: those handed in first, as they came to the server, then the others in the
/// plan's order. For who reviews nothing (a leader's account) all units and entries that may be read.
pub(super) fn review_rows<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
) -> Result<Vec<ReviewRow>, AskError> {
    let period = &asker.period(period)?.id;
    let readable = asker.readable();
    let mut units = readable.units();
    units.retain(|unit| asker.plan.answers_for(unit, period) && asker.unit != Some(*unit));
    let scope = Scope::all(asker.plan.id(), period).of_units(units.iter().copied());
    let all = asker.entries(facts, &scope)?;
    let looks = looks(facts, asker, period, &units)?;
    let submissions = facts.submissions(asker.plan.id(), period, &units)?.into_iter();
    let submissions: HashMap<UnitId, Submission> = submissions.map(|one| (one.unit.clone(), one)).collect();
    let mut rows = Vec::new();
    for unit in units {
        let Some(mut row) = row(asker, (period, unit), &all) else { continue };
        let changed = asker.plan.assignments_of(unit).iter();
        let changed = changed.filter(|one| all.of(unit, &one.task).is_some_and(|facts| facts.changed_after));
        let changed = u32::try_from(changed.count()).unwrap_or(u32::MAX);
        let one = submissions.get(unit);
        row.handed_in = one.map(|one| handed_in(facts, asker, (one, &looks), changed)).transpose()?;
        let place = one.filter(|one| one.is_in_force(&looks)).map(|one| one.place);
        rows.push((place.is_none(), place, row));
    }
    rows.sort_by_key(|(last, place, _)| (*last, *place));
    Ok(rows.into_iter().map(|(.., row)| row).collect())
}

fn row(asker: &Asker<'_>, (period, unit): (&PeriodId, &UnitId), all: &PeriodFacts) -> Option<ReviewRow> {
    let own: Vec<&Assignment> = own(asker, period, unit);
    let mut row = ReviewRow {
        unit: unit.clone(),
        unit_name: asker.unit_name(unit),
        handed_in: None,
        entries: u32::try_from(own.len()).unwrap_or(u32::MAX),
        begun: 0,
        accepted: 0,
        amended: 0,
        returned: 0,
        mended: 0,
        questions: 0,
        looked: 0,
        until: None,
    };
    for assignment in &own {
        let Some(of_entry) = all.of(unit, &assignment.task) else { continue };
        let standing = of_entry.standing();
        let returned = of_entry.returned();
        row.begun += u32::from(standing.is_begun());
        row.accepted += u32::from(standing.reviewed == Reviewed::Accepted);
        row.amended += u32::from(standing.reviewed == Reviewed::Amended);
        row.returned += u32::from(returned.is_some());
        let open = standing.reviewed == Reviewed::Open;
        row.mended += u32::from(open && of_entry.verdicts.iter().any(|word| !word.accepted));
        row.questions += of_entry.questions();
        row.looked += u32::from(is_looked_at(of_entry));
        let until = returned.and_then(|word| word.until);
        row.until = row.until.into_iter().chain(until).min();
    }
    (!own.is_empty()).then_some(row)
}

/// The entries of the unit on which the asker's office has a word; all where the asker has none anywhere.
fn own<'a>(asker: &Asker<'a>, period: &PeriodId, unit: &UnitId) -> Vec<&'a Assignment> {
    let of_office = |one: &&Assignment| {
        let entry = EntryKey { task: one.task.clone(), period: period.clone() };
        asker.unit.is_none_or(|office| model::permission::may_review(asker.plan, office, unit, &entry))
    };
    asker.plan.assigned_in(unit, period).filter(of_office).collect()
}

/// Seen as it is, and nobody has said anything of it since.
fn is_looked_at(of_entry: &EntryFacts) -> bool {
    let standing = of_entry.standing();
    of_entry.looked == Some(false)
        && standing.is_begun()
        && matches!(standing.reviewed, Reviewed::Open | Reviewed::Amended)
}

/// The entries of a unit's period that one act accepts: looked at on this laptop as they are, and nothing is told against them.
pub fn looked_and_clear<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    period: &PeriodId,
    unit: &UnitId,
) -> Result<(Vec<TaskId>, u32), AskError> {
    let asker = &asker.in_period(period);
    let all = asker.entries(facts, &Scope::all(asker.plan.id(), period).of_units([unit]))?;
    let (mut clear, mut left) = (Vec::new(), 0);
    for assignment in asker.plan.assignments_of(unit) {
        let entry = EntryKey { task: assignment.task.clone(), period: period.clone() };
        let Some(of_entry) = all.of(unit, &entry.task) else { continue };
        if !reviews(asker, unit, &entry) || of_entry.looked.is_none() {
            continue;
        }
        if is_looked_at(of_entry) && stops_of(facts, asker, unit, &entry)?.is_empty() {
            clear.push(entry.task);
        } else if of_entry.standing().reviewed != Reviewed::Accepted {
            left += 1;
        }
    }
    Ok((clear, left))
}
