//! Work that goes on from the year before.

use model::ids::{TaskId, UnitId};
use model::value::CarriedFrom;

/// That a unit carried a task over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedFacts {
    pub unit: UnitId,
    pub task: TaskId,
    pub from: CarriedFrom,
}
