//! What a plan said before a revision, by the last day on which it held.

use super::content::{LINE_KEPT, MAX_LISTED};
use super::describe::{Asks, Conflicts, Description, Home, Kind, Of};
use crate::ids::{IndicatorId, RegisterId, RuleId, TaskId};
use crate::item::PlanItem;
use crate::target::Target;
use crate::value::{Part, ValueKind, may_be, needed};

pub(super) const OF_EARLIER: &[&Description] =
    &[&EARLIER_TASK, &EARLIER_DUE, &EARLIER_INDICATOR, &EARLIER_REGISTER];

/// Whether there was such a thing, and what its parts held that were others.
const EARLIER_PARTS: &[Part] = &[
    needed("there", ValueKind::Flag),
    may_be("parts", ValueKind::List { of: &LINE_KEPT, most: MAX_LISTED }),
];

const TASK_KIND: Kind = Kind::register(Home::Plan, "earlier-tasks", Of::Whole);
const DUE_KIND: Kind = Kind::register(Home::Plan, "earlier-dues", Of::Whole);
const INDICATOR_KIND: Kind = Kind::register(Home::Plan, "earlier-indicators", Of::Whole);
const REGISTER_KIND: Kind = Kind::register(Home::Plan, "earlier-registers", Of::Whole);

pub const EARLIER_TASK: Description = Description {
    object: &TASK_KIND,
    key: "*/*",
    value: ValueKind::Record(EARLIER_PARTS),
    label: "Kế hoạch: nhiệm vụ {item}, trước khi điều chỉnh",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [task, until] = ids else { return None };
        let (task, until) = (TaskId::new(*task), (*until).to_owned());
        Some(Target::PlanItem { item: PlanItem::EarlierTask { task, until } })
    },
};

pub const EARLIER_DUE: Description = Description {
    object: &DUE_KIND,
    key: "*/*/*",
    value: ValueKind::Record(EARLIER_PARTS),
    label: "Kế hoạch: thời hạn {item}, trước khi điều chỉnh",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [task, rule, until] = ids else { return None };
        let (task, rule, until) = (TaskId::new(*task), RuleId::new(*rule), (*until).to_owned());
        Some(Target::PlanItem { item: PlanItem::EarlierDue { task, rule, until } })
    },
};

pub const EARLIER_INDICATOR: Description = Description {
    object: &INDICATOR_KIND,
    key: "*/*",
    value: ValueKind::Record(EARLIER_PARTS),
    label: "Kế hoạch: chỉ tiêu {item}, trước khi điều chỉnh",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [indicator, until] = ids else { return None };
        let (indicator, until) = (IndicatorId::new(*indicator), (*until).to_owned());
        Some(Target::PlanItem { item: PlanItem::EarlierIndicator { indicator, until } })
    },
};

pub const EARLIER_REGISTER: Description = Description {
    object: &REGISTER_KIND,
    key: "*/*",
    value: ValueKind::Record(EARLIER_PARTS),
    label: "Kế hoạch: sổ {item}, trước khi điều chỉnh",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [register, until] = ids else { return None };
        let (register, until) = (RegisterId::new(*register), (*until).to_owned());
        Some(Target::PlanItem { item: PlanItem::EarlierRegister { register, until } })
    },
};
