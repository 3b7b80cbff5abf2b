//! The answers from which the windows' own tests are drawn are what the real thing says.

use std::path::Path;

use anyhow::Result;
use tests::village::{Village, record};

/// What it writes must be what is committed; `cargo xtask test` looks.
#[tokio::test(flavor = "multi_thread")]
async fn the_windows_tests_read_what_laptops_and_the_page_answer() -> Result<()> {
    let mut village = Village::found().await?;
    record(&mut village, &Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/tests/answers")).await
}
