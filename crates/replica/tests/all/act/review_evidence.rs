//! What an office does with evidence that it has before it.

use model::ids::EvidenceId;
use model::target::{EvidencePart, Target};
use model::window::{Act, Ask, FailureCode};
use serde_json::json;

use super::review::{Both, q3, told_of};
use crate::support::{entry, failure, unit, write};

#[test]
fn a_word_on_evidence_says_why_it_is_lacking() {
    let mut both = Both::new();
    std::fs::write(both.ayun.path().join("a.pdf"), b"%PDF-1.4\n%%EOF\n").unwrap();
    let paths = vec![both.ayun.path().join("a.pdf").display().to_string()];
    both.ayun.act(Act::Attach { entry: entry("III.6a"), paths, again: false }).unwrap();
    both.meet();
    let evidence = both.page()["evidence"][0]["id"].as_str().unwrap().into();
    let say = |words: &str, evidence| Act::RemarkEvidence {
        unit: unit("ayun"),
        entry: entry("III.6a"),
        evidence,
        good: Some(false),
        words: words.into(),
    };
    let id: EvidenceId = evidence;
    assert!(both.office.act(say("", id.clone())).is_err(), "what is lacking is said");
    both.office.act(say("không đọc được dấu", id)).unwrap();
    both.meet();
    assert_eq!(both.ayun.page("III.6a")["remarks"][0]["words"], "không đọc được dấu");
    let told = told_of(&both.ayun.page("III.6a"), "Nhận xét minh chứng · a.pdf");
    assert_eq!(told, ["chưa đạt: không đọc được dấu"], "who said it, and of which document");
    assert_eq!(
        both.page()["stops"].as_array().unwrap().iter().filter(|one| one["is"] == "evidence-lacking").count(),
        1
    );
}

#[test]
fn a_description_of_evidence_that_was_changed_after_it_was_seen_is_shown_and_asked_about() {
    let mut both = Both::new();
    std::fs::write(both.ayun.path().join("a.pdf"), b"%PDF-1.4\n%%EOF\n").unwrap();
    let paths = vec![both.ayun.path().join("a.pdf").display().to_string()];
    both.ayun.act(Act::Attach { entry: entry("III.6a"), paths, again: false }).unwrap();
    both.meet();
    let evidence: EvidenceId = both.page()["evidence"][0]["id"].as_str().unwrap().into();
    let described = |part| Target::Evidence { evidence: evidence.clone(), part };
    let stamp = both.look();
    both.ayun.act(write(described(EvidencePart::Number), "45")).unwrap();
    both.meet();
    assert_eq!(failure(both.accept(stamp, true)).code, Some(FailureCode::Changed));
    let difference = both.page()["differences"][0].clone();
    assert_eq!(
        (&difference["since"]["is"], &difference["fields"][0]["after"]),
        (&json!("looked"), &json!("45"))
    );
    let reviews = both.office.ask(&Ask::Reviews { period: q3() });
    assert!(both.page()["stamp"] != json!(stamp), "{reviews}");

    // What leaves the entry together with what was said of it is no less a change.
    let stamp = both.look();
    both.ayun.act(Act::Detach { entry: entry("III.6a"), evidence: evidence.clone() }).unwrap();
    both.meet();
    assert_eq!(failure(both.accept(stamp, true)).code, Some(FailureCode::Changed));
    let stamp = both.look();
    both.accept(stamp, true).unwrap();
}
