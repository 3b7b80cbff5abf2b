//! What can go wrong on a laptop, in words that say what happened, what is safe and what to do.

use std::io;

use model::doc_id::DocId;
use model::refusal::Refusal;
use model::window::{Failure, FailureCode};
use rusqlite::ErrorCode;
use thiserror::Error;
use view::AskError;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, Error)]
pub enum Error {
    // --- the folder and the key
    #[error("Mật khẩu không đúng. Dữ liệu trên máy vẫn nguyên vẹn; hãy nhập lại.")]
    WrongPassphrase,
    #[error("Mật khẩu cần ít nhất {0} ký tự. Chưa có gì thay đổi; hãy chọn mật khẩu dài hơn.")]
    ShortPassphrase(usize),
    #[error("Chương trình đang khóa. Dữ liệu vẫn an toàn trên máy; hãy nhập mật khẩu để mở.")]
    Locked,
    #[error("Máy này chưa ghi danh. Hãy nhập địa chỉ máy chủ và mã ghi danh do huyện cấp.")]
    NotEnrolled,
    #[error("Máy này đã ghi danh rồi. Dữ liệu vẫn nguyên vẹn; hãy mở bằng mật khẩu.")]
    AlreadyEnrolled,
    #[error(
        "Không thấy tệp khóa (key.json) cạnh cơ sở dữ liệu. Dữ liệu vẫn nguyên nhưng không mở được nếu thiếu khóa; hãy chép lại tệp này từ bản sao lưu, đừng xóa gì trong thư mục dữ liệu."
    )]
    KeyMissing,
    #[error(
        "Tệp khóa (key.json) bị hỏng. Dữ liệu vẫn nguyên; hãy chép lại tệp này từ bản sao lưu hoặc nhờ cán bộ CNTT của huyện, đừng xóa gì trong thư mục dữ liệu."
    )]
    KeyDamaged,
    #[error(
        "Không thấy cơ sở dữ liệu trong thư mục dữ liệu, chỉ còn tệp khóa. Hãy chép lại thư mục từ bản sao lưu; nếu không có, hãy xin mã ghi danh mới để lấy lại những gì đã gửi lên huyện."
    )]
    DatabaseMissing,
    #[error(
        "Dữ liệu trên máy do một phiên bản mới hơn của chương trình tạo ra. Dữ liệu vẫn nguyên vẹn; hãy cài phiên bản mới rồi mở lại."
    )]
    Newer,
    #[error(
        "Cơ sở dữ liệu trên máy bị hỏng nên không mở được. Những gì đã gửi vẫn an toàn ở huyện. Đừng xóa thư mục dữ liệu: hãy chép nó ra chỗ khác và nhờ cán bộ CNTT của huyện."
    )]
    Damaged,
    #[error(
        "Ổ đĩa đã đầy nên chưa lưu được việc vừa làm. Những gì đã lưu trước đó vẫn nguyên; hãy dọn bớt ổ đĩa rồi làm lại."
    )]
    DiskFull,
    #[error(
        "Không ghi được vào thư mục dữ liệu. Những gì đã lưu vẫn nguyên; hãy kiểm tra quyền ghi của thư mục rồi mở lại chương trình."
    )]
    ReadOnly,
    #[error("Cơ sở dữ liệu đang bận vì một chương trình khác. Chưa lưu được việc vừa làm; hãy thử lại.")]
    Busy,
    #[error("Máy không đọc hoặc ghi được ổ đĩa. Những gì đã lưu vẫn nguyên; hãy kiểm tra ổ đĩa rồi thử lại.")]
    Disk(#[source] io::Error),
    #[error("Cơ sở dữ liệu báo lỗi ngoài dự tính. Những gì đã lưu vẫn nguyên; hãy mở lại chương trình.")]
    Database(#[source] rusqlite::Error),
    #[error("Sổ {0} trên máy không đọc được. Bản đã gửi vẫn an toàn ở huyện; hãy nhờ cán bộ CNTT của huyện.")]
    DocumentDamaged(DocId),

    // --- acts
    #[error("{0}")]
    BadValue(String),
    #[error(
        "Trong lúc bạn ghi, {said}. Chưa ghi giá trị của bạn: hãy xem lại rồi bấm “Vẫn ghi”, hay sửa lại."
    )]
    Unseen {
        said: String,
        /// In words, what the field itself holds, where it is the one.
        stands: Option<String>,
    },
    #[error(
        "Chữ trong ô dài quá nên máy không giữ tạm được. Hãy chép ra chỗ khác trước khi đóng chương trình."
    )]
    TooLongToKeep,
    #[error(
        "Mục này đang có nhiều ý kiến khác nhau. Các ý kiến đều còn nguyên; hãy chọn một trước khi sửa tiếp."
    )]
    InConflict,
    #[error("Các ý kiến về mục này vừa thay đổi. Các ý kiến đều còn nguyên; hãy xem lại rồi chọn.")]
    ConflictChanged,
    #[error(
        "Nội dung mục này đã thay đổi từ khi mở xem. Chưa ghi ý kiến nào; hãy xem phần thay đổi ở đầu trang rồi chấp nhận."
    )]
    ChangedSinceSeen,
    #[error("{0} Nếu vẫn chấp nhận, hãy xác nhận.")]
    Unsure(String),
    #[error("{0}")]
    NotAllowed(Refusal),
    #[error("{0}")]
    Gone(&'static str),
    #[error("Sửa đổi này đã gửi đi nên không lấy lại được nữa. Hãy sửa lại mục đó.")]
    AlreadySent,
    #[error("Chưa tải được kế hoạch về máy. Hãy nối mạng rồi thử lại; máy sẽ tự tải khi có mạng.")]
    NoPlan,
    #[error("{0}")]
    Refused(String),

    // --- files
    #[error("{0}")]
    File(#[from] FileFault),

    // --- the network
    #[error("{0}")]
    Server(String),
}

/// Why a file cannot be taken in or given out.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileFault {
    #[error(
        "Không đọc được tệp “{0}”. Tệp gốc không bị đụng tới; hãy kiểm tra xem tệp còn đó và có đang mở ở chương trình khác không."
    )]
    Unreadable(String),
    #[error("“{0}” là thư mục. Chưa thêm gì; hãy chọn từng tệp trong đó.")]
    Folder(String),
    #[error("“{0}” chỉ là lối tắt, không có nội dung. Chưa thêm gì; hãy chọn chính tệp mà nó trỏ tới.")]
    Shortcut(String),
    #[error(
        "“{0}” là tệp tải về chưa xong hoặc tệp tạm. Chưa thêm gì; hãy đợi tải xong rồi chọn tệp hoàn chỉnh, hoặc lưu lại thành tệp thường."
    )]
    Unfinished(String),
    #[error(
        "“{0}” chỉ là tệp tạm sinh ra khi văn bản đang mở, không có nội dung. Chưa thêm gì; hãy chọn chính văn bản đó."
    )]
    Lock(String),
    #[error(
        "“{0}” đang được ghi dở (đang chép, đang quét hoặc đang tải về). Chưa thêm gì; hãy đợi xong rồi thêm lại."
    )]
    StillWritten(String),
    #[error("Tệp “{0}” trống (0 byte). Chưa thêm gì; hãy kiểm tra lại tệp gốc.")]
    Empty(String),
    #[error("Tệp “{0}” lớn hơn 200 MB. Chưa thêm gì; hãy quét lại với độ phân giải thấp hơn hoặc tách tệp.")]
    TooLarge(String),
    #[error("Tệp này chưa có trên máy. Hãy nối mạng rồi mở lại để tải về.")]
    NotHere,
    #[error("Tệp này đã bị thu hồi nên không xem, không gửi được nữa. Lý do: {0}")]
    Withdrawn(String),
    #[error("Không ghi được vào “{0}”. Bản trong sổ vẫn nguyên; hãy chọn chỗ khác.")]
    NotWritten(String),
}

