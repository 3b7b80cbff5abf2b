//! Proposals to change the plan, and what was decided of them.

use model::ids::{ProposalId, RuleId, TaskId};
use model::value::ProposalKind;
use model::window::{
    Act, Ask, Day, DayKind, Home, NewAnswer, NewProposal, ProposalStands, ProposalView, ProposalsPage,
};

use crate::support::{District, Laptop, failure, unit};

fn date(words: &str) -> NewProposal {
    NewProposal {
        kind: ProposalKind::Date,
        task: Some(TaskId::new("III.7b")),
        rule: Some(RuleId::new("continuous")),
        words: words.into(),
        until: "30/9/2019".into(),
        lead: vec![],
        basis: String::new(),
    }
}

fn propose(proposal: NewProposal) -> Act {
    Act::Propose { proposal }
}

fn taken() -> NewAnswer {
    NewAnswer {
        taken: true,
        decision: "812 / QĐ–UBND".into(),
        decided_on: "23/8/2019".into(),
        from: "26/8/2019".into(),
        words: String::new(),
    }
}

fn answer(of: &str, proposal: &ProposalId, answer: NewAnswer) -> Act {
    Act::AnswerProposal { unit: unit(of), proposal: proposal.clone(), answer }
}

fn page(laptop: &Laptop) -> ProposalsPage {
    serde_json::from_value(laptop.ask(&Ask::Proposals { unit: None })).unwrap()
}

fn only(laptop: &Laptop) -> ProposalView {
    let [one] = page(laptop).proposals.try_into().unwrap();
    one
}

fn day(laptop: &Laptop) -> Vec<(DayKind, u32)> {
    let day: Day = serde_json::from_value(laptop.ask(&Ask::Day)).unwrap();
    let of_proposals = [DayKind::Proposed, DayKind::ProposalAnswered, DayKind::ProposalWaits];
    day.lines
        .iter()
        .filter(|line| of_proposals.contains(&line.kind))
        .map(|line| (line.kind, line.count))
        .collect()
}

#[test]
fn a_unit_proposes_offline_and_sees_what_was_decided_where_it_proposed() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let de_ar = Laptop::new(&mut district, "de-ar", "Đinh Hmưk");
    ayun.act(propose(date(" Mất điện lưới từ 12/8 \n"))).unwrap();
    let own = only(&ayun);
    assert_eq!((own.stands, own.takeable, own.answerable), (ProposalStands::Waiting, true, false));
    assert_eq!((own.words.as_str(), own.until), ("Mất điện lưới từ 12/8", "2019-09-30".parse().ok()));
    assert_eq!(own.sent.received, None, "it is on the laptop alone");
    assert_eq!(day(&ayun), [(DayKind::Proposed, 1)]);

    for laptop in [&ayun, &office, &de_ar] {
        laptop.sync(&mut district);
    }
    let waits = only(&office);
    assert_eq!((waits.unit_name.as_str(), waits.answerable, waits.takeable), ("Xã Ayun", true, false));
    assert_eq!(day(&office), [(DayKind::ProposalWaits, 1)]);
    let home: Home = serde_json::from_value(office.ask(&Ask::Home)).unwrap();
    assert_eq!(home.proposals, 1, "the menu counts what waits for the office's word");
    assert_eq!(page(&de_ar).proposals, [], "what one commune proposes is not another's business");

    office.act(answer("ayun", &waits.id, taken())).unwrap();
    for laptop in [&office, &ayun] {
        laptop.sync(&mut district);
    }
    let decided = only(&ayun);
    let told = decided.answer.unwrap();
    assert_eq!((decided.stands, decided.takeable), (ProposalStands::Taken, false));
    assert_eq!(told.decision.as_deref(), Some("812/QĐ-UBND"));
    assert_eq!((told.decided_on, told.from), ("2019-08-23".parse().ok(), "2019-08-26".parse().ok()));
    assert_eq!(decided.sent.by, "Y Blưm");
    assert_eq!(day(&office), [], "nothing waits for its word");
}

