//! What a plan itself says: for each kind of item one register, in which each item has its id and its parts.

use super::describe::{Asks, Conflicts, Description, Home, Kind, Of};
use crate::ids::{
    CheckId, DefinitionId, FieldCode, GroupId, IndicatorId, LevelId, MilestoneId, PeriodId, RegisterId,
    RequesterId, RuleId, SeriesId, TaskId,
};
use crate::item::PlanItem;
use crate::target::Target;
use crate::value::{MAX_LINE_CHARS, Part, ValueKind, may_be, needed};

/// Most ids, words or lines in one list: a group may name every unit of a country.
pub(super) const MAX_LISTED: usize = 20_000;
pub(super) const LINE: ValueKind = ValueKind::Name { chars: MAX_LINE_CHARS };
pub(super) const WORD: ValueKind = ValueKind::Name { chars: 120 };
pub(super) const IDS: ValueKind = ValueKind::List { of: &ValueKind::Id, most: MAX_LISTED };
/// With the name of its part before it.
pub(super) const LINE_KEPT: ValueKind = ValueKind::Name { chars: MAX_LINE_CHARS + 40 };
const LINES: ValueKind = ValueKind::List { of: &LINE, most: 200 };

pub(super) const OF_CONTENT: &[&Description] = &[
    &HEAD,
    &DOCUMENT,
    &DEFINITION,
    &GROUP,
    &FIELD_OF_PLAN,
    &REPORT,
    &LEVEL,
    &MILESTONE_OF_PLAN,
    &SERIES_OF_PLAN,
    &REQUESTER,
    &TASK,
    &DUE,
    &INDICATOR,
    &CHECK_OF_PLAN,
    &REGISTER_OF_PLAN,
];

const PLAN_HEAD_PARTS: &[Part] = &[
    needed("title", LINE),
    needed("organisation", ValueKind::Id),
    needed("decision", LINE),
    needed("issued-by", ValueKind::Id),
    needed("issued-on", ValueKind::Date),
    may_be("effective-from", ValueKind::Date),
    needed("coordinated-by", ValueKind::Id),
    may_be("within", ValueKind::Id),
    may_be("report-series", ValueKind::Id),
    may_be("holidays", ValueKind::List { of: &ValueKind::Date, most: 366 }),
    may_be("follows", ValueKind::Id),
    may_be("under-plan", ValueKind::Id),
    may_be("under-task", ValueKind::Id),
];

const DOCUMENT_PARTS: &[Part] = &[
    needed("bases", LINES),
    may_be("replaces", LINE),
    may_be("signed-as", LINES),
    may_be("signed-by", LINE),
    may_be("recipients", LINES),
    may_be("notes", LINES),
];

const DEFINITION_PARTS: &[Part] =
    &[needed("name", LINE), needed("place", ValueKind::Place), needed("meaning", LINE)];

const GROUP_PARTS: &[Part] = &[
    needed("name", LINE),
    needed("place", ValueKind::Place),
    may_be("kinds", ValueKind::List { of: &WORD, most: MAX_LISTED }),
    may_be("units", IDS),
];

const NAMED_PARTS: &[Part] = &[needed("name", LINE), needed("place", ValueKind::Place)];

const REPORT_PARTS: &[Part] = &[
    needed("name", LINE),
    needed("place", ValueKind::Place),
    needed("first", ValueKind::Month),
    needed("last", ValueKind::Month),
    needed("due", WORD),
    may_be("optional", ValueKind::Flag),
    may_be("data-from", WORD),
    may_be("data-to", WORD),
    may_be("cut-off", WORD),
    may_be("handed-to", LINES),
    may_be("sent-to", LINES),
    may_be("notes", LINES),
];

const LEVEL_PARTS: &[Part] = &[
    needed("by", LINE),
    needed("place", ValueKind::Place),
    may_be("to", LINES),
    may_be("data-from", WORD),
    may_be("data-to", WORD),
    may_be("cut-off", WORD),
    may_be("due", WORD),
    may_be("basis", LINE),
    may_be("notes", LINES),
];

const TASK_PARTS: &[Part] = &[
    needed("title", LINE),
    needed("place", ValueKind::Place),
    needed("field", ValueKind::Id),
    may_be("code", WORD),
    may_be("lead", IDS),
    may_be("with", IDS),
    may_be("outputs", LINES),
    may_be("inherited", LINES),
    may_be("inferred", LINES),
    may_be("notes", LINES),
    may_be("standby", WORD),
    may_be("carried-from", ValueKind::Id),
    may_be("from", ValueKind::Date),
    may_be("until", ValueKind::Date),
    may_be("into", IDS),
    may_be("joined", ValueKind::List { of: &LINE, most: MAX_LISTED }),
    may_be("left", ValueKind::List { of: &LINE, most: MAX_LISTED }),
];

