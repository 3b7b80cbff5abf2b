//! A period as a spreadsheet.

use std::path::Path;

use model::ids::{PeriodId, PlanId};
use sync_server::{Clock, admin};

use super::say;

pub fn write(
    data: &Path,
    plan: Option<String>,
    period: &str,
    to: &Path,
    clock: &Clock,
) -> anyhow::Result<()> {
    let plan = plan.map(PlanId::new);
    admin::write_spreadsheet(data, (plan, PeriodId::new(period)), to, clock)?;
    say(&format!("Đã lập bảng tính toàn huyện của kỳ {period}: {}.", to.display()))
}
