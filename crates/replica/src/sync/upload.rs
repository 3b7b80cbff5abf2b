//! Files go after the changes, piece by piece; each piece counts once the server has it on its disk.

use std::sync::atomic::Ordering;
use std::time::Duration;

use protocol::ProblemCode;
use tokio::time::Instant;

use super::driver::{Driver, Trouble};
use super::fault::Barrier;
use super::pace::LARGEST;
use super::transfer::{LinkError, Server};
use crate::store::file::{self, StoredFile};
use crate::store::setting;

/// On a line of 64 kbit/s that loses packets this takes four seconds: as long as an edit has to wait behind it, and
/// all that a cut costs.
const SMALLEST: u64 = 16 << 10;
/// A piece that takes less is made larger, one that takes more smaller.
const QUICK: Duration = Duration::from_secs(2);
const SLOW: Duration = Duration::from_secs(8);
const LEAST_MEASURED: u64 = 512;
/// Tries of one file in one go, when the server says that a piece does not fit or came damaged.
const TRIES: u32 = 3;

impl<S: Server> Driver<S> {
    /// Sends what the server lacks. A file that it will not take now does not hold up the others; where something on the way
    /// would not let one through, that is told.
    pub(super) async fn send_files(&self) -> Result<Option<LinkError>, Trouble> {
        let mut last = Instant::now();
        let mut barred = None;
        let waiting = self.blocking(|replica| {
            let written = replica.written_units()?;
            replica.read(|conn| file::to_send(conn, &written))
        });
        for stored in waiting.await?.into_iter().filter(|stored| !stored.paused) {
            match self.send_file(&stored, &mut last).await {
                Ok(()) => {}
                // A server that can't store says so to the person, and is tried again when it asked for it.
                Err(Trouble::Link(error @ LinkError::Refused { .. }))
                    if !error.is_lasting() && error.code() != Some(ProblemCode::Unavailable) =>
                {
                    tracing::warn!(code = ?error.code(), "the server did not take a file; it is tried again later");
                }
                Err(Trouble::Link(error @ LinkError::Barred(Barrier::Blocked(_)))) => barred = Some(error),
                Err(trouble) => return Err(trouble),
            }
        }
        Ok(barred)
    }

    async fn send_file(&self, stored: &StoredFile, last: &mut Instant) -> Result<(), Trouble> {
        let mut tries = 0;
        let mut at = self.standing(stored).await?;
        loop {
            self.note(stored, at).await?;
            if at >= stored.size {
                return Ok(());
            }
            self.let_changes_pass(last).await?;
            if !self.is_wanted(stored).await? {
                return Ok(());
            }
            let piece = self.piece.load(Ordering::Relaxed);
            let (hash, range) = (stored.hash.clone(), at..(at + piece).min(stored.size));
            let slice = self.blocking(move |replica| replica.read_file(&hash, Some(range))).await?;
            let begun = Instant::now();
            let device = self.replica.enrolled()?;
            let sent = self.server.append(&device, &stored.hash, at, slice.bytes).await;
            let smaller = match &sent {
                Ok(_) => {
                    let largest = self.largest.load(Ordering::Relaxed);
                    self.piece.store(paced(piece, begun.elapsed()).min(largest), Ordering::Relaxed);
                    false
                }
                Err(error) => self.halve(piece, error),
            };
            match sent {
                Ok(stands) => {
                    self.note_rate(stands.saturating_sub(at), begun.elapsed()).await?;
                    at = stands;
                }
                // A smaller one may pass.
                Err(_) if smaller => {}
                Err(error) if may_be_mended(&error) && tries < TRIES => {
                    tries += 1;
                    at = self.standing(stored).await?;
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    async fn is_wanted(&self, stored: &StoredFile) -> Result<bool, Trouble> {
        let hash = stored.hash.clone();
        let wanted = self.blocking(move |replica| {
            let written = replica.written_units()?;
            replica.read(|conn| file::is_wanted(conn, &hash, &written))
        });
        Ok(wanted.await?)
    }

    /// How fast the line is, for who asks how long a file will take: lately, and not only just now.
    async fn note_rate(&self, bytes: u64, took: Duration) -> Result<(), Trouble> {
        // Of less the turn tells, and not the line.
        if bytes < LEAST_MEASURED {
            return Ok(());
        }
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX).max(1);
        let now = bytes.saturating_mul(1000) / millis;
        let noted = self.blocking(move |replica| {
            replica.write_quietly(|tx| {
                let before: Option<u64> = setting::get(tx, setting::RATE)?;
                let rate = before.map_or(now, |before| (before * 3 + now) / 4).max(1);
                setting::set(tx, setting::RATE, &rate)
            })
        });
        Ok(noted.await?)
    }

    /// Where the upload stands; where nothing of it was sent yet, after its first piece. One turn, by a method that every
    /// firewall passes.
    async fn standing(&self, stored: &StoredFile) -> Result<u64, Trouble> {
        loop {
            let device = self.replica.enrolled()?;
            let piece = self.piece.load(Ordering::Relaxed);
            let length = if stored.sent == 0 { piece.min(stored.size) } else { 0 };
            let hash = stored.hash.clone();
            let first = self.blocking(move |replica| replica.read_file(&hash, Some(0..length))).await?;
            let begun = Instant::now();
            match self.server.begin(&device, &stored.hash, stored.size, first.bytes).await {
                Ok(at) => {
                    if length > 0 {
                        self.note_rate(length.min(at), begun.elapsed()).await?;
                    }
                    return Ok(at);
                }
                Err(error) if length > 0 && self.halve(piece, &error) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Kept from one round to the next: a line that breaks more often than a piece takes would never carry one, were each round
    /// to begin with a large one. Says whether a smaller one is to be tried at once.
    fn halve(&self, piece: u64, error: &LinkError) -> bool {
        let next = (piece / 2).max(SMALLEST);
        self.piece.store(next, Ordering::Relaxed);
        if error.is_of_size() {
            self.largest.store(next, Ordering::Relaxed);
        }
        error.is_of_size() && next < piece
    }

    async fn note(&self, stored: &StoredFile, at: u64) -> Result<(), Trouble> {
        let (hash, size) = (stored.hash.clone(), stored.size);
        self.blocking(move |replica| {
            replica.write(|tx| {
                file::set_sent(tx, &hash, at)?;
                Ok(tables::set_received(tx, &hash, at.min(size), at >= size)?)
            })
        })
        .await?;
        Ok(())
    }
}

fn may_be_mended(error: &LinkError) -> bool {
    matches!(error.code(), Some(ProblemCode::Offset | ProblemCode::Checksum))
}

fn paced(piece: u64, took: Duration) -> u64 {
    let next = if took < QUICK {
        piece * 2
    } else if took > SLOW {
        piece / 2
    } else {
        piece
    };
    next.clamp(SMALLEST, LARGEST)
}
