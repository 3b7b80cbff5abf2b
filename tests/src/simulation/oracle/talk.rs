//! What offices and units say to each other: reminders, questions and answers.

use std::collections::BTreeMap;

use model::doc_id::{DocId, DocKind};
use model::ids::PlanId;
use model::value::Value;
use model::window::{EntryPage, ReminderView};

use super::entry::Asked;
use super::told::{Hash, Held, Told};
use super::{Change, Oracle};

/// The parts of a reminder, the first first.
const REMINDER: [&str; 4] = ["words", "period", "tasks", "until"];

/// Words, by whom, and when they came to the server.
type Words = (String, String, i64);

impl Oracle {
    /// Where the list of reminders and the log differ first. `reads`: the reviews that whoever asks may read.
    pub fn reminders(
        &self,
        plan: &PlanId,
        reads: impl Fn(&DocId) -> bool,
        called: &dyn Fn(&str) -> String,
        shown: &[ReminderView],
    ) -> Option<String> {
        let (mut there, mut times) = (BTreeMap::new(), BTreeMap::new());
        for (doc, review) in self.documents.iter().filter(|(doc, _)| doc.plan == *plan && reads(doc)) {
            let (DocKind::Review { office, .. }, Some(unit)) = (&doc.kind, doc.about()) else { continue };
            let book = self.document(&DocId::workbook(plan, unit.clone()));
            for (object, id) in reminded(review) {
                let Some(held) = review.record(&object, &REMINDER).into_iter().next() else { continue };
                let Value::Record(parts) = &held.value else { continue };
                let part =
                    |name: &str| parts.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                let said =
                    |key: &str| book.and_then(|book| words(book, (&format!("r/reminded/{id}"), key), called));
                let sent = (part("words"), called(&held.by));
                let came = came(review, &object).into_iter();
                let came = came.chain(
                    book.map(|book| self::came(book, &format!("r/reminded/{id}"))).unwrap_or_default(),
                );
                times.insert((office.to_string(), unit.to_string(), id.clone()), came.collect::<Vec<i64>>());
                let about = [part("period"), part("tasks"), part("until")];
                let key = (office.to_string(), unit.to_string(), id.clone());
                let answer = said("answer").map(|(words, by, _)| (words, by));
                there.insert(key, (sent, about, said("seen").is_some(), answer));
            }
        }
        let at = |said: &model::window::Said| said.received.map_or(0, |at| at.timestamp_millis());
        let one = |one: &ReminderView| {
            let sent = (one.words.clone(), one.sent.by.clone());
            let tasks: Vec<&str> = one.tasks.iter().map(model::ids::TaskId::as_str).collect();
            let period = one.period.as_ref().map(ToString::to_string).unwrap_or_default();
            let until = one.until.map(|day| day.to_string()).unwrap_or_default();
            let answer = one.answer.clone().zip(one.answered.as_ref());
            let answer = answer.map(|(words, by)| (words, by.by.clone()));
            let key = (one.office.to_string(), one.unit.to_string(), one.id.to_string());
            (key, (sent, [period, tasks.join("\n"), until], one.seen.is_some(), answer))
        };
        // One that was taken back is shown for its answer alone.
        let (back, standing): (Vec<_>, Vec<_>) = shown.iter().partition(|one| one.dropped);
        if let Some(one) = back.iter().find(|one| one.answer.is_none()) {
            return Some(format!("reminder {} was taken back, and nobody answered it", one.id));
        }
        // A clone says the same once more: it came with either.
        let late = standing.iter().find(|one| {
            let key = (one.office.to_string(), one.unit.to_string(), one.id.to_string());
            let said = [Some(&one.sent), one.answered.as_ref()].into_iter().flatten();
            times.get(&key).is_some_and(|came| said.into_iter().any(|said| !came.contains(&at(said))))
        });
        if let Some(one) = late {
            return Some(format!("reminder {} came at a time at which nothing of it came", one.id));
        }
        let here: BTreeMap<_, _> = standing.iter().copied().map(one).collect();
        (here != there || here.len() != standing.len())
            .then(|| format!("reminders: {here:?} shown, {there:?} in the log"))
    }

    /// The same of the questions on one entry.
    pub fn questions(&self, asked: &Asked<'_>, page: &EntryPage) -> Option<String> {
        let (task, period) = (&asked.entry.task, &asked.entry.period);
        let book = self.document(asked.workbook);
        let mut there = Vec::new();
        for (doc, review) in self.reviews_of(asked.workbook).filter(|(doc, _)| (asked.reads)(doc)) {
            let DocKind::Review { office, .. } = &doc.kind else { continue };
            let object = format!("r/question/{task}/{period}");
            for (_, key) in review.places().into_iter().filter(|(of, _)| *of == object) {
                let Some(id) = key.strip_prefix("asked/") else { continue };
                let Some((text, by, _)) = words(review, (&object, &key), asked.called) else { continue };
                let at = (format!("r/answer/{task}/{period}"), format!("to/{id}"));
                let answer = book.and_then(|book| words(book, (&at.0, &at.1), asked.called));
                let answer = answer.map(|(text, by, _)| (text, by));
                there.push((office.to_string(), id.to_owned(), (text, by), answer));
            }
        }
        let (back, standing): (Vec<_>, Vec<_>) = page.questions.iter().partition(|one| one.withdrawn);
        if let Some(one) = back.iter().find(|one| one.answer.is_none()) {
            return Some(format!("question {} was taken back, and nobody answered it", one.id));
        }
        let shown = standing.into_iter().map(|one| {
            let answer = one.answer.as_ref().map(|answer| (answer.text.clone(), answer.by.clone()));
            (one.office.to_string(), one.id.to_string(), (one.text.clone(), one.by.clone()), answer)
        });
        let mut shown: Vec<_> = shown.collect();
        shown.sort();
        there.sort();
        (shown != there).then(|| format!("questions: {shown:?} shown, {there:?} in the log"))
    }
}

/// The objects of reminders, and their ids.
fn reminded(review: &Told) -> BTreeMap<String, String> {
    let id = |object: String| Some((object.clone(), object.strip_prefix("r/reminder/")?.to_owned()));
    review.places().into_iter().filter_map(|(object, _)| id(object)).collect()
}

/// What stands at a key, where that is words.
fn words(told: &Told, (object, key): (&str, &str), called: &dyn Fn(&str) -> String) -> Option<Words> {
    let Held { value, by, change } = told.standing(object, key).into_iter().next()?;
    let text = value.as_str().filter(|text| !text.is_empty())?.to_owned();
    Some((text, called(&by), received(told, &change)))
}

/// When changes came that say something of an object.
fn came(told: &Told, object: &str) -> Vec<i64> {
    told.changes().filter(|change| change.touches(|of| of == object)).map(|change| change.received).collect()
}

fn received(told: &Told, hash: &Hash) -> i64 {
    let found: Option<&Change> = told.changes().find(|change| change.hash == *hash);
    found.map_or(0, |change| change.received)
}
