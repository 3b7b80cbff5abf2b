//! `bench peers`: the same work done by other sync engines and by ours, each laptop and each server a process of its
//! own, over the same bad line.

mod child;
mod lane;
mod line;
mod node;
mod part;
mod peer;
mod round;
mod rust;
mod server;
mod table;
mod work;

pub use lane::{Conditions, Lane, Loss};
pub use line::{Line, Passed};
pub use part::play;
pub use table::{Comparison, Measured, OnLine};

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

use crate::demo::plan;
use peer::{Kind, PEERS, Peer};
use work::Work;

const HALF: Duration = Duration::from_millis(300);
/// The least that RFC 6298 lets TCP wait before it sends a segment again.
const RTO: Duration = Duration::from_secs(1);

/// How a line is called, how it is, how many rounds are made for each of the others'.
fn lines(seed: u64) -> [(&'static str, Conditions, usize); 3] {
    let slow = Conditions { one_way: HALF, ..Conditions::default() };
    let lossy = Conditions {
        bits_per_second: Some(64_000),
        loss: Some(Loss { percent: 5, again_after: RTO, seed }),
        ..slow
    };
    [
        ("600 ms of round trip", slow, 1),
        ("64 kbit/s, 600 ms of round trip, 5 % of segments lost", lossy, 3),
        ("this machine's loopback, no delay", Conditions::default(), 1),
    ]
}

/// What is asked of a run.
#[derive(Clone, Debug)]
pub struct Asked {
    pub rounds: usize,
    /// Only peers whose name holds this.
    pub only: Option<String>,
    pub seed: u64,
}

/// Measures all of them. `folder` is empty and its own.
pub async fn compare(folder: &Path, asked: &Asked) -> Result<Comparison> {
    let work = folder.join("work.json");
    std::fs::write(&work, serde_json::to_vec(&Work::of(&plan()?)?)?)?;
    let wanted = |peer: &Peer| asked.only.as_ref().is_none_or(|only| peer.name.contains(only.as_str()));
    let peers: Vec<Peer> = PEERS.into_iter().filter(wanted).collect();
    let bodies = scout(folder, &work).await?;
    let lines = lines(asked.seed);
    let all: usize = lines.iter().map(|(_, _, times)| times * asked.rounds * peers.len()).sum();
    let bar = ProgressBar::new(all as u64);
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {msg}")?);
    bar.enable_steady_tick(Duration::from_millis(200));
    let versions = [node::versions()?, rust::versions()?].concat();
    let mut comparison = Comparison::begin(versions, bodies, asked.seed);
    for (name, conditions, times) in lines {
        let mut measured: Vec<Measured> = peers.iter().map(|peer| Measured::of(*peer)).collect();
        for number in 0..asked.rounds * times {
            let seed = asked.seed.wrapping_add(number as u64);
            let loss = conditions.loss.map(|loss| Loss { seed, ..loss });
            let conditions = Conditions { loss, ..conditions };
            // One round of each after the other: what else the machine does meets all of them.
            for row in &mut measured {
                bar.set_message(format!("{name}: {}", row.peer.name));
                row.add(one(row.peer, conditions, folder, &work, bodies).await);
                bar.inc(1);
            }
        }
        comparison.lines.push(OnLine { name, conditions, rows: measured });
    }
    bar.finish_and_clear();
    Ok(comparison)
}

/// How heavy our request and our answer are, so that the bare POST is as heavy.
async fn scout(folder: &Path, work: &Path) -> Result<(usize, usize)> {
    let ours = PEERS.into_iter().find(|peer| peer.kind == Kind::Ours).context("ours is among them")?;
    let round = one(ours, Conditions::default(), folder, work, (0, 0)).await?;
    round.bodies.context("our laptop knows what it sent")
}

async fn one(
    peer: Peer,
    conditions: Conditions,
    folder: &Path,
    work: &Path,
    bodies: (usize, usize),
) -> Result<round::Round> {
    let folder = tempfile::Builder::new().prefix("round-").tempdir_in(folder)?;
    round::round(peer, conditions, folder.path(), work, bodies).await.with_context(|| {
        let log = std::fs::read_to_string(folder.path().join("laptop.log")).unwrap_or_default();
        format!("{}: {}", peer.name, log.lines().last().unwrap_or("no word"))
    })
}
