use model::doc_id::DocId;
use model::ids::PeriodId;
use model::item::PlanItem;
use model::plan::{Plan, PlanSource};
use model::refusal::Refusal;
use model::target::{EntryKey, Target};
use model::value::{Heads, NamedFields, Value, Verdict};
use protocol::{Fate, SyncReply};

use crate::support::{
    COMMUNE, COORDINATOR, Laptop, PLAN, Server, all_durable, delivered, narrative, plan_text, unit,
};

/// An office that leads nothing in the plan as it ships.
const OFFICE: &str = "ngan-hang";

async fn coordinator(server: &Server) -> Laptop {
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(server).await;
    office
}

/// The plan as it ships, with something else in its files.
fn rewrite(office: &mut Laptop, change: impl Fn(&str) -> String) -> crate::support::Sent {
    let [units, plan, indicators] = ["units.toml", "plan.toml", "indicators.toml"].map(plan_text);
    office.revise(&change(&units), &change(&plan), &change(&indicators))
}

/// III.6a under another code.
fn moved(text: &str) -> String {
    text.replace("code = \"III.6a\"", "code = \"III.6z\"").replace("of = \"III.6a\"", "of = \"III.6z\"")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_with_faults_is_not_put_in_force() {
    let server = Server::start().await;
    let mut office = coordinator(&server).await;
    let item = PlanItem::Due { task: "III.6a".into(), rule: "continuous".into() };
    let doc = DocId::plan(&PLAN.into());
    let changes = office.edit(&doc, Target::PlanItem { item }, Value::Absent);
    let sent = vec![(doc, changes)];
    let reply = office.sync(&server, sent).await;
    let [Fate::Refused(refused)] = &reply.fates[0][..] else { panic!("{:?}", reply.fates) };
    assert_eq!((refused.code.as_str(), refused.apart), ("broken-plan", false));
    assert!(refused.text.contains("III.6a"), "what is wrong is told with its place: {}", refused.text);
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("vẫn theo kế hoạch cũ");
    assert!(all_durable(&laptop.sync(&server, sent).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_adjusted_plan_rules_from_the_next_request_on_and_after_a_restart() {
    let mut server = Server::start().await;
    let mut office = coordinator(&server).await;
    // The task is taken from the communes.
    let sent = rewrite(&mut office, moved);
    let reply = office.sync(&server, sent).await;
    assert!(all_durable(&reply), "{:?}", reply.fates);
    for _ in 0..2 {
        let mut laptop = server.enrol(COMMUNE).await;
        let sent = laptop.narrative("không còn trong kế hoạch");
        let reply = laptop.sync(&server, sent).await;
        let denied = |one: &Fate| *one == Fate::refused(Refusal::NotYourAssignment);
        assert!(reply.fates[0].iter().all(denied), "{:?}", reply.fates);
        server.stop().await;
        server.run().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_drops_what_people_entered_is_refused_with_the_list() {
    let server = Server::start().await;
    let mut office = coordinator(&server).await;
    let mut commune = server.enrol(COMMUNE).await;
    let sent = commune.narrative("đã làm");
    assert!(all_durable(&commune.sync(&server, sent).await));
    let sent = rewrite(&mut office, moved);
    let reply = office.sync(&server, sent).await;
    for fate in &reply.fates[0] {
        let Fate::Refused(refused) = fate else { panic!("{fate:?}") };
        assert_eq!(fate.refusal(), Some(Refusal::PlanDropsWork));
        assert!(refused.text.ends_with("nhiệm vụ III.6a (1 nội dung đã nhập)"), "{}", refused.text);
    }
    let sent = commune.edit(&commune.workbook(), narrative(), Value::Str(String::new()));
    let reply = commune.sync(&server, vec![(commune.workbook(), sent)]).await;
    assert!(all_durable(&reply), "the plan in force is the one of before: {:?}", reply.fates);
    let mut anew = coordinator(&server).await;
    let sent = rewrite(&mut anew, moved);
    let reply = anew.sync(&server, sent).await;
    assert!(all_durable(&reply), "nothing stands there any more: {:?}", reply.fates);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_office_that_comes_to_lead_is_told_what_was_written_before() {
    let server = Server::start().await;
    let mut commune = server.enrol(COMMUNE).await;
    let sent = commune.narrative("viết trước khi điều chỉnh");
    commune.sync(&server, sent).await;
    let mut office = server.enrol(OFFICE).await;
    let before = office.catch_up(&server).await;
    assert_eq!(delivered(&before), ["mang-yang-2019/plan", "mang-yang/units"]);
    let called = |replies: &[SyncReply], of: &Laptop| {
        replies.iter().flat_map(|reply| &reply.people).filter(|person| person.id == of.person).count()
    };
    assert_eq!(called(&before, &commune), 0, "of no concern to it yet");

    let mut coordinator = coordinator(&server).await;
    let sent = rewrite(&mut coordinator, |text| {
        text.replacen("lead = [\"noi-vu\"]", "lead = [\"noi-vu\", \"ngan-hang\"]", 1)
    });
    assert!(all_durable(&coordinator.sync(&server, sent).await));

    let replies = office.catch_up(&server).await;
    assert!(delivered(&replies).contains(&commune.workbook().to_string()), "though its cursor had passed it");
    assert_eq!(called(&replies, &commune), 1, "and who its author is");
    let replies = commune.catch_up(&server).await;
    assert_eq!(called(&replies, &office), 1, "the commune hears whose word it will be");
    let text = office.read(&commune.workbook(), &narrative());
    assert_eq!(text.as_str(), Some("viết trước khi điều chỉnh"));
    assert!(delivered(&office.catch_up(&server).await).is_empty(), "and once only");
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_word_stands_in_a_review_is_told_after_the_office_led_for_the_last_time() {
    let server = Server::start().await;
    let mut coordinator = coordinator(&server).await;
    let leads = |text: &str| text.replacen("lead = [\"noi-vu\"]", "lead = [\"noi-vu\", \"ngan-hang\"]", 1);
    let sent = rewrite(&mut coordinator, leads);
    assert!(all_durable(&coordinator.sync(&server, sent).await));
    let led = Plan::load(&PlanSource::new(
        &plan_text("units.toml"),
        &leads(&plan_text("plan.toml")),
        &plan_text("indicators.toml"),
    ));
    let led = led.unwrap();
    let mut office = server.enrol(OFFICE).await;
    let task = led
        .assignments_of(&unit(COMMUNE))
        .iter()
        .find(|one| led.leads_for(&unit(OFFICE), &unit(COMMUNE), &one.task));
    let entry = EntryKey { task: task.unwrap().task.clone(), period: PeriodId::new("Q3") };
    let doc = DocId::review(&PLAN.into(), unit(OFFICE), unit(COMMUNE));
    let verdict = Verdict::Returned {
        reason: "Thiếu số liệu".into(),
        until: None,
        heads: Heads::default(),
        fields: NamedFields::default(),
    };
    let changes = office.edit(&doc, Target::Verdict { entry }, Value::record(&verdict));
    assert!(all_durable(&office.sync(&server, vec![(doc.clone(), changes)]).await));
    let sent = rewrite(&mut coordinator, str::to_owned);
    assert!(all_durable(&coordinator.sync(&server, sent).await));

    let mut commune = server.enrol(COMMUNE).await;
    let replies = commune.catch_up(&server).await;
    assert!(delivered(&replies).contains(&doc.to_string()));
    let people: Vec<_> = replies.iter().flat_map(|reply| &reply.people).map(|person| &person.id).collect();
    assert!(people.contains(&&office.person), "its word stands there still");
    let mut other = server.enrol("hra").await;
    let replies = other.catch_up(&server).await;
    assert!(replies.iter().flat_map(|reply| &reply.people).all(|person| person.id != office.person));
}
