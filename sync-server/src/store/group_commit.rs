//! Several requests' writes in one transaction: each in a savepoint of its own, all with one commit.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::oneshot;

use super::Tx;
use crate::error::Error;

/// What one request wrote.
pub(crate) struct Written<T> {
    pub answer: T,
    /// To be done right after the commit, before anything else is written.
    pub then: Box<dyn FnOnce() + Send>,
    /// True where nothing may be written before `then` is done.
    pub last: bool,
}

/// Does a request's work, where there is a transaction for it.
type Job = Box<dyn FnOnce(Option<Tx<'_>>) -> Ran + Send>;

/// What is left to do when the transaction has ended.
struct Ran {
    /// Told whether it was committed.
    settle: Box<dyn FnOnce(bool) + Send>,
    last: bool,
}

#[derive(Default)]
pub(super) struct Waiting(Mutex<VecDeque<Job>>);

impl Waiting {
    /// Takes a place in the next transaction.
    pub fn enter<T: Send + 'static>(
        &self,
        work: impl FnOnce(Tx<'_>) -> Result<Written<T>, Error> + Send + 'static,
    ) -> oneshot::Receiver<Result<T, Error>> {
        let (answer, answered) = oneshot::channel();
        let job = move |tx: Option<Tx<'_>>| {
            let done = tx.ok_or_else(not_committed).and_then(|tx| by_itself(tx, work));
            let last = done.as_ref().is_ok_and(|written| written.last);
            let settle = move |committed: bool| {
                let told = done.and_then(|written| {
                    committed.then_some(()).ok_or_else(not_committed)?;
                    (written.then)();
                    Ok(written.answer)
                });
                // Whoever asked may have gone meanwhile.
                let _ = answer.send(told);
            };
            Ran { settle: Box::new(settle), last }
        };
        self.jobs().push_back(Box::new(job));
        answered
    }

    /// Does all that waits.
    pub fn run(&self, conn: &mut Connection) {
        while !self.jobs().is_empty() {
            let mut ran = Vec::new();
            let done = self.transaction(conn, &mut ran);
            if let Err(cause) = &done {
                tracing::error!(%cause, "a transaction failed");
            }
            if ran.is_empty() {
                ran.extend(self.next().map(|job| job(None)));
            }
            ran.into_iter().for_each(|one| (one.settle)(done.is_ok()));
        }
    }

    /// What did not run when it failed waits for the next one.
    fn transaction(&self, conn: &mut Connection, ran: &mut Vec<Ran>) -> rusqlite::Result<()> {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // A full disk, among others, makes SQLite undo all of it at once.
        while !tx.is_autocommit()
            && ran.last().is_none_or(|one| !one.last)
            && let Some(job) = self.next()
        {
            ran.push(job(Some(Tx::within(&tx))));
        }
        tx.commit()
    }

    fn next(&self) -> Option<Job> {
        self.jobs().pop_front()
    }

    fn jobs(&self) -> MutexGuard<'_, VecDeque<Job>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn not_committed() -> Error {
    Error::unavailable("the transaction was not committed")
}

/// In a savepoint: what fails, or panics, is undone and leaves the others' work as it is.
fn by_itself<T>(
    tx: Tx<'_>,
    work: impl FnOnce(Tx<'_>) -> Result<Written<T>, Error>,
) -> Result<Written<T>, Error> {
    tx.prepare_cached("SAVEPOINT request")?.execute([])?;
    let done = catch_unwind(AssertUnwindSafe(|| work(tx)))
        .unwrap_or_else(|_| Err(Error::unavailable("what a request writes panicked")))
        .and_then(|written| {
            tx.prepare_cached("RELEASE request")?.execute([])?;
            Ok(written)
        });
    if done.is_err()
        && tx.execute_batch("ROLLBACK TO request; RELEASE request").is_err()
        && !tx.is_autocommit()
    {
        tx.execute_batch("ROLLBACK")?;
    }
    done
}
