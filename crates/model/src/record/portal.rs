//! Figures that a portal computes, as a table of it tells them: copied, or read from a file. Each line is about an indicator, and may
//! name its unit, its period and its day.

use chrono::NaiveDate;
use thiserror::Error;

use super::cells::cells_of;
use super::marks::Marks;
use crate::amount::{Amount, BadAmount};
use crate::doc_id::DocId;
use crate::edit::Edit;
use crate::fold::fold;
use crate::ids::{IndicatorId, PeriodId, UnitId};
use crate::input::BadValue;
use crate::period::Period;
use crate::permission;
use crate::plan::{Indicator, Plan, Unit};
use crate::target::{EntryKey, PortalPart, Target};

/// Most lines that are looked at: all indicators of a district's units in a period.
pub const MAX_PORTAL_LINES: usize = 2_000;

/// Why nothing of a table can be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SheetFault {
    #[error("Chưa có dòng nào để đọc.")]
    Empty,
    #[error(
        "Chữ trong tệp không đọc được, vì tệp không lưu theo bảng mã UTF-8. Hãy mở tệp bằng Excel rồi chép các ô dán vào đây, hoặc lưu lại dạng “CSV UTF-8”."
    )]
    Encoding,
    #[error(
        "Không nhận ra các cột. Dòng đầu cần có tên cột “Chỉ tiêu” và “Giá trị”; có thể thêm “Đơn vị”, “Kỳ báo cáo”, “Ngày”."
    )]
    NoColumns,
}

