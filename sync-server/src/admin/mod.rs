//! What the district's IT officer does at the server: opening a district, codes for laptops, people, accounts for the
//! web page, copies. Works beside a running server, on the same database.

mod account;
mod backup;
mod cause;
mod clock;
mod device;
mod document;
mod enrol;
mod folder;
mod history;
mod init;
mod move_server;
mod next_plan;
mod person;
mod plan;
mod rebuild;
mod spreadsheet;
mod withdrawal;

use std::path::PathBuf;

use chrono::NaiveDate;
use model::ids::{FileHash, OrganisationId, PersonId, PlanId, UnitId};
use model::letters::tidy_line;
use model::person::is_line;
use model::plan::PlanFaults;
use thiserror::Error as ThisError;

pub use account::{AccountLine, add_account, change_password, list_accounts, remove_account};
pub use backup::{Restored, backup, backup_files, restore};
pub use cause::of_system;
pub use clock::{JumpLine, list_jumps};
pub(crate) use device::count_laptops;
pub use device::{DeviceLine, list_devices, revoke_device};
pub use enrol::{IssuedCode, issue_code};
pub use folder::DataFolder;
pub(crate) use folder::Lock;
pub use history::{History, export_history, import_history, parts as history_parts};
pub use init::{PlanFiles, init};
pub use move_server::{move_server, moved_to, stands_at};
pub use next_plan::{NextPlan, next_plan};
pub(crate) use person::begin_stay;
pub use person::{PersonLine, add_person, end_person, erase_person, list_people, move_person, rename_person};
pub use plan::{PlanLine, add_plan, close_plan, list_plans, revise_plan, revise_units, today};
pub use rebuild::rebuild;
pub use spreadsheet::write_spreadsheet;
pub use withdrawal::{delete_file, withdrawn_files};

use crate::error::Error;

