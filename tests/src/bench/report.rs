//! The table, and the same as JSON: on which machine, when, and how the programs were built.

use serde::Serialize;

use super::{Measure, Row};

#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub date: String,
    pub cpu: String,
    pub cores: usize,
    pub profile: &'static str,
    pub benches: Vec<Bench>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Bench {
    pub name: String,
    pub rows: Vec<Row>,
}

impl Report {
    pub fn begin() -> Self {
        let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = cpu.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
        Self {
            date: chrono::Local::now().format("%Y-%m-%d %H:%M").to_string(),
            cpu: model.map_or_else(|| "unknown CPU".into(), |(_, name)| name.trim().to_owned()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            profile: if cfg!(debug_assertions) { "debug" } else { "release" },
            benches: Vec::new(),
        }
    }

    pub fn head(&self) -> String {
        let Self { date, cpu, cores, profile, .. } = self;
        format!("{date} · {cpu} · {cores} cores · {profile} profile")
    }
}

impl Bench {
    pub fn table(&self) -> String {
        let mut lines = vec![format!("\n{}", self.name)];
        let what = self.rows.iter().map(|row| row.what.chars().count()).max().unwrap_or_default();
        for row in &self.rows {
            let median = written(&row.median);
            let p99 = row.p99.as_ref().map(written).unwrap_or_default();
            let ratio = row.ratio.as_ref().map(|(times, of)| format!("{} x {of}", rounded(*times)));
            let goal = row.goal.map(|goal| format!("goal {goal}"));
            let more: Vec<String> = goal.into_iter().chain(ratio).chain([row.of.clone()]).collect();
            lines.push(format!("  {:what$}  {median:>11}  {p99:>11}  {}", row.what, more.join("; ")));
        }
        lines.join("\n")
    }
}

fn written(measure: &Measure) -> String {
    format!("{} {}", rounded(measure.value), measure.unit)
}

/// Three digits that mean something.
fn rounded(value: f64) -> String {
    match value {
        value if value >= 100.0 => format!("{value:.0}"),
        value if value >= 10.0 => format!("{value:.1}"),
        value if value >= 1.0 => format!("{value:.2}"),
        value => format!("{value:.3}"),
    }
}
