//! The web page: reading only, with a cookie for a session.

mod login;
mod page;
mod session;

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::map_response;
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use model::doc_id::DocId;
use model::window::{Ask, FailureCode, Gate, InPlan};
use tables::Rows;
use tower_http::compression::CompressionLayer;
use view::{AskError, Asker, Side};

pub(crate) use login::hash_password;

use crate::app::App;
use crate::clock::local;
use crate::error::Error;
use crate::http::events::{endless, log_events};
use crate::http::problem::PageError;
use crate::store::server_key;
use session::{SameSite, Visitor};

/// Everything small enough to wait for; events have no end and files need no gzip.
pub(crate) fn router() -> Router<Arc<App>> {
    let texts = Router::new()
        .route("/v1/web/gate", get(gate))
        .route("/v1/web/login", post(login::login))
        .route("/v1/web/logout", post(login::logout))
        .route("/v1/web/ask", post(ask))
        .layer(map_response(never_stored))
        .fallback(page::page)
        .layer(CompressionLayer::new());
    Router::new().route("/v1/web/files/{hash}", get(file)).merge(texts)
}

async fn never_stored(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn gate(
    State(app): State<Arc<App>>,
    visitor: Result<Visitor, PageError>,
) -> Result<Json<Gate>, PageError> {
    // Nothing is written here any more: what stood here would be read for what is.
    if let Some(moved) = app.store.read(server_key::moved).await? {
        return Ok(Json(Gate::Moved { to: moved.address }));
    }
    match visitor {
        Ok(_) => Ok(Json(Gate::Open)),
        Err(PageError(Error::LoggedOut)) => Ok(Json(Gate::LogIn)),
        Err(other) => Err(other),
    }
}

async fn ask(
    State(app): State<Arc<App>>,
    Visitor(reader): Visitor,
    _: SameSite,
    ask: Result<Json<InPlan<Ask>>, JsonRejection>,
) -> Result<Json<serde_json::Value>, PageError> {
    let Json(InPlan { plan, as_of, what, .. }) = ask.map_err(|_| Error::Malformed)?;
    let (asked_of, now) = (Arc::clone(&app), app.clock.now());
    let answer = app
        .store
        .read(move |tx| {
            // A page that is open asks at the door again, and is told.
            if server_key::moved(tx)?.is_some() {
                return Err(Error::LoggedOut);
            }
            let plans = asked_of.plans(tx)?;
            // An account of a unit sees what the unit's laptops see; any other sees the district.
            let unit = reader.unit.map(|unit| plans.acting(&unit, local(now).date_naive()));
            let who = (unit.as_ref(), reader.person.as_str());
            let asker =
                Asker::new((&plans, plan.as_ref()), who, local(now), Side::Server).map_err(refused)?;
            match &as_of {
                None => {
                    let log = |doc: &DocId| Ok(crate::sync::logged(tx, doc)?);
                    view::answer(&Rows::with_log(&tx, &log), &asker, &what).map_err(refused)
                }
                Some(moment) => {
                    tables::answer_as_of(&tx, &asker, (&what, moment), &|doc| crate::sync::logged(tx, doc))
                }
            }
        })
        .await?;
    Ok(Json(answer))
}

impl From<AskError> for Error {
    fn from(error: AskError) -> Self {
        refused(error)
    }
}

fn refused(error: AskError) -> Error {
    match error {
        AskError::Store(cause) => Error::unavailable(cause.cause()),
        AskError::Gone => {
            Error::Answer { code: Some(FailureCode::Gone), message: AskError::Gone.to_string() }
        }
        other => Error::Answer { code: None, message: other.to_string() },
    }
}

/// `GET /v1/web/events`: `changed` at each commit, with the position: a browser passes over an event without data.
pub(crate) async fn events(State(app): State<Arc<App>>, _: Visitor) -> impl IntoResponse {
    endless(log_events(&app, None, false, |newest| {
        Event::default().event("changed").data(newest.0.to_string())
    }))
}

async fn file(
    State(app): State<Arc<App>>,
    Visitor(reader): Visitor,
    Path(hash): Path<String>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    Ok(crate::http::files::send(&app, reader.unit, hash, &headers).await?)
}
