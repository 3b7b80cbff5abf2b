//! Which change came after which.

use document::ChangeHash;
use model::doc_id::DocId;

/// Whether any of the changes of a workbook is neither one of the heads nor an ancestor of one
/// ([`Fields::lack`](document::Fields::lack)): rows do not hold who knew of whom. Asked where an office accepted an entry.
pub type Ancestry<'a, E> = dyn Fn(&DocId, &[ChangeHash], &[ChangeHash]) -> Result<bool, E> + 'a;
