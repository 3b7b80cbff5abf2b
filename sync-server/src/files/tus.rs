//! tus 1.0 (creation, creation-with-upload, checksum). An upload's place is `/v1/files/<BLAKE3 of the file>`, so
//! that a second laptop with the same file finds what the first has sent.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::ids::FileHash;
use model::value::MAX_FILE_BYTES;
use rusqlite::TransactionBehavior;

use super::headers::{self, metadata_hash};
use super::{pieces, writable};
use crate::app::{App, Concerned};
use crate::caller::Caller;
use crate::error::Error;
use crate::folder::Hold;
use crate::store::blob::{self, BlobRow};
use crate::store::{district, file_notice, file_reference};

const VERSION: &str = "1.0.0";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
const PIECE: &str = "application/offset+octet-stream";

/// `OPTIONS /v1/files`
pub(crate) async fn options() -> Response {
    let headers = [
        ("tus-resumable", VERSION.to_owned()),
        ("tus-version", VERSION.to_owned()),
        ("tus-extension", "creation,creation-with-upload,checksum".to_owned()),
        ("tus-checksum-algorithm", "sha256".to_owned()),
        ("tus-max-size", MAX_FILE_BYTES.to_string()),
    ];
    (StatusCode::NO_CONTENT, axum::response::AppendHeaders(headers)).into_response()
}

