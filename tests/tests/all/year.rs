//! A whole year, from the first entry to the next year's plan.

use anyhow::Result;
use tests::year;

#[tokio::test(flavor = "multi_thread")]
async fn every_count_of_a_year_of_23_units_is_what_a_ledger_outside_says() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let told = year::play(folder.path(), 1, &|_| {}).await?;
    assert!(told.wrong.is_empty(), "{}", told.wrong.join("\n"));
    let accepted: u32 = told.matrices.iter().map(|matrix| matrix.accepted).sum();
    assert!(accepted > 300, "there was a year to speak of: {accepted}");
    Ok(())
}
