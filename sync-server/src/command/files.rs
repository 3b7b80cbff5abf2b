//! Files of evidence that were withdrawn.

use clap::Subcommand;
use model::ids::UnitId;
use sync_server::admin;

use super::{Data, TEMPLATE, say};

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

pub fn run(command: FilesCommand) -> anyhow::Result<()> {
    match command {
        FilesCommand::List { data } => {
            for line in admin::withdrawn_files(&data.data)? {
                let state = match (line.by_district, line.shown) {
                    (true, _) => "đã xóa",
                    (false, true) => "minh chứng khác còn dùng",
                    (false, false) => "chờ xóa",
                };
                let units: Vec<&str> = line.units.iter().map(UnitId::as_str).collect();
                let units = units.join(", ");
                say(&format!("{}\t{units}\t{}\t{state}\t{}", line.hash, line.name, line.reason))?;
            }
            Ok(())
        }
        FilesCommand::Delete { data, hash, reason, in_use } => {
            let hash = admin::delete_file(&data.data, &hash, reason.as_deref(), in_use)?;
            say(&format!(
                "Đã xóa tệp {hash} ở máy chủ. Mỗi máy xóa phần của mình khi đồng bộ lần tới; bản sao lưu cũ còn giữ tệp \
                 đến khi hết hạn lưu. Dòng ghi trong sổ vẫn còn, kèm lý do."
            ))
        }
    }
}
