//! The fields of a workbook: what a unit tells of its own work.

use super::describe::{Asks, Conflicts, Description, Home, Kind, Of};
use crate::ids::{
    CheckId, EvidenceId, FigureId, IndicatorId, PeriodId, QuestionId, ReminderId, RuleId, TaskId, TextName,
};
use crate::target::{EntryKey, EvidencePart, Target};
use crate::value::{CARRIED_PARTS, FILE_PARTS, MAX_LINE_CHARS, MAX_TEXT_CHARS, SUBMISSION_PARTS, ValueKind};

const HOME: Home = Home::Workbook;
pub(super) const ENTRY_KIND: Kind = Kind::register(HOME, "entry", Of::Entry);
const NARRATIVE_KIND: Kind = Kind::text(HOME, "narrative", Of::Entry);
const DIFFICULTIES_KIND: Kind = Kind::text(HOME, "difficulties", Of::Entry);
const RECOMMENDATIONS_KIND: Kind = Kind::text(HOME, "recommendations", Of::Entry);
const EVIDENCE_KIND: Kind = Kind::register(HOME, "evidence", Of::Evidence);
const DEADLINE_KIND: Kind = Kind::register(HOME, "deadline", Of::Deadline);
const ANSWER_KIND: Kind = Kind::register(HOME, "answer", Of::Entry);
const SUBMISSION_KIND: Kind = Kind::register(HOME, "submission", Of::Period);
/// One for all tasks: an object for each would be an actor for each.
const CARRIED_KIND: Kind = Kind::register(HOME, "carried", Of::Whole);
const REMINDED_KIND: Kind = Kind::register(HOME, "reminded", Of::Reminder);

const TEXT: ValueKind = ValueKind::Text { chars: MAX_TEXT_CHARS };
const LINE: ValueKind = ValueKind::Line { chars: MAX_LINE_CHARS };
/// Number, symbol, issuer and date of one document.
const DOCUMENT: Conflicts = Conflicts::Together("document");

pub(super) const OF_WORKBOOK: &[&Description] = &[
    &STATE,
    &PERCENT,
    &NARRATIVE,
    &DIFFICULTIES,
    &RECOMMENDATIONS,
    &FIGURE,
    &NONE_AROSE,
    &CHECK,
    &FIGURE_REASON,
    &LINK,
    &LOOKED,
    &FILE,
    &NUMBER,
    &SYMBOL,
    &ISSUER,
    &SIGNED,
    &ABSTRACT,
    &REMOVED,
    &WITHDRAWN,
    &DEADLINE_DATE,
    &DEADLINE_BASIS,
    &SUBMISSION,
    &REMINDER_SEEN,
    &REMINDER_ANSWER,
    &ANSWER,
    &CARRIED,
];

pub(super) fn entry(ids: &[&str]) -> Option<EntryKey> {
    let [task, period] = ids else { return None };
    Some(EntryKey { task: TaskId::new(*task), period: PeriodId::new(*period) })
}

pub const STATE: Description = Description {
    object: &ENTRY_KIND,
    key: "state",
    value: ValueKind::State,
    label: "Trạng thái",
    conflicts: Conflicts::Together("progress"),
    asks: Asks::Object,
    read: |ids, _| Some(Target::State { entry: entry(ids)? }),
};

pub const PERCENT: Description = Description {
    object: &ENTRY_KIND,
    key: "percent",
    value: ValueKind::Percent,
    label: "Tỷ lệ hoàn thành",
    conflicts: Conflicts::Together("progress"),
    asks: Asks::Object,
    read: |ids, _| Some(Target::Percent { entry: entry(ids)? }),
};

pub const NARRATIVE: Description = Description {
    object: &NARRATIVE_KIND,
    key: "",
    value: TEXT,
    label: "Nội dung thực hiện",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| Some(Target::Narrative { entry: entry(ids)? }),
};

pub const DIFFICULTIES: Description = Description {
    object: &DIFFICULTIES_KIND,
    key: "",
    value: TEXT,
    label: "Khó khăn, vướng mắc",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| Some(Target::Difficulties { entry: entry(ids)? }),
};

pub const RECOMMENDATIONS: Description = Description {
    object: &RECOMMENDATIONS_KIND,
    key: "",
    value: TEXT,
    label: "Kiến nghị, đề xuất",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| Some(Target::Recommendations { entry: entry(ids)? }),
};

