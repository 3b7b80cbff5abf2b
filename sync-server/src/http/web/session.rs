//! Who looks at the page, from the cookie.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, CookieJar};

use crate::app::App;
use crate::error::Error;
use crate::http::problem::PageError;
use crate::secret::SecretHash;
use crate::store::session::{self, Reader};

const COOKIE: &str = "nharong";
const PATH: &str = "/v1/web";

/// Someone who is logged in.
pub(crate) struct Visitor(pub Reader);

impl FromRequestParts<Arc<App>> for Visitor {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, PageError> {
        let token = token(&parts.headers).ok_or(Error::LoggedOut)?;
        let now = app.clock.now();
        let reader = app.store.read(move |tx| session::find(tx, token, now)).await?;
        Ok(reader.map(Self).ok_or(Error::LoggedOut)?)
    }
}

/// The request does not come from another site. `SameSite=Strict` keeps the cookie from such a request, and JSON
/// keeps plain forms out; browsers also say where a request comes from.
pub(crate) struct SameSite;

impl<S: Send + Sync> FromRequestParts<S> for SameSite {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let site = parts.headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
        match site {
            None | Some("same-origin" | "none") => Ok(Self),
            Some(_) => Err(Error::CrossSite.into()),
        }
    }
}

pub(super) fn token(headers: &HeaderMap) -> Option<SecretHash> {
    CookieJar::from_headers(headers).get(COOKIE).map(|cookie| SecretHash::of(cookie.value()))
}

/// A cookie that no script reads and no other site causes to be sent.
pub(super) fn cookie(token: String, headers: &HeaderMap) -> String {
    let secure = headers.get("x-forwarded-proto").is_some_and(|value| value == "https");
    let mut cookie = Cookie::new(COOKIE, token);
    cookie.set_http_only(true);
    cookie.set_same_site(axum_extra::extract::cookie::SameSite::Strict);
    cookie.set_path(PATH);
    cookie.set_secure(secure);
    cookie.to_string()
}

pub(super) fn no_cookie() -> String {
    format!("{COOKIE}=; Path={PATH}; Max-Age=0; HttpOnly; SameSite=Strict")
}
