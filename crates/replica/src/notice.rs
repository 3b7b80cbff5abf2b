//! What is told outside the window, once: words that came from an office, and dates that come near.

use model::ids::{PlanId, UnitId};
use model::window::{Ask, Day, DayKind, DayLine, Done, InPlan};
use rusqlite::Connection;

use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::{noticed, setting};

/// Days before a date, where nobody chose otherwise.
const USUAL_DAYS: u8 = 3;
const MAX_DAYS: u8 = 30;
/// Letters of a text that a notification shows.
const SHOWN: usize = 160;

/// A notification of the system's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub title: String,
    pub body: String,
}

impl Replica {
    /// What was not told yet. It counts as told from now on.
    pub fn notices(&self) -> Result<Vec<Notice>> {
        let Some(ahead) = self.notice_days()? else { return Ok(Vec::new()) };
        let (plans, unit) = (self.plans(), self.unit()?);
        let mut told = Vec::new();
        for plan in plans.of_unit(&unit).into_iter().filter(|plan| plan.closed_on().is_none()) {
            let ask = InPlan { plan: Some(plan.id().clone()), ..Ask::Day.into() };
            let day: Day = serde_json::from_value(self.ask(ask)?).map_err(|_| Error::Damaged)?;
            let code = |line: &DayLine| {
                let task = line.task.as_ref();
                task.map_or_else(|| "báo cáo".to_owned(), |task| plan.code_of(task).to_owned())
            };
            told.extend(self.write_quietly(|tx| of_plan(tx, (plan.id(), &unit), &day, ahead, &code))?);
        }
        Ok(told)
    }

    /// None: the person wants to be told of nothing.
    pub(crate) fn notice_days(&self) -> Result<Option<u8>> {
        self.read(notice_days)
    }

    pub(crate) fn set_notice_days(&self, days: Option<u8>) -> Result<Done> {
        if days.is_some_and(|days| days > MAX_DAYS) {
            return Err(Error::BadValue(format!("Báo trước nhiều nhất {MAX_DAYS} ngày.")));
        }
        self.write(|tx| setting::set(tx, setting::NOTICE_DAYS, &days))?;
        Ok(Done::default())
    }
}

pub(crate) fn notice_days(conn: &Connection) -> Result<Option<u8>> {
    Ok(setting::get::<Option<u8>>(conn, setting::NOTICE_DAYS)?.unwrap_or(Some(USUAL_DAYS)))
}

fn of_plan(
    conn: &Connection,
    (plan, unit): (&PlanId, &UnitId),
    day: &Day,
    ahead: u8,
    code: &dyn Fn(&DayLine) -> String,
) -> Result<Vec<Notice>> {
    let mut told = Vec::new();
    for reminder in &day.reminders {
        if noticed::first(conn, &format!("reminder/{}", reminder.id))? {
            let title = format!("{} đôn đốc", reminder.office_name);
            told.push(Notice { title, body: cut(&reminder.words) });
        }
    }
    let (mut returned, mut near) = (Vec::new(), Vec::new());
    for line in &day.lines {
        let of = format!("{plan}/{}/{}", line.period, line.task.as_ref().map_or("", |task| task.as_str()));
        // What stands in the book of a unit whose work this one carries on is another thing of the same name.
        let of = if line.unit == *unit { of } else { format!("{of}/{}", line.unit) };
        match line.kind {
            DayKind::Returned => {
                let word = line.at.map(|at| at.timestamp()).unwrap_or_default();
                if noticed::first(conn, &format!("returned/{of}/{word}"))? {
                    returned.push(line);
                }
            }
            DayKind::DueSoon | DayKind::HandIn => {
                let step = line.days.and_then(|days| step(days, ahead));
                if let Some(step) = step
                    && noticed::first(conn, &format!("due/{of}/{step}"))?
                {
                    near.push(line);
                }
            }
            _ => {}
        }
    }
    let codes = |lines: &[&DayLine]| cut(&lines.iter().map(|line| code(line)).collect::<Vec<_>>().join(", "));
    match returned[..] {
        [] => {}
        [one] => told.push(Notice {
            title: format!("{} bị trả lại", code(one)),
            body: cut(one.words.as_deref().unwrap_or_default()),
        }),
        _ => told
            .push(Notice {
                title: format!("{} việc bị trả lại", returned.len()), body: codes(&returned)
            }),
    }
    if !near.is_empty() {
        let days = near.iter().filter_map(|line| line.days).min().unwrap_or_default();
        let when = if days <= 0 {
            "đến hạn hôm nay".to_owned()
        } else {
            format!("còn {days} ngày đến hạn")
        };
        told.push(Notice { title: format!("{} việc {when}", near.len()), body: codes(&near) });
    }
    Ok(told)
}

/// The last of the days on which a date is told of that has come: so many before it, the day before, and the day itself.
fn step(days: i64, ahead: u8) -> Option<i64> {
    let mut steps = [0, 1, i64::from(ahead)];
    steps.sort_unstable();
    (days >= 0).then(|| steps.into_iter().find(|step| days <= *step)).flatten()
}

fn cut(words: &str) -> String {
    match words.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words.to_owned(),
    }
}
