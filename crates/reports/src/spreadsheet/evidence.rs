//! Documents of evidence, and what they prove.

use model::plan::Plan;
use model::window::EvidenceView;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::sheet::{Column, Sheet, Styles};
use crate::words::whereabouts;

const COLUMNS: [Column<'_>; 10] = [
    ("Đơn vị", 30.0),
    ("Số", 10.0),
    ("Ký hiệu", 18.0),
    ("Ngày ký", 13.0),
    ("Cơ quan ban hành", 28.0),
    ("Trích yếu", 50.0),
    ("Dùng cho", 26.0),
    ("Tệp", 34.0),
    ("Dung lượng (byte)", 14.0),
    ("Tình trạng", 20.0),
];

pub(super) fn write(
    at: &mut Worksheet,
    styles: &Styles,
    plan: &Plan,
    evidence: &[EvidenceView],
) -> Result<(), XlsxError> {
    let mut sheet = Sheet::new(at, styles, "Minh chứng", &COLUMNS)?;
    for one in evidence {
        sheet.text(&one.unit_name)?;
        sheet.middle(&one.number)?;
        sheet.middle(&one.symbol)?;
        sheet.date(one.signed)?;
        sheet.text(&one.issuer)?;
        sheet.text(&one.summary)?;
        let used = one.used_in.iter().map(|used| {
            let period = plan.period(&used.entry.period).map_or(String::new(), |period| period.name);
            format!("{} {period}", used.entry.task)
        });
        let records = one.records.iter().map(|record| record.name.clone());
        sheet.text(&used.chain(records).collect::<Vec<_>>().join("; "))?;
        sheet.text(&one.file_name)?;
        sheet.whole(u32::try_from(one.size).unwrap_or(u32::MAX))?;
        sheet.middle(whereabouts(&one.whereabouts))?;
        sheet.next()?;
    }
    sheet.finish(COLUMNS.len())
}
