//! What laptop and server say to each other, pure: messages, their bytes, and the signature on a batch.
//! Nothing here opens a connection or reads a clock. `docs/sync-protocol.md` is the same in prose.

mod abridge;
mod abridged;
mod batch;
mod body;
mod chunk;
mod compress;
mod enrol;
mod envelope;
mod error;
mod fate;
mod key;
mod limits;
mod message;
mod name;
mod number;
mod reader;
mod reply;
mod request;
mod room;
mod section;
mod server_key;
mod steps;
mod vocabulary;
mod writer;

pub use abridged::{Abridged, Ancestor, Prefix};
pub use batch::{BatchHash, DocumentDigest, Statement};
pub use body::ChangeBody;
pub use enrol::{DeviceId, EnrolReply, EnrolRequest, Problem, ProblemCode, Token, normal_code};
pub use envelope::{VERSION, open_reply, open_request, seal_reply, seal_request, unframe, write_request};
pub use error::Malformed;
pub use fate::{Fate, Refused};
pub use key::{PublicKey, Signature, Signer};
pub use limits::{
    MAX_ANCESTORS, MAX_CHANGES, MAX_CODE_BYTES, MAX_DOCUMENT_NAME_BYTES, MAX_DOCUMENTS, MAX_INFLATED_BYTES,
    MAX_NAME_BYTES, MAX_NAMES, MAX_PERSON_BYTES, MAX_PERSON_NAME_BYTES, MAX_REQUEST_CHANGES, MAX_TEXT_BYTES,
    MAX_WIRE_BYTES, REPLY_BUDGET, REQUEST_BUDGET,
};
pub use message::{
    Delivered, Delivery, DocumentChanges, FileReceived, Heard, OtherLaptop, Person, ShownElsewhere,
    SyncReply, SyncRequest, Withdrawn,
};
pub use name::DocName;
pub use number::{Counter, Cursor, Epoch, UnixMillis};
pub use request::{Checked, Unchecked};
pub use server_key::{Moved, ProveReply, ProveRequest};
pub use vocabulary::{Vocabulary, VocabularyDigest};

/// The media type of sync requests and replies.
pub const MEDIA_TYPE: &str = "application/vnd.nharong.sync";

/// The header in which the server says after how many seconds, at most, a stream of news says something.
pub const EVENTS_EVERY: &str = "events-every";
