//! What edits are sealed by: plans, rights, and what the server understands.

use std::sync::Arc;

use ::document::Actor;
use model::ids::UnitId;
use model::permission;
use model::plans::Plans;
use model::refusal::Refusal;
use model::vocabulary::Vocabulary;
use rusqlite::Connection;

use crate::error::Result;
use crate::limits::Limits;
use crate::rows;
use crate::store::outbox::Queued;
use crate::store::refused;

/// What edits are sealed by.
pub struct Sealing<'a> {
    pub plans: Arc<Plans>,
    pub unit: UnitId,
    pub actor: Actor,
    pub known: &'a Vocabulary,
    /// What the server understands. An edit of anything else waits for a newer one.
    pub understood: Vocabulary,
    pub limits: &'a Limits,
    /// Edits of one document that are sealed at a time.
    pub most: usize,
}

impl Sealing<'_> {
    /// What the plan says of it, as it is now. Of a plan that is not here, the server will say.
    pub fn permits(&self, queued: &Queued) -> std::result::Result<(), Refusal> {
        if self.plans.of(&queued.doc).is_none() {
            return Ok(());
        }
        let plan = self.plans.may_write(&self.unit, &queued.doc)?;
        permission::may_edit(plan, &queued.doc, queued.target())
    }
}

/// The edit comes back to its person.
pub fn give_back(conn: &Connection, queued: &Queued, reason: Refusal) -> Result<()> {
    refused::add(conn, queued, &reason.into())?;
    rows::drop_waiting(conn, queued)?;
    rows::put(conn, &queued.doc, queued.target(), &queued.before)
}
