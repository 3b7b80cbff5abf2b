//! The web page: reading only, with a cookie for a session.

mod login;
mod page;
mod session;

use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::map_response;
use axum::response::sse::Event;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use model::ids::PeriodId;
use model::window::{Ask, Gate, InPlan};
use serde::Deserialize;
use tower_http::compression::CompressionLayer;

pub(crate) use login::hash_password;

use crate::answering::Reading;
use crate::app::App;
use crate::clock::local;
use crate::error::Error;
use crate::http::events::{endless, log_events};
use crate::http::problem::PageError;
use crate::store::session::Reader;
use crate::store::{Tx, server_key};
use session::{SameSite, Visitor};

const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Everything small enough to wait for; events have no end and files need no gzip.
pub(crate) fn router() -> Router<Arc<App>> {
    let texts = Router::new()
        .route("/v1/web/gate", get(gate))
        .route("/v1/web/login", post(login::login))
        .route("/v1/web/logout", post(login::logout))
        .route("/v1/web/ask", post(ask))
        .route("/v1/web/spreadsheet", get(spreadsheet))
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
    let Json(asked) = ask.map_err(|_| Error::Malformed)?;
    Ok(Json(reading(&app, reader, move |reading, tx| reading.answer(tx, &asked)).await?))
}

#[derive(Deserialize)]
struct Asked {
    /// JSON: what [`ask`] takes, of a period.
    asked: String,
}

#[derive(Deserialize)]
struct OfPeriod {
    period: PeriodId,
}

/// `GET /v1/web/spreadsheet?asked={"plan":...,"period":"Q3"}`
async fn spreadsheet(
    State(app): State<Arc<App>>,
    Visitor(reader): Visitor,
    _: SameSite,
    Query(Asked { asked }): Query<Asked>,
) -> Result<Response, PageError> {
    let asked: InPlan<OfPeriod> = serde_json::from_str(&asked).map_err(|_| Error::Malformed)?;
    let asked = asked.map(|of| of.period);
    let bytes = reading(&app, reader, move |reading, tx| reading.spreadsheet(tx, &asked)).await?;
    let headers = [(header::CONTENT_TYPE, SPREADSHEET), (header::CONTENT_DISPOSITION, "attachment")];
    Ok((headers, bytes).into_response())
}

/// Within one transaction, as whoever is logged in.
async fn reading<T: Send + 'static>(
    app: &Arc<App>,
    reader: Reader,
    what: impl FnOnce(Reading<'_>, Tx<'_>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (asked_of, now) = (Arc::clone(app), local(app.clock.now()));
    let read = app.store.read(move |tx| {
        // A page that is open asks at the door again, and is told.
        if server_key::moved(tx)?.is_some() {
            return Err(Error::LoggedOut);
        }
        let plans = asked_of.plans(tx)?;
        // An account of a unit sees what the unit's laptops see; any other sees the district.
        let unit = reader.unit.map(|unit| plans.acting(&unit, now.date_naive()));
        let reading = Reading { plans: &plans, unit: unit.as_ref(), person: &reader.person, now };
        what(reading, tx)
    });
    read.await
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
