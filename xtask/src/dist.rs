//! `cargo xtask dist`: what a district installs, in one folder; and the README's words on it, tried as they stand.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use crate::setup;
use crate::shell::{cargo, root, step, target};

#[derive(Args)]
pub struct Options {
    /// The folder, made anew.
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// Does all that the README says of a district's server besides, in folders of its own.
    #[arg(long, conflicts_with = "to")]
    tried: bool,
}

/// The plan as it ships.
const PLAN: &str = "mang-yang-2019";

pub fn dist(options: &Options) -> Result<()> {
    if options.tried {
        return as_the_readme_says();
    }
    let folder = options.to.clone().unwrap_or_else(|| target().join("dist"));
    build(&folder)?;
    println!("\n{}", folder.display());
    Ok(())
}

fn build(folder: &Path) -> Result<()> {
    setup::for_running()?;
    step("programs", &mut cargo(["build", "--release", "-p", "sync-server", "-p", "nha-rong", "--bins"]))?;
    if folder.exists() {
        // Nothing but what was put there before is taken away.
        ensure!(folder.join(PLAN).is_dir(), "{} is not a folder that this command made", folder.display());
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder.join(PLAN))?;
    for name in ["sync-server", "nha-rong"] {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        fs::copy(target().join("release").join(&file), folder.join(&file))?;
    }
    for item in fs::read_dir(root().join("data").join(PLAN))? {
        let item = item?;
        fs::copy(item.path(), folder.join(PLAN).join(item.file_name()))?;
    }
    Ok(())
}

/// The commands of the README's section for a district, in a folder of its own: what it says must work as it stands.
pub fn as_the_readme_says() -> Result<()> {
    let readme = fs::read_to_string(root().join("README.md"))?;
    let commands = commands(&readme)?;
    let place = target().join("as-the-readme-says");
    if place.exists() {
        fs::remove_dir_all(&place)?;
    }
    fs::create_dir_all(&place)?;
    let (data, port) = (place.join("nharong"), free_port()?);
    let mut folder = root();
    let mut server = None;
    for line in &commands {
        println!("\n$ {line}");
        if line.starts_with("cargo xtask dist") {
            build(&target().join("dist"))?;
            continue;
        }
        if let Some(to) = line.strip_prefix("cd ") {
            // Where cargo was told to build elsewhere, its folder stands there.
            folder = to.strip_prefix("target/").map_or_else(|| folder.join(to), |to| target().join(to));
            continue;
        }
        let line = line.replace("/srv/nharong", &data.display().to_string());
        let line = line.replace("lich-su", &place.join("lich-su").display().to_string());
        let line = line.replace("sao-luu.db", &place.join("sao-luu.db").display().to_string());
        if line.contains(" serve ") {
            server = Some(serve(&folder, &line.replace("8629", &port.to_string()))?);
            continue;
        }
        said(&folder, &line)?;
    }
    let mut server = server.context("the section ends with a server that runs")?;
    let answered = page(port);
    server.kill()?;
    server.wait()?;
    let page = answered?;
    ensure!(
        page.starts_with("HTTP/1.0 200") || page.starts_with("HTTP/1.1 200"),
        "the page is there: {page}"
    );
    ensure!(page.contains("Nhà Rông"), "and it is the district's");
    Ok(())
}

/// The lines of the first block under the heading, without what is said beside them.
fn commands(readme: &str) -> Result<Vec<String>> {
    let section =
        readme.split("## Cài cho một huyện").nth(1).context("the README has a section for a district")?;
    let block = section.split("```").nth(1).context("with commands")?;
    let bare = |line: &str| line.split(" #").next().unwrap_or_default().trim().to_owned();
    let commands: Vec<String> = block.lines().map(bare).filter(|line| !line.is_empty()).collect();
    ensure!(commands.len() > 5, "the commands are read: {commands:?}");
    Ok(commands)
}

/// Runs a line as a shell does.
fn said(folder: &Path, line: &str) -> Result<()> {
    let status = shell(folder, line).stdin(Stdio::null()).status()?;
    if status.success() { Ok(()) } else { bail!("{line}: failed ({status})") }
}

fn serve(folder: &Path, line: &str) -> Result<Child> {
    let mut server = shell(folder, &format!("exec {line}")).stdout(Stdio::piped()).spawn()?;
    let out = server.stdout.take().context("the pipe was asked for")?;
    let mut lines = BufReader::new(out).lines();
    for said in lines.by_ref() {
        if said?.contains("http") {
            std::thread::spawn(move || lines.for_each(drop));
            return Ok(server);
        }
    }
    bail!("the server ended before it listened")
}

fn shell(folder: &Path, line: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).current_dir(folder).env("NHARONG_LOG", "warn");
    shell
}

fn page(port: u16) -> Result<String> {
    let mut line = TcpStream::connect(("127.0.0.1", port))?;
    line.write_all(b"GET / HTTP/1.0\r\nhost: 127.0.0.1\r\n\r\n")?;
    Ok(std::io::read_to_string(line)?)
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
