//! A sheet, row by row: a frozen head with filters, and cells of their kind.

use chrono::{DateTime, FixedOffset, NaiveDate};
use model::amount::Amount;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

/// Of a cell, as Excel has it.
const MOST_LETTERS: usize = 32_767;
const CUT: &str = "… (đầy đủ trong chương trình)";
/// Points of a line of 12 points.
const LINE: f64 = 16.5;
/// What is longer is read in its cell.
const MOST_LINES: u32 = 12;
/// Of a sheet's name.
const MOST_NAME: usize = 31;

/// How cells look: the face and size that Decree 30/2020 asks of a table.
pub(super) struct Styles {
    pub title: Format,
    pub head: Format,
    pub text: Format,
    pub middle: Format,
    pub whole: Format,
    pub number: Format,
    pub percent: Format,
    pub date: Format,
    pub moment: Format,
}

impl Styles {
    pub fn new() -> Self {
        let plain = Format::new().set_font_name("Times New Roman").set_font_size(12);
        let cell = plain.clone().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
        let middle = cell.clone().set_align(FormatAlign::Center);
        Self {
            title: plain.clone().set_bold().set_font_size(14),
            head: cell
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0x00E7_ECF3)),
            text: cell.clone().set_text_wrap(),
            whole: cell.clone().set_num_format("#,##0"),
            number: cell.clone().set_num_format("#,##0.###"),
            percent: cell.clone().set_num_format("0.0%"),
            date: middle.clone().set_num_format("dd/mm/yyyy"),
            moment: middle.clone().set_num_format("hh:mm dd/mm/yyyy"),
            middle,
        }
    }
}

/// A column: what stands above it, and its width in letters.
pub(super) type Column<'a> = (&'a str, f64);

/// Where cells are written, one after the other.
pub(super) struct Sheet<'w, 's> {
    pub at: &'w mut Worksheet,
    pub styles: &'s Styles,
    pub row: u32,
    pub column: u16,
    widths: Vec<f64>,
    /// Of text, in the row that is written.
    lines: u32,
}

