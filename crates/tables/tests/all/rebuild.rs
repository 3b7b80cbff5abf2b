//! Which rows are made anew.

use rusqlite::Connection;

/// What does not follow from documents.
const KEPT: [&str; 14] = [
    "author",
    "doc",
    "file",
    "file_look",
    "heard",
    "other_laptop",
    "person",
    "plan_assignment",
    "plan_indicator",
    "plan_task",
    "plan_unit",
    "seen",
    "search_index",
    "word",
];

#[test]
fn every_table_that_follows_from_documents_is_emptied_before_its_rows_are_made_anew() {
    let mut conn = Connection::open_in_memory().unwrap();
    tables::migrate(&mut conn, Vec::new()).unwrap();
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
               AND name NOT LIKE 'refinery%' AND name NOT LIKE 'search_index%' ORDER BY name";
    let names: Vec<String> =
        conn.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for name in &names {
        fill(&conn, name);
    }
    tables::forget_rows(&conn).unwrap();
    for name in &names {
        let left: i64 =
            conn.query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get(0)).unwrap();
        assert_eq!(left > 0, KEPT.contains(&&**name), "{name}: {left} rows are left");
    }
}

/// One row, of which nothing is meant.
fn fill(conn: &Connection, table: &str) {
    let mut info = conn.prepare(&format!("SELECT name, type FROM pragma_table_info('{table}')")).unwrap();
    let columns = info.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let columns: Vec<(String, String)> = columns.map(Result::unwrap).collect();
    let value = |kind: &str| match kind {
        "TEXT" => "'x'",
        "BLOB" => "x'00'",
        _ => "1",
    };
    let names: Vec<&str> = columns.iter().map(|(name, _)| &**name).collect();
    let values: Vec<&str> = columns.iter().map(|(_, kind)| value(kind)).collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), values.join(", "));
    conn.execute(&sql, []).unwrap_or_else(|error| panic!("{sql}: {error}"));
}
