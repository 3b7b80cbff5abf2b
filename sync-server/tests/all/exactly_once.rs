use ::document::{Rules, admit};
use model::doc_id::DocId;
use model::refusal::Refusal;
use model::target::Target;
use model::value::Value;
use protocol::{DeviceId, Fate, ProblemCode, write_request};
use reqwest::StatusCode;
use sync_server::Limits;

use crate::support::{
    COMMUNE, COORDINATOR, Laptop, OTHER_COMMUNE, PLAN, Server, all_durable, entry, narrative, problem,
    random, unit,
};

#[tokio::test(flavor = "multi_thread")]
async fn what_one_laptop_writes_another_of_the_unit_reads() {
    let server = Server::start().await;
    let (mut one, mut two) = (server.enrol(COMMUNE).await, server.enrol(COMMUNE).await);
    let sent = one.narrative("Đã niêm yết thủ tục");
    let reply = one.sync(&server, sent).await;
    assert!(all_durable(&reply));
    let one_workbook = one.workbook();
    assert!(reply.delivered.iter().all(|one| one.doc != one_workbook), "own changes are not sent back");
    two.catch_up(&server).await;
    assert_eq!(two.read(&one.workbook(), &narrative()).as_str(), Some("Đã niêm yết thủ tục"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_whose_answer_was_lost_is_answered_again_and_kept_once() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let sent = laptop.narrative("một lần");
    let request = laptop.request(&sent);
    let (bytes, hash) = laptop.seal(&request);
    let lost = server.post_sync(&laptop.token, bytes.clone()).await;
    assert_eq!(lost.status(), StatusCode::OK);
    let rows = server.count("SELECT count(*) FROM log");
    server.time.pass(60_000);
    let response = server.post_sync(&laptop.token, bytes).await;
    let reply = laptop.hear(response, &request, hash).await;
    assert!(all_durable(&reply));
    let Fate::Durable { received, .. } = reply.fates[0][0] else { panic!("durable") };
    assert_eq!(received.0, reply.now.0 - 60_000, "the time of the first arrival counts");
    assert_eq!(server.count("SELECT count(*) FROM log"), rows, "nothing was kept twice");
    let next = laptop.narrative("một lần, rồi tiếp");
    assert!(all_durable(&laptop.sync(&server, next).await), "the chain goes on");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_a_restart() {
    let mut server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    for at in 0..5 {
        let sent = laptop.narrative(&format!("lần {at}"));
        laptop.sync(&server, sent).await;
    }
    server.stop().await;
    server.run().await;
    let sent = laptop.narrative("lần 5, sau khi khởi động lại");
    assert!(all_durable(&laptop.sync(&server, sent).await), "the document is read again from disk");
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    let text = office.read(&laptop.workbook(), &narrative());
    assert_eq!(text.as_str(), Some("lần 5, sau khi khởi động lại"));
}

/// Sixteen changes of long texts: more than is left without a snapshot.
async fn write_much(server: &Server, laptop: &mut Laptop) -> String {
    let mut long = String::new();
    for _ in 0..8 {
        long.extend(random::<1200>().iter().map(|byte| format!("{byte:02x}")));
        let mut sent = laptop.narrative(&long);
        let (doc, difficulties) = (laptop.workbook(), Target::Difficulties { entry: entry() });
        sent[0].1.extend(laptop.edit(&doc, difficulties, Value::Str(long.clone())));
        assert!(all_durable(&laptop.sync(server, sent).await));
    }
    assert!(server.count("SELECT length(bytes) FROM snapshot WHERE doc LIKE '%/workbook/%'") > 0);
    long
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_history_is_read_from_its_snapshot_and_what_came_after() {
    let mut server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let long = write_much(&server, &mut laptop).await;
    let sent = laptop.narrative(&format!("{long} thêm"));
    laptop.sync(&server, sent).await;
    server.stop().await;
    server.run().await;
    let sent = laptop.narrative(&format!("{long} thêm nữa"));
    assert!(all_durable(&laptop.sync(&server, sent).await));
    assert_eq!(
        server.count("SELECT count(*) FROM log WHERE doc LIKE '%/workbook/%'"),
        20,
        "a snapshot replaces no change: the skeletons of two texts and eighteen changes are in the log"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_snapshot_is_made_again_from_the_log() {
    let mut server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let long = write_much(&server, &mut laptop).await;
    let damages = [
        "x'00'",
        "substr(bytes, 1, 100)",
        "cast(substr(bytes, 1, 500) || x'7f' || substr(bytes, 502) AS BLOB)",
        "cast(bytes || x'00' AS BLOB)",
    ];
    for (round, damage) in damages.into_iter().enumerate() {
        server.stop().await;
        let conn = rusqlite::Connection::open(server.data().join("nharong.db")).unwrap();
        conn.execute(&format!("UPDATE snapshot SET bytes = {damage}"), []).unwrap();
        drop(conn);
        server.run().await;
        let text = format!("{long}, lần {round}");
        let sent = laptop.narrative(&text);
        assert!(all_durable(&laptop.sync(&server, sent).await), "after {damage}");
        let mut office = server.enrol(COORDINATOR).await;
        office.catch_up(&server).await;
        assert_eq!(office.read(&laptop.workbook(), &narrative()).as_str(), Some(&text[..]), "after {damage}");
    }
}

/// Whoever waits for the writer shares its transaction: what is at fault in one batch must leave the others whole.
#[tokio::test(flavor = "multi_thread")]
async fn of_batches_that_come_at_once_each_has_its_own_fate() {
    let server = Server::start().await;
    let mut laptops = Vec::new();
    for number in 0..8 {
        laptops.push(server.enrol(if number % 2 == 0 { COMMUNE } else { OTHER_COMMUNE }).await);
    }
    for wrong in 0..5 {
        let rows = server.count("SELECT count(*) FROM log WHERE skeleton IS NULL");
        let mut asked = Vec::new();
        for (number, laptop) in laptops.iter_mut().enumerate() {
            let sent = laptop.narrative(&format!("lần {wrong} của máy {number}"));
            let mut request = laptop.request(&sent);
            let (mut bytes, hash) = laptop.seal(&request);
            if number == wrong {
                // Signed as another batch, and not in full: the server can't tell what was meant.
                request.counter.0 += 1;
                request.sign(DeviceId(laptop.id), &laptop.signer);
                request.counter.0 -= 1;
                let signed = request.clone();
                request.abridge(|_, _| false);
                bytes = write_request(&request);
                request = signed;
            }
            asked.push((request, bytes, hash));
        }
        let posts =
            laptops.iter().zip(&asked).map(|(laptop, one)| server.post_sync(&laptop.token, one.1.clone()));
        let responses = futures_util::future::join_all(posts).await;
        for (number, (response, (request, _, hash))) in responses.into_iter().zip(asked).enumerate() {
            let laptop = &mut laptops[number];
            if number == wrong {
                let refused = problem(response, StatusCode::CONFLICT).await;
                assert_eq!(refused.code, ProblemCode::Unabridged);
                let (bytes, hash) = laptop.seal(&request);
                let response = server.post_sync(&laptop.token, bytes).await;
                assert!(all_durable(&laptop.hear(response, &request, hash).await), "its chain did not move");
            } else {
                assert!(all_durable(&laptop.hear(response, &request, hash).await), "laptop {number}");
            }
        }
        let now = server.count("SELECT count(*) FROM log WHERE skeleton IS NULL");
        assert_eq!(now - rows, 8, "each change is there once");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_may_not_write_what_is_another_s() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let theirs = DocId::workbook(&PLAN.into(), unit(OTHER_COMMUNE));
    let changes = laptop.edit(&theirs, narrative(), Value::Str("không phải của mình".into()));
    let plan = DocId::plan(&PLAN.into());
    let days = Target::UnitDays { period: entry().period };
    let adjusted = laptop.edit(&plan, days, Value::Int(5));
    let last_year = DocId::workbook(&"mang-yang-2018".into(), unit(COMMUNE));
    let old = laptop.edit(&last_year, narrative(), Value::Str("năm cũ".into()));
    let own = laptop.narrative("của mình").remove(0);
    let sent = vec![(theirs, changes), (plan, adjusted), (last_year, old), own];
    let reply = laptop.sync(&server, sent).await;
    let denied = |at: usize, why| reply.fates[at].iter().all(|one| *one == Fate::refused(why));
    assert!(denied(0, Refusal::NotYourDocument));
    assert!(denied(1, Refusal::NotYourDocument));
    assert!(denied(2, Refusal::OtherPlan));
    assert!(reply.fates[3].iter().all(|one| matches!(one, Fate::Durable { .. })), "its own is taken");
    assert_eq!(server.count("SELECT count(DISTINCT doc) FROM log WHERE device IS NOT NULL"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_waits_for_its_ancestor_and_is_then_handed_on() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let doc = laptop.workbook();
    let first = laptop.narrative("một").remove(0).1;
    let second = laptop.narrative("một hai").remove(0).1;
    let reply = laptop.sync(&server, vec![(doc.clone(), second.clone())]).await;
    assert_eq!(reply.fates, [[Fate::Parked]]);
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    assert_eq!(office.read(&doc, &narrative()), Value::Absent, "nobody sees it before its ancestor");
    let reply = laptop.sync(&server, vec![(doc.clone(), first)]).await;
    assert!(all_durable(&reply));
    assert_eq!(server.count("SELECT count(*) FROM parked"), 0);
    let own = reply.delivered.iter().find(|one| one.doc == doc).unwrap();
    assert_eq!(own.changes.len(), 1, "the laptop learns that what waited was taken");
    office.catch_up(&server).await;
    assert_eq!(office.read(&doc, &narrative()).as_str(), Some("một hai"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_and_is_refused_when_it_comes_again_does_not_come_in_by_itself() {
    let server = Server::within(Limits { files_of_document: 15, ..Limits::default() }).await;
    let mut laptop = server.enrol(COMMUNE).await;
    let doc = laptop.workbook();
    let first = laptop.evidence("e1", b"0123456789").remove(0).1;
    let second = laptop.evidence("e2", b"9876543210").remove(0).1;
    let reply = laptop.sync(&server, vec![(doc.clone(), second.clone())]).await;
    assert_eq!(reply.fates[0].last(), Some(&Fate::Parked), "it stands on what did not come yet");
    let reply = laptop.sync(&server, vec![(doc.clone(), [first, second].concat())]).await;
    assert_eq!(reply.fates[0].last(), Some(&Fate::refused(Refusal::TooManyFiles)));
    let own = "SELECT count(*) FROM log WHERE skeleton IS NULL AND device IS NOT NULL";
    assert_eq!(server.count(own), 1, "what its device was told is not there is not there");
    assert_eq!(server.count("SELECT count(*) FROM parked"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_in_the_wrong_order_of_one_batch_are_all_taken() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    let doc = laptop.workbook();
    let mut changes = laptop.narrative("một").remove(0).1;
    changes.extend(laptop.narrative("một hai").remove(0).1);
    changes.reverse();
    let reply = laptop.sync(&server, vec![(doc, changes)]).await;
    assert!(all_durable(&reply), "{:?}", reply.fates);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_laptops_that_begin_one_entry_offline_end_with_both_words() {
    let server = Server::start().await;
    let (mut one, mut two) = (server.enrol(COMMUNE).await, server.enrol(COMMUNE).await);
    let doc = one.workbook();
    let first = one.narrative("của máy một");
    let state = Target::State { entry: entry() };
    let second = vec![(doc.clone(), two.edit(&doc, state.clone(), Value::Str("in-progress".into())))];
    assert!(all_durable(&one.sync(&server, first).await));
    assert!(all_durable(&two.sync(&server, second).await), "the skeleton is there already, and is the same");
    one.catch_up(&server).await;
    for laptop in [&one, &two] {
        assert_eq!(laptop.read(&doc, &narrative()).as_str(), Some("của máy một"));
        assert_eq!(laptop.read(&doc, &state).as_str(), Some("in-progress"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_actor_belongs_to_one_unit_and_its_numbers_are_given_once() {
    let server = Server::start().await;
    let (mut one, mut two) = (server.enrol(COMMUNE).await, server.enrol(COMMUNE).await);
    let doc = one.workbook();
    let first = one.narrative("máy một").remove(0).1;
    one.sync(&server, vec![(doc.clone(), first.clone())]).await;
    // A clone goes on under the same actor; the one that comes later has to take another.
    let document = two.document(&doc);
    *document = admit(document, &first, Rules::Relayed).document;
    two.actor = one.actor;
    let next = two.narrative("máy hai").remove(0).1;
    assert!(all_durable(&two.sync(&server, vec![(doc.clone(), next)]).await));
    let same_number = one.narrative("máy một viết tiếp").remove(0).1;
    let reply = one.sync(&server, vec![(doc, same_number)]).await;
    assert_eq!(reply.fates, [[Fate::refused(Refusal::ActorReused)]]);
    let mut stranger = server.enrol(OTHER_COMMUNE).await;
    stranger.actor = one.actor;
    let foreign = stranger.narrative("đơn vị khác").remove(0);
    let reply = stranger.sync(&server, vec![foreign]).await;
    assert_eq!(reply.fates[0].last(), Some(&Fate::refused(Refusal::ActorReused)));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_version_is_told_to_update_and_too_much_is_told_so() {
    let server = Server::start().await;
    let laptop = server.enrol(COMMUNE).await;
    let (mut bytes, _) = laptop.seal(&laptop.request(&Vec::new()));
    bytes[2] = 99;
    let other = server.post_sync(&laptop.token, bytes).await;
    assert_eq!(problem(other, StatusCode::UPGRADE_REQUIRED).await.code, ProblemCode::Version);
    let large = server.post_sync(&laptop.token, vec![0; (8 << 20) + 1]).await;
    assert_eq!(problem(large, StatusCode::PAYLOAD_TOO_LARGE).await.code, ProblemCode::TooLarge);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_laptops_at_once_lose_nothing() {
    let server = std::sync::Arc::new(Server::start().await);
    let units = ["ayun", "hra", "kon-dong", "dak-ya", "lo-pang", "ayun", "hra", "kon-dong"];
    let mut running = Vec::new();
    for of in units {
        let server = std::sync::Arc::clone(&server);
        let mut laptop = server.enrol(of).await;
        running.push(tokio::spawn(async move {
            let doc = laptop.workbook();
            for at in 0..6 {
                let percent = Target::Percent { entry: entry() };
                let mut sent = laptop.narrative(&format!("máy {} lần {at}", laptop.id));
                sent[0].1.extend(laptop.edit(&doc, percent, Value::Int(at)));
                assert!(all_durable(&laptop.sync(&server, sent).await));
            }
            laptop
        }));
    }
    let mut laptops = Vec::new();
    for laptop in running {
        laptops.push(laptop.await.unwrap());
    }
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    for laptop in &mut laptops {
        laptop.catch_up(&server).await;
        let doc = laptop.workbook();
        assert_eq!(laptop.document(&doc).heads(), office.document(&doc).heads(), "{doc}: all end alike");
    }
    let kept = server.count("SELECT count(*) FROM log WHERE device IS NOT NULL AND skeleton IS NULL");
    assert_eq!(kept, 8 * 6 * 2, "each change is there, once");
}
