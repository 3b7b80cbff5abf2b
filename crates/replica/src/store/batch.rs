//! The signed batch that is on its way: written down before it is sent, so that the very same bytes are sent
//! again when the answer is lost. At most one.

use ::document::ChangeHash;
use model::doc_id::DocId;
use protocol::{BatchHash, Counter};
use rusqlite::{Connection, OptionalExtension as _};
use serde::{Deserialize, Serialize};

use super::{from_json, to_json};
use crate::error::Result;

pub(super) const SQL: &str = "
CREATE TABLE batch (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    counter INTEGER NOT NULL,
    hash    BLOB NOT NULL,
    bytes   BLOB NOT NULL,
    content TEXT NOT NULL -- JSON: which changes it holds, in order
) STRICT;";

/// Which changes a batch holds, in the order of their fates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Content(pub Vec<(DocId, Vec<ChangeHash>)>);

#[derive(Clone, Debug)]
pub struct Batch {
    pub counter: Counter,
    pub hash: BatchHash,
    pub bytes: Vec<u8>,
    pub content: Content,
}

pub fn set(conn: &Connection, batch: &Batch) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "INSERT INTO batch (one, counter, hash, bytes, content) VALUES (1, ?1, ?2, ?3, ?4)",
    )?;
    let counter = i64::try_from(batch.counter.0).expect("a device makes fewer than 2^63 batches");
    statement.execute((counter, batch.hash.0, &batch.bytes, to_json(&batch.content)))?;
    Ok(())
}

pub fn get(conn: &Connection) -> Result<Option<Batch>> {
    let mut statement = conn.prepare_cached("SELECT counter, hash, bytes, content FROM batch")?;
    let row: Option<(i64, [u8; 32], Vec<u8>, String)> =
        statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).optional()?;
    row.map(|(counter, hash, bytes, content)| {
        Ok(Batch {
            counter: Counter(counter.unsigned_abs()),
            hash: BatchHash(hash),
            bytes,
            content: from_json(&content)?,
        })
    })
    .transpose()
}

pub fn clear(conn: &Connection) -> Result<()> {
    conn.prepare_cached("DELETE FROM batch")?.execute([])?;
    Ok(())
}
