//! A crowd of laptops: each comes at its moment, and its time runs from that moment, whether or not the one before
//! it was answered.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use protocol::{Fate, open_reply};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::organisation::Sealed;
use crate::bench::Times;

/// What came of a storm.
pub struct Weather {
    /// From the moment a laptop came to its answer.
    pub answered: Times,
    pub took: Duration,
    /// Bytes of the requests, headers apart.
    pub up: usize,
    pub down: usize,
}

/// Keeps a stream of news open for each of these laptops, until the set is dropped.
pub async fn listen(port: u16, sealed: &[Sealed]) -> Result<JoinSet<()>> {
    let mut listeners = JoinSet::new();
    for one in sealed {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        let head =
            format!("GET /v1/events HTTP/1.1\r\nhost: storm\r\nauthorization: Bearer {}\r\n\r\n", one.token);
        stream.write_all(head.as_bytes()).await?;
        let mut bytes = vec![0; 512];
        let read = stream.read(&mut bytes).await?;
        ensure!(bytes[..read].starts_with(b"HTTP/1.1 200"), "the server takes listeners");
        listeners.spawn(async move { while let Ok(1..) = stream.read(&mut bytes).await {} });
    }
    Ok(listeners)
}

/// Sends every request once over `lines` kept connections, `rate` of them each second, or as fast as they are
/// answered where there is none.
pub async fn storm(port: u16, sealed: Arc<Vec<Sealed>>, lines: usize, rate: Option<f64>) -> Result<Weather> {
    let next = Arc::new(AtomicUsize::new(0));
    let begun = Instant::now();
    let mut set = JoinSet::new();
    for _ in 0..lines {
        let (next, sealed) = (Arc::clone(&next), Arc::clone(&sealed));
        set.spawn(async move { line(port, &sealed, &next, begun, rate).await });
    }
    let mut weather = Weather {
        answered: Times::default(),
        took: Duration::ZERO,
        up: sealed.iter().map(|one| one.bytes.len()).sum(),
        down: 0,
    };
    while let Some(done) = set.join_next().await {
        let (answered, down) = done??;
        answered.into_iter().for_each(|took| weather.answered.add(took));
        weather.down += down;
    }
    weather.took = begun.elapsed();
    Ok(weather)
}

async fn line(
    port: u16,
    sealed: &[Sealed],
    next: &AtomicUsize,
    begun: Instant,
    rate: Option<f64>,
) -> Result<(Vec<Duration>, usize)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    let (mut answered, mut down) = (Vec::new(), 0);
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(one) = sealed.get(at) else { return Ok((answered, down)) };
        let due = match rate {
            Some(rate) => begun + Duration::from_secs_f64(at as f64 / rate),
            None => Instant::now(),
        };
        tokio::time::sleep_until(due.into()).await;
        let body = post(&mut stream, one).await?;
        answered.push(due.elapsed());
        down += body.len();
        let reply = open_reply(&body)?;
        let taken = reply.fates.iter().flatten().all(|one| matches!(one, Fate::Durable { .. }));
        ensure!(taken, "the server took everything");
    }
}

async fn post(stream: &mut TcpStream, sealed: &Sealed) -> Result<Vec<u8>> {
    let head = format!(
        "POST /v1/sync HTTP/1.1\r\nhost: storm\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n",
        sealed.token,
        sealed.bytes.len()
    );
    stream.write_all(&[head.as_bytes(), &sealed.bytes].concat()).await?;
    let mut bytes = Vec::with_capacity(2048);
    let end = loop {
        ensure!(stream.read_buf(&mut bytes).await? > 0, "the server closed the line");
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = std::str::from_utf8(&bytes[..end])?.to_ascii_lowercase();
    ensure!(head.starts_with("http/1.1 200"), "the server refused: {}", head.lines().next().unwrap_or(""));
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.context("the answer tells its length")?.trim().parse()?;
    while bytes.len() < end + length {
        ensure!(stream.read_buf(&mut bytes).await? > 0, "the server closed the line");
    }
    Ok(bytes.split_off(end))
}
