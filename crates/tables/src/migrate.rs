//! Bringing a database to the tables that this program knows.

use refinery::{Migration, Runner, error::Kind};
use rusqlite::Connection;
use thiserror::Error;

/// How many prepared statements a connection keeps: more than all questions and writes together need.
pub const PREPARED_STATEMENTS: usize = 256;

/// The tables of the view, in the order in which they are made.
const TABLES: &[(&str, &str)] = &[
    ("U1000__word", crate::word::SQL),
    ("U1001__doc", crate::doc::SQL),
    ("U1002__history", crate::history::SQL),
    ("U1003__contender", crate::contender::SQL),
    ("U1004__unknown_field", crate::unknown::SQL),
    ("U1010__entry", crate::entry::SQL),
    ("U1011__entry_text", crate::entry_text::SQL),
    ("U1012__figure", crate::figure::SQL),
    ("U1013__evidence", crate::evidence::SQL),
    ("U1014__file", crate::file::SQL),
    ("U1015__verdict", crate::verdict::SQL),
    ("U1016__submission", crate::submission::SQL),
    ("U1017__due_date", crate::due_date::SQL),
    ("U1018__setting", crate::setting::SQL),
    ("U1019__heard", crate::heard::SQL),
    ("U1020__search", crate::search::SQL),
    ("U1025__search_marked", crate::marked::SQL),
    ("U1021__plan", crate::plan::SQL),
    ("U1022__person", crate::person::SQL),
    ("U1023__stay", crate::stay::SQL),
    ("U1024__with_words", crate::with_words::SQL),
    ("U1026__done_check", crate::done_check::SQL),
    ("U1030__evidence_withdrawn", crate::evidence::WITHDRAWN),
    ("U1031__file_withdrawn", crate::file::WITHDRAWN),
    ("U1040__reminder", crate::reminder::SQL),
    ("U1041__guidance", crate::guidance::SQL),
    ("U1050__contender_side", crate::contender::SIDE),
    ("U1051__file_shown_elsewhere", crate::file::SHOWN_ELSEWHERE),
    ("U1052__request_units", crate::setting::UNITS),
    ("U1060__record_cell", crate::record::SQL),
    ("U1061__figure_reason", crate::figure_reason::SQL),
    ("U1062__switched", crate::switched::SQL),
    ("U1063__accepted_count", crate::accepted_count::SQL),
    ("U1070__entry_closed_received", crate::entry::CLOSED_RECEIVED),
    ("U1071__said", crate::said::SQL),
    ("U1072__base", crate::base::SQL),
    ("U1073__portal_figure", crate::portal::SQL),
    ("U1080__submission_heads", crate::submission::HEADS),
    ("U1081__look", crate::look::SQL),
    ("U1082__question", crate::question::SQL),
    ("U1083__evidence_remark", crate::evidence_remark::SQL),
    ("U1084__seen", crate::seen::SQL),
    ("U1085__other_laptop", crate::laptop::SQL),
    ("U1086__carried", crate::carried::SQL),
    ("U1090__verdict_fields", crate::verdict::FIELDS),
    ("U1091__record_file", crate::record::FILES),
    ("U1092__search_zeros", crate::search::ZEROS),
    ("U1100__submission_first", crate::submission::FIRST),
    ("U1101__question_withdrawn", crate::question::WITHDRAWN),
    ("U1102__reminder_dropped", crate::reminder::DROPPED),
    ("U1160__told", crate::told::SQL),
    ("U1170__answer_received", crate::question::ANSWER_RECEIVED),
];

/// Versions 1000 to 1999; replica and server use others.
///
/// All are "U" migrations (refinery: may be applied after a higher version), so that a later table of this
/// crate still comes to a database whose last migration was the replica's or the server's.
pub fn migrations() -> Vec<Migration> {
    TABLES.iter().map(|(name, sql)| migration(name, sql)).collect()
}

/// The tables in a database that is nobody's yet and goes with the process.
pub(crate) fn in_memory() -> rusqlite::Result<Connection> {
    let conn = Connection::open_in_memory()?;
    conn.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
    TABLES.iter().try_for_each(|(_, sql)| conn.execute_batch(sql))?;
    Ok(conn)
}

/// A migration of one of the program's own tables. Panics on a name that is not `U<version>__<name>`, which is
/// written beside the SQL and not read from anywhere.
pub fn migration(name: &str, sql: &str) -> Migration {
    Migration::unapplied(name, sql).expect("a table's migration is named U<version>__<name>")
}

/// Why the database cannot be brought to this program's tables. Nothing was changed.
#[derive(Debug, Error)]
pub enum MigrateError {
    #[error(
        "Dữ liệu trên máy được tạo bởi phiên bản mới hơn của phần mềm. Dữ liệu vẫn nguyên vẹn; hãy cài phiên bản mới nhất rồi mở lại."
    )]
    Newer,
    #[error("the migrations of this program contradict each other or those applied: {0}")]
    Inconsistent(Box<refinery::Error>),
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
    #[error("a migration failed: {0}")]
    Failed(Box<refinery::Error>),
}

/// Applies what is missing of this crate's migrations and the caller's, in one transaction.
///
/// Also sets the connection to keep its prepared statements; a connection that is not migrated here (one of a
/// pool) wants [`PREPARED_STATEMENTS`] set by its opener.
pub fn migrate(conn: &mut Connection, extra: Vec<Migration>) -> Result<(), MigrateError> {
    conn.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
    let mut all = migrations();
    all.extend(extra);
    let known: Vec<i64> = all.iter().map(|migration| i64::from(migration.version())).collect();
    if applied(conn)?.iter().any(|version| !known.contains(version)) {
        return Err(MigrateError::Newer);
    }
    match Runner::new(&all).set_grouped(true).run(conn) {
        Ok(_) => Ok(()),
        Err(error) => Err(match error.kind() {
            Kind::MissingVersion(_) => MigrateError::Newer,
            Kind::DivergentVersion(..) | Kind::RepeatedVersion(_) => {
                MigrateError::Inconsistent(Box::new(error))
            }
            _ => MigrateError::Failed(Box::new(error)),
        }),
    }
}

fn applied(conn: &Connection) -> rusqlite::Result<Vec<i64>> {
    const TABLE: &str = "refinery_schema_history";
    if !conn.table_exists(None, TABLE)? {
        return Ok(Vec::new());
    }
    let mut statement = conn.prepare("SELECT version FROM refinery_schema_history")?;
    statement.query_map([], |row| row.get(0))?.collect()
}
