//! Laptops that were enrolled.

use clap::Subcommand;
use sync_server::{Clock, admin};

use super::{Data, TEMPLATE, say};

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

pub fn run(command: DeviceCommand, clock: &Clock) -> anyhow::Result<()> {
    match command {
        DeviceCommand::List { data } => {
            for line in admin::list_devices(&data.data)? {
                let heard = line.heard.map_or_else(
                    || "chưa đồng bộ".to_owned(),
                    |at| format!("đồng bộ {}", at.format("%d/%m/%Y %H:%M")),
                );
                let state = match (line.revoked, line.forked) {
                    (true, _) => "đã thu hồi",
                    (_, true) => "NGHI SAO CHÉP: nên thu hồi và ghi danh lại",
                    _ => "hoạt động",
                };
                let enrolled = line.enrolled.format("%d/%m/%Y");
                say(&format!("{}\t{}\t{}\t{enrolled}\t{heard}\t{state}", line.id, line.unit, line.person))?;
            }
            Ok(())
        }
        DeviceCommand::Revoke { data, id } => {
            admin::revoke_device(&data.data, id, clock)?;
            say(&format!("Đã thu hồi máy số {id}. Máy này không đồng bộ được nữa; dữ liệu đã gửi vẫn còn."))
        }
    }
}

fn number(text: &str) -> Result<i64, &'static str> {
    text.parse().map_err(|_| "số máy viết bằng chữ số, xem “devices list”")
}
