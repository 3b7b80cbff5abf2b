//! A quarter of one processor for a browser and whatever it started.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// In short slices, so that nothing stands for longer than a frame: of each 20 ms 5, in microseconds.
const PERIOD: u32 = 20_000;
const SHARE: u32 = 5_000;

/// Processes under a limit, until it is dropped.
pub struct Slow {
    group: PathBuf,
}

impl Slow {
    /// Fails where the machine has no cgroups that may be made.
    pub fn quarter(processes: &[u32]) -> Result<Self> {
        let first = Path::new("/sys/fs/cgroup/cpu");
        let root = if first.is_dir() { first } else { Path::new("/sys/fs/cgroup") };
        let group = root.join(format!("nha-rong-bench-{}", std::process::id()));
        fs::create_dir_all(&group)?;
        let slow = Self { group };
        if root == first {
            slow.write("cpu.cfs_period_us", &PERIOD.to_string())?;
            slow.write("cpu.cfs_quota_us", &SHARE.to_string())?;
        } else {
            slow.write("cpu.max", &format!("{SHARE} {PERIOD}"))?;
        }
        let (file, each) = if root == first { ("tasks", true) } else { ("cgroup.procs", false) };
        for process in descendants(processes)? {
            // Of a process whose audio or drawing has threads of real time, the others can be limited alone.
            for thread in if each { threads(process) } else { vec![process.to_string()] } {
                // What ended meanwhile needs no limit.
                drop(slow.write(file, &thread));
            }
        }
        Ok(slow)
    }

    fn write(&self, file: &str, text: &str) -> Result<()> {
        Ok(fs::write(self.group.join(file), text)?)
    }
}

impl Drop for Slow {
    fn drop(&mut self) {
        let up = self.group.parent().map(|root| root.join("cgroup.procs")).unwrap_or_default();
        let held = fs::read_to_string(self.group.join("cgroup.procs")).unwrap_or_default();
        for process in held.lines() {
            drop(fs::write(&up, process));
        }
        drop(fs::remove_dir(&self.group));
    }
}

fn threads(process: u32) -> Vec<String> {
    let all = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    all.map(|thread| thread.file_name().to_string_lossy().into_owned()).collect()
}

/// They and all that they started, and so on.
fn descendants(of: &[u32]) -> Result<Vec<u32>> {
    let mut all = of.to_owned();
    let mut parents = Vec::new();
    for process in fs::read_dir("/proc")?.flatten() {
        let Ok(number) = process.file_name().to_string_lossy().parse::<u32>() else { continue };
        let Ok(stat) = fs::read_to_string(process.path().join("stat")) else { continue };
        let after = stat.rsplit_once(')').context("a process has a name")?.1;
        if let Some(parent) = after.split_whitespace().nth(1).and_then(|word| word.parse::<u32>().ok()) {
            parents.push((number, parent));
        }
    }
    let mut at = 0;
    while let Some(parent) = all.get(at).copied() {
        all.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(number, _)| *number));
        at += 1;
    }
    Ok(all)
}
