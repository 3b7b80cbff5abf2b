//! The decision that issued the plan.

use model::plan::Document;
use model::window::{DefinitionView, DocumentView};

use super::revision::revisions;
use crate::Asker;
use crate::facts::{Facts, Unreadable};

/// Everyone may read it: the plan is everyone's.
pub(super) fn document<F: Facts>(facts: &F, asker: &Asker<'_>) -> Result<DocumentView, Unreadable> {
    let plan = asker.plan;
    let Document { bases, replaces, signed_as, signed_by, recipients, notes } = plan.document().clone();
    let definitions = plan.definitions().iter();
    Ok(DocumentView {
        title: plan.title().to_owned(),
        decision: plan.decision().to_owned(),
        issued_by: asker.unit_name(plan.issued_by()),
        issued_on: plan.issued_on(),
        effective_from: plan.effective_from(),
        coordinator: asker.unit_name(plan.coordinator()),
        bases,
        replaces,
        signed_as,
        signed_by,
        recipients,
        definitions: definitions
            .map(|one| DefinitionView { word: one.word.clone(), meaning: one.meaning.clone() })
            .collect(),
        revisions: revisions(facts, asker)?,
        notes,
    })
}
