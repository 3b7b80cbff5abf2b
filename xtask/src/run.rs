//! `cargo xtask run`: a newcomer sees the main job with their own eyes.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::setup;
use crate::shell::{binary, cargo, output, root, step};

#[derive(Args)]
pub struct Options {
    /// Forgets what was entered before and begins anew.
    #[arg(long)]
    fresh: bool,
    /// The commune whose window opens (`id` of data/mang-yang-2019/units.toml).
    #[arg(long, default_value = "ayun")]
    commune: String,
    /// Port of the server on this machine.
    #[arg(long, default_value_t = 8629)]
    port: u16,
}

const OFFICE: &str = "noi-vu";
const PASSPHRASE: &str = "nha rong mang yang";
const LEADER: &str = "lanh-dao";
const PASSWORD: &str = "mang-yang-2019";

pub fn run(options: &Options) -> Result<()> {
    setup::for_running()?;
    // As the tests build them, so that neither has to build all anew after the other.
    step("programs", &mut cargo(["build", "--workspace", "--bins"]))?;
    let home = root().join(".nharong");
    if options.fresh && home.exists() {
        fs::remove_dir_all(&home).context("removing what was entered before (.nharong)")?;
    }
    let data = home.join("server");
    if !data.exists() {
        open_plan(&data)?;
    }
    let (mut server, address) = serve(&data, options.port)?;
    let laptops = [(options.commune.as_str(), "Đinh Hmưk"), (OFFICE, "Nguyễn Thị Hoa")]
        .into_iter()
        .map(|(unit, person)| laptop(&home, &data, &address, unit, person))
        .collect::<Result<Vec<_>>>();
    let laptops = match laptops {
        Ok(laptops) => laptops,
        Err(error) => {
            stop(&mut server);
            return Err(error);
        }
    };
    println!("\nTrang của huyện · the district's page: {address}");
    println!("  đăng nhập · log in: {LEADER} / {PASSWORD}");
    let mut windows = open_windows(&laptops)?;
    if windows.is_empty() {
        println!("Dừng: Ctrl+C · to stop: Ctrl+C");
        server.wait()?;
    } else {
        println!("Dừng: đóng hai cửa sổ, hoặc Ctrl+C · to stop: close both windows, or Ctrl+C");
    }
    for window in &mut windows {
        window.wait()?;
    }
    stop(&mut server);
    Ok(())
}

fn open_plan(data: &Path) -> Result<()> {
    // The plan is of 2019 "and the years after": opened for this one, its dates are ahead and not long past.
    let days =
        SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970")?.as_secs()
            / 86_400;
    let year = 1970 + days * 400 / 146_097;
    let mut init = Command::new(binary("sync-server"));
    init.args(["init", "--plan"]).arg(root().join("data/mang-yang-2019")).arg("--data").arg(data);
    init.args(["--year", &year.to_string()]);
    step("kế hoạch · the plan", &mut init)?;
    let mut account = Command::new(binary("sync-server"));
    account.args(["account", "add", "--name", LEADER, "--password-stdin", "--data"]).arg(data);
    let mut child = account.stdin(Stdio::piped()).spawn()?;
    child.stdin.take().context("the pipe was asked for")?.write_all(PASSWORD.as_bytes())?;
    if child.wait()?.success() { Ok(()) } else { bail!("the account for the page could not be made") }
}

/// Starts the server and waits until it says where it listens.
fn serve(data: &Path, port: u16) -> Result<(Child, String)> {
    let mut server = Command::new(binary("sync-server"))
        .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
        .arg(data)
        // What goes well is not worth a line; NHARONG_LOG=info shows it.
        .env("NHARONG_LOG", std::env::var_os("NHARONG_LOG").unwrap_or_else(|| "warn".into()))
        .stdout(Stdio::piped())
        .spawn()
        .context("starting the server")?;
    let mut lines = BufReader::new(server.stdout.take().context("the pipe was asked for")?).lines();
    for line in lines.by_ref() {
        let line = line?;
        println!("{line}");
        if let Some(at) = line.find("http") {
            let address = line[at..].trim().to_owned();
            // The pipe is read to its end, or the server would stop at a full one.
            std::thread::spawn(move || lines.for_each(drop));
            return Ok((server, address));
        }
    }
    stop(&mut server);
    bail!("the server did not start; is port {port} taken? Try --port with another number")
}

/// The folder of a unit's laptop, enrolled when it is new.
fn laptop(home: &Path, data: &Path, address: &str, unit: &str, person: &str) -> Result<PathBuf> {
    let folder = home.join(unit);
    if folder.join("store").exists() {
        return Ok(folder);
    }
    let printed = output(
        Command::new(binary("sync-server"))
            .args(["enrol", "--unit", unit, "--name", person, "--data"])
            .arg(data),
    )?;
    let code = printed.split_whitespace().find(|word| word.matches('-').count() >= 3);
    let code = code.with_context(|| format!("no code for {unit} was printed"))?;
    let mut enrol = Command::new(binary("nha-rong"));
    enrol
        .args(["--data"])
        .arg(&folder)
        .args(["enrol", "--server", address, "--code", code, "--name", person]);
    let mut child = enrol.stdin(Stdio::piped()).spawn().context("enrolling a laptop")?;
    child.stdin.take().context("the pipe was asked for")?.write_all(PASSPHRASE.as_bytes())?;
    if child.wait()?.success() { Ok(folder) } else { bail!("the laptop of {unit} could not be enrolled") }
}

fn open_windows(laptops: &[PathBuf]) -> Result<Vec<Child>> {
    let display = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if cfg!(target_os = "linux") && !display {
        println!(
            "Máy này không có màn hình: chỉ phục vụ trang web · no display here: only the page is served."
        );
        return Ok(Vec::new());
    }
    println!("  mật khẩu mở sổ của hai cửa sổ · passphrase of both windows: {PASSPHRASE}");
    let open = |folder: &PathBuf| {
        Command::new(binary("nha-rong")).arg("--data").arg(folder).spawn().context("opening a window")
    };
    laptops.iter().map(open).collect()
}

fn stop(server: &mut Child) {
    drop(server.kill());
    drop(server.wait());
}
