//! The server is killed between its commit and its answer.

use anyhow::{Context, Result};
use model::ids::{PeriodId, TaskId, UnitId};
use model::target::{EntryKey, Target};
use model::window::{Act, Ask, EntryPage, FirstRun};
use replica::{Laptop, Options};
use tests::programs::until;
use tests::relay::Relay;
use tests::server::District;
use tests::window::PASSPHRASE;

const NARRATIVE: &str = "Đã công khai đầy đủ thủ tục tại trụ sở.";

fn entry() -> EntryKey {
    EntryKey { task: TaskId::new("III.3a"), period: PeriodId::new("Q3") }
}

fn written() -> Act {
    let target = Target::Narrative { entry: entry() };
    Act::Write { target, text: NARRATIVE.into(), base: None, beside: Vec::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_whose_answer_was_lost_with_the_server_is_there_exactly_once() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), None)?;
    district.start()?;
    let relay = Relay::to(district.port()).await?;
    let laptop = enrolled(&district, &relay, &folder.path().join("ayun"), "ayun").await?;

    laptop.act(written()).map_err(|failure| anyhow::anyhow!(failure.message))?;
    let (kept, asked) = tokio::join!(relay.keep_next_answer(), async { laptop.act(Act::Sync) });
    let () = kept;
    asked.map_err(|failure| anyhow::anyhow!(failure.message))?;
    // The answer stands in the relay, so the commit is on disk; the laptop does not know it.
    district.stop();
    assert_eq!(laptop.status().edits, 1, "not said to be sent before the server said so");

    district.start()?;
    laptop.act(Act::Sync).map_err(|failure| anyhow::anyhow!(failure.message))?;
    until("the laptop hears that it was sent", || async { Ok((laptop.status().edits == 0).then_some(())) })
        .await?;

    let office = enrolled(&district, &relay, &folder.path().join("noi-vu"), "noi-vu").await?;
    let ask = Ask::Entry { unit: UnitId::new("ayun"), entry: entry() };
    let seen = office.ask(&ask).map_err(|failure| anyhow::anyhow!(failure.message))?;
    let seen: EntryPage = serde_json::from_value(seen).context("an entry's page")?;
    assert_eq!(seen.texts[0].text, NARRATIVE, "not twice in one text");
    assert_eq!(seen.history.len(), 1, "one edit is one line of history, however often it was sent");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_whose_answer_was_lost_takes_a_laptop_in_again_that_had_work_of_its_own() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), None)?;
    district.start()?;
    let relay = Relay::to(district.port()).await?;
    let laptop = enrolled(&district, &relay, &folder.path().join("ayun"), "ayun").await?;
    district.run(&["devices", "revoke", "--id", "1"])?;
    laptop.act(written()).map_err(|failure| anyhow::anyhow!(failure.message))?;
    until("it needs a code", || async { Ok(laptop.status().needs_code.then_some(())) }).await?;
    let code = district.enrol("ayun", "Đinh Hmưk")?;
    let (kept, lost) = tokio::join!(relay.keep_next_answer(), laptop.enrol_again(&code));
    let () = kept;
    let lost = lost.err().context("the answer did not come")?;
    assert!(lost.message.contains("với chính mã này"), "{}", lost.message);
    assert_eq!(laptop.status().edits, 1, "nothing was lost with it");
    // As people type it the second time.
    let again = laptop.enrol_again(&code.to_lowercase().replace('-', " ")).await;
    again.map_err(|failure| anyhow::anyhow!("the code is not spent: {}", failure.message))?;
    until("what waited was sent", || async { Ok((laptop.status().edits == 0).then_some(())) }).await
}

async fn enrolled(
    district: &District,
    relay: &Relay,
    folder: &std::path::Path,
    unit: &str,
) -> Result<Laptop> {
    let laptop = Laptop::new(Options::new(folder.to_owned()));
    let input = FirstRun {
        server: relay.address(),
        code: district.enrol(unit, "Đinh Hmưk")?,
        name: "Đinh Hmưk".into(),
        passphrase: PASSPHRASE.into(),
        proxy: None,
    };
    laptop.first_run(input).await.map_err(|failure| anyhow::anyhow!(failure.message))?;
    Ok(laptop)
}
