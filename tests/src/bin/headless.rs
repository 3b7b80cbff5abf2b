//! A laptop without a window that the fault tests start, speak to and kill; see `tests::faults::headless`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Parser;
use tests::faults::headless::{Start, live};

#[derive(Parser)]
struct Options {
    #[arg(long)]
    data: PathBuf,
    /// For the first run: where the server is.
    #[arg(long, requires = "code")]
    server: Option<String>,
    #[arg(long, requires = "server")]
    code: Option<String>,
    #[arg(long, default_value = "Đinh Hmưk")]
    name: String,
    /// Syncs at the product's own pace.
    #[arg(long)]
    usual_pace: bool,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let Options { data: folder, server, code, name, usual_pace } = Options::parse();
    live(Start { folder, first_run: server.zip(code), name, usual_pace }).await?;
    // Tasks that wait for the network are of no interest any more.
    std::process::exit(0)
}
