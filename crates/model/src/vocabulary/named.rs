//! What a field of an entry is called within it, as an office names one that it means.

use super::describe::{Home, Of};
use super::{LINK, all};
use crate::ids::EvidenceId;
use crate::target::{EntryKey, Target};
use crate::value::NamedField;

impl Target {
    /// The key of a field of an entry, or the name of a text. None for what an office does not name: fields of no entry, and
    /// those that say nothing of the work.
    pub fn name_in_entry(&self) -> Option<String> {
        let named = matches!(
            self,
            Self::State { .. }
                | Self::Percent { .. }
                | Self::Figure { .. }
                | Self::NoneArose { .. }
                | Self::Check { .. }
                | Self::FigureReason { .. }
                | Self::Portal { .. }
                | Self::Link { .. }
        );
        match self.entry() {
            Some(_) if self.is_text() => Some(self.description().object.name.to_owned()),
            Some(_) if named => Some(self.address().key.into()),
            _ => None,
        }
    }

    /// The field of an entry that is called so; None where this program knows none.
    pub fn in_entry(entry: &EntryKey, name: &str) -> Option<Self> {
        let ids = [entry.task.as_str(), entry.period.as_str()];
        let of_entry =
            all().filter(|field| field.object.home == Home::Workbook && field.object.of == Of::Entry);
        let mut targets = of_entry.filter_map(|field| {
            let in_key = if field.value.is_text() { Vec::new() } else { field.ids_in(name)? };
            field.target(&ids, &in_key)
        });
        targets.find(|target| target.name_in_entry().as_deref() == Some(name))
    }
}

impl NamedField {
    /// The piece of evidence that is meant, where one is.
    pub fn evidence(&self) -> Option<EvidenceId> {
        let ids = LINK.ids_in(&self.name)?;
        ids.first().map(|id| EvidenceId::new(*id))
    }
}
