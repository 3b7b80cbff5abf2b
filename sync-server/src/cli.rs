//! The command line, in the words of an IT officer.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

const TEMPLATE: &str = "{about-with-newline}\nCách dùng: {usage}\n\n{all-args}{after-help}";

#[derive(Parser)]
#[command(
    name = "sync-server",
    version,
    about = "Máy chủ Nhà Rông của huyện: nhận, lưu và tổng hợp sổ công việc của các đơn vị.",
    help_template = TEMPLATE,
    subcommand_help_heading = "Lệnh",
    next_help_heading = "Tùy chọn",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    after_help = "Xem chi tiết một lệnh: sync-server LỆNH --help"
)]
pub struct Cli {
    /// Xem hướng dẫn
    #[arg(long, short = 'h', global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// Xem phiên bản
    #[arg(long, short = 'V', action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Args)]
pub struct Data {
    /// Thư mục dữ liệu của máy chủ (cơ sở dữ liệu và tệp minh chứng)
    #[arg(long, value_name = "THƯ_MỤC", env = "NHARONG_DATA")]
    pub data: PathBuf,
}

#[derive(Subcommand)]
pub enum Command {
    /// Mở một huyện mới từ ba tệp kế hoạch; mọi lỗi trong kế hoạch đều được nêu, và khi có lỗi thì không tạo gì
    #[command(help_template = TEMPLATE)]
    Init {
        /// Thư mục có units.toml, plan.toml và indicators.toml
        #[arg(long, value_name = "THƯ_MỤC")]
        plan: PathBuf,
        #[command(flatten)]
        data: Data,
        /// Năm kế hoạch (mặc định: năm ghi trong plan.toml)
        #[arg(long, value_name = "NĂM", value_parser = year)]
        year: Option<i32>,
    },
    /// Các kế hoạch: thêm, sửa, đóng; chạy được khi máy chủ đang hoạt động
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "Lệnh", disable_help_subcommand = true)]
    Plan(PlanCommand),
    /// Danh sách đơn vị chung của mọi kế hoạch; chạy được khi máy chủ đang hoạt động
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "Lệnh", disable_help_subcommand = true)]
    Units(UnitsCommand),
    /// Tạo mã ghi danh dùng một lần cho một máy của đơn vị (hiệu lực 14 ngày); chạy được khi máy chủ đang hoạt động
    #[command(help_template = TEMPLATE)]
    Enrol {
        #[command(flatten)]
        data: Data,
        /// Mã đơn vị trong units.toml, ví dụ: ayun
        #[arg(long, value_name = "MÃ")]
        unit: String,
        /// Người sẽ nhận mã
        #[arg(long, value_name = "HỌ_TÊN")]
        name: String,
    },
    /// Tài khoản xem trang web (chỉ đọc)
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "Lệnh", disable_help_subcommand = true)]
    Account(AccountCommand),
    /// Các máy đã ghi danh
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "Lệnh", disable_help_subcommand = true)]
    Devices(DeviceCommand),
    /// Những người ghi sổ: đổi tên, xóa tên (mã và nội dung đã ghi vẫn giữ nguyên)
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "Lệnh", disable_help_subcommand = true)]
    Person(PersonCommand),
    /// Chạy máy chủ; in một dòng "listening on ..." khi sẵn sàng, dừng bằng Ctrl+C hoặc SIGTERM
    #[command(
        help_template = TEMPLATE,
        after_help = "Máy chủ nói HTTP không mã hóa: hãy chỉ nghe ở 127.0.0.1 và đặt sau một máy chủ web có chứng \
                      chỉ TLS (nginx, Caddy, IIS), chuyển tiếp kèm X-Forwarded-For và X-Forwarded-Proto, tắt đệm \
                      cho /v1/events, /v1/web/events và /v1/files."
    )]
    Serve {
        #[command(flatten)]
        data: Data,
        /// Địa chỉ và cổng để nghe; cổng 0: hệ thống tự chọn
        #[arg(long, value_name = "ĐỊA_CHỈ", default_value = "127.0.0.1:8080", env = "NHARONG_LISTEN")]
        listen: String,
    },
    /// Sao lưu cơ sở dữ liệu ra một tệp, kể cả khi máy chủ đang chạy
    #[command(help_template = TEMPLATE)]
    Backup {
        #[command(flatten)]
        data: Data,
        /// Tệp sao lưu sẽ được tạo (chưa có)
        #[arg(long, value_name = "TỆP")]
        to: PathBuf,
        /// Thư mục giữ bản sao các tệp minh chứng; mỗi lần chỉ chép những tệp chưa có ở đó. Có bản sao này, máy của các
        /// đơn vị mới được xóa bớt tệp đã gửi để lấy chỗ
        #[arg(long, value_name = "THƯ_MỤC")]
        files: Option<PathBuf>,
    },
    /// Tạo lại thư mục dữ liệu từ bản sao lưu; các máy sẽ tự gửi lại phần bị mất
    #[command(help_template = TEMPLATE)]
    Restore {
        #[command(flatten)]
        data: Data,
        /// Tệp do lệnh backup tạo ra
        #[arg(long, value_name = "TỆP")]
        from: PathBuf,
        /// Bản sao của thư mục files, nếu có
        #[arg(long, value_name = "THƯ_MỤC")]
        files: Option<PathBuf>,
    },
    /// Chuyển máy chủ sang địa chỉ khác: từ lúc đó máy chủ này không nhận gì nữa và chỉ đường cho các máy; chạy được khi
    /// máy chủ đang hoạt động
    #[command(
        help_template = TEMPLATE,
        after_help = "Thứ tự: move, rồi backup ở máy cũ; restore và serve ở máy mới. Máy cũ để chạy thêm vài tuần, đến khi mọi \
                      máy đã sang. Máy nào không gặp lại máy cũ thì đổi địa chỉ trong chương trình, ở mục “Địa chỉ máy chủ”."
    )]
    Move {
        #[command(flatten)]
        data: Data,
        /// Địa chỉ mới, như các máy sẽ dùng, ví dụ: https://cchc.mangyang.gov.vn
        #[arg(
            long, value_name = "ĐỊA_CHỈ", conflicts_with_all = ["cancel", "here"],
            required_unless_present_any = ["cancel", "here"]
        )]
        to: Option<String>,
        /// Không chuyển đi đâu: chính máy chủ này đứng thêm ở địa chỉ này, để máy nào được báo thì đổi sang
        #[arg(long, value_name = "ĐỊA_CHỈ", conflicts_with = "cancel")]
        here: Option<String>,
        /// Thôi không chuyển: máy chủ này lại nhận như trước
        #[arg(long)]
        cancel: bool,
    },
    /// Tệp minh chứng bị thu hồi; chạy được khi máy chủ đang hoạt động
    #[command(subcommand, help_template = TEMPLATE, subcommand_help_heading = "Lệnh", disable_help_subcommand = true)]
    Files(FilesCommand),
    /// Những lần đồng hồ máy chủ bị chỉnh quá một giờ; chạy được khi máy chủ đang hoạt động
    #[command(help_template = TEMPLATE)]
    Clock {
        #[command(flatten)]
        data: Data,
    },
    /// Lập lại các bảng để xem và tìm kiếm từ nhật ký, khi máy chủ đã dừng; không mất gì
    #[command(help_template = TEMPLATE)]
    Rebuild {
        #[command(flatten)]
        data: Data,
    },
}

