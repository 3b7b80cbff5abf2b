//! Why a request is not answered, in one type: what a laptop acts on, and what a person reads.

use std::time::Duration;

use model::window::FailureCode;
use protocol::{Malformed, Moved, ProblemCode, Unchecked};
use thiserror::Error;

#[derive(Debug, Error)]
pub enum Error {
    #[error(
        "Máy chủ không nhận ra máy này, hoặc máy đã bị thu hồi. Dữ liệu trên máy vẫn nguyên; hãy xin cán bộ CNTT của huyện một mã ghi danh mới."
    )]
    Device,
    #[error(
        "Mã ghi danh không đúng, đã dùng hoặc đã quá hạn. Hãy xem lại mã, hoặc xin cán bộ CNTT của huyện một mã mới."
    )]
    Code,
    #[error(
        "Mã ghi danh này là của đơn vị khác và chưa bị dùng. Dữ liệu trên máy vẫn nguyên; hãy xin cán bộ CNTT của huyện mã của đúng đơn vị."
    )]
    CodeOfOtherUnit,
    #[error(
        "Máy chủ này là của huyện khác. Mã chưa bị dùng, dữ liệu trên máy vẫn nguyên; hãy xem lại địa chỉ máy chủ và mã ghi danh."
    )]
    OtherDistrict,
    #[error(
        "Một máy khác đang gửi dưới tên của máy này (máy bị sao chép, hoặc được phục hồi từ bản sao). Dữ liệu trên máy vẫn nguyên; hãy ghi danh lại máy này bằng một mã mới."
    )]
    Clone,
    #[error(
        "Máy chủ chưa có phần mà nội dung này dựa vào. Dữ liệu trên máy vẫn nguyên; máy sẽ tự gửi lại đầy đủ."
    )]
    Unabridged,
    #[error(
        "Phần mềm trên máy không cùng phiên bản với máy chủ. Dữ liệu trên máy vẫn nguyên; hãy cập nhật phần mềm rồi gửi lại."
    )]
    Version,
    #[error(
        "Yêu cầu gửi lên không đọc được. Dữ liệu trên máy vẫn nguyên; hãy thử lại, nếu vẫn gặp lỗi này thì báo cán bộ CNTT của huyện."
    )]
    Malformed,
    #[error("{0}")]
    Invalid(&'static str),
    #[error(
        "Yêu cầu gửi lên lớn hơn mức máy chủ nhận. Dữ liệu trên máy vẫn nguyên; hãy cập nhật phần mềm, nếu vẫn gặp lỗi này thì báo cán bộ CNTT của huyện."
    )]
    TooLarge,
    #[error(
        "Không tìm thấy nội dung này, hoặc đơn vị không được xem. Hãy quay lại danh sách; nếu cần xem, hãy hỏi đơn vị điều phối kế hoạch."
    )]
    NotFound,
    #[error("Địa chỉ này không nhận kiểu yêu cầu này (method).")]
    Method,
    #[error("Loại nội dung gửi lên không đúng (content-type). Hãy cập nhật phần mềm.")]
    MediaType,
    #[error("Chưa có minh chứng nào của đơn vị nêu tệp này. Hãy đồng bộ nội dung trước, rồi gửi tệp.")]
    FileNotNamed,
    #[error("Phần tệp gửi lên không nối tiếp phần máy chủ đang có. Hãy hỏi lại vị trí rồi gửi tiếp.")]
    Offset,
    #[error("Một máy khác đang gửi đúng tệp này. Hãy chờ một lát rồi hỏi lại vị trí.")]
    Busy,
    #[error(
        "Phần tệp vừa gửi bị hỏng trên đường truyền. Phần đã nhận trước đó vẫn còn; hãy gửi lại phần này."
    )]
    Checksum,
    #[error(
        "Nội dung tệp nhận được không khớp với mã của tệp, nên máy chủ bỏ và chờ gửi lại từ đầu. Tệp gốc trên máy vẫn nguyên."
    )]
    FileDiffers,
    #[error("Khoảng dữ liệu yêu cầu nằm ngoài tệp. Hãy mở lại tệp.")]
    Range { size: u64 },
    #[error("Thử quá nhiều lần. Hãy chờ {} giây rồi thử lại.", .0.as_secs().max(1))]
    Slow(Duration),
    #[error(
        "Tên đăng nhập hoặc mật khẩu không đúng. Hãy nhập lại; nếu quên, hãy xin cán bộ CNTT của huyện đặt lại."
    )]
    WrongPassword,
    #[error("Phiên làm việc đã hết. Hãy đăng nhập lại.")]
    LoggedOut,
    #[error(
        "Yêu cầu không đến từ chính trang này nên bị từ chối. Hãy mở lại trang từ địa chỉ của máy chủ rồi thử lại."
    )]
    CrossSite,
    #[error("Máy chủ của huyện đã chuyển sang {}. Dữ liệu trên máy vẫn nguyên; hãy dùng địa chỉ đó.", .0.address)]
    Moved(Moved),
    #[error(
        "Máy chủ chưa được báo là đứng ở địa chỉ này. Chưa có gì thay đổi; hãy nhờ cán bộ CNTT của huyện chạy “move --here” với địa chỉ đó."
    )]
    OtherAddress,
    #[error("{message}")]
    Answer { code: Option<FailureCode>, message: String },
    #[error("Máy chủ tạm thời chưa lưu được. Dữ liệu trên máy vẫn nguyên và sẽ được gửi lại sau.")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    pub fn unavailable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unavailable(cause.into())
    }

    /// What a laptop acts on.
    pub fn problem(&self) -> ProblemCode {
        match self {
            Self::Device | Self::LoggedOut | Self::WrongPassword => ProblemCode::Device,
            Self::Code | Self::CodeOfOtherUnit | Self::OtherDistrict => ProblemCode::Code,
            Self::Clone => ProblemCode::Clone,
            Self::Unabridged => ProblemCode::Unabridged,
            Self::Version => ProblemCode::Version,
            Self::Malformed | Self::Invalid(_) | Self::Method | Self::MediaType => ProblemCode::Malformed,
            Self::TooLarge => ProblemCode::TooLarge,
            Self::NotFound | Self::FileNotNamed => ProblemCode::NotFound,
            Self::Offset | Self::Busy => ProblemCode::Offset,
            Self::Checksum | Self::FileDiffers => ProblemCode::Checksum,
            Self::Slow(_) => ProblemCode::Slow,
            Self::Moved(_) => ProblemCode::Moved,
            Self::Unavailable(_) => ProblemCode::Unavailable,
            Self::OtherAddress | Self::Range { .. } | Self::CrossSite | Self::Answer { .. } => {
                ProblemCode::Other
            }
        }
    }

    /// What a page acts on.
    pub fn failure(&self) -> Option<FailureCode> {
        match self {
            Self::LoggedOut => Some(FailureCode::LoggedOut),
            Self::WrongPassword => Some(FailureCode::WrongPassphrase),
            Self::NotFound => Some(FailureCode::Gone),
            Self::Answer { code, .. } => *code,
            _ => None,
        }
    }
}

impl From<Malformed> for Error {
    fn from(found: Malformed) -> Self {
        match found {
            newer if newer.is_newer() => Self::Version,
            Malformed::TooLong => Self::TooLarge,
            _ => Self::Malformed,
        }
    }
}

impl From<Unchecked<Self>> for Error {
    fn from(found: Unchecked<Self>) -> Self {
        match found {
            Unchecked::Unabridged => Self::Unabridged,
            Unchecked::TooLong => Self::TooLarge,
            Unchecked::Signature => Self::Malformed,
            Unchecked::Asking(error) => error,
        }
    }
}

impl From<std::io::Error> for Error {
    fn from(cause: std::io::Error) -> Self {
        Self::unavailable(cause)
    }
}

impl From<tokio::task::JoinError> for Error {
    fn from(cause: tokio::task::JoinError) -> Self {
        Self::unavailable(cause)
    }
}
