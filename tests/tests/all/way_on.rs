//! A laptop from which the server takes nothing any more goes on in its own window, with all that it holds.

use anyhow::Result;
use tests::programs::free_port;
use tests::server::District;
use tests::window::{Laptop, PASSPHRASE};

use crate::{go, holds, open, this_year};

const ENTRY: &str = "#/viec/III.6a?ky=Q3";

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_laptop_takes_a_new_code_and_what_waited_is_sent() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let laptop = Laptop::new(&folder.path().join("may-1"));
    let window = open(&district, &laptop, "ayun", "Đinh Hmưk").await?;
    district.run(&["devices", "revoke", "--id", "1"])?;
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

#[tokio::test(flavor = "multi_thread")]
async fn a_district_goes_to_another_server_and_laptops_follow_by_its_word_or_by_hand() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut old = District::open(folder.path(), Some(this_year()))?;
    old.start()?;
    let (told, missed) =
        (Laptop::new(&folder.path().join("may-1")), Laptop::new(&folder.path().join("may-2")));
    let told = open(&old, &told, "ayun", "Đinh Hmưk").await?;
    let missed = open(&old, &missed, "ayun", "Rơ Châm Lan").await?;
    let mut new = District::over(folder.path().join("moi"), free_port()?);
    let backup = folder.path().join("sao-luu.db").display().to_string();
    old.run(&["move", "--to", &new.address()])?;
    old.run(&["backup", "--to", &backup])?;
    new.run(&["restore", "--from", &backup])?;
    new.start()?;

    go(&told, ENTRY).await?;
    told.type_into("#entry-narrative", "Gửi tới máy chủ mới.").await?;
    told.wait_for_text("Đã lưu trên máy").await?;
    told.wait_for("#status", "data-edits", "0").await?;
    old.stop();

    // It never heard of it; whoever has its passphrase says where. Somebody else's server is not the district's.
    let mut foreign = District::open(&folder.path().join("huyen-khac"), Some(this_year()))?;
    foreign.start()?;
    missed.wait_for("#status", "data-link", "offline").await?;
    missed.click("[aria-controls=menu]").await?;
    missed.click("#server-change").await?;
    missed.type_into("#server-address", &foreign.address()).await?;
    missed.type_into("#server-passphrase", PASSPHRASE).await?;
    missed.click("#server-go").await?;
    missed.wait_for_text("không chứng minh được là máy chủ của huyện").await?;
    missed.picture("dia-chi-may-chu").await?;
    missed.type_into("#server-address", &new.address()).await?;
    missed.click("#server-go").await?;
    missed.wait_for("#status", "data-link", "online").await?;
    go(&missed, ENTRY).await?;
    holds(&missed, "#entry-narrative", "Gửi tới máy chủ mới.").await?;
    told.close().await?;
    missed.close().await
}
