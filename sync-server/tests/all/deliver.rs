use std::collections::HashSet;

use model::doc_id::DocId;
use model::ids::{PeriodId, TaskId};
use model::permission::may_read;
use model::target::{EntryKey, Target};
use model::value::{ExtensionAnswer, Heads, Value};
use protocol::{Cursor, Epoch, SyncReply};

use crate::support::{
    COMMUNE, COORDINATOR, Laptop, OTHER_COMMUNE, PLAN, Server, at, delivered, narrative, plan, unit,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_hears_of_nothing_that_it_may_not_read() {
    let server = Server::start().await;
    let plan = plan();
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("chỉ cho người được xem");
    laptop.sync(&server, sent).await;
    let doc = laptop.workbook();
    let mut others = 0;
    for other in plan.units().iter().filter(|other| other.id.as_str() != COMMUNE) {
        let mut reader = server.enrol(other.id.as_str()).await;
        let replies = reader.catch_up(&server).await;
        let heard = delivered(&replies).contains(&doc.to_string());
        assert_eq!(heard, may_read(&plan, &other.id, &doc), "{}", other.id);
        others += usize::from(!heard);
        assert!(replies.iter().all(|reply| reply.files.is_empty()));
    }
    assert!(others > 10, "most units may not read it");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_coordinating_office_hears_of_everything_and_of_everyone() {
    let server = Server::start().await;
    for commune in [COMMUNE, OTHER_COMMUNE] {
        let mut laptop = server.enrol(commune).await;
        let sent = laptop.narrative(commune);
        laptop.sync(&server, sent).await;
    }
    let mut office = server.enrol(COORDINATOR).await;
    let replies = office.catch_up(&server).await;
    assert_eq!(
        delivered(&replies),
        [
            "mang-yang-2019/plan",
            "mang-yang-2019/workbook/ayun",
            "mang-yang-2019/workbook/hra",
            "mang-yang/units"
        ]
    );
    let heard: HashSet<_> = replies[0].heard.iter().map(|heard| heard.unit.clone()).collect();
    assert_eq!(heard, HashSet::from([unit(COMMUNE), unit(OTHER_COMMUNE)]));
    let mut commune = server.enrol(COMMUNE).await;
    assert!(commune.catch_up(&server).await[0].heard.is_empty(), "a commune follows no others");
}

fn write_much(laptop: &mut Laptop, entries: usize) -> crate::support::Sent {
    let doc = laptop.workbook();
    let plan = plan();
    let tasks: Vec<TaskId> = plan.assignments_of(&laptop.unit).iter().map(|one| one.task.clone()).collect();
    let mut changes = Vec::new();
    for task in tasks.into_iter().take(entries) {
        let entry = EntryKey { task, period: PeriodId::new("Q3") };
        // Letters that do not repeat, so that they weigh what they are.
        let text: String =
            crate::support::random::<1500>().iter().map(|byte| format!("{byte:02x}")).collect();
        changes.extend(laptop.edit(&doc, Target::Narrative { entry }, Value::Str(text)));
    }
    vec![(doc, changes)]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_keeps_to_its_budget_and_says_that_there_is_more() {
    let server = Server::start().await;
    let mut writer = server.enrol(COMMUNE).await;
    let sent = write_much(&mut writer, 20);
    let all = sent[0].1.len();
    writer.sync(&server, sent).await;
    let mut reader = server.enrol(COMMUNE).await;
    let mut replies: Vec<SyncReply> = Vec::new();
    while replies.last().is_none_or(|reply| reply.more) {
        let mut request = reader.request(&Vec::new());
        request.budget = 20 << 10;
        let (bytes, hash) = reader.seal(&request);
        let response = server.post_sync(&reader.token, bytes).await;
        replies.push(reader.hear(response, &request, hash).await);
        assert!(replies.len() < 100, "each page goes further");
    }
    assert!(replies.len() > 2, "{} pages", replies.len());
    let of_workbook =
        replies.iter().flat_map(|reply| &reply.delivered).filter(|one| one.doc == writer.workbook());
    assert_eq!(of_workbook.map(|one| one.changes.len()).sum::<usize>(), all, "each change came once");
    assert_eq!(
        reader.document(&writer.workbook()).heads(),
        writer.document(&reader.workbook()).heads(),
        "and the pages make the whole"
    );
    for reply in &replies {
        let changes: Vec<_> = reply.delivered.iter().flat_map(|one| &one.changes).collect();
        let weight: usize = changes.iter().map(|change| change.body.weight()).sum();
        assert!(weight <= 20 << 10 || changes.len() == 1, "{weight}: one that is larger comes alone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_new_costs_no_changes_and_a_senseless_cursor_begins_anew() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("x");
    laptop.sync(&server, sent).await;
    assert!(delivered(&[laptop.sync(&server, Vec::new()).await]).is_empty());
    let right = (laptop.epoch, laptop.cursor);
    for (epoch, cursor) in [(right.0, Cursor(u64::MAX)), (Epoch(0), right.1), (Epoch(1), Cursor(1))] {
        (laptop.epoch, laptop.cursor) = (epoch, cursor);
        let reply = laptop.sync(&server, Vec::new()).await;
        let all = ["mang-yang-2019/plan", "mang-yang-2019/workbook/ayun", "mang-yang/units"];
        assert_eq!(delivered(&[reply]), all);
        assert_eq!((laptop.epoch, laptop.cursor), right);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_review_reaches_the_unit_it_is_about() {
    let server = Server::start().await;
    let mut office = server.enrol(COORDINATOR).await;
    let doc = DocId::review(&PLAN.into(), unit(COORDINATOR), unit(COMMUNE));
    let Target::Narrative { entry } = narrative() else { unreachable!() };
    let verdict = model::value::Verdict::Returned {
        reason: "Thiếu số liệu".into(),
        until: None,
        heads: Heads::default(),
        fields: model::value::NamedFields::default(),
    };
    let changes = office.edit(&doc, Target::Verdict { entry }, Value::record(&verdict));
    office.sync(&server, vec![(doc.clone(), changes)]).await;
    let mut commune = server.enrol(COMMUNE).await;
    let mut other = server.enrol(OTHER_COMMUNE).await;
    assert!(delivered(&commune.catch_up(&server).await).contains(&doc.to_string()));
    assert!(!delivered(&other.catch_up(&server).await).contains(&doc.to_string()));
}

/// What the office answers to Ayun, which asked for more time.
async fn more_time(server: &Server) -> DocId {
    let mut office = server.enrol(COORDINATOR).await;
    let doc = DocId::review(&PLAN.into(), unit(COORDINATOR), unit(COMMUNE));
    let answer = ExtensionAnswer::Granted {
        asked: day("2019-09-12"),
        at: at(),
        until: day("2019-09-11"),
        words: String::new(),
    };
    let target = Target::ExtensionAnswer { period: PeriodId::new("Q3") };
    let changes = office.edit(&doc, target, Value::record(&answer));
    office.sync(server, vec![(doc.clone(), changes)]).await;
    doc
}

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn how_much_time_a_unit_was_given_reaches_who_leads_one_of_its_tasks() {
    let server = Server::start().await;
    let doc = more_time(&server).await;
    let mut lead = server.enrol("van-hoa").await;
    let mut other = server.enrol(OTHER_COMMUNE).await;
    assert!(delivered(&lead.catch_up(&server).await).contains(&doc.to_string()));
    assert!(!delivered(&other.catch_up(&server).await).contains(&doc.to_string()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_begins_with_new_rules_of_reading_hands_out_once_what_cursors_have_passed() {
    let mut server = Server::start().await;
    let mut lead = server.enrol("van-hoa").await;
    let doc = more_time(&server).await;
    lead.catch_up(&server).await;
    assert!(delivered(&lead.catch_up(&server).await).is_empty(), "its cursor has passed it");
    for again in [true, false] {
        server.stop().await;
        if again {
            let conn = rusqlite::Connection::open(server.data().join("nharong.db")).unwrap();
            conn.execute("UPDATE district SET reading = 0", []).unwrap();
        }
        server.run().await;
        let told = delivered(&lead.catch_up(&server).await);
        assert_eq!(told.contains(&doc.to_string()), again, "{told:?}");
        assert!(
            told.iter().all(|one| *one == doc.to_string()),
            "and nothing that it could read before: {told:?}"
        );
    }
}
