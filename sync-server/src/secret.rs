//! Random secrets, and what of them is kept: a hash, never the secret.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use model::ids::PersonId;
use unicode_normalization::UnicodeNormalization as _;

use crate::error::Error;

/// Crockford's alphabet: no I, L, O, U, so that nothing is misread.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 5 bits each: 80 bits, beyond guessing even without the throttle.
const CODE_LETTERS: usize = 16;
const PERSON_LETTERS: usize = 8;

/// What is kept of a secret. All secrets here are random, so a plain hash cannot be turned back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SecretHash(blake3::Hash);

impl SecretHash {
    pub fn of(secret: &str) -> Self {
        Self(blake3::hash(secret.as_bytes()))
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Takes as long for a wrong one as for the right one.
    pub fn is(&self, kept: &[u8]) -> bool {
        <[u8; 32]>::try_from(kept).is_ok_and(|kept| self.0 == blake3::Hash::from_bytes(kept))
    }
}

impl fmt::Debug for SecretHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretHash(..)")
    }
}

pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|cause| Error::unavailable(cause.to_string()))?;
    Ok(bytes)
}

/// 128 bits in 22 letters, for devices, which send it with each request, and for sessions of the web page.
pub fn token() -> Result<String, Error> {
    Ok(BASE64_URL_SAFE_NO_PAD.encode(random::<16>()?))
}

/// A code that a person types: `7K3M-0QWX-...`.
pub fn code(letters: usize) -> Result<String, Error> {
    let mut code = String::new();
    for at in 0..letters {
        if at > 0 && at % 4 == 0 {
            code.push('-');
        }
        let [byte] = random::<1>()?;
        code.push(char::from(ALPHABET[usize::from(byte & 31)]));
    }
    Ok(code)
}

/// An id for a person: 40 bits, which say nothing of whose it is.
pub fn person() -> Result<PersonId, Error> {
    let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte & 31)].to_ascii_lowercase());
    Ok(PersonId::new(random::<PERSON_LETTERS>()?.iter().map(letter).collect::<String>()))
}

pub fn enrolment_code() -> Result<String, Error> {
    code(CODE_LETTERS)
}

/// Vietnamese letters come composed or not, by keyboard and system; to people they are the same.
pub fn composed(typed: &str) -> String {
    typed.nfc().collect()
}
