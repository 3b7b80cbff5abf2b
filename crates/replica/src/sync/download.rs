//! A file of another unit, fetched when somebody wants to see it: piece by piece, checked, and kept.

use model::ids::FileHash;
use model::value::MAX_FILE_BYTES;

use super::driver::{Driver, Trouble};
use super::transfer::{LinkError, Server};
use crate::error::{Error, FileFault};
use crate::replica::Replica;
use crate::store::file::{self, StoredFile};
use crate::store::piece;

const PIECE: u64 = 256 << 10;

impl<S: Server> Driver<S> {
    /// Makes sure that the file is here whole. What was fetched before a cut is not fetched again.
    pub(crate) async fn fetch_file(&self, hash: &FileHash) -> Result<(), Trouble> {
        let wanted = hash.clone();
        let Some(mut stored) = self.blocking(move |replica| replica.expect_file(&wanted)).await? else {
            return Ok(());
        };
        while stored.here < stored.size {
            let range = stored.here..(stored.here + PIECE).min(stored.size);
            let device = self.replica.enrolled()?;
            let mut bytes = self.server.fetch(&device, hash, range.clone()).await?;
            bytes.truncate(usize::try_from(range.end - range.start).map_err(|_| LinkError::Garbled)?);
            let (id, here) = (stored.id, stored.here);
            stored.here += bytes.len() as u64;
            self.blocking(move |replica| {
                replica.write_quietly(|tx| {
                    piece::add(tx, id, here, &bytes)?;
                    file::set_here(tx, id, here + bytes.len() as u64)
                })
            })
            .await?;
        }
        self.blocking(move |replica| replica.check_fetched(&stored)).await?;
        Ok(())
    }
}

impl Replica {
    /// The row of a file that is being fetched; none where it is here whole.
    fn expect_file(&self, hash: &FileHash) -> Result<Option<StoredFile>, Error> {
        self.write_quietly(|tx| {
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

    /// All bytes came: whether they are those that the hash promises.
    fn check_fetched(&self, stored: &StoredFile) -> Result<(), Error> {
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
            Ok(tables::set_here(tx, &stored.hash, stored.size, true)?)
        })
    }
}
