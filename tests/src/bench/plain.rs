//! A program that takes the same requests and keeps the same bytes, and thinks no further: what is left of a sync's cost
//! where nothing is admitted, shown or told to others.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::routing::post;
use protocol::{
    ChangeBody, Checked, Cursor, DeviceId, Fate, PublicKey, SyncReply, UnixMillis, open_request, seal_reply,
};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

#[derive(Serialize, Deserialize)]
pub struct Options {
    /// Of a district, whose devices it lets in.
    pub data: PathBuf,
    pub port: u16,
}

type Shared = Arc<Mutex<Connection>>;

/// Serves until it is interrupted.
pub async fn serve(options: &str) -> Result<()> {
    let Options { data, port } = serde_json::from_str(options)?;
    let conn = Connection::open(data.join("nharong.db"))?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.execute_batch(
        "CREATE TABLE plain_log (
            position INTEGER PRIMARY KEY, doc TEXT NOT NULL, hash BLOB NOT NULL, bytes BLOB NOT NULL, device INTEGER NOT NULL
        ) STRICT",
    )?;
    let routes = Router::new().route("/v1/sync", post(take)).with_state(Arc::new(Mutex::new(conn)));
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    tokio::select! {
        served = axum::serve(listener, routes) => Ok(served?),
        ended = tokio::signal::ctrl_c() => Ok(ended?),
    }
}

async fn take(State(conn): State<Shared>, headers: HeaderMap, body: Bytes) -> Result<Vec<u8>, StatusCode> {
    let token =
        headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let token = token.ok_or(StatusCode::UNAUTHORIZED)?.to_owned();
    let kept = tokio::task::spawn_blocking(move || keep(&conn, &token, &body)).await;
    kept.ok().and_then(Result::ok).ok_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Checks the signature, keeps the changes in one transaction, and says so.
fn keep(conn: &Shared, token: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let request = open_request(bytes)?;
    let mut conn = conn.lock().unwrap_or_else(PoisonError::into_inner);
    let tx = conn.transaction()?;
    let (id, key): (i64, [u8; 32]) = tx
        .prepare_cached("SELECT id, public_key FROM device WHERE token = ?")?
        .query_row([blake3::hash(token.as_bytes()).as_bytes().as_slice()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .context("a device of the district")?;
    let found =
        request.check(DeviceId(id), &PublicKey::from_bytes(&key)?, |_, _| Ok::<_, anyhow::Error>(None));
    let Checked { request, hashes, .. } = found.map_err(|_| anyhow!("not as its device signed it"))?;
    let mut fates = Vec::new();
    for (document, hashes) in request.documents.into_iter().zip(hashes) {
        let (doc, mut of_document) = (format!("{:?}", document.doc.id()), Vec::new());
        for (body, hash) in document.changes.into_iter().map(ChangeBody::unpack).zip(hashes) {
            tx.prepare_cached("INSERT INTO plain_log (doc, hash, bytes, device) VALUES (?, ?, ?, ?)")?
                .execute(params![doc, hash.0.as_slice(), body.as_bytes(), id])?;
            let position = Cursor(tx.last_insert_rowid().unsigned_abs());
            of_document.push(Fate::Durable { position, received: UnixMillis(0) });
        }
        fates.push(of_document);
    }
    tx.commit()?;
    Ok(seal_reply(&SyncReply { epoch: request.epoch, cursor: request.cursor, fates, ..SyncReply::default() }))
}
