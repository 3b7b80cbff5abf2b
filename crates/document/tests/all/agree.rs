//! Contents and document say the same, whatever laptops write, in whatever order it comes.

use automerge::transaction::{CommitOptions, Transactable as _};
use automerge::{ActorId, AutoCommit, Change, ReadDoc as _};
use document::{Actor, Admission, Contents, Document, Fields as _, RawChange, skeleton};
use model::edit::StampedEdit;
use model::ids::{EvidenceId, FileHash, PeriodId};
use model::target::{EvidencePart, Target};
use model::value::{FileFacts, Heads, Submission, Value};
use proptest::prelude::*;

use crate::support::{
    actor, assert_same, at, edit, entry, give, id_of, narrative, of, state, take, text, workbook,
};

fn evidence(of: bool, part: EvidencePart) -> Target {
    let id = if of { "aaaaaaaaaaaaa" } else { "bbbbbbbbbbbbb" };
    Target::Evidence { evidence: EvidenceId::new(id), part }
}

fn submission() -> Target {
    Target::Submission { period: PeriodId::new("Q3") }
}

/// What one person does at once.
fn edits(laptop: &Document, what: usize, words: &str, by: &str) -> Vec<StampedEdit> {
    let (even, long) = (what.is_multiple_of(2), words.chars().count() > 5);
    let task = if even { "III.6a" } else { "III.6b" };
    let shown = |target: Target| {
        // Choosing what shows already settles a conflict.
        let value = laptop.read(&target).value().clone();
        vec![edit(target, value, by, 2)]
    };
    let file = |size: u64| {
        let name = words.to_owned();
        let hash = FileHash::new("0".repeat(64));
        Value::record(&FileFacts { hash, size, name, media_type: "image/jpeg".into() })
    };
    let handed_in = |minute: i64| {
        let heads = Heads::new([if long { "a" } else { "b" }.repeat(64)]);
        Value::record(&Submission::new(at(minute), heads))
    };
    match what {
        0..=2 => vec![text(Target::Narrative { entry: entry(task) }, words)],
        3 => vec![text(Target::Difficulties { entry: entry(task) }, words), text(narrative(), "a b a b")],
        4 => vec![state(task, if long { "done" } else { "in-progress" }, by)],
        5 if words.is_empty() => vec![edit(Target::Percent { entry: entry(task) }, Value::Absent, by, 1)],
        5 => shown(Target::State { entry: entry("III.6a") }),
        6 | 7 => {
            let number = edit(evidence(even, EvidencePart::Number), Value::Str(words.into()), by, 0);
            vec![number, edit(evidence(even, EvidencePart::File), file(3), by, 1)]
        }
        8 | 9 => {
            vec![edit(evidence(even, EvidencePart::File), if long { file(4) } else { Value::Absent }, by, 3)]
        }
        10 => vec![edit(submission(), handed_in(if long { 5 } else { 6 }), by, 4)],
        11 => shown(submission()),
        12 => shown(evidence(true, EvidencePart::File)),
        _ => vec![edit(evidence(even, EvidencePart::Removed), Value::Bool(long), by, 0)],
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn three_laptops_write_texts_values_and_records(
        steps in prop::collection::vec((0..3usize, 0..15usize, "[abđờ ]{0,12}", any::<bool>()), 1..40),
    ) {
        let mut laptops = [workbook(), workbook(), workbook()];
        let mut contents = of(&workbook());
        let mut all = workbook();
        for (who, what, words, meet) in steps {
            let words = if words.chars().count() > 9 { words.repeat(3) } else { words };
            let by = ["A", "B", "A"][who];
            let edits = edits(&laptops[who], what, &words, by);
            let sealed = laptops[who].seal(&edits, actor(u8::try_from(who).unwrap() + 1));
            for one in &edits {
                let read = laptops[who].read(&one.edit.target);
                if !one.edit.target.is_text() {
                    prop_assert!(read.contenders.len() <= 1, "what was written last stands alone: {read:?}");
                    prop_assert_eq!(read.value(), &one.edit.value, "and is what was written, whole");
                }
            }
            let outcomes = give(&mut contents, &sealed);
            let taken = |one: &Admission| matches!(one, Admission::Accepted(_) | Admission::Known(_));
            prop_assert!(outcomes.iter().all(taken), "{outcomes:?}");
            take(&mut all, &sealed);
            if meet {
                // Two of them hear everything.
                let changes = all.changes();
                let others = laptops.iter_mut().enumerate().filter(|(at, _)| *at != who);
                others.for_each(|(_, laptop)| take(laptop, &changes));
            }
        }
        assert_same(&contents, &all);
        let again = Contents::restore(all.id().clone(), contents.store()).unwrap();
        assert_same(&again, &all);
        let mut loaded = Document::load(all.id().clone(), &all.save()).unwrap();
        assert_same(&again, &loaded);
        take(&mut loaded, &all.changes());
        prop_assert_eq!(loaded.heads(), all.heads());
    }

    /// Letters that many put in at a few places, not knowing of each other, and with numbers and names in any order.
    #[test]
    fn letters_at_one_place_stand_in_the_order_of_the_library(
        names in prop::collection::btree_set(any::<[u8; 8]>(), 2..6),
        steps in prop::collection::vec((0..6usize, 0..4usize, "[a-zđ]{1,4}", 0..6usize, any::<bool>()), 1..30),
        from in any::<prop::sample::Index>(),
    ) {
        let object = narrative().address().object;
        let begun = skeleton(&object);
        let first = |name: [u8; 8]| {
            let name = { let mut name = name; name[0] |= 0x80; name };
            let mut doc = AutoCommit::new().with_actor(ActorId::from(name));
            doc.apply_changes([Change::from_bytes(begun.as_bytes().to_vec()).unwrap()]).unwrap();
            doc
        };
        let mut docs: Vec<AutoCommit> = names.into_iter().map(first).collect();
        let count = docs.len();
        let mut changes = vec![begun.clone()];
        for (who, place, word, other, away) in steps {
            let (who, other) = (who % count, other % count);
            if who != other {
                let mut heard = docs[other].clone();
                if away { docs[who].merge(&mut heard).unwrap(); }
            }
            let doc = &mut docs[who];
            let text = id_of(doc, &object);
            let length = doc.length(&text);
            let gone = isize::from(away && place < length);
            doc.splice_text(&text, place.min(length), gone, &word).unwrap();
            doc.commit_with(CommitOptions::default().with_message("A").with_time(0));
            changes.push(RawChange::new(doc.get_last_local_change().unwrap().raw_bytes().to_vec()));
        }
        let mut document = workbook();
        take(&mut document, &changes);
        let contents = of(&document);
        assert_same(&contents, &document);
        // In another order: from the middle on first, and what waits for its ancestors again after the rest.
        let mut other = of(&workbook());
        let middle = from.index(changes.len());
        changes.rotate_left(middle);
        while other.heads() != contents.heads() {
            let outcomes = give(&mut other, &changes);
            prop_assert!(outcomes.iter().any(|one| matches!(one, Admission::Accepted(_))), "{outcomes:?}");
            prop_assert!(!outcomes.iter().any(|one| matches!(one, Admission::Refused(_))), "{outcomes:?}");
        }
        assert_same(&other, &document);
    }
}

#[test]
fn a_hundred_laptops_at_the_beginning_and_after_one_letter_agree_with_the_library() {
    let mut base = workbook();
    let begun = base.seal(&[text(narrative(), "xy")], Actor::from_random([0; 8]));
    for place in [0, 1] {
        let (mut all, mut contents) = (base.clone(), of(&base));
        // Their names go up and down, and every third wrote more before, so that its numbers are higher.
        for n in 0..100u8 {
            let mut laptop = workbook();
            take(&mut laptop, &begun);
            let mut sealed = Vec::new();
            let words = |word: &str| match place {
                0 => format!("{word}xy"),
                _ => format!("x{word}y"),
            };
            let who = actor(n.wrapping_mul(37));
            if n.is_multiple_of(3) {
                sealed.extend(
                    laptop.seal(&[text(Target::Narrative { entry: entry("III.6b") }, "dài dài")], who),
                );
            }
            sealed.extend(laptop.seal(&[text(narrative(), &words(&format!("<{n}>")))], who));
            let outcomes = give(&mut contents, &sealed);
            let taken = |one: &Admission| matches!(one, Admission::Accepted(_) | Admission::Known(_));
            assert!(outcomes.iter().all(taken), "{n}: {outcomes:?}");
            take(&mut all, &sealed);
        }
        assert_same(&contents, &all);
        assert!(contents.read(&narrative()).value().as_str().is_some_and(|words| words.contains("<98>")));
    }
}
