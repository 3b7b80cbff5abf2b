//! When to speak with the server: at the start, after an edit, at news, when asked, and when the network is back.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use model::window::Link;
use protocol::{Problem, ProblemCode, SyncReply};
use tokio::sync::{Mutex, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use super::clock::Skew;
use super::fault::Barrier;
use super::pace::{LARGEST, Pace, dice};
use super::plan::{Outgoing, Portion};
use super::status::{Line, StatusBoard};
use super::transfer::{Exchange, Leaving, LinkError, Server, at_once};
use crate::device::{Device, SyncStanding};
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::outbox;

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
    pub(super) board: Arc<StatusBoard>,
    pub(super) pace: Pace,
    /// One exchange at a time: a batch names the one before it.
    turn: Mutex<()>,
    /// How far the server says that its log goes.
    announced: watch::Sender<u64>,
    /// Bytes of the next piece of a file, by what the line carried lately.
    pub(super) piece: AtomicU64,
    /// What something on the way takes at most.
    pub(super) largest: AtomicU64,
    /// Of this laptop's clock, as the server's last answer told.
    skew: Skew,
}

impl<S: Server> Driver<S> {
    pub fn new(replica: Replica, server: S, board: Arc<StatusBoard>, pace: Pace) -> Self {
        let (announced, piece) = (watch::Sender::new(0), AtomicU64::new(FIRST));
        let (largest, skew) = (AtomicU64::new(LARGEST), Skew::default());
        Self { replica, server, board, pace, turn: Mutex::new(()), announced, piece, largest, skew }
    }

    pub(crate) fn server(&self) -> &S {
        &self.server
    }

    /// Runs until it is dropped or aborted.
    pub fn spawn(self: Arc<Self>) -> JoinHandle<()> {
        tokio::spawn(async move {
            let kept = (self.keep_status(), self.keep_indexed(), self.keep_listening(), self.keep_watching());
            tokio::join!(kept.0, kept.1, kept.2, kept.3, self.run());
        })
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
            if error == LinkError::Offline && matches!(self.board.link(), Link::Online | Link::Syncing) {
                self.board.set_link(&self.replica, Link::Unknown);
            }
            self.replica.tell_edited();
            let pause = if error.is_lasting() || error == LinkError::Held {
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
            match self.send_files().await? {
                None => self.board.set(&self.replica, self.online()),
                // The words came through.
                Some(error) => self.report_as(Link::Online, &error.into()),
            }
        }
        Ok(())
    }

    fn online(&self) -> Line {
        self.skew.line(&self.replica)
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
        let cut = matches!(
            trouble,
            Trouble::Link(
                LinkError::Offline | LinkError::Barred(Barrier::ProxyAway | Barrier::ProxyScript(_))
            )
        );
        tokio::select! {
            () = self.replica.asked() => true,
            () = sleep(pause.max(asked_for)) => false,
            () = self.look_out(), if cut => false,
        }
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
                self.go_to(&moved.address).await.map_err(|trouble| match trouble {
                    Trouble::Link(LinkError::Offline) => LinkError::NotThereYet(moved.address.clone()).into(),
                    other => other,
                })?;
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
        let mut portion = Portion::WHOLE;
        for _ in 0..MOST_ROUNDS {
            let (outgoing, answer) = self.send(&device, portion).await?;
            let reply = match answer {
                Err(why) if why.is_of_request() && !outgoing.content.0.is_empty() => {
                    // Where the line takes nothing at all, it is not this request that is at fault.
                    self.say_nothing(&device).await?;
                    let take_apart =
                        move |replica: &Replica| replica.take_apart(&outgoing, portion, &why.to_string());
                    portion = self.blocking(take_apart).await?;
                    continue;
                }
                answer => self.heard(answer)?,
            };
            let taken = self.blocking(move |replica| replica.take_reply(&outgoing, reply)).await?;
            // Of a portion the rest may wait unsealed.
            let rest = portion != Portion::WHOLE && self.replica.read(outbox::any_waiting)?;
            portion = portion.larger();
            if !taken.more && !rest {
                break;
            }
        }
        self.board.set(&self.replica, self.online());
        Ok(())
    }

    /// One request and what came of it. Nothing is sealed before there is a line to the server.
    async fn send(
        &self,
        device: &Device,
        portion: Portion,
    ) -> std::result::Result<(Outgoing, Exchange<SyncReply>), Trouble> {
        let (leaving, sealed) = self.seal_when_it_leaves(portion);
        let mut answer = self.server.sync(device, leaving).await;
        let Ok(mut outgoing) = sealed.await else {
            return Err(self.heard(answer).err().unwrap_or(LinkError::Offline).into());
        };
        if answer.as_ref().is_err_and(|error| error.code() == Some(ProblemCode::Unabridged)) {
            outgoing = Ok(self.blocking(Replica::plan_in_full).await?);
            let bytes = outgoing.as_ref().map(|outgoing| outgoing.bytes.clone()).unwrap_or_default();
            answer = self.server.sync(device, at_once(bytes)).await;
        }
        Ok((outgoing?, answer))
    }

    /// Hears what is new and says nothing.
    async fn say_nothing(&self, device: &Device) -> std::result::Result<(), Trouble> {
        let nothing = self.blocking(Replica::plan_nothing).await?;
        let answer = self.server.sync(device, at_once(nothing.bytes.clone())).await;
        let reply = self.heard(answer)?;
        self.blocking(move |replica| replica.take_reply(&nothing, reply)).await?;
        Ok(())
    }

    /// What an answer tells of this laptop's clock.
    fn heard(&self, answer: Exchange<SyncReply>) -> Exchange<SyncReply> {
        match answer {
            Ok(reply) => {
                self.skew.note(self.replica.now(), reply.now);
                Ok(reply)
            }
            Err(LinkError::Barred(barrier)) => {
                Err(LinkError::Barred(self.skew.explain(&self.replica, barrier)))
            }
            Err(error) => Err(error),
        }
    }

    /// Seals what waits once there is a line to the server, and hands over what was sealed.
    fn seal_when_it_leaves(&self, portion: Portion) -> (Leaving, oneshot::Receiver<Result<Outgoing>>) {
        let (tell, told) = oneshot::channel();
        let (replica, board) = (self.replica.clone(), Arc::clone(&self.board));
        let syncing = Line { link: Link::Syncing, ..self.online() };
        let leaving = async move {
            board.set(&replica, syncing);
            let sealed = off_the_network(replica, move |replica| replica.plan_portion(portion)).await;
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
