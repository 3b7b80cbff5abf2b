//! Units x tasks.

use model::window::{Cell, HandedIn, HandedInStands, Matrix, MatrixRow};
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::sheet::{Column, Sheet, Styles};
use crate::words::short;

/// Before the tasks.
const HEADS: [Column<'_>; 7] = [
    ("Đơn vị", 34.0),
    ("Xong", 9.0),
    ("Đúng hạn", 10.0),
    ("Nộp lúc", 18.0),
    ("Sửa sau khi nộp", 10.0),
    ("Tin cuối", 18.0),
    ("Tệp chờ gửi", 9.0),
];

pub(super) fn write(at: &mut Worksheet, styles: &Styles, matrix: &Matrix) -> Result<(), XlsxError> {
    let tasks: Vec<&str> =
        matrix.fields.iter().flat_map(|field| &field.tasks).map(|task| task.id.as_str()).collect();
    let columns: Vec<Column<'_>> = HEADS.into_iter().chain(tasks.iter().map(|task| (*task, 9.0))).collect();
    let mut sheet = Sheet::new(at, styles, "Ma trận", &columns)?;
    // On one page nobody could read it.
    sheet.at.set_print_fit_to_pages(4, 0).set_repeat_columns(0, 0)?;
    for row in &matrix.rows {
        unit(&mut sheet, row)?;
    }
    sheet.finish(columns.len())
}

fn unit(sheet: &mut Sheet<'_, '_>, row: &MatrixRow) -> Result<(), XlsxError> {
    sheet.text(&row.unit_name)?;
    sheet.percent(Some(row.complete))?;
    sheet.percent(row.on_time)?;
    let stands = |one: &&HandedIn| one.stands != HandedInStands::Withdrawn;
    let handed_in = row.handed_in.as_ref().filter(stands);
    sheet.moment(handed_in.map(|one| one.received.unwrap_or(one.at)))?;
    sheet.number(handed_in.map(|one| f64::from(one.changed)), &sheet.styles.whole)?;
    sheet.moment(row.last_heard)?;
    sheet.whole(row.waiting_files)?;
    for cell in &row.cells {
        sheet.middle(&cell.as_ref().map(word).unwrap_or_default())?;
    }
    sheet.next()?;
    Ok(())
}

fn word(cell: &Cell) -> String {
    let conflict = if cell.conflict { "!" } else { "" };
    format!("{}{conflict}", short(cell.shown))
}
