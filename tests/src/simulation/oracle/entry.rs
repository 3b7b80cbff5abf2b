//! What a window should show of one entry, and of a document's fields.

use std::collections::BTreeSet;

use document::Reading;
use model::address::{Address, ObjectName};
use model::doc_id::DocId;
use model::ids::{EvidenceId, PersonId, UnitId};
use model::target::{EntryKey, EvidencePart, Target};
use model::value::Value;
use model::vocabulary::Vocabulary;
use model::window::EntryPage;
use model::words;

use super::record::{Kinds, counted, in_entry};
use super::register::beside;
use super::review::{VERDICT, is_of, verdict_object};
use super::told::{Held, Told};
use super::word::{Told as Change, Word};
use super::{Oracle, Reviewed};

/// Which entry, and who asks.
pub struct Asked<'a> {
    pub workbook: &'a DocId,
    pub entry: &'a EntryKey,
    /// The reviews that they may read.
    pub reads: &'a dyn Fn(&DocId) -> bool,
    /// What is shown for a person.
    pub called: &'a dyn Fn(&str) -> String,
    /// The registers that there are.
    pub kinds: &'a Kinds,
}

/// Where an answer and the log differ first.
pub fn difference(oracle: &Oracle, asked: &Asked<'_>, page: &EntryPage) -> Option<String> {
    let nothing = Told::default();
    let book = oracle.document(asked.workbook).unwrap_or(&nothing);
    let register = format!("r/entry/{}/{}", asked.entry.task, asked.entry.period);
    own_fields(book, &register, page)
        .or_else(|| evidence(book, &register, page))
        .or_else(|| state((book, &register), asked, page))
        .or_else(|| in_entry(book, asked.workbook, page, asked.kinds))
        .or_else(|| oracle.questions(asked, page))
        .or_else(|| reviewed(oracle, asked, page))
        .or_else(|| conflicts(oracle, (book, &register), asked, page))
        .or_else(|| history(oracle, book, asked, page))
        .or_else(|| typed(page))
}

fn winner(book: &Told, object: &str, key: &str) -> Value {
    book.standing(object, key).into_iter().next().map_or(Value::Absent, |one| one.value)
}

fn own_fields(book: &Told, register: &str, page: &EntryPage) -> Option<String> {
    let percent = winner(book, register, "percent").as_int();
    if percent != page.percent.map(i64::from) {
        return Some(format!("per cent: {:?} shown, {percent:?} in the log", page.percent));
    }
    let ids = register.trim_start_matches("r/entry/");
    for text in &page.texts {
        let there = book.text(&format!("t/{}/{ids}", text.name));
        if there != text.text {
            return Some(format!("{}: {:?} shown, {there:?} in the log", text.name, text.text));
        }
    }
    for figure in &page.figures {
        for shown in &figure.values {
            let amount =
                winner(book, register, &format!("figure/{}/{}", figure.indicator, shown.figure)).as_int();
            let digits: String = shown.text.chars().filter(char::is_ascii_digit).collect();
            if amount.map(|amount| (amount / 1000).to_string()).unwrap_or_default() != digits {
                return Some(format!(
                    "figure {}: {:?} shown, {amount:?} in the log",
                    shown.figure, shown.text
                ));
            }
        }
        for shown in &figure.checks {
            let key = format!("check/{}/{}", figure.indicator, shown.check);
            if (winner(book, register, &key) == Value::Bool(true)) != shown.done {
                return Some(format!("check {}: {} shown, not so in the log", shown.check, shown.done));
            }
        }
        let none = winner(book, register, &format!("none/{}", figure.indicator)) == Value::Bool(true);
        if none != figure.none_arose {
            return Some(format!("none arose: {} shown, {none} in the log", figure.none_arose));
        }
    }
    None
}

