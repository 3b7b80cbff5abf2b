use model::doc_id::DocId;
use model::ids::UnitId;

#[test]
fn a_name_is_read_back_as_it_was_written() {
    for id in [
        DocId::plan(2019),
        DocId::workbook(2019, UnitId::new("ayun")),
        DocId::review(2020, UnitId::new("noi-vu"), UnitId::new("ayun")),
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
        "2019/workbook",
        "2019/workbook/",
        "x/plan",
        "2019/plan/ayun",
        "2019/review/a",
    ] {
        assert!(text.parse::<DocId>().is_err(), "{text:?} names no document");
    }
}
