//! Two people of one commune at the same sentence, both online, each in a window of their own.

use anyhow::Result;
use fantoccini::key::Key;
use serde_json::json;
use tests::browser::Browser;
use tests::server::District;
use tests::window::Laptop;

use crate::keyboard::press;
use crate::{go, holds, open, this_year};

const ENTRY: &str = "#/viec/III.6a?ky=Q3";
const FIELD: &str = "#entry-narrative";

#[tokio::test(flavor = "multi_thread")]
async fn what_a_colleague_adds_to_a_text_stays_under_the_hands_of_who_types_in_it() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let laptop = |name: &str| Laptop::new(&folder.path().join(name));
    let first = open(&district, &laptop("may-1"), "ayun", "Đinh Hmưk").await?;
    let second = open(&district, &laptop("may-2"), "ayun", "Rơ Châm Lan").await?;
    for window in [&first, &second] {
        go(window, ENTRY).await?;
        window.find(FIELD).await?;
    }

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

async fn stand_behind_all(window: &Browser) -> Result<()> {
    let code = "const field = document.querySelector(arguments[0]); field.focus(); field.setSelectionRange(field.value.length, field.value.length)";
    window.script(code, vec![json!(FIELD)]).await?;
    Ok(())
}
