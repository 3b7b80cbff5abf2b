//! The fields that an office named when it returned an entry, and what became of them.

use model::target::{EntryKey, Target};
use model::value::NamedFields;
use model::window::{Difference, FieldChange, FieldWord, NamedFieldView};
use model::words;

use super::difference::{changes, values};
use super::evidence::called;
use crate::Asker;
use crate::facts::{EntryFacts, EntryOf, Facts, Unreadable, VerdictFacts};

/// Those that a return names, as people call them. What this program does not know is passed over.
pub(super) fn field_words<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    of: EntryOf<'_>,
    named: &NamedFields,
) -> Result<Vec<FieldWord>, Unreadable> {
    let entry = EntryKey { task: of.task.clone(), period: of.period.clone() };
    let mut found = Vec::new();
    for one in &named.0 {
        let Some(target) = Target::in_entry(&entry, &one.name) else { continue };
        let what = match &target {
            Target::Link { evidence, .. } => {
                let document = facts.evidence_by_id(of.plan, of.unit, evidence)?;
                format!("Minh chứng {}", document.map_or_else(|| "đã gỡ".to_owned(), |one| called(&one)))
            }
            _ => words::field(&target, asker.plan),
        };
        found.push(FieldWord { target, what, words: one.words.clone() });
    }
    Ok(found)
}

/// Of every return that is its office's last word on the entry, in the order in which they came.
pub(super) fn named_fields<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (of, of_entry): (EntryOf<'_>, &EntryFacts),
) -> Result<Vec<NamedFieldView>, Unreadable> {
    let mut returns: Vec<&VerdictFacts> =
        of_entry.verdicts.iter().filter(|word| !word.accepted && !word.fields.is_empty()).collect();
    if returns.is_empty() {
        return Ok(Vec::new());
    }
    returns.sort_by_key(|word| (word.place, &word.office));
    let entry = EntryKey { task: of.task.clone(), period: of.period.clone() };
    let now = values(&entry, of_entry, (&facts.texts(of)?, &facts.evidence_of(of)?));
    let mut found = Vec::new();
    for word in returns {
        let then = facts.then(of, &word.heads)?;
        let since: Option<Vec<FieldChange>> = then.map(|then| changes(asker, &then, &now));
        for field in field_words(facts, asker, of, &word.fields)? {
            let all = since.iter().flatten();
            let changes: Vec<FieldChange> =
                all.filter(|change| is_of(&field.target, &change.target)).cloned().collect();
            let unchanged = since.is_some() && changes.is_empty() && !is_counted(of_entry, &field.target);
            let (office, at) = (asker.unit_name(&word.office), word.at);
            found.push(NamedFieldView { field, office, at, changes, unchanged });
        }
    }
    Ok(found)
}

/// What was named stands before what was not.
pub(super) fn first(differences: &mut [Difference], named: &[NamedFieldView]) {
    let is_named = |change: &FieldChange| named.iter().any(|one| is_of(&one.field.target, &change.target));
    for difference in differences {
        difference.fields.sort_by_key(|change| !is_named(change));
    }
}

/// Whether a change mends a field: it is of the field itself, of the document that was named, or says why the figure is as it is.
fn is_of(named: &Target, changed: &Target) -> bool {
    match (named, changed) {
        (Target::Link { evidence, .. }, Target::Evidence { evidence: of, .. }) => evidence == of,
        (
            Target::Figure { indicator, .. },
            Target::NoneArose { indicator: of, .. } | Target::FigureReason { indicator: of, .. },
        )
        | (
            Target::NoneArose { indicator, .. },
            Target::Figure { indicator: of, .. } | Target::FigureReason { indicator: of, .. },
        ) => indicator == of,
        _ => named == changed,
    }
}

/// Whether registers stand for the figure: what they came to when it was sent back is not known.
fn is_counted(of_entry: &EntryFacts, target: &Target) -> bool {
    let Target::Figure { indicator, .. } = target else { return false };
    let explained = of_entry.reasons.iter().any(|(of, reason)| of == indicator && !reason.is_empty());
    !explained && of_entry.counted.iter().any(|(of, ..)| of == indicator)
}
