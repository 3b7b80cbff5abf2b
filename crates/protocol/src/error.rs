use thiserror::Error;

/// Bytes that are not a message of this protocol. Who sent them cannot mend them by sending them again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Malformed {
    #[error("not a message of this protocol")]
    NotAMessage,
    #[error("protocol version {0} is not spoken here")]
    Version(u8),
    #[error("section {0} must be understood, and is not")]
    Section(u64),
    #[error("longer than the protocol allows")]
    TooLong,
    #[error("the compressed part is damaged or inflates past the limit")]
    Compression,
    #[error(
        "the message ends early, or holds a value that is out of range or written in another way than it must be"
    )]
    Content,
    #[error("the signature does not belong to this device")]
    Signature,
}

impl Malformed {
    /// The message is of a newer program, and only an update here makes it readable.
    pub fn is_newer(self) -> bool {
        matches!(self, Self::Version(_) | Self::Section(_))
    }
}
