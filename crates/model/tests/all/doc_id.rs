use model::address::MAX_ID_BYTES;
use model::doc_id::{DocId, DocKind, MAX_DOC_NAME_BYTES};
use model::ids::UnitId;

#[test]
fn a_name_is_read_back_as_it_was_written() {
    for id in [
        DocId::plan(&"mang-yang-2019".into()),
        DocId::workbook(&"mang-yang-2019".into(), UnitId::new("ayun")),
        DocId::review(&"mang-yang-2020".into(), UnitId::new("noi-vu"), UnitId::new("ayun")),
        DocId::guidance(&"mang-yang-2020".into(), UnitId::new("noi-vu")),
    ] {
        assert_eq!(id.to_string().parse(), Ok(id), "the server's log keeps documents by this text");
    }
}

#[test]
fn what_is_not_a_document_has_no_name() {
    for text in [
        "",
        "plan",
        "2019",
        "2019/",
        "2019//plan",
        "mang-yang-2019/workbook/",
        "mang-yang-2019/workbook//ayun",
        "/mang-yang-2019/plan",
        "ế/plan",
        "+mang-yang-2019/plan",
        " mang-yang-2019/plan",
        "mang-yang-2019/plan\n",
        "mang-yang-2019/workbook/ế",
        "mang-yang-2019/workbook/a b",
        "mang-yang-2019/workbook/..",
    ] {
        assert!(text.parse::<DocId>().is_err(), "{text:?} names no document");
    }
}

#[test]
fn a_document_of_a_newer_program_has_a_name_that_is_kept_as_it_stands() {
    for text in [
        "2019/dossier/ayun",
        "2019/organisation",
        "mang-yang-2019/workbook",
        "mang-yang-2019/plan/ayun",
        "mang-yang-2019/review/a",
    ] {
        let id: DocId = text.parse().expect("an older program carries it");
        assert!(matches!(id.kind, DocKind::Unknown(_)), "{text}: {id:?}");
        assert_eq!(id.to_string(), text);
        assert_eq!(id.about(), None, "nobody here knows whose it is");
    }
}

#[test]
fn a_name_has_its_most_bytes_and_so_has_each_id_in_it() {
    let id = "a".repeat(MAX_ID_BYTES);
    let longest = format!("2019/{id}/{id}/{id}/{}", "a".repeat(MAX_DOC_NAME_BYTES - 5 - 3 * 41));
    assert_eq!(longest.len(), MAX_DOC_NAME_BYTES);
    assert!(longest.parse::<DocId>().is_ok());
    assert!(format!("{longest}a").parse::<DocId>().is_err(), "a byte more");
    assert!(format!("mang-yang-2019/workbook/{id}").parse::<DocId>().is_ok());
    assert!(format!("mang-yang-2019/workbook/{id}a").parse::<DocId>().is_err(), "an id of a byte more");
}