/// Pieces that are used in the entry, have a file and were not withdrawn.
fn pieces(book: &Told, register: &str) -> BTreeSet<(String, [String; 5])> {
    let mut pieces = BTreeSet::new();
    for (_, key) in book.places().into_iter().filter(|(object, _)| object == register) {
        let Some(id) = key.strip_prefix("evidence/") else { continue };
        let Value::Str(place) = winner(book, register, &key) else { continue };
        let object = format!("r/evidence/{id}");
        let part = |key: &str| winner(book, &object, key).as_str().unwrap_or_default().to_owned();
        let withdrawn = winner(book, &object, "removed") == Value::Bool(true);
        if !part("file-hash").is_empty() && !withdrawn {
            let parts = [place, part("number"), part("symbol"), part("issuer"), part("abstract")];
            pieces.insert((id.to_owned(), parts));
        }
    }
    pieces
}

fn evidence(book: &Told, register: &str, page: &EntryPage) -> Option<String> {
    let shown: BTreeSet<(String, [String; 5])> = page
        .evidence
        .iter()
        .map(|one| {
            let parts = [&one.place, &one.number, &one.symbol, &one.issuer, &one.summary];
            (one.id.as_str().to_owned(), parts.map(Clone::clone))
        })
        .collect();
    let there = pieces(book, register);
    (shown != there).then(|| format!("evidence: {shown:?} shown, {there:?} in the log"))
}

/// Work that has content was begun, though nobody said so.
fn state((book, register): (&Told, &str), asked: &Asked<'_>, page: &EntryPage) -> Option<String> {
    let content = page.percent.is_some()
        || page.texts.iter().any(|text| !text.text.is_empty())
        || page.figures.iter().any(|one| {
            one.none_arose
                || one.checks.iter().any(|check| check.done)
                || one.values.iter().any(|value| !value.text.is_empty())
        })
        || !page.evidence.is_empty()
        || counted(book, asked.workbook, asked.entry).iter().any(|(_, amount)| *amount != 0);
    let there = match winner(book, register, "state") {
        Value::Str(code) => code,
        _ if content => "in-progress".to_owned(),
        _ => "not-started".to_owned(),
    };
    let shown = word_of(&page.state);
    (shown != there).then(|| format!("state: {shown} shown, {there} in the log"))
}

fn word_of(state: &impl serde::Serialize) -> String {
    let word = serde_json::to_value(state).ok();
    word.and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}

fn reviewed(oracle: &Oracle, asked: &Asked<'_>, page: &EntryPage) -> Option<String> {
    let there = oracle.reviewed(asked.workbook, asked.entry, asked.reads);
    let shown = word_of(&page.shown);
    let fits = match there {
        Reviewed::Open => !["returned", "accepted", "amended"].contains(&shown.as_str()),
        Reviewed::Returned => shown == "returned",
        Reviewed::Accepted => shown == "accepted",
        Reviewed::Amended { .. } => shown == "amended",
    };
    (!fits).then(|| format!("reviewed: {shown} shown, {there:?} by the log"))
}

fn conflicts(
    oracle: &Oracle,
    (book, register): (&Told, &str),
    asked: &Asked<'_>,
    page: &EntryPage,
) -> Option<String> {
    let keys = book.places().into_iter().filter(|(object, _)| object == register);
    let several = |standing: Vec<Held>| if standing.len() > 1 { standing.len() } else { 0 };
    let known = Vocabulary::default();
    let held = |(object, key): (String, String)| {
        let address = Address::in_register(ObjectName::parse(&object)?, key);
        Some(several(book.field(&known.at(&asked.workbook.kind, &address)?.target)))
    };
    let mut there: usize = keys.filter_map(held).sum();
    let object = verdict_object(asked.entry);
    for (_, review) in oracle.reviews_of(asked.workbook).filter(|(doc, _)| (asked.reads)(doc)) {
        there += several(review.record(&object, &VERDICT));
    }
    // Texts are merged; who stands against whom in one, laptops and server work out apart.
    let values = page.conflicts.iter().filter(|conflict| !conflict.target.is_text());
    let shown: usize = values.map(|conflict| conflict.contenders.len()).sum();
    (shown != there).then(|| format!("{shown} values in conflict shown, {there} in the log"))
}

