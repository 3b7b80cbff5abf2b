//! The command line, in the words of an IT officer: one file for each group of commands, with what may be said and what is done.

mod account;
mod begin;
mod clock;
mod copies;
mod devices;
mod files;
mod next_plan;
mod person;
mod plan;
mod serve;
mod spreadsheet;
mod units;
mod words;

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use sync_server::{Clock, Config, admin};

use account::AccountCommand;
use devices::DeviceCommand;
use files::FilesCommand;
use person::PersonCommand;
use plan::PlanCommand;
use units::UnitsCommand;
pub use words::read;

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
    /// Lập bảng tính (XLSX) toàn huyện của một kỳ: ma trận, chỉ tiêu, trễ hạn, sổ, minh chứng; chạy được khi máy chủ đang hoạt động
    #[command(help_template = TEMPLATE)]
    Spreadsheet {
        #[command(flatten)]
        data: Data,
        /// Mã kế hoạch trong "plan list"; không ghi: kế hoạch đang mở mới nhất
        #[arg(long, value_name = "MÃ")]
        plan: Option<String>,
        /// Mã kỳ trong plan.toml, ví dụ: Q3
        #[arg(long, value_name = "KỲ")]
        period: String,
        /// Tệp sẽ được tạo (chưa có)
        #[arg(long, value_name = "TỆP")]
        to: PathBuf,
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

pub fn run(command: Command) -> anyhow::Result<()> {
    let clock = &Clock::system();
    match command {
        Command::Init { plan, data, year } => begin::init(&plan, &data.data, year, clock),
        Command::Plan(command) => plan::run(command, clock),
        Command::Units(command) => units::run(command, clock),
        Command::Enrol { data, unit, name } => begin::enrol(&data.data, &unit, &name, clock),
        Command::Account(command) => account::run(command, clock),
        Command::Devices(command) => devices::run(command, clock),
        Command::Person(command) => person::run(command, clock),
        Command::Backup { data, to, files } => copies::backup(&data.data, &to, files.as_deref()),
        Command::Spreadsheet { data, plan, period, to } => {
            spreadsheet::write(&data.data, plan, &period, &to, clock)
        }
        Command::Restore { data, from, files } => copies::restore(&data.data, &from, files.as_deref(), clock),
        Command::Move { data, here: Some(here), .. } => copies::stand_at(&data.data, &here),
        Command::Move { data, to, .. } => copies::move_to(&data.data, to.as_deref()),
        Command::Files(command) => files::run(command),
        Command::Clock { data } => clock::tell(&admin::list_jumps(&data.data)?),
        Command::Rebuild { data } => {
            let documents = admin::rebuild(&data.data)?;
            say(&format!("Đã lập lại các bảng từ {documents} sổ trong nhật ký. Có thể chạy lại “serve”."))
        }
        Command::Serve { data, listen } => serve::run(Config::new(data.data), &listen),
    }
}

fn year(text: &str) -> Result<i32, &'static str> {
    let year = text.parse().ok().filter(|year| (1990..=2100).contains(year));
    year.ok_or("năm viết bằng số, từ 1990 đến 2100")
}

/// One answer on the standard output, at once.
pub fn say(text: &str) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}
