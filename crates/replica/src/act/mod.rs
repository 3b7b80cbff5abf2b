//! What a person does: each act is one transaction, and "đã lưu" is said after it is on disk.

mod attach;
mod edit;
mod input;
mod keep;
mod period;
mod queue;
mod rebase;
mod record;
mod remind;
mod report;
mod review;
mod seen;
mod settle;
mod take_back;
mod unsent;

use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::UnitId;
use model::permission;
use model::plan::Plan;
use model::refusal::Refusal;
use model::target::Target;
use model::vocabulary::Home;
use model::window::{Act, Done, InPlan};
use rusqlite::Connection;

use self::seen::Stood;
use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store::typed::{Field, TypedText};

impl Replica {
    /// Does what a person asks. Acts of the shell (dialogs) and of the network are not this crate's store's.
    pub fn act(&self, act: impl Into<InPlan<Act>>) -> Result<Done> {
        let InPlan { plan, of, what: act, .. } = act.into();
        let sends = !matches!(
            act,
            Act::Dismiss { .. } | Act::Keep { .. } | Act::Forget { .. } | Act::Sync | Act::FreeRoom
        );
        let plan = || self.planned(plan.as_ref());
        let done = match act {
            Act::Write { target, text, base, beside } => {
                let stood = Stood { base: base.as_deref(), beside: &beside };
                self.write_field((&*plan()?, of), target, (&text, stood))
            }
            Act::Keep { target, text, base, beside, reason } => {
                let field = Field { plan: plan()?.id().clone(), of, target };
                self.keep(TypedText { field, text, base, beside, reason, at: self.now() })
            }
            Act::Forget { target } => self.forget(&Field { plan: plan()?.id().clone(), of, target }),
            Act::Settle { unit, target, seen, text, side } => {
                self.settle(&*plan()?, (unit, target), &seen, (&text, side.as_ref()))
            }
            Act::TakeBack { edit } => self.take_back(edit),
            Act::TakeBackLast => self.take_back_last(),
            Act::Dismiss { edit } => self.dismiss(edit),
            Act::Attach { entry, paths, again } => self.attach((&*plan()?, of), &entry, (&paths, again)),
            Act::Reuse { entry, evidence, place } => self.reuse((&*plan()?, of), (entry, evidence), &place),
            Act::Detach { entry, evidence } => self.detach((&*plan()?, of), entry, evidence),
            Act::AddRecords { rows } => self.add_records((&*plan()?, of), &rows),
            Act::Submit { period } => self.submit((&*plan()?, of), period),
            Act::AskExtension { period, until, reason } => {
                self.ask_extension((&*plan()?, of), period, (&until, &reason))
            }
            Act::AnswerExtension { unit, period, until, words } => {
                self.answer_extension(&*plan()?, (unit, period), (&until, &words))
            }
            Act::Confirm { unit, period, task, ground, words } => {
                self.confirm(&*plan()?, (unit, period, task), period::Word { ground, words })
            }
            Act::ClosePeriod { period, closed, reason } => {
                self.close_period(&*plan()?, period, (closed, &reason))
            }
            Act::Return { unit, entry, reason, until } => {
                self.return_entry(&*plan()?, unit, entry, (&reason, &until))
            }
            Act::Accept { unit, entry } => self.accept(&*plan()?, unit, entry),
            Act::Remind { units, period, tasks, words, until } => {
                self.remind(&*plan()?, &units, (period, &tasks), (&words, &until))
            }
            Act::DropReminder { unit, reminder } => self.drop_reminder(&*plan()?, unit, reminder),
            Act::SeeReminders { reminders } => self.see_reminders(&*plan()?, reminders),
            Act::PauseFile { hash, on } => self.pause_file(&hash, on),
            Act::FreeRoom => self.free_room(),
            Act::Metered { on } => self.set_metered(on),
            Act::NoticeDays { days } => self.set_notice_days(days),
            Act::Sync => {
                self.ask_to_sync();
                Ok(Done::default())
            }
            Act::AttachByDialog { .. } | Act::SaveFile { .. } | Act::SaveUnsent | Act::Lock => {
                Err(Error::Refused("Việc này do cửa sổ chương trình làm.".into()))
            }
        }?;
        if sends {
            self.tell_edited();
        }
        Ok(done)
    }

    /// An edit by this laptop's person, now.
    fn stamp(&self, edit: Edit) -> Result<StampedEdit> {
        Ok(StampedEdit { edit, by: self.enrolled()?.person.clone(), at: self.now() })
    }

    fn saved(&self) -> Done {
        Done { saved_at: Some(self.now()), ..Done::default() }
    }

    /// The document that this unit writes the field in; `of`: whose workbook, where it is not the unit's own.
    fn document_of(&self, plan: &Plan, of: Option<UnitId>, target: &Target) -> Result<DocId> {
        match target.description().object.home {
            Home::Plan => Ok(DocId::plan(plan.id())),
            Home::Organisation => Ok(DocId::organisation(plan.organisation().id())),
            Home::Workbook => self.workbook(plan, of),
            Home::Guidance => Ok(DocId::guidance(plan.id(), self.unit()?)),
            // Which unit is meant, the field does not say.
            Home::Review => Err(Refusal::NotYourDocument.into()),
        }
    }

    fn permitted(&self, plan: &Plan, doc: &DocId, target: &Target) -> Result<()> {
        if !self.known().knows(target) {
            return Err(Refusal::UnknownField.into());
        }
        self.plans().may_write(&self.unit()?, doc)?;
        Ok(permission::may_edit(plan, doc, target)?)
    }
}

/// Places an edit in the outbox and shows it, see [`edit::place`].
fn place(conn: &Connection, doc: &DocId, edit: &StampedEdit) -> Result<()> {
    edit::place(conn, doc, edit, None)
}
