//! What laptop and server say to each other, pure: messages, their bytes, and the signature on a batch.
//! Nothing here opens a connection or reads a clock. `docs/sync-protocol.md` is the same in prose.

mod body;
mod bounded;
mod compress;
mod enrol;
mod envelope;
mod error;
mod message;
mod short;

pub use body::ChangeBody;
pub use enrol::{DeviceId, EnrolReply, EnrolRequest, Problem, ProblemCode, Token};
pub use envelope::{
    BatchHash, Opened, PublicKey, Signer, open_reply, open_request, seal_reply, seal_request,
};
pub use error::Malformed;
pub use message::{
    Counter, Cursor, Delivered, Delivery, DocumentChanges, Epoch, FileNews, Heard, Outcome, SyncReply,
    SyncRequest, UnixMillis,
};
pub use short::{Ancestor, ContentDigest, Prefix, ShortChange, Unmade};

/// The version that this program speaks. A server refuses others and says what to do.
pub const VERSION: u8 = 1;

/// The media type of sync requests and replies.
pub const MEDIA_TYPE: &str = "application/vnd.nharong.sync";

/// Most bytes of a request or reply as they travel.
pub const MAX_WIRE_BYTES: usize = 8 << 20;
/// Most bytes that they may become when they are decompressed.
pub const MAX_INFLATED_BYTES: usize = 32 << 20;
/// Most documents that one request or reply may name.
pub const MAX_DOCUMENTS: usize = 20_000;
/// Most changes that one request or reply may hold; of files and units in a reply just as many.
pub const MAX_CHANGES: usize = 50_000;
/// Bytes of changes that a server puts in one reply before it says `more`.
pub const REPLY_BUDGET: usize = 512 << 10;
/// Bytes of changes that a laptop puts in one request before it keeps the rest for the next.
pub const REQUEST_BUDGET: usize = 512 << 10;
