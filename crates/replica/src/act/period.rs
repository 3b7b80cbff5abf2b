//! Acts about a period as a whole: more time asked for and granted, claims looked at, periods closed.

use model::doc_id::DocId;
use model::due::{Settings, vi_date};
use model::edit::Edit;
use model::ids::{PeriodId, TaskId, UnitId};
use model::letters::tidy_line;
use model::period::Period;
use model::plan::Plan;
use model::target::{EntryKey, PaperPart, PeriodDay, Target};
use model::value::{Confirmation, Extension, ExtensionAnswer, Ground, MAX_LINE_CHARS, PeriodClosing, Value};
use model::window::Done;
use rusqlite::Connection;
use view::{AskError, EntryFacts, EntryOf, Facts};

use super::input::from_input;
use super::place;
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::field_reading;

/// Whether a claim holds: on what, or (none) that it cannot be taken for true; with words.
pub(super) struct Word {
    pub ground: Option<Ground>,
    pub words: String,
}

impl Replica {
    /// In the unit's own workbook, network or not.
    pub(super) fn ask_extension(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        period: PeriodId,
        (until, reason): (&str, &str),
    ) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let target = Target::Extension { period: period.clone() };
        self.permitted(plan, &doc, &target)?;
        let reason = words(reason, "Hãy ghi lý do xin gia hạn để cơ quan điều phối xem xét.")?;
        let until = day(plan, &target, until)?;
        let unit = doc.about().cloned();
        self.write(|tx| {
            let due = due_of(tx, plan, &found(plan, &period)?, unit.as_ref())?;
            if until <= due {
                return Err(Error::BadValue(format!(
                    "Ngày xin gia hạn phải sau hạn nộp hiện nay ({}). Hãy chọn ngày khác.",
                    vi_date(due)
                )));
            }
            let value = Value::record(&Extension { until, reason, at: self.now() });
            place(tx, &doc, &self.stamp(Edit { target, value })?)
        })?;
        Ok(self.saved())
    }

    /// An empty day refuses, and says why.
    pub(super) fn answer_extension(
        &self,
        plan: &Plan,
        (unit, period): (UnitId, PeriodId),
        (until, said): (&str, &str),
    ) -> Result<Done> {
        let doc = DocId::review(plan.id(), self.unit()?, unit.clone());
        let target = Target::ExtensionAnswer { period: period.clone() };
        self.permitted(plan, &doc, &target)?;
        let until = match until.trim() {
            "" => None,
            until => Some(day(plan, &target, until)?),
        };
        let said = match until {
            None => words(said, "Hãy ghi lý do không đồng ý để đơn vị biết.")?,
            Some(_) => bounded(said)?,
        };
        let workbook = DocId::workbook(plan.id(), unit.clone());
        self.write(|tx| {
            let asked = field_reading::get(tx, &workbook, &Target::Extension { period: period.clone() })?;
            let asked: Extension = asked
                .value()
                .as_record()
                .ok_or(Error::Gone("Đơn vị không còn xin gia hạn kỳ này. Hãy xem lại trang kỳ báo cáo."))?;
            let answer = match until {
                Some(until) => {
                    let due = Settings::unit_due(&settings(tx, plan)?, &found(plan, &period)?);
                    if until <= due {
                        return Err(Error::BadValue(format!(
                            "Ngày cho gia hạn phải sau hạn nộp chung ({}). Hãy chọn ngày khác.",
                            vi_date(due)
                        )));
                    }
                    ExtensionAnswer::Granted { asked: asked.until, at: self.now(), until, words: said }
                }
                None => {
                    let before = field_reading::get(tx, &doc, &target)?;
                    let before: Option<ExtensionAnswer> = before.value().as_record();
                    let stays = before.and_then(|answer| answer.granted());
                    ExtensionAnswer::Refused { asked: asked.until, at: self.now(), words: said, stays }
                }
            };
            place(tx, &doc, &self.stamp(Edit { target, value: Value::record(&answer) })?)
        })?;
        Ok(self.saved())
    }

    /// Says of the claim that stands now whether it holds; on the ground of a signed paper only where one is dated in time.
    pub(super) fn confirm(
        &self,
        plan: &Plan,
        (unit, period, task): (UnitId, PeriodId, Option<TaskId>),
        word: Word,
    ) -> Result<Done> {
        let doc = DocId::review(plan.id(), self.unit()?, unit.clone());
        let target = match &task {
            Some(task) => Target::InTime { entry: EntryKey { task: task.clone(), period: period.clone() } },
            None => Target::ReportInTime { period: period.clone() },
        };
        self.permitted(plan, &doc, &target)?;
        let Word { ground, words: said } = word;
        let said = match ground {
            Some(Ground::Signed) => bounded(&said)?,
            Some(Ground::Link) => {
                words(&said, "Hãy ghi căn cứ theo nhật ký kết nối, ví dụ: xã mất mạng từ 03/9 đến 07/9.")?
            }
            None => words(&said, "Hãy ghi vì sao không xác minh được.")?,
        };
        self.write(|tx| {
            let claim = match &task {
                Some(task) => entry_claim(tx, plan, (&unit, &period, task))?,
                None => report_claim(tx, plan, (&unit, &period))?,
            };
            let Claim { claimed, signed, due } = claim;
            let said = match ground {
                None => Confirmation::Declined { claimed, words: said },
                Some(Ground::Link) => Confirmation::Confirmed { claimed, ground: Ground::Link, signed: None, words: said },
                Some(Ground::Signed) => {
                    let signed = signed.filter(|signed| *signed <= due).ok_or_else(|| {
                        Error::Refused(format!(
                            "Không có văn bản nào ký đến hết ngày {} nên chưa xác minh được theo ngày ký. Hãy đề nghị đơn vị ghi ngày ký, hoặc xác minh theo nhật ký kết nối.",
                            vi_date(due)
                        ))
                    })?;
                    let (ground, signed) = (Ground::Signed, Some(signed));
                    Confirmation::Confirmed { claimed, ground, signed, words: said }
                }
            };
            place(tx, &doc, &self.stamp(Edit { target, value: Value::record(&said) })?)
        })?;
        Ok(self.saved())
    }

    /// What is written afterwards is taken all the same, and shown as what came later.
    pub(super) fn close_period(
        &self,
        plan: &Plan,
        period: PeriodId,
        (closed, reason): (bool, &str),
    ) -> Result<Done> {
        let doc = DocId::plan(plan.id());
        let target = Target::PeriodClosing { period };
        self.permitted(plan, &doc, &target)?;
        let closing = if closed {
            PeriodClosing::Closed { at: self.now(), reason: bounded(reason)? }
        } else {
            PeriodClosing::Open {
                at: self.now(), reason: words(reason, "Hãy ghi lý do mở lại kỳ báo cáo.")?
            }
        };
        self.write(|tx| place(tx, &doc, &self.stamp(Edit { target, value: Value::record(&closing) })?))?;
        Ok(self.saved())
    }
}

