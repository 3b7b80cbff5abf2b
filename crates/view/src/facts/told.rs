//! What is told under an id of its own: proposals, what was decided of them, decisions that changed the plan.

use model::doc_id::DocId;
use model::target::Target;
use model::value::Value;

use super::{Place, SaidFacts};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub doc: DocId,
    pub target: Target,
    pub value: Value,
    /// Of what stands.
    pub place: Place,
    pub last: SaidFacts,
    /// Who told of it first.
    pub first: SaidFacts,
}
