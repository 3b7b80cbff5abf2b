//! Who writes is an id; what they are called stands beside the documents.

use std::fs;

use model::doc_id::DocId;
use model::ids::PersonId;
use model::item::OrganisationItem;
use model::permission::hears_of;
use model::plan::Stay;
use model::refusal::Refusal;
use model::target::Target;
use protocol::{EnrolReply, EnrolRequest, Fate, Signer, SyncReply, VERSION};
use reqwest::StatusCode;
use sync_server::Limits;
use sync_server::admin::{self, AdminError};

use crate::support::{
    COMMUNE, COORDINATOR, HOUR, Laptop, OTHER_COMMUNE, Server, all_durable, narrative, plan, problem, random,
    unit,
};

async fn enrolled(server: &Server, code: &str, as_whom: (&str, Option<&PersonId>)) -> EnrolReply {
    let reply = server.post_enrol_as(code, &Signer::from_secret(&random()), as_whom).await;
    assert_eq!(reply.status(), StatusCode::OK);
    reply.json().await.unwrap()
}

fn code(server: &Server, of: &str, name: &str) -> String {
    admin::issue_code(&server.data(), &unit(of), name, &server.time.clock()).unwrap().code
}

fn people(server: &Server) -> Vec<(String, String)> {
    let lines = admin::list_people(&server.data()).unwrap();
    lines.into_iter().map(|line| (line.unit.to_string(), line.name)).collect()
}

/// What was told of one person, the last word last.
fn told(replies: &[SyncReply], of: &PersonId) -> Vec<Option<String>> {
    let all = replies.iter().flat_map(|reply| &reply.people);
    all.filter(|person| person.id == *of).map(|person| person.name.clone()).collect()
}

