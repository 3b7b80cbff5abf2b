//! What changes of the list of units would come to: for each unit, and for each plan in which it has a part.

use chrono::NaiveDate;
use model::ids::UnitId;
use model::plan::{Organisation, Plan, Reorganised, Report, Role, Unit, UnitChange};
use model::plans::Plans;
use model::window::{Becomes, FormerName, PlanUnderUnits, StillNamed, UnitBecomes, UnitInPlan, UnitsPreview};

use super::preview::day;
use super::units::with_code;
use crate::facts::{EntryFacts, Facts, Scope, Unreadable};
use crate::{AskError, Asker};

/// Asked by whoever keeps the list. What would not hold is told with all its faults, and changes nothing.
pub(super) fn units_preview<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (changes, from): (&[UnitChange], &str),
) -> Result<UnitsPreview, AskError> {
    if !asker.keeps_units() {
        return Err(AskError::NotYours);
    }
    let refused = |faults: Vec<String>| Ok(UnitsPreview { faults, ..UnitsPreview::default() });
    let from = match day(asker, from) {
        Ok(from) => from,
        Err(fault) => return refused(vec![fault]),
    };
    let mut added = 0;
    let mut ids = || {
        added += 1;
        format!("moi-{added}")
    };
    let (reorganised, plans) = match asker.plans.reorganised(changes, from, &mut ids) {
        Ok(both) => both,
        Err(faults) => return refused(faults.into_iter().map(|fault| fault.to_string()).collect()),
    };
    for plan in plans.own() {
        let lost = facts.lost(plan)?;
        if !lost.is_empty() {
            let lost = lost.into_iter().map(|one| format!("sẽ mất chỗ của nội dung đã nhập: {one}."));
            return refused(lost.collect());
        }
    }
    let before = asker.plan.organisation();
    let mut units = all_become(before, &reorganised, from);
    for unit in &mut units {
        if before.unit(&unit.unit).is_some() {
            who_goes_over(facts, asker, unit)?;
        }
    }
    let plans = of_plans(facts, asker, (&plans, &reorganised))?;
    Ok(UnitsPreview { faults: Vec::new(), units, plans })
}

/// What a decision on units changes, in the words that its record keeps.
pub fn units_in_words(before: &Organisation, reorganised: &Reorganised, from: NaiveDate) -> Vec<String> {
    all_become(before, reorganised, from).iter().map(in_words).collect()
}

fn in_words(unit: &UnitBecomes) -> String {
    let code = unit.code.as_ref().map(|code| format!(" (mã {code})")).unwrap_or_default();
    let (name, others) = (format!("{}{code}", unit.name), unit.units.join(", "));
    let said = match (unit.becomes, unit.units.len()) {
        (Becomes::Ends, 0) => format!("{name}: kết thúc"),
        (Becomes::Ends, 1) => format!("{name}: kết thúc, nhập vào {others}"),
        (Becomes::Ends, _) => format!("{name}: kết thúc, chia thành {others}"),
        (Becomes::Begins, 0) => format!("{name}: thành lập"),
        (Becomes::Begins, _) => format!("{name}: thành lập từ {others}"),
        (Becomes::TakesOver, _) => format!("{name}: nhận {others}"),
        (Becomes::ComesIn, _) => format!("{name}: từ nơi khác chuyển đến, nhập vào {others}"),
        (Becomes::Renamed, _) => match &unit.called {
            Some(called) if called.name == unit.name => format!("{name}: đổi mã số"),
            Some(called) => format!("{}: đổi tên thành {name}", called.name),
            None => name,
        },
        (Becomes::Moves, _) => name,
    };
    match (&unit.above_before, &unit.above) {
        (Some(_), Some(above)) if above.is_empty() => format!("{said}: không còn đơn vị cấp trên"),
        (Some(before), Some(above)) if before.is_empty() => format!("{said}: trực thuộc {above}"),
        (Some(before), Some(above)) => format!("{said}: trực thuộc {above} (trước là {before})"),
        _ => said,
    }
}

fn all_become(before: &Organisation, reorganised: &Reorganised, from: NaiveDate) -> Vec<UnitBecomes> {
    let after = &reorganised.organisation;
    let touched = reorganised.touched.iter().filter_map(|id| after.unit(id));
    touched.map(|unit| becomes((before, after), unit, from)).collect()
}

