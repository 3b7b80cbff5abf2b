//! The fields of the organisation's document, which stands above all plans.

use super::content::{IDS, LINE, WORD};
use super::describe::{Asks, Conflicts, Description, Home, Kind, Of};
use crate::ids::{PersonId, RevisionId, UnitId};
use crate::item::OrganisationItem;
use crate::target::Target;
use crate::time::written_day;
use crate::value::{Part, REVISION_PARTS, ValueKind, may_be, needed};

const HEAD_KIND: Kind = Kind::register(Home::Organisation, "organisation", Of::Whole);
const RENAMED_KIND: Kind = Kind::register(Home::Organisation, "renamed", Of::Whole);
const PEOPLE_KIND: Kind = Kind::register(Home::Organisation, "people", Of::Whole);
const UNITS_KIND: Kind = Kind::register(Home::Organisation, "units", Of::Whole);
const UNIT_REVISION_KIND: Kind = Kind::register(Home::Organisation, "unit-revision", Of::Revision);

pub(super) const OF_ORGANISATION: &[&Description] =
    &[&ORGANISATION, &UNIT, &RENAMED, &PERSON, &UNIT_REVISION];

const HEAD_PARTS: &[Part] = &[needed("name", LINE), needed("kept-by", ValueKind::Id)];

const UNIT_PARTS: &[Part] = &[
    needed("name", LINE),
    needed("kind", WORD),
    needed("place", ValueKind::Place),
    may_be("parent", ValueKind::Id),
    may_be("code", WORD),
    may_be("from", ValueKind::Date),
    may_be("until", ValueKind::Date),
    may_be("succeeds", IDS),
    may_be("moved", ValueKind::List { of: &LINE, most: 200 }),
];

const PERSON_PARTS: &[Part] = &[needed("unit", ValueKind::Id), may_be("until", ValueKind::Date)];

const RENAMED_PARTS: &[Part] = &[needed("name", LINE), may_be("code", WORD)];

pub const ORGANISATION: Description = Description {
    object: &HEAD_KIND,
    key: "",
    value: ValueKind::Record(HEAD_PARTS),
    label: "Tổ chức",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, _| Some(Target::OrganisationItem { item: OrganisationItem::Head }),
};

pub const UNIT: Description = Description {
    object: &UNITS_KIND,
    key: "*",
    value: ValueKind::Record(UNIT_PARTS),
    label: "Đơn vị {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [id] = ids else { return None };
        Some(Target::OrganisationItem { item: OrganisationItem::Unit { unit: UnitId::new(*id) } })
    },
};

/// Another name from a day on, which is the second id.
pub const RENAMED: Description = Description {
    object: &RENAMED_KIND,
    key: "*/*",
    value: ValueKind::Record(RENAMED_PARTS),
    label: "Tên mới của đơn vị {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [unit, from] = ids else { return None };
        let item =
            OrganisationItem::Renamed { unit: UnitId::new(*unit), from: written_day(from)?.to_string() };
        Some(Target::OrganisationItem { item })
    },
};

/// Of which unit a person, which is the first id, is from a day on, which is the second.
pub const PERSON: Description = Description {
    object: &PEOPLE_KIND,
    key: "*/*",
    value: ValueKind::Record(PERSON_PARTS),
    label: "Người của đơn vị {item}",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |_, ids| {
        let [person, from] = ids else { return None };
        let item =
            OrganisationItem::Person { person: PersonId::new(*person), from: written_day(from)?.to_string() };
        Some(Target::OrganisationItem { item })
    },
};

pub const UNIT_REVISION: Description = Description {
    object: &UNIT_REVISION_KIND,
    key: "",
    value: ValueKind::Record(REVISION_PARTS),
    label: "Sáp nhập, chia tách, đổi tên đơn vị",
    conflicts: Conflicts::Alone,
    asks: Asks::Object,
    read: |ids, _| {
        let [id] = ids else { return None };
        Some(Target::UnitRevision { revision: RevisionId::new(*id) })
    },
};
