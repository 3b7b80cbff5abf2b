//! All plans of an organisation.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::plan::{Plan, PlanFaults, Reorganised, Unit, UnitChange};
use chrono::NaiveDate;

use crate::doc_id::{DocId, DocKind};
use crate::ids::{OrganisationId, PlanId, TaskId, UnitId};
use crate::permission;
use crate::refusal::Refusal;
use crate::target::Target;

/// Plans by their ids: of any year, several in one, of any unit of the organisation. Those of another organisation, which
/// came by a file with a unit's history, are read, and say nothing of who writes what or acts as whom: units of both may
/// have one id. Copies share them.
#[derive(Clone, Debug, Default)]
pub struct Plans {
    own: Option<OrganisationId>,
    /// Which units moved in from where, and so read what was written of them there. None where the server has seen to it
    /// that nothing else is delivered.
    moved_in: Option<BTreeSet<(OrganisationId, UnitId)>>,
    by_id: BTreeMap<PlanId, Arc<Plan>>,
}

/// Places that one fault names.
const SHOWN: usize = 12;

/// All of the organisation of the first.
impl FromIterator<Plan> for Plans {
    fn from_iter<I: IntoIterator<Item = Plan>>(plans: I) -> Self {
        let by_id: BTreeMap<PlanId, Arc<Plan>> =
            plans.into_iter().map(|plan| (plan.id().clone(), Arc::new(plan))).collect();
        Self {
            own: by_id.values().next().map(|plan| plan.organisation().id().clone()),
            moved_in: None,
            by_id,
        }
    }
}

impl Plans {
    /// None yet, under this organisation.
    pub fn under(own: OrganisationId) -> Self {
        Self { own: Some(own), moved_in: None, by_id: BTreeMap::new() }
    }

    /// The same, where of plans of other organisations these units alone read what is theirs.
    pub fn with_moved_in(self, units: impl IntoIterator<Item = (OrganisationId, UnitId)>) -> Self {
        Self { moved_in: Some(units.into_iter().collect()), ..self }
    }

    /// None, under the same organisation.
    pub fn none(&self) -> Self {
        Self { by_id: BTreeMap::new(), ..self.clone() }
    }

    pub fn get(&self, id: &PlanId) -> Option<&Arc<Plan>> {
        self.by_id.get(id)
    }

    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The plan comes into force, in place of one of the same id.
    pub fn put(&mut self, plan: Plan) {
        self.by_id.insert(plan.id().clone(), Arc::new(plan));
    }

    /// Whether the plan stands under this organisation.
    pub fn is_own(&self, plan: &Plan) -> bool {
        self.own.as_ref() == Some(plan.organisation().id())
    }

    /// Those that stand under this organisation, by their ids.
    pub fn own(&self) -> impl Iterator<Item = &Arc<Plan>> {
        self.by_id.values().filter(|plan| self.is_own(plan))
    }

    /// Those of the own organisation first, of them those that are written, the newest first; of one year those that are the detail
    /// of another one last.
    pub fn all(&self) -> Vec<&Arc<Plan>> {
        let mut all: Vec<&Arc<Plan>> = self.by_id.values().collect();
        all.sort_by_key(|plan| {
            (!self.is_own(plan), plan.closed_on().is_some(), Reverse(plan.year()), plan.above().is_some())
        });
        all
    }

    /// The plan of the year before this one, where there is it and it stands under the same organisation.
    pub fn before(&self, plan: &Plan) -> Option<&Arc<Plan>> {
        let found = self.get(&plan.before())?;
        let is_before = found.year() < plan.year() && found.organisation().id() == plan.organisation().id();
        is_before.then_some(found)
    }

