use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::Response;
use tokio::time::timeout;

use sync_server::admin;

use crate::support::{COMMUNE, COORDINATOR, Server, plan_folder};

/// Reads the stream until a line says `wanted`.
pub async fn until(
    response: &mut (impl futures_util::Stream<Item = String> + Unpin),
    wanted: impl Fn(&str) -> bool,
) {
    let found = async {
        while let Some(text) = response.next().await {
            if text.lines().any(&wanted) {
                return true;
            }
        }
        false
    };
    assert!(timeout(Duration::from_secs(20), found).await.expect("the stream says it soon"));
}

pub fn texts(response: Response) -> impl futures_util::Stream<Item = String> + Unpin {
    let bytes = response.bytes_stream();
    Box::pin(bytes.map(|bytes| String::from_utf8(bytes.unwrap_or_default().to_vec()).unwrap()))
}

pub fn position(line: &str) -> Option<u64> {
    line.strip_prefix("data: ")?.parse().ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_listens_is_told_that_there_is_something_new() {
    let server = Server::start().await;
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    let cursor = office.cursor.0;
    let listening = server.client.get(format!("{}/v1/events", server.url)).bearer_auth(&office.token);
    let mut stream = texts(listening.send().await.unwrap());
    until(&mut stream, |line| position(line) == Some(cursor)).await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("mới");
    let reply = laptop.sync(&server, sent).await;
    until(&mut stream, |line| position(line) == Some(reply.cursor.0)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_says_how_often_it_says_something_and_does() {
    let server = Server::start().await;
    let laptop = server.enrol(COMMUNE).await;
    let listening = server.client.get(format!("{}/v1/events", server.url)).bearer_auth(&laptop.token);
    let response = listening.send().await.unwrap();
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("x-accel-buffering"), "no", "a proxy is asked to pass it on at once");
    let every = Duration::from_secs(header(protocol::EVENTS_EVERY).parse().unwrap());
    assert!(every <= Duration::from_secs(2), "a laptop waits for two and shows within five seconds");
    let mut stream = texts(response);
    until(&mut stream, |line| position(line).is_some()).await;
    let alive = until(&mut stream, |line| line.starts_with(':'));
    timeout(every * 2, alive).await.expect("it says that it is there");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_administrator_writes_while_the_server_runs_is_told_as_well() {
    let server = Server::start().await;
    let laptop = server.enrol(COMMUNE).await;
    let listening = server.client.get(format!("{}/v1/events", server.url)).bearer_auth(&laptop.token);
    let mut stream = texts(listening.send().await.unwrap());
    until(&mut stream, |line| position(line).is_some()).await;
    let files = admin::PlanFiles::without_units(&plan_folder()).unwrap();
    admin::add_plan(&server.data(), &files, Some(2020), &server.time.clock()).unwrap();
    let newest = u64::try_from(server.count("SELECT position FROM district")).unwrap();
    until(&mut stream, |line| position(line) == Some(newest)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_does_not_keep_the_server_from_closing() {
    let mut server = Server::start().await;
    let laptop = server.enrol(COMMUNE).await;
    let listening = server.client.get(format!("{}/v1/events", server.url)).bearer_auth(&laptop.token);
    let mut stream = texts(listening.send().await.unwrap());
    until(&mut stream, |line| position(line).is_some()).await;
    timeout(Duration::from_secs(20), server.stop()).await.expect("the server closes");
    assert!(timeout(Duration::from_secs(20), stream.collect::<Vec<_>>()).await.is_ok());
}
