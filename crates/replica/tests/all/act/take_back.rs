//! Taking back.

use model::window::{Act, FailureCode};

use crate::support::{District, Laptop, entry, failure, narrative, percent, write};

#[test]
fn what_was_taken_back_was_never_there() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    let history = ayun.page("III.6a")["history"].clone();
    ayun.act(write(percent("III.6a"), "50")).unwrap();
    ayun.act(write(percent("III.6a"), "60")).unwrap();
    let id = ayun.queue().edits[0].id;
    ayun.act(Act::TakeBack { edit: id }).unwrap();
    assert_eq!(ayun.page("III.6a")["percent"], 40, "as the document has it");
    assert_eq!(ayun.page("III.6a")["history"], history);
    assert!(ayun.queue().edits.is_empty());
    assert_eq!(failure(ayun.act(Act::TakeBack { edit: id })).code, Some(FailureCode::Gone));
}

#[test]
fn the_newest_is_taken_back_first() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.act(write(narrative("III.6a"), "Đang làm")).unwrap();
    ayun.act(write(percent("III.6a"), "50")).unwrap();
    ayun.act(Act::TakeBackLast).unwrap();
    assert!(ayun.page("III.6a")["percent"].is_null(), "both edits of the field were one");
    assert_eq!(ayun.page("III.6a")["texts"][0]["text"], "Đang làm");
    ayun.act(Act::TakeBackLast).unwrap();
    assert_eq!(ayun.page("III.6a")["texts"][0]["text"], "");
    assert!(ayun.act(Act::TakeBackLast).unwrap().note.is_some(), "nothing is left, and that is said");
}

#[test]
fn what_is_on_its_way_can_no_longer_be_taken_back() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    let outgoing = ayun.store.plan_request().unwrap();
    let queue = ayun.queue();
    assert!(!queue.edits[0].can_take_back);
    assert!(ayun.act(Act::TakeBack { edit: queue.edits[0].id }).is_err());
    ayun.act(write(percent("III.6a"), "50")).unwrap();
    let newest = &ayun.queue().edits[0];
    assert_eq!(newest.before.as_deref(), Some("40 %"), "what is on its way stands before it");
    ayun.act(Act::TakeBackLast).unwrap();
    assert_eq!(ayun.page("III.6a")["percent"], 40);
    ayun.answer(&mut district, &outgoing);
    assert!(ayun.queue().edits.is_empty());
}

#[test]
fn evidence_that_is_taken_back_takes_along_what_was_said_of_it() {
    use model::ids::EvidenceId;
    use model::target::{EvidencePart, Target};
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let path = ayun.path().join("qd.pdf");
    std::fs::write(&path, b"%PDF-1.4 quyet dinh").unwrap();
    ayun.act(Act::Attach { entry: entry("III.6a"), paths: vec![path.display().to_string()], again: false })
        .unwrap();
    let evidence = EvidenceId::new(ayun.page("III.6a")["evidence"][0]["id"].as_str().unwrap());
    ayun.act(write(Target::Evidence { evidence: evidence.clone(), part: EvidencePart::Number }, "12"))
        .unwrap();
    ayun.act(Act::Reuse { entry: entry("III.6b"), evidence: evidence.clone(), place: "mục 2".into() })
        .unwrap();
    let file = ayun.queue().edits.iter().find(|edit| edit.what == "Tệp minh chứng").unwrap().id;
    ayun.act(Act::TakeBack { edit: file }).unwrap();
    let queue = ayun.queue();
    assert!(queue.edits.is_empty() && queue.files.is_empty(), "{queue:?}");
    for task in ["III.6a", "III.6b"] {
        assert!(ayun.page(task)["evidence"].as_array().unwrap().is_empty());
    }
    assert!(path.exists(), "the person's own file is where it was");
}

#[test]
fn adding_a_file_is_one_act_to_take_back() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    let path = ayun.path().join("qd.pdf");
    std::fs::write(&path, b"%PDF-1.4 quyet dinh").unwrap();
    ayun.act(Act::Attach { entry: entry("III.6a"), paths: vec![path.display().to_string()], again: false })
        .unwrap();
    ayun.act(Act::TakeBackLast).unwrap();
    let queue = ayun.queue();
    assert_eq!(queue.edits.len(), 1, "the file and its place went together: {queue:?}");
    assert!(queue.files.is_empty());
}
