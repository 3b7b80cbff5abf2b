//! Evidence files: taken in, kept in pieces inside the encrypted database, read back, given out.

mod dots;
mod export;
mod ingest;
mod measure;
mod read;
mod room;
mod sniff;

pub use ingest::Taken;
pub use read::Slice;
pub(crate) use read::seen;
pub(crate) use room::spare;
pub use sniff::media_type;