/// Why a command was not done, and what to do. Nothing was changed unless the text says so.
#[derive(Debug, ThisError)]
pub enum AdminError {
    #[error("{0}")]
    Plan(Box<PlanFaults>),
    #[error(
        "Không đọc được tệp kế hoạch {file}: {}. Thư mục kế hoạch cần có plan.toml và indicators.toml, khi mở huyện mới thì cả units.toml.",
        of_system(.cause)
    )]
    PlanFile { file: PathBuf, cause: std::io::Error },
    #[error(
        "{0} đã có dữ liệu nên được giữ nguyên. Hãy chọn một thư mục chưa có, hoặc chạy “serve” với thư mục này."
    )]
    Exists(PathBuf),
    #[error(
        "{0} không phải thư mục dữ liệu của Nhà Rông. Hãy kiểm tra đường dẫn, hoặc tạo mới bằng lệnh “init”."
    )]
    NoData(PathBuf),
    #[error(
        "“{0}” không phải địa chỉ máy chủ. Hãy ghi địa chỉ bắt đầu bằng https://, như các máy sẽ dùng. Chưa thay đổi gì."
    )]
    BadAddress(String),
    #[error("Cổng “{0}” không có: cổng là số từ 1 đến 65535. Chưa thay đổi gì.")]
    BadPort(String),
    #[error(
        "{0} là địa chỉ của chính máy chủ này, nên không có gì để chuyển. Chưa thay đổi gì; hãy ghi địa chỉ của máy chủ mới."
    )]
    OwnAddress(String),
    #[error(
        "Máy chủ này đã chuyển sang {0} và không nhận gì nữa. Chưa thay đổi gì; hãy làm việc này ở máy chủ mới, hoặc “move --cancel” nếu thôi không chuyển."
    )]
    GoneTo(String),
    #[error("Một máy chủ khác đang chạy trên thư mục dữ liệu này. Hãy dừng máy chủ đó trước.")]
    Running,
    #[error("Kế hoạch không có đơn vị “{wanted}”. Các đơn vị: {}.", .known.join(", "))]
    UnknownUnit { wanted: UnitId, known: Vec<String> },
    #[error(
        "Đã có kế hoạch “{0}”. Hãy đặt mã khác trong plan.toml, hoặc sửa kế hoạch đang có bằng “plan revise”."
    )]
    PlanExists(PlanId),
    #[error(
        "Tệp là của tổ chức “{wanted}”, máy chủ này giữ danh sách đơn vị của “{known}”. Chưa thay đổi gì."
    )]
    OtherOrganisation { wanted: OrganisationId, known: OrganisationId },
    #[error(
        "{0} không phải tệp lịch sử của một đơn vị, hoặc đã hỏng. Chưa thay đổi gì; hãy xin lại tệp từ huyện đã xuất."
    )]
    NotAHistory(PathBuf),
    #[error("Sổ “{0}” trong tệp không đọc được. Chưa thay đổi gì; hãy xin lại tệp từ huyện đã xuất.")]
    BrokenHistory(String),
    #[error(
        "Tệp có loại sổ mà phiên bản này chưa biết. Chưa thay đổi gì; hãy cập nhật máy chủ rồi nhập lại."
    )]
    NewerHistory,
    #[error(
        "Đơn vị “{0}” đang hoạt động ở huyện này, nên không phải đơn vị chuyển đến. Chưa thay đổi gì; hãy xem lại tệp, hoặc ghi ngày cuối (until) của đơn vị trong units.toml."
    )]
    UnitHere(UnitId),
    #[error(
        "Chưa thay đổi gì, vì tệp không còn các mã đang có: {}. Mã đã bỏ thì không dùng lại được. Hãy xem lại tệp; nếu đúng là bỏ hẳn, hãy chạy lại với --remove.",
        .0.join("; ")
    )]
    TakesAway(Vec<String>),
    #[error(
        "Tệp ghi năm {file}, kế hoạch “{id}” là của năm {year}. Chưa thay đổi gì; hãy ghi year = {year} trong plan.toml, hoặc mở kế hoạch năm khác bằng “plan add”."
    )]
    OtherYear { id: PlanId, year: i32, file: i32 },
    #[error("Kế hoạch “{0}” đã đóng nên không sửa. Chưa thay đổi gì; hãy mở lại bằng “plan reopen” rồi sửa.")]
    Closed(PlanId),
    #[error("“{0}” là sổ của chính huyện này nên không nhập từ tệp. Chưa thay đổi gì.")]
    OwnHistory(String),
    #[error("Kế hoạch không có nhiệm vụ: {}. Chưa ghi gì; hãy xem lại mã nhiệm vụ.", .0.join(", "))]
    NoTask(Vec<String>),
    #[error(transparent)]
    Asking(#[from] view::AskError),
    #[error("Không có kế hoạch “{wanted}”. Các kế hoạch: {}.", .known.join(", "))]
    NoPlan { wanted: PlanId, known: Vec<String> },
    #[error(
        "Chưa thay đổi gì, vì sẽ mất chỗ của nội dung đã nhập: {}. Hãy giữ các mã này (tên gọi thì đổi được; nhiệm vụ được đánh số lại thì ghi mã cũ ở khóa id, mã mới ở khóa code).",
        .0.join("; ")
    )]
    DropsWork(Vec<String>),
    #[error(
        "Chưa thay đổi gì, vì các đơn vị này còn đang làm việc: {}. Hãy giữ đơn vị trong units.toml; đơn vị thôi hoạt động thì ghi ngày cuối ở khóa until, đơn vị sáp nhập thì thêm khóa succeeds ở đơn vị mới.",
        .0.join("; ")
    )]
    DropsUnits(Vec<String>),
    #[error("Mã kế hoạch “{0}” quá dài hoặc có ký tự lạ. Hãy đặt mã ngắn hơn ở khóa id trong plan.toml.")]
    LongPlanId(PlanId),
    #[error("Ngày {} ở quá xa. Hãy xem lại ngày; ngày chuyển đơn vị hoặc thôi việc chỉ ghi trước được một năm.", .0.format("%d/%m/%Y"))]
    FarDay(NaiveDate),
    #[error(
        "Chưa thay đổi gì, vì các mã này đã dùng rồi bỏ và không dùng lại cho mục khác: {}. Hãy đặt mã mới ở khóa id (nhiệm vụ vẫn giữ số hiệu ở khóa code).",
        .0.join("; ")
    )]
    IdTwice(Vec<String>),
    #[error("Tên phải có từ 1 đến {0} ký tự và không có ký tự điều khiển.")]
    BadName(usize),
    #[error(
        "Lý do phải có chữ, trên một dòng, không quá {0} ký tự và không có ký tự điều khiển. Chưa xóa gì."
    )]
    BadReason(usize),
    #[error("Mật khẩu phải có từ {least} đến {most} ký tự.")]
    BadPassword { least: usize, most: usize },
    #[error("Đã có tài khoản tên “{0}”. Hãy chọn tên khác, hoặc đổi mật khẩu bằng “account passwd”.")]
    AccountExists(String),
    #[error("Không có tài khoản tên “{0}”. Hãy xem “account list”.")]
    NoAccount(String),
    #[error("Không có máy số {0}. Hãy xem “devices list”.")]
    NoDevice(i64),
    #[error("Không có người nào mang mã “{0}”. Hãy xem “person list”.")]
    NoPerson(PersonId),
    #[error("Người mang mã “{0}” không còn làm ở đơn vị nào. Hãy xem “person list”.")]
    NoStay(PersonId),
    #[error("Người mang mã “{id}” làm ở đơn vị hiện nay từ ngày {}. Hãy chọn ngày đó hoặc ngày sau.", from.format("%d/%m/%Y"))]
    BeforeStay { id: PersonId, from: NaiveDate },
    #[error("{0} Chưa ghi gì.")]
    NoSpreadsheet(String),
    #[error("Tệp {0} đã có nên được giữ nguyên. Hãy chọn tên khác.")]
    FileExists(PathBuf),
    #[error(
        "Không có tệp nào, hoặc có nhiều tệp, mang mã bắt đầu bằng “{0}”. Hãy xem “files list” rồi ghi mã dài hơn."
    )]
    NoFile(String),
    #[error(
        "Chưa xóa gì, vì còn minh chứng đang dùng tệp {0}. Hãy để đơn vị thu hồi trước; nếu phải xóa ngay, hãy chạy lại với --in-use và --reason."
    )]
    FileInUse(FileHash),
    #[error("Chưa xóa gì. Hãy ghi lý do bằng --reason, để các đơn vị biết vì sao tệp không còn.")]
    NoReason,
    #[error("{0} không phải bản sao lưu của Nhà Rông, hoặc đã hỏng.")]
    NotABackup(PathBuf),
    #[error("Không ghi được {path}: {}. Hãy kiểm tra đường dẫn, quyền ghi và chỗ trống trên đĩa.", of_system(.cause))]
    Write { path: PathBuf, cause: std::io::Error },
    #[error("Không có {0}. Chưa thay đổi gì; hãy xem lại đường dẫn.")]
    Missing(PathBuf),
    #[error("Không đọc được {path}: {}. Chưa thay đổi gì; hãy kiểm tra quyền truy cập.", of_system(.cause))]
    Read { path: PathBuf, cause: std::io::Error },
    #[error("Cơ sở dữ liệu báo lỗi: {}", cause::of_database(.0))]
    Store(Error),
}

impl From<Error> for AdminError {
    fn from(cause: Error) -> Self {
        Self::Store(cause)
    }
}

pub(crate) fn checked_name(name: &str, most: usize) -> Result<String, AdminError> {
    let name = tidy_line(name);
    if is_line(&name, most) { Ok(name) } else { Err(AdminError::BadName(most)) }
}
