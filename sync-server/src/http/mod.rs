//! The routes, on one screen, and what stands around them.

mod caller;
mod enrol;
mod events;
pub mod files;
mod problem;
mod sync;
pub(crate) mod web;

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request};
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::Level;

use crate::app::App;
use crate::error::Error;

/// A message on a line of 64 kbit/s takes minutes; between two pieces of it so long must not pass.
const BETWEEN_PIECES: Duration = Duration::from_secs(60);
const WHOLE_REQUEST: Duration = Duration::from_secs(20 * 60);
/// Of requests in JSON. Messages and files have limits of their own.
const MOST_JSON: usize = 64 << 10;

pub(crate) fn router(app: Arc<App>) -> Router {
    let timed = Router::new()
        .route("/healthz", get(healthz))
        .route("/v1/enrol", post(enrol::enrol))
        .route("/v1/prove", post(enrol::prove))
        .route("/v1/sync", post(sync::sync))
        .route("/v1/files", post(files::create).options(files::options))
        .route(
            "/v1/files/{hash}",
            get(files::download).head(files::offset).patch(files::append).post(files::overridden),
        )
        .merge(web::router())
        .method_not_allowed_fallback(async || Error::Method)
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, WHOLE_REQUEST));
    Router::new()
        .merge(timed)
        .route("/v1/events", get(events::events))
        .route("/v1/web/events", get(web::events))
        .layer(DefaultBodyLimit::max(MOST_JSON))
        .layer(RequestBodyTimeoutLayer::new(BETWEEN_PIECES))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_request(())
                .on_response(DefaultOnResponse::new().level(Level::INFO))
                .on_failure(()),
        )
        .with_state(app)
}

async fn healthz() -> &'static str {
    "ok"
}

fn panicked(_: Box<dyn Any + Send>) -> Response<axum::body::Body> {
    tracing::error!("a request panicked");
    Error::unavailable("panic").into_response()
}

/// Method and route; never the path itself, which names files.
fn span(request: &Request) -> tracing::Span {
    let route = request.extensions().get::<MatchedPath>().map_or("/", MatchedPath::as_str);
    tracing::info_span!("request", method = %request.method(), route)
}
