//! What a sync costs the server, whatever else the machine does: instructions, counted by callgrind, and bytes written to
//! files. Each is the difference between a smaller and a larger crowd, so that starting and stopping is no part of it.

use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, Result};

use super::storm::{Crowd, Sealed, Size, gather, storm};
use super::{Measure, Row, plain};
use crate::programs::{Manner, Running, wait_until};
use crate::server::{District, run};

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

/// Who takes the requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Taker {
    Server,
    Plain,
}

pub async fn measure(folder: &Path) -> Result<Vec<Row>> {
    let of = "of 50 edits; callgrind counts every thread of the server, the kernel is not counted";
    let (instructions, bytes) = each(&folder.join("server"), Taker::Server).await?;
    let (least, least_bytes) = each(&folder.join("plain"), Taker::Plain).await?;
    let plain =
        "HTTP, unpacking, the signature, one row for each change, a commit for each request, the answer";
    Ok(vec![
        Row::of_one("cost of a sync: instructions", of, instructions).goal("<= 5 million"),
        Row::of_one("cost of a sync: written to files", "log of writes and pages put in their places", bytes)
            .goal("<= 80 kB"),
        Row::of_one("a plain program that keeps the same bytes: instructions", plain, least),
        Row::of_one("a plain program that keeps the same bytes: written to files", plain, least_bytes),
    ])
}

/// Millions of instructions and kilobytes for each sync.
async fn each(folder: &Path, taker: Taker) -> Result<(Measure, Measure)> {
    let few = crowd(&folder.join("few"), FEW, taker).await?;
    let many = crowd(&folder.join("many"), MANY, taker).await?;
    let syncs = (many.syncs - few.syncs) as u64;
    let instructions = (many.instructions - few.instructions) / syncs;
    let written = (many.written - few.written) / syncs;
    let millions = Measure { value: instructions as f64 / 1e6, unit: "million" };
    let bytes = Measure { value: written as f64 / 1e3, unit: "kB" };
    Ok((millions, bytes))
}

async fn crowd(folder: &Path, communes: usize, taker: Taker) -> Result<Spent> {
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
    let counted_here = if taker == Taker::Server { manner.clone() } else { Manner::default() };
    let Crowd { mut district, sealed } = gather(folder, size, counted_here)?;
    let written = match taker {
        Taker::Server => {
            let process = district.process().context("just started")?;
            storm(district.port(), Arc::clone(&sealed), LINES, None).await?;
            let written = written_by(process)?;
            district.ask_to_stop()?;
            written
        }
        Taker::Plain => {
            district.ask_to_stop()?;
            plainly(&district, &manner, sealed).await?
        }
    };
    let text = std::fs::read_to_string(&counted).context("what callgrind counted")?;
    let line = text.lines().find_map(|line| line.strip_prefix("totals: ").or(line.strip_prefix("summary: ")));
    let instructions = line.and_then(|line| line.split(' ').next()?.parse().ok());
    Ok(Spent {
        syncs: size.syncs(),
        instructions: instructions.context("callgrind tells how many there were")?,
        written,
    })
}

/// The same storm over the plain program, on the district's data.
async fn plainly(district: &District, manner: &Manner, sealed: Arc<Vec<Sealed>>) -> Result<u64> {
    let options = plain::Options { data: district.data().to_owned(), port: district.port() };
    let mut command = manner.command(&std::env::current_exe()?);
    command.args(["--play", super::COST, "--options", &serde_json::to_string(&options)?]);
    let mut running = Running::start(&mut command)?;
    let listens = || Ok(TcpStream::connect(("127.0.0.1", district.port())).ok().map(drop));
    wait_until("the plain program listens", listens)?;
    storm(district.port(), sealed, LINES, None).await?;
    let written = written_by(running.id())?;
    run(Command::new("kill").args(["-INT", &running.id().to_string()]))?;
    wait_until("the plain program ends", || Ok((!running.runs()).then_some(())))?;
    Ok(written)
}

/// Bytes that a process gave to files.
fn written_by(process: u32) -> Result<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/io"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("wchar: "));
    line.and_then(|line| line.parse().ok()).context("the kernel counts what is written")
}
