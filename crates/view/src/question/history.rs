//! Who set what in an entry, and in the evidence that proves it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, FixedOffset, TimeDelta};
use model::ids::EvidenceId;
use model::target::{EntryKey, EvidencePart, Target};
use model::value::Value;
use model::window::HistoryItem;
use model::words;

use crate::facts::{EntryOf, EvidenceFacts, Facts, Past, Unreadable};
use crate::{AskError, Asker};

/// The newest lines are shown, and of a long text its beginning; the tables keep all.
const HISTORY_ROWS: usize = 200;
const HISTORY_CHARS: usize = 2_000;

/// So far the server's clock may be put right without a word.
const UNTOLD: TimeDelta = TimeDelta::hours(1);

/// Who set what, in the order of their places: in the entry, and in what was ever evidence of it.
pub(super) fn past<F: Facts>(facts: &F, asker: &Asker<'_>, of: EntryOf<'_>) -> Result<Vec<Past>, AskError> {
    let mut past = facts.past(of)?;
    past.retain(|one| asker.reads_document(&one.doc));
    let mut ids: Vec<EvidenceId> = past.iter().filter_map(linked).cloned().collect();
    ids.sort_unstable();
    ids.dedup();
    if !ids.is_empty() {
        let mut of_evidence = facts.past_of_evidence(of.plan, of.unit, &ids)?;
        // The file itself is set once, and the line of its place in the entry tells of it.
        of_evidence.retain(|one| !matches!(one.target, Target::Evidence { part: EvidencePart::File, .. }));
        past.extend(of_evidence);
        past.sort_by_key(|one| one.place);
    }
    Ok(past)
}

fn linked(one: &Past) -> Option<&EvidenceId> {
    match &one.target {
        Target::Link { evidence, .. } => Some(evidence),
        _ => None,
    }
}

/// The evidence that a line is about.
fn evidence_of(target: &Target) -> Option<&EvidenceId> {
    match target {
        Target::Link { evidence, .. }
        | Target::Evidence { evidence, .. }
        | Target::EvidenceRemark { evidence, .. } => Some(evidence),
        _ => None,
    }
}

/// What was said of evidence before it came into the entry is in the history of the entry where that was done.
fn lines_of(past: &[Past]) -> Vec<(usize, &Past)> {
    let mut since = HashMap::new();
    for (evidence, one) in past.iter().filter_map(|one| Some((linked(one)?, one))) {
        since.entry(evidence).or_insert(one.place);
    }
    let of_entry = |one: &Past| match &one.target {
        Target::Evidence { evidence, .. } => since.get(evidence).is_some_and(|since| *since <= one.place),
        _ => true,
    };
    past.iter().enumerate().filter(|(_, one)| of_entry(one)).collect()
}

/// What pieces of evidence are called, those too that are the entry's no more.
fn names<F: Facts>(
    facts: &F,
    of: EntryOf<'_>,
    past: &[Past],
    now: &[EvidenceFacts],
) -> Result<BTreeMap<EvidenceId, String>, Unreadable> {
    let mut names: BTreeMap<EvidenceId, String> =
        now.iter().map(|one| (one.id.clone(), one.file_name.clone())).collect();
    for id in past.iter().filter_map(|one| evidence_of(&one.target)) {
        if !names.contains_key(id) {
            let found = facts.evidence_by_id(of.plan, of.unit, id)?;
            names.insert(id.clone(), found.map(|one| one.file_name).unwrap_or_default());
        }
    }
    Ok(names)
}

/// Of an entry: the newest first.
pub(super) fn history<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    of: EntryOf<'_>,
    (past, texts): (&[Past], &BTreeMap<String, String>),
    evidence: &[EvidenceFacts],
) -> Result<Vec<HistoryItem>, Unreadable> {
    let entry = EntryKey { task: of.task.clone(), period: of.period.clone() };
    let (names, merges) = (names(facts, of, past, evidence)?, merges(past, texts, &entry));
    let what = |target: &Target| {
        let (field, name) = (words::field(target, asker.plan), evidence_of(target).map(|id| &names[id]));
        name.filter(|name| !name.is_empty()).map_or_else(|| field.clone(), |name| format!("{field} · {name}"))
    };
    lines(facts, asker, (past, &merges), &what)
}

