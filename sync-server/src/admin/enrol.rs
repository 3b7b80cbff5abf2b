//! One-time codes for laptops, each for a person.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use model::ids::UnitId;
use model::person::MAX_NAME_CHARS;
use protocol::UnixMillis;

use super::folder::{known_unit, writing};
use super::{AdminError, checked_name};
use crate::clock::{Clock, local};
use crate::error::Error;
use crate::secret::{self, SecretHash};
use crate::store::{code, person};

const VALID: i64 = 14 * 24 * 60 * 60 * 1000;

/// Shown once: the server keeps only its hash.
#[derive(Debug)]
pub struct IssuedCode {
    pub code: String,
    pub unit_name: String,
    /// There was somebody of this name in the unit: the laptop becomes one more of theirs.
    pub of_known: bool,
    pub until: DateTime<FixedOffset>,
}

/// For the one of the unit who is called like this, or for a new one. What the officer types at the laptop corrects it.
pub fn issue_code(data: &Path, unit: &UnitId, name: &str, clock: &Clock) -> Result<IssuedCode, AdminError> {
    let name = checked_name(name, MAX_NAME_CHARS)?;
    let shown = secret::enrolment_code()?;
    let until = UnixMillis(clock.now().0 + VALID);
    let (unit_name, of_known) = writing(data, |tx| {
        let plan = known_unit(tx, unit)?;
        let found = person::find(tx, unit, &name)?;
        let of_known = found.is_some();
        let person = match found {
            Some(person) => person,
            None => {
                // There is nothing to tell before somebody works under it.
                let new = person::draw(tx, unit)?;
                tables::set_name(&tx, &new, Some(&name)).map_err(Error::from)?;
                new
            }
        };
        code::insert(tx, SecretHash::of(&protocol::normal_code(&shown)), unit, &person, until)?;
        let unit_name = plan.unit(unit).map(|unit| unit.name.clone()).unwrap_or_default();
        Ok((unit_name, of_known))
    })?;
    Ok(IssuedCode { code: shown, unit_name, of_known, until: local(until) })
}
