//! Ways out of the window, and a way into it: closing in the middle of a word, and files dropped on it.

use anyhow::{Context, Result};
use serde_json::json;
use tests::browser::Browser;
use tests::programs::until;
use tests::server::District;
use tests::window::Laptop;

use crate::{go, open, pdf, this_year};

const ENTRY: &str = "#/viec/III.6a?ky=Q3";
const BEGUN: &str = "Đường vào làng bị ngậ";

/// The last letter and the window's close, one right after the other: far sooner than a pause in typing.
const TYPE_AND_CLOSE: &str = "const field = document.querySelector('#entry-narrative'); field.value += 'p'; field.dispatchEvent(new Event('input', { bubbles: true })); window.__TAURI_INTERNALS__.invoke('plugin:window|close', { label: 'main' });";

#[tokio::test(flavor = "multi_thread")]
async fn closing_in_the_middle_of_a_word_loses_no_letter() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let laptop = Laptop::new(&folder.path().join("ayun"));
    let window = open(&district, &laptop, "ayun", "Đinh Hmưk").await?;
    district.stop();
    go(&window, ENTRY).await?;
    window.type_into("#entry-narrative", BEGUN).await?;
    // The answer may be lost with the window that it comes from.
    drop(window.script(TYPE_AND_CLOSE, vec![]).await);
    until("the window is gone", || async { Ok((!laptop.is_open()?).then_some(())) }).await?;
    drop(window);

    let window = laptop.unlock().await?;
    go(&window, ENTRY).await?;
    let narrative = window.find("#entry-narrative").await?.prop("value").await?;
    assert_eq!(narrative.as_deref(), Some("Đường vào làng bị ngập"));
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_dropped_on_an_entry_is_its_evidence_and_is_read_whole_or_in_part() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let laptop = Laptop::new(&folder.path().join("ayun"));
    let window = open(&district, &laptop, "ayun", "Đinh Hmưk").await?;
    district.stop();
    go(&window, ENTRY).await?;
    window.find("#attach").await?;
    // Beyond what the shell gives of a range at once.
    let file = pdf(folder.path(), "45-QĐ-UBND.pdf")?;
    let heavy = [std::fs::read(&file)?, vec![b'%'; 5 << 20]].concat();
    std::fs::write(&file, &heavy)?;
    drop_on(&window, &file).await?;
    window.wait_for("#status", "data-files", "1").await?;
    // It is shown as well, out of the encrypted store.
    window.find("main canvas").await?;
    let url = format!("evidence://localhost/{}", hash_of_the_evidence(&window).await?);
    assert_eq!(fetched(&window, &url, None).await?, json!([200, heavy.len(), null]));
    let total = heavy.len();
    let part = json!([206, 100, format!("bytes 900-999/{total}")]);
    assert_eq!(fetched(&window, &url, Some("bytes=900-999")).await?, part);
    window.close().await
}

/// What the shell says when files are let go over the window; a driver has no hand to hold them.
async fn drop_on(window: &Browser, file: &std::path::Path) -> Result<()> {
    let code = "const [paths, done] = arguments; const event = { target: { kind: 'Webview', label: 'main' }, event: 'tauri://drag-drop', payload: { paths, position: { x: 900, y: 300 } } }; window.__TAURI_INTERNALS__.invoke('plugin:event|emit_to', event).then(() => done('ok'), (error) => done(String(error)))";
    let dropped = window.client().execute_async(code, vec![json!([file])]).await?;
    anyhow::ensure!(dropped == json!("ok"), "the event was not taken: {dropped}");
    Ok(())
}

async fn hash_of_the_evidence(window: &Browser) -> Result<String> {
    let code = "const [done] = arguments; window.__TAURI_INTERNALS__.invoke('ask', { ask: { ask: 'evidence', unit: 'ayun' } }).then((found) => done(found[0].file), (error) => done(null))";
    let hash = window.client().execute_async(code, vec![]).await?;
    hash.as_str().map(str::to_owned).context("the evidence has its file")
}

/// Status, length and range of what a page gets.
async fn fetched(window: &Browser, url: &str, range: Option<&str>) -> Result<serde_json::Value> {
    let code = "const [url, range, done] = arguments; fetch(url, range ? { headers: { Range: range } } : {}).then(async (reply) => done([reply.status, (await reply.arrayBuffer()).byteLength, reply.headers.get('content-range')]), (error) => done(String(error)))";
    Ok(window.client().execute_async(code, vec![json!(url), json!(range)]).await?)
}
