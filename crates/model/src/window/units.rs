//! The list of units, what became of each, and what a decision on them would come to.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::revision::RevisionView;
use super::work::UnitView;
use crate::ids::{PlanId, UnitId};
use crate::plan::UnitChange;

/// Every unit that there ever was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnitsPage {
    /// Whether the viewer's unit keeps the list, on a laptop.
    pub editable: bool,
    /// The name of the unit that keeps it.
    pub keeper: String,
    /// In the order of the list.
    pub units: Vec<ListedUnit>,
    /// Words that say of what kind a unit is, which a new one may have.
    pub kinds: Vec<String>,
    /// The decisions that changed the list, the first first.
    pub decisions: Vec<RevisionView>,
    /// Of this laptop, and not sent yet: what may be undone.
    pub waiting: Vec<RevisionView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ListedUnit {
    pub unit: UnitId,
    /// Today; of one that has ended its last, of one that is to begin its first.
    pub name: String,
    pub code: Option<String>,
    pub kind: String,
    pub parent: Option<UnitId>,
    pub stands: UnitStands,
    /// Its first day; none where it was always there.
    pub from: Option<NaiveDate>,
    /// Its last day; none while it goes on.
    pub until: Option<NaiveDate>,
    /// In whose place it came; names with their codes.
    pub before: Vec<UnitView>,
    /// Who came in its place.
    pub after: Vec<UnitView>,
    /// What it was called before, with the last day of each name.
    pub names: Vec<FormerName>,
    /// Places in the list of decisions that say something of it.
    pub decisions: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum UnitStands {
    There,
    /// Its first day is yet to come.
    ToCome,
    Ended,
    /// It was another district's, and ended there.
    Elsewhere,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FormerName {
    pub name: String,
    pub code: Option<String>,
    pub until: NaiveDate,
}

/// What changes of the list would come to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnitsPreview {
    /// Why the list, or a plan under it, would not hold; none: they would.
    pub faults: Vec<String>,
    /// Those of which anything is said, in the order of the list.
    pub units: Vec<UnitBecomes>,
    /// Those that are written, in which any of these units has a part.
    pub plans: Vec<PlanUnderUnits>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnitBecomes {
    pub unit: UnitId,
    pub name: String,
    pub code: Option<String>,
    pub becomes: Becomes,
    /// Of one that ends its last, else the first on which it is so.
    pub day: NaiveDate,
    /// Names, with their codes, of those that come in its place, or in whose place it comes: one may be called as it is.
    pub units: Vec<String>,
    /// What it is called until then, where it is called otherwise from then on.
    pub called: Option<FormerName>,
    /// Under which unit it stands from then on, and stood before, where that is another one; empty: under none.
    pub above: Option<String>,
    pub above_before: Option<String>,
    /// Who belongs to it today.
    pub people: Vec<String>,
    /// When any of its laptops last spoke with the server.
    pub heard: Option<DateTime<FixedOffset>>,
    /// Names of units that go on below it, though it ends.
    pub below: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum Becomes {
    Ends,
    Begins,
    /// It stays, and others end in it.
    TakesOver,
    Renamed,
    /// It stands under another unit.
    Moves,
    /// It was another district's, and ends there.
    ComesIn,
}

/// What becomes of a plan's work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PlanUnderUnits {
    pub plan: PlanId,
    pub title: String,
    pub year: i32,
    pub units: Vec<UnitInPlan>,
    /// What still names a unit that ends, and is to be changed in the plan.
    pub named: Vec<StillNamed>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnitInPlan {
    pub unit: UnitId,
    pub name: String,
    pub code: Option<String>,
    /// Tasks that it leads, and in which it takes part.
    pub leads: u32,
    pub supports: u32,
    /// Names of the periods for which it answers then.
    pub reports: Vec<String>,
    /// Of its tasks those that nobody does from then on, since nobody goes on with its work.
    pub dropped: u32,
    /// Entries in which it had told something of a period that is not its own any more: they stay to be read.
    pub told: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct StillNamed {
    pub unit: UnitId,
    pub name: String,
    /// It keeps the plan.
    pub coordinates: bool,
    /// Codes of tasks.
    pub tasks: Vec<String>,
    /// Names of groups that list it.
    pub groups: Vec<String>,
}

/// A decision on units as its form hands it over. Days as they are typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NewUnitRevision {
    pub changes: Vec<UnitChange>,
    pub decision: String,
    pub decided_on: String,
    /// Empty: the day of the decision.
    pub from: String,
    pub words: String,
}
