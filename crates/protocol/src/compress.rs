//! zstd around every message, with a limit on what it may become.

use std::io::Read;

use crate::error::Malformed;

/// Of a request: a laptop has the time, and its line has not.
pub(crate) const PATIENT: i32 = 15;
/// Of a reply: a server has many to write.
pub(crate) const QUICK: i32 = 6;
/// 8 MiB: no honest message needs a larger window, and a larger one is memory that the sender chooses.
const WINDOW_LOG: u32 = 23;

/// What both sides know before a message begins, in the words of version 1: a raw-content dictionary (RFC 8878,
/// section 5). Never to be changed.
const DICTIONARY: &[u8] = include_bytes!("words.txt");

pub(crate) fn deflate(bytes: &[u8], level: i32) -> Vec<u8> {
    let mut compressor =
        zstd::bulk::Compressor::with_dictionary(level, DICTIONARY).expect("the level is one of zstd's");
    compressor.compress(bytes).expect("compressing into memory cannot fail")
}

pub(crate) fn inflate(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Malformed> {
    let mut rest = bytes;
    let mut decoder = zstd::stream::read::Decoder::with_dictionary(&mut rest, DICTIONARY)
        .map_err(|_| Malformed::Compression)?
        .single_frame();
    decoder.window_log_max(WINDOW_LOG).map_err(|_| Malformed::Compression)?;
    let mut out = Vec::new();
    let read = decoder.take(limit as u64 + 1).read_to_end(&mut out).map_err(|_| Malformed::Compression)?;
    if read > limit || !rest.is_empty() { Err(Malformed::Compression) } else { Ok(out) }
}
