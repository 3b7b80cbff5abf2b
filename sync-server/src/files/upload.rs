//! Files on their way in, from whatever brings them: an upload over the network, a folder on a stick.

use std::sync::Arc;

use futures_util::Stream;
use model::ids::{FileHash, UnitId};
use model::value::MAX_FILE_BYTES;

use super::pieces::{self, Piece};
use super::{gave, writable};
use crate::app::{App, Concerned};
use crate::error::Error;
use crate::folder::{Hold, discard};
use crate::store::upload::{self, UploadRow};
use crate::store::{Tx, blob, district, file_giver, file_notice, file_reference};

/// How an upload stands.
pub(crate) struct Stands {
    pub size: u64,
    /// Bytes that are on the disk.
    pub received: u64,
    pub done: bool,
    /// Whether it was begun before.
    pub known: bool,
}

/// A unit's upload, as the database has it.
enum Kept {
    /// The unit gave all of it.
    Whole(u64),
    Partly(UploadRow),
}

impl Kept {
    fn stands(&self, known: bool) -> Stands {
        match self {
            Self::Whole(size) => Stands { size: *size, received: *size, done: true, known },
            Self::Partly(row) => Stands { size: row.size, received: row.received, done: false, known },
        }
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
            if !writable(tx, &*asked_of.plans(tx)?, &unit, &wanted)?.iter().any(|named| named.size == size) {
                return Err(Error::Invalid("Độ dài tệp gửi lên khác với độ dài mà minh chứng nêu."));
            }
            let known = look(tx, &asked_of, &unit, &wanted)?.is_some();
            upload::begin(tx, &wanted, &unit, size)?;
            Ok((known, look(tx, &asked_of, &unit, &wanted)?.ok_or(Error::NotFound)?))
        })
        .await?;
    Ok(placed(app, kept).await?.stands(known))
}

/// How far an upload of the unit's file has come.
pub(crate) async fn stands(app: &Arc<App>, unit: UnitId, hash: &FileHash) -> Result<Stands, Error> {
    Ok(kept(app, unit, hash).await?.stands(true))
}

async fn kept(app: &Arc<App>, unit: UnitId, hash: &FileHash) -> Result<Kept, Error> {
    let (wanted, asked_of) = (hash.clone(), Arc::clone(app));
    let kept = app.store.read(move |tx| look(tx, &asked_of, &unit, &wanted)?.ok_or(Error::NotFound)).await?;
    placed(app, kept).await
}

/// None where the unit has sent nothing of it.
fn look(tx: Tx<'_>, app: &App, unit: &UnitId, hash: &FileHash) -> Result<Option<Kept>, Error> {
    let named = writable(tx, &*app.plans(tx)?, unit, hash)?;
    let given = file_giver::of_file(tx, hash)?;
    Ok(match blob::size(tx, hash)? {
        Some(size) if named.iter().all(|one| gave(&given, &one.doc)) => Some(Kept::Whole(size)),
        _ => upload::get(tx, hash, unit)?.map(Kept::Partly),
    })
}

/// Puts a piece behind what stands there; answers where the upload then stands. One at a time for each unit's file.
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
    let hold = app.files.hold(hash, &unit).ok_or(Error::Busy)?;
    let kept = kept(app, unit, hash).await?;
    let stands = kept.stands(true);
    if piece.at != stands.received {
        return Err(Error::Offset);
    }
    let Kept::Partly(row) = kept else { return Ok(stands.received) };
    // To its end even when the caller goes away meanwhile: what is on disk is then also known.
    let app = Arc::clone(app);
    tokio::spawn(async move { take(&app, row, piece, hold).await }).await?
}

async fn take<S, B, E>(app: &Arc<App>, row: UploadRow, piece: Piece<S>, _hold: Hold) -> Result<u64, Error>
where
    S: Stream<Item = Result<B, E>> + Send + Unpin,
    B: AsRef<[u8]>,
{
    let path = app.files.partial(&row.hash, row.id);
    let room = row.size - row.received.min(row.size);
    let stands = pieces::write(&path, room, piece).await?;
    if stands < row.size {
        note(app, &row, stands).await?;
        return Ok(stands);
    }
    if !pieces::is_whole(&path, &row.hash).await? {
        discard(&path)?;
        note(app, &row, 0).await?;
        return Err(Error::FileDiffers);
    }
    let id = row.id;
    app.store.write_alone(move |tx| upload::set_checked(tx, id)).await?;
    placed(app, Kept::Partly(UploadRow { checked: true, ..row })).await?;
    Ok(stands)
}

/// Finds its place for a file whose bytes all came and were checked: now, or where the server ended, or its disk failed,
/// before it was known to stand there. Without this the laptop would send all of it again.
async fn placed(app: &Arc<App>, kept: Kept) -> Result<Kept, Error> {
    let row = match kept {
        Kept::Partly(row) if row.checked => row,
        other => return Ok(other),
    };
    let (files, hash, id) = (app.files.clone(), row.hash.clone(), row.id);
    let stands = tokio::task::spawn_blocking(move || {
        let partial = files.partial(&hash, id);
        if partial.try_exists()? {
            files.finish(&partial, &hash)?;
        }
        files.whole(&hash).try_exists()
    });
    if stands.await?? {
        complete(app, &row).await?;
        return Ok(Kept::Whole(row.size));
    }
    note(app, &row, 0).await?;
    Ok(Kept::Partly(UploadRow { received: 0, checked: false, ..row }))
}

async fn note(app: &App, row: &UploadRow, received: u64) -> Result<(), Error> {
    let (hash, id) = (row.hash.clone(), row.id);
    app.store
        .write_alone(move |tx| {
            upload::set_received(tx, id, received)?;
            if blob::size(tx, &hash)?.is_none() {
                let farthest = upload::of_file(tx, &hash)?.iter().map(|one| one.received).max();
                tables::set_received(&tx, &hash, farthest.unwrap_or(0), false)?;
            }
            Ok(())
        })
        .await
}

/// From here on everyone who may read a document of the unit that names it learns that the file is there.
async fn complete(app: &Arc<App>, row: &UploadRow) -> Result<(), Error> {
    let (row, now, asked_of) = (row.clone(), app.clock.now(), Arc::clone(app));
    let (concerned, newest) = app
        .store
        .write_alone(move |tx| {
            let (plans, hash) = (asked_of.plans(tx)?, &row.hash);
            upload::end(tx, row.id)?;
            // The district withdrew it meanwhile.
            if tables::withdrawn_by_district(&tx, hash)?.is_some() {
                discard(&asked_of.files.whole(hash))?;
                return Ok((Vec::new(), district::need(tx)?.position));
            }
            blob::put(tx, hash, row.size, now)?;
            let concerned: Vec<_> =
                file_reference::of_file(tx, hash)?.into_iter().map(|named| named.doc).collect();
            let written = concerned.iter().filter(|doc| plans.writes(&row.unit, doc));
            written.filter_map(|doc| doc.about()).try_for_each(|of| file_giver::add(tx, hash, of))?;
            tables::set_received(&tx, hash, row.size, true)?;
            file_notice::announce_all(tx, hash)?;
            Ok((concerned, district::need(tx)?.position))
        })
        .await?;
    app.tell(newest, &Concerned::Documents(concerned));
    Ok(())
}
