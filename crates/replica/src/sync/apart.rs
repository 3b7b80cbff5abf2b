//! A request that is refused as a whole, by the server or by something on the way, is taken apart until what is at fault
//! stands alone. That comes back to its person; the rest goes on.

use super::plan::{Outgoing, Portion};
use super::refusal::{self, Leaving, RefusedChange};
use crate::error::Result;
use crate::replica::Replica;
use crate::store::refused::Reason;
use crate::store::{batch, outbox};

impl Replica {
    /// What to try next in place of a request that was not taken: a part of it; or the rest, where it held a single edit,
    /// which comes back with the reason.
    pub fn take_apart(&self, sent: &Outgoing, portion: Portion, why: &str) -> Result<Portion> {
        let changes: Vec<_> = sent
            .content
            .0
            .iter()
            .flat_map(|(doc, hashes)| hashes.iter().map(move |hash| (doc, *hash)))
            .collect();
        let next = self.write(|tx| {
            batch::clear(tx)?;
            let [(doc, hash)] = changes.as_slice() else {
                return Ok(Portion { changes: changes.len().div_ceil(2), ..portion });
            };
            let edits = outbox::of_change(tx, doc, *hash)?.len();
            if edits > 1 {
                refusal::take_document(self, tx, doc, &Leaving::from([(*hash, None)]))?;
                return Ok(Portion { changes: 1, edits: edits.div_ceil(2) });
            }
            let refused = RefusedChange { doc: (*doc).clone(), hash: *hash, reason: Reason::of_request(why) };
            refusal::take(self, tx, &[refused])?;
            Ok(Portion::WHOLE)
        })?;
        self.renew_actor()?;
        Ok(next)
    }
}
