//! The three dates of a report: signed, completed, received.

use model::ids::PeriodId;
use model::target::{PaperPart, Target};
use model::value::Ground;
use model::window::Ask;
use serde_json::json;
use view::Side;

use super::period::{hand_in, handed_in, line, line_of, word};
use crate::support::{AYUN, World, as_decided, at, narrative, percent, q3, review, state, text, workbook};

#[test]
fn signed_completed_and_received_are_kept_apart() {
    let mut world = World::new();
    hand_in(&mut world, "2019-09-04T16:00:00", "2019-09-09T08:00:00");
    let paper = |part| Target::ReportPaper { period: q3(), part };
    let edits =
        [(paper(PaperPart::Number), text("31/BC-UBND")), (paper(PaperPart::Signed), text("2019-09-04"))];
    world.edit(&workbook(AYUN), "Y Blơi", "2019-09-09T09:00:00", &edits);
    let told = line(&world);
    assert_eq!((&told["number"], &told["signed"]), (&json!("31/BC-UBND"), &json!("2019-09-04")));
    assert_eq!(told["completed"], "2019-09-04T16:00:00+07:00");
    assert_eq!(told["received"], "2019-09-09T08:00:00+07:00");
    assert_eq!((&told["timing"]["is"], &told["rests"]), (&json!("unverified"), &json!("claimed")));
    assert_eq!(told["link"]["before"], json!(null), "nothing had come from Ayun before its day was over");
    assert_eq!(told["link"]["after"], "2019-09-09T08:00:00+07:00");
}

#[test]
fn a_claim_counts_once_the_office_takes_it_for_true_and_says_on_what() {
    let mut world = World::new();
    let office = review("noi-vu", AYUN);
    hand_in(&mut world, "2019-09-04T16:00:00", "2019-09-09T08:00:00");
    world.edit(&office, "Lan", "2019-09-09T10:00:00", &[word(Some(Ground::Link), "2019-09-04T16:00:00")]);
    let told = line(&world);
    assert_eq!((&told["timing"]["is"], &told["rests"]), (&json!("confirmed"), &json!("link")));
    let said = &told["confirmation"];
    assert_eq!(
        (&said["ground"], &said["words"], &said["office"]),
        (&json!("link"), &json!("xã mất mạng từ 02/9"), &json!("Phòng Nội vụ"))
    );
    // Handed in again, which adds to it: the claim is that of before.
    hand_in(&mut world, "2019-09-05T20:00:00", "2019-09-09T11:00:00");
    let told = line(&world);
    assert_eq!(
        (&told["timing"]["is"], &told["completed"]),
        (&json!("confirmed"), &json!("2019-09-04T16:00:00+07:00"))
    );
    world.edit(&office, "Lan", "2019-09-09T12:00:00", &[word(None, "2019-09-04T16:00:00")]);
    let told = line(&world);
    assert_eq!((&told["timing"], &told["rests"]), (&json!({"is": "late", "days": 4}), &json!("received")));
}

#[test]
fn an_empty_report_is_not_a_report() {
    let mut world = World::new();
    world.received = Some(at("2019-09-04T17:00:00"));
    // A state and a per cent tell nobody anything.
    let edits = [state("III.6a", "done"), percent("III.6a", 100), handed_in("2019-09-04T16:00:00")];
    world.edit(&workbook(AYUN), "a", "2019-09-04T16:00:00", &edits);
    let told = line(&world);
    assert_eq!((&told["empty"], &told["timing"]["is"]), (&json!(true), &json!("missing")));
    assert_eq!(told["completed"], "2019-09-04T16:00:00+07:00", "that it was handed in is told");
    world.edit(&workbook(AYUN), "a", "2019-09-04T16:30:00", &[narrative("III.6a", "đã giải quyết")]);
    assert_eq!(line(&world)["timing"]["is"], "received");
}

#[test]
fn nothing_is_late_before_the_plan_takes_effect() {
    let world = World::on(as_decided());
    let told = line(&world);
    assert_eq!(told["unowed"], true, "in force from 11/11/2019");
    let year = world.ask_as(
        Some("noi-vu"),
        "2019-11-28T08:00:00",
        Side::Laptop,
        &Ask::Period { period: PeriodId::new("Y") },
    );
    assert_eq!(line_of(&year.unwrap(), AYUN)["unowed"], false);
    let optional = world.ask_as(
        Some("noi-vu"),
        "2019-12-20T08:00:00",
        Side::Laptop,
        &Ask::Period { period: PeriodId::new("Q4") },
    );
    assert_eq!(line_of(&optional.unwrap(), AYUN)["unowed"], true, "nobody is certain that it is asked for");
}
