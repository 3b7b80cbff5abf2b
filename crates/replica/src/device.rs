//! Who this laptop is, and where it stands with the server.

use std::fmt;

use model::ids::{OrganisationId, PersonId, UnitId};
use protocol::{
    BatchHash, Counter, Cursor, DeviceId, EnrolReply, Epoch, PublicKey, Signer, Token, UnixMillis,
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::key::{hex, random, unhex};
use crate::store::setting;

/// Kept in the encrypted store.
#[derive(Clone, Serialize, Deserialize)]
pub struct Device {
    pub server: String,
    pub id: DeviceId,
    /// For which it was enrolled.
    pub unit: UnitId,
    /// Whose units the server keeps.
    pub organisation: OrganisationId,
    /// The unit that carries on the work of that one, as the server says.
    #[serde(default)]
    pub merged: Option<UnitId>,
    /// What they are called, the directory says.
    pub person: PersonId,
    pub token: Token,
    /// By which the district's server is known, wherever it stands.
    server_key: String,
    secret: Secret,
}

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Device({:?})", self.id)
    }
}

impl Device {
    pub fn new(server: String, secret: Secret, reply: EnrolReply) -> Self {
        let EnrolReply { device, token, unit, organisation, person, signing_key, .. } = reply;
        Self {
            server,
            id: device,
            unit,
            organisation,
            merged: None,
            person,
            token,
            server_key: signing_key,
            secret,
        }
    }

    /// The same, with the server at another address.
    pub(crate) fn at(&self, address: &str) -> Self {
        Self { server: address.to_owned(), ..self.clone() }
    }

    pub fn signer(&self) -> Result<Signer> {
        self.secret.signer()
    }

    pub fn server_key(&self) -> Result<PublicKey> {
        PublicKey::from_hex(&self.server_key).map_err(|_| Error::Damaged)
    }
}

/// The device's secret key. Never printed.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn random() -> Result<Self> {
        let mut bytes = Zeroizing::new([0; 32]);
        random(bytes.as_mut_slice())?;
        Ok(Self(hex(bytes.as_slice())))
    }

    pub fn signer(&self) -> Result<Signer> {
        let bytes = Zeroizing::new(unhex(&self.0).ok_or(Error::Damaged)?);
        let bytes = Zeroizing::new(<[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| Error::Damaged)?);
        Ok(Signer::from_secret(&bytes))
    }

    /// 64 hexadecimal digits.
    pub fn public(&self) -> Result<String> {
        Ok(hex(&self.signer()?.public().to_bytes()))
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.0);
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// Where the laptop stands with the server's log, and with its own batches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncStanding {
    pub epoch: Epoch,
    pub cursor: Cursor,
    pub counter: Counter,
    pub previous: BatchHash,
    pub heard_since: UnixMillis,
    pub backed_up: Cursor,
    /// Every file that the server had whole by here is in a backup.
    #[serde(default)]
    pub files_backed_up: Cursor,
    /// The news were asked for from the beginning, because a change came without its ancestors.
    #[serde(default)]
    pub asked_anew: bool,
    /// Enrolled anew with edits in the queue: another copy of this laptop may have sent them, so all is heard before
    /// anything is said.
    #[serde(default)]
    pub hears_first: bool,
}

impl SyncStanding {
    pub fn get(conn: &Connection) -> Result<Self> {
        Ok(setting::get(conn, setting::STANDING)?.unwrap_or_default())
    }

    pub fn set(&self, conn: &Connection) -> Result<()> {
        setting::set(conn, setting::STANDING, self)
    }
}
