//! The fields of a review: an office's words on the work of one unit.

use super::describe::{Asks, Conflicts, Description, Home, Kind, Of};
use crate::ids::{EvidenceId, PeriodId, QuestionId, ReminderId, TaskId};
use crate::target::{EntryKey, Target};
use crate::value::{
    EVIDENCE_REMARK_PARTS, LOOK_PARTS, MAX_LINE_CHARS, Part, REMINDER_PARTS, VERDICT_PARTS, ValueKind, needed,
};

const COUNTED_KIND: Kind = Kind::register(Home::Review, "counted", Of::Entry);
const VERDICT_KIND: Kind = Kind::register(Home::Review, "verdict", Of::Entry);
const LOOK_KIND: Kind = Kind::register(Home::Review, "look", Of::Report);
const QUESTION_KIND: Kind = Kind::register(Home::Review, "question", Of::Entry);
const REMINDER_KIND: Kind = Kind::register(Home::Review, "reminder", Of::Reminder);
const EVIDENCE_REMARK_KIND: Kind = Kind::register(Home::Review, "evidence-remark", Of::Entry);

pub(super) const OF_REVIEW: &[&Description] =
    &[&VERDICT, &COUNTED, &LOOK, &QUESTION, &EVIDENCE_REMARK, &REMINDER];

fn entry(ids: &[&str]) -> Option<EntryKey> {
    let [task, period] = ids else { return None };
    Some(EntryKey { task: TaskId::new(*task), period: PeriodId::new(*period) })
}

/// Accepted, or returned with a reason and a new date.
pub const VERDICT: Description = Description {
    object: &VERDICT_KIND,
    key: "",
    value: ValueKind::Record(VERDICT_PARTS),
    label: "Ý kiến thẩm định",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| Some(Target::Verdict { entry: entry(ids)? }),
};

/// Two people of one office who look agree.
pub const LOOK: Description = Description {
    object: &LOOK_KIND,
    key: "",
    value: ValueKind::Record(LOOK_PARTS),
    label: "Đã xem báo cáo{period}",
    conflicts: Conflicts::Never,
    asks: Asks::Object,
    read: |ids, _| {
        let [period] = ids else { return None };
        Some(Target::Look { period: PeriodId::new(*period) })
    },
};

pub const QUESTION: Description = Description {
    object: &QUESTION_KIND,
    key: "asked/*",
    value: ValueKind::Line { chars: MAX_LINE_CHARS },
    label: "Câu hỏi của đơn vị thẩm định",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, in_key| {
        let [question] = in_key else { return None };
        Some(Target::Question { entry: entry(ids)?, question: QuestionId::new(*question) })
    },
};

/// Of an entry, since one document may prove one and not another.
pub const EVIDENCE_REMARK: Description = Description {
    object: &EVIDENCE_REMARK_KIND,
    key: "*",
    value: ValueKind::Record(EVIDENCE_REMARK_PARTS),
    label: "Nhận xét minh chứng",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, in_key| {
        let [evidence] = in_key else { return None };
        Some(Target::EvidenceRemark { entry: entry(ids)?, evidence: EvidenceId::new(*evidence) })
    },
};

/// What an office waits for, in its words. It stands until the unit answers, or the office takes it back.
pub const REMINDER: Description = Description {
    object: &REMINDER_KIND,
    key: "",
    value: ValueKind::Record(REMINDER_PARTS),
    label: "Đôn đốc",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| {
        let [id] = ids else { return None };
        Some(Target::Reminder { reminder: ReminderId::new(*id) })
    },
};

/// One part, so that it is read by the name of its object, as a verdict is.
const COUNTED_PARTS: &[Part] = &[needed("figures", ValueKind::Line { chars: MAX_LINE_CHARS })];

/// What the unit's registers came to when the office accepted: a record that is written or corrected later changes the figure,
/// and not what was accepted.
pub const COUNTED: Description = Description {
    object: &COUNTED_KIND,
    key: "",
    value: ValueKind::Record(COUNTED_PARTS),
    label: "Số tính từ sổ khi chấp nhận",
    conflicts: Conflicts::Never,
    asks: Asks::Object,
    read: |ids, _| {
        let [task, period] = ids else { return None };
        let entry = EntryKey { task: TaskId::new(*task), period: PeriodId::new(*period) };
        Some(Target::Counted { entry })
    },
};
