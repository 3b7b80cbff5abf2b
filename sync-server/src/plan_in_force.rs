//! The plan as its document says it.

use ::document::plan_of;
use chrono::NaiveTime;
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::plan::{Items, Plan};
use model::target::Target;
use model::time::hanoi;
use model::value::Value;
use rusqlite::Connection;

use crate::error::Error;
use crate::store::district;
use crate::sync::load;

/// The plan that the stored document holds. Only one that can be read is ever admitted.
pub(crate) fn stored(conn: &Connection) -> Result<Plan, Error> {
    let organisation = load(conn, &DocId::organisation())?;
    let plan = load(conn, &DocId::plan(&district::need(conn)?.plan))?;
    plan_of(&organisation.contents, &plan.contents).map_err(Error::unavailable)
}

/// The edits that open a plan and its organisation, each in its document. Author and time follow from the plan, so that a
/// district that is set up again with the same plan begins with the same changes.
pub(crate) fn opening(plan: &Plan, items: Items) -> [(DocId, Vec<StampedEdit>); 2] {
    let issued = plan.issued_on().and_time(NaiveTime::MIN).and_local_timezone(hanoi());
    let at = issued.single().expect("a fixed offset has each time once");
    let stamped =
        |edits: Vec<Edit>| edits.into_iter().map(|edit| StampedEdit { edit, by: "Nhà Rông".into(), at });
    let year = Edit { target: Target::Year, value: Value::Int(i64::from(plan.year())) };
    let [(organisation, units), (document, mut content)] = items.edits(plan.id(), &Items::default());
    content.push(year);
    [(organisation, stamped(units).collect()), (document, stamped(content).collect())]
}