const DUE_PARTS: &[Part] = &[
    needed("text", LINE),
    needed("rule", WORD),
    needed("place", ValueKind::Place),
    may_be("owed-by", IDS),
    may_be("outputs", LINES),
];

const INDICATOR_PARTS: &[Part] = &[
    needed("name", LINE),
    needed("place", ValueKind::Place),
    needed("of", ValueKind::Id),
    may_be("by", IDS),
    needed("kind", WORD),
    may_be("figures", LINES),
    may_be("points", ValueKind::Flag),
    may_be("decimals", ValueKind::Flag),
    needed("target", WORD),
    may_be("targets", ValueKind::List { of: &LINE, most: MAX_LISTED }),
    may_be("totals", IDS),
    may_be("notes", LINES),
    may_be("counts", LINES),
    may_be("from", ValueKind::Id),
    may_be("base", WORD),
    may_be("base-source", LINE),
    may_be("adds-up", ValueKind::Flag),
    may_be("none-arose", WORD),
    may_be("portal", LINE),
];

const REGISTER_PARTS: &[Part] = &[
    needed("name", LINE),
    needed("place", ValueKind::Place),
    needed("kind", ValueKind::Id),
    needed("of", ValueKind::Id),
    needed("by", IDS),
    may_be("notes", LINES),
];

const CHECK_PARTS: &[Part] =
    &[needed("name", LINE), needed("place", ValueKind::Place), may_be("optional", ValueKind::Flag)];

const HEAD_KIND: Kind = Kind::register(Home::Plan, "plan", Of::Whole);
const DOCUMENT_KIND: Kind = Kind::register(Home::Plan, "document", Of::Whole);
const DEFINITION_KIND: Kind = Kind::register(Home::Plan, "definitions", Of::Whole);
const GROUP_KIND: Kind = Kind::register(Home::Plan, "groups", Of::Whole);
const FIELD_OF_PLAN_KIND: Kind = Kind::register(Home::Plan, "fields", Of::Whole);
const REPORT_KIND: Kind = Kind::register(Home::Plan, "reports", Of::Whole);
const LEVEL_KIND: Kind = Kind::register(Home::Plan, "levels", Of::Whole);
const MILESTONE_OF_PLAN_KIND: Kind = Kind::register(Home::Plan, "milestones", Of::Whole);
const SERIES_OF_PLAN_KIND: Kind = Kind::register(Home::Plan, "series", Of::Whole);
const REQUESTER_KIND: Kind = Kind::register(Home::Plan, "requesters", Of::Whole);
const TASK_KIND: Kind = Kind::register(Home::Plan, "tasks", Of::Whole);
const DUE_KIND: Kind = Kind::register(Home::Plan, "dues", Of::Whole);
const INDICATOR_KIND: Kind = Kind::register(Home::Plan, "indicators", Of::Whole);
const CHECK_OF_PLAN_KIND: Kind = Kind::register(Home::Plan, "checks", Of::Whole);
const REGISTER_OF_PLAN_KIND: Kind = Kind::register(Home::Plan, "registers", Of::Whole);

pub const HEAD: Description = Description {
    object: &HEAD_KIND,
    key: "",
    value: ValueKind::Record(PLAN_HEAD_PARTS),
    label: "Kế hoạch",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, _| Some(Target::PlanItem { item: PlanItem::Head }),
};

pub const DOCUMENT: Description = Description {
    object: &DOCUMENT_KIND,
    key: "",
    value: ValueKind::Record(DOCUMENT_PARTS),
    label: "Kế hoạch: văn bản ban hành",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, _| Some(Target::PlanItem { item: PlanItem::Document }),
};

pub const DEFINITION: Description = Description {
    object: &DEFINITION_KIND,
    key: "*",
    value: ValueKind::Record(DEFINITION_PARTS),
    label: "Kế hoạch: từ ngữ {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [id] = ids else { return None };
        Some(Target::PlanItem { item: PlanItem::Definition { definition: DefinitionId::new(*id) } })
    },
};

