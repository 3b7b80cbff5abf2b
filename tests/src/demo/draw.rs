//! The district's matrix on a terminal.

use model::state::Shown;
use model::window::{Cell, Matrix};

fn sign(cell: Option<&Cell>) -> char {
    match cell.map(|cell| cell.shown) {
        None => ' ',
        Some(Shown::NotStarted) => '○',
        Some(Shown::InProgress) => '◐',
        Some(Shown::Done) => '●',
        Some(Shown::Accepted) => '✓',
        Some(Shown::Returned) => '↩',
        Some(Shown::Amended) => '△',
        Some(Shown::Overdue) => '!',
        Some(Shown::NotApplicable) => '–',
    }
}

const LEGEND: &str = "○ chưa bắt đầu  ◐ đang thực hiện  ● hoàn thành  ✓ đã chấp nhận  ↩ bị trả lại  △ có bổ sung  \
                      ! quá hạn  – không áp dụng";

/// A line for each unit, a sign for each task, fields apart.
pub fn draw(matrix: &Matrix) -> String {
    let widest = matrix.rows.iter().map(|row| row.unit_name.chars().count()).max().unwrap_or_default();
    let mut lines = vec![format!(
        "Toàn huyện · {} · {} mục, {} có nội dung, {} xong, {} chấp nhận, {} quá hạn, {} xung đột",
        matrix.period,
        matrix.assignments,
        matrix.begun,
        matrix.closed,
        matrix.accepted,
        matrix.overdue,
        matrix.conflicts
    )];
    let heads = matrix.fields.iter().map(|field| {
        let width = field.tasks.len().max(field.code.as_str().chars().count());
        format!("{:<width$}", field.code.as_str())
    });
    lines.push(format!("{:widest$}  {}  đủ", "", heads.collect::<Vec<_>>().join(" ")));
    for row in &matrix.rows {
        let mut cells = row.cells.iter();
        let fields = matrix.fields.iter().map(|field| {
            let signs: String =
                cells.by_ref().take(field.tasks.len()).map(|cell| sign(cell.as_ref())).collect();
            let width = field.code.as_str().chars().count();
            format!("{signs:<width$}")
        });
        let fields = fields.collect::<Vec<_>>().join(" ");
        lines.push(format!("{:widest$}  {fields}  {:>3} %", row.unit_name, row.complete));
    }
    lines.push(LEGEND.to_owned());
    lines.join("\n")
}
