//! What went wrong below, in words of an IT officer: what the operating system and the database say is English.

use std::io::{self, ErrorKind};

use crate::error::Error;
use crate::store::Fault;

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
    let fault = match Fault::of(cause.as_ref()) {
        Some(fault) => fault,
        None => {
            return match cause.downcast_ref::<io::Error>() {
                Some(cause) => format!("{}. Hãy kiểm tra đường dẫn và quyền truy cập.", of_system(cause)),
                None => format!(
                    "dữ liệu không đọc được (chi tiết kỹ thuật: {cause}). Hãy thử lại; nếu vẫn báo như vậy thì phục hồi từ bản sao lưu bằng “restore”."
                ),
            };
        }
    };
    let words = match fault {
        Fault::Full => "ổ đĩa đã đầy. Dữ liệu đã lưu không bị thay đổi; hãy dọn chỗ rồi chạy lại.",
        Fault::Disk => "không đọc hoặc ghi được ổ đĩa. Hãy kiểm tra ổ đĩa rồi chạy lại.",
        Fault::CannotOpen => {
            "không mở được tệp. Dữ liệu không bị thay đổi; hãy kiểm tra đường dẫn và quyền truy cập."
        }
        Fault::ReadOnly => {
            "không có quyền ghi. Dữ liệu không bị thay đổi; hãy chạy bằng tài khoản của máy chủ."
        }
        Fault::Busy => "đang có chương trình khác ghi. Dữ liệu không bị thay đổi; hãy chạy lại sau ít phút.",
        Fault::Broken => {
            "tệp cơ sở dữ liệu đã hỏng. Hãy giữ nguyên thư mục này, rồi phục hồi từ bản sao lưu vào một thư mục mới bằng “restore”."
        }
        Fault::Other => {
            return format!(
                "chưa làm được (chi tiết kỹ thuật: {cause}). Hãy thử lại; nếu vẫn báo như vậy thì phục hồi từ bản sao lưu bằng “restore”."
            );
        }
    };
    words.to_owned()
}
