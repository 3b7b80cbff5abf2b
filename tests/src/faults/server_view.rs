//! What the server holds, from its own database, opened beside it for reading.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use model::doc_id::DocId;
use model::ids::{FileHash, TaskId, UnitId};
use rusqlite::{Connection, OpenFlags};

use super::told::entry;
use crate::demo::server_heads;

/// One unit's workbook as the district sees it.
#[derive(Clone, Debug, Default)]
pub struct ServerView {
    pub texts: BTreeMap<TaskId, String>,
    /// How often each text of a task stands in the history.
    pub times: BTreeMap<(TaskId, String), usize>,
    pub heads: Vec<String>,
}

impl ServerView {
    /// `data`: the folder of a server that runs, or has run.
    pub fn of(data: &Path, unit: &str) -> Result<Self> {
        let conn = open(data)?;
        let mut view = Self::default();
        let period = entry(&TaskId::new("")).period;
        let mut select = conn.prepare(
            "SELECT task, text FROM with_entry_text WHERE unit = ? AND period = ? AND name = 'narrative'",
        )?;
        let mut rows = select.query((unit, period.as_str()))?;
        while let Some(row) = rows.next()? {
            view.texts.insert(TaskId::new(row.get::<_, String>(0)?), row.get(1)?);
        }
        let sql = "SELECT task, value, count(*) FROM with_history WHERE unit = ? AND period = ? AND field = 'narrative' GROUP BY task, value";
        let mut select = conn.prepare(sql)?;
        let mut rows = select.query((unit, period.as_str()))?;
        while let Some(row) = rows.next()? {
            let times: i64 = row.get(2)?;
            let key = (TaskId::new(row.get::<_, String>(0)?), row.get(1)?);
            view.times.insert(key, usize::try_from(times)?);
        }
        view.heads = heads_of(data, unit)?;
        Ok(view)
    }
}

fn open(data: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn =
        Connection::open_with_flags(data.join("nharong.db"), flags).context("the server's database")?;
    conn.busy_timeout(std::time::Duration::from_secs(10))?;
    Ok(conn)
}

/// The heads of a unit's workbook.
pub fn heads_of(data: &Path, unit: &str) -> Result<Vec<String>> {
    let all = server_heads(data)?;
    let found = all.into_iter().find(|(doc, _)| *doc == DocId::workbook(&doc.plan, UnitId::new(unit)));
    Ok(found.map(|(_, heads)| heads.iter().map(ToString::to_string).collect()).unwrap_or_default())
}

/// Every page and every index of the server's database is as it must be.
pub fn check_integrity(data: &Path) -> Result<()> {
    let found: String = open(data)?.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    ensure!(found == "ok", "the server's database is not sound: {found}");
    Ok(())
}

/// Whether the file is whole at the server, with the very bytes that its name promises.
pub fn file_is_whole(data: &Path, hash: &FileHash) -> Result<bool> {
    let path = data.join("files").join(&hash.as_str()[..2]).join(hash.as_str());
    let known: i64 = open(data)?.query_row(
        "SELECT count(*) FROM blob WHERE hash = ? AND done_ms IS NOT NULL",
        [hash.as_str()],
        |row| row.get(0),
    )?;
    if known == 0 || !path.is_file() {
        return Ok(false);
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(&std::fs::read(&path)?);
    let found = hasher.finalize().to_hex();
    ensure!(found.as_str() == hash.as_str(), "{hash} holds other bytes at the server");
    Ok(true)
}

/// How many bytes of files the server has on its disk, those included that are not whole.
pub fn received(data: &Path) -> Result<u64> {
    let sum: i64 =
        open(data)?.query_row("SELECT coalesce(sum(received), 0) FROM (SELECT received FROM blob UNION ALL SELECT received FROM upload)", [], |row| row.get(0))?;
    Ok(sum.unsigned_abs())
}
