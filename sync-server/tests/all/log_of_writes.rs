//! The database's log of writes, while a server is busy.

use crate::support::{COMMUNE, Server, all_durable};

/// Of a page, and of what stands before it in the log.
const PAGE: u64 = 4_096 + 24;

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_writes_begins_anew_while_work_goes_on() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let log = server.data().join("nharong.db-wal");
    let long = || std::fs::metadata(&log).unwrap().len() / PAGE;
    let (first, mut each, mut number) = (long(), 0, 0);
    // As much as four such logs hold.
    while number < 50 || number * each < 16_000 {
        number += 1;
        let text = format!("lần {number}: {}", "đã niêm yết thủ tục tại trụ sở ".repeat(100));
        let sent = laptop.narrative(&text);
        assert!(all_durable(&laptop.sync(&server, sent).await));
        if number == 50 {
            each = (long() - first) / 50;
        }
    }
    assert!(long() < 10_000, "after {number} syncs of {each} pages it is {} pages long", long());
}
