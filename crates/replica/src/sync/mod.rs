//! Speaking with the server: what is planned and what is taken in are plain functions of the store; the driver
//! carries the bytes.

mod address;
mod answer;
mod apart;
mod clock;
mod deliver;
mod download;
mod driver;
mod fault;
mod http;
mod news;
mod pace;
mod plan;
mod proxy;
mod refusal;
mod repeated;
mod reply;
mod script;
mod status;
mod telling;
mod traffic;
mod transfer;
mod upload;

pub use driver::Driver;
pub(crate) use driver::Trouble;
pub use fault::{Barrier, Moment};
pub use http::{HttpServer, http_client};
pub use pace::Pace;
pub use plan::{Outgoing, Portion};
pub use reply::TakenIn;
pub use status::StatusBoard;
pub(crate) use status::empty as no_status;
pub use traffic::Traffic;
pub use transfer::{Exchange, Leaving, LinkError, Server, at_once};
