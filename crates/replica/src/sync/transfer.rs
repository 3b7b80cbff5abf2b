//! What the driver asks of a server. One implementation speaks HTTP; tests have their own.

use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use std::time::Duration;

use model::ids::FileHash;
use protocol::{Problem, ProblemCode, PublicKey, SyncReply};
use thiserror::Error;
use tokio::sync::watch;

use super::fault::Barrier;
use super::traffic::Traffic;
use crate::device::Device;

/// Why an exchange came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LinkError {
    #[error(
        "Không có mạng hoặc không tới được máy chủ. Mọi sửa đổi đã lưu trên máy và sẽ tự gửi khi có mạng."
    )]
    Offline,
    /// The server answered, and said why not.
    #[error("{}", .problem.message)]
    Refused { problem: Problem, wait: Option<Duration> },
    /// There is a network, and something on it is in the way.
    #[error("{0}")]
    Barred(Barrier),
    /// The stream of news stands, and nothing comes through it.
    #[error("Tin mới không qua được proxy ở giữa. Máy vẫn tự hỏi máy chủ theo định kỳ.")]
    Held,
    #[error(
        "Máy chủ trả lời không đúng cách. Mọi sửa đổi vẫn còn trên máy và sẽ tự gửi lại; nếu lỗi lặp lại, hãy báo cán bộ CNTT của huyện."
    )]
    Garbled,
    /// Who answers at an address has not the key of the district's server.
    #[error(
        "Nơi trả lời ở địa chỉ {0} không chứng minh được là máy chủ của huyện. Chưa gửi gì đến đó, mọi sửa đổi vẫn còn trên máy; hãy hỏi lại huyện địa chỉ đúng."
    )]
    NotTheDistrict(String),
    /// Who answers says that nobody told it that it is to stand there, so that it proves nothing.
    #[error(
        "Máy chủ ở {0} chưa được báo là đứng ở địa chỉ này nên không chứng minh được là máy chủ của huyện. Chưa gửi gì đến đó, mọi sửa đổi vẫn còn trên máy; hãy nhờ cán bộ CNTT của huyện chạy trên máy chủ: sync-server move --here {0}"
    )]
    NotToldOfAddress(String),
    /// The district's server has gone there, by its own word.
    #[error(
        "Máy chủ của huyện đã chuyển sang {0}, nhưng chưa tới được nơi đó. Mọi sửa đổi vẫn còn trên máy và sẽ tự gửi khi tới được."
    )]
    NotThereYet(String),
}

impl LinkError {
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Refused { problem, .. } => Some(problem.code),
            _ => None,
        }
    }

    /// Only a person can mend it: trying again soon is of no use.
    pub fn is_lasting(&self) -> bool {
        matches!(self, Self::NotTheDistrict(_) | Self::NotToldOfAddress(_))
            || matches!(
                self.code(),
                Some(
                    ProblemCode::Device | ProblemCode::Clone | ProblemCode::Version | ProblemCode::Malformed
                )
            )
    }

    /// It is the request that is not taken, whole: another may be.
    pub fn is_of_request(&self) -> bool {
        matches!(self.code(), Some(ProblemCode::Malformed | ProblemCode::TooLarge))
            || matches!(self, Self::Barred(Barrier::Blocked(_)))
    }

    /// A request was too large for whoever refused it.
    pub fn is_of_size(&self) -> bool {
        self.code() == Some(ProblemCode::TooLarge) || *self == Self::Barred(Barrier::Blocked(413))
    }

    pub fn wait(&self) -> Option<Duration> {
        match self {
            Self::Refused { wait, .. } => *wait,
            _ => None,
        }
    }
}

pub type Exchange<T> = Result<T, LinkError>;

/// Bytes that are made when they leave; none where there is nothing to send after all.
pub type Leaving = Pin<Box<dyn Future<Output = Option<Vec<u8>>> + Send>>;

/// Bytes that are there already.
pub fn at_once(bytes: Vec<u8>) -> Leaving {
    Box::pin(std::future::ready(Some(bytes)))
}

/// A district's server, as a laptop needs it.
pub trait Server: Send + Sync + 'static {
    /// The lines that were open may be dead: the next exchange opens a new one.
    fn forget_lines(&self);

    /// Speaks with the server at another address from now on, once it has shown that it has the district's key. Answers the
    /// address as it is kept.
    fn go_to(&self, address: &str, key: &PublicKey) -> impl Future<Output = Exchange<String>> + Send;

    /// Whether anything can be reached where the server or the way to it is; costs no more than a connection.
    fn reaches(&self) -> impl Future<Output = bool> + Send;

    /// Sends bytes that are made once there is a line to the server, so that what cannot be sent can still be taken back.
    fn sync(&self, device: &Device, leaving: Leaving) -> impl Future<Output = Exchange<SyncReply>> + Send;

    /// What moves while the answer to a sync is awaited.
    fn traffic(&self) -> watch::Receiver<Traffic>;

    /// Listens for news and tells how far the server's log goes, until the connection ends.
    fn listen(
        &self,
        device: &Device,
        announced: &watch::Sender<u64>,
    ) -> impl Future<Output = LinkError> + Send;

    /// Begins an upload with its first piece (perhaps of no bytes), or finds one that is there; answers where it stands.
    fn begin(
        &self,
        device: &Device,
        hash: &FileHash,
        size: u64,
        first: Vec<u8>,
    ) -> impl Future<Output = Exchange<u64>> + Send;

    /// Sends a piece from `at` on; answers where the upload then stands.
    fn append(
        &self,
        device: &Device,
        hash: &FileHash,
        at: u64,
        piece: Vec<u8>,
    ) -> impl Future<Output = Exchange<u64>> + Send;

    fn fetch(
        &self,
        device: &Device,
        hash: &FileHash,
        range: Range<u64>,
    ) -> impl Future<Output = Exchange<Vec<u8>>> + Send;
}