pub const FIGURE: Description = Description {
    object: &ENTRY_KIND,
    key: "figure/*/*",
    value: ValueKind::Amount,
    label: "{figure}",
    conflicts: Conflicts::Together("indicator"),
    asks: Asks::Figure,
    read: |ids, in_key| {
        let [indicator, figure] = in_key else { return None };
        let (indicator, figure) = (IndicatorId::new(*indicator), FigureId::new(*figure));
        Some(Target::Figure { entry: entry(ids)?, indicator, figure })
    },
};

pub const NONE_AROSE: Description = Description {
    object: &ENTRY_KIND,
    key: "none/*",
    value: ValueKind::Flag,
    label: "Không phát sinh: {indicator}",
    conflicts: Conflicts::Together("indicator"),
    asks: Asks::Indicator,
    read: |ids, in_key| {
        let [indicator] = in_key else { return None };
        Some(Target::NoneArose { entry: entry(ids)?, indicator: IndicatorId::new(*indicator) })
    },
};

/// Whoever gives another number than the registers come to says why.
pub const FIGURE_REASON: Description = Description {
    object: &ENTRY_KIND,
    key: "reason/*",
    value: LINE,
    label: "Lý do số liệu khác sổ: {indicator}",
    conflicts: Conflicts::Together("indicator"),
    asks: Asks::Indicator,
    read: |ids, in_key| {
        let [indicator] = in_key else { return None };
        Some(Target::FigureReason { entry: entry(ids)?, indicator: IndicatorId::new(*indicator) })
    },
};

/// Two people who tick different things of one list agree.
pub const CHECK: Description = Description {
    object: &ENTRY_KIND,
    key: "check/*/*",
    value: ValueKind::Flag,
    label: "{check}",
    conflicts: Conflicts::Alone,
    asks: Asks::Check,
    read: |ids, in_key| {
        let [indicator, check] = in_key else { return None };
        let (indicator, check) = (IndicatorId::new(*indicator), CheckId::new(*check));
        Some(Target::Check { entry: entry(ids)?, indicator, check })
    },
};

pub const LINK: Description = Description {
    object: &ENTRY_KIND,
    key: "evidence/*",
    value: LINE,
    label: "Gắn minh chứng (mục, trang)",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, in_key| {
        let [evidence] = in_key else { return None };
        Some(Target::Link { entry: entry(ids)?, evidence: EvidenceId::new(*evidence) })
    },
};

/// Read with the ancestry of the change that wrote it: whoever looked had both sides before them.
pub const LOOKED: Description = Description {
    object: &ENTRY_KIND,
    key: "looked/*",
    value: ValueKind::Time,
    label: "Đã xem chỗ hai người cùng sửa: {text}",
    conflicts: Conflicts::Never,
    asks: Asks::Object,
    read: |ids, in_key| {
        let [text] = in_key else { return None };
        Some(Target::Looked { entry: entry(ids)?, text: TextName::new(*text) })
    },
};

fn evidence(ids: &[&str], part: EvidencePart) -> Option<Target> {
    let [evidence] = ids else { return None };
    Some(Target::Evidence { evidence: EvidenceId::new(*evidence), part })
}

/// The file itself. Set once and never changed: another file is another piece of evidence.
pub const FILE: Description = Description {
    object: &EVIDENCE_KIND,
    key: "",
    value: ValueKind::Record(FILE_PARTS),
    label: "Tệp minh chứng",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| evidence(ids, EvidencePart::File),
};

pub const NUMBER: Description = Description {
    object: &EVIDENCE_KIND,
    key: "number",
    value: LINE,
    label: "Số của minh chứng",
    conflicts: DOCUMENT,
    asks: Asks::Object,
    read: |ids, _| evidence(ids, EvidencePart::Number),
};

pub const SYMBOL: Description = Description {
    object: &EVIDENCE_KIND,
    key: "symbol",
    value: LINE,
    label: "Ký hiệu của minh chứng",
    conflicts: DOCUMENT,
    asks: Asks::Object,
    read: |ids, _| evidence(ids, EvidencePart::Symbol),
};

pub const ISSUER: Description = Description {
    object: &EVIDENCE_KIND,
    key: "issuer",
    value: LINE,
    label: "Cơ quan ban hành minh chứng",
    conflicts: DOCUMENT,
    asks: Asks::Object,
    read: |ids, _| evidence(ids, EvidencePart::Issuer),
};

