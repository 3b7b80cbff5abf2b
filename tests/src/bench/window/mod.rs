//! From a click or a key to what is painted: every page and the search, in the desktop window and in Chromium, with
//! three years of a whole district behind them.

mod past;
mod slow;
mod walk;

use std::path::Path;

use anyhow::Result;

use self::slow::Slow;
use self::walk::{Step, walk};
use super::{Row, Times};
use crate::browser::Browser;
use crate::window::Laptop;

const ROUNDS: usize = 30;
const SLOW_ROUNDS: usize = 5;

pub async fn measure(folder: &Path) -> Result<Vec<Row>> {
    let district = past::live(folder).await?;
    let mut rows = Vec::new();
    for (unit, whose) in [("ayun", "a commune's window"), ("noi-vu", "the office's window")] {
        let laptop = Laptop::new(&folder.join(unit));
        let window = laptop.unlock().await?;
        window.wait_for("#status", "data-link", "online").await?;
        let steps = walk::of_desktop(unit == "noi-vu");
        rows.extend(measured(window, &laptop.processes()?, whose, steps).await?);
    }
    let page = Browser::of_leader(&district.address(), &folder.join("chromium")).await?;
    let browser = [page.process()];
    rows.extend(measured(page, &browser, "the page in Chromium", walk::of_page()).await?);
    Ok(rows)
}

async fn measured(browser: Browser, processes: &[u32], whose: &str, steps: Vec<Step>) -> Result<Vec<Row>> {
    // Not where the walk begins.
    browser.click("[data-nav=lich]").await?;
    // The first walk reads code and rows that every later one finds in memory.
    walk(&browser, &steps, 1).await?;
    let quick = walk(&browser, &steps, ROUNDS).await?;
    let slow = match Slow::quarter(processes) {
        Ok(_held) => walk(&browser, &steps, SLOW_ROUNDS).await.map(Some)?,
        Err(_) => None,
    };
    browser.close().await?;
    let row = |(at, (name, times)): (usize, &(&str, Times))| {
        let slow = slow.as_ref().map_or_else(
            || "no cgroup to slow it with".into(),
            |slow| {
                let times = &slow[at].1;
                format!("with a quarter of a processor: {:.0}, at most {:.0} ms", times.median(), times.p99())
            },
        );
        Row::of_times(format!("{whose}: {name}"), slow, times).goal("p99 <= 50 ms")
    };
    Ok(quick.iter().enumerate().map(row).collect())
}
