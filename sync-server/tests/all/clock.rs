//! A server whose clock is put on or back.

use sync_server::admin;

use crate::support::{COMMUNE, Laptop, Server, all_durable};

const HOUR: i64 = 3_600_000;
const YEAR: i64 = 365 * 24 * HOUR;

async fn write(server: &Server, laptop: &mut Laptop, text: &str) {
    let sent = laptop.narrative(text);
    assert!(all_durable(&laptop.sync(server, sent).await), "whatever the hour is, it is taken in");
}

/// By how many hours the clock was off, each time.
fn jumps(server: &Server) -> Vec<i64> {
    let hours = |jump: &admin::JumpLine| (jump.stood - jump.expected).num_hours();
    admin::list_jumps(&server.data()).unwrap().iter().map(hours).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_by_more_than_an_hour_is_marked_where_it_did() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    write(&server, &mut laptop, "một").await;
    server.time.pass(9 * HOUR);
    write(&server, &mut laptop, "hai").await;
    server.time.jump(HOUR / 2);
    write(&server, &mut laptop, "ba").await;
    assert_eq!(jumps(&server), Vec::<i64>::new(), "time that passes is no jump, nor is half an hour");
    server.time.jump(YEAR);
    write(&server, &mut laptop, "bốn").await;
    write(&server, &mut laptop, "năm").await;
    server.time.jump(-YEAR);
    write(&server, &mut laptop, "sáu").await;
    assert_eq!(jumps(&server), [YEAR / HOUR, -YEAR / HOUR], "on and back, each once");
    let marked: Vec<i64> =
        admin::list_jumps(&server.data()).unwrap().iter().map(|jump| jump.position).collect();
    let first = server.count("SELECT min(position) FROM log WHERE received_ms > 1590000000000");
    assert_eq!(marked, [first, first + 2], "at the first change of the hour, and of the one after it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_was_put_back_while_the_server_stood_is_marked_as_well() {
    let mut server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    write(&server, &mut laptop, "một").await;
    server.stop().await;
    server.time.jump(-YEAR);
    server.run().await;
    write(&server, &mut laptop, "hai").await;
    assert_eq!(jumps(&server), [-YEAR / HOUR]);
}
