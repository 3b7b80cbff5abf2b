//! More time, asked for in a commune's window without a network and granted in the office's.

use anyhow::Result;
use tests::browser::Browser;
use tests::server::District;
use tests::window::Laptop;

use crate::{go, open, this_year};

const PERIOD: &str = "#/ky?ky=Y";

#[tokio::test(flavor = "multi_thread")]
async fn more_time_asked_for_offline_is_granted_and_stands_in_every_window_and_on_the_page() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.add_leader()?;
    district.start()?;
    let laptop = |name: &str| Laptop::new(&folder.path().join(name));
    let commune = open(&district, &laptop("ayun"), "ayun", "Đinh Hmưk").await?;
    let office = open(&district, &laptop("noi-vu"), "noi-vu", "Nguyễn Thị Hoa").await?;
    go(&office, PERIOD).await?;
    office.find("[data-row=ayun]").await?;

    // Without a network: it stands in the commune's own window at once, and changes no date.
    district.stop();
    go(&commune, PERIOD).await?;
    commune.click("#extension-ask").await?;
    commune.type_into("#extension-until", &format!("31/12/{}", this_year())).await?;
    commune.type_into("#extension-reason", "Mất mạng do mưa bão").await?;
    commune.click("#extension-go").await?;
    commune.find("[data-extension=waits]").await?;
    commune.wait_for_text(&format!("Hạn nộp 25/11/{}", this_year())).await?;

    district.start()?;
    office.click("[data-answer=ayun]").await?;
    office.wait_for_text("Mất mạng do mưa bão").await?;
    office.type_into("#grant-words", "Đồng ý").await?;
    office.click("#extension-grant").await?;
    office.find("[data-extension=granted]").await?;
    office.picture("van-phong-ky-bao-cao").await?;

    // The commune's window says so by itself; the district's page too.
    commune.find("[data-extension=granted]").await?;
    commune.wait_for_text(&format!("Hạn nộp 31/12/{}", this_year())).await?;
    commune.picture("ky-bao-cao").await?;
    let page = Browser::of_leader(&district.address(), &folder.path().join("chromium")).await?;
    go(&page, PERIOD).await?;
    page.wait_for_text(&format!("Đồng ý gia hạn đến 31/12/{}", this_year())).await?;
    assert!(!page.is_there("main input").await && !page.is_there("main button").await, "the page only reads");
    for browser in [commune, office, page] {
        browser.close().await?;
    }
    Ok(())
}
