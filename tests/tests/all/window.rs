//! Two laptops of one commune, and an office that follows them: conflicts, returns, and a picture of every
//! window.

use anyhow::Result;
use serde_json::json;
use tests::browser::Browser;
use tests::programs::until;
use tests::server::District;
use tests::window::Laptop;

use crate::{attach, choose, go, holds, open, pdf, this_year};

const ENTRY: &str = "#/viec/III.6a?ky=Q3";

#[tokio::test(flavor = "multi_thread")]
async fn two_laptops_that_disagree_see_both_values_and_decide_and_the_office_follows() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.add_leader()?;
    district.start()?;
    let laptop = |name: &str| Laptop::new(&folder.path().join(name));
    let first = open(&district, &laptop("may-1"), "ayun", "Đinh Hmưk").await?;
    let second = open(&district, &laptop("may-2"), "ayun", "Rơ Châm Lan").await?;

    // Both are in villages without network, and neither knows of the other.
    district.stop();
    for (window, state, percent) in [(&first, "done", "100"), (&second, "in-progress", "80")] {
        go(window, ENTRY).await?;
        choose(window, "#entry-state", state).await?;
        window.type_into("#entry-percent", percent).await?;
    }
    first.type_into("#entry-narrative", "Đã giải quyết 98 hồ sơ.").await?;
    second.type_into("#entry-difficulties", "Mất mạng ba ngày.").await?;
    attach(&first, &pdf(folder.path(), "45-QĐ-UBND.pdf")?).await?;
    first.wait_for("#status", "data-edits", "5").await?;
    second.wait_for("#status", "data-edits", "3").await?;
    go(&first, "#/hang-cho").await?;
    first.wait_for_text("hoàn thành").await?;
    first.picture("hang-cho").await?;
    pictures_of_a_unit(&first).await?;

    district.start()?;
    for window in [&first, &second] {
        // As a person would who sees that the network is back.
        window.click("#status button").await?;
        window.wait_for("#status", "data-edits", "0").await?;
    }
    go(&second, "#/xung-dot").await?;
    second.wait_for_text("Đinh Hmưk").await?;
    second.wait_for_text("Rơ Châm Lan").await?;
    second.picture("xung-dot").await?;
    go(&second, ENTRY).await?;
    holds(&second, "#entry-narrative", "Đã giải quyết 98 hồ sơ.").await?;
    holds(&second, "#entry-difficulties", "Mất mạng ba ngày.").await?;

    let office = open(&district, &laptop("noi-vu"), "noi-vu", "Nguyễn Thị Hoa").await?;
    pictures_of_the_district(&office, "van-phong-").await?;
    settle_all(&second).await?;
    go(&first, "#/xung-dot").await?;
    until("the decision reaches the other laptop", || async {
        Ok((!first.is_there("article[data-row]").await).then_some(()))
    })
    .await?;
    let page = Browser::of_leader(&district.address(), &folder.path().join("chromium")).await?;
    pictures_of_the_district(&page, "trang-").await?;
    for browser in [first, second, office, page] {
        browser.close().await?;
    }
    Ok(())
}

/// Chooses the first value of each conflict until none is left.
async fn settle_all(window: &Browser) -> Result<()> {
    go(window, "#/xung-dot").await?;
    until("no conflict is left", || async {
        let left = window.script("const open = document.querySelectorAll('article[data-row] li button'); open[0]?.click(); return open.length", vec![]).await?;
        Ok((left == json!(0)).then_some(()))
    })
    .await
}

async fn pictures_of_a_unit(window: &Browser) -> Result<()> {
    for (address, name) in [
        ("#/viec", "viec"),
        (ENTRY, "nhiem-vu"),
        ("#/lich", "lich"),
        ("#/minh-chung", "minh-chung"),
        ("#/van-ban", "van-ban"),
    ] {
        go(window, address).await?;
        window.find("main h1").await?;
        window.picture(name).await?;
    }
    Ok(())
}

async fn pictures_of_the_district(browser: &Browser, prefix: &str) -> Result<()> {
    for name in ["toan-huyen", "qua-han", "im-lang", "so-lieu", "thoi-han"] {
        go(browser, &format!("#/{name}?ky=Q3")).await?;
        browser.find("main h1").await?;
        browser.picture(&format!("{prefix}{name}")).await?;
    }
    Ok(())
}
