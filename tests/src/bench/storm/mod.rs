//! Deadline day: every laptop of a country's communes syncs what it wrote offline, with one server.

mod load;
mod organisation;

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use rusqlite::Connection;

use super::memory::{peak_of, processor_of};
use super::{Measure, Row};
use crate::programs::{Manner, free_port};
use crate::server::District;
use load::listen;
pub use load::storm;
pub use organisation::{Sealed, Size};
use organisation::{enrol_and_seal, init, write_plan};

/// Requests on their way at a time.
const LINES: usize = 256;
/// What is asked of the server, syncs each second.
const RATE: f64 = 500.0;
const LISTENERS: usize = 1_000;

pub async fn measure(folder: &Path) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    let scale = std::env::var("NHARONG_STORM").ok().and_then(|scale| scale.parse().ok()).unwrap_or(1);
    let country = Size::COUNTRY;
    let size =
        Size { districts: (country.districts / scale).max(1), communes: country.communes / scale, ..country };
    for (name, rate) in [("as they come, 500 a second", Some(RATE)), ("as fast as answered", None)] {
        let folder = folder.join(if rate.is_some() { "paced" } else { "full" });
        let Crowd { mut district, sealed } = gather(&folder, size, Manner::default())?;
        let process = district.process().context("just started")?;
        let listeners = listen(district.port(), &sealed[..LISTENERS.min(sealed.len())]).await?;
        let (before, own) = (processor_of(process)?, processor_of(std::process::id())?);
        let weather = storm(district.port(), Arc::clone(&sealed), LINES, rate).await?;
        drop(listeners);
        let syncs = u32::try_from(size.syncs())?;
        let processor = (processor_of(process)? - before) / syncs;
        let load = (processor_of(std::process::id())? - own) / syncs;
        let peak = Measure::mb(peak_of(process)?);
        district.ask_to_stop()?;
        let worked = writer_worked(&folder.join("server.log"))?;
        let seen = visible(district.data())?;
        ensure!(seen == size.entries(), "every entry of every commune is in the view, {seen} are");
        let of = format!(
            "{} laptops of {} communes, 50 edits each, {LISTENERS} listening, {} B up and {} B down each",
            size.syncs(),
            size.communes,
            weather.up / size.syncs(),
            weather.down / size.syncs()
        );
        let rate = size.syncs() as f64 / weather.took.as_secs_f64();
        let rate = Measure { value: rate, unit: "syncs/s" };
        rows.push(
            Row::of_one(format!("storm, {name}: durable and in the view"), &of, rate).goal(">= 500 syncs/s"),
        );
        rows.push(
            Row::of_times(format!("storm, {name}: until answered"), &of, &weather.answered)
                .goal("p99 < 2,000 ms"),
        );
        for (whose, spent) in [("server's processor", processor), ("load's own processor", load)] {
            let spent = Measure { value: spent.as_secs_f64() * 1e3, unit: "ms" };
            rows.push(Row::of_one(format!("storm, {name}: {whose} for each sync"), &of, spent));
        }
        let share = Measure { value: 100.0 * worked / weather.took.as_secs_f64(), unit: "%" };
        rows.push(Row::of_one(format!("storm, {name}: the one writer was busy"), &of, share));
        rows.push(Row::of_one(format!("storm, {name}: server's peak memory"), &of, peak).goal("< 300 MB"));
        let database = Measure::mb(std::fs::metadata(district.data().join("nharong.db"))?.len());
        rows.push(Row::of_one(format!("storm, {name}: the server's database afterwards"), of, database));
    }
    Ok(rows)
}

/// A server with a plan, and what its laptops wrote without a network.
pub struct Crowd {
    pub district: District,
    pub sealed: Arc<Vec<Sealed>>,
}

/// `manner`: how the server is started.
pub fn gather(folder: &Path, size: Size, manner: Manner) -> Result<Crowd> {
    let plan = write_plan(&folder.join("plan"), size)?;
    let data = folder.join("server");
    init(&folder.join("plan"), &data)?;
    let sealed = Arc::new(enrol_and_seal(&plan, &data, size)?);
    let mut district = District::over(data, free_port()?).log_to(folder.join("server.log"));
    district.set_manner(manner);
    district.start()?;
    Ok(Crowd { district, sealed })
}

/// Seconds of the writer's turns, as the server tells when it ends.
fn writer_worked(log: &Path) -> Result<f64> {
    let text = std::fs::read_to_string(log)?;
    let told = text.lines().rev().find_map(|line| line.split("worked=").nth(1)?.split(' ').next());
    let told = told.context("the server tells how long its writer worked")?;
    let (number, unit) = match told.strip_suffix("ms") {
        Some(number) => (number, 1e-3),
        None => (told.trim_end_matches('s'), 1.0),
    };
    Ok(number.parse::<f64>()? * unit)
}

/// Entries whose state the view shows.
fn visible(data: &Path) -> Result<usize> {
    let conn = Connection::open(data.join("nharong.db"))?;
    let count: i64 =
        conn.query_row("SELECT count(*) FROM entry WHERE state IS NOT NULL", [], |row| row.get(0))?;
    Ok(usize::try_from(count)?)
}
