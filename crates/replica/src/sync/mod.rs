//! Speaking with the server: what is planned and what is taken in are plain functions of the store; the driver
//! carries the bytes.

mod deliver;
mod download;
mod driver;
mod http;
mod plan;
mod refusal;
mod repeated;
mod reply;
mod status;
mod transfer;
mod upload;

pub(crate) use driver::Trouble;
pub use driver::{Driver, Pace};
pub use http::{HttpServer, http_client};
pub use plan::Outgoing;
pub use reply::TakenIn;
pub use status::StatusBoard;
pub(crate) use status::empty as no_status;
pub use transfer::{Exchange, Leaving, LinkError, Server, at_once};
