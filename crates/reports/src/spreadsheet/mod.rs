//! A period as a spreadsheet (XLSX): matrix, figures with their formulas, what is late, registers, evidence. Numbers are numbers
//! and dates are dates, so that people can go on counting.

mod evidence;
mod figures;
mod heading;
mod late;
mod matrix;
mod register;
mod sheet;

use chrono::{DateTime, FixedOffset};
use model::ids::PeriodId;
use model::plan::Plan;
use model::window::{Ask, EvidenceView, FiguresPage, Late, Matrix, RegisterPage, RegisterShort};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use thiserror::Error;

use sheet::Styles;

/// Why there is no spreadsheet. `E`: of whoever answers the questions.
#[derive(Debug, Error)]
pub enum SpreadsheetError<E> {
    #[error("{0}")]
    Asked(E),
    #[error("Không có kỳ này trong kế hoạch. Hãy chọn một kỳ của kế hoạch.")]
    NoPeriod,
    /// An answer of another program version.
    #[error("Chương trình chưa đọc được số liệu để lập bảng tính. Hãy cập nhật chương trình rồi thử lại.")]
    Unread(#[source] serde_json::Error),
    #[error("Chưa lập được bảng tính: {0}.")]
    Made(#[source] XlsxError),
}

impl<E> From<XlsxError> for SpreadsheetError<E> {
    fn from(error: XlsxError) -> Self {
        Self::Made(error)
    }
}

/// What a spreadsheet is of.
#[derive(Clone, Copy, Debug)]
pub struct Of<'a> {
    pub plan: &'a Plan,
    pub period: &'a PeriodId,
    /// Whose answers these are: "UBND xã Ayun", "toàn huyện".
    pub seen_by: &'a str,
}

/// Asks as a window does, and writes down what is answered. The same answers give the same bytes.
pub fn spreadsheet<E>(
    of: Of<'_>,
    ask: impl Fn(&Ask) -> Result<Json, E>,
) -> Result<Vec<u8>, SpreadsheetError<E>> {
    let period = of.plan.period(of.period).ok_or(SpreadsheetError::NoPeriod)?;
    let (id, field) = (of.period, None);
    let matrix: Matrix = read(&ask, &Ask::Matrix { period: id.clone(), field: field.clone() })?;
    let figures: FiguresPage = read(&ask, &Ask::Figures { period: id.clone(), field: field.clone() })?;
    let late: Vec<Late> = read(&ask, &Ask::Late { period: id.clone(), field })?;
    let registers: Vec<RegisterShort> = read(&ask, &Ask::Registers { unit: None })?;
    let evidence: Vec<EvidenceView> = read(&ask, &Ask::Evidence { unit: None })?;

    let styles = Styles::new();
    let mut book = Workbook::new();
    book.set_properties(
        &DocProperties::new().set_title(of.plan.title()).set_creation_datetime(&made(matrix.as_of)?),
    );
    heading::write(book.add_worksheet(), &styles, (of, &period), &matrix)?;
    matrix::write(book.add_worksheet(), &styles, &matrix)?;
    figures::write(book.add_worksheet(), &styles, of.plan, &figures)?;
    late::write(book.add_worksheet(), &styles, &late)?;
    let mut names = sheet::Names::default();
    for register in &registers {
        let page: RegisterPage =
            read(&ask, &Ask::Register { register: register.register.clone(), unit: None })?;
        register::write(book.add_worksheet(), &styles, &names.take(&page.name), &page)?;
    }
    evidence::write(book.add_worksheet(), &styles, of.plan, &evidence)?;
    Ok(book.save_to_buffer()?)
}

fn read<T: DeserializeOwned, E>(
    ask: &impl Fn(&Ask) -> Result<Json, E>,
    question: &Ask,
) -> Result<T, SpreadsheetError<E>> {
    serde_json::from_value(ask(question).map_err(SpreadsheetError::Asked)?).map_err(SpreadsheetError::Unread)
}

/// When it was worked out, and not when it was written: the same moment gives the same bytes.
fn made(as_of: DateTime<FixedOffset>) -> Result<ExcelDateTime, XlsxError> {
    ExcelDateTime::from_timestamp(as_of.timestamp())
}
