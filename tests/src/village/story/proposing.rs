//! What two units propose to change of the plan.

use anyhow::{Context, Result};
use model::ids::{TaskId, UnitId};
use model::value::ProposalKind;
use model::window::{Act, Ask, NewAnswer, NewProposal, ProposalsPage};

use super::super::Village;

/// What one unit proposes was decided, what the other does waits.
pub(super) async fn two_units_propose(village: &mut Village) -> Result<()> {
    let new = |kind, task: &str, words: &str| NewProposal {
        kind,
        task: Some(TaskId::new(task)),
        rule: None,
        words: words.to_owned(),
        until: String::new(),
        lead: Vec::new(),
        basis: String::new(),
    };
    let mut loi = village.at("loi", (2019, 8, 21), 8, 15)?;
    let words = "Chưa có kinh phí thay máy tính của bộ phận văn thư, đề nghị giảm chỉ tiêu năm nay";
    loi.act(Act::Propose { proposal: new(ProposalKind::Obstacle, "VII.1", words) }).await?;
    loi.sync().await?;
    let mut hoan = village.at("hoan", (2019, 8, 21), 8, 20)?;
    let words = "Đoàn kiểm tra của huyện chuyển lịch sang tháng 10, đề nghị lùi thời hạn";
    let (rule, until) = (Some("by-plan".into()), "15/10/2019".to_owned());
    let proposal = NewProposal { rule, until, ..new(ProposalKind::Date, "II.1", words) };
    hoan.act(Act::Propose { proposal }).await?;
    hoan.sync().await?;
    village.sync("ha").await?;
    let mut ha = village.at("ha", (2019, 8, 21), 8, 40)?;
    let all = ha.ask(Ask::Proposals { unit: Some(UnitId::new("kon-dong")) }).await?;
    let page: ProposalsPage = serde_json::from_value(all)?;
    let proposal = page.proposals.first().context("a proposal came")?.id.clone();
    let words = "UBND huyện giữ chỉ tiêu; Phòng Văn hóa và Thông tin hỗ trợ máy trong tháng 9".to_owned();
    let answer = NewAnswer {
        taken: false,
        decision: String::new(),
        decided_on: String::new(),
        from: String::new(),
        words,
    };
    ha.act(Act::AnswerProposal { unit: UnitId::new("kon-dong"), proposal, answer }).await?;
    ha.sync().await?;
    for who in ["binh", "loi", "hoan"] {
        village.sync(who).await?;
    }
    Ok(())
}
