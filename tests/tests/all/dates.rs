//! The dates that the coordinating office enters, in its window and in a commune's.

use anyhow::Result;
use tests::browser::Browser;
use tests::server::District;
use tests::window::Laptop;

use crate::{go, open, this_year};

#[tokio::test(flavor = "multi_thread")]
async fn what_the_office_enters_moves_a_communes_dates_and_is_only_read_on_the_page() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.add_leader()?;
    district.start()?;
    let laptop = |name: &str| Laptop::new(&folder.path().join(name));
    let commune = open(&district, &laptop("ayun"), "ayun", "Đinh Hmưk").await?;
    let office = open(&district, &laptop("noi-vu"), "noi-vu", "Nguyễn Thị Hoa").await?;
    let year = this_year();
    go(&commune, "#/viec?ky=Y").await?;
    commune.wait_for_text("Nộp báo cáo trước 25/11").await?;

    office.click("[data-nav=thoi-han]").await?;
    office.type_into("#days-Y", "7").await?;
    office.type_into("#milestone-nop-bao-cao-cham-diem", &format!("05/01/{}", year + 1)).await?;
    office.type_into("#milestone-basis-nop-bao-cao-cham-diem", "15/SNV").await?;
    office.click("#request-add").await?;
    office.type_into("#request-number", "12/SNV-CCHC").await?;
    office.type_into("#request-received", &format!("01/11/{year}")).await?;
    office.type_into("#request-due", &format!("31/12/{year}")).await?;
    office.click("[name=request-task][value='IV.5/on-request-so-noi-vu']").await?;
    office.click("#request-save").await?;
    office.find("[data-request='12/SNV-CCHC']").await?;
    office.wait_for_text("18/11").await?;
    office.picture("van-phong-thoi-han").await?;

    // Days that lie ahead on every day of the year, so that none is late. The commune's window says so by itself, over its work and in its calendar.
    commune.wait_for_text("Nộp báo cáo trước 18/11").await?;
    go(&commune, "#/lich").await?;
    commune.wait_for_text(&format!("04/01/{}", year + 1)).await?;
    commune.wait_for_text("31/12").await?;
    commune.picture("lich").await?;
    go(&commune, "#/viec/IV.5?ky=Y").await?;
    commune.wait_for_text(&format!("Theo 12/SNV-CCHC, đến ngày 01/11/{year}")).await?;

    let page = Browser::of_leader(&district.address(), &folder.path().join("chromium")).await?;
    page.click("[data-nav=thoi-han]").await?;
    page.wait_for_text("12/SNV-CCHC").await?;
    assert!(!page.is_there("main input").await && !page.is_there("main button").await, "the page only reads");
    for browser in [commune, office, page] {
        browser.close().await?;
    }
    Ok(())
}
