//! The server's data elsewhere: copies, what is made of them, and another address.

use std::path::Path;

use sync_server::{Clock, admin};

use super::say;

pub fn backup(data: &Path, to: &Path, files: Option<&Path>) -> anyhow::Result<()> {
    let upto = admin::backup(data, to)?;
    let of_files = match files {
        Some(files) => {
            admin::backup_files(data, (to, upto), files)?;
            format!("Tệp minh chứng đã có đủ trong {}.", files.display())
        }
        None => format!(
            "Tệp minh chứng chưa được sao lưu: hãy chạy với --files, hoặc tự chép thêm thư mục {} vào cùng nơi.",
            data.join("files").display()
        ),
    };
    say(&format!("Đã sao lưu cơ sở dữ liệu vào {} (đến vị trí {}).\n{of_files}", to.display(), upto.0))
}

pub fn restore(data: &Path, from: &Path, files: Option<&Path>, clock: &Clock) -> anyhow::Result<()> {
    let restored = admin::restore(from, data, files, clock)?;
    say(&format!(
        "Đã phục hồi vào {}. Các máy sẽ gửi lại những gì bản sao lưu chưa có.\nTệp minh chứng còn thiếu: {} \
         (các máy đang giữ sẽ gửi lại).\nKế hoạch đã mở sau bản sao lưu thì mở lại bằng `plan add` với cùng \
         tệp: các máy giữ phần của mình đến lúc đó.\nMã ghi danh chưa dùng đã hủy: {}. Theo bản sao lưu, {} máy và \
         {} tài khoản được vào: hãy xem `devices list`, `account list` và thu hồi lại những gì đã thu hồi sau \
         ngày sao lưu; tên và tệp đã xóa sau ngày đó thì xóa lại.\nNếu máy chủ này đứng ở địa chỉ khác trước: \
         chạy `move --here ĐỊA-CHỈ` ở đây, để các máy đổi sang địa chỉ đó được.",
        data.display(),
        restored.missing_files,
        restored.void_codes,
        restored.laptops,
        restored.accounts
    ))
}

/// It stands at this address as well.
pub fn stand_at(data: &Path, here: &str) -> anyhow::Result<()> {
    admin::stands_at(data, here)?;
    say(&format!(
        "Từ giờ máy chủ này chứng minh được với các máy rằng nó đứng ở {}. Hãy báo các đơn vị đổi địa chỉ, ở mục \
         “Địa chỉ máy chủ” của chương trình.",
        here.trim()
    ))
}

/// None: nowhere else after all.
pub fn move_to(data: &Path, to: Option<&str>) -> anyhow::Result<()> {
    let told = admin::move_server(data, to)?;
    say(&match to {
        Some(to) => format!(
            "Máy chủ này không nhận gì nữa và chỉ các máy sang {}.\nViệc tiếp theo: backup ở đây, restore và serve ở \
             máy mới; để máy chủ này chạy đến khi mọi máy đã sang.",
            to.trim()
        ),
        None if told > 0 => format!(
            "Máy chủ này lại nhận như trước.\nCHÚ Ý: {told} máy đã được báo địa chỉ mới và có thể đã gửi nội dung sang \
             đó; phần ấy không có ở đây, và các máy ấy không tự quay lại. Nếu máy chủ mới đã nhận, hãy chuyển tiếp sang \
             đó thay vì quay về; nếu không, mỗi máy ấy phải đổi địa chỉ về đây trong chương trình, ở mục “Địa chỉ máy \
             chủ”, rồi gửi lại."
        ),
        None => "Máy chủ này lại nhận như trước.".to_owned(),
    })
}
