//! Small rules that must hold of what the log says, beside what is shown of it.

use anyhow::Result;
use model::doc_id::DocKind;
use model::refusal::Refusal;
use model::target::Target;
use rusqlite::Connection;

use super::check::documents;
use super::laptop::Laptop;
use super::ledger::{Fate, Saved};
use super::world::World;

impl World<'_> {
    pub(super) fn rules(&self, rows: &Connection) -> Result<Vec<String>> {
        let mut wrong = self.submissions(rows)?;
        wrong.extend(self.waiting(rows)?);
        wrong.extend(self.ledger.saved.iter().filter_map(|saved| self.stands_on_unseen(saved)));
        wrong.extend(self.clone_not_told());
        Ok(wrong)
    }

    /// Whose word it is that a period was handed in, and since when.
    fn submissions(&self, rows: &Connection) -> Result<Vec<String>> {
        let mut select =
            rows.prepare("SELECT author FROM submission WHERE plan_id = ?1 AND unit = ?2 AND period = ?3")?;
        let mut wrong = Vec::new();
        for doc in documents(&self.plans) {
            let (DocKind::Workbook(unit), Some(told)) = (&doc.kind, self.oracle.document(&doc)) else {
                continue;
            };
            let Some(plan) = self.plans.of(&doc) else { continue };
            for report in plan.reports() {
                let object = format!("r/submission/{}", report.id);
                let there = told.record(&object, &["at", "heads"]).into_iter().next().map(|one| one.by);
                let mut shown = select
                    .query_map([plan.id().as_str(), unit.as_str(), report.id.as_str()], |row| row.get(0))?;
                let shown: Option<String> = shown.next().transpose()?;
                if shown != there {
                    wrong.push(format!(
                        "{unit} handed in {}: {shown:?} in the rows, {there:?} in the log",
                        report.id
                    ));
                }
            }
        }
        Ok(wrong)
    }

    /// No more waits of a device than there is room for (a row costs 200 bytes beside its own), and nothing waits that the log has.
    pub(super) fn waiting(&self, rows: &Connection) -> Result<Vec<String>> {
        let sql = "SELECT device, sum(length(bytes) + 200) FROM parked GROUP BY device";
        let mut select = rows.prepare(sql)?;
        let mut found = select.query([])?;
        let mut wrong = Vec::new();
        while let Some(row) = found.next()? {
            let (device, bytes): (i64, i64) = (row.get(0)?, row.get(1)?);
            if bytes > self.server.limits.waiting_of_device {
                wrong.push(format!("{bytes} bytes of device {device} wait, and that is too much"));
            }
        }
        let sql = "SELECT count(*) FROM parked JOIN log ON log.doc = parked.doc AND log.hash = parked.hash";
        let both: i64 = rows.query_row(sql, [], |row| row.get(0))?;
        if both > 0 {
            wrong.push(format!("{both} changes still wait, and are in the log"));
        }
        Ok(wrong)
    }

    /// An edit writes over what its author had before them, and nothing that came to the laptop later.
    fn stands_on_unseen(&self, saved: &Saved) -> Option<String> {
        let told = self.oracle.document(&saved.doc)?;
        let target = saved.target.as_ref()?;
        if saved.fate != Fate::Sent || saved.late || saved.had.iter().any(|head| !told.has(head)) {
            return None;
        }
        let own = |change: &&super::oracle::Change| {
            change.by == saved.by && change.says(Some(target), &saved.after)
        };
        let mut carrying = told.changes().filter(own);
        let (Some(change), None) = (carrying.next(), carrying.next()) else { return None };
        let (seen, under) = (told.contained(&saved.had), told.contained(&change.deps));
        let unseen = told.changes().find(|one| {
            under.contains(&one.hash) && !seen.contains(&one.hash) && !one.by.is_empty() && one.by != saved.by
        })?;
        Some(format!(
            "{target:?} = {:?} of {} was written over what {} wrote, which was not there",
            saved.after, saved.whose.0, unseen.by
        ))
    }

    /// Of two machines with one store at least one hears of it, once they said different things: what both said alike,
    /// in one order, nobody can tell apart.
    fn clone_not_told(&self) -> Option<String> {
        if self.restored > 0 {
            return None;
        }
        let fit = |laptop: &&Laptop| laptop.life == 0 && !laptop.deaf;
        let twins = self.laptops.iter().filter(|one| one.name.ends_with("-twin")).filter(fit);
        twins.into_iter().find_map(|twin| {
            let name = twin.name.trim_end_matches("-twin");
            let first = self.laptops.iter().filter(fit).find(|one| one.name == name)?;
            let (parted, told) = (twin.said != first.said, twin.enrolled || first.enrolled);
            (self.quiet && parted && !told)
                .then(|| format!("{name} was cloned, and neither of the two was told"))
        })
    }

    /// Of the reasons that there are only these can be met here.
    pub(super) fn bad_reason(&self, laptop: &Laptop, reason: &str) -> Option<String> {
        let (drawn, all) = (&self.server.limits, sync_server::Limits::default());
        let files =
            drawn.files_of_document < all.files_of_document && reason == Refusal::TooManyFiles.to_string();
        let closes = |saved: &Saved| saved.target == Some(Target::Closed);
        let closed = reason == Refusal::PlanClosed.to_string() && self.ledger.saved.iter().any(closes);
        (!files && !closed).then(|| format!("{} has something back, and need not: {reason}", laptop.name))
    }
}
