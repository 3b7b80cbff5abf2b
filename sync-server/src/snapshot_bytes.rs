//! What a document holds, as bytes: a checksum, then postcard. Whoever changes their shape takes those that are stored away
//! in a migration: they follow from the log.

use ::document::Contents;
use model::doc_id::DocId;

const SUM: usize = 32;

pub(crate) fn write(contents: &Contents) -> Vec<u8> {
    let begun = vec![0; SUM];
    let mut bytes =
        postcard::to_extend(&contents.store(), begun).expect("contents have nothing that bytes cannot hold");
    let sum = blake3::hash(&bytes[SUM..]);
    bytes[..SUM].copy_from_slice(sum.as_bytes());
    bytes
}

/// None where these are not the bytes that were written.
pub(crate) fn read(doc: &DocId, bytes: &[u8]) -> Option<Contents> {
    let (sum, stored) = bytes.split_first_chunk::<SUM>()?;
    if blake3::hash(stored) != *sum {
        return None;
    }
    Contents::restore(doc.clone(), postcard::from_bytes(stored).ok()?)
}