pub const SIGNED: Description = Description {
    object: &EVIDENCE_KIND,
    key: "signed",
    value: ValueKind::Date,
    label: "Ngày ký minh chứng",
    conflicts: DOCUMENT,
    asks: Asks::Object,
    read: |ids, _| evidence(ids, EvidencePart::Signed),
};

pub const ABSTRACT: Description = Description {
    object: &EVIDENCE_KIND,
    key: "abstract",
    value: LINE,
    label: "Trích yếu minh chứng",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| evidence(ids, EvidencePart::Abstract),
};

pub const REMOVED: Description = Description {
    object: &EVIDENCE_KIND,
    key: "removed",
    value: ValueKind::Flag,
    label: "Rút minh chứng",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| evidence(ids, EvidencePart::Removed),
};

/// With a reason: its word stays in the history, its file is seen by nobody.
pub const WITHDRAWN: Description = Description {
    object: &EVIDENCE_KIND,
    key: "withdrawn",
    value: LINE,
    label: "Thu hồi tệp minh chứng",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| evidence(ids, EvidencePart::Withdrawn),
};

fn deadline(ids: &[&str]) -> Option<(TaskId, RuleId)> {
    let [task, rule] = ids else { return None };
    Some((TaskId::new(*task), RuleId::new(*rule)))
}

pub const DEADLINE_DATE: Description = Description {
    object: &DEADLINE_KIND,
    key: "date",
    value: ValueKind::Date,
    label: "Thời hạn{deadline}",
    conflicts: Conflicts::Together("deadline"),
    asks: Asks::Object,
    read: |ids, _| deadline(ids).map(|(task, rule)| Target::DueDate { task, rule }),
};

/// The document that sets the date.
pub const DEADLINE_BASIS: Description = Description {
    object: &DEADLINE_KIND,
    key: "basis",
    value: LINE,
    label: "Văn bản ấn định thời hạn{deadline}",
    conflicts: Conflicts::Together("deadline"),
    asks: Asks::Object,
    read: |ids, _| deadline(ids).map(|(task, rule)| Target::DueBasis { task, rule }),
};

pub const SUBMISSION: Description = Description {
    object: &SUBMISSION_KIND,
    key: "",
    value: ValueKind::Record(SUBMISSION_PARTS),
    label: "Nộp báo cáo{period}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| {
        let [period] = ids else { return None };
        Some(Target::Submission { period: PeriodId::new(*period) })
    },
};

fn reminder(ids: &[&str]) -> Option<ReminderId> {
    let [id] = ids else { return None };
    Some(ReminderId::new(*id))
}

/// So that the office knows whether its words have arrived before people.
pub const REMINDER_SEEN: Description = Description {
    object: &REMINDED_KIND,
    key: "seen",
    value: ValueKind::Time,
    label: "Đã xem nhắc việc",
    conflicts: Conflicts::Never,
    asks: Asks::Object,
    read: |ids, _| Some(Target::ReminderSeen { reminder: reminder(ids)? }),
};

pub const REMINDER_ANSWER: Description = Description {
    object: &REMINDED_KIND,
    key: "answer",
    value: LINE,
    label: "Trả lời nhắc việc",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| Some(Target::ReminderAnswer { reminder: reminder(ids)? }),
};

/// In a register of its own: an entry is not changed by an answer.
pub const ANSWER: Description = Description {
    object: &ANSWER_KIND,
    key: "to/*",
    value: LINE,
    label: "Trả lời đơn vị thẩm định",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, in_key| {
        let [question] = in_key else { return None };
        Some(Target::Answer { entry: entry(ids)?, question: QuestionId::new(*question) })
    },
};

/// Beside the entries, since it says nothing of any period: the work begins anew, and names where it comes from.
pub const CARRIED: Description = Description {
    object: &CARRIED_KIND,
    key: "*",
    value: ValueKind::Record(CARRIED_PARTS),
    label: "Việc chuyển tiếp từ năm trước: {task}",
    conflicts: Conflicts::Alone,
    asks: Asks::Assigned,
    read: |_, in_key| {
        let [task] = in_key else { return None };
        Some(Target::Carried { task: TaskId::new(*task) })
    },
};
