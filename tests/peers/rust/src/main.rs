//! Other sync engines in Rust, measured by `cargo xtask bench peers`: `peers samod-server '{"port": …}'`.

mod lines;
mod samod;
mod subduction;
mod work;

use anyhow::{Context, Result, bail};

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let part = arguments.next().context("which part?")?;
    let options = serde_json::from_str(&arguments.next().context("with which options?")?)?;
    match part.as_str() {
        "samod-server" => lines::obey(samod::Server::start(&options).await?).await,
        "samod-client" => lines::obey(samod::Laptop::start(&options).await?).await,
        "subduction-server" => lines::obey(subduction::Server::start(&options).await?).await,
        "subduction-client" => lines::obey(subduction::Laptop::start(&options)?).await,
        other => bail!("no part is called “{other}”"),
    }
}