#[derive(Subcommand)]
pub enum FilesCommand {
    /// Liệt kê các tệp bị thu hồi, lý do, và tệp nào còn chờ xóa
    #[command(help_template = TEMPLATE)]
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Xóa hẳn một tệp ở máy chủ và ở mọi máy (khi máy đồng bộ lần tới); dòng ghi trong sổ vẫn còn
    #[command(help_template = TEMPLATE)]
    Delete {
        #[command(flatten)]
        data: Data,
        /// Mã tệp trong "files list" (đủ dài để không lẫn với tệp khác)
        #[arg(long, value_name = "MÃ")]
        hash: String,
        /// Lý do, để các đơn vị đọc; khi không ghi thì lấy lý do của đơn vị đã thu hồi
        #[arg(long, value_name = "LÝ_DO")]
        reason: Option<String>,
        /// Xóa cả khi còn minh chứng đang dùng tệp này
        #[arg(long)]
        in_use: bool,
    },
}

#[derive(Subcommand)]
pub enum PlanCommand {
    /// Thêm một kế hoạch: năm mới, kế hoạch riêng của một xã (coordinated_by và within trong plan.toml), hoặc kế hoạch chi tiết (under)
    #[command(help_template = TEMPLATE, visible_alias = "open")]
    Add {
        #[command(flatten)]
        data: Data,
        /// Thư mục có plan.toml và indicators.toml; đơn vị lấy từ danh sách đang có
        #[arg(long, value_name = "THƯ_MỤC")]
        plan: PathBuf,
        /// Năm kế hoạch (mặc định: năm ghi trong plan.toml)
        #[arg(long, value_name = "NĂM", value_parser = year)]
        year: Option<i32>,
    },
    /// Sửa kế hoạch có cùng mã; không bỏ được mã đã có người nhập nội dung
    #[command(help_template = TEMPLATE)]
    Revise {
        #[command(flatten)]
        data: Data,
        /// Thư mục có plan.toml và indicators.toml
        #[arg(long, value_name = "THƯ_MỤC")]
        plan: PathBuf,
        /// Bỏ hẳn những nhiệm vụ, chỉ tiêu mà tệp không còn; mã của chúng không dùng lại được
        #[arg(long)]
        remove: bool,
    },
    /// Lập kế hoạch năm sau từ kế hoạch đang có: ghi ra thư mục để xem và sửa, hoặc mở ngay
    #[command(help_template = TEMPLATE)]
    Next {
        #[command(flatten)]
        data: Data,
        /// Mã kế hoạch trong "plan list"
        #[arg(long, value_name = "MÃ")]
        id: String,
        /// Thư mục sẽ được tạo (chưa có), với plan.toml và indicators.toml
        #[arg(long, value_name = "THƯ_MỤC", required_unless_present = "open")]
        to: Option<PathBuf>,
        /// Mã nhiệm vụ chưa xong được chuyển tiếp; ghi nhiều lần cho nhiều nhiệm vụ
        #[arg(long, value_name = "MÃ")]
        carry: Vec<String>,
        /// Mở ngay kế hoạch ấy trên máy chủ
        #[arg(long)]
        open: bool,
    },
    /// Đóng một kế hoạch: vẫn xem được, không ghi thêm được
    #[command(help_template = TEMPLATE)]
    Close {
        #[command(flatten)]
        data: Data,
        /// Mã kế hoạch trong "plan list"
        #[arg(long, value_name = "MÃ")]
        id: String,
    },
    /// Mở lại một kế hoạch đã đóng
    #[command(help_template = TEMPLATE)]
    Reopen {
        #[command(flatten)]
        data: Data,
        /// Mã kế hoạch trong "plan list"
        #[arg(long, value_name = "MÃ")]
        id: String,
    },
    /// Liệt kê các kế hoạch
    #[command(help_template = TEMPLATE)]
    List {
        #[command(flatten)]
        data: Data,
    },
}

