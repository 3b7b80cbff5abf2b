//! People: what they are called, and of which unit they are since when.

use chrono::NaiveDate;
use clap::Subcommand;
use model::ids::{PersonId, UnitId};
use sync_server::{Clock, admin};

use super::{Data, TEMPLATE, say};

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

pub fn run(command: PersonCommand, clock: &Clock) -> anyhow::Result<()> {
    match command {
        PersonCommand::List { data } => {
            for line in admin::list_people(&data.data)? {
                let day = |day: Option<NaiveDate>| {
                    day.map_or_else(String::new, |day| day.format("%d/%m/%Y").to_string())
                };
                let (from, until) = line.stay.map_or((None, None), |(from, until)| (Some(from), until));
                say(&format!("{}\t{}\t{}\t{}\t{}", line.id, line.unit, line.name, day(from), day(until)))?;
            }
            Ok(())
        }
        PersonCommand::Add { data, unit, name } => {
            let id = admin::add_person(&data.data, &UnitId::new(&*unit), &name, clock)?;
            say(&format!(
                "Đã thêm “{}” vào đơn vị {unit}, mã {id}. Các máy biết tên này ở lần đồng bộ sau.",
                name.trim()
            ))
        }
        PersonCommand::Move { data, id, unit, on } => {
            let on = on.unwrap_or_else(|| admin::today(clock));
            admin::move_person(&data.data, &PersonId::new(&*id), (&UnitId::new(&*unit), on), clock)?;
            say(&format!(
                "Từ ngày {} người mang mã {id} làm ở đơn vị {unit}. Hãy cấp mã cho máy ở đơn vị mới bằng “enrol”; máy \
                 cũ vẫn gửi được phần đang chờ, sau đó thu hồi bằng “devices revoke”.",
                on.format("%d/%m/%Y")
            ))
        }
        PersonCommand::End { data, id, on } => {
            let on = on.unwrap_or_else(|| admin::today(clock));
            admin::end_person(&data.data, &PersonId::new(&*id), on, clock)?;
            say(&format!(
                "Người mang mã {id} làm việc đến hết ngày {}. Máy của người này vẫn gửi được phần đang chờ, sau đó thu \
                 hồi bằng “devices revoke”.",
                on.format("%d/%m/%Y")
            ))
        }
        PersonCommand::Rename { data, id, name } => {
            admin::rename_person(&data.data, &PersonId::new(id), &name)?;
            say(&format!("Đã đổi tên thành “{}”. Các máy nhận tên mới ở lần đồng bộ sau.", name.trim()))
        }
        PersonCommand::Erase { data, id } => {
            admin::erase_person(&data.data, &PersonId::new(&*id))?;
            say(&format!(
                "Đã xóa tên của người mang mã {id}; các máy xóa tên ở lần đồng bộ sau. Nội dung đã ghi vẫn còn.\n\
                 Bản sao lưu cũ vẫn còn tên này: nếu phục hồi từ đó, hãy xóa lại."
            ))
        }
    }
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse().map_err(|_| "ngày viết theo năm-tháng-ngày, ví dụ 2025-07-01")
}
