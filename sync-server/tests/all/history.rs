//! A commune moves in from the next district, with what it wrote there.

use std::path::Path;

use model::doc_id::DocId;
use model::ids::{PeriodId, PlanId, TaskId, UnitId};
use model::refusal::Refusal;
use model::target::{EntryKey, Target};
use model::value::{Heads, NamedFields, Value, Verdict};
use protocol::{Cursor, Fate};
use sync_server::admin::{self, AdminError, History};

use crate::merger::merge;
use crate::support::{Laptop, Server, all_durable, plan_text, unit};

const HAI_YANG: &str = "hai-yang";
const THERE: &str = "dak-doa-2019";

/// Đak Đoa, which has the same plan under another id, and a commune that the other district has not.
async fn dak_doa() -> Server {
    dak_doa_with(|units| units).await
}

/// The same, with other units.
async fn dak_doa_with(change: impl FnOnce(String) -> String) -> Server {
    Server::of(|folder: &Path| {
        let units = plan_text("units.toml").replace("id = \"mang-yang\"", "id = \"dak-doa\"");
        let more =
            "\n[[unit]]\nid = \"hai-yang\"\nname = \"Xã Hải Yang\"\nkind = \"commune\"\nparent = \"huyen\"\n";
        std::fs::write(folder.join("units.toml"), change(units + more)).unwrap();
        let plan = plan_text("plan.toml").replace("id = \"mang-yang-2019\"", "id = \"dak-doa-2019\"");
        std::fs::write(folder.join("plan.toml"), plan).unwrap();
        std::fs::write(folder.join("indicators.toml"), plan_text("indicators.toml")).unwrap();
    })
    .await
}

fn entry() -> EntryKey {
    EntryKey { task: TaskId::new("III.6a"), period: PeriodId::new("H1") }
}

fn narrative() -> Target {
    Target::Narrative { entry: entry() }
}

fn workbook() -> DocId {
    DocId::workbook(&PlanId::new(THERE), UnitId::new(HAI_YANG))
}

