//! One laptop of one peer: warm, away, and back over a bad line.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;
use serde_json::json;
use tokio::time::Instant;

use super::child::Event;
use super::lane::Conditions;
use super::line::{Line, Passed};
use super::part::Options;
use super::peer::{Kind, Peer};
use super::server::{Server, peak, start};
use super::work::UNIT;

/// Nothing more is said after so long without a word and a round trip.
const OVER: Duration = Duration::from_secs(2);

/// Times are milliseconds after the moment at which the line is there again.
#[derive(Clone, Debug, Serialize)]
pub struct Round {
    pub passed: Passed,
    /// The server has all of the work.
    pub had: f64,
    /// It lies on the server's disk.
    pub stored: Option<f64>,
    /// The laptop knows that the exchange is over.
    pub told: f64,
    /// Bytes of the bodies of our request and answer.
    pub bodies: Option<(usize, usize)>,
    /// The most that the server held in memory.
    pub peak: u64,
}

/// Everything is new: folder, server and laptop. `bodies`: of a bare POST.
pub async fn round(
    peer: Peer,
    conditions: Conditions,
    folder: &Path,
    work: &Path,
    bodies: (usize, usize),
) -> Result<Round> {
    let driven = peer.kind == Kind::OursDriven;
    let options = Options {
        work: work.to_owned(),
        kept: peer.kept,
        driven,
        up: bodies.0,
        down: bodies.1,
        ..Options::default()
    };
    let mut server = Server::start(peer, folder, &options).await?;
    let line = Line::to(server.port()).await?;
    let data = folder.join("laptop");
    std::fs::create_dir_all(&data)?;
    let code = server.code(UNIT)?;
    let options = Options { port: line.port(), data, code, ..options };
    let log = File::create(folder.join("laptop.log"))?;
    let mut laptop = start(peer.kind, "client", &options, log)?;
    let (_, warm) = laptop.asked(&json!({ "do": "warm" })).await?;
    line.quiet(Duration::from_secs(1)).await;
    let watch = server.watch(&warm.document.unwrap_or_default()).await?;
    if driven {
        line.cut();
    }
    laptop.asked(&json!({ "do": "leave" })).await?;
    line.quiet(Duration::from_millis(300)).await;
    line.become_like(conditions);
    line.mend();
    let back = Instant::now();
    let (told, event) = laptop.asked(&json!({ "do": "return" })).await?;
    let seen = server.seen(watch).await?;
    line.quiet(conditions.round_trip() + OVER).await;
    let had = seen.memory.or(seen.disk).context("a server has the work, or does not say so")?;
    Ok(Round {
        passed: line.passed(),
        had: after(back, had),
        stored: seen.disk.map(|at| after(back, at)),
        told: after(back, told),
        bodies: bodies_of(&event),
        peak: peak(server.process().context("the server runs")?)?,
    })
}

fn after(begun: Instant, at: Instant) -> f64 {
    at.duration_since(begun).as_secs_f64() * 1e3
}

fn bodies_of(event: &Event) -> Option<(usize, usize)> {
    event.up.zip(event.down)
}