#[derive(Subcommand)]
pub enum UnitsCommand {
    /// Sửa danh sách đơn vị theo một tệp units.toml; không bỏ được đơn vị đã nhập nội dung
    #[command(help_template = TEMPLATE)]
    Revise {
        #[command(flatten)]
        data: Data,
        /// Tệp units.toml
        #[arg(long, value_name = "TỆP")]
        units: PathBuf,
        /// Bỏ hẳn những đơn vị mà tệp không còn; mã của chúng không dùng lại được
        #[arg(long)]
        remove: bool,
    },
    /// Xuất sổ, nhận xét và tệp minh chứng của một đơn vị ra một thư mục, để chuyển sang huyện khác
    #[command(help_template = TEMPLATE)]
    Export {
        #[command(flatten)]
        data: Data,
        /// Mã đơn vị
        #[arg(long, value_name = "MÃ")]
        unit: String,
        /// Thư mục sẽ được tạo (chưa có)
        #[arg(long, value_name = "THƯ_MỤC")]
        to: PathBuf,
    },
    /// Nhập thư mục do “units export” của huyện khác tạo ra: xem được, không ghi thêm được
    #[command(help_template = TEMPLATE)]
    Import {
        #[command(flatten)]
        data: Data,
        /// Thư mục do “units export” tạo ra
        #[arg(long, value_name = "THƯ_MỤC")]
        from: PathBuf,
    },
}

#[derive(Subcommand)]
pub enum AccountCommand {
    /// Thêm tài khoản; không nêu đơn vị thì xem được toàn huyện
    #[command(help_template = TEMPLATE)]
    Add {
        #[command(flatten)]
        data: Data,
        /// Tên đăng nhập
        #[arg(long, value_name = "TÊN")]
        name: String,
        /// Mã đơn vị: tài khoản chỉ xem những gì đơn vị này được xem
        #[arg(long, value_name = "MÃ")]
        unit: Option<String>,
        /// Đọc mật khẩu từ đầu vào (ít nhất 10 ký tự); không có thì máy tạo và in ra một lần
        #[arg(long)]
        password_stdin: bool,
    },
    /// Đổi mật khẩu và kết thúc các phiên đang mở
    #[command(help_template = TEMPLATE)]
    Passwd {
        #[command(flatten)]
        data: Data,
        /// Tên đăng nhập
        #[arg(long, value_name = "TÊN")]
        name: String,
        /// Đọc mật khẩu từ đầu vào (ít nhất 10 ký tự); không có thì máy tạo và in ra một lần
        #[arg(long)]
        password_stdin: bool,
    },
    /// Xóa tài khoản
    #[command(help_template = TEMPLATE)]
    Remove {
        #[command(flatten)]
        data: Data,
        /// Tên đăng nhập
        #[arg(long, value_name = "TÊN")]
        name: String,
    },
    /// Liệt kê tài khoản
    #[command(help_template = TEMPLATE)]
    List {
        #[command(flatten)]
        data: Data,
    },
}

