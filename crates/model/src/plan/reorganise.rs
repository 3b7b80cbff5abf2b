//! The list of units as a decision leaves it.

use chrono::NaiveDate;

use super::changing_units::ChangingUnits;
use super::fault::PlanFaults;
use super::item::{Items, UNITS};
use super::organisation::Organisation;
use super::unit_change::UnitChange;
use super::{Plan, check, item};
use crate::edit::Edit;
use crate::ids::{PlanId, UnitId};
use crate::item::OrganisationItem;
use crate::target::Target;
use crate::value::Value;

/// What a decision on units comes to: the organisation, and the edits of its document that make it so.
#[derive(Clone, Debug)]
pub struct Reorganised {
    pub organisation: Organisation,
    pub edits: Vec<Edit>,
    /// Those that end, begin or are called otherwise, in the order of the list.
    pub touched: Vec<UnitId>,
    items: Vec<(OrganisationItem, Value)>,
}

impl Organisation {
    /// The list with these changes, as it is from a day on; the faults where it would not hold. `ids` gives a few letters for each
    /// unit that is added, which no other id ends in.
    pub fn reorganised(
        &self,
        changes: &[UnitChange],
        from: NaiveDate,
        ids: &mut dyn FnMut() -> String,
    ) -> Result<Reorganised, PlanFaults> {
        let mut faults = PlanFaults::default();
        let Some(last) = from.pred_opt() else {
            faults.add(UNITS, 0, "ngày áp dụng", &from.to_string(), "ngày có thật");
            return Err(faults);
        };
        let mut changing = ChangingUnits::new(self, (last, from), ids, &mut faults);
        changes.iter().for_each(|change| changing.apply(change));
        let (units, touched) = changing.done();
        let organisation = Self::new(self.id().clone(), self.name().to_owned(), self.keeper().clone(), units);
        let items = if faults.is_empty() { item::units_of(&organisation, &mut faults) } else { None };
        let held = item::units_of(self, &mut faults);
        let (Some(items), Some(held), true) = (items, held, faults.is_empty()) else { return Err(faults) };
        let (_, rows) = item::organisation(self.id(), &items, &mut faults);
        check::check_units(UNITS, &rows, &mut faults);
        check::check_codes(UNITS, organisation.units(), |id| touched.contains(id), &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        let of =
            |organisation| Items { under: self.id().clone(), organisation, plan: Vec::new(), on: Vec::new() };
        // No plan is touched, whatever its id.
        let [(_, edits), _] = of(items.clone()).edits(&PlanId::new("none"), Some(&of(held)));
        let touched = organisation.units().iter().map(|unit| unit.id.clone());
        let touched = touched.filter(|id| is_said_of(&edits, id)).collect();
        Ok(Reorganised { organisation, edits, touched, items })
    }
}

/// Whether anything is said of the unit.
fn is_said_of(edits: &[Edit], id: &UnitId) -> bool {
    edits.iter().any(|edit| match &edit.target {
        Target::OrganisationItem { item } => item.ids().first() == Some(&id.as_str()),
        _ => false,
    })
}

impl Plan {
    /// The same plan under its organisation as a decision leaves it; the faults where it would not hold.
    pub fn under(&self, reorganised: &Reorganised) -> Result<Self, PlanFaults> {
        let items = Items {
            under: self.organisation().id().clone(),
            organisation: reorganised.items.clone(),
            plan: self.content.items.clone(),
            on: self.standby().iter().filter(|one| one.on).map(|one| one.id.clone()).collect(),
        };
        Self::of_items(self.id(), self.term, &items).map_err(|faults| faults.of(self.title()))
    }
}
