//! A district's beginning: its first plan, and a code for each laptop.

use std::path::Path;

use model::ids::UnitId;
use sync_server::{Clock, admin};

use super::say;

pub fn init(plan: &Path, data: &Path, year: Option<i32>, clock: &Clock) -> anyhow::Result<()> {
    let files = admin::PlanFiles::read(plan)?;
    let plan = admin::init(&files, data, year, clock)?;
    say(&format!(
        "Đã mở kế hoạch năm {} với {} đơn vị, {} nhiệm vụ, {} phân công.\nThư mục dữ liệu: {}\n\
         Việc tiếp theo: tạo mã ghi danh bằng “enrol”, rồi chạy “serve”.",
        plan.year(),
        plan.units().len(),
        plan.tasks().len(),
        plan.assignments().len(),
        data.display()
    ))
}

pub fn enrol(data: &Path, unit: &str, name: &str, clock: &Clock) -> anyhow::Result<()> {
    let issued = admin::issue_code(data, &UnitId::new(unit), name, clock)?;
    say(&format!(
        "{}\n\nMã dùng một lần cho {} ({}), có hiệu lực đến hết {}.\n\
         Hãy trao mã trực tiếp hoặc đọc qua điện thoại; mã không được hiện lại lần nữa.",
        issued.code,
        name.trim(),
        issued.unit_name,
        issued.until.format("%H:%M ngày %d/%m/%Y")
    ))?;
    if issued.of_known {
        say(
            "\nCHÚ Ý: đơn vị đã có người tên này, nên mã là cho thêm một máy của chính người đó: hai máy cùng đứng tên \
             một người.\nNếu là người khác trùng tên, đừng trao mã này; hãy cấp mã khác với tên ghi rõ hơn, ví dụ \
             thêm chức danh.",
        )?;
    }
    Ok(())
}
