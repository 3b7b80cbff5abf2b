//! argon2id turns a passphrase into a key; XChaCha20-Poly1305 wraps the data key under it.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

use super::{DataKey, hex, random, unhex};
use crate::error::{Error, Result};

/// How much work one guess of the passphrase costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// KiB of memory.
    pub memory: u32,
    pub passes: u32,
    pub lanes: u32,
}

impl Cost {
    /// Half a second on the oldest laptops in use (2 cores, 2 GB).
    pub const USUAL: Self = Self { memory: 64 * 1024, passes: 3, lanes: 1 };
    /// A damaged or planted key file must not ask for all the memory of the machine.
    const MOST: Self = Self { memory: 1024 * 1024, passes: 16, lanes: 8 };

    fn is_sane(self) -> bool {
        self.memory <= Self::MOST.memory && self.passes <= Self::MOST.passes && self.lanes <= Self::MOST.lanes
    }
}

/// The data key under a passphrase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ByPassphrase {
    kdf: String,
    cost: Cost,
    salt: String,
    nonce: String,
    wrapped: String,
}

const KDF: &str = "argon2id-19";

impl ByPassphrase {
    pub fn wrap(key: &DataKey, passphrase: &str, cost: Cost) -> Result<Self> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        random(&mut salt)?;
        random(&mut nonce)?;
        let kek = stretch(passphrase, &salt, cost)?;
        let aad = aad(cost);
        let payload = Payload { msg: key.bytes(), aad: aad.as_bytes() };
        let wrapped = XChaCha20Poly1305::new((&*kek).into())
            .encrypt(&XNonce::from(nonce), payload)
            .expect("32 bytes are not too long to encrypt");
        Ok(Self { kdf: KDF.into(), cost, salt: hex(&salt), nonce: hex(&nonce), wrapped: hex(&wrapped) })
    }

    pub fn unwrap(&self, passphrase: &str) -> Result<DataKey> {
        if self.kdf != KDF {
            return Err(Error::Newer);
        }
        let salt = unhex(&self.salt).ok_or(Error::KeyDamaged)?;
        let nonce = unhex(&self.nonce).and_then(|bytes| <[u8; 24]>::try_from(bytes).ok());
        let nonce = nonce.ok_or(Error::KeyDamaged)?;
        let wrapped = unhex(&self.wrapped).filter(|bytes| bytes.len() == 48).ok_or(Error::KeyDamaged)?;
        let kek = stretch(passphrase, &salt, self.cost)?;
        let aad = aad(self.cost);
        let payload = Payload { msg: &wrapped, aad: aad.as_bytes() };
        let opened = XChaCha20Poly1305::new((&*kek).into())
            .decrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::WrongPassphrase)?;
        let opened = Zeroizing::new(opened);
        let mut key = DataKey(Zeroizing::new([0; 32]));
        key.0.copy_from_slice(&opened);
        Ok(key)
    }
}

fn aad(cost: Cost) -> String {
    format!("nharong/key/1/{KDF}/{}/{}/{}", cost.memory, cost.passes, cost.lanes)
}

/// Of composed letters, however a keyboard puts them together: what reads the same opens the same.
fn stretch(passphrase: &str, salt: &[u8], cost: Cost) -> Result<Zeroizing<[u8; 32]>> {
    let passphrase: Zeroizing<String> = Zeroizing::new(passphrase.nfc().collect());
    if !cost.is_sane() {
        return Err(Error::KeyDamaged);
    }
    let params =
        Params::new(cost.memory, cost.passes, cost.lanes, Some(32)).map_err(|_| Error::KeyDamaged)?;
    let mut kek = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), salt, kek.as_mut_slice())
        .map_err(|_| Error::KeyDamaged)?;
    Ok(kek)
}
