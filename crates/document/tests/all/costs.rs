//! What the worst input costs: twice of it little more than twice as much.

use automerge::ChangeHash;
use automerge::legacy::{ElementId, Key, Op, OpType};
use document::{Contents, Fields as _, MAX_BESIDE, MAX_FIELDS_IN_CHANGE, RawChange, interpret};
use model::address::{ObjectName, Shape};
use model::target::Target;

use crate::crafting::{Writing, entry_register, letter, object_id, op_id, put};
use crate::measure::assert_in_proportion;
use crate::support::{entry, give, is_taken, narrative, of, workbook};

fn admit_all(changes: &[RawChange]) -> Contents {
    let mut contents = of(&workbook());
    let outcomes = give(&mut contents, changes);
    let refused = outcomes.iter().position(|outcome| !is_taken(outcome));
    assert!(refused.is_none(), "{refused:?} of {}: {:?}", outcomes.len(), refused.map(|at| &outcomes[at]));
    contents
}

fn read(contents: &Contents, changes: &[RawChange]) {
    for target in [narrative(), Target::Percent { entry: entry("III.6a") }] {
        let _ = contents.read(&target);
    }
    let last = interpret(changes.last().unwrap()).unwrap().hash;
    let _ = contents.text_as_of(&narrative(), &last);
    assert!(Contents::restore(contents.id().clone(), contents.store()).is_some());
}

fn admit_and_read(changes: &[RawChange]) {
    read(&admit_all(changes), changes);
}

#[test]
fn values_of_one_field_cost_in_proportion() {
    let make = |count: usize| {
        let mut writing = Writing::default();
        let entry = entry_register();
        writing.begin(&entry);
        for n in 0..count as u64 {
            let over = if n == 0 { Vec::new() } else { vec![op_id(n + 1, 0)] };
            writing.go_on(0, n + 1, |_| vec![put(&entry, "percent", 1, over)]);
        }
        writing.changes
    };
    assert_in_proportion("values one after another", 3_000, make, |changes| admit_and_read(changes));
}

#[test]
fn letters_that_jump_about_cost_in_proportion() {
    let make = |count: usize| {
        let mut writing = Writing::default();
        let text = narrative().address().object;
        writing.begin(&text);
        let jump = |n: u64| (n > 0).then(|| op_id(2 + n.wrapping_mul(2_654_435_761) % n, 0));
        writing.go_on(0, 1, |_| (0..count as u64).map(|n| letter(&text, jump(n))).collect());
        // And every other one is taken away, from both ends by turns.
        let away = |n: u64| {
            let at = if n.is_multiple_of(2) { 2 + n } else { 1 + count as u64 - n };
            let letter = op_id(at, 0);
            Op {
                action: OpType::Delete,
                obj: object_id(&text),
                key: Key::Seq(ElementId::Id(letter.clone())),
                pred: vec![letter].into(),
                insert: false,
            }
        };
        writing.go_on(0, 2, |_| (0..count as u64 / 2).map(away).collect());
        writing.changes
    };
    assert_in_proportion("letters that jump about", 19_000, make, |changes| admit_and_read(changes));
}

#[test]
fn letters_put_in_at_one_place_by_many_cost_in_proportion() {
    for at_the_beginning in [true, false] {
        let make = |count: usize| {
            let mut writing = Writing::default();
            let text = narrative().address().object;
            writing.begin(&text);
            writing.go_on(0, 1, |_| vec![letter(&text, None)]);
            let (first, start) = writing.last.unwrap();
            // As many as may be at work beside each other, each with so many letters at the one place.
            for n in 1..=MAX_BESIDE {
                let after = if at_the_beginning { None } else { Some(op_id(2, 0)) };
                let letters = (0..count).map(|_| letter(&text, after.clone())).collect();
                writing.write(n, 1, start, vec![first], letters);
            }
            writing.changes
        };
        assert_in_proportion("letters at one place", 60, make, |changes| admit_and_read(changes));
    }
}

