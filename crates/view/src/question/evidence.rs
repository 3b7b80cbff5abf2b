//! Evidence of one unit, or of all.

use model::file_name::saved_name;
use model::ids::UnitId;
use model::window::{EvidenceView, RecordKey, RecordUse, Whereabouts};

use crate::facts::{EvidenceFacts, Facts};
use crate::{AskError, Asker, Side};

/// Of one unit, or of all that the asker may read; newest document first.
pub(super) fn evidence<F: Facts>(
    facts: &F,
    asker: &Asker<'_>,
    unit: Option<&UnitId>,
) -> Result<Vec<EvidenceView>, AskError> {
    let units = match unit {
        Some(unit) => vec![&asker.reads(unit)?.id],
        None => asker.readable().units(),
    };
    let mut found = facts.evidence(asker.plan.id(), &units)?;
    found.sort_by(|a, b| (b.signed, &a.unit, &a.id).cmp(&(a.signed, &b.unit, &b.id)));
    Ok(found.into_iter().map(|one| view(asker, one)).collect())
}

pub(super) fn view(asker: &Asker<'_>, one: EvidenceFacts) -> EvidenceView {
    EvidenceView {
        unit_name: asker.unit_name(&one.unit),
        whereabouts: whereabouts(asker.side, &one),
        file_name: saved_name(&one.file_name),
        used_in: one.used_in,
        records: one.records.into_iter().map(|one| record_use(asker, one)).collect(),
        id: one.id,
        unit: one.unit,
        number: one.number,
        symbol: one.symbol,
        issuer: one.issuer,
        signed: one.signed,
        summary: one.summary,
        file: one.file,
        media_type: one.media_type,
        size: one.size,
        place: one.place,
    }
}

fn record_use(asker: &Asker<'_>, RecordKey { register, record }: RecordKey) -> RecordUse {
    let name = asker.plan.register(&register).map_or(register.as_str(), |found| &found.name).to_owned();
    RecordUse { register, name, record }
}

/// Where the one who answers knows the bytes to be.
fn whereabouts(side: Side, one: &EvidenceFacts) -> Whereabouts {
    if let Some(reason) = &one.withdrawn {
        return Whereabouts::Withdrawn { reason: reason.clone(), elsewhere: one.shown_elsewhere };
    }
    match (side, one.here, one.complete) {
        (Side::Laptop, true, true) => Whereabouts::Everywhere,
        (Side::Laptop, true, false) => Whereabouts::OnlyHere { sent: one.received },
        (_, _, true) => Whereabouts::OnServer,
        (_, _, false) => Whereabouts::OnTheirLaptop { sent: one.received },
    }
}

/// "45/BC-UBND"; else the file's name.
pub(super) fn called(one: &EvidenceFacts) -> String {
    match (one.number.as_str(), one.symbol.as_str()) {
        ("", _) => one.file_name.clone(),
        (number, "") => number.to_owned(),
        (number, symbol) => format!("{number}/{symbol}"),
    }
}
