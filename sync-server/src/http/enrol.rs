//! `POST /v1/enrol`

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use protocol::EnrolReply;

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
