//! Bytes of messages made and taken apart by hand, as `docs/sync-protocol.md` has them: by nothing of what is tested.

use protocol::VERSION;

/// What stands in the frame.
pub fn plain(message: &[u8]) -> Vec<u8> {
    protocol::unframe(message).unwrap()
}

pub fn framed(packed: &[u8]) -> Vec<u8> {
    [b"NR", &[VERSION][..], packed].concat()
}

/// The message with this in its frame.
pub fn message(plain: &[u8]) -> Vec<u8> {
    framed(&zstd::bulk::compress(plain, 1).unwrap())
}

pub fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 0x7f {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

pub fn signed(value: i64) -> Vec<u8> {
    varint((value.unsigned_abs() << 1) - u64::from(value < 0))
}

/// Behind its length.
pub fn block(bytes: &[u8]) -> Vec<u8> {
    [varint(bytes.len() as u64), bytes.to_vec()].concat()
}

pub fn section(number: u64, content: &[u8]) -> Vec<u8> {
    [varint(number), block(content)].concat()
}

/// Takes a number off the front.
pub fn take_varint(rest: &mut &[u8]) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let (byte, behind) = rest.split_first().unwrap();
        *rest = behind;
        value |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            return value;
        }
    }
}

/// The sections of a message, in their order.
pub fn sections(plain: &[u8]) -> Vec<(u64, Vec<u8>)> {
    let mut rest = plain;
    let mut all = Vec::new();
    while !rest.is_empty() {
        let number = take_varint(&mut rest);
        let length = take_varint(&mut rest) as usize;
        let (content, behind) = rest.split_at(length);
        all.push((number, content.to_vec()));
        rest = behind;
    }
    all
}

/// The message again, with one of its sections made anew.
pub fn with_section(plain: &[u8], number: u64, content: &[u8]) -> Vec<u8> {
    let mut all = sections(plain);
    all.retain(|(of, _)| *of != number);
    all.push((number, content.to_vec()));
    all.sort();
    all.iter().flat_map(|(number, content)| section(*number, content)).collect()
}

pub fn sha256(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}