impl FileFault {
    pub(crate) fn unreadable(path: &std::path::Path) -> Self {
        Self::Unreadable(file_name(path))
    }
}

/// The last part of a path, for people.
pub(crate) fn file_name(path: &std::path::Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

impl Error {
    fn code(&self) -> Option<FailureCode> {
        match self {
            Self::WrongPassphrase => Some(FailureCode::WrongPassphrase),
            Self::Locked => Some(FailureCode::Locked),
            Self::NotEnrolled => Some(FailureCode::NotEnrolled),
            Self::BadValue(_) => Some(FailureCode::BadValue),
            Self::Unseen { .. } => Some(FailureCode::Unseen),
            Self::ChangedSinceSeen => Some(FailureCode::Changed),
            Self::Unsure(_) => Some(FailureCode::Unsure),
            Self::InConflict | Self::ConflictChanged => Some(FailureCode::InConflict),
            Self::Gone(_) => Some(FailureCode::Gone),
            _ => None,
        }
    }

    /// True where the store itself cannot be used, so that no window should open over it.
    pub fn breaks_store(&self) -> bool {
        matches!(
            self,
            Self::KeyMissing
                | Self::KeyDamaged
                | Self::DatabaseMissing
                | Self::Newer
                | Self::Damaged
                | Self::ReadOnly
        )
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let stands = match &error {
            Error::Unseen { stands, .. } => stands.clone(),
            _ => None,
        };
        Self { stands, ..Self::new(error.code(), error.to_string()) }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::SystemIoFailure) => Self::Disk(io::Error::other(error)),
            _ => Self::Database(error),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Disk(error),
        }
    }
}

impl From<AskError> for Error {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Gone => Self::Gone(
                "Nội dung này không còn trong kế hoạch, hoặc chưa có trên máy này. Hãy quay lại danh sách.",
            ),
            AskError::Store(unreadable) => match unreadable.cause().downcast::<rusqlite::Error>() {
                Ok(cause) => (*cause).into(),
                Err(other) => Self::Disk(io::Error::other(other)),
            },
            error @ (AskError::NotYours | AskError::NoPlan) => Self::Refused(error.to_string()),
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::NotAllowed(refusal)
    }
}
