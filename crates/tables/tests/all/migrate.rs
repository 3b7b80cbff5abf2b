use rusqlite::Connection;
use tables::{MigrateError, migrate, migration, migrations};

use crate::support::{AYUN, World, at, percent, state, workbook};

#[test]
fn migrating_again_changes_nothing() {
    let mut conn = Connection::open_in_memory().unwrap();
    migrate(&mut conn, Vec::new()).unwrap();
    migrate(&mut conn, Vec::new()).unwrap();
    let applied: i64 =
        conn.query_row("SELECT count(*) FROM refinery_schema_history", [], |row| row.get(0)).unwrap();
    assert_eq!(usize::try_from(applied).unwrap(), migrations().len(), "each migration is applied once");
}

#[test]
fn a_table_added_later_comes_to_a_database_with_a_higher_migration() {
    let mut conn = Connection::open_in_memory().unwrap();
    migrate(&mut conn, vec![migration("U2000__own", "CREATE TABLE own (a INTEGER) STRICT")]).unwrap();
    let later = vec![
        migration("U2000__own", "CREATE TABLE own (a INTEGER) STRICT"),
        migration("U1900__later", "CREATE TABLE later (a INTEGER) STRICT"),
    ];
    migrate(&mut conn, later).unwrap();
    assert!(conn.table_exists(None, "later").unwrap());
}

#[test]
fn a_database_of_a_newer_program_is_refused_and_left_as_it_is() {
    let mut conn = Connection::open_in_memory().unwrap();
    migrate(&mut conn, vec![migration("U1999__newer", "CREATE TABLE newer (a INTEGER) STRICT")]).unwrap();
    let refused = migrate(&mut conn, Vec::new());
    assert!(matches!(refused, Err(MigrateError::Newer)), "{refused:?}");
    assert!(conn.table_exists(None, "newer").unwrap(), "nothing was changed");
}

#[test]
fn a_migration_that_fails_leaves_nothing_behind() {
    let mut conn = Connection::open_in_memory().unwrap();
    let failed = migrate(&mut conn, vec![migration("U2000__broken", "CREATE TABLE broken (")]);
    assert!(matches!(failed, Err(MigrateError::Failed(_))), "{failed:?}");
    assert!(!conn.table_exists(None, "entry").unwrap(), "all or nothing");
}

#[test]
fn a_migration_that_was_changed_after_it_was_applied_is_refused() {
    let mut conn = Connection::open_in_memory().unwrap();
    migrate(&mut conn, vec![migration("U2000__own", "CREATE TABLE own (a INTEGER) STRICT")]).unwrap();
    let refused = migrate(&mut conn, vec![migration("U2000__own", "CREATE TABLE own (b INTEGER) STRICT")]);
    assert!(matches!(refused, Err(MigrateError::Inconsistent(_))), "{refused:?}");
}

#[test]
fn entries_that_were_closed_before_are_told_when_the_server_had_it() {
    let mut world = World::new();
    world.received = Some(at("2019-09-04T10:00:00"));
    world.edit(&workbook(AYUN), "a", "2019-09-03T08:00:00", &[state("I.2", "done"), percent("I.3", 40)]);
    world.received = Some(at("2019-09-09T10:00:00"));
    world.edit(&workbook(AYUN), "a", "2019-09-08T08:00:00", &[percent("I.2", 100)]);
    let received = |conn: &Connection| -> Vec<Option<String>> {
        let mut select = conn.prepare("SELECT closed_received FROM with_entry ORDER BY task").unwrap();
        select.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    let expected = [Some("2019-09-04T10:00:00.000+07:00".to_owned()), None];
    assert_eq!(received(&world.conn), expected, "I.2 was closed by what came first, and I.3 never");
    // As the program of before left it.
    let before = "DROP VIEW with_entry; ALTER TABLE entry DROP COLUMN closed_received; DROP VIEW with_said; DROP TABLE said;
        CREATE VIEW with_entry AS SELECT 1;
        DELETE FROM refinery_schema_history WHERE version IN (1070, 1071)";
    world.conn.execute_batch(before).unwrap();
    migrate(&mut world.conn, Vec::new()).unwrap();
    assert_eq!(received(&world.conn), expected, "their history says it");
}
