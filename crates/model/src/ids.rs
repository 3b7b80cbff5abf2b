//! A type for each identifier, so that a unit cannot be passed where a task is meant.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(transparent)]
        #[ts(export)]
        pub struct $name(String);

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl $name {
            /// Takes the text as it stands; whether it names something is for the plan to say.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(/// A plan (`plan.toml`, `id`), of one year: documents are named by it.
    PlanId);
id!(/// An organisation (`units.toml`, `[organisation]`, `id`): its units stand above all its plans.
    OrganisationId);
id!(/// A unit of the organisation (`units.toml`, `id`).
    UnitId);
id!(/// A named set of units, by kind or as the plan writes it (`communes`, `agencies`).
    GroupId);
id!(/// A field of the plan (`I` ... `IX`).
    FieldCode);
id!(/// A row of the plan's annex (`plan.toml`, `[[task]]`, `id`; else the code that it was first given, `III.6a`).
    TaskId);
id!(/// One of the rules of a task that say when it is due (`plan.toml`, `due`); of its own within the task.
    RuleId);
id!(/// A text of an entry, by what it is called in documents (`narrative`).
    TextName);
id!(/// One of the figures of an indicator, by what it is of it ([`IndicatorKind::figures`](crate::plan::IndicatorKind)).
    FigureId);
id!(/// One of the named things that an indicator asks for (`indicators.toml`, `checks`); of its own within the indicator.
    CheckId);
id!(/// A numeric target (`indicators.toml`, `id`).
    IndicatorId);
id!(/// A reporting period (`plan.toml`, `[[report]]`, `id`).
    PeriodId);
id!(/// One of the levels above by which a period's report goes on (`plan.toml`, `[[report]]`, `levels`); of its own within the period.
    LevelId);
id!(/// A yearly date that the coordinating office enters (`plan.toml`, `milestones`).
    MilestoneId);
id!(/// A series of periodic reports (`plan.toml`, `report_series` and `entered_series`).
    SeriesId);
id!(/// A word that the decision gives a meaning to (`plan.toml`, `[plan.document]`, `definitions`).
    DefinitionId);
id!(/// A body outside the plan that asks for reports (`plan.toml`, `requesters`).
    RequesterId);
id!(/// A piece of evidence within one unit's workbook: 13 characters of base 32, random.
    EvidenceId);
id!(/// A register that a plan has kept (`plan.toml`, `[[register]]`, `id`).
    RegisterId);
id!(/// A record of a register: 13 characters of base 32, random.
    RecordId);
id!(/// A request from above that opens an instance of an `on-request` deadline.
    RequestId);
id!(/// An office's reminder to a unit: drawn by whoever sends it.
    ReminderId);
id!(/// What a unit proposes to change of the plan: 13 characters of base 32, random.
    ProposalId);
id!(/// A decision by which the plan was changed: drawn by whoever enters it.
    RevisionId);
id!(/// A question of a reviewing office on an entry: 13 characters of base 32, random.
    QuestionId);
id!(/// Somebody who writes, as the server drew it: 8 characters of base 32. The name stands in a directory beside the
    /// documents, where it can be corrected and erased.
    PersonId);
id!(/// BLAKE3 of a file's bytes, 64 hexadecimal digits.
    FileHash);
id!(/// A side in a conflict: the change with which it wrote there last, 64 hexadecimal digits.
    SideId);

impl PersonId {
    /// Whose the changes are that the program makes by itself: nobody's who could be enrolled.
    pub fn program() -> Self {
        Self::new("nha-rong")
    }

    /// True for an id in the sense of [`is_id`](crate::address::is_id): what the message of a change may begin with.
    pub fn is_well_formed(&self) -> bool {
        crate::address::is_id(&self.0)
    }
}

impl FileHash {
    /// True for 64 lower-case hexadecimal digits.
    pub fn is_well_formed(&self) -> bool {
        self.0.len() == 64 && self.0.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    }
}
