//! At how many dots to an inch a document was scanned, read from the file alone. What cannot be told is not guessed at: a page
//! that was typed has no dots, and a file that is made otherwise than most is passed over.
//!
//! The bytes are anybody's: nothing here fails, and nothing grows beyond its bounds.

mod content;
mod object;
mod pdf;

/// The largest file that is looked into; of a larger one nothing is told.
pub const MOST_BYTES: u64 = 64 << 20;

/// The least dots to an inch of a scanned page, for a PDF or a picture that says it.
pub fn of_file(bytes: &[u8], media_type: &str) -> Option<u32> {
    match media_type {
        "application/pdf" => pdf::least_dots(bytes),
        "image/jpeg" => jpeg(bytes),
        "image/png" => png(bytes),
        _ => None,
    }
}

/// JFIF's own density (JFIF 1.02, APP0): units 1 are dots to an inch, 2 to a centimetre, 0 none at all.
fn jpeg(bytes: &[u8]) -> Option<u32> {
    let head = bytes.get(..20)?;
    if head.get(2..4)? != [0xff, 0xe0] || head.get(6..11)? != b"JFIF\0" {
        return None;
    }
    let density = u32::from(u16::from_be_bytes([head[14], head[15]]));
    match head[13] {
        1 if density > 1 => Some(density),
        2 if density > 1 => Some(density * 254 / 100),
        _ => None,
    }
}

/// The chunk `pHYs`, which stands before the picture itself: pixels to a metre.
fn png(bytes: &[u8]) -> Option<u32> {
    let mut at = 8usize;
    loop {
        let length = u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?);
        let (kind, data) = (bytes.get(at + 4..at + 8)?, at + 8);
        match kind {
            b"pHYs" if length == 9 && *bytes.get(data + 8)? == 1 => {
                let per_metre = u32::from_be_bytes(bytes.get(data..data + 4)?.try_into().ok()?);
                return u32::try_from(u64::from(per_metre) * 254 / 10_000).ok().filter(|dots| *dots > 0);
            }
            b"IDAT" | b"IEND" => return None,
            _ => at = data.checked_add(usize::try_from(length).ok()?)?.checked_add(4)?,
        }
    }
}
