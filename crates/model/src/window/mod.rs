//! What a window may ask, what it is told, and what a person may do in it.
//!
//! The desktop shell answers from the laptop's own rows, the server from the district's; both speak these
//! types, so one window serves as the application and as the web page. Dates are ISO 8601 text; numbers that
//! a person reads are already written as a Vietnamese office writes them.

mod act;
mod district;
mod entry;
mod settings;
mod work;

use serde::{Deserialize, Serialize};

use crate::ids::{PlanId, UnitId};

pub use act::{
    Act, Done, Failure, FailureCode, FirstRun, Gate, Link, Queue, QueuedEdit, QueuedFile, Refused, Status,
    Unlock, WaitsFor,
};
pub use district::{Cell, FigureRow, Late, Matrix, MatrixField, MatrixRow, MatrixTask, Silent};
pub use entry::{
    ConflictView, Contender, EntryPage, EvidenceView, FigureValue, FigureView, HistoryItem, Remark, TaskView,
    TextView, UsedIn, Whereabouts,
};
pub use settings::{Awaiting, MilestoneSetting, ReportSetting, RequestSetting, YearSettings};
pub use work::{
    Ask, Carried, Deadline, DueView, FieldView, FigureShort, Found, FoundKind, Home, PeriodView, PlanView,
    Returned, Touch, UnitView, Viewer, WorkList, WorkRow,
};

/// What is asked or done, and in which plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InPlan<T> {
    /// None: in the one that is shown first.
    #[serde(default)]
    pub plan: Option<PlanId>,
    /// Of an act: in the workbook of this unit, whose work the laptop's carries on. None: in its own.
    #[serde(default)]
    pub of: Option<UnitId>,
    #[serde(flatten)]
    pub what: T,
}

impl<T> From<T> for InPlan<T> {
    fn from(what: T) -> Self {
        Self { plan: None, of: None, what }
    }
}

impl<T: Clone> From<&T> for InPlan<T> {
    fn from(what: &T) -> Self {
        what.clone().into()
    }
}
