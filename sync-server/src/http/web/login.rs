//! Logging in and out, and passwords.

use std::sync::{Arc, LazyLock};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use model::letters::tidy_line;
use model::window::Gate;
use protocol::UnixMillis;
use serde::Deserialize;

use super::session::{SameSite, cookie, no_cookie, token};
use crate::app::App;
use crate::error::Error;
use crate::http::caller::Address;
use crate::http::problem::PageError;
use crate::secret::{self, SecretHash};
use crate::store::{account, session};

/// A working day and no more: whoever comes back the next morning logs in again.
const SESSION: i64 = 12 * 60 * 60 * 1000;
/// Hashing takes as long as the password is; nobody types more.
const LONGEST_PASSWORD: usize = 512;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LogIn {
    name: String,
    password: String,
}

pub(super) async fn login(
    State(app): State<Arc<App>>,
    Address(address): Address,
    _: SameSite,
    headers: HeaderMap,
    body: Result<Json<LogIn>, JsonRejection>,
) -> Result<Response, PageError> {
    let Json(LogIn { name, password }) = body.map_err(|_| Error::Malformed)?;
    let name = tidy_line(&name);
    let now = app.clock.now();
    // By name, so that many addresses do not help; by address, so that many names do not.
    let keys = [format!("name {}", name.to_lowercase()), format!("from {address}")];
    keys.iter().try_for_each(|key| app.wrong_passwords.check(key, now))?;
    let wanted = name.clone();
    let found = app.store.read(move |tx| account::find(tx, &wanted)).await?;
    let kept = found.as_ref().map(|account| account.password.clone());
    let right = {
        let _turn = app.passwords.acquire().await.map_err(Error::unavailable)?;
        tokio::task::spawn_blocking(move || match kept {
            Some(kept) => password_is(&kept, &password),
            // As long as for an account that there is.
            None => {
                password_is(dummy_password(), &password);
                false
            }
        })
        .await
        .map_err(Error::unavailable)?
    };
    let Some(account) = found.filter(|_| right) else {
        keys.iter().for_each(|key| app.wrong_passwords.wrong(key, now));
        return Err(Error::WrongPassword.into());
    };
    keys.iter().for_each(|key| app.wrong_passwords.right(key));
    let secret = secret::token()?;
    let hash = SecretHash::of(&secret);
    let expires = UnixMillis(now.0 + SESSION);
    app.store.write_alone(move |tx| session::begin(tx, hash, account.id, now, expires)).await?;
    Ok(with_cookie(Json(Gate::Open), &cookie(secret, &headers)))
}

pub(super) async fn logout(
    State(app): State<Arc<App>>,
    _: SameSite,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    if let Some(token) = token(&headers) {
        app.store.write_alone(move |tx| session::end(tx, token)).await?;
    }
    Ok(with_cookie(Json(Gate::LogIn), &no_cookie()))
}

fn with_cookie(answer: impl IntoResponse, cookie: &str) -> Response {
    let mut response = answer.into_response();
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

pub(crate) fn hash_password(password: &str) -> Result<String, Error> {
    let hash = Argon2::default().hash_password(secret::composed(password).as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|cause| Error::unavailable(cause.to_string()))
}

fn password_is(kept: &str, typed: &str) -> bool {
    typed.len() <= LONGEST_PASSWORD
        && PasswordHash::new(kept).is_ok_and(|kept| {
            Argon2::default().verify_password(secret::composed(typed).as_bytes(), &kept).is_ok()
        })
}

/// The hash of a password that nobody has.
fn dummy_password() -> &'static str {
    static HASH: LazyLock<String> =
        LazyLock::new(|| secret::token().and_then(|token| hash_password(&token)).unwrap_or_default());
    &HASH
}
