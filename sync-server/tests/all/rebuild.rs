//! The rows of the view, made anew from the log.

use sync_server::admin::{self, AdminError};

use crate::support::{COMMUNE, Server, all_durable};

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_were_lost_are_made_anew_from_the_log_and_are_found_again() {
    let mut server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("đã niêm yết thủ tục");
    assert!(all_durable(&laptop.sync(&server, sent).await));
    assert!(
        matches!(admin::rebuild(&server.data()), Err(AdminError::Running)),
        "a server that runs has the rows in its hands"
    );
    server.stop().await;
    let conn = rusqlite::Connection::open(server.data().join("nharong.db")).unwrap();
    conn.execute_batch("DELETE FROM entry; DELETE FROM entry_text; DELETE FROM history;").unwrap();
    drop(conn);
    assert!(admin::rebuild(&server.data()).unwrap() > 0);
    let count = |sql: &str| server.count(sql);
    assert_eq!(count("SELECT count(*) FROM with_entry_text WHERE text = 'đã niêm yết thủ tục'"), 1);
    assert_eq!(count("SELECT count(*) FROM with_history WHERE field = 'narrative'"), 1);
    assert_eq!(count("SELECT count(*) FROM search_index WHERE search_index MATCH 'niem'"), 1);
    assert_eq!(count("SELECT count(*) FROM search_marked"), 0);
    server.run().await;
    let sent = laptop.narrative("và gỡ xuống");
    assert!(all_durable(&laptop.sync(&server, sent).await), "work goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_written_is_in_the_searchs_index_a_moment_later() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("đã niêm yết thủ tục");
    laptop.sync(&server, sent).await;
    let begun = std::time::Instant::now();
    while server.count("SELECT count(*) FROM search_marked") > 0 {
        assert!(begun.elapsed().as_secs() < 60, "what is marked is indexed");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(server.count("SELECT count(*) FROM search_index WHERE search_index MATCH 'niem'"), 1);
}
