//! Prints what the next year's plan came to, and what a person has to look at in it.

use std::path::{Path, PathBuf};

use model::ids::{PlanId, TaskId};
use sync_server::{Clock, admin};

use super::say;

pub fn tell(
    data: &Path,
    id: &str,
    (to, open): (Option<PathBuf>, bool),
    carry: Vec<String>,
    clock: &Clock,
) -> anyhow::Result<()> {
    let carry: Vec<TaskId> = carry.into_iter().map(TaskId::new).collect();
    let told = admin::next_plan(data, &PlanId::new(id), &carry, (to.as_deref(), open), clock)?;
    say(&format!("Kế hoạch năm {}: “{}”. Cần xem lại:", told.next.year, told.next.id))?;
    for line in &told.next.look_at {
        say(&format!("- {line}"))?;
    }
    if !told.next.left_out.is_empty() {
        say(&format!(
            "- Không đưa sang, vì chỉ có hạn trong năm cũ: {}. Đưa sang bằng --carry.",
            told.next.left_out.join(", ")
        ))?;
    }
    say(
        "Nhiệm vụ chưa xong ở năm cũ, với số đơn vị chưa xong (chuyển tiếp bằng --carry; đơn vị tự chọn phần của mình):",
    )?;
    for one in &told.unfinished {
        let chosen = if carry.contains(&one.task) { "\tchuyển tiếp" } else { "" };
        say(&format!("{}\t{}/{}\t{}{chosen}", one.code, one.units.len(), one.assigned, one.title))?;
    }
    if let Some(to) = to {
        say(&format!("Đã ghi vào {}. Sửa xong, mở bằng “plan add --plan {}”.", to.display(), to.display()))?;
    }
    if told.opened.is_some() {
        say("Đã mở trên máy chủ. Các máy nhận được ở lần đồng bộ tới.")?;
    }
    Ok(())
}