fn becomes((before, after): (&Organisation, &Organisation), unit: &Unit, from: NaiveDate) -> UnitBecomes {
    let held = before.unit(&unit.id);
    let names = |ids: &mut dyn Iterator<Item = &UnitId>| -> Vec<String> {
        ids.filter_map(|id| after.unit(id)).map(|unit| with_code(unit, from)).collect()
    };
    let new = |id: &&UnitId| held.is_none_or(|held| !held.succeeds.contains(id));
    let (becomes, units) = if unit.is_elsewhere() && held.is_none() {
        (Becomes::ComesIn, names(&mut after.successors(&unit.id).iter()))
    } else if unit.until.is_some() {
        (Becomes::Ends, names(&mut after.successors(&unit.id).iter()))
    } else if held.is_none() {
        (Becomes::Begins, names(&mut unit.succeeds.iter()))
    } else {
        let comes = names(&mut unit.succeeds.iter().filter(new));
        (if comes.is_empty() { Becomes::Renamed } else { Becomes::TakesOver }, comes)
    };
    let last = from.pred_opt().unwrap_or(from);
    let above = |organisation: &Organisation, day: NaiveDate| {
        let unit = organisation.unit(&unit.id)?;
        unit.parent_on(day).and_then(|id| after.unit(id)).map(|above| with_code(above, from))
    };
    let (above_before, above_after) = (held.and_then(|_| above(before, from)), above(after, from));
    let moves = held.is_some() && unit.until.is_none() && above_before != above_after;
    let ((name, code), (was, was_code)) = (unit.called_on(from), unit.called_on(last));
    let called = (held.is_some() && (name, code) != (was, was_code)).then(|| FormerName {
        name: was.to_owned(),
        code: was_code.map(str::to_owned),
        until: last,
    });
    let ends = matches!(becomes, Becomes::Ends | Becomes::ComesIn);
    let below = after.units().iter().filter(|below| {
        ends && held.is_some() && below.parent_on(from) == Some(&unit.id) && below.until.is_none()
    });
    let becomes = match becomes {
        Becomes::Renamed if moves && called.is_none() => Becomes::Moves,
        other => other,
    };
    UnitBecomes {
        above: moves.then(|| above_after.unwrap_or_default()),
        above_before: moves.then(|| above_before.unwrap_or_default()),
        unit: unit.id.clone(),
        name: name.to_owned(),
        code: code.map(str::to_owned),
        becomes,
        day: if ends { last } else { from },
        units,
        called,
        people: Vec::new(),
        heard: None,
        below: below.map(|below| below.called_on(from).0.to_owned()).collect(),
    }
}

/// People and laptops that go on as another unit.
fn who_goes_over<F: Facts>(facts: &F, asker: &Asker<'_>, unit: &mut UnitBecomes) -> Result<(), Unreadable> {
    let organisation = asker.plan.organisation().id();
    for person in facts.people(organisation, &unit.unit, asker.today())? {
        unit.people.push(facts.shown_name(&person)?);
    }
    unit.people.sort_unstable();
    if let Some(heard) = facts.heard(&[&unit.unit])?.into_iter().find(|heard| heard.unit == unit.unit) {
        unit.heard = heard.at;
    }
    Ok(())
}

fn of_plans<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (after, reorganised): (&Plans, &Reorganised),
) -> Result<Vec<PlanUnderUnits>, AskError> {
    let mut plans = Vec::new();
    let open = asker.plans.all().into_iter().filter(|plan| asker.plans.is_own(plan));
    for before in open.filter(|plan| plan.closed_on().is_none()) {
        let Some(plan) = after.get(before.id()) else { continue };
        let has_part = |id: &&UnitId| !plan.assignments_of(id).is_empty();
        let mut units = Vec::new();
        for id in reorganised.touched.iter().filter(has_part) {
            units.push(in_plan(facts, asker, (before, plan), id)?);
        }
        let ended = reorganised.touched.iter().filter_map(|id| reorganised.organisation.unit(id));
        let ended = ended.filter(|unit| unit.until.is_some());
        let named: Vec<StillNamed> = ended.filter_map(|unit| still_named(before, unit)).collect();
        if !units.is_empty() || !named.is_empty() {
            let (title, year) = (plan.title().to_owned(), plan.year());
            plans.push(PlanUnderUnits { plan: plan.id().clone(), title, year, units, named });
        }
    }
    Ok(plans)
}

fn in_plan<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (before, after): (&Plan, &Plan),
    id: &UnitId,
) -> Result<UnitInPlan, AskError> {
    let own = after.assignments_of(id).iter().filter(|one| !one.has_left());
    let leads = own.clone().filter(|one| one.role == Role::Lead).count();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let mut told = 0;
    let left = |period: &&Report| before.is_there_in(id, &period.id) && !after.is_there_in(id, &period.id);
    if let Some(asker) = asker.in_plan(before.id()) {
        for period in after.reports().iter().filter(left) {
            let all = asker.entries(facts, &Scope::all(before.id(), &period.id).of_units([id]))?;
            let tasks = before.assignments_of(id).iter().map(|one| &one.task);
            let says = |task: &_| all.of(id, task).is_some_and(EntryFacts::says_anything);
            told += count(tasks.filter(|task| says(task)).count());
        }
    }
    let reports = after.reports().iter().filter(|period| after.answers_for(id, &period.id));
    let name = after.unit(id).map_or(id.as_str(), |unit| &unit.name);
    let code = after.unit(id).and_then(|unit| unit.code.clone());
    Ok(UnitInPlan {
        unit: id.clone(),
        name: name.to_owned(),
        code,
        leads: count(leads),
        supports: count(own.clone().count() - leads),
        reports: reports.map(|period| period.name.clone()).collect(),
        dropped: if ends_alone(after.organisation(), id) { count(own.count()) } else { 0 },
        told,
    })
}

/// Whether the unit ends, and nobody goes on with its work.
fn ends_alone(organisation: &Organisation, id: &UnitId) -> bool {
    organisation.unit(id).is_some_and(|unit| unit.until.is_some()) && organisation.successors(id).is_empty()
}

fn still_named(plan: &Plan, unit: &Unit) -> Option<StillNamed> {
    let named = plan.named_itself(&unit.id);
    (!named.is_nowhere()).then(|| StillNamed {
        unit: unit.id.clone(),
        name: plan.unit(&unit.id).map_or(&unit.name, |unit| &unit.name).clone(),
        coordinates: named.coordinates,
        tasks: named.tasks.iter().map(|task| plan.code_of(task).to_owned()).collect(),
        groups: named.groups,
    })
}
