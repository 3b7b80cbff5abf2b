//! The key of the database, and how the passphrase wraps it.
//!
//! The database is encrypted under a random key that never changes; `key.json` holds that key wrapped under
//! the passphrase. So changing the passphrase rewrites one small file, and the district's escrow key can wrap
//! the same key a second time.

mod file;
mod wrap;

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

pub(crate) use file::sync_folder;
pub use file::{FILE_NAME, Greeting, KeyFile};
pub use wrap::Cost;

use crate::error::{Error, Result};

/// Fewer letters than this are guessed from a stolen laptop, however slow each guess is.
pub const MIN_PASSPHRASE_CHARS: usize = 8;

/// 32 random bytes under which the database is encrypted. Never printed, wiped when dropped.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    pub fn random() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        random(bytes.as_mut_slice())?;
        Ok(Self(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(..)")
    }
}

pub(crate) fn random(into: &mut [u8]) -> Result<()> {
    getrandom::fill(into).map_err(|error| Error::Disk(std::io::Error::other(error.to_string())))
}

/// Whether the passphrase is one that may be set. Checked when one is chosen, never when one is entered.
pub fn check_new(passphrase: &str) -> Result<()> {
    if passphrase.trim().nfc().count() < MIN_PASSPHRASE_CHARS {
        return Err(Error::ShortPassphrase(MIN_PASSPHRASE_CHARS));
    }
    Ok(())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing into a String cannot fail");
        text
    })
}

pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}
