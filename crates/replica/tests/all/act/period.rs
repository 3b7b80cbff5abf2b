//! More time asked for and granted, claims looked at, periods closed: on laptops without a network.

use model::ids::{EvidenceId, PeriodId};
use model::target::{EvidencePart, PaperPart, Target};
use model::value::Ground;
use model::window::{Act, Ask};
use serde_json::{Value as Json, json};

use crate::support::{District, Laptop, entry, failure, narrative, unit, write};

fn q3() -> PeriodId {
    PeriodId::new("Q3")
}

fn asks(until: &str, reason: &str) -> Act {
    Act::AskExtension { period: q3(), until: until.into(), reason: reason.into() }
}

fn answers(until: &str, words: &str) -> Act {
    Act::AnswerExtension { unit: unit("ayun"), period: q3(), until: until.into(), words: words.into() }
}

fn confirms(ground: Option<Ground>, words: &str) -> Act {
    Act::Confirm { unit: unit("ayun"), period: q3(), task: None, ground, words: words.into() }
}

/// Ayun's line of the period, as this laptop tells it.
fn line(laptop: &Laptop) -> Json {
    let page = laptop.ask(&Ask::Period { period: q3() });
    page["reports"].as_array().unwrap().iter().find(|line| line["unit"] == "ayun").unwrap().clone()
}

fn both(district: &mut District) -> (Laptop, Laptop) {
    (Laptop::new(district, "ayun", "Y Blưm"), Laptop::new(district, "noi-vu", "Nguyễn Thị Hoa"))
}

/// Each says what it has, and hears what the other said.
fn meet(district: &mut District, laptops: [&Laptop; 2]) {
    for laptop in laptops.into_iter().chain(laptops) {
        laptop.sync(district);
    }
}

#[test]
fn more_time_is_asked_for_offline_and_granted_and_both_sides_read_it() {
    let mut district = District::new();
    let (ayun, office) = both(&mut district);
    ayun.act(asks("12/9/2019", "mất mạng cả tuần")).unwrap();
    assert_eq!(line(&ayun)["extension"]["waits"], true, "it stands on the laptop at once");
    assert_eq!(line(&ayun)["extension"]["received"], json!(null), "and is not at the server");
    assert_eq!(line(&ayun)["due"], "2019-09-05", "asking changes no date");
    assert_eq!(line(&office)["extension"], json!(null));
    meet(&mut district, [&ayun, &office]);
    office.act(answers("11/9/2019", "đồng ý")).unwrap();
    meet(&mut district, [&office, &ayun]);
    for laptop in [&ayun, &office] {
        let told = line(laptop);
        assert_eq!((&told["due"], &told["granted"]), (&json!("2019-09-11"), &json!(true)));
        assert_eq!(
            (&told["extension"]["waits"], &told["extension"]["answer"]["words"]),
            (&json!(false), &json!("đồng ý"))
        );
    }
    assert_eq!(line(&ayun)["extension"]["answer"], line(&office)["extension"]["answer"]);
}

#[test]
fn a_day_that_was_granted_stays_where_more_is_refused() {
    let mut district = District::new();
    let (ayun, office) = both(&mut district);
    ayun.act(asks("10/9/2019", "mất mạng")).unwrap();
    meet(&mut district, [&ayun, &office]);
    office.act(answers("10/9/2019", "")).unwrap();
    meet(&mut district, [&office, &ayun]);
    ayun.act(asks("15/9/2019", "vẫn mất mạng")).unwrap();
    meet(&mut district, [&ayun, &office]);
    office.act(answers("", "đã đủ thời gian")).unwrap();
    meet(&mut district, [&office, &ayun]);
    for laptop in [&ayun, &office] {
        let told = line(laptop);
        assert_eq!((&told["due"], &told["granted"]), (&json!("2019-09-10"), &json!(true)), "{told}");
        let answer = &told["extension"]["answer"];
        assert_eq!((&answer["until"], &answer["stays"]), (&json!(null), &json!("2019-09-10")));
    }
}

