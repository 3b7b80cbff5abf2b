//! Making the rows anew.

use rusqlite::Connection;

/// What follows from documents alone. Numbers stay given, what people are called, where files are and who was heard when
/// follow from elsewhere.
const OF_DOCUMENTS: &[&str] = &[
    "history",
    "contender",
    "unknown_field",
    "entry",
    "entry_text",
    "figure",
    "none_arose",
    "done_check",
    "figure_reason",
    "base",
    "portal_figure",
    "record_cell",
    "record_file",
    "switched",
    "evidence",
    "evidence_link",
    "verdict",
    "accepted_count",
    "submission",
    "reminder",
    "reminded",
    "told",
    "carried",
    "said",
    "guidance",
    "look",
    "question",
    "answer",
    "evidence_remark",
    "due_date",
    "milestone",
    "milestone_basis",
    "unit_days",
    "request",
    "stay",
    "search_marked",
];

/// Takes every row away that follows from documents; the caller then takes all of them in again, in the same transaction.
/// The index of the search is emptied as well, and what comes in again is marked for it.
pub fn forget_rows(tx: &Connection) -> rusqlite::Result<()> {
    for table in OF_DOCUMENTS {
        tx.execute(&format!("DELETE FROM {table}"), [])?;
    }
    tx.execute("DELETE FROM search_index WHERE rowid IN (SELECT id FROM search)", [])?;
    tx.execute("DELETE FROM search", [])?;
    tx.execute("UPDATE doc SET contended = 0, judged = 0", []).map(drop)
}
