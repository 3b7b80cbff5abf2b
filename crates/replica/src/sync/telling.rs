//! What the driver tells of the line.

use model::window::Link;
use protocol::ProblemCode;
use tokio::time::{sleep, timeout};

use super::driver::{Driver, Trouble};
use super::status::Line;
use super::transfer::{LinkError, Server};

impl<S: Server> Driver<S> {
    pub(super) async fn keep_status(&self) {
        let mut changed = self.replica.watch_changed();
        self.board.refresh(&self.replica);
        while changed.changed().await.is_ok() {
            self.board.refresh(&self.replica);
        }
    }

    /// Tells when nothing moves though an answer is awaited.
    pub(super) async fn keep_watching(&self) {
        let mut traffic = self.server.traffic();
        while traffic.wait_for(|traffic| traffic.awaited).await.is_ok() {
            let moved = timeout(self.pace.quiet, traffic.changed()).await;
            if moved.is_err() {
                self.board.set_quiet(&self.replica, true);
                // The sender lives as long as the server, which is this driver's.
                drop(traffic.changed().await);
                self.board.set_quiet(&self.replica, false);
            }
        }
    }

    /// Shows whether there is a network again, which need not mean that it is this laptop's turn.
    pub(super) async fn look_out(&self) {
        loop {
            sleep(self.pace.look).await;
            let link = if self.server.reaches().await { Link::Unknown } else { Link::Offline };
            if self.board.link() != link {
                self.board.set_link(&self.replica, link);
            }
        }
    }

    pub(super) fn report(&self, trouble: &Trouble) {
        self.report_as(self.link_of(trouble), trouble);
    }

    fn link_of(&self, trouble: &Trouble) -> Link {
        match trouble {
            Trouble::Link(LinkError::Refused { .. }) => Link::Online,
            Trouble::Link(_) => Link::Offline,
            // The server answered; it is the store that could not take it.
            Trouble::Store(_) if self.board.link() == Link::Syncing => Link::Online,
            Trouble::Store(_) => self.board.link(),
        }
    }

    pub(super) fn report_as(&self, link: Link, trouble: &Trouble) {
        let problem = match trouble {
            // That there is no network, the link already says.
            Trouble::Link(LinkError::Offline) => None,
            trouble => Some(trouble.message()),
        };
        tracing::debug!(?trouble, "a round came to nothing");
        let (code, fault) = match trouble {
            Trouble::Link(LinkError::Barred(barrier)) => (None, Some(barrier.fault())),
            Trouble::Link(error) => (error.code(), None),
            Trouble::Store(_) => (None, None),
        };
        let needs_code = matches!(code, Some(ProblemCode::Device | ProblemCode::Clone));
        self.board.set(&self.replica, Line { link, fault, problem, needs_code });
    }
}
