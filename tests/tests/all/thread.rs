//! The main job: a commune works without network, comes back, and the district sees it.

use anyhow::Result;
use tests::browser::Browser;
use tests::server::District;
use tests::window::Laptop;

use crate::{attach, choose, enrol, go, pdf, this_year};

const ENTRY: &str = "#/viec/III.6a?ky=Q3";
const NARRATIVE: &str = "Đã giải quyết 98/100 hồ sơ đúng hẹn; đường vào làng bị ngập ba ngày.";

#[tokio::test(flavor = "multi_thread")]
async fn what_a_commune_wrote_without_network_survives_a_kill_and_reaches_the_page() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.add_leader()?;
    district.start()?;
    let laptop = Laptop::new(&folder.path().join("ayun"));

    let window = laptop.open().await?;
    enrol(&window, &district, "ayun", "Đinh Hmưk").await?;
    window.find("[data-task='III.6a']").await?;
    window.wait_for("#status", "data-link", "online").await?;

    // The line goes dead. Work goes on.
    district.stop();
    go(&window, ENTRY).await?;
    window.type_into("#entry-narrative", NARRATIVE).await?;
    window.type_into("#figure-ho-so-dung-han-0", "98").await?;
    window.enter_into("#figure-ho-so-dung-han-1", "100").await?;
    choose(&window, "#entry-state", "done").await?;
    window.wait_for(".state", "data-shown", "done").await?;
    let file = pdf(folder.path(), "45-QĐ-UBND.pdf")?;
    attach(&window, &file).await?;
    window.wait_for("#status", "data-files", "1").await?;
    window.wait_for_text("98 %").await?;
    // The preview comes out of the encrypted store: a page of the PDF is drawn.
    window.find("main canvas").await?;
    window.picture("nhiem-vu-mat-mang").await?;

    // The battery is pulled out.
    laptop.kill()?;
    drop(window);
    let window = laptop.unlock().await?;
    go(&window, ENTRY).await?;
    let narrative = window.find("#entry-narrative").await?.prop("value").await?;
    assert_eq!(narrative.as_deref(), Some(NARRATIVE), "what was said to be saved is there after a kill");

    // The network comes back, and the page that somebody had open all the while changes by itself.
    district.start()?;
    let page = Browser::of_leader(&district.address(), &folder.path().join("chromium")).await?;
    go(&page, "#/toan-huyen?ky=Q3").await?;
    window.wait_for("#status", "data-edits", "0").await?;
    window.wait_for("#status", "data-files", "0").await?;
    page.wait_for("[data-cell='ayun/III.6a']", "data-shown", "done").await?;
    page.picture("toan-huyen").await?;
    page.click("[data-cell='ayun/III.6a']").await?;
    page.wait_for_text(NARRATIVE).await?;
    page.wait_for_text("98 %").await?;
    page.find("main canvas").await?;
    page.picture("toan-huyen-mot-muc").await?;
    window.close().await?;
    page.close().await
}
