//! `cargo xtask dev`: the windows in a browser, over real laptops of a small district, drawn anew when a file is saved.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::setup;
use crate::shell::{binary, cargo, npm, step};

pub fn dev() -> Result<()> {
    setup::for_running()?;
    step("programs", &mut cargo(["build", "--workspace", "--bins"]))?;
    let mut village = Command::new(binary("village"))
        .arg("--network")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("starting the district")?;
    let mut out = BufReader::new(village.stdout.take().context("the pipe was asked for")?);
    let mut address = String::new();
    out.read_line(&mut address)?;
    println!("\nXã Ayun: http://localhost:5173/?ai=hoan · Phòng Nội vụ: http://localhost:5173/?ai=ha\n");
    // The district ends with its input, which is this process's end of the pipe.
    let drawn = step("windows", npm(["run", "dev"]).env("NHARONG_VILLAGE", address.trim()));
    drop(village.stdin.take());
    village.wait()?;
    drawn
}