fn refused(reply: &SyncReply) -> Option<Refusal> {
    reply.fates[0].last().and_then(Fate::refusal)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_for_the_one_of_the_unit_who_is_called_so_and_the_officer_corrects_the_name() {
    let server = Server::start().await;
    let typed = code(&server, COMMUNE, "Dinh Hmuk");
    let first = enrolled(&server, &typed, (" Đinh Hmưk ", None)).await.person;
    assert!(first.is_well_formed() && first.as_str().len() == 8, "{first}");
    assert_eq!(people(&server), [(COMMUNE.into(), "Đinh Hmưk".into())], "as the officer typed it");
    let again = enrolled(&server, &code(&server, COMMUNE, "đinh hmưk"), ("Đinh Hmưk", None)).await;
    assert_eq!(again.person, first, "one person with two laptops");
    let other = enrolled(&server, &code(&server, OTHER_COMMUNE, "Đinh Hmưk"), ("Đinh Hmưk", None)).await;
    assert_ne!(other.person, first, "of another unit it is somebody else");
    let devices = admin::list_devices(&server.data()).unwrap();
    assert!(devices.iter().all(|line| line.person == "Đinh Hmưk"), "{devices:?}");
    // Two names that look alike without their marks: the one that is typed exactly counts.
    for name in ["Y Lan", "Y Lân"] {
        enrolled(&server, &code(&server, "dak-ya", "Y"), (name, None)).await;
    }
    let lan = enrolled(&server, &code(&server, "dak-ya", "Y Lan"), ("Y Lan", None)).await;
    let marked = enrolled(&server, &code(&server, "dak-ya", "Y Lân"), ("Y Lân", None)).await;
    assert_ne!(lan.person, marked.person);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_laptop_that_enrols_anew_stays_with_its_person_unless_that_is_another_units() {
    let server = Server::start().await;
    let mine = enrolled(&server, &code(&server, COMMUNE, "A"), ("A", None)).await.person;
    admin::rename_person(&server.data(), &mine, "Đinh Hmưk").unwrap();
    let anew = enrolled(&server, &code(&server, COMMUNE, "B"), ("A", Some(&mine))).await;
    assert_eq!(anew.person, mine);
    let named = (COMMUNE.to_owned(), "Đinh Hmưk".to_owned());
    assert!(people(&server).contains(&named), "what the laptop held was the name of before");
    let elsewhere = enrolled(&server, &code(&server, OTHER_COMMUNE, "C"), ("C", Some(&mine))).await;
    assert_ne!(elsewhere.person, mine, "the code's person counts");
    let unknown = PersonId::new("0h4xt9qa");
    let kept = enrolled(&server, &code(&server, COMMUNE, "D"), ("Lê Thị Hoa", Some(&unknown))).await;
    assert_eq!(kept.person, unknown, "of which only the laptop knows");
    assert!(people(&server).contains(&(COMMUNE.to_owned(), "Lê Thị Hoa".to_owned())));
    let program = enrolled(&server, &code(&server, COMMUNE, "D"), ("D", Some(&PersonId::program()))).await;
    assert_ne!(program.person, PersonId::program(), "nobody is the program");

    let erased = PersonId::new("erased00");
    let silent = enrolled(&server, &code(&server, COMMUNE, "E"), ("", Some(&erased))).await;
    assert_eq!(silent.person, erased);
    assert!(people(&server).contains(&(COMMUNE.to_owned(), "(đã xóa tên)".to_owned())), "and stays so");
    let (code, signer) = (code(&server, COMMUNE, "F"), Signer::from_secret(&random()));
    for (name, person) in [("", None), ("F", Some("a b")), ("F", Some("")), ("F\nG", Some("0h4xt9qa"))] {
        let person = person.map(PersonId::new);
        let answer = server.post_enrol_as(&code, &signer, (name, person.as_ref())).await;
        problem(answer, StatusCode::BAD_REQUEST).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_which_unit_people_are_and_since_when_stands_in_the_organisations_document() {
    let server = Server::start().await;
    let clock = server.time.clock();
    let mut old = server.enrol(COMMUNE).await;
    let id = old.person.clone();
    let today = admin::today(&clock);
    let stay = |server: &Server| {
        let lines = admin::list_people(&server.data()).unwrap();
        lines.into_iter().find(|line| line.id == id).map(|line| (line.unit.to_string(), line.stay))
    };
    assert_eq!(
        stay(&server),
        Some((COMMUNE.into(), Some((today, None)))),
        "from the day of the enrolment on"
    );
    server.enrol(COMMUNE).await;
    assert_eq!(
        server.count("SELECT count(*) FROM stay"),
        1,
        "a second laptop of the same person says nothing new"
    );

    let sent = old.narrative("viết trước khi chuyển");
    let written = sent.clone();
    server.time.pass(48 * HOUR);
    let moved = admin::today(&clock);
    admin::move_person(&server.data(), &id, (&unit(OTHER_COMMUNE), moved), &clock).unwrap();
    assert_eq!(stay(&server), Some((OTHER_COMMUNE.into(), Some((moved, None)))));
    assert!(all_durable(&old.sync(&server, written).await), "what the old laptop still holds arrives");
    let mut new = server.enrol(OTHER_COMMUNE).await;
    assert_eq!(new.person, id, "the code of the new unit is for the same person");
    let sent = new.narrative("viết ở đơn vị mới");
    assert!(all_durable(&new.sync(&server, sent).await));
    admin::rename_person(&server.data(), &id, "Đinh Văn Ba").unwrap();
    let replies = old.catch_up(&server).await;
    let last = told(&replies, &id).pop();
    assert_eq!(last, Some(Some("Đinh Văn Ba".into())), "the old unit holds what was written there");
    admin::rename_person(&server.data(), &id, "Đinh Văn A").unwrap();
    // Everybody reads it in the document, a laptop without any part in it too.
    let mut reader = server.enrol("dak-ya").await;
    reader.catch_up(&server).await;
    let at = |from: chrono::NaiveDate| Target::OrganisationItem {
        item: OrganisationItem::Person { person: id.clone(), from: from.to_string() },
    };
    let organisation = DocId::organisation(plan().organisation().id());
    let read = |reader: &Laptop, from| reader.read(&organisation, &at(from)).as_record::<Stay>();
    let before = Stay { unit: unit(COMMUNE), until: moved.pred_opt() };
    assert_eq!(read(&reader, today), Some(before), "the old stay ends the day before");
    assert_eq!(read(&reader, moved), Some(Stay { unit: unit(OTHER_COMMUNE), until: None }));

    let early = admin::move_person(&server.data(), &id, (&unit(COMMUNE), today), &clock);
    assert!(matches!(early, Err(AdminError::BeforeStay { .. })), "nobody is at two units on one day");
    let nowhere = admin::move_person(&server.data(), &id, (&unit("nowhere"), moved), &clock);
    assert!(matches!(nowhere, Err(AdminError::UnknownUnit { .. })));
    admin::end_person(&server.data(), &id, moved, &clock).unwrap();
    let later = moved + chrono::Days::new(1);
    admin::end_person(&server.data(), &id, later, &clock).unwrap();
    assert_eq!(
        stay(&server),
        Some((OTHER_COMMUNE.into(), Some((moved, Some(later))))),
        "a last day that is yet to come is put right"
    );
    server.time.pass(3 * 24 * HOUR);
    let twice = admin::end_person(&server.data(), &id, later, &clock);
    assert!(matches!(twice, Err(AdminError::NoStay(_))));
    let nobody = admin::end_person(&server.data(), &PersonId::new("xxxxxxxx"), moved, &clock);
    assert!(matches!(nobody, Err(AdminError::NoPerson(_))));
    // Units that are revised leave people alone.
    admin::revise_units(&server.data(), &crate::support::plan_folder().join("units.toml"), false, &clock)
        .unwrap();
    assert_eq!(server.count("SELECT count(*) FROM stay WHERE until IS NOT NULL"), 2);
    // Whoever comes back stays the same person, from that day on.
    server.time.pass(48 * HOUR);
    let back = server.enrol(OTHER_COMMUNE).await;
    assert_eq!((back.person, server.count("SELECT count(*) FROM stay WHERE person <> ''")), (id.clone(), 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_go_to_those_who_may_read_what_the_person_writes() {
    let server = Server::start().await;
    let plan = plan();
    let commune = unit(COMMUNE);
    let writer = server.enrol(COMMUNE).await;
    let hearers = hears_of(&plan, &commune);
    let mut others = 0;
    for of in plan.units().iter().map(|unit| &unit.id) {
        let mut reader = server.enrol(of.as_str()).await;
        let replies = reader.catch_up(&server).await;
        let heard = told(&replies, &writer.person) == [Some("Đinh Văn A".to_owned())];
        assert_eq!(heard, hearers.contains(&of), "{of}");
        assert_eq!(told(&replies, &reader.person).len(), 1, "of its own people always");
        assert!(reader.catch_up(&server).await.iter().all(|reply| reply.people.is_empty()), "and once");
        others += usize::from(!heard);
    }
    assert!(others > 10, "most units have nothing to do with each other");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_name_is_told_again_and_an_erased_one_is_told_to_be_erased() {
    let server = Server::start().await;
    let mut writer = server.enrol(COMMUNE).await;
    let mut office = server.enrol(COORDINATOR).await;
    let author = writer.person.clone();
    let sent = writer.narrative("đã làm");
    assert!(all_durable(&writer.sync(&server, sent).await));
    office.catch_up(&server).await;
    admin::rename_person(&server.data(), &author, "Đinh Hmưk Bí Mật").unwrap();
    for laptop in [&mut writer, &mut office] {
        let replies = laptop.catch_up(&server).await;
        assert_eq!(told(&replies, &author), [Some("Đinh Hmưk Bí Mật".to_owned())]);
    }
    let holds = |server: &Server, name: &str| {
        let files = fs::read_dir(server.data()).unwrap().map(|entry| entry.unwrap().path());
        let mut files = files.filter(|path| path.is_file());
        files.any(|file| fs::read(file).unwrap().windows(name.len()).any(|bytes| bytes == name.as_bytes()))
    };
    assert!(holds(&server, "Hmưk Bí Mật"), "as it should be, so that the test looks at the right place");
    admin::erase_person(&server.data(), &author).unwrap();
    assert!(!holds(&server, "Hmưk Bí Mật"), "not even where the database keeps what was deleted");
    let colleague =
        admin::list_people(&server.data()).unwrap().into_iter().find(|line| line.name == "Đinh Văn A");
    admin::erase_person(&server.data(), &colleague.unwrap().id).unwrap();
    assert!(!holds(&server, "Đinh Văn A"), "nor what was corrected before");
    for laptop in [&mut writer, &mut office] {
        let replies = laptop.catch_up(&server).await;
        assert_eq!(told(&replies, &author), [None]);
    }
    let mut late = server.enrol(COORDINATOR).await;
    assert_eq!(told(&late.catch_up(&server).await, &author), [None], "there is nothing to tell of it");
    let again = enrolled(&server, &code(&server, COMMUNE, "Đinh Văn A"), ("Đinh Văn A", None)).await;
    assert_ne!(again.person, author, "whose name is erased is not found by it");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_come_page_by_page_and_none_is_skipped() {
    let limits = Limits { page_items: 1, ..Limits::default() };
    let server = Server::within(limits).await;
    let mut all = Vec::new();
    for name in ["A", "B", "C", "D"] {
        all.push(enrolled(&server, &code(&server, COMMUNE, name), (name, None)).await.person);
    }
    let mut writer = server.enrol(COMMUNE).await;
    let sent = writer.narrative("đã làm");
    assert!(all_durable(&writer.sync(&server, sent).await));
    let mut office = server.enrol(COORDINATOR).await;
    let replies = office.catch_up(&server).await;
    assert!(replies.len() > 4, "{} pages", replies.len());
    for person in &all {
        assert_eq!(told(&replies, person).len(), 1);
    }
    assert_eq!(office.read(&writer.workbook(), &narrative()).as_str(), Some("đã làm"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_under_another_units_person_is_refused_in_words() {
    let server = Server::start().await;
    let (mut ayun, hra) = (server.enrol(COMMUNE).await, server.enrol(OTHER_COMMUNE).await);
    for of in [hra.person.clone(), PersonId::program()] {
        let own = std::mem::replace(&mut ayun.person, of);
        let sent = ayun.narrative("đứng tên người khác");
        let reply = ayun.sync(&server, sent).await;
        assert_eq!(refused(&reply), Some(Refusal::ForeignAuthor));
        let Some(Fate::Refused(refused)) = reply.fates[0].last() else { panic!("{:?}", reply.fates) };
        assert!(!refused.apart, "the bytes are not at fault");
        assert!(refused.text.contains("ghi danh lại"), "it says what to do: {}", refused.text);
        ayun.person = own;
        ayun.documents.clear();
        ayun.actor = ::document::Actor::from_random(random());
    }
    assert_eq!(server.count("SELECT count(*) FROM quarantine"), 0);
    let sent = ayun.narrative("đứng tên mình");
    assert!(all_durable(&ayun.sync(&server, sent).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_person_is_of_the_unit_that_speaks_first() {
    let server = Server::start().await;
    let (mut ayun, mut hra) = (server.enrol(COMMUNE).await, server.enrol(OTHER_COMMUNE).await);
    let unknown = PersonId::new("0h4xt9qa");
    (ayun.person, hra.person) = (unknown.clone(), unknown.clone());
    let sent = ayun.narrative("trước");
    assert!(all_durable(&ayun.sync(&server, sent).await));
    let sent = hra.narrative("sau");
    assert_eq!(refused(&hra.sync(&server, sent).await), Some(Refusal::ForeignAuthor));
    assert!(people(&server).contains(&(COMMUNE.to_owned(), unknown.to_string())), "shown by the id");
    let mut office = server.enrol(COORDINATOR).await;
    assert!(told(&office.catch_up(&server).await, &unknown).is_empty(), "who has a name keeps it");
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_of_two_units_side_by_side_make_one_person_of_one_unit() {
    for _ in 0..10 {
        let server = Server::start().await;
        let (mut ayun, mut hra) = (server.enrol(COMMUNE).await, server.enrol(OTHER_COMMUNE).await);
        (ayun.person, hra.person) = ("0h4xt9qa".into(), "0h4xt9qa".into());
        let (one, two) = (ayun.narrative("một"), hra.narrative("hai"));
        let (one, two) = tokio::join!(ayun.sync(&server, one), hra.sync(&server, two));
        let taken = [&one, &two].iter().filter(|reply| all_durable(reply)).count();
        assert_eq!(taken, 1, "whichever was written first: {:?} {:?}", one.fates, two.fates);
        assert!([one, two].iter().any(|reply| refused(reply) == Some(Refusal::ForeignAuthor)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_before_a_person_came_takes_what_they_wrote_under_the_same_id() {
    let mut server = Server::start().await;
    let mut colleague = server.enrol(COMMUNE).await;
    let copy = server.path("copy.db");
    admin::backup(&server.data(), &copy).unwrap();
    let enrolled_later = enrolled(&server, &code(&server, COMMUNE, "Y Blưm"), ("Y Blưm", None)).await;
    let mut later = Laptop { person: enrolled_later.person.clone(), ..server.enrol(COMMUNE).await };
    let sent = later.narrative("viết sau khi sao lưu");
    assert!(all_durable(&later.sync(&server, sent.clone()).await));
    colleague.catch_up(&server).await;

    server.stop().await;
    fs::remove_dir_all(server.data()).unwrap();
    admin::restore(&copy, &server.data(), None, &server.time.clock()).unwrap();
    server.run().await;

    // A colleague who had heard of it brings it back.
    colleague.sync(&server, Vec::new()).await;
    let reply = colleague.sync(&server, sent).await;
    assert!(all_durable(&reply), "{:?}", reply.fates);
    let noted = (COMMUNE.to_owned(), later.person.to_string());
    assert!(people(&server).contains(&noted), "of this unit, and without a name: {:?}", people(&server));
    server.time.pass(HOUR);
    let anew = enrolled(&server, &code(&server, COMMUNE, "Y B"), ("Y Blưm", Some(&later.person))).await;
    assert_eq!(anew.person, later.person, "the laptop knows better than the code");
    let replies = colleague.catch_up(&server).await;
    assert_eq!(told(&replies, &later.person), [Some("Y Blưm".to_owned())], "and brings the name");
}

#[test]
fn commands_for_people_who_are_not_there_say_so() {
    let folder = tempfile::TempDir::new().unwrap();
    let data = folder.path().join("data");
    let files = admin::PlanFiles::read(&crate::support::plan_folder()).unwrap();
    admin::init(&files, &data, None, &sync_server::Clock::system()).unwrap();
    assert!(admin::list_people(&data).unwrap().is_empty(), "the program is nobody");
    let (nobody, program) = (PersonId::new("0h4xt9qa"), PersonId::program());
    for id in [&nobody, &program] {
        assert!(matches!(admin::rename_person(&data, id, "A"), Err(AdminError::NoPerson(_))));
        assert!(matches!(admin::erase_person(&data, id), Err(AdminError::NoPerson(_))));
    }
    assert!(matches!(admin::rename_person(&data, &nobody, " \n"), Err(AdminError::BadName(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_before_a_move_or_a_last_day_is_good_for_nothing() {
    let server = Server::start().await;
    let clock = server.time.clock();
    let id = server.enrol(COMMUNE).await.person;
    let name = admin::list_people(&server.data()).unwrap().remove(0).name;
    let day = admin::today(&clock);
    let refused = async |code: String| {
        let answer = server.post_enrol(&code, &Signer::from_secret(&random())).await;
        problem(answer, StatusCode::FORBIDDEN).await;
    };
    let before = code(&server, COMMUNE, &name);
    admin::move_person(&server.data(), &id, (&unit(OTHER_COMMUNE), day), &clock).unwrap();
    refused(before).await;
    let before = code(&server, OTHER_COMMUNE, &name);
    admin::end_person(&server.data(), &id, day, &clock).unwrap();
    refused(before).await;
    let far = day + chrono::Days::new(400);
    let moved = admin::move_person(&server.data(), &id, (&unit(COMMUNE), far), &clock);
    assert!(matches!(moved, Err(AdminError::FarDay(_))), "such a day could not be put right");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_laptop_that_goes_on_for_its_unit_does_not_spend_another_units_code() {
    let server = Server::start().await;
    let laptop = server.enrol(COMMUNE).await;
    let code = code(&server, OTHER_COMMUNE, "Người khác");
    let key = Signer::from_secret(&random());
    let public_key = key.public().to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let request = EnrolRequest {
        version: VERSION,
        code: code.clone(),
        name: String::new(),
        person: Some(laptop.person.clone()),
        organisation: None,
        units: vec![unit(COMMUNE)],
        public_key,
    };
    let answer = server.client.post(format!("{}/v1/enrol", server.url)).json(&request).send().await.unwrap();
    let told = problem(answer, StatusCode::FORBIDDEN).await;
    assert!(told.message.contains("của đơn vị khác"), "{}", told.message);
    let lines = admin::list_people(&server.data()).unwrap();
    let line = lines.into_iter().find(|line| line.id == laptop.person).unwrap();
    assert_eq!(line.unit, unit(COMMUNE), "nothing was written down of the person");
    assert_eq!(
        enrolled(&server, &code, ("Người khác", None)).await.unit,
        unit(OTHER_COMMUNE),
        "it is not spent"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_to_a_wrong_day_or_unit_that_is_yet_to_come_is_put_right() {
    let server = Server::start().await;
    let clock = server.time.clock();
    let id = server.enrol(COMMUNE).await.person;
    let day = admin::today(&clock);
    let later = day + chrono::Days::new(300);
    admin::move_person(&server.data(), &id, (&unit("tu-phap"), later), &clock).unwrap();
    server.time.pass(48 * HOUR);
    let today = admin::today(&clock);
    admin::move_person(&server.data(), &id, (&unit(OTHER_COMMUNE), today), &clock).unwrap();
    let stays = "SELECT group_concat(unit || ' ' || from_day || ' ' || coalesce(until, '-'), '; ') FROM
        (SELECT * FROM stay ORDER BY from_day)";
    let expected = format!("{COMMUNE} {day} {}; {OTHER_COMMUNE} {today} -", today.pred_opt().unwrap());
    let conn = rusqlite::Connection::open(server.data().join("nharong.db")).unwrap();
    let told: String = conn.query_row(stays, [], |row| row.get(0)).unwrap();
    assert_eq!(told, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_is_nobody_who_works_anywhere() {
    let server = Server::start().await;
    let nobody = admin::rename_person(&server.data(), &PersonId::program(), "Ông Lạ");
    assert!(matches!(nobody, Err(AdminError::NoPerson(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_answers_for_a_unit_and_has_no_laptop_is_named_to_its_laptops() {
    let server = Server::start().await;
    let mut laptop = server.enrol(COMMUNE).await;
    laptop.catch_up(&server).await;
    let add = |of: &str, name: &str| admin::add_person(&server.data(), &unit(of), name, &server.time.clock());
    let head = add(COMMUNE, " Rơ Châm Hùng ").unwrap();
    assert_eq!(add(COMMUNE, "rơ châm hùng").unwrap(), head, "who is called so already is that person");
    let replies = laptop.catch_up(&server).await;
    assert_eq!(told(&replies, &head), [Some("Rơ Châm Hùng".to_owned())]);
    assert!(matches!(add("xa-la", "Ai đó"), Err(AdminError::UnknownUnit { .. })));
    assert!(matches!(add(COMMUNE, "  "), Err(AdminError::BadName(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_laptop_is_told_of_the_others_of_its_unit_and_of_no_other_unit() {
    let server = Server::start().await;
    let (mut one, mut other) = (server.enrol(COMMUNE).await, server.enrol(COMMUNE).await);
    let mut stranger = server.enrol(OTHER_COMMUNE).await;
    other.sync(&server, Vec::new()).await;
    let told = one.sync(&server, Vec::new()).await.laptops.expect("another laptop was enrolled");
    assert_eq!(told.len(), 1);
    assert!(told[0].heard.0 > 0, "it has spoken");
    assert_eq!(stranger.sync(&server, Vec::new()).await.laptops, None);
}