pub const GROUP: Description = Description {
    object: &GROUP_KIND,
    key: "*",
    value: ValueKind::Record(GROUP_PARTS),
    label: "Kế hoạch: nhóm đơn vị {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [id] = ids else { return None };
        Some(Target::PlanItem { item: PlanItem::Group { group: GroupId::new(*id) } })
    },
};

pub const FIELD_OF_PLAN: Description = Description {
    object: &FIELD_OF_PLAN_KIND,
    key: "*",
    value: ValueKind::Record(NAMED_PARTS),
    label: "Kế hoạch: lĩnh vực {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [id] = ids else { return None };
        Some(Target::PlanItem { item: PlanItem::Field { code: FieldCode::new(*id) } })
    },
};

pub const REPORT: Description = Description {
    object: &REPORT_KIND,
    key: "*",
    value: ValueKind::Record(REPORT_PARTS),
    label: "Kế hoạch: kỳ báo cáo {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [id] = ids else { return None };
        Some(Target::PlanItem { item: PlanItem::Report { period: PeriodId::new(*id) } })
    },
};

pub const LEVEL: Description = Description {
    object: &LEVEL_KIND,
    key: "*/*",
    value: ValueKind::Record(LEVEL_PARTS),
    label: "Kế hoạch: cấp nhận báo cáo {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [period, level] = ids else { return None };
        let (period, level) = (PeriodId::new(*period), LevelId::new(*level));
        Some(Target::PlanItem { item: PlanItem::Level { period, level } })
    },
};

pub const MILESTONE_OF_PLAN: Description = Description {
    object: &MILESTONE_OF_PLAN_KIND,
    key: "*",
    value: ValueKind::Record(NAMED_PARTS),
    label: "Kế hoạch: mốc thời gian {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [id] = ids else { return None };
        Some(Target::PlanItem { item: PlanItem::Milestone { milestone: MilestoneId::new(*id) } })
    },
};

pub const SERIES_OF_PLAN: Description = Description {
    object: &SERIES_OF_PLAN_KIND,
    key: "*",
    value: ValueKind::Record(NAMED_PARTS),
    label: "Kế hoạch: loạt báo cáo {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [id] = ids else { return None };
        Some(Target::PlanItem { item: PlanItem::Series { series: SeriesId::new(*id) } })
    },
};

pub const REQUESTER: Description = Description {
    object: &REQUESTER_KIND,
    key: "*",
    value: ValueKind::Record(NAMED_PARTS),
    label: "Kế hoạch: cơ quan yêu cầu báo cáo {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [id] = ids else { return None };
        Some(Target::PlanItem { item: PlanItem::Requester { requester: RequesterId::new(*id) } })
    },
};

pub const TASK: Description = Description {
    object: &TASK_KIND,
    key: "*",
    value: ValueKind::Record(TASK_PARTS),
    label: "Kế hoạch: nhiệm vụ {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [id] = ids else { return None };
        Some(Target::PlanItem { item: PlanItem::Task { task: TaskId::new(*id) } })
    },
};

pub const DUE: Description = Description {
    object: &DUE_KIND,
    key: "*/*",
    value: ValueKind::Record(DUE_PARTS),
    label: "Kế hoạch: thời hạn {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [task, rule] = ids else { return None };
        Some(Target::PlanItem { item: PlanItem::Due { task: TaskId::new(*task), rule: RuleId::new(*rule) } })
    },
};

pub const INDICATOR: Description = Description {
    object: &INDICATOR_KIND,
    key: "*",
    value: ValueKind::Record(INDICATOR_PARTS),
    label: "Kế hoạch: chỉ tiêu {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [id] = ids else { return None };
        Some(Target::PlanItem { item: PlanItem::Indicator { indicator: IndicatorId::new(*id) } })
    },
};

pub const CHECK_OF_PLAN: Description = Description {
    object: &CHECK_OF_PLAN_KIND,
    key: "*/*",
    value: ValueKind::Record(CHECK_PARTS),
    label: "Kế hoạch: mục {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [indicator, check] = ids else { return None };
        let (indicator, check) = (IndicatorId::new(*indicator), CheckId::new(*check));
        Some(Target::PlanItem { item: PlanItem::Check { indicator, check } })
    },
};

pub const REGISTER_OF_PLAN: Description = Description {
    object: &REGISTER_OF_PLAN_KIND,
    key: "*",
    value: ValueKind::Record(REGISTER_PARTS),
    label: "Kế hoạch: sổ {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [id] = ids else { return None };
        Some(Target::PlanItem { item: PlanItem::Register { register: RegisterId::new(*id) } })
    },
};
