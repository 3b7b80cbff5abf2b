//! How much a message may hold: the numbers of `docs/sync-protocol.md`.

use model::{address, person};

/// A name of one byte behind its length, and the number of its changes.
pub(crate) const LEAST_DOCUMENT: usize = 3;

/// Most bytes of a request or reply as they travel.
pub const MAX_WIRE_BYTES: usize = 8 << 20;
/// Most bytes that they may become when they are decompressed, and again when what was left out is put back.
pub const MAX_INFLATED_BYTES: usize = 32 << 20;
/// Most documents that one request or reply may name.
pub const MAX_DOCUMENTS: usize = 20_000;
/// Most changes that one request may hold. A laptop seals what waits into one: it comes near this only where a restored
/// server is told everything again, and then asks so many times.
pub const MAX_REQUEST_CHANGES: usize = 500;
/// Most changes that one reply may hold; of files, units and people just as many.
pub const MAX_CHANGES: usize = 50_000;
/// Ancestors that abridged changes of one request may name in all.
pub const MAX_ANCESTORS: usize = 20_000;
/// Most names of a [`Vocabulary`](crate::Vocabulary), and most bytes of each.
pub const MAX_NAMES: usize = 2_000;
pub const MAX_NAME_BYTES: usize = 64;
/// Most bytes of a document's or a unit's name.
pub const MAX_DOCUMENT_NAME_BYTES: usize = 255;
/// Most bytes of a person's id, and of a name: so many letters, of four bytes each.
pub const MAX_PERSON_BYTES: usize = address::MAX_ID_BYTES;
pub const MAX_PERSON_NAME_BYTES: usize = 4 * person::MAX_NAME_CHARS;
/// Most bytes of a refusal's code, and of what it says to people.
pub const MAX_CODE_BYTES: usize = 64;
pub const MAX_TEXT_BYTES: usize = 2_000;
/// Bytes of changes that a server puts in one reply before it says `more`.
pub const REPLY_BUDGET: usize = 512 << 10;
/// Bytes of changes that a laptop puts in one request before it keeps the rest for the next.
pub const REQUEST_BUDGET: usize = 512 << 10;