#[test]
fn many_ancestors_cost_in_proportion() {
    let make = |count: usize| {
        let mut writing = Writing::default();
        let entry = entry_register();
        let evidence = |n: usize| ObjectName::new(Shape::Register, "evidence", &[&format!("e{n}")]);
        let mut deps: Vec<_> = (0..count).map(|n| writing.begin(&evidence(n))).collect();
        deps.push(writing.begin(&entry));
        let contents = admit_all(&writing.changes);
        writing.write(0, 1, 2, deps, vec![put(&entry, "percent", 1, Vec::new())]);
        (contents, writing.changes.pop().unwrap())
    };
    let run = |(contents, change): &(Contents, RawChange)| {
        for _ in 0..40 {
            let mut contents = contents.clone();
            assert!(is_taken(&give(&mut contents, std::slice::from_ref(change))[0]));
        }
    };
    assert_in_proportion("ancestors", 1_500, make, run);
}

#[test]
fn many_changes_side_by_side_cost_in_proportion() {
    let make = |count: usize| {
        let mut writing = Writing::default();
        let entry = entry_register();
        let first = writing.begin(&entry);
        // As many as may be at work beside each other, each in a line of its own.
        let mut lines = vec![(first, 2); MAX_BESIDE];
        for n in 0..count {
            let (author, seq) = (n % MAX_BESIDE, (n / MAX_BESIDE) as u64 + 1);
            let (before, start) = lines[author];
            let key = format!("none/i{n}");
            writing.write(author, seq, start, vec![before], vec![put(&entry, &key, 1, Vec::new())]);
            lines[author] = writing.last.unwrap();
        }
        writing.changes
    };
    assert_in_proportion("changes side by side", 1_900, make, |changes| admit_and_read(changes));
}

#[test]
fn many_fields_cost_in_proportion() {
    let make = |count: usize| {
        let mut writing = Writing::default();
        let entry = entry_register();
        writing.begin(&entry);
        let link = |n: usize| put(&entry, &format!("evidence/{n:013}"), 1, Vec::new());
        let portions = (0..count).step_by(MAX_FIELDS_IN_CHANGE);
        for (at, first) in portions.enumerate() {
            let end = (first + MAX_FIELDS_IN_CHANGE).min(count);
            writing.go_on(0, at as u64 + 1, |_| (first..end).map(link).collect());
        }
        writing.changes
    };
    assert_in_proportion("fields", 8_000, make, |changes| admit_and_read(changes));
}

#[test]
fn many_objects_cost_in_proportion() {
    let make = |count: usize| {
        let mut writing = Writing::default();
        let evidence = |n: usize| ObjectName::new(Shape::Register, "evidence", &[&format!("e{n}")]);
        let mut before: Option<(ChangeHash, u64)> = None;
        for n in 0..count {
            let object = evidence(n);
            let made = writing.begin(&object);
            let start = before.map_or(2, |(_, end)| end);
            let deps = before.map(|(hash, _)| hash).into_iter().chain([made]).collect();
            writing.write(0, n as u64 + 1, start, deps, vec![put(&object, "removed", 1, Vec::new())]);
            before = writing.last;
        }
        writing.changes
    };
    assert_in_proportion("objects", 1_500, make, |changes| admit_and_read(changes));
}

/// Each author writes once, and once more when all others have.
fn authors(count: usize, beside: bool) -> Vec<RawChange> {
    let mut writing = Writing::default();
    let entry = entry_register();
    let first = writing.begin(&entry);
    if beside {
        // One that nobody ever stands on.
        writing.write(count, 1, 2, vec![first], vec![put(&entry, "state", 1, Vec::new())]);
        writing.last = Some((first, 2));
    }
    for round in 0..2 {
        for n in 0..count {
            let over = if round == 0 { Vec::new() } else { vec![op_id(2 + n as u64, n)] };
            writing.go_on(n, round + 1, |_| vec![put(&entry, &format!("none/i{n}"), 1, over)]);
        }
    }
    writing.changes
}

#[test]
fn many_authors_cost_in_proportion() {
    let make = |count| authors(count, false);
    assert_in_proportion("authors", 1_300, make, |changes| admit_and_read(changes));
}

/// Whether a change stands on its author's last one is looked for change by change.
#[test]
fn many_authors_cost_in_proportion_where_one_change_stands_beside_all_others() {
    let make = |count| authors(count, true);
    assert_in_proportion("authors beside a change", 1_000, make, |changes| admit_and_read(changes));
}
