//! The name of a document as it travels.

use std::fmt;

use model::doc_id::DocId;

use crate::error::Malformed;
use crate::limits::MAX_DOCUMENT_NAME_BYTES;
use crate::reader::Reader;
use crate::writer::Writer;

/// May name a kind of document that only a newer program knows: what stands beside it is read all the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocName(String);

impl DocName {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// None for a document of which this program has never heard.
    pub fn id(&self) -> Option<DocId> {
        self.0.parse().ok()
    }

    /// Documents with the number of changes of each, before the changes themselves: names are much alike, and so are
    /// changes, which the packing makes use of where like stands beside like. Nothing where there are none.
    pub(crate) fn write_list<'n>(
        documents: impl ExactSizeIterator<Item = (&'n Self, usize)>,
        to: &mut Writer,
    ) {
        if documents.len() > 0 {
            to.count(documents.len());
        }
        for (doc, changes) in documents {
            to.text(&doc.0);
            to.count(changes);
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let name = from.text(MAX_DOCUMENT_NAME_BYTES)?;
        if name.is_empty() { Err(Malformed::Content) } else { Ok(Self(name.to_owned())) }
    }
}

impl From<&DocId> for DocName {
    fn from(id: &DocId) -> Self {
        Self(id.to_string())
    }
}

impl From<DocId> for DocName {
    fn from(id: DocId) -> Self {
        Self::from(&id)
    }
}

impl PartialEq<DocId> for DocName {
    fn eq(&self, id: &DocId) -> bool {
        self.0 == id.to_string()
    }
}

impl fmt::Display for DocName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
