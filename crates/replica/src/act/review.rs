//! The reviewer's words on an entry of another unit: accepted, returned, looked at.

use model::doc_id::DocId;
use model::edit::Edit;
use model::ids::{PeriodId, UnitId};
use model::letters::{tidy, tidy_line};
use model::plan::Plan;
use model::target::{EntryKey, Target};
use model::value::{
    Heads, Look, MAX_LINE_CHARS, MAX_NAMED, MAX_NAMED_CHARS, NamedField, NamedFields, Value, Verdict,
};
use model::window::{Done, FieldReason, Stop};
use model::words;
use rusqlite::Connection;
use tables::Rows;
use view::{EntryOf, Facts as _, counted_in_entry};

use super::input::from_input;
use super::place;
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::document;

const NOTHING_HERE: &str = "Chưa có nội dung nào của đơn vị này trên máy nên chưa chấp nhận được.";

impl Replica {
    pub(super) fn return_entry(
        &self,
        plan: &Plan,
        unit: UnitId,
        entry: EntryKey,
        (reason, until, fields): (&str, &str, &[FieldReason]),
    ) -> Result<Done> {
        let (fields, in_short) = named(plan, &entry, fields)?;
        let reason = match tidy(reason).trim() {
            "" => in_short,
            reason => reason.to_owned(),
        };
        if reason.is_empty() {
            return Err(Error::BadValue("Hãy ghi lý do trả lại để đơn vị biết phải bổ sung gì.".into()));
        }
        if reason.chars().count() > MAX_LINE_CHARS {
            return Err(Error::BadValue(format!("Lý do dài quá {MAX_LINE_CHARS} ký tự. Hãy rút gọn.")));
        }
        let until = day(plan, until)?;
        let workbook = DocId::workbook(plan.id(), unit.clone());
        let nobody = self.nobody_answers(plan, std::slice::from_ref(&unit));
        let done = self.give(plan, unit, entry, |tx| {
            let heads = Heads::new(document::heads(tx, &workbook)?);
            Ok(Verdict::Returned { reason: reason.clone(), until, heads, fields: fields.clone() })
        })?;
        Ok(Done { note: nobody.or(done.note.clone()), ..done })
    }

    /// Accepts the entry as it was seen: the acceptance names the heads that were looked at. `stamp`: of what was seen.
    pub(super) fn accept(
        &self,
        plan: &Plan,
        unit: UnitId,
        entry: EntryKey,
        (stamp, sure): (Option<u32>, bool),
    ) -> Result<Done> {
        let workbook = DocId::workbook(plan.id(), unit.clone());
        let key = entry.clone();
        self.give(plan, unit.clone(), entry, |tx| {
            let heads = Heads::new(document::heads(tx, &workbook)?);
            if heads.is_empty() {
                return Err(Error::Gone(NOTHING_HERE));
            }
            let of = EntryOf { plan: plan.id(), period: &key.period, unit: &unit, task: &key.task };
            let now = self.asking(tx, plan, |rows, _| Ok(rows.changes(of)?))?;
            if stamp.is_some_and(|stamp| stamp != now) {
                return Err(Error::ChangedSinceSeen);
            }
            let stops = self.asking(tx, plan, |rows, asker| view::stops_of(rows, asker, &unit, &key))?;
            may_be_accepted(&stops, sure)?;
            Ok(Verdict::Accepted { heads })
        })
    }

    /// Accepts what was looked at on this laptop, stands as it did then, and has nothing told against it.
    pub(super) fn accept_looked(&self, plan: &Plan, unit: UnitId, period: PeriodId) -> Result<Done> {
        let workbook = DocId::workbook(plan.id(), unit.clone());
        let doc = DocId::review(plan.id(), self.unit()?, unit.clone());
        let (accepted, left) = self.write(|tx| {
            let look = |rows: &Rows<'_>, asker: &view::Asker<'_>| {
                view::looked_and_clear(rows, asker, &period, &unit)
            };
            let (tasks, left) = self.asking(tx, plan, look)?;
            let heads = Heads::new(document::heads(tx, &workbook)?);
            for task in &tasks {
                let entry = EntryKey { task: task.clone(), period: period.clone() };
                let target = Target::Verdict { entry: entry.clone() };
                self.permitted(plan, &doc, &target)?;
                let value = Value::record(&Verdict::Accepted { heads: heads.clone() });
                place(tx, &doc, &self.stamp(Edit { target, value })?)?;
                self.keep_counted(tx, plan, &doc, entry)?;
            }
            Ok((tasks.len(), left))
        })?;
        let left = if left > 0 {
            format!(" {left} mục đã xem để lại, vì có thay đổi hoặc còn vướng: hãy mở từng mục.")
        } else {
            String::new()
        };
        Ok(Done {
            note: Some(format!("Đã chấp nhận {accepted} mục đã xem.{left}")), ..self.saved()
        })
    }

