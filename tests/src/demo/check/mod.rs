//! What everybody entered against what both ends show. Nothing here trusts the view that it looks at: what is
//! expected comes from the diaries alone.

mod cells;
mod files;
mod lost;
mod pages;
mod said;

pub use said::Said;

use anyhow::Result;
use indicatif::ProgressBar;
use model::ids::{TaskId, UnitId};
use model::plan::Plan;
use model::window::{Ask, ConflictView, EntryPage, Matrix};
use serde::de::DeserializeOwned;

use super::line::unequal_heads;
use super::{Desk, Page, Review, entry, q3, server_heads};
use crate::server::District;

/// Everything that the checks look at.
pub struct Scene<'a> {
    pub plan: &'a Plan,
    pub district: &'a District,
    pub desks: &'a [Desk],
    pub reviews: &'a [Review],
    pub page: &'a Page,
    /// The entry of which two people told different things.
    pub disputed: (UnitId, TaskId),
}

/// What was looked at, and what was not as it should be.
#[derive(Debug, Default)]
pub struct Findings {
    pub looked_at: Vec<String>,
    pub wrong: Vec<String>,
}

impl Findings {
    fn saw(&mut self, words: String, wrong: Vec<String>) {
        if wrong.is_empty() {
            self.looked_at.push(words);
        }
        self.wrong.extend(wrong);
    }
}

/// Where a question is answered.
#[derive(Clone, Copy)]
enum End<'a> {
    Laptop(&'a Desk),
    Page(&'a Page),
}

impl End<'_> {
    fn name(self) -> &'static str {
        match self {
            Self::Laptop(_) => "máy Phòng Nội vụ",
            Self::Page(_) => "trang huyện",
        }
    }

    async fn ask<T: DeserializeOwned>(self, ask: &Ask) -> Result<T> {
        match self {
            Self::Laptop(desk) => tokio::task::block_in_place(|| desk.ask(ask)),
            Self::Page(page) => page.ask(ask).await,
        }
    }
}

impl Scene<'_> {
    fn ends(&self) -> impl Iterator<Item = End<'_>> {
        let office = self.desks.iter().find(|desk| desk.unit == *self.plan.coordinator());
        office.map(End::Laptop).into_iter().chain([End::Page(self.page)])
    }

    /// The district's matrix as the page shows it.
    pub async fn matrix(&self) -> Result<Matrix> {
        self.page.ask(&Ask::Matrix { period: q3(), field: None }).await
    }

    pub async fn check(&self, bar: &ProgressBar) -> Result<Findings> {
        let mut findings = Findings::default();
        let said = Said::gather(self.desks, self.reviews);
        bar.set_length(2 * self.plan.assignments().len() as u64 + said.files().count() as u64);
        for end in self.ends() {
            cells::check(self, end, &said, &mut findings).await?;
        }
        pages::check(self, &said, bar, &mut findings).await?;
        self.conflict(&mut findings).await?;
        let heads = server_heads(self.district.data())?;
        let unequal = unequal_heads(self.plan, &heads, self.desks)?;
        let words = format!("{} sổ có cùng đầu ở máy chủ và {} máy", heads.len(), self.desks.len());
        findings.saw(words, unequal);
        lost::check(self, &mut findings)?;
        files::check(self, &said, bar, &mut findings).await?;
        Ok(findings)
    }

    /// The one conflict is told with both values, to the unit's own people and to the district, and no other is.
    async fn conflict(&self, findings: &mut Findings) -> Result<()> {
        let (unit, task) = &self.disputed;
        let expected = said::both(self.desks, unit, task);
        let mut wrong = Vec::new();
        let mut told = String::new();
        let mut compare = |who: &str, views: &[ConflictView]| {
            // Where the two wrote into one text they are asked about that as well.
            let views: Vec<&ConflictView> = views.iter().filter(|view| !view.target.is_text()).collect();
            let mut shown: Vec<String> =
                views.iter().flat_map(|view| &view.contenders).map(|one| one.text.clone()).collect();
            shown.sort();
            if views.len() != 1 || shown != expected {
                wrong.push(format!("{who}: xung đột của {unit} {task} là {shown:?}, phải là {expected:?}"));
            } else if let Some(view) = views.first() {
                let words = view.contenders.iter().map(|one| format!("{} – {}", one.shown, one.by));
                told =
                    format!("{} · {}: {}", view.unit_name, view.what, words.collect::<Vec<_>>().join(" ↔ "));
            }
        };
        for desk in self.desks.iter().filter(|desk| desk.unit == *unit) {
            compare(&desk.name, &desk.ask::<Vec<ConflictView>>(&Ask::Conflicts)?);
        }
        for end in self.ends() {
            let page: EntryPage = end.ask(&Ask::Entry { unit: unit.clone(), entry: entry(task) }).await?;
            compare(end.name(), &page.conflicts);
        }
        findings.saw(
            format!("một xung đột, thấy ở cả hai máy của xã, máy Phòng Nội vụ và trang huyện\n  {told}"),
            wrong,
        );
        Ok(())
    }
}
