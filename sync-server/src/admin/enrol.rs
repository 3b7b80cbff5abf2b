//! One-time codes for laptops.

use std::path::Path;

use chrono::{DateTime, FixedOffset};
use model::ids::UnitId;
use model::person;
use protocol::UnixMillis;

use super::folder::{DataFolder, known_unit};
use super::{AdminError, checked_name};
use crate::clock::{Clock, local};
use crate::secret::{self, SecretHash};
use crate::store::code;

const VALID: i64 = 14 * 24 * 60 * 60 * 1000;

/// Shown once: the server keeps only its hash.
#[derive(Debug)]
pub struct IssuedCode {
    pub code: String,
    pub unit_name: String,
    pub until: DateTime<FixedOffset>,
}

pub fn issue_code(data: &Path, unit: &UnitId, name: &str, clock: &Clock) -> Result<IssuedCode, AdminError> {
    let conn = DataFolder::open(data)?.connect()?;
    let plan = known_unit(&conn, unit)?;
    let name = checked_name(name, person::MAX_NAME_CHARS)?;
    let shown = secret::enrolment_code()?;
    let until = UnixMillis(clock.now().0 + VALID);
    code::insert(&conn, SecretHash::of(&secret::normal_code(&shown)), unit, &name, until)?;
    let unit_name = plan.unit(unit).map(|unit| unit.name.clone()).unwrap_or_default();
    Ok(IssuedCode { code: shown, unit_name, until: local(until) })
}
