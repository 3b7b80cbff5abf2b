//! The fields of a plan's document that the coordinating office enters for its year. What the plan itself says stands in
//! [`content`](super::content).

use super::describe::{Asks, Conflicts, Description, Home, Kind, Of};
use crate::ids::{MilestoneId, PeriodId, RequestId, TaskId};
use crate::target::Target;
use crate::value::{MAX_LINE_CHARS, REQUEST_PARTS, ValueKind};

const HOME: Home = Home::Plan;
const PLAN_KIND: Kind = Kind::register(HOME, "plan", Of::Whole);
const MILESTONE_KIND: Kind = Kind::register(HOME, "milestone", Of::Milestone);
pub(super) const PERIOD_KIND: Kind = Kind::register(HOME, "period", Of::Period);
const REQUEST_KIND: Kind = Kind::register(HOME, "request", Of::Request);

pub(super) const OF_PLAN: &[&Description] =
    &[&YEAR, &CLOSED, &MILESTONE_DATE, &MILESTONE_BASIS, &UNIT_DAYS, &REQUEST, &TASK_ON];

/// Written once, when the plan is opened.
pub const YEAR: Description = Description {
    object: &PLAN_KIND,
    key: "year",
    value: ValueKind::Year,
    label: "Năm kế hoạch",
    conflicts: Conflicts::Alone,
    asks: Asks::Opening,
    read: |_, _| Some(Target::Year),
};

/// From this day on the plan is read, and written no more, until the day is taken away again.
pub const CLOSED: Description = Description {
    object: &PLAN_KIND,
    key: "closed-on",
    value: ValueKind::Date,
    label: "Ngày đóng kế hoạch",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, _| Some(Target::Closed),
};

pub const MILESTONE_DATE: Description = Description {
    object: &MILESTONE_KIND,
    key: "date",
    value: ValueKind::Date,
    label: "{milestone}",
    conflicts: Conflicts::Together("milestone"),
    asks: Asks::Object,
    read: |ids, _| {
        let [id] = ids else { return None };
        Some(Target::Milestone { milestone: MilestoneId::new(*id) })
    },
};

/// The document that sets the date.
pub const MILESTONE_BASIS: Description = Description {
    object: &MILESTONE_KIND,
    key: "basis",
    value: ValueKind::Line { chars: MAX_LINE_CHARS },
    label: "Văn bản ấn định ({milestone})",
    conflicts: Conflicts::Together("milestone"),
    asks: Asks::Object,
    read: |ids, _| {
        let [id] = ids else { return None };
        Some(Target::MilestoneBasis { milestone: MilestoneId::new(*id) })
    },
};

/// How many days before the district's own date the units hand in.
pub const UNIT_DAYS: Description = Description {
    object: &PERIOD_KIND,
    key: "unit-days",
    value: ValueKind::Days,
    label: "Số ngày đơn vị nộp trước hạn{period}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| {
        let [period] = ids else { return None };
        Some(Target::UnitDays { period: PeriodId::new(*period) })
    },
};

pub const REQUEST: Description = Description {
    object: &REQUEST_KIND,
    key: "",
    value: ValueKind::Record(REQUEST_PARTS),
    label: "Yêu cầu báo cáo của cấp trên",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| {
        let [id] = ids else { return None };
        Some(Target::Request { request: RequestId::new(*id) })
    },
};

/// Of a duty that the annex does not carry: it is an assignment like others from when it is switched on.
pub const TASK_ON: Description = Description {
    object: &PLAN_KIND,
    key: "on/*",
    value: ValueKind::Flag,
    label: "Giao việc ngoài phụ lục: {task}",
    conflicts: Conflicts::Alone,
    asks: Asks::Standby,
    read: |_, in_key| {
        let [task] = in_key else { return None };
        Some(Target::TaskOn { task: TaskId::new(*task) })
    },
};
