//! The fields of the organisation's document, which stands above all plans.

use super::content::{LINE, WORD};
use super::describe::{Conflicts, Description, Home, Kind, Of};
use crate::ids::UnitId;
use crate::plan::OrganisationItem;
use crate::target::Target;
use crate::value::{Part, ValueKind, may_be, needed};

const HEAD_KIND: Kind = Kind::register(Home::Organisation, "organisation", Of::Whole);
const UNITS_KIND: Kind = Kind::register(Home::Organisation, "units", Of::Whole);

pub(super) const OF_ORGANISATION: &[&Description] = &[&ORGANISATION, &UNIT];

const HEAD_PARTS: &[Part] = &[needed("name", LINE), needed("kept-by", ValueKind::Id)];

const UNIT_PARTS: &[Part] = &[
    needed("name", LINE),
    needed("kind", WORD),
    needed("place", ValueKind::Place),
    may_be("parent", ValueKind::Id),
    may_be("code", WORD),
];

pub const ORGANISATION: Description = Description {
    object: &HEAD_KIND,
    key: "",
    value: ValueKind::Record(HEAD_PARTS),
    label: "Tổ chức",
    conflicts: Conflicts::Alone,
    read: |_, _| Some(Target::OrganisationItem { item: OrganisationItem::Head }),
};

pub const UNIT: Description = Description {
    object: &UNITS_KIND,
    key: "*",
    value: ValueKind::Record(UNIT_PARTS),
    label: "Đơn vị {item}",
    conflicts: Conflicts::Alone,
    read: |_, ids| {
        let [id] = ids else { return None };
        Some(Target::OrganisationItem { item: OrganisationItem::Unit { unit: UnitId::new(*id) } })
    },
};