/// `POST /v1/files`: 201 where the upload begins, 200 where something of the file is there already.
pub(crate) async fn create(
    State(app): State<Arc<App>>,
    Caller(device): Caller,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    speaks_tus(&headers)?;
    let hash = said(&headers, &METADATA).and_then(metadata_hash).ok_or(Error::Malformed)?;
    let size = number(&headers, &LENGTH).ok_or(Error::Malformed)?;
    if size > MAX_FILE_BYTES {
        return Err(Error::TooLarge);
    }
    let (wanted, asked_of) = (hash.clone(), Arc::clone(&app));
    let (before, kept) = app
        .store
        .write(move |conn| {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            if writable(&tx, &*asked_of.plans(&tx)?, &device.unit, &wanted)?.size != size {
                return Err(Error::Invalid("Độ dài tệp gửi lên khác với độ dài mà minh chứng nêu."));
            }
            let before = blob::get(&tx, &wanted)?;
            blob::begin(&tx, &wanted, size)?;
            let kept = blob::get(&tx, &wanted)?.ok_or(Error::NotFound)?;
            tx.commit()?;
            Ok((before, kept))
        })
        .await?;
    let kept = noted(&app, &hash, kept).await?;
    let with_upload = headers.get(header::CONTENT_TYPE).is_some_and(|value| value == PIECE);
    // An empty file has no piece that could complete it.
    let stands = if (with_upload || size == 0) && kept.received == 0 && kept.done.is_none() {
        let hold = app.files.hold(&hash).ok_or(Error::Busy)?;
        take_piece(&app, &hash, kept, checksum(&headers)?, body, hold).await?
    } else {
        kept.received
    };
    let status = if before.is_some() { StatusCode::OK } else { StatusCode::CREATED };
    let mut response = (status, told(stands, Some(size))).into_response();
    if let Ok(place) = HeaderValue::from_str(&format!("/v1/files/{hash}")) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

/// `HEAD /v1/files/<hash>`
pub(crate) async fn offset(
    State(app): State<Arc<App>>,
    Caller(device): Caller,
    Path(hash): Path<String>,
) -> Result<Response, Error> {
    let (hash, asked_of) = (well_formed(hash)?, Arc::clone(&app));
    let (kept, hash) = app
        .store
        .read(move |conn| {
            writable(conn, &*asked_of.plans(conn)?, &device.unit, &hash)?;
            Ok((blob::get(conn, &hash)?.ok_or(Error::NotFound)?, hash))
        })
        .await?;
    let kept = noted(&app, &hash, kept).await?;
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    Ok((StatusCode::OK, no_store, told(kept.received, Some(kept.size))).into_response())
}

/// `PATCH /v1/files/<hash>`: 204 when the piece is on disk.
pub(crate) async fn append(
    State(app): State<Arc<App>>,
    Caller(device): Caller,
    Path(hash): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    speaks_tus(&headers)?;
    let hash = well_formed(hash)?;
    let at = number(&headers, &OFFSET).ok_or(Error::Malformed)?;
    let checksum = checksum(&headers)?;
    if headers.get(header::CONTENT_TYPE).is_none_or(|value| value != PIECE) {
        return Ok(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
    }
    let hold = app.files.hold(&hash).ok_or(Error::Busy)?;
    let (wanted, asked_of) = (hash.clone(), Arc::clone(&app));
    let kept = app
        .store
        .read(move |conn| {
            writable(conn, &*asked_of.plans(conn)?, &device.unit, &wanted)?;
            blob::get(conn, &wanted)?.ok_or(Error::NotFound)
        })
        .await?;
    let kept = noted(&app, &hash, kept).await?;
    if at != kept.received {
        return Err(Error::Offset);
    }
    let stands = match kept.done {
        Some(_) => kept.received,
        None => take_piece(&app, &hash, kept, checksum, body, hold).await?,
    };
    Ok((StatusCode::NO_CONTENT, told(stands, None)).into_response())
}

/// Runs to its end even when the caller goes away meanwhile: what is on disk is then also known.
async fn take_piece(
    app: &Arc<App>,
    hash: &FileHash,
    kept: BlobRow,
    checksum: Option<[u8; 32]>,
    body: Body,
    hold: Hold,
) -> Result<u64, Error> {
    let (app, hash) = (Arc::clone(app), hash.clone());
    tokio::spawn(async move {
        let _hold = hold;
        let path = app.files.partial(&hash);
        let room = kept.size - kept.received.min(kept.size);
        let stands = pieces::write(&path, kept.received, room, checksum, body).await?;
        if stands < kept.size {
            note(&app, &hash, stands).await?;
            return Ok(stands);
        }
        if !pieces::is_whole(&path, &hash).await? {
            app.files.discard(&hash)?;
            note(&app, &hash, 0).await?;
            return Err(Error::FileDiffers);
        }
        let files = app.files.clone();
        let done = hash.clone();
        tokio::task::spawn_blocking(move || files.finish(&done)).await??;
        complete(&app, &hash, kept.size).await?;
        Ok(stands)
    })
    .await?
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
        .write(move |conn| {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            blob::set_received(&tx, &hash, received)?;
            tables::set_received(&tx, &hash, received, false)?;
            tx.commit()?;
            Ok(())
        })
        .await
}

/// From here on everyone who may read it learns that the file is there.
async fn complete(app: &Arc<App>, hash: &FileHash, size: u64) -> Result<(), Error> {
    let (hash, now, told) = (hash.clone(), app.clock.now(), Arc::clone(app));
    app.store
        .write(move |conn| {
            let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
            blob::set_done(&tx, &hash, now)?;
            tables::set_received(&tx, &hash, size, true)?;
            file_notice::announce_all(&tx, &hash)?;
            let concerned = file_reference::of_file(&tx, &hash)?.into_iter().map(|named| named.doc).collect();
            let newest = district::need(&tx)?.position;
            tx.commit()?;
            told.tell(newest, &Concerned::Documents(concerned));
            Ok(())
        })
        .await
}

fn told(offset: u64, length: Option<u64>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(RESUMABLE, HeaderValue::from_static(VERSION));
    headers.insert(OFFSET, offset.into());
    if let Some(length) = length {
        headers.insert(LENGTH, length.into());
    }
    headers
}

fn speaks_tus(headers: &HeaderMap) -> Result<(), Error> {
    if headers.get(RESUMABLE).is_some_and(|value| value == VERSION) { Ok(()) } else { Err(Error::Malformed) }
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    said(headers, name)?.parse().ok()
}

fn said<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// The piece's checksum, where it has one.
fn checksum(headers: &HeaderMap) -> Result<Option<[u8; 32]>, Error> {
    if !headers.contains_key(CHECKSUM) {
        return Ok(None);
    }
    said(headers, &CHECKSUM).and_then(headers::checksum).map(Some).ok_or(Error::Malformed)
}

pub(super) fn well_formed(hash: String) -> Result<FileHash, Error> {
    Some(FileHash::new(hash)).filter(FileHash::is_well_formed).ok_or(Error::NotFound)
}
