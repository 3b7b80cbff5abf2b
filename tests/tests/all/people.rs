//! What people are called, corrected and erased at the server, as real laptops and the real program have it.

use std::path::Path;

use anyhow::{Context, Result};
use model::ids::{PeriodId, TaskId, UnitId};
use model::target::{EntryKey, Target};
use model::window::{Act, Ask, EntryPage, FirstRun, Gate, HandInPage, Home, Link};
use replica::{Laptop, Options};
use tests::programs::until;
use tests::server::District;
use tests::window::PASSPHRASE;

const TYPED: &str = "Dinh Hmuk";
const RIGHT: &str = "Đinh Hmưk";
const ERASED: &str = "(đã xóa tên)";

fn entry() -> EntryKey {
    EntryKey { task: TaskId::new("III.3a"), period: PeriodId::new("Q3") }
}

async fn enrolled(district: &District, folder: &Path, unit: &str, name: &str) -> Result<Laptop> {
    let laptop = Laptop::new(Options::new(folder.join(unit)));
    let (server, code) = (district.address(), district.enrol(unit, name)?);
    let input = FirstRun { server, code, name: name.into(), passphrase: PASSPHRASE.into(), proxy: None };
    laptop.first_run(input).await.map_err(|failure| anyhow::anyhow!(failure.message))?;
    Ok(laptop)
}

fn person(district: &District, words: &[&str]) -> Result<String> {
    district.run(&[&["person"], words].concat())
}

/// Who wrote the entry, by its history.
fn author(laptop: &Laptop) -> Result<Option<String>> {
    let ask = Ask::Entry { unit: UnitId::new("ayun"), entry: entry() };
    let page = laptop.ask(&ask).map_err(|failure| anyhow::anyhow!(failure.message))?;
    let page: EntryPage = serde_json::from_value(page).context("an entry's page")?;
    Ok(page.history.into_iter().next().map(|line| line.by))
}

fn own_name(laptop: &Laptop) -> Result<String> {
    let home = laptop.ask(&Ask::Home).map_err(|failure| anyhow::anyhow!(failure.message))?;
    Ok(serde_json::from_value::<Home>(home)?.person)
}

async fn reads(laptop: &Laptop, name: &str) -> Result<()> {
    laptop.act(Act::Sync).map_err(|failure| anyhow::anyhow!(failure.message))?;
    until(&format!("the entry is shown as written by {name}"), || async {
        Ok((author(laptop)?.as_deref() == Some(name)).then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_corrected_and_erased_everywhere_and_in_what_was_written_before() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), None)?;
    district.start()?;
    let commune = enrolled(&district, folder.path(), "ayun", TYPED).await?;
    let office = enrolled(&district, folder.path(), "noi-vu", "Nguyễn Thị Hoa").await?;
    let write = Act::Write {
        target: Target::Narrative { entry: entry() },
        text: "Đã làm.".into(),
        base: None,
        beside: Vec::new(),
    };
    commune.act(write).map_err(|failure| anyhow::anyhow!(failure.message))?;
    reads(&commune, TYPED).await?;
    until("it arrives", || async { Ok((commune.status().edits == 0).then_some(())) }).await?;
    reads(&office, TYPED).await?;

    let listed = person(&district, &["list"])?;
    let line = listed.lines().find(|line| line.contains(TYPED)).context("the person is listed")?;
    let id = line.split('\t').next().context("by the id")?;
    person(&district, &["rename", "--id", id, "--name", RIGHT])?;
    for laptop in [&commune, &office] {
        reads(laptop, RIGHT).await?;
    }
    assert_eq!(own_name(&commune)?, RIGHT);

    person(&district, &["erase", "--id", id])?;
    for laptop in [&commune, &office] {
        reads(laptop, ERASED).await?;
    }
    assert_eq!(own_name(&commune)?, ERASED);
    let key_file = folder.path().join("ayun/store/key.json");
    until("the door greets nobody by name", || async {
        Ok((!std::fs::read_to_string(&key_file)?.contains(RIGHT)).then_some(()))
    })
    .await?;
    commune.lock();
    let Gate::Locked { person, .. } = commune.gate() else { anyhow::bail!("it is locked") };
    assert_eq!(person, ERASED);
    for entry in std::fs::read_dir(district.data())? {
        let database = entry?.path();
        let bytes = if database.is_file() { std::fs::read(&database)? } else { Vec::new() };
        let there = bytes.windows(RIGHT.len()).any(|part| part == RIGHT.as_bytes());
        assert!(!there, "{} still holds the name", database.display());
    }
    Ok(())
}

/// Who may confirm what the unit hands in, as the window lists them.
fn confirming(laptop: &Laptop) -> Result<Vec<String>> {
    let ask = Ask::HandIn { period: PeriodId::new("Q3"), unit: None };
    let page = laptop.ask(&ask).map_err(|failure| anyhow::anyhow!(failure.message))?;
    let page: HandInPage = serde_json::from_value(page).context("the page where a period is handed in")?;
    Ok(page.people.into_iter().map(|one| one.name).collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_laptop_that_has_nothing_to_send_hears_of_who_was_enrolled_after_it() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), None)?;
    district.start()?;
    let first = enrolled(&district, folder.path(), "ayun", TYPED).await?;
    let office = enrolled(&district, folder.path(), "noi-vu", "Nguyễn Thị Hoa").await?;
    for laptop in [&first, &office] {
        until("it is online", || async { Ok((laptop.status().link == Link::Online).then_some(())) }).await?;
    }
    assert_eq!(confirming(&first)?, [TYPED]);
    let other = folder.path().join("other");
    let _second = enrolled(&district, &other, "ayun", "Rơ Châm Hoan").await?;
    // Nobody asks for an exchange, and none is due for minutes.
    until("the colleague is among those who may confirm", || async {
        Ok((confirming(&first)?.len() == 2).then_some(()))
    })
    .await
}
