//! Questions of those who read at the server: the page's accounts, and the administrator.

use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::ids::{PeriodId, UnitId};
use model::plans::Plans;
use model::window::{Ask, FailureCode, InPlan};
use reports::{Of, SpreadsheetError, spreadsheet};
use serde_json::Value as Json;
use tables::Rows;
use view::{AskError, Asker, Side};

use crate::error::Error;
use crate::store::Tx;

/// Who reads, and when. No unit: the district.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub plans: &'a Plans,
    pub unit: Option<&'a UnitId>,
    pub person: &'a str,
    pub now: DateTime<FixedOffset>,
}

impl<'a> Reading<'a> {
    fn asker(&self, asked: &InPlan<impl Sized>) -> Result<Asker<'a>, Error> {
        let who = (self.unit, self.person);
        Asker::new((self.plans, asked.plan.as_ref()), who, self.now, Side::Server).map_err(refused)
    }

    pub fn answer(&self, tx: Tx<'_>, asked: &InPlan<Ask>) -> Result<Json, Error> {
        let asker = self.asker(asked)?;
        match &asked.as_of {
            None => {
                let log = |doc: &DocId| Ok(crate::sync::logged(tx, doc)?);
                view::answer(&Rows::with_log(&tx, &log), &asker, &asked.what).map_err(refused)
            }
            Some(moment) => {
                tables::answer_as_of(&tx, &asker, (&asked.what, moment), &|doc| crate::sync::logged(tx, doc))
            }
        }
    }

    /// A period as a spreadsheet.
    pub fn spreadsheet(&self, tx: Tx<'_>, asked: &InPlan<PeriodId>) -> Result<Vec<u8>, Error> {
        let asker = self.asker(asked)?;
        let seen_by =
            self.unit.map_or("Toàn huyện", |unit| self.plans.unit_name(unit).unwrap_or(unit.as_str()));
        let ask = |what: &Ask| self.answer(tx, &asked.clone().map(|_| what.clone()));
        spreadsheet(Of { plan: asker.plan(), period: &asked.what, seen_by }, ask).map_err(|error| match error
        {
            SpreadsheetError::Asked(error) => error,
            other => Error::Answer { code: None, message: other.to_string() },
        })
    }
}

impl From<AskError> for Error {
    fn from(error: AskError) -> Self {
        refused(error)
    }
}

fn refused(error: AskError) -> Error {
    match error {
        AskError::Store(cause) => Error::unavailable(cause.cause()),
        AskError::Gone => {
            Error::Answer { code: Some(FailureCode::Gone), message: AskError::Gone.to_string() }
        }
        other => Error::Answer { code: None, message: other.to_string() },
    }
}
