//! A person without a mouse: from the list to an entry, writing in it, and back.

use anyhow::{Result, bail};
use fantoccini::key::Key;
use serde_json::json;
use tests::browser::Browser;
use tests::programs::until;
use tests::server::District;
use tests::window::Laptop;

use crate::{go, holds, open, this_year};

const NARRATIVE: &str = "Đã công khai tại trụ sở; jk? là chữ.";
/// More than there are stops on any of these pages.
const MOST_STOPS: usize = 120;

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_entry_is_written_without_a_mouse() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let laptop = Laptop::new(&folder.path().join("ayun"));
    let window = open(&district, &laptop, "ayun", "Đinh Hmưk").await?;
    district.stop();
    go(&window, "#/viec?ky=Q3").await?;
    window.find("[data-row='ayun/III.3a']").await?;

    walk_to(&window, "j", "closest('tr')?.dataset.task", "III.3a").await?;
    press(&window, Key::Enter).await?;
    window.find("#entry-state").await?;
    walk_to(&window, Key::Tab, "id", "entry-state").await?;
    choose_by_keys(&window).await?;
    holds(&window, "#entry-state", "in-progress").await?;
    walk_to(&window, Key::Tab, "id", "entry-narrative").await?;
    press(&window, NARRATIVE).await?;
    window.wait_for("#status", "data-edits", "2").await?;

    // Out of the field, then out of the entry, to the row that was opened.
    press(&window, Key::Escape).await?;
    press(&window, Key::Escape).await?;
    until("the row that was opened has the focus", || async {
        let here = focused(&window, "closest('tr')?.dataset.task").await?;
        Ok((here == json!("III.3a")).then_some(()))
    })
    .await?;
    press(&window, Key::Enter).await?;
    holds(&window, "#entry-narrative", NARRATIVE).await?;
    holds(&window, "#entry-state", "in-progress").await?;
    window.close().await
}

/// To the next state of the list and to no other, as arrows go.
async fn choose_by_keys(window: &Browser) -> Result<()> {
    press(window, Key::Down).await
}

/// Presses a key until what has the focus is the one that is wanted.
async fn walk_to(window: &Browser, key: impl Into<Keys>, what: &str, wanted: &str) -> Result<()> {
    let key = key.into();
    for _ in 0..MOST_STOPS {
        if focused(window, what).await? == json!(wanted) {
            return Ok(());
        }
        press(window, key.clone()).await?;
    }
    bail!("{MOST_STOPS} times {key:?} never came to {wanted}")
}

async fn focused(window: &Browser, what: &str) -> Result<serde_json::Value> {
    window.script(&format!("return document.activeElement?.{what} ?? null"), vec![]).await
}

pub(crate) async fn press(window: &Browser, keys: impl Into<Keys>) -> Result<()> {
    let Keys(text) = keys.into();
    Ok(window.client().active_element().await?.send_keys(&text).await?)
}

/// What is typed: a key, or a text.
#[derive(Clone, Debug)]
pub(crate) struct Keys(String);

impl From<Key> for Keys {
    fn from(key: Key) -> Self {
        Self(key.to_string())
    }
}

impl From<&str> for Keys {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}
