//! Where the word of a field that counts stands, and since when the server has it.

use model::ids::PersonId;
use model::target::Target;
use rusqlite::Connection;
use view::Place;

use crate::history;
use crate::key::Key;

/// When the person's own word arrived, in milliseconds since 1970; None until it has.
pub(crate) fn received(
    conn: &Connection,
    key: Key,
    target: &Target,
    by: &PersonId,
) -> rusqlite::Result<Option<i64>> {
    Ok(history::last_of(conn, key, target, Some(by))?.and_then(|row| millis(&row)))
}

/// Of the person's last word, or where there is none of anybody's.
pub(crate) fn stands(
    conn: &Connection,
    key: Key,
    target: &Target,
    by: &PersonId,
) -> rusqlite::Result<(Place, Option<i64>)> {
    let row = match history::last_of(conn, key, target, Some(by))? {
        Some(row) => Some(row),
        None => history::last_of(conn, key, target, None)?,
    };
    Ok(row.map_or((Place::in_log(0), None), |row| (row.place, millis(&row))))
}

fn millis(row: &history::HistoryRow) -> Option<i64> {
    row.received.map(|at| at.timestamp_millis())
}
