//! When to speak with the server: at the start, after an edit, at news, when asked, and when the network is back.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use model::window::Link;
use protocol::{Problem, ProblemCode};
use tokio::sync::{Mutex, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use super::plan::Outgoing;
use super::status::{Line, StatusBoard};
use super::transfer::{Leaving, LinkError, Server, at_once};
use crate::device::SyncStanding;
use crate::error::{Error, Result};
use crate::key::random;
use crate::replica::Replica;

/// How the driver paces itself.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// After an edit, so that one batch holds what is written in one go.
    pub after_edit: Duration,
    pub first_retry: Duration,
    pub longest_retry: Duration,
    /// What only a person can mend is tried again this late.
    pub lasting_retry: Duration,
    /// Where no news come through (a proxy keeps them back), one asks now and then.
    pub idle: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            after_edit: Duration::from_secs(2),
            first_retry: Duration::from_secs(1),
            longest_retry: Duration::from_secs(60),
            lasting_retry: Duration::from_secs(300),
            idle: Duration::from_secs(300),
        }
    }
}

impl Pace {
    /// Full jitter: anywhere up to twice the last bound, so that a district's laptops do not all come back at
    /// the moment in which its network does. `dice`: uniform in 0..=1.
    pub fn backoff(&self, failures: u32, dice: f64) -> Duration {
        let doubled = self.first_retry.saturating_mul(1_u32 << failures.saturating_sub(1).min(16));
        doubled.min(self.longest_retry).mul_f64(dice.clamp(0.0, 1.0))
    }
}

/// From a change to its place in the index of the search: what is written meanwhile comes along.
const INDEX: Duration = Duration::from_secs(1);

/// More rounds than any backlog takes; then it is the server that goes in circles.
const MOST_ROUNDS: usize = 10_000;

/// Why a round came to nothing.
#[derive(Debug)]
pub(crate) enum Trouble {
    Link(LinkError),
    Store(Error),
}