impl<'w, 's> Sheet<'w, 's> {
    /// `named`: taken as it is, see [`Names`].
    pub fn new(
        at: &'w mut Worksheet,
        styles: &'s Styles,
        named: &str,
        columns: &[Column<'_>],
    ) -> Result<Self, XlsxError> {
        at.set_name(named)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        let widths = columns.iter().map(|(_, width)| *width).collect();
        let mut sheet = Self { at, styles, row: 0, column: 0, widths, lines: 1 };
        for (head, width) in columns {
            sheet.lines = sheet.lines.max(lines(head, *width));
            sheet.at.set_column_width(sheet.column, *width)?;
            sheet.at.write_string_with_format(0, sheet.column, *head, &styles.head)?;
            sheet.column += 1;
        }
        sheet.at.set_freeze_panes(1, 1)?;
        sheet.at.set_repeat_rows(0, 0)?;
        sheet.next()?;
        Ok(sheet)
    }

    /// The row is as high as its longest text.
    pub fn next(&mut self) -> Result<(), XlsxError> {
        self.at.set_row_height(self.row, LINE * f64::from(self.lines.min(MOST_LINES)))?;
        (self.row, self.column, self.lines) = (self.row + 1, 0, 1);
        Ok(())
    }

    /// Filters over the whole table, which is also what is printed.
    pub fn finish(self, columns: usize) -> Result<(), XlsxError> {
        let last = u16::try_from(columns.saturating_sub(1)).unwrap_or(u16::MAX);
        let row = self.row.saturating_sub(1);
        self.at.autofilter(0, 0, row, last)?;
        self.at.set_print_area(0, 0, row, last)?;
        Ok(())
    }

    fn step(&mut self) -> (u32, u16) {
        let place = (self.row, self.column);
        self.column += 1;
        place
    }

    pub fn text(&mut self, text: &str) -> Result<(), XlsxError> {
        let style = &self.styles.text;
        let width = self.widths.get(usize::from(self.column)).copied().unwrap_or(f64::MAX);
        self.lines = self.lines.max(lines(text, width));
        let (row, column) = self.step();
        self.at.write_string_with_format(row, column, fitting(text), style)?;
        Ok(())
    }

    pub fn middle(&mut self, text: &str) -> Result<(), XlsxError> {
        let style = &self.styles.middle;
        let (row, column) = self.step();
        self.at.write_string_with_format(row, column, fitting(text), style)?;
        Ok(())
    }

    pub fn number(&mut self, number: Option<f64>, style: &Format) -> Result<(), XlsxError> {
        let (row, column) = self.step();
        match number {
            Some(number) => self.at.write_number_with_format(row, column, number, style)?,
            None => self.at.write_blank(row, column, style)?,
        };
        Ok(())
    }

    pub fn whole(&mut self, number: impl Into<f64>) -> Result<(), XlsxError> {
        self.number(Some(number.into()), &self.styles.whole)
    }

    pub fn percent(&mut self, percent: Option<u8>) -> Result<(), XlsxError> {
        self.number(percent.map(|percent| f64::from(percent) / 100.0), &self.styles.percent)
    }

    pub fn date(&mut self, date: Option<NaiveDate>) -> Result<(), XlsxError> {
        let style = &self.styles.date;
        let (row, column) = self.step();
        match date {
            Some(date) => self.at.write_datetime_with_format(row, column, date, style)?,
            None => self.at.write_blank(row, column, style)?,
        };
        Ok(())
    }

    /// As the clocks of Viet Nam show it.
    pub fn moment(&mut self, moment: Option<DateTime<FixedOffset>>) -> Result<(), XlsxError> {
        let style = &self.styles.moment;
        let (row, column) = self.step();
        let here = moment.map(|moment| moment.with_timezone(&model::time::hanoi()).naive_local());
        match here {
            Some(here) => self.at.write_datetime_with_format(row, column, here, style)?,
            None => self.at.write_blank(row, column, style)?,
        };
        Ok(())
    }
}

/// The thousandths of an amount are all that it has: nothing is rounded.
pub(super) fn as_number(amount: Amount) -> f64 {
    amount.thousandths() as f64 / 1_000.0
}

/// How many lines a text takes in a column of so many letters.
fn lines(text: &str, width: f64) -> u32 {
    let of = |line: &str| (line.chars().count() as f64 / width).ceil().max(1.0) as u32;
    text.lines().map(of).sum::<u32>().max(1)
}

/// No text is lost in silence.
fn fitting(text: &str) -> String {
    if text.chars().map(char::len_utf16).sum::<usize>() <= MOST_LETTERS {
        return text.to_owned();
    }
    let mut left = MOST_LETTERS - CUT.chars().map(char::len_utf16).sum::<usize>();
    let fits = text.chars().take_while(|letter| {
        let takes = letter.len_utf16();
        let fits = takes <= left;
        left = left.saturating_sub(takes);
        fits
    });
    fits.chain(CUT.chars()).collect()
}

/// Names of sheets: each once, of letters that Excel takes.
#[derive(Default)]
pub(super) struct Names(Vec<String>);

impl Names {
    pub fn take(&mut self, wanted: &str) -> String {
        let clean: String = wanted.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).collect();
        let named = |ending: &str| {
            let room = MOST_NAME - ending.chars().count();
            let kept: String = clean.chars().take(room).collect();
            format!("{}{ending}", kept.trim())
        };
        let numbered = (2..).map(|count| named(&format!(" ({count})")));
        let is_free = |name: &String| !self.0.iter().any(|other| other.to_lowercase() == name.to_lowercase());
        let name = std::iter::once(named("")).chain(numbered).find(is_free).unwrap_or_default();
        self.0.push(name.clone());
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_that_excel_takes_each_once() {
        let mut names = Names::default();
        let long = "Phản ánh, kiến nghị: của người dân/doanh nghiệp [2019]";
        let taken = [names.take(long), names.take(long), names.take("sổ"), names.take("SỔ")];
        assert_eq!(taken[0], "Phản ánh, kiến nghị của người d");
        assert_eq!(taken[1], "Phản ánh, kiến nghị của ngư (2)");
        assert_eq!(taken[3], "SỔ (2)", "Excel knows no large letters");
        assert!(taken.iter().all(|name| name.chars().count() <= MOST_NAME));
    }

    #[test]
    fn a_text_that_no_cell_holds_says_that_it_goes_on() {
        let long = fitting(&"ữ".repeat(MOST_LETTERS + 1));
        assert_eq!(long.chars().count(), MOST_LETTERS);
        assert!(long.ends_with(CUT), "and is not cut in silence");
        assert_eq!(fitting("ngắn"), "ngắn");
    }
}