    /// Notes that the entry was looked at, as it stood at this stamp, and tells the unit once that what it handed in was.
    pub(super) fn look(&self, plan: &Plan, unit: UnitId, entry: EntryKey, stamp: u32) -> Result<Done> {
        let doc = DocId::review(plan.id(), self.unit()?, unit.clone());
        let target = Target::Look { period: entry.period.clone() };
        self.permitted(plan, &doc, &Target::Verdict { entry: entry.clone() })?;
        self.permitted(plan, &doc, &target)?;
        let of = EntryOf { plan: plan.id(), period: &entry.period, unit: &unit, task: &entry.task };
        let workbook = DocId::workbook(plan.id(), unit.clone());
        self.write(|tx| {
            let heads = Heads::new(document::heads(tx, &workbook)?);
            if !tables::look_at(tx, of, (stamp, &heads), self.now())? {
                return Err(Error::ChangedSinceSeen);
            }
            let office = self.unit()?;
            let submitted = self.asking(tx, plan, |rows, _| {
                let submission = rows.submissions(plan.id(), &entry.period, &[&unit])?.pop();
                let looks = rows.looks(plan.id(), &entry.period, &[&unit])?;
                let open = submission.filter(|one| one.withdrawn.is_none()).map(|one| one.heads);
                Ok(open
                    .filter(|heads| !looks.iter().any(|look| look.office == office && look.heads == *heads)))
            })?;
            match submitted.filter(|heads| !heads.is_empty()) {
                Some(heads) => {
                    let value = Value::record(&Look { at: self.now(), heads });
                    place(tx, &doc, &self.stamp(Edit { target, value })?)
                }
                None => Ok(()),
            }
        })?;
        Ok(Done::default())
    }

    fn give(
        &self,
        plan: &Plan,
        unit: UnitId,
        entry: EntryKey,
        verdict: impl FnOnce(&Connection) -> Result<Verdict>,
    ) -> Result<Done> {
        let doc = DocId::review(plan.id(), self.unit()?, unit);
        let target = Target::Verdict { entry: entry.clone() };
        self.permitted(plan, &doc, &target)?;
        self.write(|tx| {
            let value = Value::record(&verdict(tx)?);
            let accepts = matches!(value.as_record(), Some(Verdict::Accepted { .. }));
            place(tx, &doc, &self.stamp(Edit { target, value })?)?;
            if accepts { self.keep_counted(tx, plan, &doc, entry) } else { Ok(()) }
        })?;
        Ok(self.saved())
    }

    /// With an acceptance goes what the unit's registers come to on this laptop, for an entry that may rest on them: it is that
    /// which is accepted, and not what an earlier acceptance kept.
    fn keep_counted(&self, tx: &Connection, plan: &Plan, doc: &DocId, entry: EntryKey) -> Result<()> {
        let Some(unit) = doc.about() else { return Ok(()) };
        let of = EntryOf { plan: plan.id(), period: &entry.period, unit, task: &entry.task };
        let found = counted_in_entry(&Rows::of(tx), plan, of).map_err(view::AskError::from)?;
        let target = Target::Counted { entry };
        match found.filter(|_| self.known().knows(&target)) {
            Some(figures) => {
                let parts = [("figures".to_owned(), Value::Str(figures))];
                let edit = Edit { target, value: Value::Record(parts.into()) };
                place(tx, doc, &self.stamp(edit)?)
            }
            None => Ok(()),
        }
    }
}

/// The fields as a return keeps them, and in short what they are, for whoever reads the reason alone.
fn named(plan: &Plan, entry: &EntryKey, fields: &[FieldReason]) -> Result<(NamedFields, String)> {
    if fields.len() > MAX_NAMED {
        return Err(Error::BadValue(format!("Mỗi lần trả lại nêu tối đa {MAX_NAMED} chỗ cần sửa.")));
    }
    let mut named: Vec<NamedField> = Vec::new();
    for FieldReason { target, words } in fields {
        let what = words::field(target, plan);
        let name = target.name_in_entry().filter(|_| target.entry() == Some(entry));
        let name =
            name.ok_or_else(|| Error::BadValue(format!("“{what}” không phải nội dung của mục này.")))?;
        let words = tidy_line(words).split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            return Err(Error::BadValue(format!("Hãy ghi “{what}” cần sửa gì, hoặc bỏ dòng đó.")));
        }
        if words.chars().count() > MAX_NAMED_CHARS {
            return Err(Error::BadValue(format!("Lời ghi ở “{what}” dài quá {MAX_NAMED_CHARS} ký tự.")));
        }
        if named.iter().any(|other| other.name == name) {
            return Err(Error::BadValue(format!("“{what}” được nêu hai lần. Hãy ghi vào một dòng.")));
        }
        named.push(NamedField { name, words });
    }
    let in_short = match fields.len() {
        0 => String::new(),
        n => format!("Cần sửa {n} chỗ, ghi tại từng chỗ"),
    };
    Ok((NamedFields(named), in_short))
}

/// What forbids it is told; what is told against it is asked about once.
fn may_be_accepted(stops: &[Stop], sure: bool) -> Result<()> {
    let words = |all: &[&Stop]| all.iter().map(|stop| stop.words.as_str()).collect::<Vec<_>>().join(" ");
    let blocking: Vec<&Stop> = stops.iter().filter(|stop| stop.blocks).collect();
    if !blocking.is_empty() {
        let words = words(&blocking);
        return Err(Error::Refused(format!("Chưa chấp nhận được. {words} Hãy trả lại hoặc hỏi đơn vị.")));
    }
    if sure || stops.is_empty() {
        Ok(())
    } else {
        Err(Error::Unsure(words(&stops.iter().collect::<Vec<_>>())))
    }
}

/// Reads a day as every other date of the program is read.
pub(super) fn day(plan: &Plan, text: &str) -> Result<Option<chrono::NaiveDate>> {
    let any = model::ids::MilestoneId::new("until");
    Ok(from_input(plan, Target::Milestone { milestone: any }, text)?.value.as_date())
}
