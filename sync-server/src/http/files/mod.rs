//! Files of evidence over HTTP: sent in pieces (tus 1.0), fetched in ranges.

mod download;
pub mod headers;
mod tus;

pub(crate) use download::{download, send};
pub(crate) use tus::{append, create, offset, options, overridden};
