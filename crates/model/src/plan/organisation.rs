//! The units above all plans, and what became of them.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::unit::Unit;
use crate::ids::{OrganisationId, UnitId};

/// An organisation: every unit that there ever was in it, and who succeeded whom.
#[derive(Clone, Debug)]
pub struct Organisation {
    id: OrganisationId,
    name: String,
    keeper: UnitId,
    units: Vec<Unit>,
    places: HashMap<UnitId, usize>,
    successors: HashMap<UnitId, Vec<UnitId>>,
}

impl Organisation {
    pub(super) fn new(id: OrganisationId, name: String, keeper: UnitId, units: Vec<Unit>) -> Self {
        let mut successors: HashMap<UnitId, Vec<UnitId>> = HashMap::new();
        for unit in &units {
            for before in &unit.succeeds {
                successors.entry(before.clone()).or_default().push(unit.id.clone());
            }
        }
        let places = units.iter().enumerate().map(|(at, unit)| (unit.id.clone(), at)).collect();
        Self { id, name, keeper, units, places, successors }
    }

    pub fn id(&self) -> &OrganisationId {
        &self.id
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The unit that keeps the list of units, their names and what became of them.
    pub fn keeper(&self) -> &UnitId {
        &self.keeper
    }

    /// Of all times, in the order of the list.
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.places.get(id).map(|&at| &self.units[at])
    }

    /// The units that came in its place: one where it was merged, several where it was split.
    pub fn successors(&self, unit: &UnitId) -> &[UnitId] {
        self.successors.get(unit).map(Vec::as_slice).unwrap_or_default()
    }

    /// All in whose place the unit came, those of those among them, the nearest first.
    pub fn predecessors<'a>(&'a self, unit: &'a UnitId) -> Vec<&'a UnitId> {
        let mut found: Vec<&UnitId> = vec![unit];
        let mut looked = 0;
        while let Some(&here) = found.get(looked) {
            looked += 1;
            let before = self.unit(here).map(|unit| unit.succeeds.as_slice()).unwrap_or_default();
            for one in before {
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        }
        found.split_off(1)
    }

    /// Whether the unit came in the place of the other, perhaps through others.
    pub fn succeeds(&self, unit: &UnitId, other: &UnitId) -> bool {
        // Most units have no predecessor, and are not walked.
        self.unit(unit).is_some_and(|unit| !unit.succeeds.is_empty())
            && self.predecessors(unit).contains(&other)
    }

    /// Whether the unit goes on with the other's own work: it alone came in its place, perhaps through others.
    pub fn carries_on(&self, unit: &UnitId, other: &UnitId) -> bool {
        let alone = |here: &UnitId| match self.successors(here) {
            [one] => Some(one.clone()),
            _ => None,
        };
        std::iter::successors(alone(other), alone).take(self.units.len()).any(|here| here == *unit)
    }

    /// As whom the people of a unit work on a day: as the one that carries on its work, once it has ended. Where several
    /// came in its place, nobody can say for them which.
    pub fn acting<'a>(&'a self, unit: &'a UnitId, day: NaiveDate) -> &'a UnitId {
        let mut here = unit;
        for _ in 0..self.units.len() {
            let ended = self.unit(here).and_then(|unit| unit.until).is_some_and(|until| until < day);
            match self.successors(here) {
                [one] if ended => here = one,
                _ => break,
            }
        }
        here
    }

    /// The unit whose people write the workbook of this one on a day. None where it has ended and several came in its place, or
    /// none: of these nobody can say who goes on with what it wrote. None too before it began.
    pub fn writer_on<'a>(&'a self, unit: &'a UnitId, day: NaiveDate) -> Option<&'a UnitId> {
        let acting = self.acting(unit, day);
        self.unit(acting).is_some_and(|found| found.exists_on(day)).then_some(acting)
    }
}