impl From<LinkError> for Trouble {
    fn from(error: LinkError) -> Self {
        Self::Link(error)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

impl Trouble {
    pub fn message(&self) -> String {
        match self {
            Self::Link(error) => error.to_string(),
            Self::Store(error) => error.to_string(),
        }
    }
}

/// Bytes of the first piece of a file, on a line that is not known yet.
const FIRST: u64 = 64 << 10;

/// Carries what waits to the server and what is new from it.
pub struct Driver<S> {
    pub(super) replica: Replica,
    pub(super) server: S,
    board: Arc<StatusBoard>,
    pace: Pace,
    /// One exchange at a time: a batch names the one before it.
    turn: Mutex<()>,
    /// How far the server says that its log goes.
    announced: watch::Sender<u64>,
    /// Bytes of the next piece of a file, by what the line carried lately.
    pub(super) piece: AtomicU64,
}

impl<S: Server> Driver<S> {
    pub fn new(replica: Replica, server: S, board: Arc<StatusBoard>, pace: Pace) -> Self {
        let (announced, piece) = (watch::Sender::new(0), AtomicU64::new(FIRST));
        Self { replica, server, board, pace, turn: Mutex::new(()), announced, piece }
    }

    /// Runs until it is dropped or aborted.
    pub fn spawn(self: Arc<Self>) -> JoinHandle<()> {
        tokio::spawn(async move {
            tokio::join!(self.keep_status(), self.keep_indexed(), self.keep_listening(), self.run());
        })
    }

    async fn keep_status(&self) {
        let mut changed = self.replica.watch_changed();
        self.board.refresh(&self.replica);
        while changed.changed().await.is_ok() {
            self.board.refresh(&self.replica);
        }
    }

    /// Puts what was written into the index of the search, a moment after the last word.
    async fn keep_indexed(&self) {
        let mut changed = self.replica.watch_changed();
        loop {
            while self.blocking(Replica::index_marked).await.is_ok_and(|left| left) {}
            if changed.changed().await.is_err() {
                return;
            }
            sleep(INDEX).await;
        }
    }

    /// Keeps one stream of news open while the server can be reached.
    async fn keep_listening(&self) {
        let mut status = self.board.watch();
        let mut failures = 0;
        loop {
            // Not while syncing: the stream would take the one open connection, and what waits would have to
            // open another.
            if status.wait_for(|status| status.link == Link::Online).await.is_err() {
                return;
            }
            let Ok(device) = self.replica.enrolled() else { return };
            let begun = Instant::now();
            let error = self.server.listen(&device, &self.announced).await;
            // A stream that held for a while ended by chance; one that ends at once may do so again.
            failures = if begun.elapsed() > self.pace.longest_retry { 1 } else { failures + 1 };
            // Whether the network went with the stream, the next round finds out, before it seals anything: what
            // cannot be sent can still be taken back.
            if error == LinkError::Offline && self.board.link() == Link::Online {
                self.board.set(&self.replica, Link::Unknown);
            }
            self.replica.tell_edited();
            let pause = if error.is_lasting() {
                self.pace.lasting_retry
            } else {
                self.pace.backoff(failures, dice())
            };
            sleep(pause.max(self.pace.first_retry)).await;
        }
    }

    async fn run(&self) {
        let mut announced = self.announced.subscribe();
        let mut failures = 0;
        let mut files_told = false;
        loop {
            self.forget_edits().await;
            match self.round_and_files(files_told).await {
                Ok(()) => {
                    failures = 0;
                    files_told = self.wait_online(&mut announced).await;
                }
                Err(trouble) => {
                    failures += 1;
                    self.report(&trouble);
                    files_told = self.wait_offline(failures, &trouble).await;
                }
            }
        }
    }

    /// What the coming round takes along needs no round of its own afterwards.
    async fn forget_edits(&self) {
        tokio::select! {
            biased;
            () = self.replica.edited() => {}
            () = std::future::ready(()) => {}
        }
    }

    async fn round_and_files(&self, told: bool) -> std::result::Result<(), Trouble> {
        self.round().await?;
        if told || !self.replica.metered()? {
            self.send_files().await?;
            self.board.set(&self.replica, Link::Online);
        }
        Ok(())
    }

    /// Waits while all is well, until there is a reason to sync. True where a person asked for it.
    async fn wait_online(&self, announced: &mut watch::Receiver<u64>) -> bool {
        tokio::select! {
            () = self.replica.asked() => true,
            () = self.replica.edited() => self.settle().await,
            () = self.unheard(announced) => false,
            () = sleep(self.pace.idle) => false,
        }
    }

    /// Waits for news that this laptop has not heard: its own changes are none.
    async fn unheard(&self, announced: &mut watch::Receiver<u64>) {
        while announced.changed().await.is_ok() {
            if self.is_unheard(*announced.borrow_and_update()) {
                return;
            }
        }
    }

    /// After a restoration the server's log is shorter than it was: that is news too.
    fn is_unheard(&self, position: u64) -> bool {
        self.replica.read(SyncStanding::get).is_ok_and(|standing| standing.cursor.0 != position)
    }

    /// Lets the person finish what they are writing. True where they asked to sync meanwhile.
    async fn settle(&self) -> bool {
        tokio::select! {
            () = self.replica.asked() => true,
            () = sleep(self.pace.after_edit) => false,
        }
    }

    /// Waits before the next try. True where a person asked for it.
    async fn wait_offline(&self, failures: u32, trouble: &Trouble) -> bool {
        let lasting = matches!(trouble, Trouble::Link(error) if error.is_lasting());
        let asked_for = match trouble {
            Trouble::Link(error) => error.wait().unwrap_or_default(),
            Trouble::Store(_) => Duration::ZERO,
        };
        let pause = if lasting { self.pace.lasting_retry } else { self.pace.backoff(failures, dice()) };
        tokio::select! {
            () = self.replica.asked() => true,
            () = sleep(pause.max(asked_for)) => false,
        }
    }

    fn report(&self, trouble: &Trouble) {
        let link = match trouble {
            Trouble::Link(LinkError::Refused { .. }) => Link::Online,
            Trouble::Link(_) => Link::Offline,
            // The server answered; it is the store that could not take it.
            Trouble::Store(_) if self.board.link() == Link::Syncing => Link::Online,
            Trouble::Store(_) => self.board.link(),
        };
        let problem = match trouble {
            // That there is no network, the link already says.
            Trouble::Link(LinkError::Offline) => None,
            trouble => Some(trouble.message()),
        };
        tracing::debug!(?trouble, "a round came to nothing");
        let code = match trouble {
            Trouble::Link(error) => error.code(),
            Trouble::Store(_) => None,
        };
        let needs_code = matches!(code, Some(ProblemCode::Device | ProblemCode::Clone));
        self.board.set(&self.replica, Line { link, problem, needs_code });
    }

    /// Says everything that waits and hears everything that is new; where the server has gone elsewhere, there.
    pub(crate) async fn round(&self) -> std::result::Result<(), Trouble> {
        let _turn = self.turn.lock().await;
        match self.exchange_all().await {
            Err(Trouble::Link(LinkError::Refused {
                problem: Problem { moved: Some(moved), .. }, ..
            })) => {
                if !moved.is_of(&self.replica.enrolled()?.server_key()?) {
                    return Err(LinkError::NotTheDistrict(moved.address).into());
                }
                self.go_to(&moved.address).await?;
                self.exchange_all().await
            }
            done => done,
        }
    }

    /// Nothing is sent there before it has shown that it is the district's.
    pub(crate) async fn go_to(&self, address: &str) -> std::result::Result<(), Trouble> {
        let key = self.replica.enrolled()?.server_key()?;
        let address = self.server.go_to(address, &key).await?;
        self.blocking(move |replica| replica.set_server(&address)).await?;
        Ok(())
    }

    async fn exchange_all(&self) -> std::result::Result<(), Trouble> {
        let device = self.replica.enrolled()?;
        if self.board.link() != Link::Online {
            self.server.forget_lines();
        }
        for _ in 0..MOST_ROUNDS {
            let (leaving, sealed) = self.seal_when_it_leaves();
            let mut answer = self.server.sync(&device, leaving).await;
            // Without a line to the server nothing was sealed.
            let Ok(mut outgoing) = sealed.await else {
                return Err(answer.err().unwrap_or(LinkError::Offline).into());
            };
            if answer.as_ref().is_err_and(|error| error.code() == Some(ProblemCode::Unabridged)) {
                outgoing = Ok(self.blocking(Replica::plan_in_full).await?);
                let bytes = outgoing.as_ref().map(|outgoing| outgoing.bytes.clone()).unwrap_or_default();
                answer = self.server.sync(&device, at_once(bytes)).await;
            }
            let outgoing = outgoing?;
            let reply = answer?;
            let taken = self.blocking(move |replica| replica.take_reply(&outgoing, reply)).await?;
            if !taken.more {
                break;
            }
        }
        self.board.set(&self.replica, Link::Online);
        Ok(())
    }

    /// Seals what waits once there is a line to the server, and hands over what was sealed.
    fn seal_when_it_leaves(&self) -> (Leaving, oneshot::Receiver<Result<Outgoing>>) {
        let (tell, told) = oneshot::channel();
        let (replica, board) = (self.replica.clone(), Arc::clone(&self.board));
        let leaving = async move {
            board.set(&replica, Link::Syncing);
            let sealed = off_the_network(replica, Replica::plan_request).await;
            let bytes = sealed.as_ref().map(|outgoing| outgoing.bytes.clone()).ok();
            // Whoever asked may have gone meanwhile.
            let _ = tell.send(sealed);
            bytes
        };
        (Box::pin(leaving), told)
    }

    /// The store's work, off the threads that carry the network.
    pub(super) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Replica) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        off_the_network(self.replica.clone(), work).await
    }

    /// Between two pieces of a file: whether changes wait, which go first.
    pub(super) async fn let_changes_pass(&self, last: &mut Instant) -> std::result::Result<(), Trouble> {
        let position = *self.announced.borrow();
        let due = last.elapsed() >= self.pace.after_edit
            && (self.replica.read(crate::store::anything_to_say)?
                || (position > 0 && self.is_unheard(position)));
        if due {
            self.round().await?;
            *last = Instant::now();
        }
        Ok(())
    }
}

async fn off_the_network<T: Send + 'static>(
    replica: Replica,
    work: impl FnOnce(&Replica) -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(move || work(&replica)).await.unwrap_or_else(|_| {
        Err(Error::Server(
            "Chương trình gặp lỗi khi đồng bộ. Mọi sửa đổi vẫn còn trên máy; hãy mở lại chương trình.".into(),
        ))
    })
}

/// Uniform in 0..=1.
fn dice() -> f64 {
    let mut bytes = [0; 4];
    match random(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX),
        Err(_) => 1.0,
    }
}
