//! The fields of a review: an office's words on the work of one unit.

use super::describe::{Asks, Conflicts, Description, Home, Kind, Of};
use crate::ids::{PeriodId, ReminderId, TaskId};
use crate::target::{EntryKey, Target};
use crate::value::{REMINDER_PARTS, VERDICT_PARTS, ValueKind};

const VERDICT_KIND: Kind = Kind::register(Home::Review, "verdict", Of::Entry);
const REMINDER_KIND: Kind = Kind::register(Home::Review, "reminder", Of::Reminder);

pub(super) const OF_REVIEW: &[&Description] = &[&VERDICT, &REMINDER];

/// Accepted, or returned with a reason and a new date.
pub const VERDICT: Description = Description {
    object: &VERDICT_KIND,
    key: "",
    value: ValueKind::Record(VERDICT_PARTS),
    label: "Ý kiến thẩm định",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| {
        let [task, period] = ids else { return None };
        let entry = EntryKey { task: TaskId::new(*task), period: PeriodId::new(*period) };
        Some(Target::Verdict { entry })
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
