//! Two communes are merged in the window of the office that keeps the list, while one of them is offline with what it wrote: it arrives at
//! the real server, and those who go on read what both had told.

use std::path::Path;

use anyhow::{Context, Result};
use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::{NextUnit, UnitChange, UnitForm};
use model::target::{EntryKey, Target};
use model::window::{
    Act, Ask, EntryPage, FirstRun, HandInPage, Home, NewUnitRevision, UnitStands, UnitsPage, UnitsPreview,
    Unlock,
};
use replica::{Laptop, Options};
use serde::de::DeserializeOwned;
use tests::programs::until;
use tests::server::District;
use tests::window::PASSPHRASE;

use crate::this_year;

fn told(failure: model::window::Failure) -> anyhow::Error {
    anyhow::anyhow!(failure.message)
}

async fn enrolled(district: &District, folder: &Path, unit: &str, name: &str) -> Result<Laptop> {
    let laptop = Laptop::new(Options::new(folder.join(unit)));
    let (server, code) = (district.address(), district.enrol(unit, name)?);
    let input = FirstRun { server, code, name: name.into(), passphrase: PASSPHRASE.into(), proxy: None };
    laptop.first_run(input).await.map_err(told)?;
    Ok(laptop)
}

/// The same laptop, opened again.
async fn opened(folder: &Path, unit: &str) -> Result<Laptop> {
    let laptop = Laptop::new(Options::new(folder.join(unit)));
    laptop.unlock(Unlock { passphrase: PASSPHRASE.into() }).await.map_err(told)?;
    Ok(laptop)
}

fn ask<T: DeserializeOwned>(laptop: &Laptop, ask: &Ask) -> Result<T> {
    Ok(serde_json::from_value(laptop.ask(ask).map_err(told)?)?)
}

/// All of it is at the server.
async fn sent(laptop: &Laptop) -> Result<()> {
    laptop.act(Act::Sync).map_err(told)?;
    until("everything was sent", || async {
        let status = laptop.status();
        Ok((status.edits == 0 && status.refused == 0).then_some(()))
    })
    .await
}

fn entry(period: &str) -> EntryKey {
    EntryKey { task: TaskId::new("III.6a"), period: PeriodId::new(period) }
}

fn write(laptop: &Laptop, period: &str, text: &str) -> Result<()> {
    let target = Target::Narrative { entry: entry(period) };
    laptop.act(Act::Write { target, text: text.into(), base: None, beside: Vec::new() }).map_err(told)?;
    Ok(())
}

fn words(laptop: &Laptop, of: &UnitId, period: &str) -> Result<String> {
    let page: EntryPage = ask(laptop, &Ask::Entry { unit: of.clone(), entry: entry(period) })?;
    Ok(page.texts.first().map(|text| text.text.clone()).unwrap_or_default())
}

fn merger() -> Vec<UnitChange> {
    let new = UnitForm {
        key: UnitId::new("moi"),
        name: "Xã Ayun".into(),
        kind: "commune".into(),
        code: "23798".into(),
        parent: Some(UnitId::new("huyen")),
    };
    let units = ["ayun", "dak-jo-ta"].map(UnitId::new).into();
    vec![UnitChange::Merge { units, outside: Vec::new(), into: NextUnit::New { unit: new } }]
}

fn unit_of(laptop: &Laptop) -> Result<Option<UnitId>> {
    Ok(ask::<Home>(laptop, &Ask::Home)?.unit)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_on_a_laptop_of_a_commune_that_is_merged_in_the_window_arrives_and_both_histories_are_read()
-> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let ayun = enrolled(&district, folder.path(), "ayun", "Đinh Hmưk").await?;
    let neighbour = enrolled(&district, folder.path(), "dak-jo-ta", "Rơ Châm Hoan").await?;
    let office = enrolled(&district, folder.path(), "noi-vu", "Nguyễn Thị Hoa").await?;
    write(&neighbour, "H1", "Đak Jơ Ta, quý II")?;
    sent(&neighbour).await?;

    // Written without a network; the laptop stays shut until long after the merger.
    district.stop();
    write(&ayun, "H1", "Ayun, quý II")?;
    write(&ayun, "Q3", "Ayun, quý III")?;
    ayun.lock();
    drop(ayun);
    district.start()?;

    let preview: UnitsPreview =
        ask(&office, &Ask::UnitsPreview { changes: merger(), from: format!("01/7/{}", this_year()) })?;
    assert_eq!(preview.faults, Vec::<String>::new());
    let ends = preview.units.iter().find(|one| one.unit.as_str() == "ayun").context("Ayun ends")?;
    assert_eq!(ends.people, ["Đinh Hmưk"], "who goes over is told before");
    let revision = NewUnitRevision {
        changes: merger(),
        decision: "1664/NQ-UBTVQH15".into(),
        decided_on: format!("16/6/{}", this_year()),
        from: format!("01/7/{}", this_year()),
        words: String::new(),
    };
    office.act(Act::ReviseUnits { revision }).map_err(told)?;
    sent(&office).await?;
    let page: UnitsPage = ask(&office, &Ask::Units)?;
    let new = page.units.iter().find(|one| one.name == "Xã Ayun" && one.stands == UnitStands::There);
    let new = new.context("the new commune")?.unit.clone();

    neighbour.act(Act::Sync).map_err(told)?;
    until("the neighbour goes on as the new commune", || async {
        Ok((unit_of(&neighbour)? == Some(new.clone())).then_some(()))
    })
    .await?;
    write(&neighbour, "Q3", "Xã Ayun mới, quý III")?;
    sent(&neighbour).await?;

    let ayun = opened(folder.path(), "ayun").await?;
    sent(&ayun).await?;
    until("Ayun's laptop has heard all", || async {
        let both = words(&ayun, &new, "Q3")?;
        Ok((both.contains("Ayun, quý III") && both.contains("Xã Ayun mới, quý III")).then_some(()))
    })
    .await?;
    sent(&ayun).await?;
    assert_eq!(unit_of(&ayun)?, Some(new.clone()));
    assert_eq!(ayun.queue().map_err(told)?.refused.len(), 0, "nothing came back");

    for (laptop, of, text) in [
        (&ayun, "ayun", "Ayun, quý II"),
        (&ayun, "dak-jo-ta", "Đak Jơ Ta, quý II"),
        (&neighbour, "ayun", "Ayun, quý II"),
        (&office, "ayun", "Ayun, quý II"),
    ] {
        laptop.act(Act::Sync).map_err(told)?;
        until("the past reads as it was", || async {
            Ok((words(laptop, &UnitId::new(of), "H1")? == text).then_some(()))
        })
        .await?;
    }
    let page: HandInPage = ask(&ayun, &Ask::HandIn { period: PeriodId::new("Q3"), unit: None })?;
    let people: Vec<&str> = page.people.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(people, ["Rơ Châm Hoan", "Đinh Hmưk"], "whoever came over may answer for its report");

    // A code for the new commune, from the program beside the running server.
    let colleague = enrolled(&district, folder.path(), new.as_str(), "Y Blưm").await?;
    until("a laptop of the new commune reads both", || async {
        let both = (
            words(&colleague, &UnitId::new("ayun"), "H1"),
            words(&colleague, &UnitId::new("dak-jo-ta"), "H1"),
        );
        Ok(matches!(both, (Ok(one), Ok(two)) if one == "Ayun, quý II" && two == "Đak Jơ Ta, quý II")
            .then_some(()))
    })
    .await
}
