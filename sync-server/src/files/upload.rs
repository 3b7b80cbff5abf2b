//! Files on their way in, from whatever brings them: an upload over the network, a folder on a stick.

use std::sync::Arc;

use futures_util::Stream;
use model::ids::{FileHash, UnitId};
use model::value::MAX_FILE_BYTES;

use super::pieces::{self, Piece};
use super::writable;
use crate::app::{App, Concerned};
use crate::error::Error;
use crate::folder::Hold;
use crate::store::blob::{self, BlobRow};
use crate::store::{district, file_notice, file_reference};

/// How an upload stands.
pub(crate) struct Stands {
    pub size: u64,
    /// Bytes that are on the disk.
    pub received: u64,
    pub done: bool,
    /// Whether it was begun before.
    pub known: bool,
}

impl Stands {
    fn of(kept: &BlobRow, known: bool) -> Self {
        Self { size: kept.size, received: kept.received, done: kept.done.is_some(), known }
    }
}

/// Begins an upload of a file that a document of the unit names, or finds one that is there.
pub(crate) async fn begin(app: &Arc<App>, unit: UnitId, hash: &FileHash, size: u64) -> Result<Stands, Error> {
    if size > MAX_FILE_BYTES {
        return Err(Error::TooLarge);
    }
    let (wanted, asked_of) = (hash.clone(), Arc::clone(app));
    let (known, kept) = app
        .store
        .write_alone(move |tx| {
            if writable(tx, &*asked_of.plans(tx)?, &unit, &wanted)?.size != size {
                return Err(Error::Invalid("Độ dài tệp gửi lên khác với độ dài mà minh chứng nêu."));
            }
            let known = blob::get(tx, &wanted)?.is_some();
            blob::begin(tx, &wanted, size)?;
            Ok((known, blob::get(tx, &wanted)?.ok_or(Error::NotFound)?))
        })
        .await?;
    Ok(Stands::of(&noted(app, hash, kept).await?, known))
}

/// How far an upload of the unit's file has come.
pub(crate) async fn stands(app: &Arc<App>, unit: UnitId, hash: &FileHash) -> Result<Stands, Error> {
    Ok(Stands::of(&kept(app, unit, hash).await?, true))
}

async fn kept(app: &Arc<App>, unit: UnitId, hash: &FileHash) -> Result<BlobRow, Error> {
    let (wanted, asked_of) = (hash.clone(), Arc::clone(app));
    let kept = app
        .store
        .read(move |tx| {
            writable(tx, &*asked_of.plans(tx)?, &unit, &wanted)?;
            blob::get(tx, &wanted)?.ok_or(Error::NotFound)
        })
        .await?;
    noted(app, hash, kept).await
}

/// Puts a piece behind what stands there; answers where the upload then stands. One at a time for each file.
pub(crate) async fn append<S, B, E>(
    app: &Arc<App>,
    unit: UnitId,
    hash: &FileHash,
    piece: Piece<S>,
) -> Result<u64, Error>
where
    S: Stream<Item = Result<B, E>> + Send + Unpin + 'static,
    B: AsRef<[u8]> + Send,
    E: Send,
{
    let hold = app.files.hold(hash).ok_or(Error::Busy)?;
    let kept = kept(app, unit, hash).await?;
    if piece.at != kept.received {
        return Err(Error::Offset);
    }
    if kept.done.is_some() {
        return Ok(kept.received);
    }
    // To its end even when the caller goes away meanwhile: what is on disk is then also known.
    let (app, hash) = (Arc::clone(app), hash.clone());
    tokio::spawn(async move { take(&app, &hash, &kept, piece, hold).await }).await?
}

async fn take<S, B, E>(
    app: &Arc<App>,
    hash: &FileHash,
    kept: &BlobRow,
    piece: Piece<S>,
    _hold: Hold,
) -> Result<u64, Error>
where
    S: Stream<Item = Result<B, E>> + Send + Unpin,
    B: AsRef<[u8]>,
{
    let path = app.files.partial(hash);
    let room = kept.size - kept.received.min(kept.size);
    let stands = pieces::write(&path, room, piece).await?;
    if stands < kept.size {
        note(app, hash, stands).await?;
        return Ok(stands);
    }
    if !pieces::is_whole(&path, hash).await? {
        app.files.discard(hash)?;
        note(app, hash, 0).await?;
        return Err(Error::FileDiffers);
    }
    let (files, done) = (app.files.clone(), hash.clone());
    tokio::task::spawn_blocking(move || files.finish(&done)).await??;
    complete(app, hash, kept.size).await?;
    Ok(stands)
}

/// Notes a file that stands whole in its place and is not known to: the server ended, or its disk failed, between
/// the two. Without this the laptop would send all of it again.
async fn noted(app: &Arc<App>, hash: &FileHash, kept: BlobRow) -> Result<BlobRow, Error> {
    if kept.done.is_some() || !pieces::is_whole(&app.files.whole(hash), hash).await? {
        return Ok(kept);
    }
    complete(app, hash, kept.size).await?;
    Ok(BlobRow { received: kept.size, done: Some(app.clock.now()), ..kept })
}

async fn note(app: &App, hash: &FileHash, received: u64) -> Result<(), Error> {
    let hash = hash.clone();
    app.store
        .write_alone(move |tx| {
            blob::set_received(tx, &hash, received)?;
            Ok(tables::set_received(&tx, &hash, received, false)?)
        })
        .await
}

/// From here on everyone who may read it learns that the file is there.
async fn complete(app: &Arc<App>, hash: &FileHash, size: u64) -> Result<(), Error> {
    let (hash, now) = (hash.clone(), app.clock.now());
    let (concerned, newest) = app
        .store
        .write_alone(move |tx| {
            blob::set_done(tx, &hash, now)?;
            tables::set_received(&tx, &hash, size, true)?;
            file_notice::announce_all(tx, &hash)?;
            let concerned = file_reference::of_file(tx, &hash)?.into_iter().map(|named| named.doc).collect();
            Ok((concerned, district::need(tx)?.position))
        })
        .await?;
    app.tell(newest, &Concerned::Documents(concerned));
    Ok(())
}