/// The same of a record of a register.
pub(super) fn of_record<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    past: &[Past],
) -> Result<Vec<HistoryItem>, Unreadable> {
    lines(facts, asker, (past, &BTreeMap::new()), &|target| words::field(target, asker.plan))
}

/// Each with what the field held before, also where that is no line here. What the server says to have received after what came
/// later was received while its clock stood ahead.
fn lines<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    (past, merges): (&[Past], &BTreeMap<usize, Vec<Merge<'_>>>),
    what: &dyn Fn(&Target) -> String,
) -> Result<Vec<HistoryItem>, Unreadable> {
    let mut items = Vec::new();
    let made = |at: usize| merges.get(&at).into_iter().flatten().map(|merge| merge.item(asker));
    items.extend(made(past.len()));
    let mut later: Option<DateTime<FixedOffset>> = None;
    for (at, one) in lines_of(past).into_iter().rev().take(HISTORY_ROWS) {
        let before = stood_before(&past[..at], one);
        let wrong = one.received.zip(later).is_some_and(|(received, later)| received - later > UNTOLD);
        if let Some(received) = one.received {
            later = Some(later.map_or(received, |later| later.min(received)));
        }
        items.push(HistoryItem {
            by: facts.shown_name(&one.by)?,
            at: one.at,
            received: one.received,
            received_wrong: wrong,
            what: what(&one.target),
            before: before.map(shortened),
            after: shortened(words::shown(&one.value, &one.target)),
            sent: one.received.is_some(),
        });
        items.extend(made(at));
    }
    Ok(items)
}

/// What a field held before: of a text what its author saw, which was perhaps not what others had made of it by then. Who chose
/// between values wrote perhaps the one that came last: before it stood what was not chosen.
fn stood_before(past: &[Past], one: &Past) -> Option<String> {
    let mut of_field = past.iter().rev().filter(|other| other.doc == one.doc && other.target == one.target);
    if one.target.is_text() {
        let saw = Value::Str(one.before.clone().unwrap_or_default());
        return of_field.next().map(|_| words::shown(&saw, &one.target));
    }
    let other = of_field.find(|other| other.value != one.value);
    other.map(|other| words::shown(&other.value, &other.target))
}

/// That the words of people who did not know of each other came to read as nobody wrote them.
struct Merge<'a> {
    /// What one of them had left.
    last: &'a Past,
    words: &'a str,
}

impl Merge<'_> {
    fn item(&self, asker: &Asker<'_>) -> HistoryItem {
        let Self { last, words } = self;
        HistoryItem {
            by: words::MERGED.to_owned(),
            at: last.at,
            received: last.received,
            received_wrong: false,
            what: words::field(&last.target, asker.plan),
            before: Some(shortened(words::shown(&last.value, &last.target))),
            after: shortened((*words).to_owned()),
            sent: last.received.is_some(),
        }
    }
}

/// What merges made of texts, each by the place in the past that it stands before: somebody saw, or stands there now, what
/// nobody had written or seen until then.
fn merges<'a>(
    past: &'a [Past],
    texts: &'a BTreeMap<String, String>,
    entry: &EntryKey,
) -> BTreeMap<usize, Vec<Merge<'a>>> {
    let mut merges: BTreeMap<usize, Vec<Merge<'a>>> = BTreeMap::new();
    for target in Target::texts_of(entry) {
        let mut read: Vec<&str> = Vec::new();
        let mut last: Option<&Past> = None;
        let mut look = |at: usize, words: &'a str, read: &[&str], last: Option<&'a Past>| {
            if let Some(last) = last.filter(|_| !words.is_empty() && !read.contains(&words)) {
                merges.entry(at).or_default().push(Merge { last, words });
            }
        };
        for (at, one) in past.iter().enumerate().filter(|(_, one)| one.target == target) {
            let before = one.before.as_deref().unwrap_or_default();
            look(at, before, &read, last);
            read.extend([before, one.value.as_str().unwrap_or_default()]);
            last = Some(one);
        }
        let now = texts.get(target.description().object.name).map_or("", String::as_str);
        look(past.len(), now, &read, last);
    }
    merges
}

fn shortened(text: String) -> String {
    if text.is_empty() {
        return words::EMPTY.to_owned();
    }
    match text.char_indices().nth(HISTORY_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
