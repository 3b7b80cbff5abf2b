//! The laptop's key file, and what uploads say in their headers.

use replica::key::KeyFile;
use sync_server::outside::{Part, checksum, metadata_hash, part};

/// A key file: not one, one of a newer program, or one that a passphrase opens or does not.
pub fn key_file(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(file) = KeyFile::parse(&text) else { return };
    let json: serde_json::Value = serde_json::from_str(&text).expect("a key file is JSON");
    let cost = |name: &str| json["passphrase"]["cost"][name].as_u64().unwrap_or(u64::MAX);
    // A guess is made to be slow; the fuzzer has no time for the slow ones.
    if cost("memory") <= 64 && cost("passes") <= 2 {
        drop(file.open("mật khẩu của tôi"));
    }
}

/// Headers of tus and of a download. The first byte says which; eight more are the file's size.
pub fn tus(data: &[u8]) {
    let mut bytes = super::bytes::Bytes::new(data);
    let which = bytes.below(3);
    let size = if which == 2 { bytes.word() } else { 0 };
    let text = String::from_utf8_lossy(bytes.rest());
    match which {
        0 => {
            if let Some(hash) = metadata_hash(&text) {
                assert!(hash.is_well_formed(), "it becomes the name of a file: {hash}");
            }
        }
        1 => drop(checksum(&text)),
        _ => {
            if let Part::Between(first, last) = part(&text, size) {
                assert!(first <= last && last <= size, "{first}..{last} of {size}");
                assert!(first < last || size == 0, "an empty part of a file of {size} bytes");
            }
        }
    }
}
