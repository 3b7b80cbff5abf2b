//! Records of registers.

use std::collections::BTreeMap;

use model::ids::{PlanId, RecordId, RegisterId, UnitId};
use model::plan::Plan;
use model::register::{Record, RegisterKind};
use model::value::Value;

/// Records of these registers: of these units, or of all.
#[derive(Clone, Debug)]
pub struct RecordScope<'a> {
    pub plan: &'a PlanId,
    pub registers: Vec<&'a RegisterId>,
    pub units: Option<Vec<&'a UnitId>>,
}

/// What a record holds. It may have been taken out of its register again.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordFacts {
    pub unit: UnitId,
    pub register: RegisterId,
    pub id: RecordId,
    /// By the names of columns.
    pub cells: BTreeMap<String, Value>,
}

impl RecordFacts {
    pub fn record(&self, kind: &'static RegisterKind) -> Record<'_> {
        Record { kind, cells: &self.cells }
    }
}

/// One record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordOf<'a> {
    pub plan: &'a PlanId,
    pub unit: &'a UnitId,
    pub register: &'a RegisterId,
    pub record: &'a RecordId,
}

/// The kind of a register that the plan has.
pub(crate) fn kind_of(plan: &Plan, register: &RegisterId) -> Option<&'static RegisterKind> {
    plan.register(register).map(|register| register.kind)
}
