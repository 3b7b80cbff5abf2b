//! What takes how long, on this machine, told and never judged: `bin/bench.rs` prints it.

mod bare;
mod cost;
mod edit;
mod hand;
mod history;
mod hostile;
mod measure;
mod memory;
mod notebook;
mod papers;
pub mod peers;
pub mod plain;
mod post;
mod report;
mod start;
mod storm;
mod sync;
mod view;
mod window;

pub use measure::{Measure, Row, Times};
pub use memory::child as memory_of_a_laptop;
pub use report::{Bench, Report};

use std::path::Path;

use anyhow::Result;

/// Every measurement by its name, in the order in which they are made.
pub const NAMES: [&str; 8] = ["edit", "start", "view", "memory", "sync", "history", "hostile", "storm"];

/// Not among them: it wants valgrind.
pub const COST: &str = "cost";

/// Nor this: it wants the desktop window, its driver and a display.
pub const WINDOW: &str = "window";

/// Makes one of them. `folder` is empty and its own.
pub async fn measure(name: &str, folder: &Path) -> Result<Vec<Row>> {
    match name {
        "edit" => tokio::task::block_in_place(|| edit::measure(folder)),
        "start" => tokio::task::block_in_place(|| start::measure(folder)),
        "view" => tokio::task::block_in_place(|| view::measure(folder)),
        "memory" => memory::measure(folder).await,
        "sync" => sync::measure(folder).await,
        "history" => history::measure(folder).await,
        "hostile" => hostile::measure(folder).await,
        "storm" => storm::measure(folder).await,
        WINDOW => window::measure(folder).await,
        COST => cost::measure(folder).await,
        other => anyhow::bail!("no measurement is called “{other}”; there are: {}", NAMES.join(", ")),
    }
}
