//! What stands beside the figures of a workbook: what a change is held against, told once for the year, and what a portal shows.

use super::describe::{Asks, Conflicts, Description, Home, Kind, Of};
use super::workbook::{ENTRY_KIND, entry};
use crate::ids::{IndicatorId, TaskId};
use crate::target::{BasePart, PortalPart, Target};
use crate::value::{MAX_LINE_CHARS, ValueKind};

const BASE_KIND: Kind = Kind::register(Home::Workbook, "base", Of::Task);
const LINE: ValueKind = ValueKind::Line { chars: MAX_LINE_CHARS };
/// A number and where it is written.
const BASE: Conflicts = Conflicts::Together("base");
/// What was read at one time.
const PORTAL: Conflicts = Conflicts::Together("portal");

pub(super) const OF_FIGURES: &[&Description] =
    &[&BASE_AMOUNT, &BASE_SOURCE, &PORTAL_VALUE, &PORTAL_SOURCE, &PORTAL_READ_ON, &PORTAL_WHY];

fn base(ids: &[&str], in_key: &[&str], part: BasePart) -> Option<Target> {
    let ([task], [indicator]) = (ids, in_key) else { return None };
    Some(Target::Base { task: TaskId::new(*task), indicator: IndicatorId::new(*indicator), part })
}

fn portal(ids: &[&str], in_key: &[&str], part: PortalPart) -> Option<Target> {
    let [indicator] = in_key else { return None };
    Some(Target::Portal { entry: entry(ids)?, indicator: IndicatorId::new(*indicator), part })
}

pub const BASE_AMOUNT: Description = Description {
    object: &BASE_KIND,
    key: "*/amount",
    value: ValueKind::Amount,
    label: "Số liệu gốc: {indicator}",
    conflicts: BASE,
    asks: Asks::Indicator,
    read: |ids, in_key| base(ids, in_key, BasePart::Amount),
};

pub const BASE_SOURCE: Description = Description {
    object: &BASE_KIND,
    key: "*/source",
    value: LINE,
    label: "Nguồn của số liệu gốc: {indicator}",
    conflicts: BASE,
    asks: Asks::Indicator,
    read: |ids, in_key| base(ids, in_key, BasePart::Source),
};

pub const PORTAL_VALUE: Description = Description {
    object: &ENTRY_KIND,
    key: "portal/*/value",
    value: ValueKind::Amount,
    label: "Số trên cổng: {indicator}",
    conflicts: PORTAL,
    asks: Asks::Indicator,
    read: |ids, in_key| portal(ids, in_key, PortalPart::Value),
};

pub const PORTAL_SOURCE: Description = Description {
    object: &ENTRY_KIND,
    key: "portal/*/source",
    value: LINE,
    label: "Nơi xem số trên cổng: {indicator}",
    conflicts: PORTAL,
    asks: Asks::Indicator,
    read: |ids, in_key| portal(ids, in_key, PortalPart::Source),
};

pub const PORTAL_READ_ON: Description = Description {
    object: &ENTRY_KIND,
    key: "portal/*/read-on",
    value: ValueKind::Date,
    label: "Ngày xem số trên cổng: {indicator}",
    conflicts: PORTAL,
    asks: Asks::Indicator,
    read: |ids, in_key| portal(ids, in_key, PortalPart::ReadOn),
};

pub const PORTAL_WHY: Description = Description {
    object: &ENTRY_KIND,
    key: "portal/*/why",
    value: LINE,
    label: "Vì sao khác số trên cổng: {indicator}",
    conflicts: PORTAL,
    asks: Asks::Indicator,
    read: |ids, in_key| portal(ids, in_key, PortalPart::Why),
};
