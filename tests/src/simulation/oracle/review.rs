//! What offices' words on an entry come to.

use model::doc_id::{DocId, DocKind};
use model::target::EntryKey;
use model::value::Value;

use super::Oracle;
use super::record::counted;
use super::told::{Hash, Told};

/// See the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reviewed {
    Open,
    Returned,
    Accepted,
    Amended {
        /// By somebody who did not have all before them that was accepted.
        beside: bool,
    },
}

/// The parts of a verdict, the first first.
pub const VERDICT: [&str; 5] = ["is", "reason", "until", "heads", "fields"];

/// The name of the object in which an entry's verdict stands.
pub fn verdict_object(entry: &EntryKey) -> String {
    format!("r/verdict/{}/{}", entry.task, entry.period)
}

/// Whether an object of a workbook tells of an entry; an answer to a question does not.
pub fn is_of(entry: &EntryKey, object: &str) -> bool {
    let ids: Vec<&str> = object.split('/').collect();
    matches!(&ids[..], [_, kind, task, period] if !matches!(*kind, "deadline" | "answer")
        && *task == entry.task.as_str() && *period == entry.period.as_str())
}

/// One office's last word.
struct Word {
    accepted: bool,
    /// What registers came to when it was said, as the office's laptop knew them; none where it did not say.
    counted: Option<String>,
    heads: Vec<Hash>,
    position: i64,
}

impl Oracle {
    /// `reads`: the reviews that whoever asks may read.
    pub fn reviewed(&self, workbook: &DocId, entry: &EntryKey, reads: impl Fn(&DocId) -> bool) -> Reviewed {
        let book = self.document(workbook);
        let words: Vec<Word> = self
            .reviews_of(workbook)
            .filter(|(doc, _)| reads(doc))
            .filter_map(|(_, told)| last_word(told, entry))
            .collect();
        let changed = || book.into_iter().flat_map(|book| book.changes());
        let of_entry = || changed().filter(|change| change.touches(|object| is_of(entry, object)));
        let last = of_entry().map(|change| change.position).max();
        let answered = |word: &Word| last.is_some_and(|last| last > word.position);
        if words.iter().any(|word| !word.accepted && !answered(word)) {
            return Reviewed::Returned;
        }
        // What is accepted is accepted with the documents that prove it, as they are described.
        let used = book.map(|book| used(book, entry)).unwrap_or_default();
        let tells = |object: &str| is_of(entry, object) || used.iter().any(|one| one == object);
        let of_entry = || changed().filter(|change| change.touches(tells));
        let (mut reviewed, mut recounted) = (Reviewed::Open, false);
        let counts = book.map(|book| counted_text(book, workbook, entry)).unwrap_or_default();
        for word in words.iter().filter(|word| word.accepted) {
            let contained = book.map(|book| book.contained(&word.heads)).unwrap_or_default();
            let mut not_seen = of_entry().filter(|change| !contained.contains(&change.hash)).peekable();
            if not_seen.peek().is_some() {
                let before = |hash| book.map(|book| book.contained(&[hash])).unwrap_or_default();
                let beside =
                    not_seen.any(|change| word.heads.iter().any(|head| !before(change.hash).contains(head)));
                return Reviewed::Amended { beside };
            }
            if word.counted.as_ref().is_some_and(|then| *then != counts) {
                recounted = true;
            }
            reviewed = Reviewed::Accepted;
        }
        // What was accepted came to other numbers, whoever changed them and when.
        if recounted { Reviewed::Amended { beside: false } } else { reviewed }
    }

    pub fn reviews_of(&self, workbook: &DocId) -> impl Iterator<Item = (&DocId, &Told)> {
        let about = workbook.about().cloned();
        let is_review = |doc: &DocId| matches!(doc.kind, DocKind::Review { .. });
        self.documents.iter().filter(move |(doc, _)| {
            is_review(doc) && doc.plan == workbook.plan && doc.about().cloned() == about
        })
    }

    /// Values of different people on the same entry, in one office's book.
    pub fn verdicts_in_conflict(&self) -> bool {
        let reviews = self.documents.iter().filter(|(doc, _)| matches!(doc.kind, DocKind::Review { .. }));
        let conflict =
            |told: &Told| told.places().iter().any(|(object, _)| told.record(object, &VERDICT).len() > 1);
        reviews.map(|(_, told)| told).any(conflict)
    }
}

/// What the registers come to in an entry, in a line.
fn counted_text(book: &Told, workbook: &DocId, entry: &EntryKey) -> String {
    let counted = counted(book, workbook, entry);
    let words: Vec<String> = counted.iter().map(|(figure, amount)| format!("{figure}={amount}")).collect();
    words.join(" ")
}

/// The objects of the evidence that an entry uses.
fn used(book: &Told, entry: &EntryKey) -> Vec<String> {
    let register = format!("r/entry/{}/{}", entry.task, entry.period);
    let keys = book.places().into_iter().filter(|(object, _)| *object == register);
    let linked = keys.filter_map(|(object, key)| {
        let id = key.strip_prefix("evidence/")?.to_owned();
        let stands = book.standing(&object, &key).into_iter().next()?;
        matches!(stands.value, Value::Str(_)).then(|| format!("r/evidence/{id}"))
    });
    linked.collect()
}

/// Of a person with two machines the word that arrived last counts as the time of the word.
fn last_word(review: &Told, entry: &EntryKey) -> Option<Word> {
    let object = verdict_object(entry);
    let winner = review.record(&object, &VERDICT).into_iter().next()?;
    let Value::Record(parts) = &winner.value else { return None };
    let own = review.changes().filter(|change| change.by == winner.by && change.touches(|of| of == object));
    let heads = parts.get("heads").and_then(Value::as_str).unwrap_or_default();
    Some(Word {
        counted: review
            .standing(&format!("r/counted/{}/{}", entry.task, entry.period), "figures")
            .first()
            .and_then(|held| held.value.as_str().map(str::to_owned)),
        accepted: parts.get("is") == Some(&Value::Str("accepted".into())),
        heads: heads.split(' ').filter_map(unhex).collect(),
        position: own.map(|change| change.position).max()?,
    })
}

fn unhex(text: &str) -> Option<Hash> {
    let digits = |at: usize| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..32).map(digits).collect();
    bytes?.try_into().ok()
}
