//! A change of what the plans and the organisation say: the plans must be sound with it, and hold whatever anybody entered
//! something under.

use std::fmt::Display;

use ::document::{Admission, Contents, Fields as _, RawChange};
use model::doc_id::{DocId, DocKind};
use model::item::OrganisationItem;
use model::plan::{Plan, PlanFaults};
use model::plans::Plans;
use model::refusal::Refusal;
use model::target::Target;
use model::vocabulary::{Of, Vocabulary};
use tables::{plan_of, stands_under};

use super::super::prepare::admit;
use super::{Incoming, Intake};
use crate::cache::{Loaded, load};
use crate::error::Error;

impl Intake<'_> {
    pub(super) fn admit(
        &mut self,
        plan: &Plan,
        loaded: &mut Loaded,
        incoming: &[Incoming],
    ) -> Result<Vec<Admission>, Error> {
        let raws: Vec<RawChange> = incoming.iter().map(|change| change.raw.clone()).collect();
        let whose = self.by(plan);
        if !loaded.contents.id().is_of_rules() {
            return admit(self.tx, whose, &mut loaded.contents, &raws);
        }
        let mut after = loaded.contents.clone();
        let found = admit(self.tx, whose, &mut after, &raws)?;
        let rewriting: Vec<usize> = (0..)
            .zip(&found)
            .filter(|(_, one)| rewrites(after.id(), one, self.known))
            .map(|(at, _)| at)
            .collect();
        if !rewriting.is_empty() {
            let (refusal, faults) = match self.plans_with(&after)? {
                Err(faults) => (Refusal::BrokenPlan, named(&faults.into_iter().collect::<Vec<_>>())),
                Ok(plans) => {
                    let mut lost = Vec::new();
                    for plan in plans.all() {
                        lost.extend(tables::lost(&self.tx, plan)?);
                    }
                    self.plans_after = Some(plans).filter(|_| lost.is_empty());
                    (Refusal::PlanDropsWork, named(&lost))
                }
            };
            if !faults.is_empty() {
                self.plan_faults = faults;
                return self.admit_but(plan, loaded, &raws, (&rewriting, refusal));
            }
        }
        loaded.contents = after;
        Ok(found)
    }

    /// The plans as they would be with this document.
    fn plans_with(&self, document: &Contents) -> Result<Result<Plans, PlanFaults>, Error> {
        let before = self.plans_after.as_ref().unwrap_or(self.plans);
        if document.id().kind == DocKind::Plan {
            let Some(under) = stands_under(document) else {
                return Ok(plan_of(document, document).map(|_| before.clone()));
            };
            return self.contents(&DocId::organisation(&under), |organisation| {
                let plan = plan_of(organisation, document)?;
                let mut plans = before.clone();
                plans.put(plan);
                Ok(plans)
            });
        }
        let mut plans = before.none();
        for plan in before.all() {
            if DocId::organisation(plan.organisation().id()) != *document.id() {
                plans.put(Plan::clone(plan));
                continue;
            }
            match self.contents(&DocId::plan(plan.id()), |of_plan| plan_of(document, of_plan))? {
                Ok(plan) => plans.put(plan),
                Err(faults) => return Ok(Err(faults)),
            }
        }
        Ok(Ok(plans))
    }

    /// Looks at a document as this batch leaves it.
    fn contents<T>(&self, doc: &DocId, look: impl FnOnce(&Contents) -> T) -> Result<T, Error> {
        match self.updated.get(doc) {
            Some(updated) => Ok(look(&updated.contents)),
            None => Ok(look(&load(self.tx, doc)?.contents)),
        }
    }

    /// The same without the changes after which the document would hold no plan that can be put in force.
    fn admit_but(
        &self,
        plan: &Plan,
        loaded: &mut Loaded,
        raws: &[RawChange],
        (broken, refusal): (&[usize], Refusal),
    ) -> Result<Vec<Admission>, Error> {
        let mut found = Vec::with_capacity(raws.len());
        for (at, raw) in raws.iter().enumerate() {
            if broken.contains(&at) {
                found.push(Admission::Refused(refusal));
            } else {
                let raw = std::slice::from_ref(raw);
                found.extend(admit(self.tx, self.by(plan), &mut loaded.contents, raw)?);
            }
        }
        Ok(found)
    }
}

/// The first of them, and how many more there are: they travel in one refusal.
fn named(all: &[impl Display]) -> String {
    const MOST: usize = 6;
    const CHARS: usize = 80;
    let first = all.iter().take(MOST).map(|one| one.to_string().chars().take(CHARS).collect::<String>());
    let more = all.len().saturating_sub(MOST);
    let more = (more > 0).then(|| format!("và {more} chỗ khác"));
    first.chain(more).collect::<Vec<_>>().join("; ")
}

/// Whether the change writes what a plan is made of.
fn rewrites(doc: &DocId, found: &Admission, known: &Vocabulary) -> bool {
    let Admission::Accepted(read) = found else { return false };
    // What a plan or an organisation is as a whole, and not what is entered beside it, of one date or one request.
    let of_plan = |target: &Target| match target {
        Target::OrganisationItem { item: OrganisationItem::Person { .. } } => false,
        target => target.description().object.of == Of::Whole,
    };
    read.said(&doc.kind, known).fields.iter().any(|said| of_plan(&said.target))
}
