//! Handing in a period, and taking it back.

use model::edit::Edit;
use model::ids::{PeriodId, PersonId, UnitId};
use model::plan::Plan;
use model::target::Target;
use model::value::{Heads, Submission, Value};
use model::window::Done;
use model::words;
use rusqlite::Connection;
use view::Facts as _;

use super::place;
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::seal;
use crate::store::{document, field_reading};

impl Replica {
    /// Seals what waits, so that the submission can name the heads that it hands in.
    pub(super) fn submit(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        period: PeriodId,
        confirmed_by: Option<PersonId>,
    ) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let target = Target::Submission { period: period.clone() };
        self.permitted(plan, &doc, &target)?;
        let unit = doc.about().ok_or(Error::Damaged)?.clone();
        let confirmed_by =
            Some(confirmed_by.map_or_else(|| Ok(self.enrolled()?.person.clone()), Ok::<_, Error>)?);
        self.write(|tx| {
            let items = self.asking(tx, plan, |rows, asker| view::hand_in_items(rows, asker, &period, &unit))?;
            let blocking = items.iter().filter(|item| item.blocks).count();
            if blocking > 0 {
                return Err(Error::Refused(format!(
                    "Còn {blocking} mục có ý kiến khác nhau trong kỳ này nên chưa nộp được. Nội dung vẫn nguyên; hãy chọn ý kiến ở từng mục rồi nộp lại."
                )));
            }
            seal::document(tx, &self.sealing(tx)?, &doc)?;
            let heads = Heads::new(document::heads(tx, &doc)?);
            let handed_in = Submission { confirmed_by, ..Submission::new(self.now(), heads) };
            place(tx, &doc, &self.stamp(Edit { target, value: Value::record(&handed_in) })?)
        })?;
        Ok(self.saved())
    }

    /// Until an office's look is known here. One that is not has the last word where it was at the server before.
    pub(super) fn withdraw_submission(
        &self,
        (plan, of): (&Plan, Option<UnitId>),
        period: PeriodId,
    ) -> Result<Done> {
        let doc = self.workbook(plan, of)?;
        let target = Target::Submission { period: period.clone() };
        self.permitted(plan, &doc, &target)?;
        let unit = doc.about().ok_or(Error::Damaged)?.clone();
        self.write(|tx| {
            let held = field_reading::get(tx, &doc, &target)?;
            let handed_in: Option<Submission> = held.value().as_record();
            let handed_in = handed_in.filter(|one| one.withdrawn.is_none()).ok_or_else(|| {
                Error::Refused("Kỳ này chưa nộp, hoặc đã rút lại rồi. Không có gì thay đổi.".into())
            })?;
            if let Some(seen) = self.seen_by(tx, plan, (&period, &unit), &handed_in.heads)? {
                return Err(Error::Refused(seen));
            }
            let value = Value::record(&Submission { withdrawn: Some(self.now()), ..handed_in });
            place(tx, &doc, &self.stamp(Edit { target, value })?)
        })?;
        Ok(self.saved())
    }

    fn seen_by(
        &self,
        tx: &Connection,
        plan: &Plan,
        (period, unit): (&PeriodId, &UnitId),
        heads: &Heads,
    ) -> Result<Option<String>> {
        let looks = self.asking(tx, plan, |rows, _| Ok(rows.looks(plan.id(), period, &[unit])?))?;
        let look = looks.into_iter().filter(|look| look.heads == *heads).min_by_key(|look| look.place);
        Ok(look.map(|look| {
            let office = self.plans().unit_name(&look.office).unwrap_or(look.office.as_str()).to_owned();
            let at = words::moment(look.at);
            format!(
                "{office} đã xem báo cáo lúc {at} nên không rút lại được nữa. Báo cáo đã nộp vẫn nguyên; nếu cần, hãy sửa tiếp (phần sửa sau khi nộp được hiện riêng) hoặc xin đơn vị thẩm định trả lại."
            )
        }))
    }
}
