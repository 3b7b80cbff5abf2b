//! One-time codes for laptops, each for a person.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use model::ids::UnitId;
use model::person::MAX_NAME_CHARS;
use protocol::UnixMillis;
use rusqlite::TransactionBehavior;

use super::folder::{DataFolder, known_unit};
use super::{AdminError, checked_name};
use crate::clock::{Clock, local};
use crate::secret::{self, SecretHash};
use crate::store::{code, person};

const VALID: i64 = 14 * 24 * 60 * 60 * 1000;

/// Shown once: the server keeps only its hash.
#[derive(Debug)]
pub struct IssuedCode {
    pub code: String,
    pub unit_name: String,
    pub until: DateTime<FixedOffset>,
}

/// For the one of the unit who is called like this, or for a new one. What the officer types at the laptop corrects it.
pub fn issue_code(data: &Path, unit: &UnitId, name: &str, clock: &Clock) -> Result<IssuedCode, AdminError> {
    let mut conn = DataFolder::open(data)?.connect()?;
    let plan = known_unit(&conn, unit)?;
    let name = checked_name(name, MAX_NAME_CHARS)?;
    let shown = secret::enrolment_code()?;
    let until = UnixMillis(clock.now().0 + VALID);
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let person = match person::find(&tx, unit, &name)? {
        Some(person) => person,
        None => {
            // There is nothing to tell before somebody works under it.
            let new = person::draw(&tx, unit)?;
            tables::set_name(&tx, &new, Some(&name))?;
            new
        }
    };
    code::insert(&tx, SecretHash::of(&secret::normal_code(&shown)), unit, &person, until)?;
    tx.commit()?;
    let unit_name = plan.unit(unit).map(|unit| unit.name.clone()).unwrap_or_default();
    Ok(IssuedCode { code: shown, unit_name, until: local(until) })
}
