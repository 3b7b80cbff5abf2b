//! The plan changes: proposed in a commune without a network, recorded and changed in the office, in force at the real server and
//! on every laptop from then on.

use std::path::Path;

use anyhow::{Context, Result};
use model::ids::{PeriodId, TaskId};
use model::plan::{DueForm, DueWhen, PlanChange, TaskForm};
use model::target::{EntryKey, Target};
use model::value::ProposalKind;
use model::window::{
    Act, Ask, DocumentView, FirstRun, NewAnswer, NewProposal, NewRevision, ProposalStands, ProposalView,
    ProposalsPage, WorkList, WorkRow,
};
use replica::{Laptop, Options};
use serde::de::DeserializeOwned;
use tests::programs::until;
use tests::server::District;
use tests::window::PASSPHRASE;

use crate::this_year;

const TITLE: &str = "Rà soát chế độ thông tin báo cáo của xã";

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

fn ask<T: DeserializeOwned>(laptop: &Laptop, ask: &Ask) -> Result<T> {
    Ok(serde_json::from_value(laptop.ask(ask).map_err(told)?)?)
}

fn proposal(laptop: &Laptop) -> Result<Option<ProposalView>> {
    let page: ProposalsPage = ask(laptop, &Ask::Proposals { unit: None })?;
    Ok(page.proposals.into_iter().next())
}

fn added(laptop: &Laptop) -> Result<Option<WorkRow>> {
    let list: WorkList = ask(laptop, &Ask::Work { period: PeriodId::new("Y"), unit: None, task: None })?;
    Ok(list.rows.into_iter().find(|row| row.title == TITLE))
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

fn revision() -> NewRevision {
    let year = this_year();
    let task = TaskForm {
        id: None,
        field: "III".into(),
        code: "III.9".into(),
        title: TITLE.into(),
        lead: vec!["communes".into()],
        with: vec!["noi-vu".into()],
        outputs: vec!["Báo cáo kết quả rà soát".into()],
        due: vec![DueForm {
            rule: None,
            text: "Trước ngày 31/12".into(),
            when: DueWhen::On { day: format!("31/12/{year}") },
        }],
        replaces: vec![],
        carries: vec![],
    };
    NewRevision {
        changes: vec![PlanChange::Task { task }],
        decision: "812/QĐ-UBND".into(),
        decided_on: format!("01/7/{year}"),
        from: String::new(),
        words: String::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_commune_proposed_is_decided_and_the_plan_is_changed_for_all_and_after_a_restart() -> Result<()>
{
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.start()?;
    let commune = enrolled(&district, folder.path(), "ayun", "Đinh Hmưk").await?;
    let office = enrolled(&district, folder.path(), "noi-vu", "Nguyễn Thị Hoa").await?;

    district.stop();
    let new = NewProposal {
        kind: ProposalKind::NewTask,
        task: None,
        rule: None,
        words: TITLE.into(),
        until: String::new(),
        lead: vec![],
        basis: "1502/UBND-NC của UBND tỉnh".into(),
    };
    commune.act(Act::Propose { proposal: new }).map_err(told)?;
    district.start()?;
    sent(&commune).await?;
    office.act(Act::Sync).map_err(told)?;
    let came = until("the office has the proposal", || async { proposal(&office) }).await?;
    let answer = NewAnswer {
        taken: true,
        decision: "812/QĐ-UBND".into(),
        decided_on: format!("01/7/{}", this_year()),
        from: String::new(),
        words: String::new(),
    };
    office.act(Act::AnswerProposal { unit: came.unit, proposal: came.id, answer }).map_err(told)?;
    office.act(Act::RevisePlan { revision: revision() }).map_err(told)?;
    sent(&office).await?;

    commune.act(Act::Sync).map_err(told)?;
    let row = until("the commune has the new task", || async { added(&commune) }).await?;
    // The plan goes first, and what is said of it may come with the next exchange.
    until("where it proposed it reads what was decided", || async {
        let decided = proposal(&commune)?.context("its own proposal")?;
        Ok((decided.stands == ProposalStands::Taken).then_some(()))
    })
    .await?;
    let paper: DocumentView = ask(&commune, &Ask::Document)?;
    assert_eq!(paper.revisions[0].decision, "812/QĐ-UBND");

    // The server takes what the new task holds, and still does after a restart.
    let entry = EntryKey { task: TaskId::new(row.task.as_str()), period: PeriodId::new("Y") };
    for (round, text) in ["in-progress", "done"].into_iter().enumerate() {
        if round > 0 {
            district.stop();
            district.start()?;
        }
        let target = Target::State { entry: entry.clone() };
        let act = Act::Write { target, text: text.into(), base: None, beside: Vec::new() };
        commune.act(act).map_err(told)?;
        sent(&commune).await?;
    }
    Ok(())
}
