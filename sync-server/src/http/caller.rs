//! Who is calling.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::app::App;
use crate::clock::local;
use crate::error::Error;
use crate::secret::SecretHash;
use crate::store::device::{self, DeviceRow};
use crate::store::server_key;

/// A device that is known and not revoked, looked up anew for each request. A server that has gone elsewhere knows none.
pub(crate) struct Caller(pub DeviceRow);

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Error> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer ")).ok_or(Error::Device)?;
        let hash = SecretHash::of(token.trim());
        let (asked_of, today) = (Arc::clone(app), local(app.clock.now()).date_naive());
        let found = app
            .store
            .read(move |tx| {
                let found = device::by_token(tx, hash)?.filter(|device| device.revoked.is_none());
                if let Some(moved) = server_key::moved(tx)? {
                    let unheard = match found {
                        Some(device) => (!server_key::is_told(tx, device.id)?).then_some(device.id),
                        None => None,
                    };
                    return Ok(Err((moved, unheard)));
                }
                found.map(|device| Ok(device.acting(&*asked_of.plans(tx)?, today))).transpose().map(Ok)
            })
            .await?;
        match found {
            Ok(found) => found.map(Self).ok_or(Error::Device),
            Err((moved, unheard)) => {
                if let Some(device) = unheard {
                    app.store.write_alone(move |tx| server_key::tell(tx, device)).await?;
                }
                Err(Error::Moved(moved))
            }
        }
    }
}

/// The caller's address, for the throttle. Behind a reverse proxy on this machine: the address that it names.
pub(crate) struct Address(pub IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().ok_or(Error::Malformed)?.0.ip();
        let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
        let named =
            forwarded.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse().ok());
        Ok(Self(named.filter(|_| peer.is_loopback()).unwrap_or(peer)))
    }
}