#[test]
fn what_was_proposed_is_taken_back_until_it_is_answered_and_acts_that_cross_are_both_shown() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    for words in ["Mất điện lưới", "Thiếu máy quét"] {
        ayun.act(propose(date(words))).unwrap();
    }
    ayun.sync(&mut district);
    office.sync(&mut district);
    let find = |laptop: &Laptop, words: &str| {
        page(laptop).proposals.into_iter().find(|one| one.words == words).unwrap()
    };
    let (first, second) = (find(&ayun, "Mất điện lưới").id, find(&ayun, "Thiếu máy quét").id);

    // Each side acts while it does not know of the other: once the unit's word is first in the log, once the office's.
    let decline = NewAnswer { taken: false, words: "Chưa có căn cứ".into(), ..taken() };
    for id in [&first, &second] {
        ayun.act(Act::WithdrawProposal { proposal: id.clone() }).unwrap();
        office.act(answer("ayun", id, decline.clone())).unwrap();
        let (before, after) = if *id == first { (&ayun, &office) } else { (&office, &ayun) };
        before.sync(&mut district);
        after.sync(&mut district);
        before.sync(&mut district);
    }
    for laptop in [&ayun, &office] {
        let (first, second) = (find(laptop, "Mất điện lưới"), find(laptop, "Thiếu máy quét"));
        assert_eq!(first.stands, ProposalStands::Withdrawn, "it was taken back before anything was decided");
        assert_eq!(second.stands, ProposalStands::Declined, "it was decided before it was taken back");
        assert!([first, second].iter().all(|one| one.withdrawn.is_some() && one.answer.is_some()));
    }
    let again = failure(ayun.act(Act::WithdrawProposal { proposal: second })).message;
    assert!(again.contains("rút lại"), "{again}");
    ayun.act(propose(date("Đề xuất khác"))).unwrap();
    ayun.sync(&mut district);
    office.sync(&mut district);
    let third = find(&office, "Đề xuất khác").id;
    office.act(answer("ayun", &third, taken())).unwrap();
    office.sync(&mut district);
    ayun.sync(&mut district);
    let late = failure(ayun.act(Act::WithdrawProposal { proposal: third })).message;
    assert!(late.contains("đã có kết quả"), "{late}");
}

#[test]
fn what_makes_no_sense_is_refused_and_proposes_nothing() {
    let mut district = District::new();
    let office = Laptop::new(&mut district, "noi-vu", "Lê Thị Thu Hà");
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let said = |laptop: &Laptop, act: Act| failure(laptop.act(act)).message;
    assert!(said(&ayun, propose(date(" \n "))).contains("nội dung đề xuất"));
    assert!(said(&ayun, propose(date(&"a".repeat(2_001)))).contains("dài quá"));
    assert!(said(&ayun, propose(NewProposal { until: String::new(), ..date("x") })).contains("ngày đề xuất"));
    let bad = NewProposal { until: "31/02/2019".into(), ..date("x") };
    assert!(said(&ayun, propose(bad)).contains("Không có ngày này"));
    assert!(said(&ayun, propose(NewProposal { rule: Some("x".into()), ..date("x") })).contains("thời hạn"));
    let of_nothing = NewProposal { task: Some(TaskId::new("X.9")), ..date("x") };
    assert!(said(&ayun, propose(of_nothing)).contains("nhiệm vụ của đơn vị"));
    let lead = NewProposal { kind: ProposalKind::Lead, lead: vec![unit("nowhere")], ..date("x") };
    assert!(said(&ayun, propose(lead)).contains("chủ trì"));
    let new = NewProposal { kind: ProposalKind::NewTask, ..date("x") };
    assert!(said(&ayun, propose(new)).contains("văn bản giao"));
    assert!(said(&office, propose(date("x"))).contains("chính mình"));
    assert!(ayun.queue().edits.is_empty() && office.queue().edits.is_empty(), "nothing was proposed");

    ayun.act(propose(date("Mất điện lưới"))).unwrap();
    ayun.sync(&mut district);
    office.sync(&mut district);
    let id = only(&office).id;
    let by_office = |new: NewAnswer| said(&office, answer("ayun", &id, new));
    assert!(by_office(NewAnswer { decision: " ".into(), ..taken() }).contains("số, ký hiệu"));
    assert!(by_office(NewAnswer { decided_on: String::new(), ..taken() }).contains("ngày quyết định"));
    assert!(by_office(NewAnswer { taken: false, ..taken() }).contains("lý do"));
    assert!(said(&office, answer("ayun", &"none".into(), taken())).contains("không còn"));
    assert!(ayun.act(answer("de-ar", &id, taken())).is_err(), "a commune decides of no other's proposal");
    let other = Laptop::new(&mut district, "tu-phap", "Rơ Châm Lan");
    assert!(other.act(answer("ayun", &id, taken())).is_err(), "the coordinating office alone records it");
    assert!(office.queue().edits.is_empty(), "nothing was recorded");
}
