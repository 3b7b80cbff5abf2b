//! `POST /v1/enrol` and `POST /v1/prove`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::{BytesRejection, JsonRejection};
use protocol::{EnrolReply, ProveReply, ProveRequest};

use super::caller::Address;
use crate::app::App;
use crate::enrolment;
use crate::error::Error;

pub(super) async fn enrol(
    State(app): State<Arc<App>>,
    Address(address): Address,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<EnrolReply>, Error> {
    let body = body.map_err(|_| Error::TooLarge)?;
    enrolment::enrol(&app, &address.to_string(), &body).await.map(Json)
}

pub(super) async fn prove(
    State(app): State<Arc<App>>,
    request: Result<Json<ProveRequest>, JsonRejection>,
) -> Result<Json<ProveReply>, Error> {
    let Json(request) = request.map_err(|_| Error::Malformed)?;
    enrolment::prove(&app, request).await.map(Json)
}
