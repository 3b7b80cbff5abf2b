//! Forms that are written as a whole, while they are filled in.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{PlanId, UnitId};

/// A form that is not written yet, see [`Act::KeepForm`](super::Act::KeepForm).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct KeptForm {
    pub plan: PlanId,
    /// In whose workbook, where it is not the unit's own.
    pub of: Option<UnitId>,
    pub form: Form,
    pub at: DateTime<FixedOffset>,
}

/// A form as a person fills it in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Form {
    /// As the window calls it: of each there is one.
    pub id: String,
    /// As its head reads.
    pub title: String,
    /// Of the page where it is.
    pub address: String,
    /// None: it was written, or given up.
    pub fields: Vec<FormField>,
}

/// What stands in one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct FormField {
    /// As the window calls it.
    pub id: String,
    /// As it is called beside the field; empty: it is not for people.
    pub label: String,
    pub text: String,
}
