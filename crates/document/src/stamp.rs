//! Who made the edits of a change and when, kept in the change's message and time.
//!
//! The message is the author's id, and after a line break one number for each field in the order of the
//! operations: minutes before the change's own time, in base 36, empty where it equals the one before, and
//! left off at the end where nothing differs any more.

use chrono::{DateTime, FixedOffset, TimeDelta};
use model::ids::PersonId;
use model::refusal::Refusal;
use model::time::hanoi;

#[derive(Debug, Default)]
pub(crate) struct Stamps {
    /// None for a skeleton, which has no message.
    pub author: Option<PersonId>,
    pub times: Vec<DateTime<FixedOffset>>,
}

/// The change's time (seconds since 1970) and message for edits made at these times.
pub(crate) fn write(author: &PersonId, times: &[DateTime<FixedOffset>]) -> (i64, String) {
    let last = times.iter().max().map_or(0, DateTime::timestamp);
    let mut before = 0;
    let mut parts: Vec<String> = Vec::with_capacity(times.len());
    for at in times {
        let minutes = u64::try_from((last - at.timestamp()) / 60).unwrap_or(0);
        parts.push(if minutes == before { String::new() } else { base36(minutes) });
        before = minutes;
    }
    while parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    let message =
        if parts.is_empty() { author.to_string() } else { format!("{author}\n{}", parts.join(",")) };
    (last, message)
}

pub(crate) fn read(message: &str, time: i64, count: usize) -> Result<Stamps, Refusal> {
    let (author, minutes) = message.split_once('\n').unwrap_or((message, ""));
    let author = PersonId::new(author);
    if !author.is_well_formed() {
        return Err(Refusal::NotAnEdit);
    }
    let last = DateTime::from_timestamp(time, 0).ok_or(Refusal::BadValue)?.with_timezone(&hanoi());
    let mut given = minutes.split(',');
    let mut current = 0;
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        if let Some(part) = given.next().filter(|part| !part.is_empty()) {
            current = i64::from_str_radix(part, 36).map_err(|_| Refusal::NotAnEdit)?;
        }
        let before = TimeDelta::try_minutes(current).ok_or(Refusal::BadValue)?;
        times.push(last.checked_sub_signed(before).ok_or(Refusal::BadValue)?);
    }
    match given.next() {
        Some(_) => Err(Refusal::NotAnEdit),
        None => Ok(Stamps { author: Some(author), times }),
    }
}

fn base36(mut n: u64) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut digits = Vec::new();
    loop {
        digits.push(DIGITS[(n % 36) as usize] as char);
        n /= 36;
        if n == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}
