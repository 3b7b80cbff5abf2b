//! End to end, against the real programs: the server as a process, the window under a display, the page in
//! Chromium.

mod barriers;
mod dates;
mod exactly_once;
mod faults;
mod files;
mod fuzz_corpus;
mod keyboard;
mod leaving;
mod line;
mod module_order;
mod people;
mod period;
mod plans;
mod review;
mod revision;
mod sabotage;
mod simulation;
mod thread;
mod tus;
mod typing;
mod units;
mod village;
mod way_on;
mod window;
mod year;

use std::path::Path;

use anyhow::Result;
use serde_json::json;
use tests::browser::Browser;
use tests::programs::until;
use tests::server::District;
use tests::window::{Laptop, PASSPHRASE};

/// A PDF of one page, as heavy as a scanner makes it, so that it travels and is shown piece by piece.
fn pdf(folder: &Path, name: &str) -> Result<std::path::PathBuf> {
    let page = "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n";
    let words = "BT /F1 20 Tf 90 760 Td (QUYET DINH 45/QD-UBND) Tj 0 -40 Td (Bieu tong hop kem theo) Tj ET";
    let rest = format!(
        "4 0 obj<</Length {}>>stream\n{words}\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
        words.len()
    );
    let path = folder.join(name);
    let weight = format!("%{}\n", "0123456789abcde".repeat(100)).repeat(1_000);
    std::fs::write(&path, format!("%PDF-1.4\n{weight}{page}{rest}"))?;
    Ok(path)
}

/// First run in the window: address, code, name, passphrase.
async fn enrol(window: &Browser, district: &District, unit: &str, person: &str) -> Result<()> {
    enrol_at(window, &district.address(), &district.enrol(unit, person)?, person).await
}

async fn enrol_at(window: &Browser, address: &str, code: &str, person: &str) -> Result<()> {
    window.type_into("#first-run-server", address).await?;
    window.type_into("#first-run-code", code).await?;
    window.type_into("#first-run-name", person).await?;
    window.type_into("#first-run-passphrase", PASSPHRASE).await?;
    window.type_into("#first-run-passphrase-again", PASSPHRASE).await?;
    window.picture("ghi-danh").await?;
    window.click("#first-run-go").await
}

/// The year that the plan is opened for, so that its dates are near.
fn this_year() -> i32 {
    chrono::Datelike::year(&chrono::Local::now())
}

/// A field holds this, as soon as it does.
async fn holds(window: &Browser, css: &str, expected: &str) -> Result<()> {
    until(&format!("{css} holds {expected:?}"), || async {
        let value = window.find(css).await?.prop("value").await?;
        Ok((value.as_deref() == Some(expected)).then_some(()))
    })
    .await
}

/// A laptop of the unit with its window open, enrolled and online.
async fn open(district: &District, laptop: &Laptop, unit: &str, person: &str) -> Result<Browser> {
    let window = laptop.open().await?;
    enrol(&window, district, unit, person).await?;
    window.find("[data-nav=viec]").await?;
    window.wait_for("#status", "data-link", "online").await?;
    Ok(window)
}

async fn go(browser: &Browser, address: &str) -> Result<()> {
    browser.script("location.hash = arguments[0]", vec![json!(address)]).await?;
    Ok(())
}

/// Chooses in a list by the value that it holds, as a keyboard would.
async fn choose(browser: &Browser, css: &str, value: &str) -> Result<()> {
    browser.find(css).await?;
    let code = "const [css, value] = arguments; const list = document.querySelector(css); list.value = value; list.dispatchEvent(new Event('change', { bubbles: true }));";
    browser.script(code, vec![json!(css), json!(value)]).await?;
    Ok(())
}

/// What the window does when a file is dropped on III.6a of the third quarter; a driver has no files to drop.
async fn attach(window: &Browser, file: &Path) -> Result<()> {
    let code = "const [paths, done] = arguments; window.__TAURI_INTERNALS__.invoke('act', { act: { act: 'attach', entry: { task: 'III.6a', period: 'Q3' }, paths } }).then(() => done('ok'), (e) => done(JSON.stringify(e)))";
    let attached = window.client().execute_async(code, vec![json!([file])]).await?;
    anyhow::ensure!(attached == json!("ok"), "the file was not taken: {attached}");
    Ok(())
}
