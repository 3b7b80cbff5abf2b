//! What is counted of a register, and in which period.

use std::fmt;

use chrono::NaiveDate;
use thiserror::Error;

use super::{Record, RegisterKind};
use crate::amount::Amount;
use crate::ids::RegisterId;
use crate::value::ValueKind;

/// Something that is counted of the records of a kind.
#[derive(Debug)]
pub struct Count {
    /// Its word in a plan's data.
    pub id: &'static str,
    /// "đã xử lý"
    pub label: &'static str,
    /// The column whose day puts a record into a period.
    pub dated: &'static str,
    /// Columns whose numbers are added up; none: the records themselves are counted.
    pub sums: &'static [&'static str],
    pub only: Only,
}

/// Of which of the records of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    All,
    /// Those that have ended by the period's last day.
    Ended,
    /// Those of them that ended by their date.
    InTime,
}

/// What a figure of an indicator counts: `kiem-tra: ended`, or of some records alone `nhiem-vu: in-time, giver = tinh | ct-tinh`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureCount {
    pub register: RegisterId,
    pub count: String,
    /// Of each column named the words of which it has to have one.
    pub with: Vec<(String, Vec<String>)>,
}

/// Why a text is not what a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("“mã sổ: cách đếm” hoặc “mã sổ: cách đếm, cột = từ | từ”")]
pub struct BadFigureCount;

impl FigureCount {
    pub fn parse(text: &str) -> Result<Self, BadFigureCount> {
        let (register, rest) = text.split_once(':').ok_or(BadFigureCount)?;
        let mut parts = rest.split(',').map(str::trim);
        let count = parts.next().filter(|count| !count.is_empty()).ok_or(BadFigureCount)?;
        let with = parts.map(|part| {
            let (column, words) = part.split_once('=')?;
            let words: Vec<String> = words.split('|').map(|word| word.trim().to_owned()).collect();
            words.iter().all(|word| !word.is_empty()).then(|| (column.trim().to_owned(), words))
        });
        Ok(Self {
            register: RegisterId::new(register.trim()),
            count: count.to_owned(),
            with: with.collect::<Option<_>>().ok_or(BadFigureCount)?,
        })
    }

    /// Whether the kind has all that is named here. What is wrong, where anything is.
    pub fn fits(&self, kind: &RegisterKind) -> Result<(), String> {
        if kind.count(&self.count).is_none() {
            let counts: Vec<&str> = kind.counts.iter().map(|count| count.id).collect();
            return Err(format!("một trong các cách đếm của sổ loại {}: {}", kind.id, counts.join(", ")));
        }
        for (column, words) in &self.with {
            let found = kind.column(column);
            let Some((found, ValueKind::Word(known))) = found.map(|found| (found, found.value)) else {
                return Err(format!("một cột có từ để chọn của sổ loại {}, thay cho “{column}”", kind.id));
            };
            if let Some(bad) = words.iter().find(|word| !known.contains(&word.as_str())) {
                let known: Vec<&str> = found.choices.iter().map(|choice| choice.code).collect();
                return Err(format!(
                    "một trong các từ của cột {column}: {} (không có “{bad}”)",
                    known.join(", ")
                ));
            }
        }
        Ok(())
    }

    /// What the records come to in a period from `first` to `last`. None where the kind has no such count.
    pub fn of<'r>(
        &self,
        records: impl IntoIterator<Item = &'r Record<'r>>,
        days: (NaiveDate, NaiveDate),
    ) -> Option<Amount> {
        let mut records = records.into_iter().peekable();
        let Some(first) = records.peek() else { return Some(Amount::ZERO) };
        let count = first.kind.count(&self.count)?;
        let has = |record: &&Record<'_>| {
            self.with.iter().all(|(column, words)| {
                record.word(column).is_some_and(|word| words.iter().any(|one| one == word))
            })
        };
        Some(count.of(records.filter(has), days))
    }

    /// "đã xử lý", with the words of the records that are counted alone.
    pub fn label(&self, kind: &RegisterKind) -> String {
        let label = kind.count(&self.count).map_or(self.count.as_str(), |count| count.label);
        let words = self.with.iter().flat_map(|(column, words)| {
            let column = kind.column(column);
            words.iter().filter_map(move |word| column.and_then(|column| column.choice_label(word)))
        });
        let words: Vec<&str> = words.collect();
        if words.is_empty() { label.to_owned() } else { format!("{label} ({})", words.join(", ")) }
    }
}

impl fmt::Display for FigureCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.register, self.count)?;
        self.with.iter().try_for_each(|(column, words)| write!(f, ", {column} = {}", words.join(" | ")))
    }
}

impl Count {
    /// What the records come to in a period.
    pub fn of<'r>(
        &self,
        records: impl IntoIterator<Item = &'r Record<'r>>,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Amount {
        let counted = records.into_iter().filter(|record| record.stands() && self.has(record, (first, last)));
        let one = |record: &Record<'_>| match self.sums {
            [] => 1_000,
            columns => {
                let amounts = columns.iter().filter_map(|column| record.amount(column));
                amounts.fold(0i64, |sum, amount| sum.saturating_add(amount.thousandths()))
            }
        };
        Amount::from_thousandths(counted.fold(0i64, |sum, record| sum.saturating_add(one(record))))
    }

    /// Whether the record is one that is counted in the period.
    pub fn has(&self, record: &Record<'_>, (first, last): (NaiveDate, NaiveDate)) -> bool {
        let within = record.day(self.dated).is_some_and(|day| (first..=last).contains(&day));
        let ended = || record.ended_on().filter(|day| *day <= last);
        within
            && match self.only {
                Only::All => true,
                Only::Ended => ended().is_some(),
                Only::InTime => ended().zip(record.due()).is_some_and(|(ended, due)| ended <= due),
            }
    }
}
