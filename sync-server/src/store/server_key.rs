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
        addresses TEXT NOT NULL DEFAULT '', -- for which it proves what it is, one on a line
        moved_to TEXT         -- address of the server that took this one's place; this one takes nothing in any more
    ) STRICT;",
);

pub(super) const TOLD: (&str, &str) = (
    "U2040__told_moved",
    "-- Laptops that were told where the server has gone: they write there from then on.
    CREATE TABLE told_moved (
        device INTEGER PRIMARY KEY
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

/// Refused where the server has gone elsewhere.
pub(crate) fn need_here(tx: Tx<'_>) -> Result<(), Error> {
    moved(tx)?.map_or(Ok(()), |to| Err(Error::Moved(to)))
}

/// Gives how many laptops were told of where it had gone before.
pub(crate) fn set_moved(tx: Tx<'_>, to: Option<&str>) -> Result<usize, Error> {
    tx.execute("UPDATE server_key SET moved_to = ?", [to])?;
    Ok(tx.execute("DELETE FROM told_moved", [])?)
}

pub(crate) fn is_told(tx: Tx<'_>, device: i64) -> Result<bool, Error> {
    let mut select = tx.prepare_cached("SELECT EXISTS (SELECT 1 FROM told_moved WHERE device = ?)")?;
    Ok(select.query_row([device], |row| row.get(0))?)
}

pub(crate) fn tell(tx: Tx<'_>, device: i64) -> Result<(), Error> {
    tx.prepare_cached("INSERT OR IGNORE INTO told_moved (device) VALUES (?)")?.execute([device])?;
    Ok(())
}

/// Whether the server is to prove that it stands at this address.
pub(crate) fn stands_at(tx: Tx<'_>, address: &str) -> Result<bool, Error> {
    let mut statement = tx.prepare_cached("SELECT addresses FROM server_key")?;
    let addresses: String = statement.query_row([], |row| row.get(0))?;
    let bare = |address: &str| address.trim().trim_end_matches('/').to_ascii_lowercase();
    Ok(addresses.lines().any(|one| bare(one) == bare(address)))
}

pub(crate) fn add_address(tx: Tx<'_>, address: &str) -> Result<(), Error> {
    tx.execute("UPDATE server_key SET addresses = addresses || ? || char(10)", [address])?;
    Ok(())
}

/// A copy stands where the server was said to go.
pub(crate) fn arrive(tx: Tx<'_>) -> Result<(), Error> {
    let sql =
        "UPDATE server_key SET addresses = addresses || coalesce(moved_to || char(10), ''), moved_to = NULL";
    tx.execute(sql, [])?;
    tx.execute("DELETE FROM told_moved", [])?;
    Ok(())
}
