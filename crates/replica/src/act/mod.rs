//! What a person does: each act is one transaction, and "đã lưu" is said after it is on disk.

mod attach;
mod carry_over;
mod edit;
mod input;
mod keep;
mod period;
mod portal;
mod propose;
mod queue;
mod rebase;
mod record;
mod remind;
mod reorganise;
mod report;
mod review;
mod revise;
mod seen;
mod settle;
mod take_back;
mod talk;
mod unsent;

use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::UnitId;
use model::permission;
use model::plan::Plan;
use model::refusal::Refusal;
use model::target::Target;
use model::vocabulary::Home;
use model::window::{Act, Done, InPlan, KeptForm};
use rusqlite::Connection;
use tables::Rows;
use view::{AskError, Asker, Side};

use self::seen::Stood;
use crate::error::{Error, Result};
use crate::random::Random;
use crate::replica::Replica;
use crate::store::change;
use crate::store::typed::{Field, TypedText};

impl Replica {
    /// Does what a person asks. Acts of the shell (dialogs) and of the network are not this crate's store's.
    pub fn act(&self, act: impl Into<InPlan<Act>>) -> Result<Done> {
        let InPlan { plan, of, what: act, .. } = act.into();
        let sends = !matches!(
            act,
            Act::Dismiss { .. }
                | Act::Keep { .. }
                | Act::Forget { .. }
                | Act::KeepForm { .. }
                | Act::Sync
                | Act::FreeRoom
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
            Act::KeepForm { form } => {
                self.keep_form(&KeptForm { plan: plan()?.id().clone(), of, form, at: self.now() })
            }
            Act::Settle { unit, target, seen, text, side } => {
                self.settle(&*plan()?, (unit, target), &seen, (&text, side.as_ref()))
            }
            Act::TakeBack { edit } => self.take_back(edit),
            Act::TakeBackLast => self.take_back_last(),
            Act::Dismiss { edit } => self.dismiss(edit),
            Act::Attach { entry, paths, again } => self.attach((&*plan()?, of), &entry, (&paths, again)),
            Act::AttachToRecord { record, column, path, again } => {
                self.attach_to_record((&*plan()?, of), (record, column), (path, again))
            }
            Act::Reuse { entry, evidence, place } => self.reuse((&*plan()?, of), (entry, evidence), &place),
            Act::Detach { entry, evidence } => self.detach((&*plan()?, of), entry, evidence),
            Act::AddRecords { rows } => self.add_records((&*plan()?, of), &rows),
            Act::TellPortal { figures, source, read_on } => {
                self.tell_portal((&*plan()?, of), &figures, (&source, &read_on))
            }
            Act::CarryOver { tasks, records } => self.carry_over((&*plan()?, of), (&tasks, &records)),
            Act::DropCarried { task } => self.drop_carried((&*plan()?, of), task),
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
            Act::Return { unit, entry, reason, until, fields } => {
                self.return_entry(&*plan()?, unit, entry, (&reason, &until, &fields))
            }
            Act::Remind { units, period, tasks, words, until } => {
                self.remind(&*plan()?, &units, (period, &tasks), (&words, &until))
            }
            Act::DropReminder { unit, reminder } => self.drop_reminder(&*plan()?, unit, reminder),
            Act::SeeReminders { reminders } => self.see_reminders((&*plan()?, of), reminders),
            Act::Propose { proposal } => self.propose((&*plan()?, of), &proposal),
            Act::WithdrawProposal { proposal } => self.withdraw_proposal((&*plan()?, of), proposal),
            Act::AnswerProposal { unit, proposal, answer } => {
                self.answer_proposal(&*plan()?, (unit, proposal), &answer)
            }
            Act::RevisePlan { revision } => self.revise_plan(&*plan()?, &revision),
            Act::UndoRevision { revision } => self.undo_revision(&*plan()?, revision),
            Act::ReviseUnits { revision } => self.revise_units(&*plan()?, &revision),
            Act::UndoUnitRevision { revision } => self.undo_unit_revision(&*plan()?, revision),
            Act::Submit { period, confirmed_by } => self.submit((&*plan()?, of), period, confirmed_by),
            Act::WithdrawSubmission { period } => self.withdraw_submission((&*plan()?, of), period),
            Act::Accept { unit, entry, stamp, sure } => self.accept(&*plan()?, unit, entry, (stamp, sure)),
            Act::AcceptLooked { unit, period } => self.accept_looked(&*plan()?, unit, period),
            Act::Look { unit, entry, stamp } => self.look(&*plan()?, unit, entry, stamp),
            Act::AskUnit { unit, entry, text } => self.ask_unit(&*plan()?, unit, entry, &text),
            Act::CloseQuestion { unit, entry, question } => {
                self.close_question(&*plan()?, unit, (entry, question))
            }
            Act::RemarkEvidence { unit, entry, evidence, good, words } => {
                self.remark_evidence(&*plan()?, unit, (entry, evidence), (good, &words))
            }
            Act::PauseFile { hash, on } => self.pause_file(&hash, on),
            Act::FreeRoom => self.free_room(),
            Act::Metered { on } => self.set_metered(on),
            Act::NoticeDays { days } => self.set_notice_days(days),
            Act::Sync => {
                self.ask_to_sync();
                Ok(Done::default())
            }
            Act::AttachByDialog { .. }
            | Act::AttachToRecordByDialog { .. }
            | Act::SaveFile { .. }
            | Act::SaveUnsent
            | Act::SaveSpreadsheet { .. }
            | Act::Lock => Err(Error::Refused("Việc này do cửa sổ chương trình làm.".into())),
        }?;
        if sends {
            self.tell_edited();
        }
        Ok(done)
    }

    /// Asks within a transaction, as the window would.
    fn asking<T>(
        &self,
        conn: &Connection,
        plan: &Plan,
        ask: impl FnOnce(&Rows<'_>, &Asker<'_>) -> std::result::Result<T, AskError>,
    ) -> Result<T> {
        let (plans, device, unit) = (self.plans(), self.enrolled()?, self.unit()?);
        let person = tables::shown_name(conn, &device.person)?;
        let who = (Some(&unit), person.as_str());
        let asker = Asker::new((&plans, Some(plan.id())), who, self.now(), Side::Laptop)?;
        let log = |doc: &DocId| Ok(change::log(conn, doc)?);
        Ok(ask(&Rows::with_log(conn, &log), &asker)?)
    }

    /// All of them at one moment, or none where one is not allowed.
    fn write_together(&self, (plan, doc): (&Plan, &DocId), edits: Vec<Edit>) -> Result<Done> {
        edits.iter().try_for_each(|edit| self.permitted(plan, doc, &edit.target))?;
        let now = self.now();
        let stamped = edits.into_iter().map(|edit| Ok(StampedEdit { at: now, ..self.stamp(edit)? }));
        let stamped: Vec<StampedEdit> = stamped.collect::<Result<_>>()?;
        self.write(|tx| stamped.iter().try_for_each(|edit| place(tx, doc, edit)))?;
        Ok(self.saved())
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

/// 65 random bits in 13 letters that cannot be mistaken for one another.
fn new_id(random: &dyn Random) -> Result<String> {
    const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut bytes = [0; 13];
    random.fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect())
}

/// Places an edit in the outbox and shows it, see [`edit::place`].
fn place(conn: &Connection, doc: &DocId, edit: &StampedEdit) -> Result<()> {
    edit::place(conn, doc, edit, None)
}
