//! What is said of one period: the unit's ask for more time and its signed paper, the offices' words on both, and the
//! coordinating office's days.

use super::describe::{Asks, Conflicts, Description, Home, Kind, Of};
use super::plan::PERIOD_KIND;
use crate::ids::{PeriodId, TaskId};
use crate::target::{EntryKey, PaperPart, PeriodDay, Target};
use crate::value::{
    CONFIRMATION_PARTS, EXTENSION_ANSWER_PARTS, EXTENSION_PARTS, MAX_LINE_CHARS, PERIOD_CLOSING_PARTS,
    ValueKind,
};

const EXTENSION_KIND: Kind = Kind::register(Home::Workbook, "extension", Of::Period);
const PAPER_KIND: Kind = Kind::register(Home::Workbook, "report-paper", Of::Period);
const EXTENSION_ANSWER_KIND: Kind = Kind::register(Home::Review, "extension-answer", Of::Period);
const IN_TIME_KIND: Kind = Kind::register(Home::Review, "in-time", Of::Entry);
const REPORT_IN_TIME_KIND: Kind = Kind::register(Home::Review, "report-in-time", Of::Period);
const CLOSING_KIND: Kind = Kind::register(Home::Plan, "period-closing", Of::Period);
/// Number and date of one paper.
const PAPER: Conflicts = Conflicts::Together("paper");
/// The first and the last day of one window.
const DATA: Conflicts = Conflicts::Together("data");

pub(super) const OF_PERIOD: &[&Description] = &[
    &EXTENSION,
    &PAPER_NUMBER,
    &PAPER_SIGNED,
    &EXTENSION_ANSWER,
    &IN_TIME,
    &REPORT_IN_TIME,
    &DATA_FROM,
    &DATA_TO,
    &CUT_OFF,
    &PERIOD_CLOSING,
];

fn period(ids: &[&str]) -> Option<PeriodId> {
    let [period] = ids else { return None };
    Some(PeriodId::new(*period))
}

pub const EXTENSION: Description = Description {
    object: &EXTENSION_KIND,
    key: "",
    value: ValueKind::Record(EXTENSION_PARTS),
    label: "Xin gia hạn nộp báo cáo{period}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| Some(Target::Extension { period: period(ids)? }),
};

pub const PAPER_NUMBER: Description = Description {
    object: &PAPER_KIND,
    key: "number",
    value: ValueKind::Line { chars: MAX_LINE_CHARS },
    label: "Số, ký hiệu báo cáo{period}",
    conflicts: PAPER,
    asks: Asks::Object,
    read: |ids, _| Some(Target::ReportPaper { period: period(ids)?, part: PaperPart::Number }),
};

pub const PAPER_SIGNED: Description = Description {
    object: &PAPER_KIND,
    key: "signed",
    value: ValueKind::Date,
    label: "Ngày ký báo cáo{period}",
    conflicts: PAPER,
    asks: Asks::Object,
    read: |ids, _| Some(Target::ReportPaper { period: period(ids)?, part: PaperPart::Signed }),
};

pub const EXTENSION_ANSWER: Description = Description {
    object: &EXTENSION_ANSWER_KIND,
    key: "",
    value: ValueKind::Record(EXTENSION_ANSWER_PARTS),
    label: "Trả lời xin gia hạn{period}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| Some(Target::ExtensionAnswer { period: period(ids)? }),
};

pub const IN_TIME: Description = Description {
    object: &IN_TIME_KIND,
    key: "",
    value: ValueKind::Record(CONFIRMATION_PARTS),
    label: "Xác minh thời điểm hoàn thành",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| {
        let [task, period] = ids else { return None };
        Some(Target::InTime { entry: EntryKey { task: TaskId::new(*task), period: PeriodId::new(*period) } })
    },
};

pub const REPORT_IN_TIME: Description = Description {
    object: &REPORT_IN_TIME_KIND,
    key: "",
    value: ValueKind::Record(CONFIRMATION_PARTS),
    label: "Xác minh thời điểm nộp báo cáo{period}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| Some(Target::ReportInTime { period: period(ids)? }),
};

pub const DATA_FROM: Description = Description {
    object: &PERIOD_KIND,
    key: "data-from",
    value: ValueKind::Date,
    label: "Số liệu tính từ ngày{period}",
    conflicts: DATA,
    asks: Asks::Object,
    read: |ids, _| Some(Target::PeriodDay { period: period(ids)?, day: PeriodDay::From }),
};

pub const DATA_TO: Description = Description {
    object: &PERIOD_KIND,
    key: "data-to",
    value: ValueKind::Date,
    label: "Số liệu tính đến ngày{period}",
    conflicts: DATA,
    asks: Asks::Object,
    read: |ids, _| Some(Target::PeriodDay { period: period(ids)?, day: PeriodDay::To }),
};

pub const CUT_OFF: Description = Description {
    object: &PERIOD_KIND,
    key: "cut-off",
    value: ValueKind::Date,
    label: "Mốc chốt số liệu{period}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| Some(Target::PeriodDay { period: period(ids)?, day: PeriodDay::CutOff }),
};

pub const PERIOD_CLOSING: Description = Description {
    object: &CLOSING_KIND,
    key: "",
    value: ValueKind::Record(PERIOD_CLOSING_PARTS),
    label: "Khóa, mở kỳ báo cáo{period}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| Some(Target::PeriodClosing { period: period(ids)? }),
};
