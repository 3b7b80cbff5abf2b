//! Raw changes, kept for good: a snapshot never replaces the only copy.

use ::document::{ChangeHash, RawChange, interpret};
use model::doc_id::DocId;
use rusqlite::{Connection, OptionalExtension, Row};
use tables::{Arrival, Logged};
use view::Place;

use crate::error::{Error, Result};

pub(super) const SQL: &str = "
CREATE TABLE raw_change (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT, -- ancestors first, within a document
    doc      TEXT NOT NULL,
    hash     BLOB NOT NULL,
    bytes    BLOB NOT NULL,
    state    INTEGER NOT NULL, -- 0 to send, 1 durable at the server, 2 refused, 3 parked at the server, 4 held, 5 of an earlier life, 6 crowded
    own      INTEGER NOT NULL, -- 1: sealed on this laptop
    received INTEGER,          -- the server's clock, milliseconds since 1970: what was said last, by a restored server too
    place    INTEGER NOT NULL, -- where it stands in the view's order: its position in the server's log, once it has one
    UNIQUE (doc, hash)
);
CREATE INDEX raw_change_of ON raw_change (doc, seq);
CREATE INDEX raw_change_to_send ON raw_change (state, seq) WHERE state IN (0, 6);
CREATE INDEX raw_change_held ON raw_change (doc) WHERE state = 4;
CREATE INDEX raw_change_earlier ON raw_change (doc) WHERE state = 5;";

/// What is known of a change at the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not acknowledged yet.
    ToSend = 0,
    /// On the server's disk.
    Durable = 1,
    /// No longer part of the document here.
    Refused = 2,
    /// Kept by the server until ancestors come, which are sent again.
    Parked = 3,
    /// The server was restored, and lacks the plan of its document or what else it was right by: it is sent when that is there
    /// again.
    Held = 4,
    /// Of a plan or the organisation, heard before the server was restored, and not since.
    Earlier = 5,
    /// To be sent with the next sync: the server has no room for what waits for its ancestors, which are sent again.
    Crowded = 6,
}

impl State {
    fn numbered(number: i64) -> Result<Self> {
        Ok(match number {
            0 => Self::ToSend,
            1 => Self::Durable,
            2 => Self::Refused,
            3 => Self::Parked,
            4 => Self::Held,
            5 => Self::Earlier,
            6 => Self::Crowded,
            _ => return Err(Error::Damaged),
        })
    }
}

#[derive(Clone, Debug)]
pub struct Stored {
    pub doc: DocId,
    pub hash: ChangeHash,
    pub raw: RawChange,
    pub state: State,
    pub received: Option<i64>,
    pub place: Place,
}

impl Stored {
    pub fn arrival(&self) -> Arrival {
        Arrival { place: self.place, received: self.received }
    }
}

const COLUMNS: &str = "doc, hash, bytes, state, received, place";

fn stored(row: &Row<'_>) -> Result<Stored> {
    Ok(Stored {
        doc: row.get::<_, String>(0)?.parse().map_err(|_| Error::Damaged)?,
        hash: ChangeHash(row.get(1)?),
        raw: RawChange::new(row.get(2)?),
        state: State::numbered(row.get(3)?)?,
        received: row.get(4)?,
        place: Place::of_number(row.get(5)?),
    })
}

/// What is to be kept of a change that joins a document.
pub struct Kept<'a> {
    pub hash: ChangeHash,
    pub raw: &'a RawChange,
    pub state: State,
    pub own: bool,
    pub arrival: Arrival,
}

/// Keeps a change as the newest of its document. One that was refused before and now comes from the server
/// (another laptop's same words, admitted) takes the place of the refused one.
pub fn keep(conn: &Connection, doc: &DocId, kept: &Kept<'_>) -> Result<()> {
    conn.prepare_cached("DELETE FROM raw_change WHERE doc = ?1 AND hash = ?2 AND state = 2")?
        .execute((doc.to_string(), kept.hash.0))?;
    let mut statement = conn.prepare_cached(
        "INSERT INTO raw_change (doc, hash, bytes, state, own, received, place) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (doc, hash) DO UPDATE SET state = excluded.state, place = excluded.place,
             received = coalesce(excluded.received, raw_change.received) WHERE excluded.state = 1",
    )?;
    let (bytes, Arrival { place, received }) = (kept.raw.as_bytes(), kept.arrival);
    let (state, place) = (kept.state as i64, place.number());
    statement.execute((doc.to_string(), kept.hash.0, bytes, state, kept.own, received, place))?;
    Ok(())
}

pub fn set_state(conn: &Connection, doc: &DocId, hash: ChangeHash, state: State) -> Result<()> {
    let mut statement =
        conn.prepare_cached("UPDATE raw_change SET state = ?3 WHERE doc = ?1 AND hash = ?2")?;
    statement.execute((doc.to_string(), hash.0, state as i64))?;
    Ok(())
}

/// The server has it, and says where and since when.
pub fn set_durable(conn: &Connection, doc: &DocId, hash: ChangeHash, arrival: Arrival) -> Result<()> {
    let mut statement = conn.prepare_cached(
        "UPDATE raw_change SET state = 1, place = ?3, received = coalesce(?4, received) WHERE doc = ?1 AND hash = ?2",
    )?;
    statement.execute((doc.to_string(), hash.0, arrival.place.number(), arrival.received))?;
    Ok(())
}

