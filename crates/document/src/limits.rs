//! How much there may be of anything: what an honest unit never comes near, and what costs everybody else little.

use model::value::MAX_TEXT_CHARS;

/// No change of a person's work comes near this; a laptop that was away for a year sends many changes.
pub const MAX_CHANGE_BYTES: usize = 6 << 20;
/// Operations in one change: every letter of a text is one.
pub const MAX_OPERATIONS: usize = 200_000;
/// Letters written and taken away in one text by one change: twice the longest text, all of one written, all of
/// another taken away.
pub const MAX_LETTERS_IN_CHANGE: usize = 2 * MAX_TEXT_CHARS;
/// Puts to one field in one change: settling a conflict puts another value first.
pub const MAX_PUTS: usize = 2;
/// Changes that one stands on.
pub const MAX_ANCESTORS: usize = 4_000;
/// Bytes of one value other than a text: a list of all units of a country.
pub const MAX_VALUE_BYTES: usize = 1 << 20;

/// Values that stand against each other in one field: a unit has a few laptops.
pub const MAX_VALUES: usize = 16;
/// Letters that a text has: two people who did not know of each other may both have written the longest one.
pub const MAX_LIVE_LETTERS: usize = 2 * MAX_TEXT_CHARS;
/// Letters that a text ever had, those taken away counted: it was written anew ten times at its longest.
pub const MAX_LETTERS: usize = 10 * MAX_TEXT_CHARS;
/// Letters that all texts of a document ever had.
pub const MAX_DOCUMENT_LETTERS: usize = 1_000_000;
/// Objects of one document.
pub const MAX_OBJECTS: usize = 20_000;
/// Fields of a unit's document that one change touches: a laptop seals five hundred edits at a time, of a few parts each.
pub const MAX_FIELDS_IN_CHANGE: usize = 2_000;
/// Fields of one unit's document that ever held anything.
pub const MAX_FIELDS: usize = 40_000;
/// Authors' programs at work beside each other, none of which heard of the others.
pub const MAX_BESIDE: usize = 128;
/// Last changes of a document that nothing stands on yet.
pub const MAX_HEADS: usize = MAX_ANCESTORS;
