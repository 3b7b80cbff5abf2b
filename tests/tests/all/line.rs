//! The line on which sync engines are compared: what it counts and how late it is.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Result;
use tests::bench::peers::{Conditions, Lane, Line, Loss, Passed};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, timeout};

const ASK: usize = 5_000;
const ANSWER: usize = 700;

/// Answers each 5,000 bytes with 700.
async fn server() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let port = listener.local_addr()?.port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut asked = vec![0; ASK];
                while stream.read_exact(&mut asked).await.is_ok() {
                    if stream.write_all(&[1; ANSWER]).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    Ok(port)
}

async fn laptop(line: &Line) -> Result<TcpStream> {
    Ok(TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], line.port()))).await?)
}

/// How long an exchange took.
async fn exchange(stream: &mut TcpStream) -> Result<Duration> {
    let begun = Instant::now();
    stream.write_all(&[2; ASK]).await?;
    stream.read_exact(&mut [0; ANSWER]).await?;
    Ok(begun.elapsed())
}

#[tokio::test]
async fn counts_every_byte_and_every_turn() -> Result<()> {
    let line = Line::to(server().await?).await?;
    let mut kept = laptop(&line).await?;
    exchange(&mut kept).await?;
    line.become_like(Conditions::default());
    assert_eq!(line.passed(), Passed::default(), "what passed before is not counted");
    for _ in 0..3 {
        exchange(&mut kept).await?;
    }
    let (up, down) = (3 * ASK as u64, 3 * ANSWER as u64);
    assert_eq!(
        line.passed(),
        Passed { up, down, turns: 6, connections: 0 },
        "three requests and three answers, however many segments they took"
    );
    exchange(&mut laptop(&line).await?).await?;
    let passed = line.passed();
    assert_eq!((passed.turns, passed.connections), (8, 1), "a handshake is no turn, and is told apart");
    Ok(())
}

#[tokio::test]
async fn is_never_quicker_than_it_was_told_to_be() -> Result<()> {
    let line = Line::to(server().await?).await?;
    let mut kept = laptop(&line).await?;
    exchange(&mut kept).await?;
    let far = Conditions { one_way: Duration::from_millis(30), ..Conditions::default() };
    line.become_like(far);
    let took = exchange(&mut kept).await?;
    assert!(took >= far.round_trip(), "one round trip on a kept connection, not {took:?}");
    let begun = Instant::now();
    exchange(&mut laptop(&line).await?).await?;
    let took = begun.elapsed();
    assert!(took >= far.round_trip() * 2, "a new connection costs another round trip: {took:?}");
    line.become_like(Conditions { bits_per_second: Some(800_000), ..far });
    let took = exchange(&mut kept).await?;
    let least = far.round_trip() + Duration::from_millis(57);
    assert!(took >= least, "5,700 bytes at 100 kB/s besides: {took:?}");
    Ok(())
}

#[tokio::test]
async fn ends_every_connection_when_it_is_cut() -> Result<()> {
    let line = Line::to(server().await?).await?;
    let mut kept = laptop(&line).await?;
    exchange(&mut kept).await?;
    line.cut();
    let ended = timeout(Duration::from_secs(30), kept.read(&mut [0; 1])).await?;
    assert!(ended.is_err() || ended.is_ok_and(|read| read == 0), "the connection of before ends");
    let mut refused = laptop(&line).await?;
    assert!(exchange(&mut refused).await.is_err(), "none opens while it is cut");
    line.mend();
    exchange(&mut laptop(&line).await?).await?;
    line.quiet(Duration::from_millis(1)).await;
    Ok(())
}

#[test]
fn loses_the_same_segments_with_the_same_seed() {
    let again_after = Duration::from_secs(1);
    let lossy =
        |seed| Conditions { loss: Some(Loss { percent: 20, again_after, seed }), ..Conditions::default() };
    let arrivals = |seed| {
        let (conditions, now) = (lossy(seed), Duration::from_secs(9));
        let mut lane = Lane::new(&conditions, "up");
        (0..1_000).map(move |_| lane.arrival(now, 1_460, &conditions)).collect::<Vec<_>>()
    };
    assert_eq!(arrivals(7), arrivals(7), "a run can be made again");
    assert_ne!(arrivals(7), arrivals(8), "another seed is another line");
    let late = arrivals(7).iter().filter(|at| **at >= Duration::from_secs(9) + again_after).count();
    assert!((150..250).contains(&late), "about one in five of a thousand comes late: {late}");
}

#[test]
fn segments_of_all_connections_share_the_line() {
    let narrow = Conditions { bits_per_second: Some(8_000), ..Conditions::default() };
    let mut lane = Lane::new(&narrow, "up");
    let arrivals =
        [0, 0, 5].map(|second| lane.arrival(Duration::from_secs(second), 1_000, &narrow).as_secs());
    assert_eq!(arrivals, [1, 2, 6], "one second each, one after the other, at once where the line is free");
}
