//! The one time zone, and the one way in which a day is written.

use chrono::{Datelike, FixedOffset, NaiveDate};

/// The day that a text of a document or a key names: "2019-9-5" would stand against "2019-09-05" as if it were another.
pub fn written_day(text: &str) -> Option<NaiveDate> {
    let day: NaiveDate = (text.len() <= 16).then(|| text.parse().ok()).flatten()?;
    (day.to_string() == text).then_some(day)
}

/// `05/9/2019`, `5-9-2019`, `5.9.2019` or `2019-09-05`, and the year as it was typed.
pub(crate) fn typed_day(word: &str) -> Option<(NaiveDate, i32)> {
    let parts: Vec<&str> = word.split(['/', '-', '.']).map(str::trim).collect();
    let [first, month, last] = parts[..] else { return None };
    let digits = |part: &str| part.len() <= 4 && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if ![first, month, last].into_iter().all(digits) {
        return None;
    }
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    if day.len() > 2 || month.len() > 2 {
        return None;
    }
    let year = year.parse().ok()?;
    Some((NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)?, year))
}

/// Hanoi's offset; the documents' times are claims of machines that all stand in one time zone.
pub fn hanoi() -> FixedOffset {
    FixedOffset::east_opt(7 * 3600).expect("seven hours is an offset")
}

/// "05/9/2019": a zero before days below 10 and before months 1 and 2, as official papers write it.
pub fn vi_date(date: NaiveDate) -> String {
    format!("{}/{}", day_and_month(date), date.year())
}

/// The day that [`vi_date`] told.
pub fn told_day(text: &str) -> Option<NaiveDate> {
    typed_day(text).map(|(day, _)| day).filter(|day| vi_date(*day) == text)
}

/// "05/9", the same without its year.
pub(crate) fn day_and_month(date: NaiveDate) -> String {
    let (day, month) = (date.day(), date.month());
    if month <= 2 { format!("{day:02}/{month:02}") } else { format!("{day:02}/{month}") }
}
