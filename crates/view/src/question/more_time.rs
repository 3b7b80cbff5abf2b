//! A unit that asks for more time, and what the office that keeps the plan said to it.

use model::doc_id::DocKind;
use model::ids::UnitId;
use model::target::Target;
use model::value::{Extension, ExtensionAnswer};
use serde::de::DeserializeOwned;

use crate::facts::Said;

/// What a unit asked for of one period, and the last that was said to it.
pub(super) struct AskedTime<'s> {
    pub said: &'s Said,
    pub asked: Extension,
    pub answer: Option<(&'s Said, ExtensionAnswer)>,
}

impl<'s> AskedTime<'s> {
    /// Of what was said of one period.
    pub fn of(said: &'s [Said], coordinator: &UnitId, unit: &UnitId) -> Option<Self> {
        let own = |one: &&Said| {
            matches!(&one.doc.kind, DocKind::Workbook(of) if of == unit)
                && matches!(one.target, Target::Extension { .. })
        };
        let found = said.iter().find(own)?;
        let is_answer = |target: &Target| matches!(target, Target::ExtensionAnswer { .. });
        Some(Self {
            said: found,
            asked: found.value.as_record()?,
            answer: of_review(said, (coordinator, unit), is_answer),
        })
    }

    /// Whether no answer came, or one to another ask: it names the day that was asked for, and comes after it.
    pub fn waits(&self) -> bool {
        !self
            .answer
            .as_ref()
            .is_some_and(|(said, answer)| answer.asked() == self.asked.until && said.place > self.said.place)
    }
}

/// What the office that keeps the plan said to the unit.
pub(super) fn of_review<'s, T: DeserializeOwned>(
    said: &'s [Said],
    (coordinator, unit): (&UnitId, &UnitId),
    is: impl Fn(&Target) -> bool,
) -> Option<(&'s Said, T)> {
    said.iter().find_map(|one| match &one.doc.kind {
        DocKind::Review { office, unit: of } if office == coordinator && of == unit && is(&one.target) => {
            Some((one, one.value.as_record()?))
        }
        _ => None,
    })
}
