//! What a window may ask, what it is told, and what a person may do in it.
//!
//! The desktop shell answers from the laptop's own rows, the server from the district's; both speak these
//! types, so one window serves as the application and as the web page. Dates are ISO 8601 text; numbers that
//! a person reads are already written as a Vietnamese office writes them.

mod act;
mod carry_over;
mod day;
mod district;
mod document;
mod done;
mod entry;
mod figure;
mod form;
mod gate;
mod overview;
mod period;
mod proposal;
mod queue;
mod register;
mod reminder;
mod review;
mod revision;
mod settings;
mod status;
mod sums;
mod times;
mod units;
mod work;
mod year;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ids::{PlanId, UnitId};

pub use act::{Act, Beside};
pub use carry_over::{CarryOverPage, RecordKey, UnfinishedPlanTask, UnfinishedRecord, UnfinishedTask};
pub use day::{Day, DayCount, DayKind, DayLine, WaitsElsewhere};
pub use district::{Cell, Late, Matrix, MatrixField, MatrixRow, MatrixTask, Silent};
pub use document::{DefinitionView, DocumentView};
pub use done::{Done, Failure, FailureCode, WithdrawnBefore};
pub use entry::{
    CheckView, ConflictView, Contender, CountedFigure, EntryPage, EvidenceView, FigureValue, FigureView,
    HistoryItem, OtherDays, RecordUse, Remark, TaskLink, TaskView, TextView, UsedIn, Whereabouts,
};
pub use figure::{
    BaseView, FigureRow, FigureSum, FiguresPage, PortalLineView, PortalSheetView, PortalView, YearFigure,
};
pub use form::{Form, FormField, KeptForm};
pub use gate::{FirstRun, Gate, NewPassphrase, NewServer, Proxy, Unlock};
pub use overview::{FieldProgress, Overview, ReportsOfPeriod, TargetsOfField, UnitProgress};
pub use period::{
    Claim, ClosingView, DataDaysView, ExtensionAnswerView, ExtensionView, LinkStory, PeriodPage, Rates,
    RatesOf, ReportLine, ReportStep, SilentWork, Timeliness,
};
pub use proposal::{
    NewAnswer, NewProposal, ProposableRule, ProposableTask, ProposalAnswerView, ProposalStands, ProposalView,
    ProposalsPage,
};
pub use queue::{Queue, QueuedEdit, QueuedFile, Refused, Spare, Typed, WaitsFor};
pub use register::{
    CellView, ChoiceView, ColumnHolds, ColumnView, PastedCell, PastedRow, PastedView, PeriodCounts,
    RecordPage, RecordStanding, RecordView, RegisterPage, RegisterShort, RegisterUnit, StandbyTask,
};
pub use reminder::{GuidanceView, ReminderView, Said};
pub use review::{
    AnswerView, CheckItem, CheckKind, Difference, EvidenceRemarkView, FieldChange, FieldReason, FieldThen,
    FieldWord, HandInPage, HandedIn, HandedInStands, LookedBy, NamedFieldView, PeriodAct, PersonView,
    QuestionView, ReviewRow, Since, Stop, StopKind,
};
pub use revision::{
    NewRevision, PartPreview, PartyView, PlanForms, PlanPreview, RevisionView, TargetForm, TaskFormView,
    TaskPart, TaskPreview, UnitLine, UnitLineKind, UnitPreview,
};
pub use settings::{Awaiting, MilestoneSetting, ReportSetting, RequestSetting, YearSettings};
pub use status::{Fault, Link, Status};
pub use sums::{CountView, EntryRegister, RecordSums};
pub use times::{ConfirmationView, EntryTimes, SaidView};
pub use units::{
    Becomes, FormerName, ListedUnit, NewUnitRevision, PlanUnderUnits, StillNamed, UnitBecomes, UnitInPlan,
    UnitStands, UnitsPage, UnitsPreview,
};
pub use work::{
    Ask, Carried, Deadline, DueView, FieldView, FigureShort, Found, FoundKind, FoundRecord, Home, Looked,
    PeriodView, PlanView, Returned, Touch, UnitView, Viewer, WorkList, WorkRow,
};
pub use year::{AboveView, CarriedEntry, DetailPlan, DetailTask, EntryWas, PlanBefore, YearBefore};

/// A past moment that a question is asked of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "is", rename_all = "kebab-case")]
#[ts(export)]
pub enum AsOf {
    /// What had come into the server's log by then, by the server's clock.
    Known { at: DateTime<FixedOffset> },
    /// What had come into the server's log up to this position.
    Position { position: u64 },
    /// What people had written by then, by their own clocks, though it arrived later.
    Written { at: DateTime<FixedOffset> },
}

/// What is asked or done, and in which plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InPlan<T> {
    /// None: in the one that is shown first.
    #[serde(default)]
    pub plan: Option<PlanId>,
    /// Of an act: in the workbook of this unit, whose work the laptop's carries on. None: in its own.
    #[serde(default)]
    pub of: Option<UnitId>,
    /// Of a question: as it was then. None: as it is.
    #[serde(default)]
    pub as_of: Option<AsOf>,
    #[serde(flatten)]
    pub what: T,
}

impl<T> InPlan<T> {
    /// Something else, in the same plan and of the same moment.
    pub fn map<U>(self, what: impl FnOnce(T) -> U) -> InPlan<U> {
        InPlan { plan: self.plan, of: self.of, as_of: self.as_of, what: what(self.what) }
    }
}

impl<T> From<T> for InPlan<T> {
    fn from(what: T) -> Self {
        Self { plan: None, of: None, as_of: None, what }
    }
}

impl<T: Clone> From<&T> for InPlan<T> {
    fn from(what: &T) -> Self {
        what.clone().into()
    }
}
