//! Search without marks.

use model::ids::{EvidenceId, PeriodId, TaskId, UnitId};
use model::target::EntryKey;
use model::window::{Found, FoundKind};
use rusqlite::Connection;

use crate::search::{self, Hit, excerpt, matches, words};
use crate::{AskError, Asker, evidence, settings};

const MOST: usize = 50;
/// Units and tasks that are shown before what people wrote.
const MOST_NAMES: usize = 10;

/// Units and tasks by name, then entries and evidence of the units that the asker may read; at most 50. Every word
/// asked for begins a word of what is found.
pub fn find(conn: &Connection, asker: &Asker<'_>, text: &str) -> Result<Vec<Found>, AskError> {
    let words = words(text);
    let readable = asker.readable();
    let mut found: Vec<Found> = units(asker, &readable.units(), &words).take(MOST_NAMES).collect();
    let current = settings(conn, asker.plan)?.current_period(asker.plan, asker.today());
    found.extend(tasks(asker, &words, current.as_ref().map(|period| &period.id)).take(MOST_NAMES));
    let hits = search::find(
        conn,
        asker.plan_id(),
        readable.listed().map(|units| units.iter().copied()),
        &words,
        MOST - found.len(),
    )?;
    for hit in hits {
        found.extend(of_hit(conn, asker, hit, &words)?);
    }
    Ok(found)
}

fn units<'a>(
    asker: &'a Asker<'_>,
    units: &'a [&UnitId],
    words: &'a [String],
) -> impl Iterator<Item = Found> + 'a {
    let units = units.iter().filter_map(|unit| asker.plan.unit(unit));
    units.filter(|unit| matches(&unit.name, words)).map(|unit| Found {
        kind: FoundKind::Unit,
        title: unit.name.clone(),
        excerpt: String::new(),
        unit: Some(unit.id.clone()),
        unit_name: Some(unit.name.clone()),
        entry: None,
        evidence: None,
    })
}

/// Tasks by code, title and outputs. The entry is that of no unit: the task in the current period.
fn tasks<'a>(
    asker: &'a Asker<'_>,
    words: &'a [String],
    current: Option<&'a PeriodId>,
) -> impl Iterator<Item = Found> + 'a {
    asker.plan.tasks().iter().filter_map(move |task| {
        let text = format!("{} {} · {}", task.code, task.title, task.outputs.join(" · "));
        matches(&text, words).then(|| Found {
            kind: FoundKind::Task,
            title: format!("{} {}", task.code, task.title),
            excerpt: excerpt(&text, words),
            unit: None,
            unit_name: None,
            entry: current.map(|period| EntryKey { task: task.id.clone(), period: period.clone() }),
            evidence: None,
        })
    })
}

/// None for what is no longer in the plan, or was withdrawn.
fn of_hit(
    conn: &Connection,
    asker: &Asker<'_>,
    hit: Hit,
    words: &[String],
) -> Result<Option<Found>, AskError> {
    let unit = UnitId::new(hit.unit);
    let excerpt = excerpt(&hit.text, words);
    let unit_name = Some(asker.unit_name(&unit));
    if hit.evidence.is_empty() {
        let entry = EntryKey { task: TaskId::new(hit.task), period: PeriodId::new(hit.period) };
        let Some(task) = asker.plan.task(&entry.task) else { return Ok(None) };
        let title = format!("{} {}", task.code, task.title);
        return Ok(Some(Found {
            kind: FoundKind::Entry,
            title,
            excerpt,
            unit: Some(unit),
            unit_name,
            entry: Some(entry),
            evidence: None,
        }));
    }
    let id = EvidenceId::new(hit.evidence);
    let Some(row) = evidence::one(conn, asker.plan_id(), &unit, &id)? else { return Ok(None) };
    let name =
        [row.number, row.symbol].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
    let entry =
        evidence::used_in(conn, asker.plan_id(), &unit, &id)?.into_iter().next().map(|used| used.entry);
    Ok(Some(Found {
        kind: FoundKind::Evidence,
        title: if name.is_empty() { row.file_name } else { name },
        excerpt,
        unit: Some(unit),
        unit_name,
        entry,
        evidence: Some(id),
    }))
}