/// How many fields of evidence that is or was of the entry a change touched, but for the file itself; `linked` grows.
fn of_evidence(asked: &Asked<'_>, change: &Change, linked: &mut BTreeSet<EvidenceId>) -> usize {
    let known = Vocabulary::default();
    let target = |(object, key): &(String, String)| {
        let address = Address::in_register(ObjectName::parse(object)?, key.clone());
        Some(known.at(&asked.workbook.kind, &address)?.target)
    };
    let targets: Vec<Target> = change.words.keys().filter_map(target).collect();
    linked.extend(targets.iter().filter_map(|target| match target {
        Target::Link { entry, evidence } if entry == asked.entry => Some(evidence.clone()),
        _ => None,
    }));
    let told = |target: &&Target| match target {
        Target::Evidence { evidence, part } => *part != EvidencePart::File && linked.contains(evidence),
        _ => false,
    };
    targets.iter().filter(told).count()
}

/// One line for each field that a change touched: whose, and when it arrived; of texts, how they read.
fn history(oracle: &Oracle, book: &Told, asked: &Asked<'_>, page: &EntryPage) -> Option<String> {
    let (mut there, mut texts) = (Vec::new(), Vec::new());
    let mut linked = BTreeSet::new();
    for change in book.changes() {
        let lines = of_evidence(asked, change, &mut linked);
        there.extend(std::iter::repeat_n(((asked.called)(&change.by), change.received), lines));
        for ((object, _), word) in change.words.iter().filter(|((object, _), _)| is_of(asked.entry, object)) {
            there.push(((asked.called)(&change.by), change.received));
            if let (Word::Text(text), true) = (word, object.starts_with("t/")) {
                texts.push(if text.is_empty() { words::EMPTY.to_owned() } else { text.clone() });
            }
        }
    }
    let (task, period) = (&asked.entry.task, &asked.entry.period);
    let of_entry = |kind: &str| format!("r/{kind}/{task}/{period}");
    let (question, whole) = (of_entry("question"), [of_entry("verdict"), of_entry("counted")]);
    for (_, review) in oracle.reviews_of(asked.workbook).filter(|(doc, _)| (asked.reads)(doc)) {
        for change in review.changes() {
            let questions = change.words.keys().filter(|(object, _)| *object == question).count();
            let lines = questions + whole.iter().filter(|one| change.touches(|of| of == **one)).count();
            there.extend(std::iter::repeat_n(((asked.called)(&change.by), change.received), lines));
        }
    }
    let received =
        |at: Option<chrono::DateTime<chrono::FixedOffset>>| at.map_or(0, |at| at.timestamp_millis());
    let lines = || page.history.iter().filter(|line| line.by != words::MERGED);
    let mut shown: Vec<(String, i64)> =
        lines().map(|line| (line.by.clone(), received(line.received))).collect();
    let labels: Vec<&str> = page.texts.iter().map(|text| text.label.as_str()).collect();
    let of_text = lines().filter(|line| labels.contains(&line.what.as_str()));
    let mut shown_texts: Vec<String> = of_text.map(|line| line.after.clone()).collect();
    for lines in [&mut texts, &mut shown_texts] {
        lines.sort();
    }
    shown.sort();
    there.sort();
    // The window shows the newest lines alone.
    if shown != there && there.len() <= 200 {
        return Some(format!("history: {shown:?} shown, {there:?} in the log"));
    }
    (shown_texts != texts && there.len() <= 200)
        .then(|| format!("texts in the history: {shown_texts:?} shown, {texts:?} in the log"))
}

