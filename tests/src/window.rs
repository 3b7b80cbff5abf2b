//! The real desktop window, driven through tauri-driver.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Result;
use serde_json::json;

use crate::browser::{Browser, answers};
use crate::programs::{Manner, Running, free_port, program};

/// A laptop: a folder, and the window that opens it.
pub struct Laptop {
    folder: PathBuf,
    manner: Manner,
}

pub const PASSPHRASE: &str = "nha rong giua lang";

impl Laptop {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), manner: Manner::default() }
    }

    /// With these variables around it, from the next opening on.
    pub fn set_manner(&mut self, manner: Manner) {
        self.manner = manner;
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens the window. `tauri-driver` starts the program that WebDriver's capabilities name.
    pub async fn open(&self) -> Result<Browser> {
        let (port, native) = (free_port()?, free_port()?);
        let mut driver = self.manner.command(Path::new("tauri-driver"));
        driver
            .args(["--port", &port.to_string(), "--native-port", &native.to_string()])
            .env("NO_AT_BRIDGE", "1")
            .env("NHARONG_DATA", &self.folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let options = json!({ "tauri:options": { "application": program("nha-rong")? } });
        let driver = Running::start(&mut driver)?;
        answers(native).await?;
        Browser::open(driver, port, options).await
    }

    /// Opens the window of a laptop that is enrolled already.
    pub async fn unlock(&self) -> Result<Browser> {
        let window = self.open().await?;
        window.type_into("#unlock-passphrase", PASSPHRASE).await?;
        window.click("#unlock-go").await?;
        window.find("[data-nav=viec]").await?;
        Ok(window)
    }

    /// Whether a window holds the folder.
    pub fn is_open(&self) -> Result<bool> {
        Ok(!self.processes()?.is_empty())
    }

    /// `kill -9` of the window's process, found by the folder that it holds.
    pub fn kill(&self) -> Result<()> {
        let mut killed = false;
        for id in self.processes()? {
            killed |= Command::new("kill").args(["-9", &id.to_string()]).status()?.success();
        }
        anyhow::ensure!(killed, "no window holds {}", self.folder.display());
        Ok(())
    }

    /// What runs over this folder.
    pub fn processes(&self) -> Result<Vec<u32>> {
        let wanted = format!("NHARONG_DATA={}", self.folder.display());
        let holds = |process: &std::fs::DirEntry| {
            let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
            let name = std::fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            name.trim() == "nha-rong"
                && environment.split(|byte| *byte == 0).any(|variable| variable == wanted.as_bytes())
        };
        let all = std::fs::read_dir("/proc")?.flatten();
        Ok(all.filter(holds).filter_map(|process| process.file_name().to_str()?.parse().ok()).collect())
    }
}
