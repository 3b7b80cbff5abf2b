//! Why a change is not taken, in words that say what to do.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a change is refused. The laptop keeps the person's words and shows this beside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Error)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    // --- the unit may not: "denied"
    #[error(
        "Đơn vị không được ghi vào sổ này. Nội dung vẫn còn trên máy; hãy hỏi đơn vị điều phối kế hoạch về phân quyền."
    )]
    NotYourDocument,
    #[error(
        "Nhiệm vụ hoặc kỳ báo cáo này không còn trong phân công của đơn vị. Nội dung vẫn còn trên máy; hãy hỏi đơn vị điều phối kế hoạch xem kế hoạch có được điều chỉnh không."
    )]
    NotYourAssignment,
    #[error(
        "Đơn vị này không hoạt động trong kỳ báo cáo ấy (mới thành lập, đã sáp nhập hoặc chia tách) nên sổ này không nhận. Nội dung vẫn còn trên máy; hãy nhập, nộp ở sổ của đơn vị làm việc trong kỳ. Nếu đơn vị đã chia tách, hãy xin cán bộ CNTT của huyện mã ghi danh của đơn vị mới."
    )]
    NotThereThen,
    #[error("Kế hoạch gửi lên không hợp lệ nên không được áp dụng. Hãy sửa theo danh sách lỗi rồi gửi lại.")]
    BrokenPlan,
    #[error(
        "Kế hoạch gửi lên bỏ đi những mã đã có người nhập nội dung nên không được áp dụng. Hãy giữ các mã này (tên gọi thì đổi được) rồi gửi lại."
    )]
    PlanDropsWork,
    #[error(
        "Sổ của kế hoạch này chưa được mở trên máy chủ. Nội dung vẫn còn trên máy; hãy hỏi cán bộ CNTT của huyện."
    )]
    OtherPlan,
    #[error(
        "Kế hoạch này đã đóng nên không nhận thêm nội dung. Nội dung vẫn còn trên máy; nếu cần bổ sung, hãy hỏi đơn vị điều phối kế hoạch."
    )]
    PlanClosed,
    #[error(
        "Đơn vị đã sáp nhập, và sổ của đơn vị mới đã có nội dung khác ở mục này. Nội dung vẫn còn trên máy; hãy xem mục đó rồi nhập lại nếu cần."
    )]
    HeldAlready,
    #[error(
        "Máy chủ chưa biết loại sổ này. Nội dung vẫn còn trên máy; hãy hỏi cán bộ CNTT về phiên bản phần mềm của máy chủ."
    )]
    UnknownDocument,
    #[error(
        "Sửa đổi này đứng tên một người của đơn vị khác nên máy chủ không nhận. Nội dung vẫn còn trên máy; hãy nhập lại mục này, nếu vẫn báo như vậy thì ghi danh lại máy này."
    )]
    ForeignAuthor,
    // --- the bytes are not what this program writes: "quarantined"
    #[error(
        "Gói dữ liệu quá lớn nên máy chủ không nhận. Nội dung vẫn còn trên máy; hãy rút gọn rồi gửi lại."
    )]
    TooLarge,
    #[error(
        "Dữ liệu gửi lên bị hỏng nên máy chủ không nhận. Nội dung vẫn còn trên máy; hãy nhập lại mục này."
    )]
    NotAChange,
    #[error(
        "Dữ liệu gửi lên có phần không do phần mềm này tạo ra. Nội dung vẫn còn trên máy; hãy cập nhật phần mềm rồi nhập lại mục này."
    )]
    NotAnEdit,
    #[error(
        "Dữ liệu gửi lên có một trường mà máy chủ chưa biết. Nội dung vẫn còn trên máy; hãy hỏi cán bộ CNTT về phiên bản phần mềm."
    )]
    UnknownField,
    #[error("Giá trị gửi lên không đúng kiểu của trường. Nội dung vẫn còn trên máy; hãy nhập lại mục này.")]
    BadValue,
    #[error(
        "Phần khung của sổ không đúng. Nội dung vẫn còn trên máy; hãy cập nhật phần mềm rồi nhập lại mục này."
    )]
    ForeignSkeleton,
    #[error(
        "Máy này trùng định danh với một máy khác (có thể do sao chép máy). Nội dung vẫn còn trên máy; hãy ghi danh lại máy này."
    )]
    ActorReused,
    #[error("Dữ liệu gửi lên không ghép được vào sổ. Nội dung vẫn còn trên máy; hãy nhập lại mục này.")]
    DoesNotApply,
    // --- more than there may be
    #[error(
        "Mục này đang có quá nhiều ý kiến khác nhau nên máy chủ không nhận thêm. Nội dung vẫn còn trên máy; hãy chọn một ý kiến rồi nhập lại."
    )]
    TooManyValues,
    #[error(
        "Ô này đã được viết đi viết lại quá nhiều nên máy chủ không nhận thêm. Nội dung vẫn còn trên máy; hãy đính kèm phần chi tiết thành tệp minh chứng."
    )]
    TooManyLetters,
    #[error(
        "Sổ của đơn vị đã có quá nhiều mục nên máy chủ không nhận thêm. Nội dung vẫn còn trên máy; hãy hỏi cán bộ CNTT của huyện."
    )]
    TooManyObjects,
    #[error(
        "Quá nhiều nội dung đang chờ phần gửi trước nên máy chủ chưa nhận thêm. Nội dung vẫn còn trên máy và được gửi lại ở lần đồng bộ sau."
    )]
    TooMuchWaiting,
    #[error(
        "Đơn vị đã gửi quá nhiều tệp minh chứng nên máy chủ không nhận thêm. Tệp vẫn còn trên máy; hãy hỏi cán bộ CNTT của huyện."
    )]
    TooManyFiles,
}

impl Refusal {
    /// Its name on the wire and in tables.
    pub fn code(self) -> String {
        serde_json::to_value(self).ok().and_then(|json| json.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// None for a code that only a newer program knows.
    pub fn from_code(code: &str) -> Option<Self> {
        serde_json::from_value(code.into()).ok()
    }

    /// True where the bytes themselves are at fault, false where the unit may not write what they say.
    pub fn is_quarantine(self) -> bool {
        match self {
            Self::NotYourDocument
            | Self::NotYourAssignment
            | Self::NotThereThen
            | Self::BrokenPlan
            | Self::PlanDropsWork
            | Self::OtherPlan
            | Self::PlanClosed
            | Self::HeldAlready
            | Self::UnknownDocument
            | Self::ForeignAuthor
            | Self::TooManyValues
            | Self::TooManyLetters
            | Self::TooManyObjects
            | Self::TooMuchWaiting
            | Self::TooManyFiles => false,
            Self::TooLarge
            | Self::NotAChange
            | Self::NotAnEdit
            | Self::UnknownField
            | Self::BadValue
            | Self::ForeignSkeleton
            | Self::ActorReused
            | Self::DoesNotApply => true,
        }
    }
}
