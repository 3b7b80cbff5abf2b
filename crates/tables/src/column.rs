//! How values stand in columns.
//!
//! Days are `2019-09-05`. Times are `2019-09-05T09:31:00.000+07:00`, always of that width and offset, so that they
//! sort as text and every reporting tool reads them.

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, Timelike as _};
use model::doc_id::DocId;
use model::target::Target;
use model::time::hanoi;
use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

/// A time as a column holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time(pub DateTime<FixedOffset>);

impl ToSql for Time {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let at = self.0.with_timezone(&hanoi());
        let (year, millis) = (at.year(), at.timestamp_subsec_millis());
        // As `format` writes them, at a fraction of its cost; the rare ones are left to it.
        if (0..=9_999).contains(&year) && millis < 1_000 {
            let (month, day) = (at.month(), at.day());
            let (hour, minute, second) = (at.hour(), at.minute(), at.second());
            let day = format!("{year:04}-{month:02}-{day:02}");
            return Ok(format!("{day}T{hour:02}:{minute:02}:{second:02}.{millis:03}+07:00").into());
        }
        Ok(at.format("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string().into())
    }
}

impl FromSql for Time {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let text = value.as_str()?;
        DateTime::parse_from_rfc3339(text).map(Self).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

/// A time as a column of numbers holds it: milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Millis(pub DateTime<FixedOffset>);

impl FromSql for Millis {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let millis = value.as_i64()?;
        let at = DateTime::from_timestamp_millis(millis).ok_or(FromSqlError::OutOfRange(millis))?;
        Ok(Self(at.with_timezone(&hanoi())))
    }
}

pub(crate) fn millis(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<DateTime<FixedOffset>>> {
    Ok(row.get::<_, Option<Millis>>(at)?.map(|at| at.0))
}

/// A day as a column holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub NaiveDate);

impl ToSql for Day {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.to_string()))
    }
}

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Self).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

/// A text that is read where it stands.
pub(crate) fn text<'r>(row: &'r Row<'_>, at: usize) -> rusqlite::Result<&'r str> {
    Ok(row.get_ref(at)?.as_str()?)
}

pub(crate) fn time(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<DateTime<FixedOffset>>> {
    Ok(row.get::<_, Option<Time>>(at)?.map(|time| time.0))
}

pub(crate) fn day(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<NaiveDate>> {
    Ok(row.get::<_, Option<Day>>(at)?.map(|day| day.0))
}

/// A list as JSON, for `IN (SELECT value FROM json_each(?))`.
pub(crate) fn list<S: AsRef<str>>(items: impl IntoIterator<Item = S>) -> String {
    let items: Vec<serde_json::Value> = items.into_iter().map(|item| item.as_ref().into()).collect();
    serde_json::Value::Array(items).to_string()
}

/// A target as columns hold it: its JSON, which is the same for the same target.
pub(crate) fn target_text(target: &Target) -> String {
    serde_json::to_string(target).expect("a target has string keys only")
}

/// Reads [`target_text`] back.
pub(crate) struct TargetColumn(pub Target);

impl FromSql for TargetColumn {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let target = serde_json::from_str(value.as_str()?);
        target.map(Self).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

/// Reads the name of a document.
pub(crate) struct DocColumn(pub DocId);

impl FromSql for DocColumn {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Self).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}