/// A quarter of Hải Yang, with a word of its district's office. The laptop of the commune.
async fn quarter(there: &Server) -> Laptop {
    let mut commune = there.enrol(HAI_YANG).await;
    let changes = commune.edit(&workbook(), narrative(), Value::Str("Hải Yang: 25 hồ sơ".into()));
    assert!(all_durable(&commune.sync(there, vec![(workbook(), changes)]).await));
    let mut office = there.enrol("noi-vu").await;
    let review = DocId::review(&PlanId::new(THERE), unit("noi-vu"), unit(HAI_YANG));
    let word = Verdict::Returned {
        reason: "Thiếu biểu mẫu".into(),
        until: None,
        heads: Heads::default(),
        fields: NamedFields::default(),
    };
    let changes = office.edit(&review, Target::Verdict { entry: entry() }, Value::record(&word));
    assert!(all_durable(&office.sync(there, vec![(review, changes)]).await));
    // And one whose work is not to go along.
    let mut other = there.enrol("hra").await;
    let doc = DocId::workbook(&PlanId::new(THERE), unit("hra"));
    let changes = other.edit(&doc, narrative(), Value::Str("của xã khác".into()));
    assert!(all_durable(&other.sync(there, vec![(doc, changes)]).await));
    commune
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commune_comes_with_its_history_and_the_new_units_people_read_it() {
    let (here, there) = (Server::start().await, dak_doa().await);
    let commune = quarter(&there).await;
    let mut neighbour = here.enrol("kon-dong").await;
    neighbour.catch_up(&here).await;
    merge(&here);
    let folder = there.path("hai-yang");
    let sent = admin::export_history(&there.data(), &unit(HAI_YANG), &folder).unwrap();
    assert_eq!(sent.documents, 4, "its workbook, its review, the plan and the units: {sent:?}");
    let came = admin::import_history(&here.data(), &folder, &here.time.clock()).unwrap();
    assert_eq!((came.changes, came.documents), (sent.changes, sent.documents));
    assert_eq!(here.count("SELECT count(*) FROM document WHERE doc LIKE '%/workbook/hra'"), 0);

    neighbour.cursor = Cursor(0);
    let replies = neighbour.catch_up(&here).await;
    assert_eq!(replies.last().unwrap().merged, Some(unit("xa-mang-yang")));
    assert_eq!(neighbour.read(&workbook(), &narrative()).as_str(), Some("Hải Yang: 25 hồ sơ"));
    let people: Vec<_> = replies.iter().flat_map(|reply| &reply.people).map(|one| one.id.clone()).collect();
    assert!(people.contains(&commune.person), "and is told whose words they are");
    let changes = neighbour.edit(&workbook(), narrative(), Value::Str("sửa lại".into()));
    let reply = neighbour.sync(&here, vec![(workbook(), changes)]).await;
    let refused: Vec<_> = reply.fates.iter().flatten().filter_map(Fate::refusal).collect();
    assert!(!refused.is_empty() && refused.iter().all(|one| *one != Refusal::OtherPlan), "{refused:?}");
    let closed = admin::list_plans(&here.data()).unwrap().into_iter().find(|plan| plan.id.as_str() == THERE);
    assert!(closed.unwrap().closed_on.is_some(), "it is read here, and written by nobody");
    let again = admin::import_history(&here.data(), &folder, &here.time.clock()).unwrap();
    assert_eq!(again.changes, 0, "the same file once more brings nothing new");
    let mut other = here.enrol("xa-hra").await;
    let told = crate::support::delivered(&other.catch_up(&here).await);
    assert!(told.iter().all(|doc| !doc.contains(HAI_YANG)), "nobody else reads it: {told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_none_of_another_districts_changes_nothing() {
    let (here, there) = (Server::start().await, dak_doa().await);
    quarter(&there).await;
    let folder = there.path("hai-yang");
    admin::export_history(&there.data(), &unit(HAI_YANG), &folder).unwrap();
    assert!(matches!(
        admin::export_history(&there.data(), &unit(HAI_YANG), &folder),
        Err(AdminError::FileExists(_))
    ));
    let to = there.path("nobody");
    assert!(matches!(
        admin::export_history(&there.data(), &unit("nobody"), &to),
        Err(AdminError::UnknownUnit { .. })
    ));
    let own = admin::import_history(&there.data(), &folder, &there.time.clock()).unwrap_err();
    assert!(matches!(own, AdminError::OwnHistory(_)), "{own}");
    let file = folder.join("history.nr");
    let whole = std::fs::read(&file).unwrap();
    let mut flipped = whole.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x55;
    let bad: [&[u8]; 6] = [
        b"",
        b"nharong history 1 hai-yang\n",
        b"rubbish",
        &whole[..whole.len() - 1],
        &[&whole[..], b"x"].concat(),
        &flipped,
    ];
    for bytes in bad {
        std::fs::write(&file, bytes).unwrap();
        let refused = admin::import_history(&here.data(), &folder, &here.time.clock()).unwrap_err();
        assert!(refused.to_string().contains("Chưa thay đổi gì"), "{refused}");
        assert_eq!(here.count("SELECT count(*) FROM document"), 2, "the plan and the units");
    }
    std::fs::write(&file, &whole).unwrap();
    let came: History = admin::import_history(&here.data(), &folder, &here.time.clock()).unwrap();
    assert_eq!(came.documents, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_district_says_of_units_with_the_same_ids_gives_nobody_here_a_right() {
    let here = Server::start().await;
    // There Ayun ended, and another unit goes on with its work.
    let there = dak_doa_with(|units| {
        let ended = units.replacen("id = \"ayun\"\n", "id = \"ayun\"\nuntil = 2019-06-30\n", 1);
        let more = "\n[[unit]]\nid = \"xa-x\"\nname = \"Xã X\"\nkind = \"commune\"\nparent = \"huyen\"\nfrom = 2019-07-01\nsucceeds = [\"ayun\"]\n";
        ended + more
    })
    .await;
    quarter(&there).await;
    let folder = there.path("history");
    admin::export_history(&there.data(), &unit(HAI_YANG), &folder).unwrap();
    admin::import_history(&here.data(), &folder, &here.time.clock()).unwrap();

    let mut ayun = here.enrol("ayun").await;
    let sent = ayun.narrative("vẫn là xã Ayun");
    let reply = ayun.sync(&here, sent).await;
    assert!(all_durable(&reply) && reply.merged.is_none(), "{:?}", reply.fates);
    let id = PlanId::new(THERE);
    let reopened = admin::close_plan(&here.data(), &id, None, &here.time.clock());
    assert!(matches!(reopened, Err(AdminError::NoPlan { .. })), "nobody here opens it");
    let mut office = here.enrol("noi-vu").await;
    office.catch_up(&here).await;
    let doc = DocId::plan(&id);
    let changes = office.edit(&doc, Target::Closed, Value::Absent);
    let reply = office.sync(&here, vec![(doc, changes)]).await;
    let refused: Vec<_> = reply.fates.iter().flatten().map(Fate::refusal).collect();
    assert!(refused.iter().all(|one| *one == Some(Refusal::NotYourDocument)), "{refused:?}");
    let people = "SELECT count(*) FROM unit_person WHERE unit = 'noi-vu' AND position > 0";
    assert_eq!(here.count(people), 1, "the other district's officer is none of this one's");
    let code = admin::issue_code(&here.data(), &unit("xa-x"), "Ai đó", &here.time.clock());
    assert!(
        matches!(code, Err(AdminError::UnknownUnit { .. })),
        "a unit of the other district has no laptops here"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn files_that_are_not_what_a_document_names_are_counted() {
    let (here, there) = (Server::start().await, dak_doa().await);
    quarter(&there).await;
    let folder = there.path("hai-yang");
    admin::export_history(&there.data(), &unit(HAI_YANG), &folder).unwrap();
    std::fs::write(folder.join("files").join("aa"), b"hong").unwrap();
    let came = admin::import_history(&here.data(), &folder, &here.time.clock()).unwrap();
    assert_eq!((came.files, came.passed_over), (0, 1), "whoever imports is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn units_of_this_district_with_ids_of_the_other_one_read_nothing_of_it() {
    let (here, there) = (Server::start().await, dak_doa().await);
    quarter(&there).await;
    merge(&here);
    let folder = there.path("hai-yang");
    admin::export_history(&there.data(), &unit(HAI_YANG), &folder).unwrap();
    admin::import_history(&here.data(), &folder, &here.time.clock()).unwrap();
    for of in ["noi-vu", "tu-phap", "xa-hra"] {
        let told = crate::support::delivered(&here.enrol(of).await.catch_up(&here).await);
        assert!(told.iter().all(|doc| !doc.contains(THERE)), "{of} is told {told:?}");
    }
    let mut moved = here.enrol("xa-mang-yang").await;
    let told = crate::support::delivered(&moved.catch_up(&here).await);
    assert!(told.iter().any(|doc| doc.contains(HAI_YANG)), "its own people are: {told:?}");
    // A unit that lives here is none that moved in.
    let folder = there.path("ayun");
    admin::export_history(&there.data(), &unit("noi-vu"), &folder).unwrap();
    let refused = admin::import_history(&here.data(), &folder, &here.time.clock()).unwrap_err();
    assert!(matches!(refused, AdminError::UnitHere(_)), "{refused}");
}
