//! A file that is the wrong one, or nobody's business.

use model::ids::EvidenceId;
use model::target::{EvidencePart, Target};
use model::value::Value;
use protocol::{ShownElsewhere, Withdrawn};
use reqwest::StatusCode;
use sync_server::admin::{self, AdminError};

use crate::files::{create, get, upload, with_evidence};
use crate::support::{COMMUNE, COORDINATOR, Laptop, OTHER_COMMUNE, Sent, Server, all_durable, random};

const REASON: &str = "Quét nhầm đơn của công dân";

fn withdraw(laptop: &mut Laptop, id: &str) -> Sent {
    let target = Target::Evidence { evidence: EvidenceId::new(id), part: EvidencePart::Withdrawn };
    let doc = laptop.workbook();
    let changes = laptop.edit(&doc, target, Value::Str(REASON.into()));
    vec![(doc, changes)]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_its_unit_withdrew_is_handed_out_to_nobody_and_not_taken_again() {
    let server = Server::start().await;
    let bytes = random::<1000>();
    let (mut laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    upload(&server, &laptop, &bytes).await;
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    assert_eq!(get(&server, &office, &hash, None).await.status(), StatusCode::OK);
    let sent = withdraw(&mut laptop, "aaaaaaaaaaaaa");
    assert!(all_durable(&laptop.sync(&server, sent).await));
    for who in [&office, &laptop] {
        assert_eq!(get(&server, who, &hash, None).await.status(), StatusCode::NOT_FOUND);
    }
    assert_eq!(create(&server, &laptop, &hash, 1000).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(server.count("SELECT count(*) FROM blob"), 1, "its bytes go when the administrator says so");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_withdraws_its_own_file_and_not_the_same_of_another() {
    let server = Server::start().await;
    let bytes = random::<1000>();
    let (owner, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    upload(&server, &owner, &bytes).await;
    let mut other = server.enrol(OTHER_COMMUNE).await;
    let sent = other.evidence("bbbbbbbbbbbbb", &bytes);
    other.sync(&server, sent).await;
    let sent = withdraw(&mut other, "bbbbbbbbbbbbb");
    other.sync(&server, sent).await;
    assert_eq!(get(&server, &owner, &hash, None).await.status(), StatusCode::OK);
    let refused = admin::delete_file(&server.data(), hash.as_str(), None, false);
    assert!(matches!(refused, Err(AdminError::FileInUse(_))), "nor does the administrator by mistake");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_administrator_deletes_is_gone_from_the_disk_and_laptops_are_told() {
    let mut server = Server::start().await;
    let bytes = random::<1000>();
    let (mut laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    upload(&server, &laptop, &bytes).await;
    let mut office = server.enrol(COORDINATOR).await;
    office.catch_up(&server).await;
    let mut stranger = server.enrol(OTHER_COMMUNE).await;
    let sent = withdraw(&mut laptop, "aaaaaaaaaaaaa");
    laptop.sync(&server, sent).await;
    let listed = admin::withdrawn_files(&server.data()).unwrap();
    assert_eq!((listed.len(), &*listed[0].reason, listed[0].shown), (1, REASON, false));
    for wrong in ["", "zz", "0000000000"] {
        let refused = admin::delete_file(&server.data(), wrong, None, false);
        assert!(matches!(refused, Err(AdminError::NoFile(_))), "{wrong:?}");
    }
    let deleted = admin::delete_file(&server.data(), &hash.as_str()[..12], None, false).unwrap();
    assert_eq!(deleted, hash);
    let whole = server.data().join("files").join(&hash.as_str()[..2]).join(hash.as_str());
    assert!(!whole.exists());
    let told = [Withdrawn { hash: hash.clone(), reason: REASON.into() }];
    for who in [&mut laptop, &mut office] {
        let reply = who.sync(&server, Vec::new()).await;
        assert_eq!((&*reply.withdrawn, &*reply.files), (&told[..], &[][..]), "with its reason");
    }
    assert!(stranger.sync(&server, Vec::new()).await.withdrawn.is_empty(), "who never heard of it does not");
    let late = server.enrol(COORDINATOR).await;
    let told_late = {
        let mut late = late;
        late.catch_up(&server).await
    };
    assert!(told_late.iter().any(|reply| reply.withdrawn == told), "whoever comes later does");
    // The power went between the word and the deed.
    server.stop().await;
    std::fs::write(&whole, bytes).unwrap();
    server.run().await;
    assert!(!whole.exists());
    let anew = laptop.evidence("ccccccccccccc", &bytes);
    laptop.sync(&server, anew).await;
    assert_eq!(create(&server, &laptop, &hash, 1000).await.status(), StatusCode::FORBIDDEN, "it stays away");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_need_the_administrator_deletes_a_file_that_nobody_withdrew_and_says_why() {
    let server = Server::start().await;
    let bytes = random::<1000>();
    let (laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    upload(&server, &laptop, &bytes).await;
    let data = server.data();
    let refused = admin::delete_file(&data, hash.as_str(), None, true);
    assert!(matches!(refused, Err(AdminError::NoReason)));
    assert_eq!(get(&server, &laptop, &hash, None).await.status(), StatusCode::OK, "nothing was changed");
    admin::delete_file(&data, hash.as_str(), Some("Theo yêu cầu của công an"), true).unwrap();
    assert_eq!(get(&server, &laptop, &hash, None).await.status(), StatusCode::NOT_FOUND);
    let listed = admin::withdrawn_files(&data).unwrap();
    assert!(listed[0].by_district && listed[0].reason == "Theo yêu cầu của công an");
}

#[tokio::test(flavor = "multi_thread")]
async fn laptops_hear_of_files_that_are_in_a_backup_only_where_they_were_copied() {
    let server = Server::start().await;
    let bytes = random::<1000>();
    let (mut laptop, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    upload(&server, &laptop, &bytes).await;
    let (copy, files) = (server.path("copy.db"), server.path("copy-files"));
    let upto = admin::backup(&server.data(), &copy).unwrap();
    let reply = laptop.sync(&server, Vec::new()).await;
    assert_eq!(
        (reply.backed_up, reply.files_backed_up.0),
        (upto, 0),
        "the database alone is no backup of files"
    );
    admin::backup_files(&server.data(), (&copy, upto), &files).unwrap();
    let reply = laptop.sync(&server, Vec::new()).await;
    assert_eq!(reply.files_backed_up, upto);
    let kept = files.join(&hash.as_str()[..2]).join(hash.as_str());
    assert_eq!(std::fs::read(kept).unwrap(), bytes);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_that_withdrew_a_file_is_told_while_another_units_evidence_shows_it() {
    let server = Server::start().await;
    let bytes = random::<1000>();
    let (mut owner, hash) = with_evidence(&server, COMMUNE, &bytes).await;
    upload(&server, &owner, &bytes).await;
    let mut other = server.enrol(OTHER_COMMUNE).await;
    let sent = other.evidence("bbbbbbbbbbbbb", &bytes);
    other.sync(&server, sent).await;
    let told = |shown| [ShownElsewhere { hash: hash.clone(), shown }];
    let sent = withdraw(&mut owner, "aaaaaaaaaaaaa");
    assert_eq!(owner.sync(&server, sent).await.elsewhere, told(true), "and not by whom");
    assert!(
        other.catch_up(&server).await.iter().all(|reply| reply.elsewhere.is_empty()),
        "who shows it did not withdraw it"
    );
    let sent = withdraw(&mut other, "bbbbbbbbbbbbb");
    other.sync(&server, sent).await;
    let heard = owner.sync(&server, Vec::new()).await;
    assert_eq!(heard.elsewhere, told(false), "nor when that is over");
    let mut third = server.enrol(COORDINATOR).await;
    let sent = third.evidence("ccccccccccccc", &bytes);
    third.sync(&server, sent).await;
    assert_eq!(owner.sync(&server, Vec::new()).await.elsewhere, told(true), "or begins anew");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_reason_is_refused_as_what_it_is() {
    let server = Server::start().await;
    let (_, hash) = with_evidence(&server, COMMUNE, &random::<1000>()).await;
    for nothing in ["", " ", "\n"] {
        let refused = admin::delete_file(&server.data(), hash.as_str(), Some(nothing), true).unwrap_err();
        assert!(refused.to_string().starts_with("Lý do"), "{refused}");
    }
}
