//! The work that every peer does: edits of one commune's workbook.

use anyhow::{Context, Result, bail};
use model::ids::{PeriodId, TaskId, UnitId};
use model::plan::Plan;
use model::target::{EntryKey, Target};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::demo::q3;

pub const UNIT: &str = "ayun";
pub const EARLIER: usize = 300;
pub const OFFLINE: usize = 50;

/// Written to a file, which the peers read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Work {
    /// Each is a change of its own, known to both sides before the measurement.
    pub earlier: Vec<Edit>,
    /// Made without network, and then sent.
    pub offline: Vec<Edit>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Edit {
    /// `III.6a|Q3`
    pub entry: String,
    /// `percent` or `narrative`
    pub field: String,
    /// A number or a text.
    pub value: Value,
}

impl Work {
    pub fn of(plan: &Plan) -> Result<Self> {
        let tasks = plan.assignments_of(&UnitId::new(UNIT));
        anyhow::ensure!(!tasks.is_empty(), "{UNIT} has no tasks");
        let edit = |field: usize, number: usize| {
            let entry = format!("{}|{}", tasks[field / 2 % tasks.len()].task, q3());
            if field.is_multiple_of(2) {
                return Edit { entry, field: "percent".into(), value: (number % 101).into() };
            }
            let text = format!("Đã tiếp nhận và giải quyết đúng hạn {number} hồ sơ.");
            Edit { entry, field: "narrative".into(), value: text.into() }
        };
        Ok(Self {
            earlier: (0..EARLIER).map(|number| edit(number, number)).collect(),
            offline: (0..OFFLINE).map(|number| edit(number, EARLIER + number)).collect(),
        })
    }
}

impl Edit {
    /// As a person makes it in our window.
    pub fn act(&self) -> Result<(Target, String)> {
        let (task, period) = self.entry.split_once('|').context("an entry is a task and a period")?;
        let entry = EntryKey { task: TaskId::new(task), period: PeriodId::new(period) };
        match (self.field.as_str(), &self.value) {
            ("percent", Value::Number(number)) => Ok((Target::Percent { entry }, number.to_string())),
            ("narrative", Value::String(text)) => Ok((Target::Narrative { entry }, text.clone())),
            _ => bail!("no such edit: {self:?}"),
        }
    }
}
