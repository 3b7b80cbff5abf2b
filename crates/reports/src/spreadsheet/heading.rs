//! The first sheet: of what this is, as of when, and what the words of the matrix stand for.

use model::period::Period;
use model::time::hanoi;
use model::window::Matrix;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Of;
use super::sheet::Styles;
use crate::words::{ALL_SHOWN, short, shown};

pub(super) fn write(
    sheet: &mut Worksheet,
    styles: &Styles,
    (of, period): (Of<'_>, &Period),
    matrix: &Matrix,
) -> Result<(), XlsxError> {
    sheet.set_name("Thông tin")?.set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_default_row_height(17);
    sheet.set_column_width(0, 34)?.set_column_width(1, 70)?;
    sheet.write_string_with_format(0, 0, of.plan.title(), &styles.title)?;
    let as_of = matrix.as_of.with_timezone(&hanoi());
    let counts = [
        ("Phân công", matrix.assignments),
        ("Đã bắt đầu", matrix.begun),
        ("Đã xong", matrix.closed),
        ("Đã chấp nhận", matrix.accepted),
        ("Quá hạn", matrix.overdue),
        ("Xung đột chưa quyết", matrix.conflicts),
    ];
    let lines = [
        ("Kỳ", period.name.clone()),
        ("Phạm vi xem", of.seen_by.to_owned()),
        ("Số liệu tính đến", as_of.format("%H:%M ngày %d/%m/%Y").to_string()),
    ];
    let mut row = 2;
    for (label, text) in lines {
        sheet.write_string_with_format(row, 0, label, &styles.head)?;
        sheet.write_string_with_format(row, 1, text, &styles.text)?;
        row += 1;
    }
    for (label, count) in counts {
        sheet.write_string_with_format(row, 0, label, &styles.head)?;
        sheet.write_number_with_format(row, 1, count, &styles.whole)?;
        row += 1;
    }
    row += 1;
    sheet.write_string_with_format(row, 0, "Ghi trong ma trận", &styles.head)?;
    sheet.write_string_with_format(row, 1, "Trạng thái", &styles.head)?;
    for one in ALL_SHOWN {
        row += 1;
        sheet.write_string_with_format(row, 0, short(one), &styles.middle)?;
        sheet.write_string_with_format(row, 1, shown(one), &styles.text)?;
    }
    row += 1;
    sheet.write_string_with_format(row, 0, "!", &styles.middle)?;
    sheet.write_string_with_format(row, 1, "sau chữ: có xung đột chưa quyết", &styles.text)?;
    Ok(())
}
