//! A register: one row for each record.

use model::amount::Amount;
use model::time::told_day;
use model::window::{CellView, ColumnHolds, RegisterPage};
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::sheet::{Column, Sheet, Styles, as_number};
use crate::words::standing;

pub(super) fn write(
    at: &mut Worksheet,
    styles: &Styles,
    named: &str,
    page: &RegisterPage,
) -> Result<(), XlsxError> {
    let own = page.columns.iter().map(|column| (column.label.as_str(), width(column.holds)));
    let columns: Vec<Column<'_>> =
        [("Đơn vị", 30.0)].into_iter().chain(own).chain([("Tình trạng", 22.0)]).collect();
    let mut sheet = Sheet::new(at, styles, named, &columns)?;
    for record in &page.records {
        sheet.text(&record.unit_name)?;
        for (column, cell) in page.columns.iter().zip(&record.cells) {
            write_cell(&mut sheet, column.holds, cell)?;
        }
        sheet.text(&standing(&record.standing))?;
        sheet.next()?;
    }
    sheet.finish(columns.len())
}

fn width(holds: ColumnHolds) -> f64 {
    match holds {
        ColumnHolds::Words => 32.0,
        ColumnHolds::Choice => 22.0,
        ColumnHolds::Day | ColumnHolds::Number => 13.0,
        ColumnHolds::Flag | ColumnHolds::File => 12.0,
    }
}

fn write_cell(sheet: &mut Sheet<'_, '_>, holds: ColumnHolds, cell: &CellView) -> Result<(), XlsxError> {
    match holds {
        ColumnHolds::Day if !cell.text.is_empty() => match told_day(&cell.shown) {
            Some(day) => sheet.date(Some(day)),
            None => sheet.text(&cell.shown),
        },
        ColumnHolds::Number if !cell.text.is_empty() => match Amount::parse_vi(&cell.text) {
            Ok(amount) => sheet.number(Some(as_number(amount)), &sheet.styles.number),
            Err(_) => sheet.text(&cell.shown),
        },
        _ => sheet.text(&cell.shown),
    }
}
