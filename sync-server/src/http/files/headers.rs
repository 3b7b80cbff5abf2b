//! What uploads and downloads say in their headers, read without a request.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use model::file_name::saved_name;
use model::ids::FileHash;

/// `Upload-Metadata: hash <base64>, ...`
pub fn metadata_hash(text: &str) -> Option<FileHash> {
    let pairs = text.split(',');
    let encoded = pairs.filter_map(|pair| pair.trim().split_once(' ')).find(|(key, _)| *key == "hash")?.1;
    let text = String::from_utf8(BASE64_STANDARD.decode(encoded.trim()).ok()?).ok()?;
    Some(FileHash::new(text)).filter(FileHash::is_well_formed)
}

/// `Upload-Checksum: sha256 <base64>`
pub fn checksum(text: &str) -> Option<[u8; 32]> {
    let encoded = text.strip_prefix("sha256 ")?;
    BASE64_STANDARD.decode(encoded.trim()).ok()?.try_into().ok()
}

/// The part of a file that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// First byte, and the one after the last.
    Between(u64, u64),
    Outside,
}

/// `Range: bytes=...`: one range; several at once, and what is not understood, are answered with the whole file.
pub fn part(range: &str, size: u64) -> Part {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    let (first, last) = (first.trim(), last.trim());
    match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), _) if first >= size => Part::Outside,
        (Ok(first), Ok(last)) if first <= last => Part::Between(first, last.saturating_add(1).min(size)),
        (Ok(first), Err(_)) if last.is_empty() => Part::Between(first, size),
        (Err(_), Ok(0)) if first.is_empty() => Part::Outside,
        (Err(_), Ok(suffix)) if first.is_empty() => Part::Between(size.saturating_sub(suffix), size),
        _ => Part::Whole,
    }
}

/// `Content-Disposition` with the name under which the file is saved: RFC 6266, the name as RFC 8187 writes it, since it is
/// Vietnamese.
pub fn disposition_of(how: &str, name: &str) -> String {
    use std::fmt::Write as _;
    let mut told = format!("{how}; filename*=UTF-8''");
    for byte in saved_name(name).bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            told.push(char::from(byte));
        } else {
            let _ = write!(told, "%{byte:02X}");
        }
    }
    told
}