#[test]
fn what_is_asked_or_answered_amiss_is_refused_with_a_word() {
    let mut district = District::new();
    let (ayun, office) = both(&mut district);
    for (until, reason, told) in [
        ("12/9/2019", "  ", "lý do"),
        ("", "mất mạng", "ngày"),
        ("31/02/2019", "mất mạng", "Không có ngày này"),
        ("05/9/2019", "mất mạng", "sau hạn nộp"),
        ("12/9/2019", &"a".repeat(2_001), "dài quá"),
    ] {
        let refused = failure(ayun.act(asks(until, reason)));
        assert!(refused.message.contains(told), "{until} {reason:.20}: {}", refused.message);
    }
    assert!(failure(office.act(answers("12/9/2019", ""))).message.contains("không còn xin"), "nobody asked");
    ayun.act(asks("12/9/2019", "mất mạng")).unwrap();
    meet(&mut district, [&ayun, &office]);
    assert!(failure(office.act(answers("", " "))).message.contains("lý do"), "a refusal says why");
    assert!(failure(office.act(answers("04/9/2019", ""))).message.contains("sau hạn nộp chung"));
    office.act(answers("", "đã nhắc hai lần")).unwrap();
    assert_eq!(line(&office)["extension"]["answer"]["until"], json!(null));
    // Nobody grants anything to itself, nor does a commune to another.
    assert!(ayun.act(answers("12/9/2019", "tự cho")).is_err());
    let of_another = Act::AnswerExtension {
        unit: unit("hra"),
        period: q3(),
        until: "12/9/2019".into(),
        words: String::new(),
    };
    assert!(ayun.act(of_another).is_err());
    assert!(ayun.act(Act::ClosePeriod { period: q3(), closed: true, reason: String::new() }).is_err());
}

#[test]
fn an_ask_that_waits_can_be_taken_back() {
    let mut district = District::new();
    let (ayun, _) = both(&mut district);
    ayun.act(asks("12/9/2019", "mất mạng")).unwrap();
    let queued = &ayun.queue().edits[0];
    assert_eq!(queued.what, "Xin gia hạn nộp báo cáo Quý III/2019");
    assert_eq!(queued.after, "đến 12/9/2019: mất mạng");
    ayun.act(Act::TakeBackLast).unwrap();
    assert_eq!(line(&ayun)["extension"], json!(null));
}

/// Ayun hands in on 04/9 and is heard of on 09/9.
fn late_by_its_link(district: &mut District, ayun: &Laptop, office: &Laptop) {
    ayun.clock.set("2019-09-04T16:00:00");
    ayun.act(write(narrative("III.6a"), "đã giải quyết")).unwrap();
    ayun.act(Act::Submit { period: q3(), confirmed_by: None }).unwrap();
    for laptop in [ayun, office] {
        laptop.clock.set("2019-09-09T08:00:00");
    }
    district.set_clock("2019-09-09T08:00:00");
    meet(district, [ayun, office]);
}

#[test]
fn a_claim_is_confirmed_by_the_story_of_the_link_with_words() {
    let mut district = District::new();
    let (ayun, office) = both(&mut district);
    assert!(
        failure(office.act(confirms(Some(Ground::Link), "mất mạng"))).message.contains("Không còn gì"),
        "no claim"
    );
    late_by_its_link(&mut district, &ayun, &office);
    assert_eq!(line(&office)["timing"]["is"], "unverified");
    assert!(
        failure(office.act(confirms(Some(Ground::Link), " "))).message.contains("căn cứ"),
        "the ground is told"
    );
    assert!(failure(office.act(confirms(None, ""))).message.contains("vì sao"));
    office.act(confirms(Some(Ground::Link), "mất mạng từ 02/9")).unwrap();
    meet(&mut district, [&office, &ayun]);
    for laptop in [&ayun, &office] {
        let told = line(laptop);
        assert_eq!((&told["timing"]["is"], &told["rests"]), (&json!("confirmed"), &json!("link")));
        assert_eq!(told["confirmation"]["words"], "mất mạng từ 02/9");
    }
}

