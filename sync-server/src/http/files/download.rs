//! `GET /v1/files/<hash>`, in whole or from where a laptop was cut off.

use std::io::SeekFrom;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use model::ids::{FileHash, UnitId};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};

use super::headers::{Part, disposition_of, part};
use super::tus::well_formed;
use crate::app::App;
use crate::error::Error;
use crate::files::{Stored, stored};
use crate::http::caller::Caller;

const PIECE: usize = 64 << 10;

/// Media types that a browser may show by itself. Anything else is saved, never run.
const SHOWN: [&str; 5] = ["application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp"];

pub(crate) async fn download(
    State(app): State<Arc<App>>,
    Caller(device): Caller,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    send(&app, Some(device.unit), hash, &headers).await
}

/// The file, where a document that the unit may read names it (`None`: any document).
pub(crate) async fn send(
    app: &Arc<App>,
    unit: Option<UnitId>,
    hash: String,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let hash = well_formed(hash)?;
    let Stored { path, size, name, media_type } = stored(app, unit, &hash).await?;
    let asked = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let (first, last) = match asked.map(|range| part(range, size)) {
        None | Some(Part::Whole) => (0, size),
        Some(Part::Between(first, last)) => (first, last),
        Some(Part::Outside) => return Err(Error::Range { size }),
    };
    let mut file = File::open(path).await?;
    file.seek(SeekFrom::Start(first)).await?;
    let mut response = Body::from_stream(pieces(file, last - first)).into_response();
    if last - first < size {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let range = format!("bytes {first}-{}/{size}", last.saturating_sub(1));
        if let Ok(range) = HeaderValue::from_str(&range) {
            response.headers_mut().insert(header::CONTENT_RANGE, range);
        }
    }
    describe(response.headers_mut(), &hash, (&name, &media_type), last - first);
    Ok(response)
}

fn describe(headers: &mut HeaderMap, hash: &FileHash, (name, media_type): (&str, &str), length: u64) {
    let shown = SHOWN.into_iter().find(|shown| *shown == media_type);
    headers.insert(header::CONTENT_LENGTH, length.into());
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let content_type = shown.unwrap_or("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    let disposition = if shown.is_some() { "inline" } else { "attachment" };
    if let Ok(value) = HeaderValue::from_str(&disposition_of(disposition, name)) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Scripts inside a file must not act as the page.
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox"),
    );
    // It never changes, but who may see it may: a file that is withdrawn is seen by nobody from then on.
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{hash}\"")) {
        headers.insert(header::ETAG, tag);
    }
}

fn pieces(file: File, left: u64) -> impl futures_util::Stream<Item = std::io::Result<Bytes>> {
    stream::try_unfold((file, left), |(mut file, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        let most = usize::try_from(left).unwrap_or(PIECE).min(PIECE);
        let mut piece = vec![0; most];
        let read = file.read(&mut piece).await?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        piece.truncate(read);
        let left = left - u64::try_from(read).unwrap_or(left);
        Ok(Some((Bytes::from(piece), (file, left))))
    })
}
