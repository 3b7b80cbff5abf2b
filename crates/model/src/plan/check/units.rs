//! The unit tree: distinct and rooted.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::super::fault::PlanFaults;
use super::super::raw::RawUnit;
use super::super::source::At;
use super::super::unit::Unit;
use super::distinct;
use crate::ids::UnitId;

pub(in super::super) fn check(file: &str, units: &[RawUnit], faults: &mut PlanFaults) {
    check_unit_ids(file, units, faults);
    parents(file, units, faults);
    succession(file, units, faults);
}

/// No two units have one code on one day: it is given anew only when it was given up. `which` says of what units it is asked.
pub(in super::super) fn check_codes(
    file: &str,
    units: &[Unit],
    which: impl Fn(&UnitId) -> bool,
    faults: &mut PlanFaults,
) {
    let mut held: HashMap<&str, Vec<(&Unit, NaiveDate, NaiveDate)>> = HashMap::new();
    for unit in units {
        for (code, from, until) in unit.codes() {
            held.entry(code).or_default().push((unit, from, until));
        }
    }
    for all in held.values() {
        for (at, (unit, from, until)) in all.iter().enumerate() {
            let same_day = |(other, first, last): &&(&Unit, NaiveDate, NaiveDate)| {
                other.id != unit.id && first <= until && from <= last
            };
            let asked = |(other, ..): &&(&Unit, NaiveDate, NaiveDate)| which(&unit.id) || which(&other.id);
            if let Some((other, ..)) = all[..at].iter().filter(asked).find(same_day) {
                let code = unit.codes().find(|(_, first, _)| first == from).map_or("", |(code, ..)| code);
                let expected = format!("mã mà cùng thời gian đó không phải của {}", other.name);
                faults.add(file, 0, "mã số", &format!("{code} ({})", unit.name), expected);
            }
        }
    }
}

/// Each unit has an id of its own.
pub fn check_unit_ids(file: &str, units: &[RawUnit], faults: &mut PlanFaults) {
    distinct(file, "unit.id", units.iter().map(|unit| (&unit.id.value, unit.id.line)), faults);
}

/// Who came in whose place: units that there are and that have ended, and no circle.
fn succession(file: &str, units: &[RawUnit], faults: &mut PlanFaults) {
    let at: HashMap<&UnitId, &RawUnit> = units.iter().map(|unit| (&unit.id.value, unit)).collect();
    for unit in units {
        let (id, line) = (unit.id.value.as_str(), unit.id.line);
        if unit.from.zip(unit.until).is_some_and(|(from, until)| until < from) {
            faults.add(file, line, "unit.until", id, "ngày cuối không trước ngày đầu (from)");
        }
        for before in &unit.succeeds {
            let ended = at.get(&before.value).and_then(|before| before.until);
            // Who goes on is there longer than who ended: so there is no circle.
            if ended.is_none_or(|until| unit.until.is_some_and(|last| last <= until)) {
                let expected = "mã của một đơn vị đã có ngày cuối (until), trước ngày cuối của đơn vị này";
                faults.add(file, before.line, "unit.succeeds", before.value.as_str(), expected);
            }
        }
    }
}

/// Leaves the units that have a part in a plan that is kept within one: it, and all that are below it when the plan's year begins or
/// when it ends.
pub(super) fn keep_within(
    file: &str,
    (within, days): (&At<UnitId>, Option<(NaiveDate, NaiveDate)>),
    units: &mut Vec<RawUnit>,
    faults: &mut PlanFaults,
) {
    if units.iter().all(|unit| unit.id.value != within.value) {
        let expected = "mã của một đơn vị đã khai báo";
        faults.add(file, within.line, "plan.within", within.value.as_str(), expected);
        return;
    }
    let days = days.map_or([None; 2], |(first, last)| [Some(first), Some(last)]);
    let ups = days.map(|day| -> HashMap<&UnitId, &UnitId> {
        units.iter().filter_map(|unit| Some((&unit.id.value, parent_on(unit, day)?))).collect()
    });
    // A circle is told as a fault elsewhere: the way up ends after as many steps as there are units.
    let is_below = |unit: &RawUnit, up: &HashMap<&UnitId, &UnitId>| {
        let way = std::iter::successors(Some(&unit.id.value), |here| up.get(here).copied());
        way.take(up.len() + 1).any(|here| *here == within.value)
    };
    let below: Vec<bool> = units.iter().map(|unit| ups.iter().any(|up| is_below(unit, up))).collect();
    let mut below = below.into_iter();
    units.retain(|_| below.next().unwrap_or(false));
}

