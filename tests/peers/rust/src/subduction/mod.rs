//! Subduction over WebSocket: an Automerge document as a sedimentree, one signed commit for each change.

mod client;
mod server;
mod tree;

pub use client::Laptop;
pub use server::Server;

use sedimentree_core::id::SedimentreeId;
use subduction_crypto::signer::memory::MemorySigner;

const DOCUMENT: SedimentreeId = SedimentreeId::new([1; 32]);

fn server_key() -> MemorySigner {
    MemorySigner::from_bytes(&[2; 32])
}

fn laptop_key() -> MemorySigner {
    MemorySigner::from_bytes(&[3; 32])
}
