//! The village over HTTP, for whoever works on the windows in a browser, and for their tests that act: everything as
//! it was, a network that comes and goes, and the laptop of each of its people.

use std::sync::Arc;

use anyhow::Result;
use axum::extract::{Path, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use model::window::Failure;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Mutex;

use super::command::{self, answered};
use super::{Village, impatient};

type Shared = Arc<Mutex<Village>>;

/// Serves until the process ends.
///
/// `POST /again`, `POST /network` (`true` or `false`), `GET /now` (milliseconds), `GET /first-run` (what the
/// newcomer types), `POST /WHO/COMMAND` with its input as
/// JSON, `POST /WHO/news` (waits for more than the count that it is given), `GET /WHO/files/HASH`.
pub async fn serve(village: Village, listener: TcpListener) -> Result<()> {
    let routes = Router::new()
        .route("/again", post(again))
        .route("/network", post(network))
        .route("/now", get(now))
        .route("/first-run", get(first_run))
        .route("/{who}/{command}", post(obey))
        .route("/{who}/files/{hash}", get(file))
        .layer(from_fn(only_from_here))
        .with_state(Arc::new(Mutex::new(village)));
    Ok(axum::serve(listener, routes).await?)
}

async fn again(State(village): State<Shared>) -> Response {
    let done = village.lock().await.again().await;
    answered(done.map(|()| Value::Null).map_err(failed))
}

async fn network(State(village): State<Shared>, Json(up): Json<bool>) -> Response {
    let done = village.lock().await.network(up).await;
    answered(done.map(|()| Value::Null).map_err(failed))
}

async fn now(State(village): State<Shared>) -> Json<i64> {
    Json(village.lock().await.clock.millis())
}

async fn first_run(State(village): State<Shared>) -> Response {
    let input = village.lock().await.first_run().map_err(failed);
    answered(input.map(|input| json!({ "server": input.server, "code": input.code, "name": input.name, "passphrase": input.passphrase })))
}

async fn obey(
    State(village): State<Shared>,
    Path((who, command)): Path<(String, String)>,
    Json(input): Json<Value>,
) -> Response {
    let laptop = match village.lock().await.laptop(&who, impatient()).await {
        Ok(laptop) => laptop,
        Err(error) => return answered(Err(failed(error))),
    };
    match command.as_str() {
        "news" => answered(Ok(command::news(&laptop, &input).await)),
        command => answered(command::obey(&laptop, command, input).await),
    }
}

async fn file(State(village): State<Shared>, Path((who, hash)): Path<(String, String)>) -> Response {
    match village.lock().await.laptop(&who, impatient()).await {
        Ok(laptop) => command::file(&laptop, hash).await,
        Err(error) => answered(Err(failed(error))),
    }
}

/// A page of another site may send a request here; it may not be taken for one of ours.
async fn only_from_here(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if matches!(name, "127.0.0.1" | "localhost") {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}

fn failed(error: anyhow::Error) -> Failure {
    Failure::new(None, format!("{error:#}"))
}