/// Why a line is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LineFault {
    #[error("Kế hoạch không có chỉ tiêu này.")]
    NoIndicator,
    #[error("Nhiều chỉ tiêu của kế hoạch có tên này. Hãy ghi mã chỉ tiêu ({0}) vào cột “Chỉ tiêu”.")]
    SeveralIndicators(String),
    #[error("Chỉ tiêu này không đối chiếu với cổng nào.")]
    NoPortal,
    #[error("Đơn vị không nhập chỉ tiêu này.")]
    NotEntered,
    #[error("Không có đơn vị này trong kế hoạch.")]
    NoUnit,
    #[error("Của đơn vị khác.")]
    OtherUnit,
    #[error("Không có kỳ báo cáo này trong kế hoạch.")]
    NoPeriod,
    #[error("Đơn vị không có việc này trong kỳ báo cáo ấy.")]
    NotThen,
    #[error(
        "“{0}” đọc được theo hai cách (dấu ngăn hàng nghìn hoặc dấu thập phân). Hãy sửa trong bảng rồi dán lại."
    )]
    TwoWays(String),
    #[error(transparent)]
    Amount(#[from] BadAmount),
    #[error(transparent)]
    Value(#[from] BadValue),
    #[error("Trùng với dòng {0}.")]
    Twice(usize),
}

/// What one line tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalFigure {
    pub indicator: IndicatorId,
    pub period: PeriodId,
    pub amount: Amount,
    /// Where the table says so.
    pub read_on: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortalLine {
    /// As a person counts them, the head too.
    pub line: usize,
    /// What it is about, as it stands there.
    pub said: String,
    pub told: Result<PortalFigure, LineFault>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PortalSheet {
    pub lines: Vec<PortalLine>,
    /// Lines behind the last one that was looked at.
    pub too_many: usize,
}

/// Where the columns stand.
struct Columns {
    indicator: usize,
    value: usize,
    unit: Option<usize>,
    period: Option<usize>,
    day: Option<usize>,
}

/// For whom a table is read.
#[derive(Clone, Copy, Debug)]
pub struct PortalOf<'a> {
    pub unit: &'a UnitId,
    /// Of lines that name none.
    pub period: &'a PeriodId,
    /// Nothing was read on a later day.
    pub today: NaiveDate,
}

pub fn read_portal(plan: &Plan, of: PortalOf<'_>, text: &str) -> Result<PortalSheet, SheetFault> {
    if text.contains('\u{fffd}') {
        return Err(SheetFault::Encoding);
    }
    // Some programs begin a file with a mark of its bytes.
    let text = text.trim_start_matches('\u{feff}');
    let lines: Vec<(usize, Vec<String>)> = (1..)
        .zip(cells_of(text, separator(text)))
        .filter(|(_, line)| line.iter().any(|cell| !cell.is_empty()))
        .collect();
    let (_, head) = lines.first().ok_or(SheetFault::Empty)?;
    let columns = Columns::named(head).ok_or(SheetFault::NoColumns)?;
    let body = &lines[1..];
    let marks = Marks::of(body.iter().filter_map(|(_, line)| line.get(columns.value)));
    let mut sheet = PortalSheet { lines: Vec::new(), too_many: body.len().saturating_sub(MAX_PORTAL_LINES) };
    for (number, line) in body.iter().take(MAX_PORTAL_LINES) {
        let told = columns.read(plan, of, line, marks).and_then(|figure| {
            let same = |other: &&PortalLine| {
                let other = other.told.as_ref().ok();
                other.is_some_and(|other| {
                    (&other.indicator, &other.period) == (&figure.indicator, &figure.period)
                })
            };
            sheet
                .lines
                .iter()
                .find(same)
                .map_or(Ok(figure.clone()), |other| Err(LineFault::Twice(other.line)))
        });
        let said = cell(line, Some(columns.indicator)).to_owned();
        sheet.lines.push(PortalLine { line: *number, said, told });
    }
    Ok(sheet)
}

/// Tabs out of a table program; in a file semicolons or commas.
fn separator(text: &str) -> char {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    ['\t', ';'].into_iter().find(|mark| head.contains(*mark)).unwrap_or(',')
}

fn cell(line: &[String], at: Option<usize>) -> &str {
    at.and_then(|at| line.get(at)).map_or("", String::as_str)
}

impl Columns {
    fn named(head: &[String]) -> Option<Self> {
        let folded: Vec<String> = head.iter().map(|cell| fold(cell)).collect();
        let find = |names: &[&str]| folded.iter().position(|cell| names.contains(&cell.as_str()));
        Some(Self {
            indicator: find(&["chi tieu", "ten chi tieu", "ma chi tieu"])?,
            value: find(&["gia tri", "ket qua", "so lieu", "ty le", "ty le (%)"])?,
            unit: find(&["don vi", "ten don vi", "ma don vi"]),
            period: find(&["ky", "ky bao cao", "ky so lieu"]),
            day: find(&["ngay", "ngay lay so lieu", "ngay cap nhat", "tinh den ngay"]),
        })
    }

    fn read(
        &self,
        plan: &Plan,
        PortalOf { unit, period, today }: PortalOf<'_>,
        line: &[String],
        marks: Marks,
    ) -> Result<PortalFigure, LineFault> {
        let named = cell(line, self.unit);
        if !named.is_empty() && unit_of(plan, named).ok_or(LineFault::NoUnit)?.id != *unit {
            return Err(LineFault::OtherUnit);
        }
        let period = match cell(line, self.period) {
            "" => period.clone(),
            named => period_of(plan, named).ok_or(LineFault::NoPeriod)?.id,
        };
        let indicator = indicator_of(plan.in_period(&period), unit, cell(line, Some(self.indicator)))?;
        if indicator.portal.is_none() {
            return Err(LineFault::NoPortal);
        }
        if !plan.enters(unit, indicator) {
            return Err(LineFault::NotEntered);
        }
        let target = |part| {
            let entry = EntryKey { task: indicator.of.clone(), period: period.clone() };
            Target::Portal { entry, indicator: indicator.id.clone(), part }
        };
        let doc = DocId::workbook(plan.id(), unit.clone());
        permission::may_edit(plan, &doc, &target(PortalPart::Value)).map_err(|_| LineFault::NotThen)?;
        let typed = cell(line, Some(self.value));
        let amount = marks.read(typed).ok_or_else(|| LineFault::TwoWays(typed.to_owned()))??;
        Edit::from_input(target(PortalPart::Value), &amount.to_vi(), plan)?.of_portal(plan, today)?;
        // Some tables have the hour behind the day.
        let day = cell(line, self.day).split_whitespace().next().unwrap_or_default();
        let read_on = Edit::from_input(target(PortalPart::ReadOn), day, plan)?;
        let read_on = read_on.of_portal(plan, today)?.value.as_date();
        Ok(PortalFigure { indicator: indicator.id.clone(), period, amount, read_on })
    }
}

/// By its id, or by its name: of several that are called alike the one that the unit tells of a portal.
fn indicator_of<'p>(plan: &'p Plan, unit: &UnitId, named: &str) -> Result<&'p Indicator, LineFault> {
    if let Some(found) = plan.indicators().iter().find(|one| one.id.as_str() == named) {
        return Ok(found);
    }
    let folded = fold(named);
    let alike = plan.indicators().iter().filter(|one| !folded.is_empty() && fold(&one.name) == folded);
    let alike: Vec<&Indicator> = alike.collect();
    let told = |one: &&&Indicator| one.portal.is_some() && plan.enters(unit, one);
    let own: Vec<&Indicator> = alike.iter().filter(told).copied().collect();
    match (own.as_slice(), alike.as_slice()) {
        ([one], _) | ([], [one]) => Ok(one),
        ([], []) => Err(LineFault::NoIndicator),
        _ => {
            let ids: Vec<&str> = alike.iter().map(|one| one.id.as_str()).collect();
            Err(LineFault::SeveralIndicators(ids.join(", ")))
        }
    }
}

fn unit_of<'p>(plan: &'p Plan, named: &str) -> Option<&'p Unit> {
    let folded = fold(named);
    let bare = |name: &str| fold(name.trim_start_matches("UBND ").trim());
    plan.units()
        .iter()
        .find(|one| one.id.as_str() == named || bare(&one.name) == bare(named) || fold(&one.name) == folded)
}

/// By its id, its name, or its name without the year.
fn period_of(plan: &Plan, named: &str) -> Option<Period> {
    let folded = fold(named);
    plan.periods().into_iter().find(|one| {
        let name = fold(&one.name);
        one.id.as_str() == named || name == folded || name.split('/').next() == Some(folded.as_str())
    })
}
