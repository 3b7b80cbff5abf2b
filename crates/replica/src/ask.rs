//! Questions of the windows, answered from the rows.

use model::doc_id::DocId;
use model::ids::PeriodId;
use model::window::{Ask, InPlan};
use reports::{Of, SpreadsheetError, spreadsheet};
use tables::Rows;
use view::{Asker, Side};

use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store;

impl Replica {
    /// A period as a spreadsheet, with what this laptop's people may read.
    pub fn spreadsheet(&self, asked: &InPlan<PeriodId>) -> Result<Vec<u8>> {
        let (plan, plans, unit) = (self.planned(asked.plan.as_ref())?, self.plans(), self.unit()?);
        let seen_by = plans.unit_name(&unit).unwrap_or(unit.as_str());
        let ask = |what: &Ask| self.ask(asked.clone().map(|_| what.clone()));
        spreadsheet(Of { plan: &plan, period: &asked.what, seen_by }, ask).map_err(|error| match error {
            SpreadsheetError::Asked(error) => error,
            other => Error::Refused(other.to_string()),
        })
    }

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
