//! What a sync costs the server, whatever else the machine does: instructions, counted by callgrind, and bytes written to
//! files. Each is the difference between a smaller and a larger crowd, so that starting and stopping is no part of it.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::storm::{Crowd, Size, gather, storm};
use super::{Measure, Row};
use crate::programs::Manner;

/// Communes of the two crowds, of three laptops each.
const FEW: usize = 20;
const MANY: usize = 60;

/// Requests on their way at a time.
const LINES: usize = 8;

#[derive(Clone, Copy, Debug)]
struct Spent {
    syncs: usize,
    instructions: u64,
    written: u64,
}

pub async fn measure(folder: &Path) -> Result<Vec<Row>> {
    let few = crowd(&folder.join("few"), FEW).await?;
    let many = crowd(&folder.join("many"), MANY).await?;
    let syncs = (many.syncs - few.syncs) as u64;
    let instructions = (many.instructions - few.instructions) / syncs;
    let written = (many.written - few.written) / syncs;
    let of = format!(
        "{syncs} syncs of 50 edits each; callgrind counts every thread of the server, the kernel is not counted"
    );
    let millions = Measure { value: instructions as f64 / 1e6, unit: "million" };
    let bytes = Measure { value: written as f64 / 1e3, unit: "kB" };
    Ok(vec![
        Row::of_one("cost of a sync: instructions", &of, millions).goal("<= 5 million"),
        Row::of_one("cost of a sync: written to files", "log of writes and pages put in their places", bytes)
            .goal("<= 80 kB"),
    ])
}

async fn crowd(folder: &Path, communes: usize) -> Result<Spent> {
    let size = Size { districts: 2, communes, laptops: 3 };
    let counted = folder.join("callgrind.out");
    std::fs::create_dir_all(folder)?;
    let by = [
        "valgrind".to_owned(),
        "--tool=callgrind".to_owned(),
        format!("--callgrind-out-file={}", counted.display()),
        "--log-file=/dev/null".to_owned(),
    ];
    // With its setting of heaps from the start, so that it does not begin again.
    let manner = Manner { by: by.to_vec(), ..Manner::default() }.with("MALLOC_ARENA_MAX", 2);
    let Crowd { mut district, sealed } = gather(folder, size, manner)?;
    let process = district.process().context("just started")?;
    storm(district.port(), Arc::clone(&sealed), LINES, None).await?;
    let written = written_by(process)?;
    district.ask_to_stop()?;
    let text = std::fs::read_to_string(&counted).context("what callgrind counted")?;
    let line = text.lines().find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")));
    let instructions = line.and_then(|line| line.split(' ').next()?.parse().ok());
    Ok(Spent {
        syncs: size.syncs(),
        instructions: instructions.context("callgrind tells how many there were")?,
        written,
    })
}

/// Bytes that a process gave to files.
fn written_by(process: u32) -> Result<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/io"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("wchar: "));
    line.and_then(|line| line.parse().ok()).context("the kernel counts what is written")
}
