//! A laptop from which the server takes nothing any more goes on in its own window, with all that it holds.

use std::process::Command;

use anyhow::Result;
use tests::programs::program;
use tests::server::{District, run};
use tests::window::Laptop;

use crate::{go, holds, open, this_year};

const ENTRY: &str = "#/viec/III.6a?ky=Q3";

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_laptop_takes_a_new_code_and_what_waited_is_sent() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let laptop = Laptop::new(&folder.path().join("may-1"));
    let window = open(&district, &laptop, "ayun", "Đinh Hmưk").await?;
    let revoke = ["devices", "revoke", "--id", "1", "--data"];
    run(Command::new(program("sync-server")?).args(revoke).arg(district.data()))?;
    go(&window, ENTRY).await?;
    window.type_into("#entry-narrative", "Viết trước khi có mã mới.").await?;
    window.wait_for("#status", "data-edits", "1").await?;
    window.click("#status > button:last-of-type").await?;
    window.click("#enrol-again").await?;
    window.picture("ghi-danh-lai").await?;

    window.type_into("#enrol-again-code", "sai-ma-roi-do").await?;
    window.click("#enrol-again-go").await?;
    window.find("dialog [role=alert]").await?;
    let code = district.enrol("ayun", "Đinh Hmưk")?;
    window.script("document.querySelector('#enrol-again-code').value = ''", vec![]).await?;
    window.type_into("#enrol-again-code", &code).await?;
    window.click("#enrol-again-go").await?;
    window.wait_for("#status", "data-edits", "0").await?;
    assert!(!window.is_there("#enrol-again").await, "nothing is asked of who is enrolled again");

    // A colleague reads it: it came whole to the district.
    let other = open(&district, &Laptop::new(&folder.path().join("may-2")), "ayun", "Rơ Châm Lan").await?;
    go(&other, ENTRY).await?;
    holds(&other, "#entry-narrative", "Viết trước khi có mã mới.").await?;
    window.close().await?;
    other.close().await
}
