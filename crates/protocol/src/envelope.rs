//! Bytes of a request and a reply: `"NR"`, version, and a zstd frame of the message's sections. The connection's TLS
//! vouches for a reply, the bearer token for a request, and the device's signature for the changes in it.

use crate::batch::BatchHash;
use crate::compress::{PATIENT, QUICK, deflate, inflate};
use crate::enrol::DeviceId;
use crate::error::Malformed;
use crate::key::Signer;
use crate::limits::{MAX_INFLATED_BYTES, MAX_WIRE_BYTES};
use crate::message::{SyncReply, SyncRequest};

/// The version that this program speaks. A server refuses others and says what to do.
pub const VERSION: u8 = 1;

const MAGIC: [u8; 2] = *b"NR";
const HEAD: usize = 3;

/// A signed request, and the hash of what will then be the last batch.
pub fn seal_request(request: &SyncRequest, device: DeviceId, signer: &Signer) -> (Vec<u8>, BatchHash) {
    let mut signed = request.clone();
    let hash = signed.sign(device, signer);
    (write_request(&signed), hash)
}

/// As it stands, signed or not.
pub fn write_request(request: &SyncRequest) -> Vec<u8> {
    frame(&deflate(&request.write(), PATIENT))
}

/// What somebody says, within the limits. What is to be stored of it is to be [checked](SyncRequest::check) first.
pub fn open_request(bytes: &[u8]) -> Result<SyncRequest, Malformed> {
    SyncRequest::read(&unframe(bytes)?)
}

pub fn seal_reply(reply: &SyncReply) -> Vec<u8> {
    frame(&deflate(&reply.write(), QUICK))
}

pub fn open_reply(bytes: &[u8]) -> Result<SyncReply, Malformed> {
    SyncReply::read(&unframe(bytes)?)
}

fn frame(packed: &[u8]) -> Vec<u8> {
    [&MAGIC[..], &[VERSION], packed].concat()
}

/// A message without its frame: its sections, whatever is in them.
pub fn unframe(bytes: &[u8]) -> Result<Vec<u8>, Malformed> {
    if bytes.len() > MAX_WIRE_BYTES {
        return Err(Malformed::TooLong);
    }
    match bytes.split_at_checked(HEAD) {
        Some(([a, b, version], packed)) if [*a, *b] == MAGIC => {
            if *version == VERSION {
                inflate(packed, MAX_INFLATED_BYTES)
            } else {
                Err(Malformed::Version(*version))
            }
        }
        _ => Err(Malformed::NotAMessage),
    }
}
