//! What was measured, as a table and as JSON.

use serde::Serialize;

use super::lane::Conditions;
use super::peer::Peer;
use super::round::Round;
use super::work::{EARLIER, OFFLINE};
use crate::bench::Report;

#[derive(Clone, Debug, Serialize)]
pub struct Comparison {
    pub date: String,
    pub cpu: String,
    pub cores: usize,
    pub profile: &'static str,
    pub versions: Vec<String>,
    pub earlier: usize,
    pub offline: usize,
    /// Bytes of our request's body and our answer's.
    pub bodies: (usize, usize),
    pub seed: u64,
    pub lines: Vec<OnLine>,
}

/// All peers on one line.
#[derive(Clone, Debug, Serialize)]
pub struct OnLine {
    pub name: &'static str,
    pub conditions: Conditions,
    pub rows: Vec<Measured>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Measured {
    #[serde(flatten)]
    pub peer: Peer,
    pub rounds: Vec<Round>,
    /// Why there are fewer rounds than there should be.
    pub failed: Vec<String>,
}

impl Comparison {
    pub fn begin(versions: Vec<String>, bodies: (usize, usize), seed: u64) -> Self {
        let Report { date, cpu, cores, profile, .. } = Report::begin();
        let lines = Vec::new();
        Self { date, cpu, cores, profile, versions, earlier: EARLIER, offline: OFFLINE, bodies, seed, lines }
    }

    /// For `docs/benchmarks.md`.
    pub fn markdown(&self) -> String {
        let Self { date, cpu, cores, profile, versions, offline, earlier, bodies: (up, down), .. } = self;
        let mut text = format!(
            "Measured {date} on {cores} cores ({cpu}), {profile} profile of our programs, seed {}. {}.\n\n\
             The work: {offline} offline edits in one document with {earlier} earlier changes. Our request's body is \
             {up} B, our answer's {down} B; the bare POST sends and hears as many.\n",
            self.seed,
            versions.join(", ")
        );
        for line in &self.lines {
            text += &line.markdown();
        }
        text += "\nHow the server was looked at:\n\n";
        for row in self.lines.first().into_iter().flat_map(|line| &line.rows) {
            let Peer { name, seen, .. } = row.peer;
            if !text.contains(seen) {
                text += &format!("- {name}: {seen}.\n");
            }
        }
        text
    }
}

const HEAD: &str = "| peer | connection | up | down | turns | opened | server has it | on its disk | laptop is told | \
                    server's memory |\n|---|---|---:|---:|---:|---:|---:|---:|---|---:|\n";

impl OnLine {
    fn markdown(&self) -> String {
        let rounds = self.rows.iter().map(|row| row.rounds.len()).max().unwrap_or_default();
        let worst = self.conditions.loss.is_some();
        let said = if worst { "median (worst)" } else { "median" };
        let mut text = format!("\n### {}\n\nOf {rounds} rounds the {said}.\n\n{HEAD}", self.name);
        for row in &self.rows {
            text += &row.markdown(worst);
        }
        for row in self.rows.iter().filter(|row| !row.failed.is_empty()) {
            let Measured { peer, failed, .. } = row;
            let why = failed[0].lines().next().unwrap_or_default();
            text += &format!("\n{}: {} rounds failed: {why}\n", peer.name, failed.len());
        }
        text
    }
}

impl Measured {
    pub fn of(peer: Peer) -> Self {
        Self { peer, rounds: Vec::new(), failed: Vec::new() }
    }

    pub fn add(&mut self, round: anyhow::Result<Round>) {
        match round {
            Ok(round) => self.rounds.push(round),
            Err(error) => self.failed.push(format!("{error:#}")),
        }
    }

    fn markdown(&self, worst: bool) -> String {
        let Peer { name, kept, told, kind, .. } = self.peer;
        let connection = if kept { "kept" } else { "new" };
        if self.rounds.is_empty() {
            return format!("| {name} | {connection} | not measured, see below ||||||||\n");
        }
        let of = |value: fn(&Round) -> f64| self.spread(value);
        let ms = |(median, most): (f64, f64)| {
            let most = if worst { format!(" ({})", grouped(most)) } else { String::new() };
            format!("{}{most} ms", grouped(median))
        };
        let stored = if self.rounds.iter().all(|round| round.stored.is_some()) {
            let at = ms(of(|round| round.stored.unwrap_or_default()));
            if kind.synced() { at } else { format!("{at}, not synced") }
        } else {
            "never".to_owned()
        };
        let count = |value: fn(&Round) -> f64| grouped(of(value).0);
        format!(
            "| {name} | {connection} | {} B | {} B | {} | {} | {} | {stored} | {}, {told} | {} MB |\n",
            count(|round| round.passed.up as f64),
            count(|round| round.passed.down as f64),
            count(|round| f64::from(round.passed.turns)),
            count(|round| f64::from(round.passed.connections)),
            ms(of(|round| round.had)),
            ms(of(|round| round.told)),
            count(|round| round.peak as f64 / 1e6),
        )
    }

    /// Median and most.
    fn spread(&self, value: fn(&Round) -> f64) -> (f64, f64) {
        let mut all: Vec<f64> = self.rounds.iter().map(value).collect();
        all.sort_by(f64::total_cmp);
        (all[(all.len() - 1) / 2], all[all.len() - 1])
    }
}

/// `8,483`
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
