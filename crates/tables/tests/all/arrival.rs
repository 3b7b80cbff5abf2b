//! Rows follow from what was written and from its positions, not from the order in which it came.

use std::collections::BTreeSet;

use document::{ChangeHash, Interpreted, RawChange, interpret};
use model::doc_id::DocId;
use model::target::Target;
use model::value::Value;
use rusqlite::Connection;
use tables::Arrival;
use view::Place;

use crate::support::{
    AYUN, World, accepted, decision, figure, link, narrative, percent, returned, review, state, workbook,
};

/// What everybody wrote in two workbooks and a review, some without knowing of each other, by its positions.
fn written() -> Vec<(DocId, RawChange, Arrival)> {
    let mut world = World::new();
    let (ayun, hra, words) = (workbook(AYUN), workbook("hra"), review("noi-vu", AYUN));
    let mut all = Vec::new();
    let mut note =
        |doc: &DocId, changes: Vec<RawChange>| all.extend(changes.into_iter().map(|raw| (doc.clone(), raw)));
    let mut first = vec![state("I.2", "in-progress"), narrative("I.2", "đã lập danh sách")];
    first.extend(decision("bbbbbbbbbbbbb", '2'));
    note(&ayun, world.edit(&ayun, "a", "2019-08-20T07:00:00", &first));
    let beside: Vec<_> = [("a", "done", 80), ("b", "in-progress", 60), ("c", "done", 60)]
        .into_iter()
        .map(|(by, code, part)| {
            let edits =
                [state("I.2", code), percent("I.2", part), narrative("I.2", &format!("đã lập, {by}"))];
            world.seal_apart(&ayun, by, "2019-08-20T08:00:00", &edits)
        })
        .collect();
    for changes in beside {
        world.merge(&ayun, &changes);
        note(&ayun, changes);
    }
    note(&words, world.edit(&words, "Lan", "2019-08-20T09:00:00", &[returned("I.2", "thiếu", "2019-09-04")]));
    let more = [link("I.2", "bbbbbbbbbbbbb", "trang 1"), figure("III.6a", "ho-so-dung-han", "part", 297_000)];
    note(&ayun, world.edit(&ayun, "b", "2018-01-01T00:00:00", &more));
    let heads = world.heads(&ayun);
    note(&words, world.edit(&words, "Lan", "2019-08-20T10:00:00", &[accepted("I.2", heads)]));
    note(&ayun, world.edit(&ayun, "a", "2019-08-21T10:00:00", &[narrative("I.2", "")]));
    note(&hra, world.edit(&hra, "d", "2019-08-21T10:00:00", &[percent("I.3", 10), state("I.3", "done")]));
    let placed = |(position, (doc, raw))| {
        let at = 1_566_000_000_000 - i64::try_from(position).unwrap() * 60_000;
        (doc, raw, Arrival { place: Place::in_log(position), received: Some(at) })
    };
    (1..).zip(all).map(placed).collect()
}

/// Everything that the rows say.
fn rows(conn: &Connection) -> Vec<String> {
    let mut all = Vec::new();
    for table in [
        "with_entry",
        "with_entry_text",
        "with_figure",
        "with_evidence",
        "with_evidence_link",
        "with_verdict",
        "with_history",
        "contender",
        "submission",
    ] {
        let mut select = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = select.column_count();
        let of_table = select.query_map([], |row| {
            let values: Vec<rusqlite::types::Value> =
                (0..columns).map(|at| row.get(at)).collect::<Result<_, _>>()?;
            Ok(format!("{table} {values:?}"))
        });
        all.extend(of_table.unwrap().map(Result::unwrap));
    }
    all.sort();
    all
}

/// Takes in what came in this order.
fn take_in(order: &[usize], all: &[(DocId, RawChange, Arrival)]) -> Vec<String> {
    let mut world = World::new();
    for at in order {
        let (doc, raw, arrival) = &all[*at];
        world.hold(doc, raw);
        world.take_in(doc, &interpret(raw).unwrap(), *arrival);
    }
    rows(&world.conn)
}

/// An order in which each change comes after those on which it stands.
fn order(seed: u64, reads: &[Interpreted]) -> Vec<usize> {
    let mut dice = seed;
    let mut next = move |below: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(dice >> 33).unwrap() % below
    };
    let (mut order, mut there) = (Vec::new(), BTreeSet::<ChangeHash>::new());
    while order.len() < reads.len() {
        let may: Vec<usize> = (0..reads.len())
            .filter(|at| !order.contains(at) && reads[*at].deps.iter().all(|dep| there.contains(dep)))
            .collect();
        let at = may[next(may.len())];
        there.insert(reads[at].hash);
        order.push(at);
    }
    order
}

#[test]
fn any_order_of_arrival_gives_the_same_rows() {
    let all = written();
    let reads: Vec<Interpreted> = all.iter().map(|(_, raw, _)| interpret(raw).unwrap()).collect();
    let expected = take_in(&(0..all.len()).collect::<Vec<_>>(), &all);
    assert!(expected.len() > 30, "there are rows: {expected:#?}");
    for seed in 0..60 {
        let order = order(seed, &reads);
        let found = take_in(&order, &all);
        let missing: Vec<_> = expected.iter().filter(|row| !found.contains(row)).collect();
        assert!(missing.is_empty() && found.len() == expected.len(), "seed {seed}, {order:?}: {missing:#?}");
    }
}

#[test]
fn an_edit_that_waits_and_is_taken_back_leaves_the_rows_as_they_were() {
    let all = written();
    let mut world = World::new();
    for (doc, raw, arrival) in &all {
        world.hold(doc, raw);
        world.take_in(doc, &interpret(raw).unwrap(), *arrival);
    }
    let before = rows(&world.conn);
    let doc = workbook(AYUN);
    let edits: [(Target, Value); 4] = [
        state("I.2", "not-applicable"),
        percent("I.2", 5),
        narrative("I.2", "khác"),
        link("I.3", "bbbbbbbbbbbbb", ""),
    ];
    for (id, (target, value)) in (1..).zip(&edits) {
        world.wait(id, &doc, "a", "2019-08-22T08:00:00", target, value);
    }
    assert_ne!(rows(&world.conn), before);
    for (id, (target, _)) in (1..).zip(&edits) {
        world.take_back(id, &doc, target);
    }
    let after: Vec<String> = rows(&world.conn);
    let differing: Vec<_> = after.iter().filter(|row| !before.contains(row)).collect();
    // An entry that was begun and is empty again keeps its row, which says nothing.
    assert!(
        differing.iter().all(|row| row.contains("I.3") && row.contains("Null, Null, Integer(0)")),
        "{differing:#?}"
    );
}
