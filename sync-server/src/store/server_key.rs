//! `server_key`: one row, the key by which laptops know this district's server wherever it stands, and where it has gone.

use protocol::{Moved, Signer};
use rusqlite::OptionalExtension as _;

use super::Tx;
use crate::error::Error;
use crate::secret;

pub(super) const MIGRATION: (&str, &str) = (
    "U2019__server_key",
    "CREATE TABLE server_key (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        secret BLOB NOT NULL, -- ed25519
        moved_to TEXT         -- address of the server that took this one's place; this one takes nothing in any more
    ) STRICT;",
);

pub(crate) fn create(tx: Tx<'_>) -> Result<(), Error> {
    let secret = secret::random::<32>()?;
    tx.execute("INSERT INTO server_key (id, secret) VALUES (1, ?)", [secret.as_slice()])?;
    Ok(())
}

pub(crate) fn signer(tx: Tx<'_>) -> Result<Signer, Error> {
    let mut statement = tx.prepare_cached("SELECT secret FROM server_key")?;
    let secret: [u8; 32] = statement.query_row([], |row| row.get(0))?;
    Ok(Signer::from_secret(&secret))
}

/// Where the server has gone, signed; none where it is here.
pub(crate) fn moved(tx: Tx<'_>) -> Result<Option<Moved>, Error> {
    let mut statement = tx.prepare_cached("SELECT moved_to FROM server_key WHERE moved_to IS NOT NULL")?;
    let address: Option<String> = statement.query_row([], |row| row.get(0)).optional()?;
    address.map(|address| Ok(Moved::to(&address, &signer(tx)?))).transpose()
}

pub(crate) fn set_moved(tx: Tx<'_>, to: Option<&str>) -> Result<(), Error> {
    tx.execute("UPDATE server_key SET moved_to = ?", [to])?;
    Ok(())
}