    /// The plans that are the detail of a task of this one, by their ids.
    pub fn details_of<'p>(&'p self, plan: &'p Plan, task: &'p TaskId) -> impl Iterator<Item = &'p Arc<Plan>> {
        self.by_id.values().filter(move |below| {
            below.organisation().id() == plan.organisation().id()
                && below.above().is_some_and(|above| above.plan == *plan.id() && above.task == *task)
        })
    }

    /// The unit, and all in whose place it came, in any organisation: a commune of the next district may be among them.
    pub fn with_predecessors(&self, unit: &UnitId) -> Vec<UnitId> {
        let mut found = vec![unit.clone()];
        let mut looked = 0;
        while let Some(here) = found.get(looked).cloned() {
            looked += 1;
            for plan in self.by_id.values() {
                let before = plan.organisation().unit(&here).map(|unit| unit.succeeds.as_slice());
                let new = before.unwrap_or_default().iter().filter(|one| !found.contains(one));
                let new: Vec<UnitId> = new.cloned().collect();
                found.extend(new);
            }
        }
        found.sort_unstable();
        found
    }

    /// As whom a unit reads a plan: itself, and all in whose place it came; of another organisation's plan those of them
    /// that moved in from there.
    pub fn reading_as(&self, plan: &Plan, unit: &UnitId) -> Vec<UnitId> {
        let mut all = self.with_predecessors(unit);
        all.retain(|one| self.is_of(plan, one));
        all
    }

    /// Whether the unit of this id is the plan's own one of the same id.
    fn is_of(&self, plan: &Plan, unit: &UnitId) -> bool {
        self.moved_in
            .as_ref()
            .filter(|_| !self.is_own(plan))
            .is_none_or(|moved_in| moved_in.contains(&(plan.organisation().id().clone(), unit.clone())))
    }

    /// Those in which the unit, or one in whose place it came, has a part; in the same order. Behind them those that it reads from
    /// above.
    pub fn of_unit(&self, unit: &UnitId) -> Vec<&Arc<Plan>> {
        let own = self.with_predecessors(unit);
        let has_part = |plan: &Plan| own.iter().any(|one| plan.unit(one).is_some() && self.is_of(plan, one));
        let (mut with_part, others): (Vec<_>, Vec<_>) =
            self.all().into_iter().partition(|plan| has_part(plan));
        with_part.extend(others.into_iter().filter(|plan| self.reads_from_above(plan, unit)));
        with_part
    }

    /// Whether the plan is the detail of a task of one that the unit, or one in whose place it came, coordinates: who waits for the
    /// task reads how it is carried out, and writes nothing in it.
    pub fn reads_from_above(&self, plan: &Plan, unit: &UnitId) -> bool {
        self.coordinator_above(plan)
            .is_some_and(|office| office == unit || self.with_predecessors(unit).contains(office))
    }

    fn coordinator_above(&self, plan: &Plan) -> Option<&UnitId> {
        let above = self.get(&plan.above()?.plan)?;
        (self.is_own(plan) && self.is_own(above)).then(|| above.coordinator())
    }

    /// The plan by whose rules a document is read and written; any for a document above all plans.
    pub fn of(&self, doc: &DocId) -> Option<&Arc<Plan>> {
        match doc.kind {
            DocKind::Organisation => {
                self.by_id.values().find(|plan| plan.organisation().id().as_str() == doc.plan.as_str())
            }
            _ => self.get(&doc.plan),
        }
    }

    /// The plan by whose rules the unit writes the document.
    pub fn may_write(&self, unit: &UnitId, doc: &DocId) -> Result<&Arc<Plan>, Refusal> {
        if matches!(doc.kind, DocKind::Unknown(_)) {
            return Err(Refusal::UnknownDocument);
        }
        let plan = self.of(doc).ok_or(Refusal::OtherPlan)?;
        if !self.is_own(plan) {
            return Err(Refusal::NotYourDocument);
        }
        permission::may_write(plan, unit, doc)?;
        Ok(plan)
    }

    /// Whether the document is the unit's own, though its plan may be closed.
    pub fn writes(&self, unit: &UnitId, doc: &DocId) -> bool {
        matches!(self.may_write(unit, doc), Ok(_) | Err(Refusal::PlanClosed))
    }

    /// Whether the unit, or one in whose place it came, may read the document, or some of it ([`Self::is_told`]).
    pub fn may_read(&self, unit: &UnitId, doc: &DocId) -> bool {
        self.for_any(unit, doc, |plan, one| permission::reads(plan, one, doc))
    }

    /// Whether it may read all of it.
    pub fn reads_all(&self, unit: &UnitId, doc: &DocId) -> bool {
        self.for_any(unit, doc, |plan, one| permission::reads_all(plan, one, doc))
    }

    /// Whether a program of before the first changed rule of reading let it read the document: nobody read a part of one, or a plan
    /// from above.
    pub fn read_before(&self, unit: &UnitId, doc: &DocId) -> bool {
        let Some(plan) = self.of(doc) else { return false };
        let reads = |one: &UnitId| self.is_of(plan, one) && permission::reads_all(plan, one, doc);
        self.with_predecessors(unit).iter().any(reads)
    }

    /// Whether it is told what the document says in this field.
    pub fn is_told(&self, unit: &UnitId, doc: &DocId, target: &Target) -> bool {
        self.for_any(unit, doc, |plan, one| permission::is_told(plan, one, doc, target))
    }

    /// Whether it is so for the unit, or for one in whose place it came, by the plan's own rules; all that is said in a plan is for
    /// whoever reads it from above.
    fn for_any(&self, unit: &UnitId, doc: &DocId, so: impl Fn(&Plan, &UnitId) -> bool) -> bool {
        let Some(plan) = self.of(doc) else { return false };
        if is_of_plan(doc) && self.reads_from_above(plan, unit) {
            return true;
        }
        let so = |one: &UnitId| self.is_of(plan, one) && so(plan, one);
        so(unit) || self.with_predecessors(unit).iter().any(so)
    }

    /// All units that may read the document.
    pub fn readers<'a>(&'a self, doc: &'a DocId) -> Vec<&'a UnitId> {
        let Some(plan) = self.of(doc) else { return Vec::new() };
        let mut readers = permission::readers(plan, doc);
        readers.extend(self.coordinator_above(plan).filter(|_| is_of_plan(doc)));
        let mut looked = 0;
        while let Some(&reader) = readers.get(looked) {
            looked += 1;
            for plan in self.by_id.values() {
                let next = plan.organisation().successors(reader).iter();
                let new: Vec<&UnitId> = next.filter(|next| !readers.contains(next)).collect();
                readers.extend(new);
            }
        }
        readers.sort_unstable();
        readers.dedup();
        readers.retain(|unit| self.is_own(plan) || self.may_read(unit, doc));
        readers
    }

    /// Every unit of all times, sorted.
    pub fn units(&self) -> Vec<&UnitId> {
        let all = self.by_id.values().flat_map(|plan| plan.organisation().units());
        let mut units: Vec<&UnitId> = all.map(|unit| &unit.id).collect();
        units.sort_unstable();
        units.dedup();
        units
    }

    /// Whether the organisation has the unit.
    pub fn knows(&self, unit: &UnitId) -> bool {
        self.own().any(|plan| plan.organisation().unit(unit).is_some())
    }

    /// What the unit is called, in the newest plan that has it.
    pub fn unit_name(&self, unit: &UnitId) -> Option<&str> {
        let all = self.all();
        let of_plan = all.iter().find_map(|plan| plan.unit(unit));
        let ever = || all.iter().find_map(|plan| plan.organisation().unit(unit));
        of_plan.or_else(ever).map(|unit| unit.name.as_str())
    }

    /// Whether the unit is the other, or goes on with its work.
    pub fn carries_on(&self, unit: &UnitId, other: &UnitId) -> bool {
        unit == other || self.own().any(|plan| plan.organisation().carries_on(unit, other))
    }

    /// Units whose workbooks the unit writes: its own, and of those whose work it carries on. Sorted.
    pub fn written_by(&self, unit: &UnitId) -> Vec<UnitId> {
        let mut written = self.with_predecessors(unit);
        written.retain(|of| self.carries_on(unit, of));
        written
    }

    /// As whom the people of a unit work on a day: see [`Organisation::acting`](super::Organisation::acting).
    pub fn acting(&self, unit: &UnitId, day: NaiveDate) -> UnitId {
        // The organisation is the same above each of its plans.
        self.own().next().map_or(unit, |plan| plan.organisation().acting(unit, day)).clone()
    }

    /// The list of units as a decision leaves it, and all plans under it; the faults where it or one of them would not hold.
    pub fn reorganised(
        &self,
        changes: &[UnitChange],
        from: NaiveDate,
        ids: &mut dyn FnMut() -> String,
    ) -> Result<(Reorganised, Self), PlanFaults> {
        let mut faults = PlanFaults::default();
        let Some(before) = self.own().next().map(|plan| plan.organisation()) else {
            faults.add_to_units("", "không có", "ít nhất một kế hoạch");
            return Err(faults);
        };
        let reorganised = before.reorganised(changes, from, ids)?;
        let mut after = self.clone();
        for plan in self.own() {
            match plan.under(&reorganised) {
                Ok(plan) => after.put(plan),
                Err(broken) => faults.and(broken),
            }
        }
        let goes_on = |unit: &Unit| before.unit(&unit.id).is_some_and(|before| before.until.is_none());
        let ends = |unit: &&Unit| goes_on(unit) && unit.until.is_some();
        let organisation = &reorganised.organisation;
        for unit in organisation.units().iter().filter(ends) {
            if organisation.successors(&unit.id).is_empty() {
                self.none_names(unit, &mut faults);
            }
        }
        if faults.is_empty() { Ok((reorganised, after)) } else { Err(faults) }
    }

    /// What a unit was given by its own name is nobody's, once it has ended and nobody goes on with its work.
    fn none_names(&self, unit: &Unit, faults: &mut PlanFaults) {
        for plan in self.own().filter(|plan| plan.closed_on().is_none()) {
            let named = plan.named_itself(&unit.id);
            if named.is_nowhere() {
                continue;
            }
            let mut of: Vec<String> = named.tasks.iter().map(|task| plan.code_of(task).to_owned()).collect();
            of.extend(named.groups);
            of.extend(named.coordinates.then(|| "điều phối kế hoạch".to_owned()));
            let more = of.len().saturating_sub(SHOWN);
            let mut shown = of.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
            if more > 0 {
                shown = format!("{shown} và {more} mục khác");
            }
            let expected = format!(
                "đơn vị kế tục, hoặc kế hoạch “{}” không còn nêu tên đơn vị này ở {shown}",
                plan.title()
            );
            faults.add_to_units("đơn vị kết thúc", &unit.name, expected);
        }
    }

    /// Units whose people the unit hears of: those of all its plans, of those in whose place it came, and of those that
    /// came in its place. Sorted.
    pub fn hears_of<'a>(&'a self, unit: &'a UnitId) -> Vec<&'a UnitId> {
        let mut others: Vec<&UnitId> = vec![unit];
        let own = self.with_predecessors(unit);
        for plan in self.by_id.values() {
            let own = own.iter().filter_map(|unit| plan.organisation().unit(unit)).map(|unit| &unit.id);
            let own: Vec<&UnitId> = own.collect();
            others.extend(own.iter().flat_map(|unit| permission::hears_of(plan, unit)));
            others.extend(own);
            others.extend(plan.organisation().successors(unit));
            if self.reads_from_above(plan, unit) {
                others.extend(plan.units().iter().map(|unit| &unit.id));
            }
            let here = plan.unit(unit).and_then(|_| self.coordinator_above(plan));
            others.extend(
                here.into_iter()
                    .flat_map(|office| [office].into_iter().chain(plan.organisation().successors(office))),
            );
        }
        others.sort_unstable();
        others.dedup();
        others
    }

    /// Whether the unit keeps a plan, and so sees all of it.
    pub fn coordinates(&self, unit: &UnitId) -> bool {
        self.own().any(|plan| plan.coordinator() == unit)
    }

    /// Units whose workbooks the unit follows: all of a plan that it coordinates, and those of which it leads a task.
    pub fn followed_by(&self, unit: &UnitId) -> Vec<&UnitId> {
        let mut followed: Vec<&UnitId> = Vec::new();
        for plan in self.own() {
            if unit == plan.coordinator() || self.coordinator_above(plan) == Some(unit) {
                followed.extend(plan.units().iter().map(|unit| &unit.id));
            } else {
                followed.extend(plan.led_by(unit));
            }
        }
        followed.sort_unstable();
        followed.dedup();
        followed
    }
}

/// Whether a document is one of a plan that this program knows, and not of the organisation above all plans.
fn is_of_plan(doc: &DocId) -> bool {
    !matches!(doc.kind, DocKind::Organisation | DocKind::Unknown(_))
}
