//! SQLite, and what of it the others see: a database that is opened, and a transaction.

use std::error::Error as StdError;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, Transaction, TransactionBehavior};

use crate::error::Error;
use crate::secret::SecretHash;

const NAME: &str = "nharong.db";
const BUSY: Duration = Duration::from_secs(10);

/// What one piece of work reads and writes: all of one moment, and kept as a whole or not at all. The tables of the view
/// are read and written by the crate of theirs, over what this stands for.
#[derive(Clone, Copy)]
pub(crate) struct Tx<'c>(&'c Connection);

impl<'c> Tx<'c> {
    /// Within a transaction that somebody else began.
    pub(super) fn within(conn: &'c Connection) -> Self {
        Self(conn)
    }
}

impl Deref for Tx<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.0
    }
}

/// A connection of its own to the database of a data folder.
pub(crate) struct Database(pub(super) Connection);

impl Database {
    /// Where it stands.
    pub fn path(data: &Path) -> PathBuf {
        data.join(NAME)
    }

    /// Opens an existing one, or makes one where [`migrate`](Self::migrate) will fill it.
    pub fn open(data: &Path) -> Result<Self, Error> {
        // One thread at a time has it, and needs no lock for that.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(Self::path(data), flags)?;
        // Else a statement is planned anew whenever it is given other values that an index might be asked about.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        conn.busy_timeout(BUSY)?;
        conn.pragma_update(None, "journal_mode", "WAL")?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        conn.pragma_update(None, "foreign_keys", true)?;
        // Of a name that was corrected nothing stays in the free space of its page.
        conn.pragma_update(None, "secure_delete", "FAST")?;
        conn.set_prepared_statement_cache_capacity(tables::PREPARED_STATEMENTS);
        Ok(Self(conn))
    }

    /// Opens a copy to look into it, without leaving anything beside it.
    pub fn open_copy(path: &Path) -> Result<Self, Error> {
        Ok(Self(Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?))
    }

    /// The view's tables and the server's own (versions 2000 to 2999), in one transaction.
    pub fn migrate(&mut self) -> Result<(), Error> {
        let own = super::MIGRATIONS.map(|(name, sql)| tables::migration(name, sql));
        tables::migrate(&mut self.0, own.into()).map_err(Error::unavailable)
    }

    /// Whether it is the database of a district.
    pub fn is_district(&self) -> Result<bool, Error> {
        let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'district')";
        Ok(self.0.query_row(sql, [], |row| row.get(0))?)
    }

    /// Committed where the work succeeds.
    pub fn write<T, E: From<Error>>(&mut self, work: impl FnOnce(Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let tx = self.begin(TransactionBehavior::Immediate)?;
        let done = work(Tx(&tx))?;
        tx.commit().map_err(Error::from)?;
        Ok(done)
    }

    pub fn read<T, E: From<Error>>(&mut self, work: impl FnOnce(Tx<'_>) -> Result<T, E>) -> Result<T, E> {
        let tx = self.begin(TransactionBehavior::Deferred)?;
        work(Tx(&tx))
    }

    fn begin(&mut self, behavior: TransactionBehavior) -> Result<Transaction<'_>, Error> {
        Ok(self.0.transaction_with_behavior(behavior)?)
    }

    /// Copies it to a new file, as of one moment.
    pub fn copy_to(&self, path: &Path) -> Result<(), Error> {
        self.0.execute("VACUUM INTO ?", [path.to_string_lossy()])?;
        Ok(())
    }

    pub fn is_sound(&self) -> Result<bool, Error> {
        let found: String = self.0.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        Ok(found == "ok")
    }

    /// What is overwritten from here on stays nowhere: not in free pages either.
    pub fn overwrite_thoroughly(&self) -> Result<(), Error> {
        Ok(self.0.pragma_update(None, "secure_delete", "ON")?)
    }

    /// Of the log of writes, as far as readers let it; nobody waits for it.
    pub fn put_pages_in_place(&self) -> Result<(), Error> {
        Ok(self.0.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
    }

    /// Puts the log of writes in its place and empties it, as soon as no reader needs it.
    pub fn empty_the_log(&self) -> Result<(), Error> {
        Ok(self.0.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    pub fn close(self) -> Result<(), Error> {
        self.0.close().map_err(|(_, cause)| cause.into())
    }
}

impl From<rusqlite::Error> for Error {
    fn from(cause: rusqlite::Error) -> Self {
        Self::unavailable(cause)
    }
}

/// What the database refused, as far as anybody can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Full,
    Disk,
    CannotOpen,
    ReadOnly,
    Busy,
    Broken,
    Other,
}

impl Fault {
    /// None for what does not come from the database.
    pub fn of(cause: &(dyn StdError + Send + Sync + 'static)) -> Option<Self> {
        let cause = cause.downcast_ref::<rusqlite::Error>()?;
        Some(match cause.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::SystemIoFailure) => Self::Disk,
            Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::CannotOpen,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Broken,
            _ => Self::Other,
        })
    }
}

impl ToSql for SecretHash {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.as_bytes().as_slice()))
    }
}
