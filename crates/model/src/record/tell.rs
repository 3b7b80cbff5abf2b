//! What a unit tells of a portal: a figure, where it was read and on which day, and why the unit's own is another one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use ts_rs::TS;

use crate::edit::Edit;
use crate::ids::{IndicatorId, PeriodId};
use crate::input::BadValue;
use crate::plan::Plan;
use crate::target::{EntryKey, PortalPart, Target};
use crate::value::Value;

/// A figure of a portal that a unit tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct NewPortalFigure {
    pub indicator: IndicatorId,
    pub period: PeriodId,
    /// As it is typed.
    pub text: String,
    /// "05/9/2019", where the table says so.
    pub read_on: Option<String>,
    /// Why it differs from what the unit reports; None leaves what was written of it.
    pub why: Option<String>,
}

/// Why nothing of it is written.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadTelling {
    #[error("Chỉ tiêu này không còn trong kế hoạch.")]
    Gone,
    #[error("Hãy ghi số liệu lấy ở đâu trên cổng (trang, mục).")]
    NoSource,
    #[error("Hãy ghi ngày xem số liệu trên cổng.")]
    NoDay,
    #[error("Có dòng chưa có số.")]
    NoNumber,
    #[error(transparent)]
    Value(#[from] BadValue),
}

/// The edits that tell it. `source` and `read_on`: as they were typed for all figures; a figure's own day goes before.
pub fn tell_portal(
    plan: &Plan,
    figure: &NewPortalFigure,
    (source, read_on): (&str, &str),
    today: NaiveDate,
) -> Result<Vec<Edit>, BadTelling> {
    let indicator = plan.in_period(&figure.period).indicator(&figure.indicator).ok_or(BadTelling::Gone)?;
    let entry = EntryKey { task: indicator.of.clone(), period: figure.period.clone() };
    let edit = |part, text: &str| {
        let target = Target::Portal { entry: entry.clone(), indicator: indicator.id.clone(), part };
        Ok::<_, BadTelling>(Edit::from_input(target, text, plan)?.of_portal(plan, today)?)
    };
    let told = |part, text: &str, missing: BadTelling| {
        let edit = edit(part, text)?;
        if edit.value == Value::Absent { Err(missing) } else { Ok(edit) }
    };
    let day = figure.read_on.as_deref().unwrap_or(read_on);
    let mut edits = vec![
        told(PortalPart::Value, &figure.text, BadTelling::NoNumber)?,
        told(PortalPart::Source, source, BadTelling::NoSource)?,
        told(PortalPart::ReadOn, day, BadTelling::NoDay)?,
    ];
    if let Some(why) = &figure.why {
        edits.push(edit(PortalPart::Why, why)?);
    }
    Ok(edits)
}
