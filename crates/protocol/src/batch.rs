//! What a device signs: that these documents' changes are its batch of this number, after that one.
//!
//! It signs the batch's hash, which holds a digest of each document. So one signature stands for each document by
//! itself: who is shown a document's changes, the digests of the others and the signature can check them, without
//! having seen the others, however they travelled.

use std::fmt;

use document::ChangeHash;
use serde::{Deserialize, Serialize};

use crate::enrol::DeviceId;
use crate::key::{PublicKey, Signature, Signer};
use crate::name::DocName;
use crate::number::Counter;

/// So that what is hashed or signed here is nothing else.
const DOCUMENT: &[u8] = b"nharong/document/1\0";
const BATCH: &[u8] = b"nharong/batch/1\0";
const SIGNED: &[u8] = b"nharong/signed/1\0";

/// BLAKE3 of a batch's [`Statement`]: what the next batch names as the one before it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BatchHash(pub [u8; 32]);

impl fmt::Debug for BatchHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// BLAKE3 of a document's name and of the whole hashes of its changes in a batch, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DocumentDigest(pub [u8; 32]);

impl DocumentDigest {
    pub fn of(doc: &DocName, changes: &[ChangeHash]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(DOCUMENT);
        let name = doc.as_str().as_bytes();
        hasher.update(&(name.len() as u64).to_le_bytes());
        hasher.update(name);
        for hash in changes {
            hasher.update(&hash.0);
        }
        Self(*hasher.finalize().as_bytes())
    }
}

/// All that a device says with the signature on a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub device: DeviceId,
    pub counter: Counter,
    pub previous: BatchHash,
    pub documents: Vec<DocumentDigest>,
}

impl Statement {
    pub fn hash(&self) -> BatchHash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(BATCH);
        hasher.update(&self.device.0.to_le_bytes());
        hasher.update(&self.counter.0.to_le_bytes());
        hasher.update(&self.previous.0);
        for digest in &self.documents {
            hasher.update(&digest.0);
        }
        BatchHash(*hasher.finalize().as_bytes())
    }

    pub fn sign(&self, signer: &Signer) -> Signature {
        signer.sign(&signed(self.hash()))
    }

    pub fn is_signed(&self, key: &PublicKey, signature: &Signature) -> bool {
        key.signed(&signed(self.hash()), signature)
    }
}

fn signed(hash: BatchHash) -> Vec<u8> {
    [SIGNED, &hash.0].concat()
}