/// Every sentence that somebody typed stands in its text, or in what is asked about it, or was taken out by somebody who saw it.
fn typed(page: &EntryPage) -> Option<String> {
    if page.history.len() >= 200 {
        return None;
    }
    let sentences = |text: &str| -> BTreeSet<String> {
        let after = text.split("Câu ").skip(1).filter_map(|rest| rest.split_once('.'));
        let whole = after.filter(|(number, _)| number.bytes().all(|digit| digit.is_ascii_digit()));
        whole.map(|(number, _)| number.to_owned()).collect()
    };
    for text in &page.texts {
        let asked = page.conflicts.iter().filter(|one| one.target == text.target);
        let mut there = sentences(&text.text);
        there.extend(asked.flat_map(|one| &one.contenders).flat_map(|side| sentences(&side.shown)));
        let lines = || page.history.iter().filter(|line| line.what == text.label && line.by != words::MERGED);
        let before =
            |line: &model::window::HistoryItem| sentences(line.before.as_deref().unwrap_or_default());
        let seen_out: BTreeSet<String> =
            lines().flat_map(|line| &before(line) - &sentences(&line.after)).collect();
        let lost = lines()
            .flat_map(|line| sentences(&line.after))
            .find(|one| !there.contains(one) && !seen_out.contains(one));
        if let Some(lost) = lost {
            return Some(format!("sentence {lost} of {} is nowhere, and nobody took it out", text.name));
        }
    }
    None
}

impl Told {
    /// What a field should hold, the winner first.
    pub fn field(&self, target: &Target) -> Vec<Held> {
        let addresses = target.addresses();
        let Some(first) = addresses.first() else { return Vec::new() };
        let object = first.object.as_str();
        if target.is_text() {
            let text = self.text(object);
            let standing = Held { value: Value::Str(text.clone()), by: String::new(), change: [0; 32] };
            return if text.is_empty() { Vec::new() } else { vec![standing] };
        }
        let keys: Vec<&str> = addresses.iter().map(|address| &*address.key).collect();
        let [only] = keys[..] else { return self.record(object, &keys) };
        if is_record(target) {
            return self.record(object, &keys);
        }
        let cells = match target {
            Target::Cell { column, .. } => beside(*column, (object, only)),
            _ => None,
        };
        let others = cells.unwrap_or_else(|| {
            let addresses = target.together().into_iter().map(|other| other.address());
            addresses.map(|at| (at.object.to_string(), at.key.to_string())).collect()
        });
        let mut held = self.decided_with((object, only), &others);
        if target.looked_at().is_some() {
            // That two people looked is nothing to choose between.
            held.truncate(1);
        }
        held
    }

    /// Where a laptop's fields and the log differ first.
    pub fn difference(&self, fields: &[(Target, Reading)]) -> Option<String> {
        let mut known = BTreeSet::new();
        for (target, reading) in fields {
            known
                .extend(target.addresses().into_iter().map(|at| (at.object.to_string(), at.key.to_string())));
            let there: Vec<(Value, String)> =
                self.field(target).into_iter().map(|one| (one.value, one.by)).collect();
            let by = |by: &Option<PersonId>| {
                let by = by.as_ref().filter(|_| !target.is_text());
                by.map(ToString::to_string).unwrap_or_default()
            };
            // Of a text what stands there.
            let counted = if target.is_text() { 1 } else { usize::MAX };
            let here: Vec<(Value, String)> = reading
                .contenders
                .iter()
                .take(counted)
                .map(|held| (held.value.clone(), by(&held.by)))
                .collect();
            if here != there {
                return Some(format!("{target:?}: {here:?} here, {there:?} in the log"));
            }
        }
        let missing = self.places().into_iter().find(|(object, key)| {
            let holds = !self.standing(object, key).is_empty() || !self.text(object).is_empty();
            holds && !known.contains(&(object.clone(), key.clone()))
        });
        missing.map(|(object, key)| format!("{object}:{key} is in the log, and not here"))
    }
}

/// Of several parts there is one by now.
pub fn is_record(target: &Target) -> bool {
    matches!(target, Target::Counted { .. })
}

/// The unit that a workbook is about reads its reviews, the office that wrote them, and whoever coordinates.
pub fn may_read_review(doc: &DocId, asks: &UnitId, coordinator: &UnitId) -> bool {
    let office = match &doc.kind {
        model::doc_id::DocKind::Review { office, .. } => Some(office),
        _ => None,
    };
    office == Some(asks) || doc.about() == Some(asks) || asks == coordinator
}
