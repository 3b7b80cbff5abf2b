//! Figures against targets, with formulas that come to the same.

use model::amount::Amount;
use model::plan::{Indicator, IndicatorKind, Plan};
use model::window::{FigureRow, FiguresPage};
use rust_xlsxwriter::{Formula, Worksheet, XlsxError, utility::row_col_to_cell};

use super::sheet::{Column, Sheet, Styles, as_number};

const COLUMNS: [Column<'_>; 13] = [
    ("Đơn vị", 30.0),
    ("Nhiệm vụ", 10.0),
    ("Chỉ tiêu", 44.0),
    ("Mục tiêu", 16.0),
    ("Số thứ nhất", 14.0),
    ("là", 22.0),
    ("Số thứ hai", 14.0),
    ("là", 22.0),
    ("Tính được", 12.0),
    ("Kết quả", 18.0),
    ("Đạt", 10.0),
    ("Lũy kế năm", 18.0),
    ("Cần xem lại", 40.0),
];
/// Of the two numbers.
const NUMBERS: [u16; 2] = [4, 6];

pub(super) fn write(
    at: &mut Worksheet,
    styles: &Styles,
    plan: &Plan,
    page: &FiguresPage,
) -> Result<(), XlsxError> {
    let mut sheet = Sheet::new(at, styles, "Chỉ tiêu", &COLUMNS)?;
    for row in &page.rows {
        figure(&mut sheet, plan.indicator(&row.indicator), row)?;
    }
    sheet.finish(COLUMNS.len())
}

fn figure(
    sheet: &mut Sheet<'_, '_>,
    indicator: Option<&Indicator>,
    row: &FigureRow,
) -> Result<(), XlsxError> {
    sheet.text(&row.unit_name)?;
    sheet.middle(row.task.as_str())?;
    sheet.text(&row.name)?;
    sheet.text(&row.target)?;
    let amounts: Vec<Option<Amount>> = if row.checks {
        Vec::new()
    } else {
        row.values.iter().map(|value| Amount::parse_vi(value).ok()).collect()
    };
    for at in 0..NUMBERS.len() {
        let number = amounts.get(at).copied().flatten().map(as_number);
        sheet.number(number, &sheet.styles.number)?;
        let label = indicator.and_then(|indicator| indicator.figures.get(at)).filter(|_| number.is_some());
        sheet.text(label.map_or("", String::as_str))?;
    }
    worked_out(sheet, indicator, &amounts)?;
    sheet.text(&if row.checks { row.values.join("; ") } else { row.result.clone() })?;
    sheet.middle(match row.met {
        Some(true) => "đạt",
        Some(false) => "chưa đạt",
        None => "",
    })?;
    sheet.text(row.year.as_ref().map_or("", |year| &year.result))?;
    sheet.text(row.warning.as_deref().unwrap_or_default())?;
    sheet.next()?;
    Ok(())
}

/// By the indicator's own rule; nothing where the numbers come to nothing.
fn worked_out(
    sheet: &mut Sheet<'_, '_>,
    indicator: Option<&Indicator>,
    amounts: &[Option<Amount>],
) -> Result<(), XlsxError> {
    let (row, column) = (sheet.row, sheet.column);
    let [first, second] = NUMBERS.map(|column| row_col_to_cell(row, column));
    let given: Option<Vec<f64>> = amounts.iter().map(|amount| amount.map(as_number)).collect();
    let (formula, result, style) = match (indicator, given.as_deref()) {
        (Some(Indicator { kind: IndicatorKind::Rate, .. }), Some([part, whole])) if *whole != 0.0 => {
            (format!("={first}/{second}"), part / whole, &sheet.styles.percent)
        }
        (Some(Indicator { kind: IndicatorKind::Change, points: true, .. }), Some([now, base])) => {
            (format!("={first}-{second}"), now - base, &sheet.styles.number)
        }
        (Some(Indicator { kind: IndicatorKind::Change, .. }), Some([now, base])) if *base != 0.0 => {
            (format!("={first}/{second}-1"), now / base - 1.0, &sheet.styles.percent)
        }
        (Some(Indicator { kind: IndicatorKind::Count, .. }), Some([count])) => {
            (format!("={first}"), *count, &sheet.styles.number)
        }
        _ => return sheet.text(""),
    };
    let formula = Formula::new(formula).set_result(result.to_string());
    sheet.at.write_formula_with_format(row, column, formula, style)?;
    sheet.column += 1;
    Ok(())
}
