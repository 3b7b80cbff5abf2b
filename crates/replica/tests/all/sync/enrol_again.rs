//! A laptop that enrols anew.

use ::document::interpret;
use model::ids::PeriodId;
use model::target::Target;
use model::value::Submission;
use model::window::Act;
use protocol::ProblemCode;

use crate::support::{District, Laptop, entry, narrative, percent, write};

const SAID: &str = "Đã giải quyết 132 hồ sơ. ";

fn difficulties() -> Target {
    Target::Difficulties { entry: entry("III.6a") }
}

/// What a copy learns when it first speaks: that another laptop has its name. It sealed what waited before.
fn found_out(copy: &mut Laptop, district: &mut District) {
    let outgoing = copy.store.plan_request().unwrap();
    let refused = district.exchange(copy.id, &outgoing.bytes);
    assert_eq!(refused.map(drop), Err(ProblemCode::Clone), "the chain of batches has gone on without it");
    copy.enrol_again(district);
}

#[test]
fn a_restored_laptop_does_not_say_twice_what_it_sent_before() {
    for page in [1, usize::MAX] {
        let mut district = District::new();
        district.page = page;
        let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
        let colleague = Laptop::new(&mut district, "ayun", "H'Nhung");
        ayun.act(write(percent("III.6a"), "40")).unwrap();
        ayun.act(write(narrative("III.6a"), SAID)).unwrap();
        let mut copy = ayun.copied();
        ayun.sync(&mut district);
        colleague.sync(&mut district);
        colleague.act(write(narrative("III.6a"), &format!("{SAID}Tồn 3 hồ sơ."))).unwrap();
        colleague.sync(&mut district);
        found_out(&mut copy, &mut district);
        copy.sync(&mut district);
        ayun.sync(&mut district);
        for laptop in [&copy, &ayun] {
            let entry = laptop.page("III.6a");
            assert_eq!(entry["texts"][0]["text"], format!("{SAID}Tồn 3 hồ sơ."), "pages of {page}");
            assert_eq!(entry["percent"], 40);
        }
        assert!(copy.queue().edits.is_empty(), "nothing waits that was said long ago");
        assert_eq!(copy.heads(), ayun.heads());
    }
}

#[test]
fn what_a_restored_laptop_wrote_since_follows_on_what_it_sent_before() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(narrative("III.6a"), SAID)).unwrap();
    let mut copy = ayun.copied();
    ayun.sync(&mut district);
    found_out(&mut copy, &mut district);
    copy.act(write(narrative("III.6a"), &format!("{SAID}Tồn 3 hồ sơ."))).unwrap();
    copy.act(write(percent("III.6a"), "60")).unwrap();
    copy.sync(&mut district);
    ayun.sync(&mut district);
    assert_eq!(ayun.page("III.6a")["texts"][0]["text"], format!("{SAID}Tồn 3 hồ sơ."));
    assert_eq!(ayun.page("III.6a")["percent"], 60);
    assert_eq!(copy.heads(), ayun.heads());
}

/// A submission names the changes that it hands in, and what was handed in stays as it was.
#[test]
fn what_a_restored_laptop_has_handed_in_is_not_taken_from_under_it() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(narrative("III.6a"), SAID)).unwrap();
    let mut copy = ayun.copied();
    ayun.sync(&mut district);
    copy.act(Act::Submit { period: PeriodId::new("Q3"), confirmed_by: None }).unwrap();
    found_out(&mut copy, &mut district);
    copy.sync(&mut district);
    let target = Target::Submission { period: PeriodId::new("Q3") };
    let workbook = district.document(&copy.workbook());
    let submission: Submission = workbook.read(&target).value().as_record().unwrap();
    let there: Vec<String> =
        workbook.changes().iter().map(|raw| interpret(raw).unwrap().hash.to_string()).collect();
    assert!(
        submission.heads.iter().all(|head| there.iter().any(|own| own == head)),
        "the district has what was handed in"
    );
}

/// To write the difficulties anew, over what a colleague added meanwhile, would take the colleague's words out: then
/// rather the same words twice.
#[test]
fn words_of_a_colleague_are_worth_more_than_a_text_without_repetition() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let colleague = Laptop::new(&mut district, "ayun", "H'Nhung");
    ayun.act(write(narrative("III.6a"), SAID)).unwrap();
    let mut copy = ayun.copied();
    ayun.sync(&mut district);
    colleague.act(write(difficulties(), "Thiếu máy quét.")).unwrap();
    colleague.sync(&mut district);
    copy.act(write(difficulties(), "Đường mưa lũ.")).unwrap();
    found_out(&mut copy, &mut district);
    copy.sync(&mut district);
    ayun.sync(&mut district);
    for laptop in [&copy, &ayun] {
        let entry = laptop.page("III.6a");
        let words = entry["texts"][1]["text"].as_str().unwrap();
        assert!(words.contains("Thiếu máy quét.") && words.contains("Đường mưa lũ."), "{words}");
        assert!(entry["texts"][0]["text"].as_str().unwrap().contains(SAID));
    }
    assert_eq!(copy.heads(), ayun.heads());
}

#[test]
fn what_another_life_of_the_server_had_acknowledged_is_sent_again() {
    let mut district = District::new();
    let mut ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let backed_up = district.log_length();
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    assert!(ayun.queue().edits.is_empty(), "acknowledged");
    let heads = ayun.heads();
    district.restore(backed_up);
    ayun.enrol_again(&mut district);
    ayun.sync(&mut district);
    assert!(!heads.is_empty());
    assert_eq!(district.heads(&ayun.workbook()), heads, "the restored server had lost it");
}
