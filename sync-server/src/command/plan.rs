//! Plans: added, revised, closed, and that of the next year.

use std::path::PathBuf;

use clap::Subcommand;
use model::ids::PlanId;
use sync_server::{Clock, admin};

use super::{Data, TEMPLATE, next_plan, say, year};

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

pub fn run(command: PlanCommand, clock: &Clock) -> anyhow::Result<()> {
    match command {
        PlanCommand::Add { data, plan, year } => {
            let files = admin::PlanFiles::without_units(&plan)?;
            let plan = admin::add_plan(&data.data, &files, year, clock)?;
            say(&format!(
                "Đã mở kế hoạch “{}” năm {} với {} đơn vị, {} nhiệm vụ, {} phân công. Các máy nhận được ở lần đồng bộ tới.",
                plan.id(),
                plan.year(),
                plan.units().len(),
                plan.tasks().len(),
                plan.assignments().len()
            ))
        }
        PlanCommand::Revise { data, plan, remove } => {
            let files = admin::PlanFiles::without_units(&plan)?;
            let plan = admin::revise_plan(&data.data, &files, remove, clock)?;
            say(&format!("Đã sửa kế hoạch “{}”. Các máy nhận được ở lần đồng bộ tới.", plan.id()))
        }
        PlanCommand::Next { data, id, to, carry, open } => {
            next_plan::tell(&data.data, &id, (to, open), carry, clock)
        }
        PlanCommand::Close { data, id } => {
            admin::close_plan(&data.data, &PlanId::new(id.as_str()), Some(admin::today(clock)), clock)?;
            say(&format!(
                "Đã đóng kế hoạch “{id}”: vẫn xem được, không ghi thêm được. Mở lại bằng “plan reopen”."
            ))
        }
        PlanCommand::Reopen { data, id } => {
            admin::close_plan(&data.data, &PlanId::new(id.as_str()), None, clock)?;
            say(&format!("Đã mở lại kế hoạch “{id}”."))
        }
        PlanCommand::List { data } => {
            for line in admin::list_plans(&data.data)? {
                let closed = line.closed_on.map(|day| format!("đóng từ {}", day.format("%d/%m/%Y")));
                let state = closed.unwrap_or_else(|| "đang mở".to_owned());
                say(&format!("{}\t{}\t{}\t{state}\t{}", line.id, line.year, line.coordinator, line.title))?;
            }
            Ok(())
        }
    }
}
