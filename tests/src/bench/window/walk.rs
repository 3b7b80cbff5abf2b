//! What a person does at the windows, step by step.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;

use super::super::Times;
use crate::browser::Browser;

/// One thing that a person does, and how one sees that it is done.
pub struct Step {
    name: &'static str,
    /// `click`, `type` or `key`, and of what.
    does: [&'static str; 2],
    /// Text for `type`.
    text: &'static str,
    /// Stands there afterwards; none: another page does.
    then: Option<&'static str>,
}

const fn click(name: &'static str, css: &'static str) -> Step {
    Step { name, does: ["click", css], text: "", then: None }
}

const SEARCH: &str = "dialog input[type=search]";

/// From an entry's page or a list: opened, two words typed, the first thing that was found opened.
const SEARCHED: [Step; 3] = [
    Step { name: "search, opened", does: ["key", "k"], text: "", then: Some(SEARCH) },
    Step {
        name: "search, words found", does: ["type", SEARCH], text: "niêm yết", then: Some("#found li")
    },
    click("search, what was found opened", "#found li"),
];

const ENTRY: &str = "main tr[data-task] th a";

/// Each page of the desktop window.
pub fn of_desktop(coordinates: bool) -> Vec<Step> {
    let mut steps = vec![
        click("my work", "[data-nav=viec]"),
        click("an entry", ENTRY),
        Step {
            name: "a letter in an entry",
            does: ["type", "#entry-narrative"],
            text: "a",
            then: Some("main"),
        },
        click("calendar", "[data-nav=lich]"),
        click("evidence", "[data-nav=minh-chung]"),
        click("queue", "[data-nav=hang-cho]"),
        click("conflicts", "[data-nav=xung-dot]"),
    ];
    if coordinates {
        steps.extend(of_district());
    }
    steps.extend(SEARCHED);
    steps
}

/// Each page that a leader sees.
pub fn of_page() -> Vec<Step> {
    let mut steps: Vec<Step> = of_district().into();
    steps.push(click("calendar", "[data-nav=lich]"));
    steps.extend(SEARCHED);
    steps
}

fn of_district() -> [Step; 8] {
    [
        click("matrix", "[data-nav=toan-huyen]"),
        click("a unit", "main tr[data-unit] th a"),
        click("an entry of a unit", ENTRY),
        click("late", "[data-nav=qua-han]"),
        click("silent", "[data-nav=im-lang]"),
        click("figures", "[data-nav=so-lieu]"),
        click("dates", "[data-nav=thoi-han]"),
        Step {
            name: "matrix, to its last row",
            does: ["click", "[data-nav=toan-huyen]"],
            text: "",
            then: Some("main tbody tr:nth-child(22) [data-cell]"),
        },
    ]
}

/// How long each step took, in order; the first step follows the last.
pub async fn walk(browser: &Browser, steps: &[Step], rounds: usize) -> Result<Vec<(&'static str, Times)>> {
    let mut times: Vec<(&'static str, Times)> =
        steps.iter().map(|step| (step.name, Times::default())).collect();
    for _ in 0..rounds {
        for (step, (_, times)) in steps.iter().zip(&mut times) {
            let [does, of] = step.does;
            if does != "key" {
                browser.find(of).await?;
            }
            let arguments = json!([does, of, step.text, step.then]);
            let told = browser.client().execute_async(TIMED, vec![arguments]).await?;
            let took = told.as_f64().unwrap_or(-1.0);
            ensure!(took >= 0.0, "“{}” was not done: {told}", step.name);
            times.add(Duration::from_secs_f64(took / 1e3));
        }
    }
    Ok(times)
}

/// Ends in the first task after the frame in which the page stands as it shall, and gives the milliseconds.
const TIMED: &str = "
const [[does, css, text, then], done] = arguments;
const title = () => document.querySelector('main h1')?.textContent;
const before = title();
const there = then
  ? () => document.querySelector(then)
  : () => title() !== undefined && title() !== before && !document.querySelector('main [aria-busy=true]');
const element = document.querySelector(css);
const late = setTimeout(() => done('nothing came: ' + location.hash), 10000);
let over = false;
const painted = () => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { clearTimeout(late); done(performance.now() - begun); };
  channel.port2.postMessage(null);
};
const look = () => {
  if (over || !there()) return;
  over = true;
  watch.disconnect();
  requestAnimationFrame(painted);
};
const watch = new MutationObserver(look);
watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
const begun = performance.now();
if (does === 'key') window.dispatchEvent(new KeyboardEvent('keydown', { key: css, code: 'KeyK', ctrlKey: true, bubbles: true }));
else if (does === 'click') element.click();
else {
  element.focus();
  element.setRangeText(text, element.value.length, element.value.length, 'end');
  element.dispatchEvent(new InputEvent('input', { bubbles: true, data: text }));
}
look();
";
