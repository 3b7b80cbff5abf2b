//! Two plans beside each other: last year's is written to its end and closed, this year's is added meanwhile.

use anyhow::Result;
use tests::browser::Browser;
use tests::programs::mang_yang;
use tests::server::District;
use tests::window::Laptop;

use crate::{choose, go, holds, open, this_year};

const LAST: &str = "Quý IV năm trước: giải quyết 98 hồ sơ.";
const THIS: &str = "Năm nay đã giải quyết 12 hồ sơ.";

#[tokio::test(flavor = "multi_thread")]
async fn last_years_plan_is_written_to_its_end_beside_this_years_and_then_only_read() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year() - 1))?;
    district.add_leader()?;
    district.start()?;
    let laptop = |name: &str| Laptop::new(&folder.path().join(name));
    let commune = open(&district, &laptop("ayun"), "ayun", "Đinh Hmưk").await?;
    let office = open(&district, &laptop("noi-vu"), "noi-vu", "Nguyễn Thị Hoa").await?;
    assert!(!commune.is_there("header select option[value^=mang-yang]").await, "one plan is no choice");
    let (last, this) = (format!("mang-yang-{}", this_year() - 1), format!("mang-yang-{}", this_year()));
    let (of_last, of_this) =
        (format!("#/viec/III.6a?kh={last}&ky=Q4"), format!("#/viec/III.6a?kh={this}&ky=Q4"));
    go(&commune, &of_last).await?;
    commune.type_into("#entry-narrative", LAST).await?;

    // The administrator adds the new year's while everybody works. It comes by itself, and nobody is taken out of what he writes.
    let plan = mang_yang()?.display().to_string();
    district.run(&["plan", "add", "--year", &this_year().to_string(), "--plan", &plan])?;
    let choice = format!("header select:has(option[value={this}])");
    commune.find(&choice).await?;
    holds(&commune, "#entry-narrative", LAST).await?;
    choose(&commune, &choice, &this).await?;
    commune.find("[data-task='III.6a']").await?;
    commune.picture("hai-ke-hoach").await?;
    go(&commune, &of_this).await?;
    holds(&commune, "#entry-narrative", "").await?;
    commune.type_into("#entry-narrative", THIS).await?;
    go(&commune, &of_last).await?;
    holds(&commune, "#entry-narrative", LAST).await?;

    // The office closes last year's. The commune has it open: it says so, and takes nothing more, and this year's goes on.
    go(&office, &format!("#/thoi-han?kh={last}")).await?;
    office.click("#plan-close").await?;
    office.click("#plan-close-go").await?;
    office.find("#plan-reopen").await?;
    office.picture("van-phong-dong-ke-hoach").await?;
    commune.wait_for_text("Kế hoạch này đã đóng ngày").await?;
    commune.wait_for_text(LAST).await?;
    commune.picture("ke-hoach-da-dong").await?;
    assert!(!commune.is_there("#entry-narrative:enabled").await, "a closed plan is only read");

    // Both are read on the page, which says by itself what is new.
    let page = Browser::of_leader(&district.address(), &folder.path().join("chromium")).await?;
    for (plan, text) in [(&last, LAST), (&this, THIS)] {
        go(&page, &format!("#/don-vi/ayun/III.6a?kh={plan}&ky=Q4")).await?;
        page.wait_for_text(text).await?;
    }
    go(&commune, &of_this).await?;
    commune.type_into("#entry-difficulties", "Mất mạng ba ngày.").await?;
    page.wait_for_text("Mất mạng ba ngày.").await?;

    // What was not finished goes on by choice, with what stood in the year before, which is left as it was.
    go(&commune, &format!("#/chuyen-nam?kh={this}")).await?;
    commune.click("#carry-III\\.6a").await?;
    commune.picture("chuyen-nam").await?;
    commune.click("#carry-go").await?;
    commune.find("[data-row='III.6a'] .good").await?;
    go(&commune, &of_this).await?;
    commune.find(&format!("[data-carried={last}]")).await?;
    page.wait_for_text(&format!("Chuyển tiếp từ năm {}", this_year() - 1)).await?;
    go(&page, &format!("#/don-vi/ayun/III.6a?kh={last}&ky=Q4")).await?;
    page.wait_for_text(LAST).await?;
    for browser in [commune, office, page] {
        browser.close().await?;
    }
    Ok(())
}
