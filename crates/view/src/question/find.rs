//! Search without marks.

use model::ids::{PeriodId, UnitId};
use model::target::EntryKey;
use model::window::{Found, FoundKind, FoundRecord};

use crate::facts::{Facts, Hit, HitOf, Unreadable, settings};
use crate::words::{excerpt, matches, words};
use crate::{AskError, Asker};

const MOST: usize = 50;
/// Units and tasks that are shown before what people wrote.
const MOST_NAMES: usize = 10;

/// Units and tasks by name, then entries and evidence of the units that the asker may read; at most 50. Every word
/// asked for begins a word of what is found.
pub(super) fn find<F: Facts>(facts: &F, asker: &Asker<'_>, text: &str) -> Result<Vec<Found>, AskError> {
    let words = words(text);
    let readable = asker.readable();
    let mut found: Vec<Found> = units(asker, &readable.units(), &words).take(MOST_NAMES).collect();
    let current = settings(facts, asker.plan)?.current_period(asker.plan, asker.today());
    found.extend(tasks(asker, &words, current.as_ref().map(|period| &period.id)).take(MOST_NAMES));
    let listed = readable.listed();
    for hit in facts.find(asker.plan.id(), listed, &words, MOST - found.len())? {
        found.extend(of_hit(facts, asker, hit, &words)?);
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
        record: None,
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
            record: None,
        })
    })
}

/// None for what is no longer in the plan, or was withdrawn.
fn of_hit<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    Hit { unit, of, text }: Hit,
    words: &[String],
) -> Result<Option<Found>, Unreadable> {
    let mut record = None;
    let (kind, title, entry, evidence) = match of {
        HitOf::Record(register, id) => {
            let Some(found) = asker.plan.register(&register) else { return Ok(None) };
            record = Some(FoundRecord { register, record: id });
            (FoundKind::Record, found.name.clone(), None, None)
        }
        HitOf::Entry(entry) => {
            let Some(task) = asker.plan.task(&entry.task) else { return Ok(None) };
            (FoundKind::Entry, format!("{} {}", task.code, task.title), Some(entry), None)
        }
        HitOf::Evidence(id) => {
            let Some(one) = facts.evidence_by_id(asker.plan.id(), &unit, &id)? else { return Ok(None) };
            let parts = [one.number, one.symbol].into_iter().filter(|part| !part.is_empty());
            let name = parts.collect::<Vec<_>>().join("/");
            let entry = one.used_in.into_iter().next().map(|used| used.entry);
            (FoundKind::Evidence, if name.is_empty() { one.file_name } else { name }, entry, Some(id))
        }
    };
    let (excerpt, unit_name) = (excerpt(&text, words), Some(asker.unit_name(&unit)));
    Ok(Some(Found { kind, title, excerpt, unit: Some(unit), unit_name, entry, evidence, record }))
}
