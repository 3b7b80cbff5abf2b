//! The district's server: takes in what units send, keeps it, hands on what others may read, and shows the
//! district's view as a web page. A library, so that a test can run it on any port with any clock.

mod answering;
mod app;
mod cache;
mod clock;
mod config;
mod enrolment;
mod error;
mod files;
mod folder;
mod http;
mod limits;
mod plans_in_force;
mod reading;
mod secret;
mod snapshot_bytes;
mod store;
mod sync;
mod throttle;

pub mod admin;

/// What reads bytes from outside, by itself: for the fuzzer, and nobody else.
#[doc(hidden)]
pub mod outside {
    pub use crate::admin::history_parts;
    pub use crate::enrolment::outside as enrolment;
    pub use crate::http::files::headers::{Part, checksum, metadata_hash, part};
}

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub use clock::Clock;
pub use config::Config;
pub use error::Error;
pub use limits::Limits;

use admin::DataFolder;
use app::App;

/// A district that is open on its folder: its routes, not on a socket yet. One for a folder at a time.
pub struct District {
    app: Arc<App>,
    close: watch::Sender<bool>,
    _alone: admin::Lock,
}

impl District {
    pub async fn open(config: Config) -> Result<Self, admin::AdminError> {
        let folder = DataFolder::open(&config.data)?;
        let alone = folder.lock()?;
        let (close, closing) = watch::channel(false);
        let app = Arc::new(App::open(config, closing).await?);
        let known = Arc::clone(&app);
        app.store.write_alone(move |tx| sync::learn(tx, &known.known)).await?;
        Ok(Self { app, close, _alone: alone })
    }

    /// Every request is answered by these. The enrolment wants to know the caller's address
    /// ([`ConnectInfo`](axum::extract::ConnectInfo)).
    pub fn routes(&self) -> Router {
        http::router(Arc::clone(&self.app))
    }

    /// Serves until `shutdown` comes to its end, then lets running requests finish.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), admin::AdminError> {
        let service = self.routes().into_make_service_with_connect_info::<SocketAddr>();
        let (close, begun, app) = (self.close.clone(), Instant::now(), Arc::clone(&self.app));
        tokio::spawn(Arc::clone(&self.app).tell_of_others());
        tokio::spawn(Arc::clone(&self.app).index_what_was_written());
        tokio::spawn(Arc::clone(&self.app).keep_log_short());
        axum::serve(listener, service)
            .with_graceful_shutdown(async move {
                shutdown.await;
                close.send_replace(true);
            })
            .await
            .map_err(Error::from)?;
        tracing::info!(worked = ?app.store.worked(), of = ?begun.elapsed(), "the writer's turns");
        Ok(())
    }
}
