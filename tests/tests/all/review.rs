//! The talk between a unit and the office that reviews it: returned, mended, accepted, amended.

use anyhow::Result;
use tests::browser::Browser;
use tests::relay::Relay;
use tests::server::District;
use tests::window::Laptop;

use crate::{choose, enrol_at, go, open, this_year};

const OWN: &str = "#/viec/III.6a?ky=Q3";
const THEIRS: &str = "#/don-vi/ayun/III.6a?ky=Q3";
const FIRST: &str = "Đã giải quyết 98 hồ sơ.";
const MENDED: &str = "Đã giải quyết 98 hồ sơ, kèm biểu tổng hợp.";
const REASON: &str = "Thiếu biểu tổng hợp kèm theo";

#[tokio::test(flavor = "multi_thread")]
async fn what_the_office_returns_is_mended_accepted_and_from_then_on_amended() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let laptop = |name: &str| Laptop::new(&folder.path().join(name));
    let commune = open(&district, &laptop("ayun"), "ayun", "Đinh Hmưk").await?;
    let office = open(&district, &laptop("noi-vu"), "noi-vu", "Nguyễn Thị Hoa").await?;
    go(&commune, OWN).await?;
    commune.type_into("#entry-narrative", FIRST).await?;
    choose(&commune, "#entry-state", "done").await?;
    commune.wait_for(".state", "data-shown", "done").await?;

    // The office reads it, and sends it back. The commune has the page open, and touches nothing.
    go(&office, THEIRS).await?;
    office.wait_for_text(FIRST).await?;
    office.type_into("#return-reason", REASON).await?;
    office.type_into("#return-until", &format!("15/12/{}", this_year())).await?;
    office.click("#return-go").await?;
    commune.wait_for(".state", "data-shown", "returned").await?;
    commune.wait_for_text(&format!("Phòng Nội vụ: “{REASON}”, hẹn 15/12")).await?;
    commune.find("[data-nav=tra-lai] .count").await?;

    // It is mended and handed in again.
    commune.type_into("#entry-narrative", MENDED).await?;
    commune.wait_for(".state", "data-shown", "done").await?;
    go(&commune, "#/viec?ky=Q3").await?;
    commune.click("#submit").await?;
    hand_in(&commune).await?;
    office.wait_for_text(MENDED).await?;
    // What came while the page was open is not what was seen: it is looked at first.
    office.click("#looked-go").await?;
    office.click("#accept-go:not(:disabled)").await?;
    go(&commune, OWN).await?;
    commune.wait_for(".state", "data-shown", "accepted").await?;

    // What comes after the acceptance is told apart from it, on both sides.
    commune.type_into("#entry-difficulties", "Mất mạng ba ngày.").await?;
    commune.wait_for(".state", "data-shown", "amended").await?;
    office.wait_for_text("Mất mạng ba ngày.").await?;
    office.wait_for(".state", "data-shown", "amended").await?;
    office.picture("van-phong-mot-muc").await?;
    go(&office, "#/toan-huyen?ky=Q3").await?;
    office.wait_for("[data-cell='ayun/III.6a']", "data-shown", "amended").await?;
    commune.close().await?;
    office.close().await
}

/// On the page where a period is handed in: the first of the unit's people confirms it, and the warnings were read.
async fn hand_in(window: &Browser) -> Result<()> {
    window.find("#submit-head option:nth-child(2)").await?;
    let choose = "const head = document.querySelector('#submit-head'); head.selectedIndex = 1; head.dispatchEvent(new Event('change', { bubbles: true }))";
    window.script(choose, vec![]).await?;
    window.click("#submit-sure").await?;
    window.click("#submit-go").await?;
    window.wait_for("#handed", "data-stands", "handed-in").await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_came_back_while_a_commune_was_offline_is_mended_and_the_office_sees_what_was() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.add_leader()?;
    district.start()?;
    let laptop = |name: &str| Laptop::new(&folder.path().join(name));
    let relay = Relay::to(district.port()).await?;
    let commune = laptop("ayun").open().await?;
    enrol_at(&commune, &relay.address(), &district.enrol("ayun", "Đinh Hmưk")?, "Đinh Hmưk").await?;
    commune.wait_for("#status", "data-link", "online").await?;
    let office = open(&district, &laptop("noi-vu"), "noi-vu", "Nguyễn Thị Hoa").await?;
    let page = Browser::of_leader(&district.address(), &folder.path().join("leader")).await?;
    go(&page, "#/toan-huyen?ky=Q3").await?;

    go(&commune, OWN).await?;
    commune.type_into("#entry-narrative", FIRST).await?;
    choose(&commune, "#entry-state", "done").await?;
    go(&commune, "#/nop?ky=Q3").await?;
    hand_in(&commune).await?;
    commune.picture("nop-bao-cao").await?;
    page.wait_for("tr[data-unit=ayun] [data-handed]", "data-handed", "handed-in").await?;
    go(&office, THEIRS).await?;
    office.wait_for_text(FIRST).await?;

    // The commune's people are in a village: they go on elsewhere, and hear nothing of what the office says.
    relay.go();
    commune.wait_for("#status", "data-link", "offline").await?;
    go(&commune, "#/viec/VII.2?ky=Q3").await?;
    commune.type_into("#entry-narrative", "Trao đổi văn bản điện tử ở ba thôn.").await?;
    office.type_into("#return-reason", REASON).await?;
    office.click("#return-go").await?;
    page.wait_for("[data-cell='ayun/III.6a']", "data-shown", "returned").await?;
    relay.mend();
    commune.click("#status button").await?;
    go(&commune, OWN).await?;
    commune.wait_for(".state", "data-shown", "returned").await?;
    commune.wait_for_text(&format!("Phòng Nội vụ: “{REASON}”")).await?;
    commune.type_into("#entry-narrative", MENDED).await?;
    commune.wait_for(".state", "data-shown", "done").await?;
    commune.find("section[data-since=returned]").await?;
    commune.wait_for_text("sửa sau khi nộp").await?;
    commune.picture("muc-sua-sau-khi-nop").await?;

    // Before anything else the office reads what was changed, and only that is what it accepts.
    office.find("section.difference ins").await?;
    office.wait_for_text("kèm biểu tổng hợp.").await?;
    office.picture("van-phong-thay-doi").await?;
    office.click("#looked-go").await?;
    office.click("#accept-go:not(:disabled)").await?;
    commune.wait_for(".state", "data-shown", "accepted").await?;
    page.wait_for("[data-cell='ayun/III.6a']", "data-shown", "accepted").await?;
    page.wait_for_text("sửa sau").await?;
    page.picture("trang-da-nop").await?;
    go(&office, "#/tham-dinh?ky=Q3").await?;
    office.wait_for("tr[data-unit=ayun] [data-handed]", "data-handed", "handed-in").await?;
    office.picture("tham-dinh").await?;
    commune.close().await?;
    office.close().await?;
    page.close().await
}
