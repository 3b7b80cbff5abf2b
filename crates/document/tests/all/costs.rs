//! What the worst input costs: twice of it little more than twice as much.

use std::fs;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpId, OpType};
use automerge::{ActorId, Change, ChangeHash, ExpandedChange};
use document::{Fields as _, Holdings, RawChange, interpret, skeleton};
use model::address::{ObjectName, Shape};
use model::target::Target;

use crate::support::{entry, give, is_taken, narrative, of, workbook};

/// What this thread has worked so far: others on the machine do not count, where the machine tells.
fn worked(since: Instant) -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|told| told.split(' ').next()?.parse().ok()).filter(|nanos| *nanos > 0);
    told.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// The least of several runs.
fn least<T>(input: &T, run: &impl Fn(&T)) -> Duration {
    let since = Instant::now();
    let one = || {
        let before = worked(since);
        run(input);
        worked(since) - before
    };
    (0..3).map(|_| one()).min().expect("three runs")
}

/// Asserts that `run` of twice the input costs less than 2.5 times. One after another, and tried again: a busy
/// machine is no fault of the code.
fn assert_in_proportion<T>(what: &str, size: usize, make: impl Fn(usize) -> T, run: impl Fn(&T)) {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (half, whole) = (make(size), make(2 * size));
    let mut seen = Vec::new();
    for _ in 0..5 {
        let (less, more) = (least(&half, &run), least(&whole, &run));
        if more < less * 5 / 2 {
            return;
        }
        seen.push((less, more));
    }
    panic!("{what}: {size} and twice that cost {seen:?}");
}

fn entry_register() -> ObjectName {
    ObjectName::new(Shape::Register, "entry", &["III.6a", "Q3"])
}

fn actor(n: usize) -> [u8; 8] {
    (n as u64 | 1 << 63).to_be_bytes()
}

fn op_id(counter: u64, n: usize) -> OpId {
    OpId(counter, ActorId::from(actor(n)))
}

fn object_id(object: &ObjectName) -> ObjectId {
    ObjectId::Id(OpId(1, ActorId::from(object.as_str().as_bytes())))
}

fn put(object: &ObjectName, key: &str, value: i64, over: Vec<OpId>) -> Op {
    Op {
        action: OpType::Put(value.into()),
        obj: object_id(object),
        key: Key::Map(key.into()),
        pred: over.into(),
        insert: false,
    }
}

fn letter(text: &ObjectName, after: Option<OpId>) -> Op {
    Op {
        action: OpType::Put("a".into()),
        obj: object_id(text),
        key: Key::Seq(after.map_or(ElementId::Head, ElementId::Id)),
        pred: Vec::new().into(),
        insert: true,
    }
}

/// Changes made without the library, whose own costs are not in question.
#[derive(Default)]
struct Writing {
    changes: Vec<RawChange>,
    /// The last one, and the number after its last operation.
    last: Option<(ChangeHash, u64)>,
}

impl Writing {
    fn begin(&mut self, object: &ObjectName) -> ChangeHash {
        self.changes.push(skeleton(object));
        let hash = interpret(&skeleton(object)).unwrap().hash.into();
        self.last = Some((hash, 2));
        hash
    }

    fn write(&mut self, n: usize, seq: u64, start: u64, mut deps: Vec<ChangeHash>, operations: Vec<Op>) {
        deps.sort_unstable();
        let end = start + operations.len() as u64;
        let change = ExpandedChange {
            operations,
            actor_id: ActorId::from(actor(n)),
            hash: None,
            seq,
            start_op: start.try_into().unwrap(),
            time: 0,
            message: Some("A".into()),
            deps,
            extra_bytes: Vec::new(),
            author: None,
        };
        let change = Change::from(change);
        self.changes.push(RawChange::new(change.raw_bytes().to_vec()));
        self.last = Some((change.hash(), end));
    }

    /// On top of the last one.
    fn go_on(&mut self, n: usize, seq: u64, operations: impl FnOnce(u64) -> Vec<Op>) {
        let (last, start) = self.last.unwrap();
        self.write(n, seq, start, vec![last], operations(start));
    }
}

fn admit_all(changes: &[RawChange]) -> Holdings {
    let mut holdings = of(&workbook());
    let outcomes = give(&mut holdings, changes);
    let refused = outcomes.iter().position(|outcome| !is_taken(outcome));
    assert!(refused.is_none(), "{refused:?} of {}: {:?}", outcomes.len(), refused.map(|at| &outcomes[at]));
    holdings
}

fn read(holdings: &Holdings, changes: &[RawChange]) {
    for target in [narrative(), Target::Percent { entry: entry("III.6a") }] {
        let _ = holdings.read(&target);
    }
    let last = interpret(changes.last().unwrap()).unwrap().hash;
    let _ = holdings.text_as_of(&narrative(), &last);
    assert!(Holdings::restore(holdings.id().clone(), holdings.store()).is_some());
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
    assert_in_proportion("values one after another", 1_000, make, |changes| admit_and_read(changes));
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
    assert_in_proportion("letters that jump about", 8_000, make, |changes| admit_and_read(changes));
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
            for n in 1..=count {
                let after = if at_the_beginning { None } else { Some(op_id(2, 0)) };
                let own = |at| letter(&text, Some(op_id(start + at, n)));
                let letters = [vec![letter(&text, after)], (0..9).map(own).collect()].concat();
                writing.write(n, 1, start, vec![first], letters);
            }
            writing.changes
        };
        assert_in_proportion("letters at one place", 500, make, |changes| admit_and_read(changes));
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
        let holdings = admit_all(&writing.changes);
        writing.write(0, 1, 2, deps, vec![put(&entry, "percent", 1, Vec::new())]);
        (holdings, writing.changes.pop().unwrap())
    };
    let run = |(holdings, change): &(Holdings, RawChange)| {
        for _ in 0..20 {
            let mut holdings = holdings.clone();
            assert!(is_taken(&give(&mut holdings, std::slice::from_ref(change))[0]));
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
        for n in 0..count {
            writing.write(n, 1, 2, vec![first], vec![put(&entry, &format!("none/i{n}"), 1, Vec::new())]);
        }
        writing.changes
    };
    assert_in_proportion("changes side by side", 1_500, make, |changes| admit_and_read(changes));
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
    assert_in_proportion("objects", 1_000, make, |changes| admit_and_read(changes));
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
    assert_in_proportion("authors", 600, make, |changes| admit_and_read(changes));
}

/// Whether a change stands on its author's last one is looked for change by change.
#[test]
fn many_authors_cost_in_proportion_where_one_change_stands_beside_all_others() {
    let make = |count| authors(count, true);
    assert_in_proportion("authors beside a change", 1_000, make, |changes| admit_and_read(changes));
}
