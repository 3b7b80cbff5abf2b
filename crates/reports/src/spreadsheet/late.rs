//! What is late, by unit and task.

use model::due::Lateness;
use model::window::Late;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::sheet::{Column, Sheet, Styles};
use crate::words::{role, shown};

const COLUMNS: [Column<'_>; 7] = [
    ("Đơn vị", 34.0),
    ("Nhiệm vụ", 10.0),
    ("Nội dung", 60.0),
    ("Vai trò", 12.0),
    ("Trạng thái", 18.0),
    ("Hạn", 13.0),
    ("Quá hạn (ngày)", 11.0),
];

pub(super) fn write(at: &mut Worksheet, styles: &Styles, late: &[Late]) -> Result<(), XlsxError> {
    let mut sheet = Sheet::new(at, styles, "Trễ hạn", &COLUMNS)?;
    for one in late {
        sheet.text(&one.unit_name)?;
        sheet.middle(one.task.as_str())?;
        sheet.text(&one.title)?;
        sheet.middle(role(one.role))?;
        sheet.middle(shown(one.shown))?;
        sheet.date(Some(one.date))?;
        let days = if let Lateness::Late(days) = one.lateness { Some(days as f64) } else { None };
        sheet.number(days, &sheet.styles.whole)?;
        sheet.next()?;
    }
    sheet.finish(COLUMNS.len())
}
