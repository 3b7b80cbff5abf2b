//! The rules of `plan.toml` that say when something is due.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::Plan;
use crate::ids::{MilestoneId, RequesterId, SeriesId};
use crate::time::written_day;

/// A date that moves with the plan's year: `Y-03-05`, `Y+1-02-14`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearDate {
    /// Years after the plan's year.
    pub offset: i32,
    pub month: u32,
    pub day: u32,
}

/// When something is due. See the header of `plan.toml` for the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The last day on which it is on time.
    By(YearDate),
    /// The same of a year that the text names: it stays where it is, whatever year the plan is opened for.
    On(NaiveDate),
    /// The last day of a quarter, 1 to 4.
    ByQuarter {
        offset: i32,
        quarter: u32,
    },
    /// That day of each quarter's last month, or the month's last day where it is shorter.
    EachQuarter {
        day: u32,
    },
    EachYear {
        month: u32,
        day: u32,
    },
    /// All year; never overdue.
    Continuous,
    ByPlan,
    ByRegulation,
    OnRequest(RequesterId),
    WithReport(SeriesId),
    /// The day before a date that the coordinating office enters.
    BeforeMilestone(MilestoneId),
    AfterConclusion,
    /// So many working days after a document, which is entered with its date.
    AfterDocument {
        days: u16,
    },
}

/// Why a rule cannot be read: the part in question, and what should stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRule {
    pub found: String,
    pub expected: &'static str,
}

const WORDS: &str = "một trong các quy tắc by, by-quarter, each-quarter, each-year, continuous, by-plan, by-regulation, \
on-request, with-report, before-milestone, after-conclusion, after-document";
const YEAR_DATE: &str = "ngày có thật dạng Y-MM-DD, Y+1-MM-DD hoặc Y-1-MM-DD (Y là năm kế hoạch)";
const DATE: &str = "ngày có thật dạng Y-MM-DD, Y+1-MM-DD hoặc Y-1-MM-DD (Y là năm kế hoạch), hoặc 2019-12-31 nếu văn bản nêu rõ năm";
const QUARTER: &str = "quý dạng “Y Q1” hoặc “Y-1 Q4”";
const LAST_MONTH: &str = "“MM=last DD”, với DD là ngày từ 01 đến 31 của tháng cuối quý";
const MONTH_DAY: &str = "ngày có thật dạng MM-DD";
const NOTHING: &str = "không có gì sau tên quy tắc";
const WORKING_DAYS: &str = "số ngày làm việc, từ 1 đến 365";
/// Most working days that a rule counts.
const MAX_WORKING_DAYS: u16 = 365;
const NAME: &str = "một tên sau tên quy tắc";

impl Rule {
    pub fn parse(text: &str) -> Result<Self, BadRule> {
        let text = text.trim();
        let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim();
        let bad =
            |expected| BadRule { found: if rest.is_empty() { text } else { rest }.to_owned(), expected };
        let alone = |rule: Self| if rest.is_empty() { Ok(rule) } else { Err(bad(NOTHING)) };
        let name =
            || if rest.is_empty() || rest.contains(char::is_whitespace) { Err(bad(NAME)) } else { Ok(rest) };
        match word {
            "by" => YearDate::parse(rest)
                .map(Self::By)
                .or_else(|| written_day(rest).map(Self::On))
                .ok_or_else(|| bad(DATE)),
            "by-quarter" => parse_quarter(rest).ok_or_else(|| bad(QUARTER)),
            "each-quarter" => parse_last_month(rest).ok_or_else(|| bad(LAST_MONTH)),
            "each-year" => match month_day(rest) {
                Some((month, day)) => Ok(Self::EachYear { month, day }),
                None => Err(bad(MONTH_DAY)),
            },
            "continuous" => alone(Self::Continuous),
            "by-plan" => alone(Self::ByPlan),
            "by-regulation" => alone(Self::ByRegulation),
            "after-conclusion" => alone(Self::AfterConclusion),
            "after-document" => {
                match rest.parse().ok().filter(|days| (1..=MAX_WORKING_DAYS).contains(days)) {
                    Some(days) => Ok(Self::AfterDocument { days }),
                    None => Err(bad(WORKING_DAYS)),
                }
            }
            "on-request" => Ok(Self::OnRequest(RequesterId::new(name()?))),
            "with-report" => Ok(Self::WithReport(SeriesId::new(name()?))),
            "before-milestone" => Ok(Self::BeforeMilestone(MilestoneId::new(name()?))),
            _ => Err(BadRule { found: text.to_owned(), expected: WORDS }),
        }
    }
}

impl Rule {
    /// Whether its dates follow the plan's year.
    pub(super) fn moves(&self) -> bool {
        matches!(
            self,
            Self::By(_) | Self::ByQuarter { .. } | Self::EachQuarter { .. } | Self::EachYear { .. }
        )
    }

