//! Two people of one commune at the same sentence, both online, each in a window of their own.

use std::path::Path;

use anyhow::Result;
use fantoccini::key::Key;
use serde_json::json;
use tests::browser::Browser;
use tests::faults::disk::Small;
use tests::faults::rights;
use tests::programs::until;
use tests::server::District;
use tests::window::Laptop;

use crate::faults::skipped;
use crate::keyboard::press;
use crate::{go, holds, open, this_year};

const ENTRY: &str = "#/viec/III.6a?ky=Q3";
const FIELD: &str = "#entry-narrative";

/// Two people of Ayun, each with the same entry open.
async fn two_at_one_text(district: &District, folder: &Path) -> Result<(Browser, Browser)> {
    let laptop = |name: &str| Laptop::new(&folder.join(name));
    let first = open(district, &laptop("may-1"), "ayun", "Đinh Hmưk").await?;
    let second = open(district, &laptop("may-2"), "ayun", "Rơ Châm Lan").await?;
    for window in [&first, &second] {
        go(window, ENTRY).await?;
        window.find(FIELD).await?;
    }
    Ok((first, second))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_colleague_adds_to_a_text_stays_under_the_hands_of_who_types_in_it() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let (first, second) = two_at_one_text(&district, folder.path()).await?;

    first.type_into(FIELD, "Đã giải quyết 98 hồ s").await?;
    holds(&second, FIELD, "Đã giải quyết 98 hồ s").await?;
    stand_behind_all(&second).await?;
    press(&second, ". Còn 2 hồ sơ chờ bổ sung.").await?;
    holds(&first, FIELD, "Đã giải quyết 98 hồ s. Còn 2 hồ sơ chờ bổ sung.").await?;
    // A Vietnamese keyboard takes letters back and writes others in their place.
    press(&first, "ow").await?;
    for _ in 0..2 {
        press(&first, Key::Backspace).await?;
    }
    press(&first, "ơ").await?;

    let both = "Đã giải quyết 98 hồ sơ. Còn 2 hồ sơ chờ bổ sung.";
    for window in [&first, &second] {
        holds(window, FIELD, both).await?;
        window.wait_for("#status", "data-edits", "0").await?;
    }
    press(&second, " Hết.").await?;
    for window in [&first, &second] {
        holds(window, FIELD, &format!("{both} Hết.")).await?;
    }
    first.close().await?;
    second.close().await
}

/// Puts other words in a field, as somebody who marks all of it and types.
async fn exchange(window: &Browser, words: &str) -> Result<()> {
    window
        .script(
            "const field = document.querySelector(arguments[0]); field.focus(); field.select()",
            vec![json!(FIELD)],
        )
        .await?;
    press(window, words).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_two_people_changed_offline_is_asked_about_at_both_and_on_the_page() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    district.add_leader()?;
    let (first, second) = two_at_one_text(&district, folder.path()).await?;
    first.type_into(FIELD, "Tỷ lệ đạt 90 %, chốt ngày 12/6.").await?;
    holds(&second, FIELD, "Tỷ lệ đạt 90 %, chốt ngày 12/6.").await?;
    first.wait_for("#status", "data-edits", "0").await?;

    district.stop();
    for (window, words) in
        [(&first, "Tỷ lệ đạt 95 %, chốt ngày 15/6."), (&second, "Tỷ lệ đạt 98 %, chốt ngày 18/6.")]
    {
        window.wait_for("#status", "data-link", "offline").await?;
        exchange(window, words).await?;
        window.wait_for("#status", "data-edits", "1").await?;
    }
    district.start()?;
    let page = Browser::of_leader(&district.address(), &folder.path().join("leader")).await?;
    go(&page, "#/don-vi/ayun/III.6a?ky=Q3").await?;
    for window in [&first, &second, &page] {
        window.wait_for_text("Hai người sửa cùng một chỗ").await?;
        for words in ["“Tỷ lệ đạt 95 %, chốt ngày 15/6.”", "“Tỷ lệ đạt 98 %, chốt ngày 18/6.”"]
        {
            window.wait_for_text(words).await?;
        }
    }
    first.picture("hai-nguoi-mot-cho").await?;
    go(&first, "#/xung-dot").await?;
    first.find("article li button").await?;
    first.picture("hai-nguoi-mot-cho-chon").await?;
    first.click("article li:nth-child(2) button").await?;
    first.wait_for_text("Không có xung đột nào.").await?;
    let chosen = "Tỷ lệ đạt 98 %, chốt ngày 18/6.";
    let other = "Tỷ lệ đạt 95 %, chốt ngày 15/6.";
    go(&first, ENTRY).await?;
    let stands = first.find(FIELD).await?.prop("value").await?.unwrap_or_default();
    assert!([chosen, other].contains(&&*stands), "one of the two stands there: {stands:?}");
    holds(&second, FIELD, &stands).await?;
    for window in [second, first, page] {
        window.close().await?;
    }
    Ok(())
}

const PERCENT: &str = "#entry-percent";

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_came_while_one_typed_is_asked_about_each_time_that_another_came() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let (first, second) = two_at_one_text(&district, folder.path()).await?;
    first.type_into(PERCENT, "75").await?;
    second.enter_into(PERCENT, "60").await?;
    first.wait_for_text("60 %").await?;
    press(&first, Key::Enter).await?;
    first.wait_for_text("ô này đã được ghi “60 %”").await?;
    first.picture("vua-co-nguoi-ghi").await?;
    second.enter_into(PERCENT, "65").await?;
    // Into a line nothing comes for as long as somebody stands in it, whichever window is in front.
    press(&second, Key::Tab).await?;
    first.wait_for_text("65 %").await?;
    first.click("#entry-percent-about button").await?;
    first.wait_for_text("ô này đã được ghi “65 %”").await?;
    holds(&second, PERCENT, "65").await?;
    first.click("#entry-percent-about button").await?;
    holds(&second, PERCENT, "75").await?;
    first.close().await?;
    second.close().await
}