/// The first one, where no day is named.
fn parent_on(unit: &RawUnit, day: Option<NaiveDate>) -> Option<&UnitId> {
    let until = unit.moved.iter().map(|moved| &moved.value);
    let until = until.take_while(|moved| day.is_some_and(|day| moved.from <= day));
    let first = unit.parent.as_ref().map(|parent| &parent.value);
    until.fold(first, |_, moved| moved.parent.as_ref())
}

/// Whether the way up from a unit was found to end.
#[derive(Clone, Copy, PartialEq)]
enum Walked {
    No,
    /// In the walk of the unit with this position.
    Now(usize),
    Before,
}

/// Those above units are there, and nobody stands above himself, neither at first nor after all that was moved.
fn parents(file: &str, units: &[RawUnit], faults: &mut PlanFaults) {
    let at: HashMap<&UnitId, usize> =
        units.iter().enumerate().map(|(at, unit)| (&unit.id.value, at)).collect();
    let is_there = |parent: &UnitId, line: usize, faults: &mut PlanFaults| {
        if !at.contains_key(parent) {
            let expected = "mã của một đơn vị có trong tệp";
            faults.add(file, line, "unit.parent", parent.as_str(), expected);
        }
    };
    for unit in units {
        unit.parent.iter().for_each(|parent| is_there(&parent.value, parent.line, faults));
        for moved in &unit.moved {
            moved.value.parent.iter().for_each(|parent| is_there(parent, moved.line, faults));
        }
        if !unit.moved.is_sorted_by(|a, b| a.value.from < b.value.from) {
            faults.add(file, unit.id.line, "unit.moved", unit.id.value.as_str(), "ngày trước đứng trước");
        }
    }
    let place = |parent: Option<&UnitId>| parent.and_then(|parent| at.get(parent).copied());
    circles(file, units, &units.iter().map(|unit| place(parent_on(unit, None))).collect::<Vec<_>>(), faults);
    if units.iter().any(|unit| !unit.moved.is_empty()) {
        let last = |unit| place(parent_on(unit, Some(NaiveDate::MAX)));
        circles(file, units, &units.iter().map(last).collect::<Vec<_>>(), faults);
    }
}

fn circles(file: &str, units: &[RawUnit], up: &[Option<usize>], faults: &mut PlanFaults) {
    let mut walked = vec![Walked::No; units.len()];
    for start in 0..units.len() {
        let mut here = Some(start);
        while let Some(unit) = here.filter(|&unit| walked[unit] == Walked::No) {
            walked[unit] = Walked::Now(start);
            here = up[unit];
        }
        if let Some(unit) = here.filter(|&unit| walked[unit] == Walked::Now(start)) {
            // The walk came back to where it had been: one fault for each circle.
            let parent = units[unit].parent.as_ref();
            let line = parent.map_or(units[unit].id.line, |parent| parent.line);
            let expected = "đơn vị cấp trên không nằm dưới chính đơn vị này";
            faults.add(
                file,
                line,
                "unit.parent",
                parent.map_or("", |parent| parent.value.as_str()),
                expected,
            );
        }
        let mut done = Some(start);
        while let Some(unit) = done.filter(|&unit| walked[unit] == Walked::Now(start)) {
            walked[unit] = Walked::Before;
            done = up[unit];
        }
    }
}
