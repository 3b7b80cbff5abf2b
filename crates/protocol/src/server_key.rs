//! What a server signs with the key of its district: that it has this key, and where the district's server has gone. A
//! laptop heard the key when it was enrolled, and sends nothing to an address before this one has shown that it has it.

use serde::{Deserialize, Serialize};

use crate::error::Malformed;
use crate::key::{PublicKey, Signature, Signer};

/// So that what is signed here is nothing else.
const PROOF: &[u8] = b"nharong/server-proof/1\0";
const MOVED: &[u8] = b"nharong/server-moved/1\0";

/// `POST /v1/prove`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProveRequest {
    /// Drawn anew each time: 64 hexadecimal digits.
    pub nonce: String,
    /// Where the laptop asks. The server signs for addresses of its own alone: nobody can pass the question on to it.
    pub address: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProveReply {
    /// Of nonce and address: 128 hexadecimal digits.
    pub signature: String,
}

/// Where the district's server is from now on, as the old one says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub address: String,
    /// Of the address: 128 hexadecimal digits.
    pub signature: String,
}

impl ProveRequest {
    pub fn of(nonce: &[u8; 32], address: &str) -> Self {
        Self { nonce: hex::encode(nonce), address: address.to_owned() }
    }

    /// What the server answers.
    pub fn answer(&self, signer: &Signer) -> Result<ProveReply, Malformed> {
        let nonce: [u8; 32] = read(&self.nonce).ok_or(Malformed::Content)?;
        Ok(ProveReply { signature: hex::encode(signer.sign(&proof(&nonce, &self.address)).0) })
    }
}

impl ProveReply {
    /// Whether who answered has the secret half of the key.
    pub fn is_of(&self, key: &PublicKey, nonce: &[u8; 32], address: &str) -> bool {
        let signature = read(&self.signature).map(Signature);
        signature.is_some_and(|signature| key.signed(&proof(nonce, address), &signature))
    }
}

impl Moved {
    pub fn to(address: &str, signer: &Signer) -> Self {
        let signature = signer.sign(&[MOVED, address.as_bytes()].concat());
        Self { address: address.to_owned(), signature: hex::encode(signature.0) }
    }

    pub fn is_of(&self, key: &PublicKey) -> bool {
        let signature = read(&self.signature).map(Signature);
        signature.is_some_and(|signature| key.signed(&[MOVED, self.address.as_bytes()].concat(), &signature))
    }
}

impl PublicKey {
    pub fn to_hex(self) -> String {
        hex::encode(self.to_bytes())
    }

    pub fn from_hex(text: &str) -> Result<Self, Malformed> {
        Self::from_bytes(&read(text).ok_or(Malformed::Signature)?)
    }
}

fn proof(nonce: &[u8; 32], address: &str) -> Vec<u8> {
    [PROOF, nonce, address.as_bytes()].concat()
}

fn read<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(bytes)
}