    /// What the rule is called where the plan gives it no id: its word, and whom or what it names.
    pub(super) fn own_id(&self) -> String {
        match self {
            Self::By(_) | Self::On(_) => "by".to_owned(),
            Self::ByQuarter { .. } => "by-quarter".to_owned(),
            Self::EachQuarter { .. } => "each-quarter".to_owned(),
            Self::EachYear { .. } => "each-year".to_owned(),
            Self::Continuous => "continuous".to_owned(),
            Self::ByPlan => "by-plan".to_owned(),
            Self::ByRegulation => "by-regulation".to_owned(),
            Self::AfterConclusion => "after-conclusion".to_owned(),
            Self::AfterDocument { .. } => "after-document".to_owned(),
            Self::OnRequest(who) => format!("on-request-{who}"),
            Self::WithReport(series) => format!("with-report-{series}"),
            Self::BeforeMilestone(milestone) => format!("before-milestone-{milestone}"),
        }
    }

    /// Whether the date is for one of [`Plan::date_setters`] to enter.
    pub fn is_entered(&self, plan: &Plan) -> bool {
        match self {
            Self::ByPlan | Self::ByRegulation | Self::AfterConclusion | Self::AfterDocument { .. } => true,
            Self::WithReport(series) => plan.report_series() != Some(series),
            _ => false,
        }
    }
}

/// What [`Rule::parse`] reads.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::By(date) => write!(f, "by {date}"),
            Self::On(date) => write!(f, "by {date}"),
            Self::ByQuarter { offset, quarter } => write!(f, "by-quarter {} Q{quarter}", Year(*offset)),
            Self::EachQuarter { day } => write!(f, "each-quarter MM=last {day:02}"),
            Self::EachYear { month, day } => write!(f, "each-year {month:02}-{day:02}"),
            Self::Continuous => f.write_str("continuous"),
            Self::ByPlan => f.write_str("by-plan"),
            Self::ByRegulation => f.write_str("by-regulation"),
            Self::OnRequest(who) => write!(f, "on-request {who}"),
            Self::WithReport(series) => write!(f, "with-report {series}"),
            Self::BeforeMilestone(milestone) => write!(f, "before-milestone {milestone}"),
            Self::AfterConclusion => f.write_str("after-conclusion"),
            Self::AfterDocument { days } => write!(f, "after-document {days}"),
        }
    }
}

/// `Y`, `Y+1`, `Y-1`.
struct Year(i32);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 { f.write_str("Y") } else { write!(f, "Y{:+}", self.0) }
    }
}

/// What [`YearDate::parse`] reads.
impl fmt::Display for YearDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}-{:02}", Year(self.offset), self.month, self.day)
    }
}

impl YearDate {
    pub const EXPECTED: &str = YEAR_DATE;

    pub fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix('Y')?;
        let (offset, rest) = take_offset(rest)?;
        let (month, day) = month_day(rest.strip_prefix('-')?)?;
        Some(Self { offset, month, day })
    }

    /// The date in the plan's year. 29/02 is 28/02 in a common year: the month's last day, as it was meant.
    pub fn in_year(self, year: i32) -> NaiveDate {
        day_of(year.saturating_add(self.offset), self.month, self.day)
    }
}

/// `year-month-day`, or the month's last day where it is shorter.
///
/// Years that a date cannot have (beyond some 262,000) give the first or last date there is.
pub(crate) fn day_of(year: i32, month: u32, day: u32) -> NaiveDate {
    let last = last_day(year, month);
    last.with_day(day).unwrap_or(last)
}

/// The last day of a month.
pub(crate) fn last_day(year: i32, month: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, 1)
        .and_then(|first| first.checked_add_months(Months::new(1)))
        .and_then(|next| next.checked_sub_days(Days::new(1)))
        .unwrap_or(if year < 0 { NaiveDate::MIN } else { NaiveDate::MAX })
}

/// What follows `Y`: nothing, `+1` or `-1` (one digit, not the `-MM` of a date).
fn take_offset(text: &str) -> Option<(i32, &str)> {
    let bytes = text.as_bytes();
    let signed = matches!(bytes.first(), Some(b'+' | b'-'));
    let digit = bytes.get(1).filter(|b| b.is_ascii_digit());
    match digit {
        Some(digit) if signed && !bytes.get(2).is_some_and(u8::is_ascii_digit) => {
            let years = i32::from(digit - b'0');
            Some((if bytes[0] == b'-' { -years } else { years }, &text[2..]))
        }
        _ if bytes.first() == Some(&b'+') => None,
        _ => Some((0, text)),
    }
}

/// `MM-DD`, a day that exists in some year.
fn month_day(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.split_once('-')?;
    let (month, day) = (two_digits(month)?, two_digits(day)?);
    // A leap year, so that 29/02 passes.
    NaiveDate::from_ymd_opt(2000, month, day).map(|_| (month, day))
}

fn two_digits(text: &str) -> Option<u32> {
    (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn parse_quarter(text: &str) -> Option<Rule> {
    let (year, quarter) = text.split_once(char::is_whitespace)?;
    let (offset, rest) = take_offset(year.strip_prefix('Y')?)?;
    let quarter =
        quarter.trim().strip_prefix('Q')?.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
    rest.is_empty().then_some(Rule::ByQuarter { offset, quarter })
}

fn parse_last_month(text: &str) -> Option<Rule> {
    let day = two_digits(text.strip_prefix("MM=last")?.trim())?;
    (1..=31).contains(&day).then_some(Rule::EachQuarter { day })
}
