//! Bytes of a request and a reply.
//!
//! Request: `"NR"`, version, zstd frame of the postcard of [`SyncRequest`], 64 bytes of ed25519 signature over
//! all that stands before it. Reply: `"NR"`, version, zstd frame of the postcard of [`SyncReply`]; the
//! connection's TLS vouches for it.

use std::fmt;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::bounded::too_many;
use crate::compress::{deflate, inflate};
use crate::error::Malformed;
use crate::message::{SyncReply, SyncRequest};
use crate::{MAX_CHANGES, MAX_INFLATED_BYTES, MAX_WIRE_BYTES, VERSION};

const MAGIC: [u8; 2] = *b"NR";
const HEAD: usize = 3;
const SIGNATURE: usize = 64;
/// So that a signature on a batch is a signature on nothing else.
const DOMAIN: &[u8] = b"nharong/sync/1\0";

/// BLAKE3 of a whole signed request: what the next batch names as the one before it.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BatchHash(pub [u8; 32]);

impl fmt::Debug for BatchHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A device's secret key.
pub struct Signer(SigningKey);

/// A device's public key, as the server keeps it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl Signer {
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }
}

impl PublicKey {
    /// Refuses weak keys, under which anything would verify.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, Malformed> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| Malformed::Signature)?;
        if key.is_weak() { Err(Malformed::Signature) } else { Ok(Self(key)) }
    }

    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }
}

/// A request whose signature was checked.
#[derive(Debug)]
pub struct Opened {
    pub request: SyncRequest,
    pub hash: BatchHash,
}

pub fn seal_request(request: &SyncRequest, signer: &Signer) -> (Vec<u8>, BatchHash) {
    let mut bytes = frame(&encode(request));
    let signature = signer.0.sign(&signed(&bytes));
    bytes.extend_from_slice(&signature.to_bytes());
    let hash = BatchHash(*blake3::hash(&bytes).as_bytes());
    (bytes, hash)
}

/// Checks the signature before anything is decompressed.
pub fn open_request(bytes: &[u8], key: &PublicKey) -> Result<Opened, Malformed> {
    let inner = bytes.len().checked_sub(SIGNATURE).ok_or(Malformed::NotAMessage)?;
    let (framed, signature) = bytes.split_at(inner);
    let packed = unframe(framed)?;
    let signature = Signature::from_slice(signature).map_err(|_| Malformed::Signature)?;
    key.0.verify_strict(&signed(framed), &signature).map_err(|_| Malformed::Signature)?;
    let request: SyncRequest = decode(packed)?;
    if too_many(&request.documents) {
        return Err(Malformed::TooLong);
    }
    Ok(Opened { request, hash: BatchHash(*blake3::hash(bytes).as_bytes()) })
}

pub fn seal_reply(reply: &SyncReply) -> Vec<u8> {
    frame(&encode(reply))
}

pub fn open_reply(bytes: &[u8]) -> Result<SyncReply, Malformed> {
    let reply: SyncReply = decode(unframe(bytes)?)?;
    let most = reply.files.len().max(reply.heard.len());
    if too_many(&reply.delivered) || too_many(&reply.outcomes) || most > MAX_CHANGES {
        return Err(Malformed::TooLong);
    }
    Ok(reply)
}

fn signed(framed: &[u8]) -> Vec<u8> {
    [DOMAIN, framed].concat()
}

fn frame(packed: &[u8]) -> Vec<u8> {
    [&MAGIC[..], &[VERSION], packed].concat()
}

fn unframe(bytes: &[u8]) -> Result<&[u8], Malformed> {
    if bytes.len() > MAX_WIRE_BYTES {
        return Err(Malformed::TooLong);
    }
    match bytes.split_at_checked(HEAD) {
        Some(([a, b, version], packed)) if [*a, *b] == MAGIC => {
            if *version == VERSION {
                Ok(packed)
            } else {
                Err(Malformed::Version(*version))
            }
        }
        _ => Err(Malformed::NotAMessage),
    }
}

fn encode<T: Serialize>(message: &T) -> Vec<u8> {
    deflate(&postcard::to_stdvec(message).expect("messages hold nothing that postcard cannot write"))
}

fn decode<T: for<'a> Deserialize<'a>>(packed: &[u8]) -> Result<T, Malformed> {
    let bytes = inflate(packed, MAX_INFLATED_BYTES)?;
    match postcard::take_from_bytes(&bytes) {
        Ok((message, [])) => Ok(message),
        _ => Err(Malformed::Content),
    }
}
