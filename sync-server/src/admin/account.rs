//! Accounts for the web page.

use std::path::Path;

use model::ids::UnitId;
use model::letters::tidy_line;

use super::folder::{known_unit, reading, writing};
use super::{AdminError, checked_name};
use crate::clock::Clock;
use crate::http::web::hash_password;
use crate::secret;
use crate::store::account;

const LONGEST_NAME: usize = 64;
const LEAST: usize = 10;
const MOST: usize = 128;
/// Of a password that is made here: 80 bits.
const LETTERS: usize = 16;

#[derive(Debug)]
pub struct AccountLine {
    pub name: String,
    /// None: sees the whole district.
    pub unit: Option<UnitId>,
}

/// Adds an account; of one unit, or of someone who sees the whole district. Answers the password that was made,
/// where none was given: it is shown once.
pub fn add_account(
    data: &Path,
    name: &str,
    unit: Option<&UnitId>,
    password: Option<String>,
    clock: &Clock,
) -> Result<Option<String>, AdminError> {
    writing(data, |tx| {
        let name = checked_name(name, LONGEST_NAME)?;
        if let Some(unit) = unit {
            known_unit(tx, unit)?;
        }
        let (hash, made) = chosen(password)?;
        if account::insert(tx, &name, unit, &hash, clock.now().0)? {
            Ok(made)
        } else {
            Err(AdminError::AccountExists(name))
        }
    })
}

/// Also ends the account's sessions.
pub fn change_password(
    data: &Path,
    name: &str,
    password: Option<String>,
) -> Result<Option<String>, AdminError> {
    let (hash, made) = chosen(password)?;
    let called = tidy_line(name);
    let found = writing(data, |tx| Ok(account::set_password(tx, &called, &hash)?))?;
    if found { Ok(made) } else { Err(AdminError::NoAccount(name.to_owned())) }
}

/// Also ends the account's sessions.
pub fn remove_account(data: &Path, name: &str) -> Result<(), AdminError> {
    let found = writing(data, |tx| Ok(account::remove(tx, &tidy_line(name))?))?;
    if found { Ok(()) } else { Err(AdminError::NoAccount(name.to_owned())) }
}

pub fn list_accounts(data: &Path) -> Result<Vec<AccountLine>, AdminError> {
    let line = |row: account::AccountRow| AccountLine { name: row.name, unit: row.unit };
    reading(data, |tx| Ok(account::all(tx)?.into_iter().map(line).collect()))
}

/// The hash, and the password itself where it was made here.
fn chosen(password: Option<String>) -> Result<(String, Option<String>), AdminError> {
    match password {
        Some(given) if (LEAST..=MOST).contains(&given.chars().count()) => Ok((hash_password(&given)?, None)),
        Some(_) => Err(AdminError::BadPassword { least: LEAST, most: MOST }),
        None => {
            let made = secret::code(LETTERS)?;
            Ok((hash_password(&made)?, Some(made)))
        }
    }
}
