//! The plan as its document says it.

use ::document::plan_of;
use chrono::NaiveTime;
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::PersonId;
use model::plan::{Plan, PlanSource};
use model::target::{SourceFile, Target};
use model::time::hanoi;
use model::value::Value;
use rusqlite::Connection;

use crate::error::Error;
use crate::store::district;
use crate::sync::load;

/// The plan that the stored document holds. Only one that can be read is ever admitted.
pub(crate) fn stored(conn: &Connection) -> Result<Plan, Error> {
    let doc = DocId::plan(&district::need(conn)?.plan);
    let loaded = load(conn, &doc)?;
    plan_of(&loaded.contents).map_err(Error::unavailable)
}

/// The edits that open a plan's document. Author and time follow from the plan, so that a district that is set up again
/// with the same plan begins with the same change.
pub(crate) fn opening(plan: &Plan, source: &PlanSource<'_>) -> Vec<StampedEdit> {
    let issued = plan.issued_on().and_time(NaiveTime::MIN).and_local_timezone(hanoi());
    let at = issued.single().expect("a fixed offset has each time once");
    let text =
        |file, text: &str| Edit { target: Target::Source { file }, value: Value::Str(text.to_owned()) };
    [
        text(SourceFile::Units, source.units.text),
        text(SourceFile::Plan, source.plan.text),
        text(SourceFile::Indicators, source.indicators.text),
        Edit { target: Target::Year, value: Value::Int(i64::from(plan.year())) },
    ]
    .into_iter()
    .map(|edit| StampedEdit { edit, by: PersonId::program(), at })
    .collect()
}
