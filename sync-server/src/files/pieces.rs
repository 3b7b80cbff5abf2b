//! Writing the pieces of a file as they come from the network.

use std::io::SeekFrom;
use std::path::Path;

use futures_util::{Stream, StreamExt as _};
use model::ids::FileHash;
use sha2::{Digest as _, Sha256};
use tokio::fs::{self, OpenOptions};
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _};

use crate::error::Error;

/// A piece of a file.
pub(crate) struct Piece<S> {
    pub at: u64,
    pub checksum: Option<[u8; 32]>,
    pub bytes: S,
}

/// Writes a piece to the file from its place on and makes it durable. Answers how many bytes stand there now.
///
/// Where the connection ends early, what came of it is kept; except under a checksum, which speaks of the whole
/// piece: then nothing counts.
pub(super) async fn write<S, B, E>(path: &Path, room: u64, piece: Piece<S>) -> Result<u64, Error>
where
    S: Stream<Item = Result<B, E>> + Unpin,
    B: AsRef<[u8]>,
{
    let Piece { at, checksum, bytes: mut pieces } = piece;
    let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(path).await?;
    // Beyond `at` may stand what a checksum refused, or what a power cut left.
    file.set_len(at).await?;
    file.seek(SeekFrom::Start(at)).await?;
    let mut digest = Sha256::new();
    let mut written = 0;
    let mut cut = false;
    while let Some(piece) = pieces.next().await {
        let Ok(piece) = piece else {
            cut = true;
            break;
        };
        let piece = piece.as_ref();
        let length = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        if length > room - written {
            file.set_len(at).await?;
            return Err(Error::TooLarge);
        }
        digest.update(piece);
        file.write_all(piece).await?;
        written += length;
    }
    file.flush().await?;
    if let Some(expected) = checksum
        && (cut || digest.finalize()[..] != expected)
    {
        file.set_len(at).await?;
        return Err(Error::Checksum);
    }
    file.sync_all().await?;
    Ok(at + written)
}

/// Whether the file's bytes are those that its name promises.
pub(super) async fn is_whole(path: &Path, hash: &FileHash) -> Result<bool, Error> {
    if !fs::try_exists(path).await? {
        return Ok(false);
    }
    let (path, hash) = (path.to_owned(), hash.clone());
    let found = tokio::task::spawn_blocking(move || {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(std::fs::File::open(path)?)?;
        Ok::<_, std::io::Error>(hasher.finalize().to_hex())
    })
    .await??;
    Ok(found.as_str() == hash.as_str())
}
