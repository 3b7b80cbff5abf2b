//! What was typed, read as a field's value.

use model::edit::Edit;
use model::plan::Plan;
use model::target::Target;
use model::value::Value;

use crate::error::{Error, Result};

pub(super) fn from_input(plan: &Plan, target: Target, text: &str) -> Result<Edit> {
    Edit::from_input(target, text, plan).map_err(|bad| Error::BadValue(bad.to_string()))
}

/// An empty text and a text that was never begun are the same to everybody.
pub(super) fn same(a: &Value, b: &Value, target: &Target) -> bool {
    let bare = |value: &Value| {
        *value == Value::Absent || (target.is_text() && value.as_str().is_some_and(str::is_empty))
    };
    a == b || (bare(a) && bare(b))
}
