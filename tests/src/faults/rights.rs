//! What a machine must let a test do before a fault can be made on it for real.

use std::path::Path;
use std::process::Command;

use super::net::Net;

/// Why a power cut can't be made here, if so.
pub fn no_power_cut() -> Option<String> {
    not_root()
        .or_else(|| lacks(&["mkfs.ext4", "fsfreeze", "mount"]))
        .or_else(|| super::power_cut::eatmydata().err().map(|error| error.to_string()))
        .or_else(|| fails("losetup", &["-f"]))
}

/// Why a disk can't be made to fail or to be full here, if so.
pub fn no_faulty_disk() -> Option<String> {
    not_root().or_else(|| lacks(&["cc", "mount", "df"]))
}

/// Why a bad line can't be made here, if so.
pub fn no_bad_line() -> Option<String> {
    let missing = not_root().or_else(|| lacks(&["ip", "tc", "nft"]));
    missing.or_else(|| {
        let tried = Net::make().and_then(|net| net.spoil(64, 20));
        tried.err().map(|error| format!("no network namespaces: {error:#}"))
    })
}

fn not_root() -> Option<String> {
    let asked = Command::new("id").arg("-u").output();
    let root = asked.is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    (!root).then(|| "only root may mount and make namespaces".to_owned())
}

fn lacks(programs: &[&str]) -> Option<String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let there = |name: &str| std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    let sbin =
        |name: &str| ["/usr/sbin", "/sbin"].iter().any(|folder| Path::new(folder).join(name).is_file());
    let missing = programs.iter().find(|name| !there(name) && !sbin(name))?;
    Some(format!("the program {missing} is not there"))
}

fn fails(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(format!("{program}: {}", String::from_utf8_lossy(&output.stderr).trim())),
        Err(error) => Some(format!("{program}: {error}")),
    }
}
