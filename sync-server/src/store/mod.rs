//! The district's database: one file per table, holding its migration and its queries.

pub(crate) mod account;
pub(crate) mod actor;
pub(crate) mod blob;
pub(crate) mod code;
pub(crate) mod device;
pub(crate) mod district;
pub(crate) mod document;
pub(crate) mod file_notice;
pub(crate) mod file_reference;
mod group_commit;
pub(crate) mod log;
pub(crate) mod moved_in;
pub(crate) mod parked;
pub(crate) mod person;
pub(crate) mod quarantine;
pub(crate) mod redelivery;
pub(crate) mod session;
pub(crate) mod snapshot;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex as SyncMutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use tokio::sync::{Mutex, Semaphore};

use crate::error::Error;
use group_commit::Waiting;
pub(crate) use group_commit::Written;

const DATABASE: &str = "nharong.db";
const READERS: usize = 4;
/// Kibibytes of pages that the writer keeps: those of the units that write on one day.
const WRITER_CACHE: i64 = 8 << 10;
/// Pages in the log of writes before they are put in their places: many are written again meanwhile.
const CHECKPOINT: i64 = 4_000;
const BUSY: Duration = Duration::from_secs(10);

/// One connection that writes and a few that read. Writers wait for each other here, not inside SQLite.
#[derive(Clone)]
pub struct Store {
    writer: Arc<Mutex<Connection>>,
    /// What goes into the writer's next transaction.
    waiting: Arc<Waiting>,
    readers: Arc<Readers>,
}

struct Readers {
    data: PathBuf,
    idle: SyncMutex<Vec<Connection>>,
    free: Semaphore,
}

impl Store {
    pub fn open(data: &Path) -> Result<Self, Error> {
        let mut conn = connect(data)?;
        migrate(&mut conn)?;
        conn.pragma_update(None, "cache_size", -WRITER_CACHE)?;
        conn.pragma_update(None, "wal_autocheckpoint", CHECKPOINT)?;
        let readers = Readers {
            data: data.to_owned(),
            idle: SyncMutex::new(Vec::with_capacity(READERS)),
            free: Semaphore::new(READERS),
        };
        Ok(Self { writer: Arc::new(Mutex::new(conn)), waiting: Arc::default(), readers: Arc::new(readers) })
    }

    /// Runs on a thread that may wait for the disk. What it does not commit is rolled back.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let mut writer = Arc::clone(&self.writer).lock_owned().await;
        tokio::task::spawn_blocking(move || work(&mut writer)).await?
    }

    /// Runs in a transaction of its own, committed where it succeeds.
    pub(crate) async fn write_alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.write(move |conn| {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&tx)?;
            tx.commit()?;
            Ok(done)
        })
        .await
    }

    /// Runs with all that wait beside it in one transaction, whose one commit costs the disk what each of theirs would.
    /// What fails is rolled back by itself. The answer comes after the commit.
    pub(crate) async fn write_in_group<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<Written<T>, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let answer = self.waiting.enter(work);
        let mut writer = Arc::clone(&self.writer).lock_owned().await;
        let waiting = Arc::clone(&self.waiting);
        // Whoever had the writer before may have done this, too.
        tokio::task::spawn_blocking(move || waiting.run(&mut writer)).await?;
        answer.await.map_err(Error::unavailable)?
    }

    /// Runs in one read transaction: everything it sees is of one moment.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _turn = self.readers.free.acquire().await.map_err(Error::unavailable)?;
        let readers = Arc::clone(&self.readers);
        tokio::task::spawn_blocking(move || {
            let mut conn = readers.take()?;
            let answer = conn.transaction().map_err(Error::from).and_then(|tx| work(&tx));
            readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
            answer
        })
        .await?
    }
}

impl Readers {
    /// An idle connection, or a new one at first and after a panic has taken one along.
    fn take(&self) -> Result<Connection, Error> {
        if let Some(conn) = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(conn);
        }
        let conn = connect(&self.data)?;
        conn.pragma_update(None, "query_only", true)?;
        Ok(conn)
    }
}

pub(crate) fn database(data: &Path) -> PathBuf {
    data.join(DATABASE)
}

/// Opens an existing database, or makes one where `migrate` will fill it.
pub(crate) fn connect(data: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let conn = Connection::open_with_flags(database(data), flags)?;
    conn.busy_timeout(BUSY)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", true)?;
    // Of a name that was corrected nothing stays in the free space of its page.
    conn.pragma_update(None, "secure_delete", "FAST")?;
    conn.set_prepared_statement_cache_capacity(tables::PREPARED_STATEMENTS);
    Ok(conn)
}

/// Whether it is the database of a district.
pub(crate) fn is_district(conn: &Connection) -> Result<bool, Error> {
    let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'district')";
    Ok(conn.query_row(sql, [], |row| row.get(0))?)
}

/// Opens a copy to look into it, without leaving anything beside it.
pub(crate) fn open_copy(path: &Path) -> Result<Connection, Error> {
    Ok(Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?)
}

/// The view's tables and the server's own (versions 2000 to 2999), in one transaction.
pub(crate) fn migrate(conn: &mut Connection) -> Result<(), Error> {
    let own = [
        district::MIGRATION,
        code::MIGRATION,
        device::MIGRATION,
        actor::MIGRATION,
        document::MIGRATION,
        log::MIGRATION,
        redelivery::MIGRATION,
        file_notice::MIGRATION,
        parked::MIGRATION,
        quarantine::MIGRATION,
        blob::MIGRATION,
        file_reference::MIGRATION,
        account::MIGRATION,
        session::MIGRATION,
        snapshot::MIGRATION,
        person::MIGRATION,
        moved_in::MIGRATION,
    ];
    let own = own.into_iter().map(|(name, sql)| tables::migration(name, sql)).collect();
    tables::migrate(conn, own).map_err(Error::unavailable)
}
