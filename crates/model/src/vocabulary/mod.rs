//! Every field that the documents have, described once: where it stands, what it may hold, who may write it, what
//! people call it, and what it conflicts together with. Everything else follows from these descriptions.
//!
//! A file for each kind of document: [`workbook`] with its [`figure`]s, [`review`], [`guidance`], [`plan`] with its [`content`] and what it was [`earlier`], [`organisation`]; what
//! workbook, review and plan say of a period stands in [`period`], and how a plan changes in [`revision`]. The columns of registers are described with their [kinds](crate::register).

mod content;
mod describe;
mod earlier;
mod figure;
mod guidance;
mod known;
mod named;
mod organisation;
mod period;
mod plan;
mod register;
mod review;
mod revision;
mod spelling;
mod workbook;

pub use describe::{Asks, Conflicts, Description, Home, Kind, Of};
pub use known::{Found, Vocabulary};

use crate::plan::IndicatorKind;
use crate::target::{EntryKey, Target};

/// All descriptions, document by document.
pub fn all() -> impl Iterator<Item = &'static Description> {
    let documents = [
        OF_WORKBOOK,
        OF_FIGURES,
        OF_REVIEW,
        OF_GUIDANCE,
        OF_PLAN,
        OF_PERIOD,
        OF_REVISION,
        OF_CONTENT,
        OF_EARLIER,
        OF_ORGANISATION,
    ]
    .into_iter()
    .flatten()
    .copied();
    documents.chain(register::fields())
}

pub(crate) use content::*;
pub(crate) use earlier::*;
pub(crate) use figure::*;
pub(crate) use guidance::*;
pub(crate) use organisation::*;
pub(crate) use period::*;
pub(crate) use plan::*;
pub(crate) use review::*;
pub(crate) use revision::*;
pub(crate) use workbook::*;

/// The fields that are decided together with this one: those of the same group, see [`Conflicts::Together`].
pub(crate) fn together(target: &Target) -> Vec<Target> {
    if !target.is_grouped() {
        return Vec::new();
    }
    let own = target.description();
    let address = target.address();
    let (ids, in_key) = (address.object.ids(), own.ids_in(&address.key).unwrap_or_default());
    let beside = all().filter(|field| field.object == own.object && field.conflicts == own.conflicts);
    let targets = beside.flat_map(|field| match (field.key.matches('*').count(), in_key.first()) {
        (0, _) => vec![field.target(&ids, &[])],
        (1, Some(first)) => vec![field.target(&ids, &[first])],
        (_, Some(first)) => {
            IndicatorKind::FIGURES.iter().map(|figure| field.target(&ids, &[first, figure])).collect()
        }
        (_, None) => Vec::new(),
    });
    targets.flatten().filter(|other| other != target).collect()
}

/// The texts of an entry, in the order in which windows show them.
pub(crate) fn entry_texts(entry: &EntryKey) -> impl Iterator<Item = Target> {
    let ids = [entry.task.as_str(), entry.period.as_str()];
    let texts = OF_WORKBOOK.iter().filter(|field| field.value.is_text());
    texts.filter_map(move |field| field.target(&ids, &[]))
}
