//! What every request shares.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use model::doc_id::DocId;
use model::ids::UnitId;
use model::plans::Plans;
use model::vocabulary::Vocabulary;
use protocol::{Cursor, VocabularyDigest};
use tokio::sync::{Semaphore, watch};

use crate::cache::Cache;
use crate::clock::{Clock, Watch};
use crate::config::Config;
use crate::error::Error;
use crate::folder::{Folder, discard};
use crate::limits::Limits;
use crate::plans_in_force::stored;
use crate::reading;
use crate::store::{Database, Store, Tx, district};
use crate::throttle::Throttle;

/// How many passwords are checked at a time: each takes 19 MB and a tenth of a second.
const PASSWORDS_AT_ONCE: usize = 2;

/// How many messages are unpacked at a time, before it is known that their device signed them.
const OPENED_AT_ONCE: usize = 4;

/// How many batches are admitted at a time, until each is written: their documents are in memory so long.
const WORKED_AHEAD: usize = 4;

/// Between two looks at what other programs wrote: the administrator's commands, while the server runs.
const LOOK: Duration = Duration::from_secs(5);

/// Between two looks at what was written since.
const INDEX: Duration = Duration::from_secs(1);

/// How many texts are put into the search's index in one turn of the writer.
const INDEXED_AT_ONCE: usize = 200;

/// Whom a commit concerns.
#[derive(Debug)]
pub(crate) enum Concerned {
    Everyone,
    /// The readers of these documents.
    Documents(Vec<DocId>),
    /// Those who hear of the people of a unit.
    PeopleOf(UnitId),
}

/// The store, and all that is kept in memory beside it. A server that is killed loses the latter, and each says why that is
/// right.
pub(crate) struct App {
    pub store: Store,
    pub clock: Clock,
    /// What the clock said last: the log tells how far it has come.
    pub watch: Watch,
    /// What this program knows of all that may stand in documents.
    pub known: Arc<Vocabulary>,
    /// The same by name, as it is told, and its digest.
    understood: (protocol::Vocabulary, VocabularyDigest),
    pub limits: Limits,
    /// And which files are being written: whoever wrote them is gone with the process.
    pub files: Folder,
    /// Documents as the last commit left them: read again from the log.
    pub cache: Mutex<Cache>,
    /// Turns of those who wait: they are gone with the process, and come again.
    pub opening: Semaphore,
    pub working_ahead: Semaphore,
    pub passwords: Semaphore,
    /// Who tried wrong codes and passwords lately: begins anew, and a restart takes longer than the wait.
    pub wrong_codes: Throttle,
    pub wrong_passwords: Throttle,
    /// The plans in force, and the count of changes by which they are known: read again from the log.
    plans: RwLock<(i64, Arc<Plans>)>,
    /// The newest position, for those who look at the whole district; listeners come again and are told where it stands.
    log_end: watch::Sender<Cursor>,
    /// The newest position that concerns a unit: one channel for each unit that was ever listened for, nothing
    /// for those who listen.
    of_units: Mutex<HashMap<UnitId, watch::Sender<Cursor>>>,
    /// Set when the server closes, so that streams without an end come to one.
    closing: watch::Receiver<bool>,
}

impl App {
    pub async fn open(config: Config, closing: watch::Receiver<bool>) -> Result<Self, Error> {
        let Config { data, clock, known, limits } = config;
        let files = Folder::new(&data);
        let understood = protocol::Vocabulary::new(known.names()).map_err(Error::unavailable)?;
        let understood = (understood.clone(), understood.digest());
        let (store, plans, newest) = tokio::task::spawn_blocking(move || {
            let store = Store::open(&data)?;
            let folder = Folder::new(&data);
            // The power may have gone between the word and the deed.
            let withdrawn =
                Database::open(&data)?.read(|tx| Ok::<_, Error>(tables::withdrawn_files(&tx)?))?;
            let deleted = withdrawn.iter().filter(|one| one.by_district);
            deleted.map(|one| folder.whole(&one.hash)).try_for_each(|path| discard(&path))?;
            Database::open(&data)?.write(|tx| reading::redeliver(tx, &stored(tx)?))?;
            let (plans, newest) = Database::open(&data)?.read(|tx| {
                let row = district::need(tx)?;
                Ok::<_, Error>(((row.rules, Arc::new(stored(tx)?)), row.position))
            })?;
            Ok::<_, Error>((store, plans, newest))
        })
        .await??;
        Ok(Self {
            store,
            clock,
            watch: Watch::default(),
            known,
            understood,
            limits,
            files,
            cache: Mutex::default(),
            opening: Semaphore::new(OPENED_AT_ONCE),
            working_ahead: Semaphore::new(WORKED_AHEAD),
            wrong_codes: Throttle::default(),
            wrong_passwords: Throttle::default(),
            passwords: Semaphore::new(PASSWORDS_AT_ONCE),
            plans: RwLock::new(plans),
            log_end: watch::Sender::new(newest),
            of_units: Mutex::default(),
            closing,
        })
    }

