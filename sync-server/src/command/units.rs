//! The list of units, and the history of one that moves.

use std::path::PathBuf;

use clap::Subcommand;
use model::ids::UnitId;
use sync_server::admin::History;
use sync_server::{Clock, admin};

use super::{Data, TEMPLATE, say};

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

pub fn run(command: UnitsCommand, clock: &Clock) -> anyhow::Result<()> {
    match command {
        UnitsCommand::Revise { data, units, remove } => {
            let count = admin::revise_units(&data.data, &units, remove, clock)?;
            say(&format!("Danh sách đơn vị nay có {count} đơn vị. Các máy nhận được ở lần đồng bộ tới."))
        }
        UnitsCommand::Export { data, unit, to } => {
            let history = admin::export_history(&data.data, &UnitId::new(unit), &to)?;
            say(&format!("Đã xuất {} vào {}.", counted(&history), to.display()))
        }
        UnitsCommand::Import { data, from } => {
            let history = admin::import_history(&data.data, &from, clock)?;
            say(&format!("Đã nhập {}. Các máy nhận được ở lần đồng bộ tới.", counted(&history)))
        }
    }
}

fn counted(history: &History) -> String {
    let passed_over = match history.passed_over {
        0 => String::new(),
        count => format!(" (bỏ qua {count} tệp hỏng hoặc không sổ nào nêu)"),
    };
    let History { documents, changes, files, .. } = history;
    format!("{documents} sổ, {changes} thay đổi, {files} tệp minh chứng{passed_over}")
}
