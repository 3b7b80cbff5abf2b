//! What the server does not take.

use model::refusal::Refusal;
use model::window::Act;

use crate::support::{District, Laptop, entry, narrative, percent, write};

/// Refuses each change that touches this task's percentage.
fn refuse(district: &mut District, task: &'static str, refusal: Refusal) {
    district.refuse = Some(Box::new(move |read| {
        let hit = read.touched.iter().any(|touched| touched.address == percent(task).address());
        hit.then_some(refusal)
    }));
}

#[test]
fn a_refused_change_gives_back_the_words_and_the_reason() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    refuse(&mut district, "III.6a", Refusal::DoesNotApply);
    ayun.act(write(percent("III.6a"), "55")).unwrap();
    ayun.sync(&mut district);
    assert_eq!(ayun.page("III.6a")["percent"], 40, "as the server has it");
    let queue = ayun.queue();
    assert!(queue.edits.is_empty());
    assert_eq!(queue.refused.len(), 1);
    assert_eq!(queue.refused[0].value, "55 %");
    assert_eq!(queue.refused[0].by, "Y Blưm");
    assert_eq!(queue.refused[0].reason, Refusal::DoesNotApply.to_string());
    assert!(ayun.store.plan_request().unwrap().content.0.is_empty(), "it is not sent again");
    let ayun = ayun.killed();
    ayun.act(Act::Dismiss { edit: queue.refused[0].id }).unwrap();
    assert!(ayun.queue().refused.is_empty());
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
    let history = ayun.page("III.6a")["history"].as_array().unwrap().len();
    assert_eq!(history, 1, "what never came to be is not in the history");
}

#[test]
fn what_stood_on_top_of_a_refused_change_waits_again_and_arrives() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    refuse(&mut district, "III.6a", Refusal::DoesNotApply);
    ayun.act(write(percent("III.6a"), "55")).unwrap();
    let outgoing = ayun.store.plan_request().unwrap();
    // Sealed on top, while the answer is awaited.
    ayun.act(write(narrative("III.6b"), "trên đó")).unwrap();
    ayun.act(Act::Submit { period: model::ids::PeriodId::new("Q3"), confirmed_by: None }).unwrap();
    ayun.answer(&mut district, &outgoing);
    assert_eq!(ayun.queue().refused.len(), 1);
    assert!(ayun.queue().edits.iter().all(|edit| edit.can_take_back), "they wait again");
    assert_eq!(ayun.page("III.6b")["texts"][0]["text"], "trên đó");
    ayun.sync(&mut district);
    assert!(ayun.queue().edits.is_empty());
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
}

/// Whether an entry was changed since it was handed in is asked of the document, which cannot be read while one of two changes has
/// left it and the other still stands on top.
#[test]
fn what_stood_on_top_of_a_refused_change_of_what_was_handed_in_waits_again_and_arrives() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.act(Act::Submit { period: model::ids::PeriodId::new("Q3"), confirmed_by: None }).unwrap();
    ayun.sync(&mut district);
    refuse(&mut district, "III.6a", Refusal::DoesNotApply);
    ayun.act(write(percent("III.6a"), "55")).unwrap();
    let outgoing = ayun.store.plan_request().unwrap();
    ayun.act(write(narrative("III.6b"), "trên đó")).unwrap();
    ayun.act(Act::Submit { period: model::ids::PeriodId::new("Q4"), confirmed_by: None }).unwrap();
    ayun.answer(&mut district, &outgoing);
    assert_eq!(ayun.page("III.6a")["percent"], 40, "as it was handed in");
    ayun.sync(&mut district);
    assert!(ayun.queue().edits.is_empty(), "what merely stood on top has arrived");
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
}

#[test]
fn an_edit_that_the_plan_no_longer_permits_comes_back_and_spares_the_others() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    // Sealed under the old plan; the server already follows the new one.
    ayun.act(write(percent("III.6a"), "55")).unwrap();
    ayun.act(write(percent("III.6b"), "66")).unwrap();
    let outgoing = ayun.store.plan_request().unwrap();
    let without = crate::support::PLAN.replace("\"III.6a\"", "\"III.6z\"");
    let indicators = crate::support::INDICATORS.replace("of = \"III.6a\"", "of = \"III.6z\"");
    district.write_plan(crate::support::UNITS, &without, &indicators);
    district.plan =
        model::plan::Plan::load(&model::plan::PlanSource::new(crate::support::UNITS, &without, &indicators))
            .unwrap();
    ayun.answer(&mut district, &outgoing);
    ayun.sync(&mut district);
    let queue = ayun.queue();
    assert_eq!(queue.refused.len(), 1, "{queue:?}");
    assert_eq!(queue.refused[0].value, "55 %");
    assert!(queue.edits.is_empty(), "the other arrived: {queue:?}");
    assert_eq!(ayun.page("III.6b")["percent"], 66);
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
}

#[test]
fn a_reused_actor_costs_nobody_a_word() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    refuse(&mut district, "III.6a", Refusal::ActorReused);
    ayun.act(write(percent("III.6a"), "55")).unwrap();
    ayun.exchange(&mut district);
    assert!(ayun.queue().refused.is_empty());
    assert_eq!(ayun.queue().edits.len(), 1, "it is sealed again under another actor");
    district.refuse = None;
    ayun.sync(&mut district);
    assert!(ayun.queue().edits.is_empty());
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
}

#[test]
fn the_file_of_evidence_that_came_back_waits_no_more_and_is_sent_when_it_is_attached_again() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let file = ayun.path().join("../qd.pdf");
    std::fs::write(&file, b"%PDF-1.4 quyet dinh").unwrap();
    let paths = vec![file.to_string_lossy().into_owned()];
    let attach = || Act::Attach { entry: entry("III.6a"), paths: paths.clone(), again: false };
    ayun.act(attach()).unwrap();
    district.refuse = Some(Box::new(|_| Some(Refusal::TooManyFiles)));
    ayun.sync(&mut district);
    let queue = ayun.queue();
    assert!(queue.edits.is_empty() && !queue.refused.is_empty());
    assert!(queue.files.is_empty(), "the server would not take it: {:?}", queue.files);
    district.refuse = None;
    ayun.act(attach()).unwrap();
    assert_eq!(ayun.queue().files.len(), 1, "the file is here, and is wanted again");
    std::fs::remove_file(&file).unwrap();
}