async fn stand_behind_all(window: &Browser) -> Result<()> {
    let code = "const field = document.querySelector(arguments[0]); field.focus(); field.setSelectionRange(field.value.length, field.value.length)";
    window.script(code, vec![json!(FIELD)]).await?;
    Ok(())
}

const FIGURE: &str = "#figure-ho-so-dung-han-0";

#[tokio::test(flavor = "multi_thread")]
async fn half_a_figure_survives_a_kill_and_is_no_report_until_its_field_is_left() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let laptop = Laptop::new(&folder.path().join("ayun"));
    let window = open(&district, &laptop, "ayun", "Đinh Hmưk").await?;
    district.stop();
    go(&window, ENTRY).await?;
    window.type_into(FIGURE, "9").await?;
    window.wait_for_text("Đang gõ dở").await?;
    window.wait_for("#status", "data-edits", "0").await?;
    laptop.kill()?;
    drop(window);

    let window = laptop.unlock().await?;
    window.find("#unwritten").await?;
    go(&window, "#/hang-cho").await?;
    window.find("[data-typed='III.6a']").await?;
    window.picture("hang-cho-chua-ghi").await?;
    go(&window, ENTRY).await?;
    holds(&window, FIGURE, "9").await?;
    window.picture("nhiem-vu-go-do").await?;
    window.enter_into(FIGURE, "98").await?;
    window.wait_for("#status", "data-edits", "1").await?;
    go(&window, "#/hang-cho").await?;
    window.wait_for_text("Số hồ sơ giải quyết đúng hạn").await?;
    assert!(!window.is_there("[data-typed]").await, "what was written is not half typed");
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_half_filled_is_told_and_filled_in_again_after_a_kill() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let laptop = Laptop::new(&folder.path().join("ayun"));
    let window = open(&district, &laptop, "ayun", "Đinh Hmưk").await?;
    go(&window, "#/so/pakn").await?;
    window.click("#register-add").await?;
    window.type_into("#new-code", "07/PAKN").await?;
    window.type_into("#new-about", "Lệ phí chứng thực").await?;
    // On the way to another page it is kept at the latest.
    go(&window, "#/viec").await?;
    window.find("#half-filled").await?;
    laptop.kill()?;
    drop(window);

    let window = laptop.unlock().await?;
    go(&window, "#/hang-cho").await?;
    window.wait_for_text("Lệ phí chứng thực").await?;
    window.picture("hang-cho-bieu-do-dang").await?;
    go(&window, "#/so/pakn").await?;
    window.click("#register-add").await?;
    holds(&window, "#new-about", "Lệ phí chứng thực").await?;
    holds(&window, "#new-code", "07/PAKN").await?;
    window.picture("bieu-dien-lai").await?;
    window.type_into("#new-received-on", &format!("20/8/{}", this_year())).await?;
    window.click("#record-save").await?;
    window.wait_for_text("07/PAKN").await?;
    assert!(!window.is_there("#half-filled").await, "it was written");
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_on_a_full_disk_is_there_after_a_restart_and_the_window_does_not_close_over_it()
-> Result<()> {
    if skipped("a full disk under a window", rights::no_faulty_disk()) {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let disk = Small::make(&folder.path().join("disk"))?;
    let laptop = Laptop::new(&disk.path().join("ayun"));
    open(&district, &laptop, "ayun", "Đinh Hmưk").await?.close().await?;
    until("the window is gone", || async { Ok((!laptop.is_open()?).then_some(())) }).await?;
    district.stop();
    // Opened anew, its log of writes begins small, and has to grow.
    let window = laptop.unlock().await?;
    window.wait_for("#status", "data-link", "offline").await?;
    go(&window, ENTRY).await?;
    window.find(FIELD).await?;
    disk.leave(0)?;
    let words = "Đường vào làng bị ngập ba ngày, hồ sơ phải chuyển bằng xuồng. ".repeat(200);
    let words = words.trim();
    exchange_at_once(&window, words).await?;
    window.wait_for_text("Ổ đĩa đã đầy").await?;
    window.find("#unwritten").await?;
    drop(window.script(CLOSE, vec![]).await);
    window.find("#closing-close").await?;
    window.wait_for_text("vẫn được giữ trên máy này").await?;
    window.picture("dong-khi-chua-ghi").await?;
    // The answer may be lost with the window that it comes from.
    drop(window.script("document.querySelector('#closing-close').click()", vec![]).await);
    until("the window is gone", || async { Ok((!laptop.is_open()?).then_some(())) }).await?;
    drop(window);

    disk.make_room()?;
    let window = laptop.unlock().await?;
    window.wait_for("#status", "data-edits", "1").await?;
    go(&window, ENTRY).await?;
    holds(&window, FIELD, words).await?;
    window.close().await
}

const CLOSE: &str = "window.__TAURI_INTERNALS__.invoke('plugin:window|close', { label: 'main' })";

/// As a paste does.
async fn exchange_at_once(window: &Browser, words: &str) -> Result<()> {
    let code = "const [css, words] = arguments; const field = document.querySelector(css); field.focus(); field.value = words; field.dispatchEvent(new Event('input', { bubbles: true }))";
    window.script(code, vec![json!(FIELD), json!(words)]).await?;
    Ok(())
}
