//! What went wrong below, in words of an IT officer: what the operating system and the database say is English.

use std::io::{self, ErrorKind};

use rusqlite::ErrorCode;

use crate::error::Error;

/// What the operating system refused.
pub fn of_system(cause: &io::Error) -> String {
    let words = match cause.kind() {
        ErrorKind::NotFound => "không có tệp hoặc thư mục này",
        ErrorKind::PermissionDenied => "không có quyền truy cập",
        ErrorKind::AlreadyExists => "đã có tệp hoặc thư mục cùng tên",
        ErrorKind::StorageFull => "ổ đĩa đã đầy",
        ErrorKind::ReadOnlyFilesystem => "ổ đĩa chỉ cho đọc",
        ErrorKind::InvalidData => "tệp không phải văn bản UTF-8",
        ErrorKind::AddrInUse => "địa chỉ này đang có chương trình khác dùng",
        ErrorKind::AddrNotAvailable => "máy này không có địa chỉ ấy",
        ErrorKind::InvalidInput => "địa chỉ hoặc đường dẫn viết sai",
        ErrorKind::IsADirectory => "đây là thư mục, không phải tệp",
        ErrorKind::NotADirectory => "đây là tệp, không phải thư mục",
        ErrorKind::BrokenPipe => "chương trình đọc kết quả đã đóng",
        _ => match cause.raw_os_error() {
            Some(number) => return format!("hệ điều hành báo lỗi số {number}"),
            None => "không đọc hoặc ghi được",
        },
    };
    words.to_owned()
}

/// What the database refused, and what to do.
pub(super) fn of_database(error: &Error) -> String {
    let Error::Unavailable(cause) = error else { return error.to_string() };
    let code = match cause.downcast_ref::<rusqlite::Error>() {
        Some(cause) => cause.sqlite_error_code(),
        None => {
            return match cause.downcast_ref::<io::Error>() {
                Some(cause) => format!("{}. Hãy kiểm tra đường dẫn và quyền truy cập.", of_system(cause)),
                None => format!(
                    "dữ liệu không đọc được (chi tiết kỹ thuật: {cause}). Hãy thử lại; nếu vẫn báo như vậy thì phục hồi từ bản sao lưu bằng “restore”."
                ),
            };
        }
    };
    let words = match code {
        Some(ErrorCode::DiskFull) => {
            "ổ đĩa đã đầy. Dữ liệu đã lưu không bị thay đổi; hãy dọn chỗ rồi chạy lại."
        }
        Some(ErrorCode::SystemIoFailure) => "không đọc hoặc ghi được ổ đĩa. Hãy kiểm tra ổ đĩa rồi chạy lại.",
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
            "không mở được tệp. Dữ liệu không bị thay đổi; hãy kiểm tra đường dẫn và quyền truy cập."
        }
        Some(ErrorCode::ReadOnly) => {
            "không có quyền ghi. Dữ liệu không bị thay đổi; hãy chạy bằng tài khoản của máy chủ."
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "đang có chương trình khác ghi. Dữ liệu không bị thay đổi; hãy chạy lại sau ít phút."
        }
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            "tệp cơ sở dữ liệu đã hỏng. Hãy giữ nguyên thư mục này, rồi phục hồi từ bản sao lưu vào một thư mục mới bằng “restore”."
        }
        _ => {
            return format!(
                "chưa làm được (chi tiết kỹ thuật: {cause}). Hãy thử lại; nếu vẫn báo như vậy thì phục hồi từ bản sao lưu bằng “restore”."
            );
        }
    };
    words.to_owned()
}
