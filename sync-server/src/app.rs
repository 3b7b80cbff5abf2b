//! What every request shares.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use model::plan::Plan;
use protocol::Cursor;
use tokio::sync::{Semaphore, watch};

use crate::clock::Clock;
use crate::error::Error;
use crate::files::Folder;
use crate::plan_in_force::stored;
use crate::store::{Store, district};
use crate::throttle::Throttle;

/// How many passwords are checked at a time: each takes 19 MB and a tenth of a second.
const PASSWORDS_AT_ONCE: usize = 2;

pub(crate) struct App {
    pub store: Store,
    pub clock: Clock,
    pub files: Folder,
    pub wrong_codes: Throttle,
    pub wrong_passwords: Throttle,
    pub passwords: Semaphore,
    /// The plan in force. Replaced only by the writer, right after its commit.
    plan: RwLock<Arc<Plan>>,
    /// The newest position. One channel for everyone who listens; nothing is kept for any of them.
    news: watch::Sender<Cursor>,
    /// Set when the server closes, so that streams without an end come to one.
    closing: watch::Receiver<bool>,
}

impl App {
    pub async fn open(data: PathBuf, clock: Clock, closing: watch::Receiver<bool>) -> Result<Self, Error> {
        let files = Folder::new(&data);
        let (store, plan, newest) = tokio::task::spawn_blocking(move || {
            let store = Store::open(&data)?;
            let conn = crate::store::connect(&data)?;
            Ok::<_, Error>((store, stored(&conn)?, district::need(&conn)?.position))
        })
        .await??;
        Ok(Self {
            store,
            clock,
            files,
            wrong_codes: Throttle::default(),
            wrong_passwords: Throttle::default(),
            passwords: Semaphore::new(PASSWORDS_AT_ONCE),
            plan: RwLock::new(Arc::new(plan)),
            news: watch::Sender::new(newest),
            closing,
        })
    }

    pub fn plan(&self) -> Arc<Plan> {
        Arc::clone(&self.plan.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn set_plan(&self, plan: Plan) {
        *self.plan.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(plan);
    }

    /// Wakes everyone who listens, if there is anything new.
    pub fn tell(&self, newest: Cursor) {
        self.news.send_if_modified(|known| {
            let later = newest > *known;
            *known = (*known).max(newest);
            later
        });
    }

    pub fn listen(&self) -> (watch::Receiver<Cursor>, watch::Receiver<bool>) {
        (self.news.subscribe(), self.closing.clone())
    }
}
