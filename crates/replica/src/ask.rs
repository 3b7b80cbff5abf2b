//! Questions of the windows, answered from the rows.

use model::doc_id::DocId;
use model::window::{Ask, InPlan};
use tables::Rows;
use view::{Asker, Side};

use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store;

impl Replica {
    /// Answers a question from the rows.
    pub fn ask(&self, ask: impl Into<InPlan<Ask>>) -> Result<serde_json::Value> {
        let InPlan { plan, as_of, what, .. } = ask.into();
        let (plans, device, unit) = (self.plans(), self.enrolled()?, self.unit()?);
        if plans.is_empty() {
            return Err(Error::NoPlan);
        }
        self.read(|conn| {
            let person = tables::shown_name(conn, &device.person)?;
            let who = (Some(&unit), person.as_str());
            let asker = Asker::new((&plans, plan.as_ref()), who, self.now(), Side::Laptop)?;
            match &as_of {
                None => {
                    let log = |doc: &DocId| Ok(store::change::log(conn, doc)?);
                    Ok(view::answer(&Rows::with_log(conn, &log), &asker, &what)?)
                }
                Some(moment) => {
                    tables::answer_as_of(conn, &asker, (&what, moment), &|doc| store::change::log(conn, doc))
                }
            }
        })
    }
}
