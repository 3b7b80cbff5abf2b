//! Whether anything moves on the line while an answer is awaited: a line that was cut may look open for minutes, and a server
//! that hangs takes every connection.

use std::future::Future;
use std::io;
use std::time::Duration;

use futures_util::{Stream, StreamExt as _, stream};
use tokio::sync::watch;
use tokio::time::timeout;

/// A body leaves in pieces of so many bytes, so that one sees it leave.
const PIECE: usize = 16 << 10;

/// What moves on the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// It is the other side's turn.
    pub awaited: bool,
    /// Counts up with each piece that left or came.
    pub moved: u64,
}

/// Tells those who watch it of what moves.
#[derive(Clone, Debug, Default)]
pub(super) struct Meter(watch::Sender<Traffic>);

impl Meter {
    pub fn watch(&self) -> watch::Receiver<Traffic> {
        self.0.subscribe()
    }

    fn note(&self, awaited: bool) {
        self.0.send_modify(|traffic| *traffic = Traffic { awaited, moved: traffic.moved + 1 });
    }

    /// An answer is awaited until this is dropped.
    pub fn await_answer(&self) -> Awaited {
        self.note(true);
        Awaited(self.clone())
    }

    pub fn moved(&self) {
        self.note(true);
    }

    /// Bytes on their way out. While they are made nobody waits for the other side.
    pub fn leaving(
        &self,
        leaving: impl Future<Output = Option<Vec<u8>>> + Send + 'static,
    ) -> impl Stream<Item = io::Result<Vec<u8>>> + Send + 'static {
        let (before, after) = (self.clone(), self.clone());
        let made = async move {
            before.note(false);
            let made = leaving.await;
            before.note(true);
            made
        };
        let pieces = |made: Option<Vec<u8>>| {
            let nothing = made.is_none().then(|| Err(io::Error::other("nothing is sent")));
            let made: Vec<Vec<u8>> = made.unwrap_or_default().chunks(PIECE).map(<[u8]>::to_vec).collect();
            stream::iter(made.into_iter().map(Ok).chain(nothing))
        };
        stream::once(made).flat_map(pieces).inspect(move |_| after.moved())
    }

    /// Returns when nothing moved for so long while an answer was awaited.
    pub async fn stalled(&self, patience: Duration) {
        let mut traffic = self.watch();
        loop {
            let awaited = traffic.borrow_and_update().awaited;
            // The sender is this meter's own.
            if timeout(patience, traffic.changed()).await.is_err() && awaited {
                return;
            }
        }
    }
}

/// See [`Meter::await_answer`].
pub(super) struct Awaited(Meter);

impl Drop for Awaited {
    fn drop(&mut self) {
        self.0.note(false);
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{Instant, sleep};

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(90);

    #[tokio::test(start_paused = true)]
    async fn an_exchange_has_stalled_when_nothing_moved_for_long_and_not_while_its_bytes_are_made() {
        let meter = Meter::default();
        let awaited = meter.await_answer();
        let leaving = async {
            sleep(PATIENCE * 3).await;
            Some(vec![7; 3 * PIECE])
        };
        let begun = Instant::now();
        let pieces = async {
            let mut pieces = std::pin::pin!(meter.leaving(leaving));
            let mut count = 0;
            while let Some(piece) = pieces.next().await {
                assert_eq!(piece.expect("it leaves").len(), PIECE);
                count += 1;
                sleep(PATIENCE / 2).await;
            }
            assert_eq!(count, 3, "a body leaves in pieces, each of which is seen");
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = pieces => {}
            () = meter.stalled(PATIENCE) => {}
        }
        // The last piece left half a patience before the last pause ended.
        assert_eq!(begun.elapsed(), PATIENCE * 3 + PATIENCE + PATIENCE);
        drop(awaited);
        let idle = timeout(PATIENCE * 9, meter.stalled(PATIENCE)).await;
        assert!(idle.is_err(), "where no answer is awaited nothing stalls");
    }
}