    /// What this program understands, for a laptop that has not heard it.
    pub fn understood_unless(&self, heard: VocabularyDigest) -> Option<protocol::Vocabulary> {
        let (names, digest) = &self.understood;
        (*digest != heard).then(|| names.clone())
    }

    /// The plans as this transaction sees them: another program may have changed them, too. The same until they change.
    /// Not to be asked by who has just changed them, and not committed it.
    pub fn plans(&self, tx: Tx<'_>) -> Result<Arc<Plans>, Error> {
        let rules = district::need(tx)?.rules;
        let (known, plans) = self.last_plans();
        if known == rules {
            return Ok(plans);
        }
        let plans = Arc::new(stored(tx)?);
        let mut kept = self.plans.write().unwrap_or_else(PoisonError::into_inner);
        if kept.0 < rules {
            *kept = (rules, Arc::clone(&plans));
        }
        Ok(plans)
    }

    fn last_plans(&self) -> (i64, Arc<Plans>) {
        self.plans.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Wakes those who listen and are concerned.
    pub fn tell(&self, newest: Cursor, concerned: &Concerned) {
        rise(&self.log_end, newest);
        let of_units = self.of_units.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, plans) = self.last_plans();
        let units = match concerned {
            Concerned::Everyone => return of_units.values().for_each(|log_end| rise(log_end, newest)),
            Concerned::Documents(docs) => docs.iter().flat_map(|doc| plans.readers(doc)).collect(),
            // Who hears of whom is the same both ways.
            Concerned::PeopleOf(unit) => plans.hears_of(unit),
        };
        units.into_iter().filter_map(|unit| of_units.get(unit)).for_each(|log_end| rise(log_end, newest));
    }

    /// Tells what other programs write, until the server closes.
    pub async fn tell_of_others(self: Arc<Self>) {
        let mut closing = self.closing.clone();
        let mut look = tokio::time::interval(LOOK);
        let mut rules = self.last_plans().0;
        loop {
            tokio::select! {
                _ = look.tick() => {}
                _ = closing.wait_for(|closing| *closing) => return,
            }
            // What cannot be read now may be the next time.
            let Ok(row) = self.store.read(district::need).await else { continue };
            // A commit of our own in the meantime has told the position, but only to those whom it concerned itself.
            if row.position > self.newest() || row.rules != rules {
                self.tell(row.position, &Concerned::Everyone);
            }
            rules = row.rules;
        }
    }

    /// Puts what was written into the index of the search, little by little between those who write, until the server
    /// closes.
    pub async fn index_what_was_written(self: Arc<Self>) {
        let mut closing = self.closing.clone();
        let mut look = tokio::time::interval(INDEX);
        loop {
            tokio::select! {
                _ = look.tick() => {}
                _ = closing.wait_for(|closing| *closing) => return,
            }
            while self.store.read(|tx| Ok(tables::any_marked(&tx)?)).await.unwrap_or(false) {
                let index = |tx: Tx<'_>| Ok(tables::index_marked(&tx, INDEXED_AT_ONCE)?);
                match self.store.write_alone(index).await {
                    Ok(true) => {}
                    Ok(false) => break,
                    // What is marked is found without the index, and may be put there the next time.
                    Err(cause) => {
                        tracing::warn!(%cause, "what was written is not in the search's index yet");
                        break;
                    }
                }
            }
        }
    }

    /// Keeps the database's log of writes short, until the server closes.
    pub async fn keep_log_short(self: Arc<Self>) {
        let mut closing = self.closing.clone();
        loop {
            let done = tokio::select! {
                done = self.store.shorten_log() => done,
                _ = closing.wait_for(|closing| *closing) => return,
            };
            // The writer does it by itself before the log is much longer.
            if let Err(cause) = done {
                tracing::warn!(%cause, "the log of writes was not shortened");
            }
        }
    }

    /// As far as the log goes.
    pub fn newest(&self) -> Cursor {
        *self.log_end.borrow()
    }

    /// News of the whole district, or what concerns one unit; and whether the server closes.
    pub fn listen(&self, unit: Option<&UnitId>) -> (watch::Receiver<Cursor>, watch::Receiver<bool>) {
        let log_end = match unit {
            None => self.log_end.subscribe(),
            Some(unit) => {
                let mut of_units = self.of_units.lock().unwrap_or_else(PoisonError::into_inner);
                of_units.entry(unit.clone()).or_insert_with(|| watch::Sender::new(self.newest())).subscribe()
            }
        };
        (log_end, self.closing.clone())
    }
}

fn rise(log_end: &watch::Sender<Cursor>, newest: Cursor) {
    log_end.send_if_modified(|known| {
        let later = newest > *known;
        *known = (*known).max(newest);
        later
    });
}
