//! What an act came to, or why it did not work.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What an act came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Done {
    /// When it was committed on this laptop.
    pub saved_at: Option<DateTime<FixedOffset>>,
    /// The value as it is now written, where it differs from what was typed ("1234,5" -> "1.234,5").
    pub text: Option<String>,
    /// Something to know, though it worked: "tệp này đã có trong sổ, dùng lại".
    pub note: Option<String>,
    /// What was not added before the person says it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub withdrawn: Option<WithdrawnBefore>,
}

/// Files that the unit withdrew and that are to be evidence once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct WithdrawnBefore {
    pub paths: Vec<String>,
    /// Which, and why each was withdrawn.
    pub message: String,
}

/// Why something did not work: what happened, what is safe, what to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Failure {
    /// Only where a window acts on it.
    pub code: Option<FailureCode>,
    pub message: String,
    /// Of [`FailureCode::Unseen`]: what the message says that the field holds. The write that confirms says so (`beside`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub stands: Option<String>,
}

impl Failure {
    pub fn new(code: Option<FailureCode>, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), stands: None }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum FailureCode {
    /// Ask for the passphrase.
    Locked,
    WrongPassphrase,
    /// Ask for the enrolment.
    NotEnrolled,
    /// The web page: ask to log in.
    LoggedOut,
    /// The typed text cannot be read: the message stands beside the field.
    BadValue,
    /// Another value came into the field while one typed in it: asked, and written when it is confirmed.
    Unseen,
    /// The field is in conflict: show the contenders.
    InConflict,
    /// The entry is another one than was seen: show what was changed, and ask again.
    Changed,
    /// Something is told against it: it is done when that is confirmed.
    Unsure,
    /// What was asked for is not there any more: go back to the list.
    Gone,
}
