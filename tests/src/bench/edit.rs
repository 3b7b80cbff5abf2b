//! From a person's word to the disk.

use std::path::Path;

use anyhow::Result;
use model::ids::UnitId;
use model::target::{EntryKey, Target};
use model::window::Act;
use rusqlite::Connection;

use super::notebook::{Notebook, Sources};
use super::{Row, Times};

const EDITS: usize = 4_000;

/// Edits of a commune's laptop, and between them, row for row, what SQLite alone takes to commit as many bytes.
pub fn measure(folder: &Path) -> Result<Vec<Row>> {
    let sources = Sources::read()?;
    let plan = sources.plan()?;
    let mut notebook = Notebook::new(&folder.join("ayun"), "ayun")?;
    notebook.deliver(sources.papers(plan.year())?)?;
    let entries: Vec<EntryKey> = plan
        .reports()
        .iter()
        .flat_map(|report| {
            let own = plan.assignments_of(&UnitId::new("ayun")).iter();
            own.map(|assignment| EntryKey { task: assignment.task.clone(), period: report.id.clone() })
        })
        .collect();
    let bare = bare(&folder.join("bare.db"))?;
    let (mut edits, mut inserts) = (Times::default(), Times::default());
    for number in 0..EDITS {
        let (target, text) = edit(&entries[number / 4 % entries.len()], number);
        let row = format!("{target:?} {text}");
        edits.of(|| notebook.replica.act(Act::Write { target, text, base: None, beside: Vec::new() }))?;
        inserts.of(|| bare.execute("INSERT INTO row (text) VALUES (?1)", [row]))?;
    }
    let fields = EDITS.min(entries.len() * 4);
    let of = format!("{EDITS} edits of {fields} fields of one commune, encrypted, synchronous=FULL");
    let bare = format!("{EDITS} times, unencrypted, WAL, synchronous=FULL");
    Ok(vec![
        Row::of_times("edit until it is on the disk", of, &edits)
            .goal("p99 < 10 ms")
            .beside(inserts.median(), "a bare INSERT"),
        Row::of_times("bare SQLite INSERT and commit", bare, &inserts),
    ])
}

fn edit(entry: &EntryKey, number: usize) -> (Target, String) {
    let entry = entry.clone();
    match number % 4 {
        0 => (Target::State { entry }, ["done", "in-progress"][number / 4 % 2].to_owned()),
        1 => (Target::Percent { entry }, (number % 101).to_string()),
        2 => {
            (Target::Narrative { entry }, format!("Đã tiếp nhận {number} hồ sơ, giải quyết đúng hạn tất cả."))
        }
        _ => (Target::Difficulties { entry }, format!("Mạng mất {number} giờ; phải làm bù vào tuần sau.")),
    }
}

fn bare(path: &Path) -> Result<Connection> {
    let conn = Connection::open(path)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.execute_batch("CREATE TABLE row (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")?;
    Ok(conn)
}
