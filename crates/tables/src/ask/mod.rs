//! Answers to the windows' questions, from rows and the plan.

mod conflict;
mod deadline;
mod district;
mod due;
mod entry_page;
mod evidence;
mod facts;
mod figure;
mod find;
mod home;
mod setting;
mod work;

use model::window::Ask;
use rusqlite::Connection;

pub use conflict::conflicts;
pub use deadline::deadlines;
pub use district::{late, matrix, silent};
pub use entry_page::entry_page;
pub use evidence::evidence;
pub use figure::figures;
pub use find::find;
pub use home::home;
pub use setting::year_settings;
pub use work::work;

use crate::{AskError, Asker};

/// Answers a question as the JSON of the type that the question names.
///
/// `conn` should be in one transaction, so that all of an answer is of one moment.
pub fn answer(conn: &Connection, asker: &Asker<'_>, ask: &Ask) -> Result<serde_json::Value, AskError> {
    match ask {
        Ask::Home => json(&home(conn, asker)?),
        Ask::Work { period, unit, task } => json(&work(conn, asker, period, unit.as_ref(), task.as_ref())?),
        Ask::Entry { unit, entry } => json(&entry_page(conn, asker, unit, entry)?),
        Ask::Deadlines { unit } => json(&deadlines(conn, asker, unit.as_ref())?),
        Ask::Evidence { unit } => json(&evidence(conn, asker, unit.as_ref())?),
        Ask::Conflicts => json(&conflicts(conn, asker)?),
        Ask::Matrix { period, field } => json(&matrix(conn, asker, period, field.as_ref())?),
        Ask::Figures { period, field } => json(&figures(conn, asker, period, field.as_ref())?),
        Ask::Late { period, field } => json(&late(conn, asker, period, field.as_ref())?),
        Ask::Silent => json(&silent(conn, asker)?),
        Ask::Settings => json(&year_settings(conn, asker)?),
        Ask::Find { text } => json(&find(conn, asker, text)?),
    }
}

fn json<T: serde::Serialize>(answer: &T) -> Result<serde_json::Value, AskError> {
    Ok(serde_json::to_value(answer).expect("answers have string keys only"))
}
