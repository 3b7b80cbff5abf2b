//! What this laptop finds of a file that is here whole: at how many dots to an inch it was scanned.

use std::panic::{AssertUnwindSafe, catch_unwind};

use model::ids::FileHash;

use super::dots;
use crate::error::Result;
use crate::replica::Replica;

impl Replica {
    /// Of a kind of file that may say it. A file that cannot be looked into says nothing, and is taken in all the same.
    pub(crate) fn measure(&self, hash: &FileHash, media_type: &str, size: u64) -> Result<()> {
        if size > dots::MOST_BYTES {
            return Ok(());
        }
        // One that is withdrawn elsewhere is looked at by nobody, but may be added anew.
        let Ok(slice) = self.read_file(hash, None) else { return Ok(()) };
        let found = catch_unwind(AssertUnwindSafe(|| dots::of_file(&slice.bytes, media_type)));
        let found = found.unwrap_or_else(|_| {
            tracing::warn!("a file could not be looked into");
            None
        });
        self.write_quietly(|tx| Ok(tables::set_dots(tx, hash, found)?))
    }
}
