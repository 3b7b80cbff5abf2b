//! tus 1.0 (creation, creation-with-upload, checksum). An upload's place is `/v1/files/<BLAKE3 of the file>`, so
//! that a second laptop with the same file finds what the first has sent.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::ids::FileHash;
use model::value::MAX_FILE_BYTES;

use super::headers::{self, metadata_hash};
use crate::app::App;
use crate::error::Error;
use crate::files::{self, Piece};
use crate::http::caller::Caller;

const VERSION: &str = "1.0.0";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
const OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");
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
    let begun = files::begin(&app, device.unit.clone(), &hash, size).await?;
    let with_upload = headers.get(header::CONTENT_TYPE).is_some_and(|value| value == PIECE);
    // An empty file has no piece that could complete it.
    let stands = if (with_upload || size == 0) && begun.received == 0 && !begun.done {
        let piece = Piece { at: 0, checksum: checksum(&headers)?, bytes: body.into_data_stream() };
        files::append(&app, device.unit, &hash, piece).await?
    } else {
        begun.received
    };
    let status = if begun.known { StatusCode::OK } else { StatusCode::CREATED };
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
    let stands = files::stands(&app, device.unit, &well_formed(hash)?).await?;
    let no_store = [(header::CACHE_CONTROL, "no-store")];
    Ok((StatusCode::OK, no_store, told(stands.received, Some(stands.size))).into_response())
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
        return Err(Error::MediaType);
    }
    let piece = Piece { at, checksum, bytes: body.into_data_stream() };
    let stands = files::append(&app, device.unit, &hash, piece).await?;
    Ok((StatusCode::NO_CONTENT, told(stands, None)).into_response())
}

/// `POST /v1/files/<hash>`: what `X-HTTP-Method-Override` says, for who can send GET and POST alone. Something on the way may
/// have taken that header out: what has an offset is a piece.
pub(crate) async fn overridden(
    app: State<Arc<App>>,
    caller: Caller,
    hash: Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    match said(&headers, &OVERRIDE) {
        Some("HEAD") => offset(app, caller, hash).await,
        Some("PATCH") => append(app, caller, hash, headers, body).await,
        None if headers.contains_key(OFFSET) => append(app, caller, hash, headers, body).await,
        _ => Err(Error::Method),
    }
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
