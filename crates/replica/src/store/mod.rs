//! The encrypted database: opening it, its migrations, and one file for each table (migration, row, queries).

pub(crate) mod batch;
pub(crate) mod change;
pub(crate) mod document;
pub(crate) mod field_reading;
pub(crate) mod file;
pub(crate) mod form;
mod migrate;
pub(crate) mod noticed;
pub(crate) mod outbox;
pub(crate) mod piece;
pub(crate) mod refused;
pub(crate) mod reserve;
pub(crate) mod setting;
pub(crate) mod typed;

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::key::{DataKey, hex};

pub const FILE_NAME: &str = "nha-rong.db";

/// Makes a new database; one that is there already is an error, never overwritten.
pub fn create(folder: &Path, key: &DataKey) -> Result<Connection> {
    let path = folder.join(FILE_NAME);
    // Claims the name, so that two processes cannot both believe that they made it.
    std::fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
    connect(&path, key)
}

/// Opens a database that is there. Nothing is changed unless it can be read and is not of a newer version.
pub fn open(folder: &Path, key: &DataKey) -> Result<Connection> {
    let path = folder.join(FILE_NAME);
    match std::fs::metadata(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Error::DatabaseMissing),
        Err(error) => return Err(error.into()),
        // SQLite would take an empty file for a new database and show an empty notebook.
        Ok(meta) if meta.len() == 0 => return Err(Error::Damaged),
        Ok(_) => {}
    }
    connect(&path, key)
}

/// A second connection, for questions.
pub fn reader(folder: &Path, key: &DataKey) -> Result<Connection> {
    let conn = keyed(&folder.join(FILE_NAME), key)?;
    conn.execute_batch("PRAGMA query_only = ON; PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY;")?;
    conn.set_prepared_statement_cache_capacity(tables::PREPARED_STATEMENTS);
    Ok(conn)
}

fn keyed(path: &Path, key: &DataKey) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    let pragma = Zeroizing::new(format!("PRAGMA key = \"x'{}'\";", *Zeroizing::new(hex(key.bytes()))));
    // The library would write to the process's error stream; what is wrong is told by the calls.
    conn.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    conn.execute_batch(&pragma)?;
    // The first read tells whether the pages are what this key encrypted.
    conn.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
    Ok(conn)
}

fn connect(path: &Path, key: &DataKey) -> Result<Connection> {
    let mut conn = keyed(path, key)?;
    conn.execute_batch(
        // Only where there is no table yet: what is taken out is then given back to the disk.
        "PRAGMA auto_vacuum = INCREMENTAL;
         PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA busy_timeout = 5000;
         PRAGMA temp_store = MEMORY;
         PRAGMA secure_delete = ON;",
    )?;
    migrate::run(&mut conn)?;
    Ok(conn)
}

/// Reads every page and checks its seal: slow, for an IT officer who wants to know.
pub fn verify(conn: &Connection) -> Result<()> {
    let mut statement = conn.prepare("PRAGMA cipher_integrity_check")?;
    let faulty = statement.query([])?.next()?.is_some();
    if faulty { Err(Error::Damaged) } else { Ok(()) }
}

/// Columns kept as JSON are written by this program alone.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Error::Damaged)
}

pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("these types have string keys only")
}

/// Gives the room of what was taken out back to the disk.
pub(crate) fn shrink(conn: &Connection) -> Result<()> {
    let mut vacuum = conn.prepare("PRAGMA incremental_vacuum")?;
    let mut pages = vacuum.query([])?;
    while pages.next()?.is_some() {}
    // A reader may keep the log for now: it is put in its place later.
    conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

/// Whether edits wait, or changes were sealed and not acknowledged.
pub(crate) fn anything_to_say(conn: &Connection) -> Result<bool> {
    Ok(outbox::any_waiting(conn)? || change::any_to_send(conn)?)
}

/// Sizes and offsets as SQLite keeps them.
pub(crate) fn column(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