#[derive(Subcommand)]
pub enum DeviceCommand {
    /// Liệt kê các máy, lần đồng bộ cuối và tình trạng
    #[command(help_template = TEMPLATE)]
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Thu hồi một máy (mất, hỏng, chuyển người): từ lúc đó máy không vào được nữa
    #[command(help_template = TEMPLATE)]
    Revoke {
        #[command(flatten)]
        data: Data,
        /// Số của máy trong "devices list"
        #[arg(long, value_name = "SỐ", value_parser = number)]
        id: i64,
    },
}

#[derive(Subcommand)]
pub enum PersonCommand {
    /// Liệt kê mã, đơn vị, họ tên, làm ở đó từ ngày nào và đến ngày nào
    #[command(help_template = TEMPLATE)]
    List {
        #[command(flatten)]
        data: Data,
    },
    /// Thêm một người không có máy, như người đứng đầu đơn vị, để có tên khi xác nhận nộp báo cáo
    #[command(help_template = TEMPLATE)]
    Add {
        #[command(flatten)]
        data: Data,
        /// Mã của đơn vị
        #[arg(long, value_name = "ĐƠN_VỊ")]
        unit: String,
        /// Họ tên
        #[arg(long, value_name = "HỌ_TÊN")]
        name: String,
    },
    /// Chuyển sang đơn vị khác từ một ngày; nội dung đã ghi ở đơn vị cũ vẫn còn và vẫn được nhận
    #[command(help_template = TEMPLATE)]
    Move {
        #[command(flatten)]
        data: Data,
        /// Mã của người trong "person list"
        #[arg(long, value_name = "MÃ")]
        id: String,
        /// Mã của đơn vị mới
        #[arg(long, value_name = "ĐƠN_VỊ")]
        unit: String,
        /// Ngày đầu tiên ở đơn vị mới; không ghi: hôm nay
        #[arg(long, value_name = "NĂM-THÁNG-NGÀY", value_parser = day)]
        on: Option<NaiveDate>,
    },
    /// Ghi ngày cuối cùng một người còn làm việc
    #[command(help_template = TEMPLATE)]
    End {
        #[command(flatten)]
        data: Data,
        /// Mã của người trong "person list"
        #[arg(long, value_name = "MÃ")]
        id: String,
        /// Ngày cuối cùng; không ghi: hôm nay
        #[arg(long, value_name = "NĂM-THÁNG-NGÀY", value_parser = day)]
        on: Option<NaiveDate>,
    },
    /// Sửa họ tên; các máy nhận tên mới ở lần đồng bộ sau, kể cả cho nội dung đã ghi trước đó
    #[command(help_template = TEMPLATE)]
    Rename {
        #[command(flatten)]
        data: Data,
        /// Mã của người trong "person list"
        #[arg(long, value_name = "MÃ")]
        id: String,
        /// Họ tên đúng
        #[arg(long, value_name = "HỌ_TÊN")]
        name: String,
    },
    /// Xóa họ tên ở máy chủ và ở mọi máy (lần đồng bộ sau); bản sao lưu cũ vẫn còn tên, phục hồi xong phải xóa lại
    #[command(help_template = TEMPLATE)]
    Erase {
        #[command(flatten)]
        data: Data,
        /// Mã của người trong "person list"
        #[arg(long, value_name = "MÃ")]
        id: String,
    },
}

fn year(text: &str) -> Result<i32, &'static str> {
    let year = text.parse().ok().filter(|year| (1990..=2100).contains(year));
    year.ok_or("năm viết bằng số, từ 1990 đến 2100")
}

fn number(text: &str) -> Result<i64, &'static str> {
    text.parse().map_err(|_| "số máy viết bằng chữ số, xem “devices list”")
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse().map_err(|_| "ngày viết theo năm-tháng-ngày, ví dụ 2025-07-01")
}