/// What a laptop claims, and what there is to judge it by.
struct Claim {
    claimed: chrono::DateTime<chrono::FixedOffset>,
    /// The date on the paper.
    signed: Option<chrono::NaiveDate>,
    due: chrono::NaiveDate,
}

const NO_CLAIM: Error =
    Error::Gone("Không còn gì phải xác minh ở đây: đơn vị đã sửa lại. Hãy xem lại trang.");

fn report_claim(conn: &Connection, plan: &Plan, (unit, period): (&UnitId, &PeriodId)) -> Result<Claim> {
    let workbook = DocId::workbook(plan.id(), unit.clone());
    let handed_in = tables::submission(conn, plan.id().as_str(), period, unit)?.ok_or(NO_CLAIM)?;
    let paper = Target::ReportPaper { period: period.clone(), part: PaperPart::Signed };
    let signed = field_reading::get(conn, &workbook, &paper)?.value().as_date();
    let due = due_of(conn, plan, &found(plan, period)?, Some(unit))?;
    Ok(Claim { claimed: handed_in.first_at, signed, due })
}

fn entry_claim(
    conn: &Connection,
    plan: &Plan,
    (unit, period, task): (&UnitId, &PeriodId, &TaskId),
) -> Result<Claim> {
    let rows = tables::Rows::of(conn);
    let of = EntryOf { plan: plan.id(), period, unit, task };
    let facts: EntryFacts = rows.entries(&of.scope()).map_err(AskError::from)?.take(unit, task);
    let completion = facts.completion().ok_or(NO_CLAIM)?;
    let settings = settings(conn, plan)?;
    let plan = plan.in_period(period);
    let dues = model::due::for_period(plan, task, &settings, period);
    let dues = settings.granted(plan, (unit, task), &dues);
    let own = dues.iter().filter(|due| plan.owes(unit, &due.owed_by));
    let due = model::due::most_pressing(own).and_then(|due| due.date).ok_or(NO_CLAIM)?;
    let signed = rows.evidence_of(of).map_err(AskError::from)?;
    let signed = signed.into_iter().filter_map(|piece| piece.signed).filter(|signed| *signed <= due).max();
    Ok(Claim { claimed: completion.claimed, signed, due })
}

fn settings(conn: &Connection, plan: &Plan) -> Result<Settings> {
    Ok(view::settings(&tables::Rows::of(conn), plan).map_err(AskError::from)?)
}

fn due_of(
    conn: &Connection,
    plan: &Plan,
    period: &Period,
    unit: Option<&UnitId>,
) -> Result<chrono::NaiveDate> {
    Ok(settings(conn, plan)?.due_of(period, unit))
}

fn found(plan: &Plan, period: &PeriodId) -> Result<Period> {
    plan.period(period).ok_or(Error::Gone("Kỳ báo cáo này không còn trong kế hoạch. Hãy chọn kỳ khác."))
}

/// Reads a day as every other date of the program is read.
fn day(plan: &Plan, target: &Target, text: &str) -> Result<chrono::NaiveDate> {
    let period = target.whole_period().cloned().unwrap_or_else(|| PeriodId::new("until"));
    let any = Target::PeriodDay { period, day: PeriodDay::CutOff };
    let read = from_input(plan, any, text)?.value.as_date();
    read.ok_or_else(|| Error::BadValue(format!("Hãy nhập ngày, tháng, năm, ví dụ 05/9/{}.", plan.year())))
}

pub(super) fn words(typed: &str, missing: &str) -> Result<String> {
    let words = bounded(typed)?;
    if words.is_empty() { Err(Error::BadValue(missing.into())) } else { Ok(words) }
}

pub(super) fn bounded(typed: &str) -> Result<String> {
    let words = tidy_line(typed).trim().to_owned();
    match words.chars().count() {
        length if length > MAX_LINE_CHARS => {
            Err(Error::BadValue(format!("Nội dung dài quá {MAX_LINE_CHARS} ký tự. Hãy rút gọn.")))
        }
        _ => Ok(words),
    }
}
