//! Why a request is not answered, as HTTP says it.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::window::{Failure, FailureCode};
use protocol::Problem;

use crate::error::Error;

/// tus: the piece arrived damaged.
const CHECKSUM_MISMATCH: u16 = 460;

fn status(error: &Error) -> StatusCode {
    match error {
        Error::Device | Error::LoggedOut | Error::WrongPassword => StatusCode::UNAUTHORIZED,
        Error::Code
        | Error::CodeOfOtherUnit
        | Error::OtherDistrict
        | Error::FileNotNamed
        | Error::OtherAddress
        | Error::CrossSite => StatusCode::FORBIDDEN,
        Error::Clone | Error::Unabridged | Error::Offset => StatusCode::CONFLICT,
        Error::Busy => StatusCode::LOCKED,
        Error::Version => StatusCode::UPGRADE_REQUIRED,
        Error::Malformed | Error::Invalid(_) => StatusCode::BAD_REQUEST,
        Error::Method => StatusCode::METHOD_NOT_ALLOWED,
        Error::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Error::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Moved(_) => StatusCode::GONE,
        Error::Checksum | Error::FileDiffers => {
            StatusCode::from_u16(CHECKSUM_MISMATCH).expect("460 is within the range of status codes")
        }
        Error::Range { .. } => StatusCode::RANGE_NOT_SATISFIABLE,
        Error::Slow(_) => StatusCode::TOO_MANY_REQUESTS,
        Error::Answer { code: Some(FailureCode::Gone), .. } => StatusCode::NOT_FOUND,
        Error::Answer { .. } => StatusCode::FORBIDDEN,
        Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn with_headers(error: &Error, mut response: Response) -> Response {
    if let Error::Unavailable(cause) = error {
        tracing::error!(%cause, "request failed");
    }
    let extra: Option<(HeaderName, String)> = match error {
        Error::Slow(wait) => Some((header::RETRY_AFTER, wait.as_secs().max(1).to_string())),
        Error::Busy => Some((header::RETRY_AFTER, "5".into())),
        Error::Unavailable(_) => Some((header::RETRY_AFTER, "30".into())),
        Error::Range { size } => Some((header::CONTENT_RANGE, format!("bytes */{size}"))),
        _ => None,
    };
    if let Some((name, value)) = extra
        && let Ok(value) = HeaderValue::from_str(&value)
    {
        response.headers_mut().insert(name, value);
    }
    response
}

/// For laptops.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let moved = if let Self::Moved(to) = &self { Some(to.clone()) } else { None };
        let problem = Problem { moved, ..Problem::new(self.problem(), self.to_string()) };
        with_headers(&self, (status(&self), Json(problem)).into_response())
    }
}

/// The same for the web page, which reads [`Failure`].
#[derive(Debug)]
pub struct PageError(pub Error);

impl<E: Into<Error>> From<E> for PageError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let failure = Failure::new(self.0.failure(), self.0.to_string());
        with_headers(&self.0, (status(&self.0), Json(failure)).into_response())
    }
}
