//! The talk between a unit and the office that reviews it: returned, mended, accepted, amended.

use anyhow::Result;
use tests::server::District;
use tests::window::Laptop;

use crate::{choose, go, open, this_year};

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
    commune.click("#submit-go").await?;
    commune.wait_for_text("Đã nộp báo cáo").await?;
    office.wait_for_text(MENDED).await?;
    office.click("#accept-go").await?;
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
