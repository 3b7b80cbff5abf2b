//! The district's database: one file per table, holding its migration and its queries.

pub(crate) mod account;
pub(crate) mod actor;
pub(crate) mod blob;
pub(crate) mod clock_jump;
pub(crate) mod code;
mod database;
pub(crate) mod device;
pub(crate) mod district;
pub(crate) mod document;
pub(crate) mod file_giver;
pub(crate) mod file_notice;
pub(crate) mod file_reference;
mod group_commit;
pub(crate) mod log;
pub(crate) mod moved_in;
pub(crate) mod parked;
pub(crate) mod person;
pub(crate) mod quarantine;
pub(crate) mod redelivery;
pub(crate) mod server_key;
pub(crate) mod session;
pub(crate) mod snapshot;
pub(crate) mod upload;

use std::ffi::c_int;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex as SyncMutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::hooks::Wal;
use tokio::sync::{Mutex, Notify, Semaphore};

use crate::error::Error;
pub(crate) use database::{Database, Fault, Tx};
use group_commit::Waiting;
pub(crate) use group_commit::Written;

const READERS: usize = 4;
/// Kibibytes of pages that the writer keeps: those of the units that write on one day.
const WRITER_CACHE: i64 = 8 << 10;
/// Pages in the log of writes before they are put in their places: many are written again meanwhile.
const CHECKPOINT: c_int = 4_000;
/// So many, and the writer itself puts them there: whoever should have done it did not come to it.
const LONG: c_int = 4 * CHECKPOINT;

/// One connection that writes and a few that read. Writers wait for each other here, not inside SQLite.
#[derive(Clone)]
pub struct Store {
    writer: Arc<Mutex<Database>>,
    /// Puts the pages of the log in their places, while others write.
    checkpointer: Arc<SyncMutex<Database>>,
    log_is_long: Arc<Notify>,
    /// How long the writer has worked, in microseconds: its turns are what limits a busy server.
    worked: Arc<AtomicU64>,
    /// What goes into the writer's next transaction.
    waiting: Arc<Waiting>,
    readers: Arc<Readers>,
}

struct Readers {
    data: PathBuf,
    idle: SyncMutex<Vec<Database>>,
    free: Semaphore,
}

impl Store {
    pub fn open(data: &Path) -> Result<Self, Error> {
        let mut database = Database::open(data)?;
        database.migrate()?;
        database.0.pragma_update(None, "cache_size", -WRITER_CACHE)?;
        let log_is_long = Arc::new(Notify::new());
        let told = Arc::clone(&log_is_long);
        database.0.wal_hook(Some(move |log: &mut Wal, pages: c_int| {
            if pages >= CHECKPOINT {
                told.notify_one();
            }
            if pages >= LONG { log.checkpoint() } else { Ok(()) }
        }))?;
        let readers = Readers {
            data: data.to_owned(),
            idle: SyncMutex::new(Vec::with_capacity(READERS)),
            free: Semaphore::new(READERS),
        };
        Ok(Self {
            writer: Arc::new(Mutex::new(database)),
            worked: Arc::default(),
            checkpointer: Arc::new(SyncMutex::new(Database::open(data)?)),
            log_is_long,
            waiting: Arc::default(),
            readers: Arc::new(readers),
        })
    }

    /// Runs in a transaction of its own, committed where it succeeds, on a thread that may wait for the disk.
    pub(crate) async fn write_alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.turn(move |writer| writer.write(work)).await?
    }

    /// Waits for the one writer, and counts how long it worked.
    async fn turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Database) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (mut writer, worked) = (Arc::clone(&self.writer).lock_owned().await, Arc::clone(&self.worked));
        let done = tokio::task::spawn_blocking(move || {
            let begun = Instant::now();
            let done = work(&mut writer);
            worked.fetch_add(u64::try_from(begun.elapsed().as_micros()).unwrap_or(0), Ordering::Relaxed);
            done
        });
        Ok(done.await?)
    }

    /// Runs with all that wait beside it in one transaction, whose one commit costs the disk what each of theirs would.
    /// What fails is rolled back by itself. The answer comes after the commit.
    pub(crate) async fn write_in_group<T: Send + 'static>(
        &self,
        work: impl FnOnce(Tx<'_>) -> Result<Written<T>, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let answer = self.waiting.enter(work);
        let waiting = Arc::clone(&self.waiting);
        // Whoever had the writer before may have done this, too.
        self.turn(move |writer| waiting.run(&mut writer.0)).await?;
        answer.await.map_err(Error::unavailable)?
    }

    /// Waits until the log of writes is long, and puts its pages in their places: most of them while others write, and what
    /// came meanwhile in a turn of the writer's, after which the log begins anew.
    pub(crate) async fn shorten_log(&self) -> Result<(), Error> {
        self.log_is_long.notified().await;
        let checkpointer = Arc::clone(&self.checkpointer);
        tokio::task::spawn_blocking(move || {
            checkpointer.lock().unwrap_or_else(PoisonError::into_inner).put_pages_in_place()
        })
        .await??;
        self.turn(|writer| writer.put_pages_in_place()).await?
    }

    /// How long the writer has worked since the start.
    pub(crate) fn worked(&self) -> Duration {
        Duration::from_micros(self.worked.load(Ordering::Relaxed))
    }

    /// Runs in one read transaction: everything it sees is of one moment.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let _turn = self.readers.free.acquire().await.map_err(Error::unavailable)?;
        let readers = Arc::clone(&self.readers);
        tokio::task::spawn_blocking(move || {
            let mut reader = readers.take()?;
            let answer = reader.read(work);
            readers.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
            answer
        })
        .await?
    }
}

impl Readers {
    /// An idle connection, or a new one at first and after a panic has taken one along.
    fn take(&self) -> Result<Database, Error> {
        if let Some(reader) = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop() {
            return Ok(reader);
        }
        let reader = Database::open(&self.data)?;
        reader.0.pragma_update(None, "query_only", true)?;
        Ok(reader)
    }
}

const MIGRATIONS: [(&str, &str); 24] = [
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
    clock_jump::MIGRATION,
    server_key::MIGRATION,
    upload::MIGRATION,
    file_giver::MIGRATION,
    district::FILES_BACKED_UP,
    server_key::TOLD,
    district::READING,
];
