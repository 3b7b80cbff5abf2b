//! Reading TOML tables so that every fault knows its line.

use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::PlanFaults;
use super::source::{At, Lines};
use crate::address::is_id;
use crate::value::MAX_LINE_CHARS;

/// One TOML table under reading.
pub(super) struct Row<'r, 'i> {
    pub lines: &'r Lines<'i>,
    /// `task`, `plan`: the first part of a fault's field.
    name: &'static str,
    table: &'r DeTable<'i>,
    pub line: usize,
}

impl<'r, 'i> Row<'r, 'i> {
    /// Tells of every key that is not one of `keys`.
    pub fn open(
        lines: &'r Lines<'i>,
        name: &'static str,
        table: &'r DeTable<'i>,
        span: &Range<usize>,
        keys: &[&str],
        faults: &mut PlanFaults,
    ) -> Self {
        let row = Self { lines, name, table, line: lines.line(span) };
        for (key, _) in table.iter().filter(|(key, _)| !keys.contains(&key.get_ref().as_ref())) {
            let expected = format!("một trong các khóa: {}", keys.join(", "));
            let line = lines.line(&key.span());
            faults.add(lines.name, line, &row.field(key.get_ref()), key.get_ref(), expected);
        }
        row
    }

    pub fn field(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    pub fn fault(
        &self,
        line: usize,
        key: &str,
        found: &str,
        expected: impl Into<String>,
        faults: &mut PlanFaults,
    ) {
        faults.add(self.lines.name, line, &self.field(key), found, expected);
    }

    pub fn get(&self, key: &str) -> Option<&'r Spanned<DeValue<'i>>> {
        self.table.get(key)
    }

    /// The value, or a fault that says what is missing.
    pub fn need(
        &self,
        key: &str,
        expected: &str,
        faults: &mut PlanFaults,
    ) -> Option<&'r Spanned<DeValue<'i>>> {
        let value = self.get(key);
        if value.is_none() {
            self.fault(self.line, key, "không có", expected, faults);
        }
        value
    }

    pub fn wrong(&self, key: &str, value: &Spanned<DeValue<'i>>, expected: &str, faults: &mut PlanFaults) {
        let span = value.span();
        self.fault(self.lines.line(&span), key, self.lines.excerpt(&span), expected, faults);
    }

    /// A text that says something.
    pub fn text(&self, key: &str, faults: &mut PlanFaults) -> Option<At<String>> {
        let value = self.need(key, TEXT, faults)?;
        self.as_text(key, value, faults)
    }

    pub fn text_or_none(&self, key: &str, faults: &mut PlanFaults) -> Option<At<String>> {
        self.as_text(key, self.get(key)?, faults)
    }

    pub fn as_text(
        &self,
        key: &str,
        value: &Spanned<DeValue<'i>>,
        faults: &mut PlanFaults,
    ) -> Option<At<String>> {
        match value.get_ref().as_str().map(str::trim) {
            Some(text) if text.chars().count() > MAX_LINE_CHARS => {
                let expected =
                    format!("một chuỗi không quá {MAX_LINE_CHARS} ký tự (đang có {})", text.chars().count());
                self.wrong(key, value, &expected, faults);
                None
            }
            Some(text) if !text.is_empty() => {
                Some(At { value: text.to_owned(), line: self.lines.line(&value.span()) })
            }
            _ => {
                self.wrong(key, value, TEXT, faults);
                None
            }
        }
    }

    /// A name that other rows refer to, and that becomes part of a document's name.
    pub fn id(&self, key: &str, faults: &mut PlanFaults) -> Option<At<String>> {
        let value = self.need(key, ID, faults)?;
        self.as_id(key, value, faults)
    }

    pub fn id_or_none(&self, key: &str, faults: &mut PlanFaults) -> Option<At<String>> {
        self.as_id(key, self.get(key)?, faults)
    }

    pub fn as_id(
        &self,
        key: &str,
        value: &Spanned<DeValue<'i>>,
        faults: &mut PlanFaults,
    ) -> Option<At<String>> {
        let text = self.as_text(key, value, faults)?;
        if is_id(&text.value) {
            Some(text)
        } else {
            self.fault(text.line, key, &text.value, ID, faults);
            None
        }
    }

    /// Texts, none where the key is missing.
    pub fn texts(&self, key: &str, faults: &mut PlanFaults) -> Vec<At<String>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(key, value, TEXTS, faults);
            return Vec::new();
        };
        array.iter().filter_map(|item| self.as_text(key, item, faults)).collect()
    }

    /// At least one text; `expected` says of what.
    pub fn some_texts(&self, key: &str, expected: &str, faults: &mut PlanFaults) -> Vec<At<String>> {
        let Some(value) = self.need(key, expected, faults) else { return Vec::new() };
        if value.get_ref().as_array().is_some_and(|array| array.is_empty()) {
            self.wrong(key, value, expected, faults);
        }
        self.texts(key, faults)
    }

    pub fn flag(&self, key: &str, faults: &mut PlanFaults) -> bool {
        let Some(value) = self.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(key, value, "true hoặc false", faults);
            false
        })
    }

    pub fn as_int(
        &self,
        key: &str,
        value: &Spanned<DeValue<'i>>,
        range: Range<i32>,
        faults: &mut PlanFaults,
    ) -> Option<i32> {
        let int = value.get_ref().as_integer();
        let int = int.and_then(|int| i32::from_str_radix(int.as_str(), int.radix()).ok());
        let int = int.filter(|int| range.contains(int));
        if int.is_none() {
            self.wrong(key, value, &format!("số nguyên từ {} đến {}", range.start, range.end - 1), faults);
        }
        int
    }

    pub fn as_date(
        &self,
        key: &str,
        value: &Spanned<DeValue<'i>>,
        faults: &mut PlanFaults,
    ) -> Option<NaiveDate> {
        let date =
            value.get_ref().as_datetime().filter(|when| when.time.is_none()).and_then(|when| when.date);
        let date = date.and_then(|date| {
            NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
        });
        if date.is_none() {
            self.wrong(key, value, DATE, faults);
        }
        date
    }
}

pub(super) const TEXT: &str = "một chuỗi ký tự không trống";
pub(super) const TEXTS: &str = "danh sách chuỗi ký tự, ví dụ [\"...\", \"...\"]";
pub(super) const DATE: &str = "một ngày, viết YYYY-MM-DD không có ngoặc kép";
pub(super) const ID: &str = "mã gồm 1 đến 40 chữ cái không dấu, chữ số, dấu chấm, gạch ngang hoặc gạch dưới";
