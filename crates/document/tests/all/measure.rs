//! What something costs, in proportion to its input.

use std::fs;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What this thread has worked so far: others on the machine do not count, where the machine tells.
fn worked(since: Instant) -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let told = told.and_then(|told| told.split(' ').next()?.parse().ok()).filter(|nanos| *nanos > 0);
    told.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

/// The least of several runs.
fn least<T>(input: &T, run: &impl Fn(&T)) -> Duration {
    let since = Instant::now();
    let one = || {
        let before = worked(since);
        run(input);
        worked(since) - before
    };
    (0..3).map(|_| one()).min().expect("three runs")
}

/// Asserts that `run` of twice the input costs less than 2.5 times. One after another, and tried again: a busy
/// machine is no fault of the code.
pub fn assert_in_proportion<T>(what: &str, size: usize, make: impl Fn(usize) -> T, run: impl Fn(&T)) {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let (half, whole) = (make(size), make(2 * size));
    let mut seen = Vec::new();
    for _ in 0..5 {
        let (less, more) = (least(&half, &run), least(&whole, &run));
        if more < less * 5 / 2 {
            return;
        }
        seen.push((less, more));
    }
    panic!("{what}: {size} and twice that cost {seen:?}");
}
