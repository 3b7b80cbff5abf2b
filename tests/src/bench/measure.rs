//! Times, and what is said of them.

use std::time::{Duration, Instant};

use serde::Serialize;

/// How long each of many runs took.
#[derive(Clone, Debug, Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Runs it and keeps how long it took, also when it fails.
    pub fn of<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = work();
        self.0.push(begun.elapsed());
        done
    }

    pub fn add(&mut self, took: Duration) {
        self.0.push(took);
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Milliseconds under which so many per cent of the runs stayed.
    fn under(&self, percent: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
        sorted.get(at).map_or(0.0, |took| took.as_secs_f64() * 1e3)
    }

    pub fn median(&self) -> f64 {
        self.under(50)
    }

    pub fn p99(&self) -> f64 {
        self.under(99)
    }
}

/// A number and its unit.
#[derive(Clone, Debug, Serialize)]
pub struct Measure {
    pub value: f64,
    pub unit: &'static str,
}

impl Measure {
    pub fn ms(value: f64) -> Self {
        Self { value, unit: "ms" }
    }

    pub fn mb(bytes: u64) -> Self {
        // Bytes of a process's memory are far below 2^52.
        Self { value: bytes as f64 / 1e6, unit: "MB" }
    }

    pub fn bytes(bytes: usize) -> Self {
        Self { value: bytes as f64, unit: "B" }
    }
}

/// One line of the report.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// What was measured, in plain words.
    pub what: String,
    /// How often, or of what.
    pub of: String,
    pub median: Measure,
    /// None where there was one run.
    pub p99: Option<Measure>,
    pub goal: Option<&'static str>,
    /// The median beside that of something else, in the same run.
    pub ratio: Option<(f64, String)>,
}

impl Row {
    pub fn of_times(what: impl Into<String>, of: impl Into<String>, times: &Times) -> Self {
        let p99 = (times.count() > 1).then(|| Measure::ms(times.p99()));
        Self {
            what: what.into(),
            of: of.into(),
            median: Measure::ms(times.median()),
            p99,
            goal: None,
            ratio: None,
        }
    }

    pub fn of_one(what: impl Into<String>, of: impl Into<String>, measured: Measure) -> Self {
        Self { what: what.into(), of: of.into(), median: measured, p99: None, goal: None, ratio: None }
    }

    pub fn goal(self, goal: &'static str) -> Self {
        Self { goal: Some(goal), ..self }
    }

    pub fn beside(self, other: f64, whose: impl Into<String>) -> Self {
        let ratio = (other > 0.0).then(|| (self.median.value / other, whose.into()));
        Self { ratio, ..self }
    }
}
