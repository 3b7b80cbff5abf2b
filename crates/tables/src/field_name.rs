//! What a field is called among those of one entry, or of one period: short, and the same as in its document. One that is of
//! neither, and one of several in an object of a period, is called by its address.

use model::address::{Address, ObjectName, Shape};
use model::doc_id::DocKind;
use model::target::Target;
use model::value::ValueKind;
use model::vocabulary::{Description, Home, Vocabulary, all};

use crate::key::about;

/// `state`, `narrative`, `figure/c3-1-rate/part`, `verdict`; `r/evidence/abc:number`.
pub(crate) fn of(target: &Target) -> String {
    let field = target.description();
    match about(target) {
        (None, None) => target.address().to_string(),
        _ if field.key.is_empty() => field.object.name.to_owned(),
        (_, Some(_)) => target.address().key.into(),
        (_, None) => target.address().to_string(),
    }
}

/// The field of this name; `ids` are those of the entry or period that it is about. None for a name that this program does
/// not know.
pub(crate) fn read(doc: &DocKind, ids: &[&str], name: &str) -> Option<Target> {
    let known = Vocabulary::default();
    let at = |address: &Address| known.at(doc, address).map(|found| found.target);
    let address = match name.split_once(':') {
        Some((object, key)) => Address::in_register(ObjectName::parse(object)?, key),
        None => among(doc, ids, name)?,
    };
    at(&address).or_else(|| beside(doc, ids, name).iter().find_map(at))
}

/// What is said of an entry and does not stand in its own register is called by its key as well: `asked/…`. Where else a field of this
/// name may stand.
fn beside(doc: &DocKind, ids: &[&str], key: &str) -> Vec<Address> {
    let Some(home) = Home::of(doc) else { return Vec::new() };
    let mut objects: Vec<&str> = all()
        .filter(|field| field.object.home == home && !field.key.is_empty())
        .map(|field| field.object.name)
        .collect();
    objects.dedup();
    let of = |object| Address::in_register(ObjectName::new(Shape::Register, object, ids), key);
    objects.into_iter().map(of).collect()
}

fn among(doc: &DocKind, ids: &[&str], name: &str) -> Option<Address> {
    let home = Home::of(doc)?;
    let whole = |field: &&'static Description| {
        field.key.is_empty() && field.object.name == name && field.object.home == home
    };
    let Some(field) = all().find(whole) else {
        return Some(Address::in_register(ObjectName::new(Shape::Register, "entry", ids), name));
    };
    let object = ObjectName::new(field.object.shape, name, ids);
    Some(match field.value {
        ValueKind::Record(parts) => Address::in_register(object, parts.first()?.key),
        _ => Address::text(object),
    })
}
