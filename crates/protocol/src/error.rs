use thiserror::Error;

/// Bytes that are not a message of this protocol. Who sent them cannot mend them by sending them again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Malformed {
    #[error("not a message of this protocol")]
    NotAMessage,
    #[error("protocol version {0} is not spoken here")]
    Version(u8),
    #[error("longer than the protocol allows")]
    TooLong,
    #[error("the compressed part is damaged or inflates past the limit")]
    Compression,
    #[error("the message ends early or holds a value out of range")]
    Content,
    #[error("the signature does not belong to this device")]
    Signature,
}
