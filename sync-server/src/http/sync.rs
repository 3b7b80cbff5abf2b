//! `POST /v1/sync`

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use futures_util::StreamExt as _;
use protocol::{MAX_WIRE_BYTES, MEDIA_TYPE};

use super::caller::Caller;
use crate::app::App;
use crate::error::Error;
use crate::sync::exchange;

pub(super) async fn sync(
    State(app): State<Arc<App>>,
    Caller(device): Caller,
    body: Body,
) -> Result<impl IntoResponse, Error> {
    let reply = exchange(&app, device, whole(body).await?).await?;
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE)], reply))
}

/// Reads the body as long as it may be a message.
async fn whole(body: Body) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Error::Malformed)?;
        if bytes.len() + piece.len() > MAX_WIRE_BYTES {
            return Err(Error::TooLarge);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}
