//! Folding, and questions to the tables.

use document::{ChangeHash, Document};
use model::doc_id::DocId;
use model::fold::fold;
use model::plans::Plans;
use model::vocabulary::Vocabulary;
use model::window::Ask;
use rusqlite::Connection;
use tables::Arrival;
use view::{AskError, Asker, Place, Side};

use super::bytes::Bytes;
use super::history;
use super::plan::mang_yang;

/// A few rows of a commune, in memory.
struct Rows {
    conn: Connection,
    plans: Plans,
}

fn rows() -> Rows {
    let mut conn = Connection::open_in_memory().expect("a database in memory opens");
    tables::migrate(&mut conn, Vec::new()).expect("an empty database takes the tables");
    let plan = mang_yang();
    tables::write_plan(&conn, &plan).expect("tables that were just made take rows");
    let [.., mut document] = history::documents();
    take_in(&conn, &mut document);
    Rows { conn, plans: Plans::from_iter([plan]) }
}

fn take_in(conn: &Connection, document: &mut Document) {
    for raw in document.changes() {
        let read = document::interpret(&raw).expect("the document's own change");
        let folded = tables::fold(document, [&read], &Vocabulary::default());
        let arrival = |_: &ChangeHash| Arrival { place: Place::here(0), received: None };
        let ancestry = |_: &DocId, _: &[ChangeHash], _: &[ChangeHash]| Ok::<_, rusqlite::Error>(false);
        tables::take_in(conn, document.id(), &folded, arrival, &ancestry).expect("rows are written");
    }
}

/// Text that somebody searches for, or a question as a page sends it: an answer, or a refusal in words.
pub fn search(data: &[u8]) {
    thread_local! {
        static ROWS: Rows = rows();
    }
    let mut bytes = Bytes::new(data);
    let plain = bytes.one_in(2);
    let rest = bytes.rest();
    let text = String::from_utf8_lossy(rest);
    folded(&text);
    let ask =
        if plain { Some(Ask::Find { text: text.into_owned() }) } else { serde_json::from_slice(rest).ok() };
    let Some(ask) = ask else { return };
    ROWS.with(|Rows { conn, plans }| {
        let now = history::at(0);
        for side in [Side::Laptop, Side::Server] {
            let asker = Asker::new((plans, None), (None, "A"), now, side).expect("there is a plan");
            if let Err(AskError::Store(error)) = view::answer(&tables::Rows::of(conn), &asker, &ask) {
                panic!("{ask:?}: {error}");
            }
        }
    });
}

/// What is folded does not change when it is folded again, and a word's fold is found in its text's fold.
fn folded(text: &str) {
    let once = fold(text);
    assert_eq!(fold(&once), once, "{text:?}");
    for word in text.split(' ') {
        assert!(once.contains(&fold(word)), "{word:?} in {text:?}");
    }
}
