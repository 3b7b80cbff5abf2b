//! A file of another unit, fetched when somebody wants to see it: the pieces that are looked at first, each kept when
//! it came, and the whole checked when all are here.

use std::ops::Range;

use model::ids::FileHash;
use model::value::MAX_FILE_BYTES;

use super::driver::{Driver, Trouble};
use super::transfer::{LinkError, Server};
use crate::device::SyncStanding;
use crate::error::{Error, FileFault};
use crate::files::seen;
use crate::replica::Replica;
use crate::store::file::{self, StoredFile};
use crate::store::piece;

/// Of what is fetched: what a cut may cost. Every piece begins at a multiple of it.
const PIECE: u64 = 64 << 10;

impl<S: Server> Driver<S> {
    /// Makes sure that these bytes of the file are here, of all of it where no range is named. What was fetched
    /// before a cut is not fetched again.
    pub(crate) async fn fetch_file(&self, hash: &FileHash, range: Option<Range<u64>>) -> Result<(), Trouble> {
        let wanted = hash.clone();
        let Some(stored) = self.blocking(move |replica| replica.expect_file(&wanted)).await? else {
            return Ok(());
        };
        let range = range.unwrap_or(0..stored.size);
        let mut start = range.start / PIECE * PIECE;
        while start < range.end.min(stored.size) {
            let (id, at) = (stored.id, start);
            if !self.blocking(move |replica| replica.read(|conn| piece::begins_at(conn, id, at))).await? {
                self.fetch_piece(&stored, start).await?;
            }
            start += PIECE;
        }
        self.blocking(move |replica| replica.check_if_whole(&stored)).await?;
        Ok(())
    }

    async fn fetch_piece(&self, stored: &StoredFile, start: u64) -> Result<(), Trouble> {
        let end = (start + PIECE).min(stored.size);
        let device = self.replica.enrolled()?;
        let mut bytes: Vec<u8> = Vec::new();
        while start + (bytes.len() as u64) < end {
            let range = start + bytes.len() as u64..end;
            bytes.extend(self.server.fetch(&device, &stored.hash, range).await?);
        }
        bytes.truncate(usize::try_from(end - start).map_err(|_| LinkError::Garbled)?);
        let id = stored.id;
        Ok(self
            .blocking(move |replica| {
                replica.write_quietly(|tx| {
                    // Two previews may have asked for it at the same time.
                    if piece::begins_at(tx, id, start)? {
                        return Ok(());
                    }
                    piece::add(tx, id, start, &bytes)?;
                    file::add_here(tx, id, bytes.len() as u64)
                })
            })
            .await?)
    }
}

impl Replica {
    /// The row of a file that is being fetched; none where it is here whole.
    fn expect_file(&self, hash: &FileHash) -> Result<Option<StoredFile>, Error> {
        self.write_quietly(|tx| {
            seen(tx, hash)?;
            if let Some(there) = file::find(tx, hash)? {
                return Ok((!there.whole).then_some(there));
            }
            let named = tables::file(tx, hash)?;
            let named = named.ok_or(Error::Gone("Không còn minh chứng nào nêu tệp này."))?;
            if named.size > MAX_FILE_BYTES {
                return Err(FileFault::TooLarge(String::new()).into());
            }
            file::expect(tx, hash, "", "application/octet-stream", named.size)?;
            file::find(tx, hash)
        })
    }

    /// Where all bytes came: whether they are those that the hash promises.
    fn check_if_whole(&self, stored: &StoredFile) -> Result<(), Error> {
        let now = self.read(|conn| file::find(conn, &stored.hash))?;
        if now.is_none_or(|now| now.whole || now.here < now.size) {
            return Ok(());
        }
        let mut hasher = blake3::Hasher::new();
        let mut head = Vec::new();
        let mut at = 0;
        while at < stored.size {
            let (_, bytes) = self.read(|conn| piece::around(conn, stored.id, at))?.ok_or(Error::Damaged)?;
            if at == 0 {
                head.clone_from(&bytes);
            }
            hasher.update(&bytes);
            at += bytes.len() as u64;
        }
        if hasher.finalize().to_hex().as_str() != stored.hash.as_str() {
            self.write_quietly(|tx| file::remove(tx, stored.id))?;
            return Err(Error::Server(
                "Tệp tải về không khớp với minh chứng nên đã bỏ. Hãy mở lại để tải lần nữa.".into(),
            ));
        }
        let media_type = crate::files::media_type(&head);
        self.write(|tx| {
            file::complete(tx, stored.id, &stored.hash, media_type, stored.size, stored.upload)?;
            // It had it whole by now, at the latest.
            file::set_safe_at(tx, &stored.hash, Some(SyncStanding::get(tx)?.cursor.0))?;
            Ok(tables::set_here(tx, &stored.hash, stored.size, true)?)
        })?;
        self.measure(&stored.hash, media_type, stored.size)
    }
}
