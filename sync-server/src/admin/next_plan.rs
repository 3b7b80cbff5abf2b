//! The plan of the year that follows.

use std::fs;
use std::path::Path;

use ::document::Document;
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{PersonId, PlanId, TaskId};
use model::plan::{Files, NextYear, NoNextYear, Plan};
use model::plans::Plans;
use model::target::Target;
use model::time::hanoi;
use model::value::Value;
use protocol::UnixMillis;
use tables::{Rows, items_of};
use view::{Asker, Side, UnfinishedOf, unfinished_tasks};

use super::folder::reading;
use super::init::{PlanFiles, has_id, opening};
use super::plan::{change, loaded, organisation, own, stored};
use super::{AdminError, document};
use crate::clock::{Clock, local};
use crate::store::{Tx, device};

/// What became of it.
#[derive(Debug)]
pub struct NextPlan {
    pub next: NextYear,
    /// Of the old plan, so that somebody chooses what is carried over.
    pub unfinished: Vec<UnfinishedOf>,
    /// Where it was opened.
    pub opened: Option<Plan>,
}

/// Works the plan out, writes its files into a folder that is not there yet, and opens it where that is asked for. Files of a plan
/// that cannot be opened stay: they are what has to be mended.
pub fn next_plan(
    data: &Path,
    id: &PlanId,
    carried: &[TaskId],
    (to, open): (Option<&Path>, bool),
    clock: &Clock,
) -> Result<NextPlan, AdminError> {
    if let Some(to) = to.filter(|to| to.exists()) {
        return Err(AdminError::FileExists(to.to_owned()));
    }
    let (next, unfinished, on) = reading(data, |tx| {
        let plans = stored(tx)?;
        let plan = own(&plans, id)?;
        let documents = (
            document::open(tx, &DocId::organisation(plan.organisation().id()))?,
            document::open(tx, &DocId::plan(plan.id()))?,
        );
        let items = items_of(&documents.0, &documents.1);
        let next = items.next_year((plan.id(), plan.year()), carried).map_err(told)?;
        Ok((next, unfinished_of(tx, &plans, plan, clock)?, items.on))
    })?;
    if let Some(to) = to {
        write_files(to, &next.files)?;
    }
    let opened = open.then(|| open_next(data, &next, &on, clock)).transpose()?;
    Ok(NextPlan { next, unfinished, opened })
}

fn told(cause: NoNextYear) -> AdminError {
    match cause {
        NoNextYear::Faults(faults) => AdminError::Plan(Box::new(faults)),
        NoNextYear::NoTask(codes) => AdminError::NoTask(codes),
    }
}

fn unfinished_of(
    tx: Tx<'_>,
    plans: &Plans,
    plan: &Plan,
    clock: &Clock,
) -> Result<Vec<UnfinishedOf>, AdminError> {
    let now = local(clock.now());
    let asker = Asker::new((plans, Some(plan.id())), (None, ""), now, Side::Server);
    Ok(unfinished_tasks(&Rows::of(&tx), &asker?)?)
}

fn write_files(to: &Path, files: &Files) -> Result<(), AdminError> {
    let failed = |cause| AdminError::Write { path: to.to_owned(), cause };
    fs::create_dir_all(to).map_err(failed)?;
    fs::write(to.join("plan.toml"), &files.plan).map_err(failed)?;
    fs::write(to.join("indicators.toml"), &files.indicators).map_err(failed)
}

/// With the duties switched on that are on in the old plan, as far as the new one has them.
fn open_next(data: &Path, next: &NextYear, on: &[TaskId], clock: &Clock) -> Result<Plan, AdminError> {
    let files = PlanFiles::of(next.files.clone());
    change(data, clock, |tx, before, now| {
        let (above, units) = organisation(tx)?;
        let (plan, items) = loaded(&files.under((&above, &units)))?;
        has_id(&plan)?;
        if before.get(plan.id()).is_some() {
            return Err(AdminError::PlanExists(plan.id().clone()));
        }
        let [_, (doc, mut edits)] = opening(&plan, items);
        let there = on.iter().filter(|task| plan.standby().iter().any(|one| one.id == **task));
        edits.extend(there.map(|task| switched_on(task, now)));
        document::write_stamped(tx, Document::empty(doc), &edits, now)?;
        device::hear_all_again(tx)?;
        Ok(plan)
    })
}

fn switched_on(task: &TaskId, now: UnixMillis) -> StampedEdit {
    let edit = Edit { target: Target::TaskOn { task: task.clone() }, value: Value::Bool(true) };
    StampedEdit { edit, by: PersonId::program(), at: local(now).with_timezone(&hanoi()) }
}
