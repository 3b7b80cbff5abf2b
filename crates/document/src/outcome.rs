//! By whose right changes are taken, and what is found of each: the same for a [document](crate::Document) and for
//! [contents](crate::Contents).

use model::ids::UnitId;
use model::plan::Plan;
use model::refusal::Refusal;
use model::vocabulary::Vocabulary;

use crate::change::Interpreted;
use crate::raw::ChangeHash;

/// What was found of one change.
#[derive(Clone, Debug)]
pub enum Admission {
    /// Part of the document now.
    Accepted(Box<Interpreted>),
    /// Was part of it before; nothing to do.
    Known(ChangeHash),
    /// Its ancestors have not come yet, this one among them; kept until they do.
    Parked { hash: ChangeHash, wants: ChangeHash },
    /// Refused: see [`Refusal::is_quarantine`] for which kind.
    Refused(Refusal),
}

/// By whose right changes are taken.
#[derive(Clone, Copy, Debug)]
pub enum Rules<'a> {
    /// A unit hands in its own changes: what they mean is asked as well as their bytes, and how much there is.
    Writer { plan: &'a Plan, unit: &'a UnitId, known: &'a Vocabulary },
    /// The server already admitted them, perhaps a newer one: bytes alone are checked, and that they apply and load.
    Relayed,
}
