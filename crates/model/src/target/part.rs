//! The parts of what is told in several fields.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The parts of an evidence's description, as Decree 30/2020/NĐ-CP has them at the head of a document (article 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum EvidencePart {
    /// The file itself: hash, size, name, media type. Set once, when the evidence is added.
    File,
    /// Số.
    Number,
    /// Ký hiệu.
    Symbol,
    /// Cơ quan ban hành.
    Issuer,
    /// Ngày ký.
    Signed,
    /// Trích yếu.
    Abstract,
    /// True once the evidence is taken out of the book; the file stays what it was.
    Removed,
    /// Why the file was the wrong one, or nobody's business: handed out to nobody from then on.
    Withdrawn,
}

/// The parts of a report's signed paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum PaperPart {
    /// Số, ký hiệu.
    Number,
    /// Ngày ký.
    Signed,
}

/// The days of a period that the coordinating office may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum PeriodDay {
    /// The first whose data counts.
    From,
    /// The last.
    To,
    /// Mốc chốt số liệu.
    CutOff,
}

/// The parts of what a change is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum BasePart {
    Amount,
    /// Where that is written.
    Source,
}

/// The parts of what a portal shows of an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
#[ts(export)]
pub enum PortalPart {
    /// What the portal works out, as it shows it: a per cent, or a number.
    Value,
    /// Where on the portal.
    Source,
    /// The day on which it was read there.
    ReadOn,
    /// Why it differs from what the unit reports.
    Why,
}

impl PeriodDay {
    pub const ALL: [Self; 3] = [Self::From, Self::To, Self::CutOff];
}
