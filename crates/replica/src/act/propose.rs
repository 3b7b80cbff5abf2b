//! Proposals to change the plan: a unit's, in its own workbook, network or not; and what was decided, which the coordinating
//! office records.

use chrono::NaiveDate;
use model::doc_id::DocId;
use model::edit::Edit;
use model::ids::{ProposalId, UnitId};
use model::letters::numbered;
use model::plan::Plan;
use model::target::Target;
use model::value::{Lines, MAX_PROPOSED, Proposal, ProposalAnswer, ProposalKind, Value};
use model::window::{Done, NewAnswer, NewProposal};
use rusqlite::Connection;

use super::new_id;
use super::period::{bounded, words};
use super::place;
use super::review::day;
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::field_reading;

const NOT_THERE: Error = Error::Gone("Đề xuất này không còn trên máy. Hãy xem lại danh sách đề xuất.");

impl Replica {
    pub(super) fn propose(&self, (plan, of): (&Plan, Option<UnitId>), new: &NewProposal) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let target = Target::Proposal { proposal: ProposalId::new(new_id(self.random())?) };
        self.permitted(plan, &doc, &target)?;
        let unit =
            doc.about().cloned().ok_or(Error::Gone("Không rõ đơn vị nào đề xuất. Hãy mở lại trang."))?;
        if unit == *plan.coordinator() {
            return Err(Error::Refused(
                "Đơn vị điều phối không cần đề xuất với chính mình. Hãy ghi quyết định ở trang Sửa kế hoạch."
                    .into(),
            ));
        }
        let proposal = self.read_proposal(plan, &unit, new)?;
        let edit = self.stamp(Edit { target, value: Value::record(&proposal) })?;
        self.write(|tx| place(tx, &doc, &edit))?;
        Ok(self.saved())
    }

    fn read_proposal(&self, plan: &Plan, unit: &UnitId, new: &NewProposal) -> Result<Proposal> {
        let said = words(&new.words, "Hãy ghi nội dung đề xuất để Phòng Nội vụ trình UBND huyện xem xét.")?;
        let of_plan = new.kind == ProposalKind::NewTask;
        let task = new.task.clone().filter(|_| !of_plan);
        let found = task.as_ref().and_then(|task| plan.assignment(unit, task).and(plan.task(task)));
        if found.is_none() && !of_plan {
            return Err(Error::BadValue("Hãy chọn nhiệm vụ của đơn vị mà đề xuất nói đến.".into()));
        }
        let mut proposal = Proposal {
            is: new.kind,
            words: said,
            at: self.now(),
            task,
            rule: None,
            until: None,
            lead: Lines::default(),
            basis: Some(bounded(&numbered(&new.basis))?).filter(|basis| !basis.is_empty()),
            withdrawn: None,
        };
        match new.kind {
            ProposalKind::NewTask if proposal.basis.is_none() => {
                return Err(Error::BadValue("Hãy ghi văn bản giao nhiệm vụ: số, ngày, cơ quan giao.".into()));
            }
            ProposalKind::NewTask => proposal.until = day(plan, &new.until)?,
            ProposalKind::Date => {
                let rule =
                    new.rule.clone().filter(|rule| found.is_some_and(|task| task.rule(rule).is_some()));
                proposal.rule =
                    Some(rule.ok_or_else(|| {
                        Error::BadValue("Hãy chọn thời hạn nào của nhiệm vụ cần đổi.".into())
                    })?);
                let until = day(plan, &new.until)?;
                proposal.until = Some(until.ok_or_else(|| {
                    Error::BadValue(format!("Hãy nhập ngày đề xuất, ví dụ 30/9/{}.", plan.year()))
                })?);
            }
            ProposalKind::Lead => proposal.lead = leads(plan, &new.lead)?,
            ProposalKind::Obstacle => {}
        }
        Ok(proposal)
    }

    /// The words stay, with when they were taken back.
    pub(super) fn withdraw_proposal(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        proposal: ProposalId,
    ) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let target = Target::Proposal { proposal: proposal.clone() };
        self.permitted(plan, &doc, &target)?;
        let unit = doc.about().cloned().ok_or(NOT_THERE)?;
        self.write(|tx| {
            let held = standing(tx, &doc, &target)?;
            let review = DocId::review(plan.id(), plan.coordinator().clone(), unit);
            let answer = field_reading::get(tx, &review, &Target::ProposalAnswer { proposal })?;
            if *answer.value() != Value::Absent {
                return Err(Error::Refused(
                    "Đề xuất này đã có kết quả nên không rút lại được. Nếu cần, hãy gửi đề xuất mới.".into(),
                ));
            }
            let value = Value::record(&Proposal { withdrawn: Some(self.now()), ..held });
            place(tx, &doc, &self.stamp(Edit { target, value })?)
        })?;
        Ok(self.saved())
    }

    pub(super) fn answer_proposal(
        &self,
        plan: &Plan,
        (unit, proposal): (UnitId, ProposalId),
        new: &NewAnswer,
    ) -> Result<Done> {
        let doc = DocId::review(plan.id(), self.unit()?, unit.clone());
        let target = Target::ProposalAnswer { proposal: proposal.clone() };
        self.permitted(plan, &doc, &target)?;
        let answer = if new.taken {
            let (decided_on, from) = days(plan, (&new.decided_on, &new.from))?;
            ProposalAnswer::Taken {
                at: self.now(),
                decision: words(&numbered(&new.decision), "Hãy ghi số, ký hiệu quyết định của UBND huyện.")?,
                decided_on,
                from,
                words: bounded(&new.words)?,
            }
        } else {
            let words = words(&new.words, "Hãy ghi lý do không chấp thuận để đơn vị biết.")?;
            ProposalAnswer::Declined { at: self.now(), words }
        };
        let workbook = DocId::workbook(plan.id(), unit);
        self.write(|tx| {
            standing(tx, &workbook, &Target::Proposal { proposal })?;
            place(tx, &doc, &self.stamp(Edit { target, value: Value::record(&answer) })?)
        })?;
        Ok(self.saved())
    }
}

/// The day of a decision, and the first on which it counts: the same where no other is given.
pub(super) fn days(plan: &Plan, (decided_on, from): (&str, &str)) -> Result<(NaiveDate, NaiveDate)> {
    let decided_on = day(plan, decided_on)?
        .ok_or_else(|| Error::BadValue(format!("Hãy nhập ngày quyết định, ví dụ 05/9/{}.", plan.year())))?;
    Ok((decided_on, day(plan, from)?.unwrap_or(decided_on)))
}

fn leads(plan: &Plan, units: &[UnitId]) -> Result<Lines> {
    let known = units.iter().all(|unit| plan.unit(unit).is_some());
    if units.is_empty() || !known || units.len() > MAX_PROPOSED {
        return Err(Error::BadValue("Hãy chọn đơn vị đề xuất làm chủ trì.".into()));
    }
    Ok(Lines(units.iter().map(ToString::to_string).collect()))
}

/// A proposal that was not taken back.
fn standing(conn: &Connection, doc: &DocId, target: &Target) -> Result<Proposal> {
    let held: Proposal = field_reading::get(conn, doc, target)?.value().as_record().ok_or(NOT_THERE)?;
    if held.withdrawn.is_some() {
        return Err(Error::Gone("Đề xuất này đã được rút lại. Hãy xem lại danh sách đề xuất."));
    }
    Ok(held)
}
