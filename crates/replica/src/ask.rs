//! Questions of the windows, answered from the rows.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::ids::{PeriodId, PersonId, UnitId};
use model::plans::Plans;
use model::window::{Ask, InPlan};
use reports::{Of, SpreadsheetError, spreadsheet};
use rusqlite::Connection;
use serde_json::Value as Json;
use tables::Rows;
use view::{Asker, Side};

use crate::error::{Error, Result};
use crate::replica::Replica;
use crate::store;

/// Who asks, and when: for several questions that are to be told of one moment.
struct Asking {
    plans: Arc<Plans>,
    unit: UnitId,
    person: PersonId,
    now: DateTime<FixedOffset>,
}

impl Asking {
    fn answer(&self, conn: &Connection, InPlan { plan, as_of, what, .. }: &InPlan<Ask>) -> Result<Json> {
        let person = tables::shown_name(conn, &self.person)?;
        let who = (Some(&self.unit), person.as_str());
        let asker = Asker::new((&self.plans, plan.as_ref()), who, self.now, Side::Laptop)?;
        match as_of {
            None => {
                let log = |doc: &DocId| Ok(store::change::log(conn, doc)?);
                Ok(view::answer(&Rows::with_log(conn, &log), &asker, what)?)
            }
            Some(moment) => {
                tables::answer_as_of(conn, &asker, (what, moment), &|doc| store::change::log(conn, doc))
            }
        }
    }
}

impl Replica {
    fn asks(&self) -> Result<Asking> {
        let (plans, device, unit) = (self.plans(), self.enrolled()?, self.unit()?);
        if plans.is_empty() {
            return Err(Error::NoPlan);
        }
        Ok(Asking { plans, unit, person: device.person.clone(), now: self.now() })
    }

    /// Answers a question from the rows.
    pub fn ask(&self, ask: impl Into<InPlan<Ask>>) -> Result<Json> {
        let asking = self.asks()?;
        self.read(|conn| asking.answer(conn, &ask.into()))
    }

    /// A period as a spreadsheet, with what this laptop's people may read.
    pub fn spreadsheet(&self, asked: &InPlan<PeriodId>) -> Result<Vec<u8>> {
        let (plan, asking) = (self.planned(asked.plan.as_ref())?, self.asks()?);
        let seen_by = asking.plans.unit_name(&asking.unit).unwrap_or(asking.unit.as_str());
        self.read(|conn| {
            let ask = |what: &Ask| asking.answer(conn, &asked.clone().map(|_| what.clone()));
            spreadsheet(Of { plan: &plan, period: &asked.what, seen_by }, ask).map_err(|error| match error {
                SpreadsheetError::Asked(error) => error,
                other => Error::Refused(other.to_string()),
            })
        })
    }
}