#[test]
fn the_ground_of_a_signed_paper_needs_one_that_is_dated_in_time() {
    let mut district = District::new();
    let (ayun, office) = both(&mut district);
    late_by_its_link(&mut district, &ayun, &office);
    let refused = failure(office.act(confirms(Some(Ground::Signed), "")));
    assert!(
        refused.message.contains("Không có văn bản nào ký đến hết ngày 05/9/2019"),
        "{}",
        refused.message
    );
    let signed = |day: &str| write(Target::ReportPaper { period: q3(), part: PaperPart::Signed }, day);
    ayun.act(signed("06/9/2019")).unwrap();
    meet(&mut district, [&ayun, &office]);
    assert!(office.act(confirms(Some(Ground::Signed), "")).is_err(), "signed a day late");
    ayun.act(signed("04/9/2019")).unwrap();
    meet(&mut district, [&ayun, &office]);
    office.act(confirms(Some(Ground::Signed), "")).unwrap();
    let told = line(&office);
    assert_eq!(
        (&told["timing"]["is"], &told["rests"], &told["signed"]),
        (&json!("confirmed"), &json!("signed"), &json!("2019-09-04"))
    );
}

#[test]
fn a_claim_about_an_entry_is_confirmed_by_its_evidence() {
    let mut district = District::new();
    let (ayun, office) = both(&mut district);
    ayun.clock.set("2019-09-04T16:00:00");
    ayun.act(write(narrative("I.2"), "đã báo cáo")).unwrap();
    ayun.act(write(Target::State { entry: entry("I.2") }, "done")).unwrap();
    let file = ayun.path().join("báo cáo.pdf");
    std::fs::write(&file, b"%PDF-1.4 x").unwrap();
    let paths = vec![file.to_string_lossy().into_owned()];
    ayun.act(Act::Attach { entry: entry("I.2"), paths, again: false }).unwrap();
    let id: EvidenceId = EvidenceId::new(ayun.page("I.2")["evidence"][0]["id"].as_str().unwrap());
    ayun.act(write(Target::Evidence { evidence: id, part: EvidencePart::Signed }, "04/9/2019")).unwrap();
    for laptop in [&ayun, &office] {
        laptop.clock.set("2019-09-09T08:00:00");
    }
    district.set_clock("2019-09-09T08:00:00");
    meet(&mut district, [&ayun, &office]);
    let claim =
        |laptop: &Laptop| laptop.ask(&Ask::Timeliness { period: q3(), field: None })["claims"][0].clone();
    assert_eq!(
        (&claim(&office)["timing"]["is"], &claim(&office)["signed"]),
        (&json!("unverified"), &json!("2019-09-04"))
    );
    let confirm = Act::Confirm {
        unit: unit("ayun"),
        period: q3(),
        task: Some("I.2".into()),
        ground: Some(Ground::Signed),
        words: String::new(),
    };
    office.act(confirm).unwrap();
    meet(&mut district, [&office, &ayun]);
    for laptop in [&ayun, &office] {
        assert_eq!(
            (&claim(laptop)["timing"]["is"], &claim(laptop)["rests"]),
            (&json!("confirmed"), &json!("signed"))
        );
    }
}

#[test]
fn a_closed_period_takes_what_comes_later_and_says_so() {
    let mut district = District::new();
    let (ayun, office) = both(&mut district);
    office.act(Act::ClosePeriod { period: q3(), closed: true, reason: String::new() }).unwrap();
    let reopen = |reason: &str| Act::ClosePeriod { period: q3(), closed: false, reason: reason.into() };
    assert!(failure(office.act(reopen(""))).message.contains("lý do"), "to open it again one says why");
    meet(&mut district, [&office, &ayun]);
    ayun.act(write(narrative("III.6a"), "đã giải quyết")).unwrap();
    ayun.act(Act::Submit { period: q3(), confirmed_by: None }).unwrap();
    meet(&mut district, [&ayun, &office]);
    assert_eq!(line(&office)["afterClosing"], true);
    assert_eq!(line(&office)["timing"]["is"], "received", "nothing is refused, and it is in time by its day");
    office.act(reopen("bổ sung số liệu")).unwrap();
    assert_eq!(line(&office)["afterClosing"], false);
}
