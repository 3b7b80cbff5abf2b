//! What waits for its ancestors: released by what it waits for, at a cost in proportion.

use std::time::{Duration, Instant};

use document::RawChange;
use model::target::Target;
use model::value::Value;
use protocol::{Fate, MAX_REQUEST_CHANGES};

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
    for batch in late.chunks(MAX_REQUEST_CHANGES) {
        // What arrives at one moment is compared with each other: of one request.
        server.time.pass(1000);
        let reply = laptop.sync(&server, vec![(doc.clone(), batch.to_vec())]).await;
        assert!(reply.fates[0].iter().all(|fate| *fate == Fate::Parked), "{:?}", reply.fates);
    }
    assert!(all_durable(&laptop.sync(&server, vec![(doc, changes)]).await));
    let took = since.elapsed();
    assert_eq!(server.count("SELECT count(*) FROM parked"), 0, "each was let in by the one before");
    took
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_that_wait_for_each_other_cost_in_proportion() {
    const SIZE: usize = 1_000;
    let mut least = [Duration::MAX; 2];
    // The least of several: a busy machine is no fault of the code.
    for _ in 0..6 {
        for (least, count) in least.iter_mut().zip([SIZE, 2 * SIZE]) {
            *least = released(count).await.min(*least);
        }
        if least[1] < least[0] * 5 / 2 {
            return;
        }
    }
    panic!("{SIZE} changes and twice that took {least:?}");
}
