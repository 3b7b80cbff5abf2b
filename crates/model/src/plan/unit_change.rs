//! What a person changes of the list of units in a window, as forms hand it over.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::UnitId;

/// One of the things that a decision changes of the list of units. Units that an earlier change of the same decision adds are named by the
/// keys of their forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "change", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum UnitChange {
    /// Several become one, those among them that come from elsewhere too.
    Merge {
        units: Vec<UnitId>,
        #[serde(default)]
        #[ts(as = "Option<Vec<OutsideForm>>", optional)]
        outside: Vec<OutsideForm>,
        into: NextUnit,
    },
    /// One becomes several.
    Split { unit: UnitId, into: Vec<NextUnit> },
    /// One that was not there before, in the place of none.
    Add { unit: UnitForm },
    /// Another name, another code.
    Rename { unit: UnitId, name: String, code: String },
    /// It stands under another unit, or under none.
    Move { unit: UnitId, parent: Option<UnitId> },
    /// Nobody goes on with its work.
    End { unit: UnitId },
}

/// Who comes in the place of a unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "kebab-case", rename_all_fields = "camelCase")]
#[ts(export)]
pub enum NextUnit {
    New {
        unit: UnitForm,
    },
    /// One that is there and stays.
    Stays {
        unit: UnitId,
        /// What it is called from then on; empty: as before.
        #[serde(default)]
        name: String,
        #[serde(default)]
        code: String,
    },
}

/// A unit that begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnitForm {
    /// By which later changes of the same decision name it.
    pub key: UnitId,
    pub name: String,
    /// `commune`, `office`, ...: a word that the list has already.
    pub kind: String,
    /// Empty: it has none.
    pub code: String,
    pub parent: Option<UnitId>,
}

/// A unit of another district, which ends there where this one takes it over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OutsideForm {
    pub name: String,
    pub code: String,
    /// Its id at the other district's server, by which its history is brought in; empty where it had none.
    pub id: String,
}

impl NextUnit {
    /// By which later changes name it.
    pub fn key(&self) -> &UnitId {
        match self {
            Self::New { unit } => &unit.key,
            Self::Stays { unit, .. } => unit,
        }
    }
}
