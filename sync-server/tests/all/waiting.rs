//! What waits for its ancestors: released by what it waits for, at a cost in proportion.

use std::time::{Duration, Instant};

use document::RawChange;
use model::target::Target;
use model::value::Value;
use protocol::Fate;

use crate::support::{COMMUNE, Server, all_durable, entry};

/// How long a server takes for so many changes that come before the one on which all of them stand.
async fn released(count: usize) -> Duration {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let doc = laptop.workbook();
    let mut changes: Vec<RawChange> = Vec::new();
    for n in 0..=count {
        let percent = Value::Int(i64::try_from(n % 100).unwrap());
        changes.extend(laptop.edit(&doc, Target::Percent { entry: entry() }, percent));
    }
    // The skeleton, and the first of the values.
    let late = changes.split_off(2);
    let since = Instant::now();
    let reply = laptop.sync(&server, vec![(doc.clone(), late)]).await;
    assert!(reply.fates[0].iter().all(|fate| *fate == Fate::Parked), "{:?}", reply.fates);
    assert!(all_durable(&laptop.sync(&server, vec![(doc, changes)]).await));
    let took = since.elapsed();
    assert_eq!(server.count("SELECT count(*) FROM parked"), 0, "each was let in by the one before");
    took
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_wait_for_each_other_cost_in_proportion() {
    let mut seen = Vec::new();
    // Tried again: a busy machine is no fault of the code.
    for _ in 0..8 {
        let (half, whole) = (released(240).await, released(480).await);
        if whole < half * 5 / 2 {
            return;
        }
        seen.push((half, whole));
    }
    panic!("240 and 480 changes took {seen:?}");
}