/// None of one that is not kept here.
pub fn find(conn: &Connection, doc: &DocId, hash: ChangeHash) -> Result<Option<Stored>> {
    let sql = format!("SELECT {COLUMNS} FROM raw_change WHERE doc = ?1 AND hash = ?2");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query((doc.to_string(), hash.0))?;
    rows.next()?.map(stored).transpose()
}

/// Whether a change of a document came from the server, after another one.
pub fn came_after(conn: &Connection, doc: &DocId, change: ChangeHash, other: ChangeHash) -> Result<bool> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM raw_change WHERE doc = ?1 AND hash = ?2 AND state = 1
         AND seq > (SELECT seq FROM raw_change WHERE doc = ?1 AND hash = ?3))",
    )?;
    Ok(statement.query_row((doc.to_string(), change.0, other.0), |row| row.get(0))?)
}

/// Changes to send, oldest first, until the budget of bytes is used; at least one. What there was no room for goes last.
pub fn to_send(conn: &Connection, budget: usize) -> Result<Vec<Stored>> {
    let sql = format!("SELECT {COLUMNS} FROM raw_change WHERE state IN (0, 6) ORDER BY state, seq");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query([])?;
    let (mut all, mut weight) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let change = stored(row)?;
        weight += change.raw.as_bytes().len();
        if weight > budget && !all.is_empty() {
            break;
        }
        all.push(change);
    }
    Ok(all)
}

/// Whether there is anything to send at once.
pub fn any_to_send(conn: &Connection) -> Result<bool> {
    any_unsent(conn, State::ToSend)
}

/// Whether the server had no room for anything.
pub fn any_crowded(conn: &Connection) -> Result<bool> {
    any_unsent(conn, State::Crowded)
}

fn any_unsent(conn: &Connection, state: State) -> Result<bool> {
    // In the words of the index, or all changes would be gone through.
    let sql = "SELECT EXISTS (SELECT 1 FROM raw_change WHERE state IN (0, 6) AND state = ?1)";
    Ok(conn.prepare_cached(sql)?.query_row([state as i64], |row| row.get(0))?)
}

/// The changes of a document that are part of it, after `after`, oldest first.
pub fn of(conn: &Connection, doc: &DocId, after: i64) -> Result<Vec<Stored>> {
    let sql =
        format!("SELECT {COLUMNS} FROM raw_change WHERE doc = ?1 AND seq > ?2 AND state <> 2 ORDER BY seq");
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query((doc.to_string(), after))?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(stored(row)?);
    }
    Ok(all)
}

/// The same as the view's past is made of them.
pub fn log(conn: &Connection, doc: &DocId) -> Result<Vec<Logged>> {
    let logged = |stored: Stored| Ok(Logged { read: interpret(&stored.raw)?, arrival: stored.arrival() });
    of(conn, doc, 0)?.into_iter().map(logged).collect()
}

/// All of a document that the server may not have is sent again; what it has, it will say that it has.
pub fn send_again(conn: &Connection, doc: &DocId) -> Result<usize> {
    let mut statement =
        conn.prepare_cached("UPDATE raw_change SET state = 0 WHERE doc = ?1 AND state IN (1, 3, 4, 5)")?;
    Ok(statement.execute([doc.to_string()])?)
}

/// What others wrote in a document is asked of the server anew.
pub fn hear_again(conn: &Connection, doc: &DocId) -> Result<()> {
    let sql = "UPDATE raw_change SET state = 5 WHERE doc = ?1 AND state = 1";
    conn.prepare_cached(sql)?.execute([doc.to_string()])?;
    Ok(())
}

/// The documents in which something was not heard again.
pub fn documents_of_earlier(conn: &Connection) -> Result<Vec<DocId>> {
    let mut statement = conn.prepare_cached("SELECT DISTINCT doc FROM raw_change WHERE state = 5")?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?;
    names.map(|name| name?.parse().map_err(|_| Error::Damaged)).collect()
}

/// The server has heard by what rules it takes: what was held for the lack of them is sent.
pub fn send_held(conn: &Connection) -> Result<()> {
    conn.prepare_cached("UPDATE raw_change SET state = 0 WHERE state = 4")?.execute([])?;
    Ok(())
}

/// Whether anything of the document is held.
pub fn any_held(conn: &Connection, doc: &DocId) -> Result<bool> {
    let mut statement =
        conn.prepare_cached("SELECT EXISTS (SELECT 1 FROM raw_change WHERE doc = ?1 AND state = 4)")?;
    Ok(statement.query_row([doc.to_string()], |row| row.get(0))?)
}

/// Whether a server ever said that it has the change.
pub fn was_received(conn: &Connection, doc: &DocId, hash: ChangeHash) -> Result<bool> {
    let mut statement = conn.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM raw_change WHERE doc = ?1 AND hash = ?2 AND received IS NOT NULL)",
    )?;
    Ok(statement.query_row((doc.to_string(), hash.0), |row| row.get(0))?)
}

/// What is known of a change at the server; none of one that is not kept here.
pub fn state(conn: &Connection, doc: &DocId, hash: ChangeHash) -> Result<Option<State>> {
    let mut statement = conn.prepare_cached("SELECT state FROM raw_change WHERE doc = ?1 AND hash = ?2")?;
    let number = statement.query_row((doc.to_string(), hash.0), |row| row.get(0)).optional()?;
    number.map(State::numbered).transpose()
}

/// What no server acknowledged waits to be sent anew: what was parked under another device's name, too.
pub fn send_unacknowledged(conn: &Connection) -> Result<()> {
    conn.execute("UPDATE raw_change SET state = 0 WHERE state IN (3, 4)", [])?;
    Ok(())
}
