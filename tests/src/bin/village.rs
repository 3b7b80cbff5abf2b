//! The small district of the windows' tests, over HTTP on this machine; see `tests::village`. Says where it listens,
//! and ends with its input.
#![allow(clippy::print_stdout, reason = "whoever starts it reads where it listens")]

use std::io::Read;

use anyhow::Result;
use clap::Parser;
use tests::village::{Village, serve};
use tokio::net::TcpListener;

#[derive(Parser)]
struct Options {
    /// There is a network from the start.
    #[arg(long)]
    network: bool,
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<()> {
    let options = Options::parse();
    let mut village = Village::found().await?;
    village.network(options.network).await?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    std::thread::spawn(|| {
        // Whoever started this is gone when there is nothing more to read.
        drop(std::io::stdin().read_to_end(&mut Vec::new()));
        std::process::exit(0)
    });
    serve(village, listener).await
}
