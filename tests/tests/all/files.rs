//! The bytes of evidence between real laptops and the real server: who sends them, who reads them, and where they go.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use model::ids::{EvidenceId, FileHash, PeriodId, TaskId, UnitId};
use model::target::{EntryKey, EvidencePart, Target};
use model::window::{Act, Ask, Done, EvidenceView, FirstRun, Queue, Whereabouts};
use replica::{Laptop, Options};
use tests::browser::Browser;
use tests::programs::until;
use tests::server::District;
use tests::window::{self, PASSPHRASE};

use crate::{go, open, pdf, this_year};

const BYTES: usize = 3 << 20;
const REASON: &str = "Quét nhầm đơn của công dân";

fn entry() -> EntryKey {
    EntryKey { task: TaskId::new("III.6a"), period: PeriodId::new("Q3") }
}

async fn enrolled(district: &District, folder: PathBuf, unit: &str, name: &str) -> Result<Laptop> {
    let laptop = Laptop::new(Options::new(folder));
    let (server, code) = (district.address(), district.enrol(unit, name)?);
    let input = FirstRun { server, code, name: name.into(), passphrase: PASSPHRASE.into(), proxy: None };
    laptop.first_run(input).await.map_err(|failure| anyhow::anyhow!(failure.message))?;
    Ok(laptop)
}

fn act(laptop: &Laptop, act: Act) -> Result<Done> {
    laptop.act(act).map_err(|failure| anyhow::anyhow!(failure.message))
}

fn queue(laptop: &Laptop) -> Result<Queue> {
    laptop.queue().map_err(|failure| anyhow::anyhow!(failure.message))
}

fn scan(folder: &Path) -> Result<(PathBuf, Vec<u8>)> {
    let bytes: Vec<u8> = (0..BYTES as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let file = folder.join("45-QĐ-UBND.bin");
    std::fs::write(&file, &bytes)?;
    Ok((file, bytes))
}

fn attach(laptop: &Laptop, file: &Path) -> Result<Done> {
    act(laptop, Act::Attach { entry: entry(), paths: vec![file.display().to_string()], again: false })
}

/// What the laptop knows of Ayun's one piece of evidence.
fn evidence(laptop: &Laptop) -> Result<Option<EvidenceView>> {
    let ask = Ask::Evidence { unit: Some(UnitId::new("ayun")) };
    let found = laptop.ask(&ask).map_err(|failure| anyhow::anyhow!(failure.message))?;
    Ok(serde_json::from_value::<Vec<EvidenceView>>(found)?.into_iter().next())
}

/// Asks again until the evidence is where it should be.
async fn shown(laptop: &Laptop, what: &str, is: impl Fn(&Whereabouts) -> bool) -> Result<EvidenceView> {
    act(laptop, Act::Sync)?;
    until(what, || async { Ok(evidence(laptop)?.filter(|one| is(&one.whereabouts))) }).await
}

async fn sent(laptop: &Laptop) -> Result<()> {
    act(laptop, Act::Sync)?;
    until("all was sent", || async {
        let status = laptop.status();
        Ok((status.edits == 0 && status.files == 0).then_some(()))
    })
    .await
}

/// Why the laptop does not give a file.
async fn refused(laptop: &Laptop, hash: &FileHash) -> Result<String> {
    match laptop.read_file(hash, None).await {
        Ok(_) => anyhow::bail!("the file was given"),
        Err(failure) => Ok(failure.message),
    }
}

fn files(district: &District, words: &[&str]) -> Result<String> {
    district.run(&[&["files"], words].concat())
}

/// A's laptop is stolen after its words were sent, and before its file.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_whose_laptop_was_stolen_is_sent_by_a_colleague_who_has_it_too() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), None)?;
    district.start()?;
    let (file, bytes) = scan(folder.path())?;
    let stolen = enrolled(&district, folder.path().join("a"), "ayun", "Đinh Hmưk").await?;
    act(&stolen, Act::Metered { on: true })?;
    attach(&stolen, &file)?;
    until("its words are sent, and its file is not", || async {
        let status = stolen.status();
        Ok((status.edits == 0 && status.files == 1).then_some(()))
    })
    .await?;
    drop(stolen);

    let colleague = enrolled(&district, folder.path().join("b"), "ayun", "H'Nhung").await?;
    let theirs =
        shown(&colleague, "it is on the stolen one", |is| matches!(is, Whereabouts::OnTheirLaptop { .. }));
    let hash = theirs.await?.file;
    let note = attach(&colleague, &file)?.note.context("it is there already")?;
    ensure!(note == "Tệp này đã có trong sổ, dùng lại.", "{note}");
    sent(&colleague).await?;
    shown(&colleague, "it is everywhere", |is| *is == Whereabouts::Everywhere).await?;
    let office = enrolled(&district, folder.path().join("office"), "noi-vu", "Nguyễn Thị Hoa").await?;
    shown(&office, "the office can fetch it", |is| *is == Whereabouts::OnServer).await?;
    let read = office.read_file(&hash, None).await.map_err(|failure| anyhow::anyhow!(failure.message))?;
    assert_eq!(read.bytes, bytes);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withdrawn_file_is_opened_by_nobody_and_goes_from_every_disk_when_the_administrator_confirms()
-> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), None)?;
    district.start()?;
    let (file, bytes) = scan(folder.path())?;
    let commune = enrolled(&district, folder.path().join("a"), "ayun", "Đinh Hmưk").await?;
    let office = enrolled(&district, folder.path().join("office"), "noi-vu", "Nguyễn Thị Hoa").await?;
    attach(&commune, &file)?;
    sent(&commune).await?;
    let there = shown(&office, "the office can fetch it", |is| *is == Whereabouts::OnServer).await?;
    let (hash, id) = (there.file, EvidenceId::new(there.id.as_str()));
    office.read_file(&hash, None).await.map_err(|failure| anyhow::anyhow!(failure.message))?;

    let target = Target::Evidence { evidence: id, part: EvidencePart::Withdrawn };
    act(&commune, Act::Write { target, text: REASON.into(), base: None, beside: Vec::new() })?;
    let withdrawn =
        |is: &Whereabouts| *is == Whereabouts::Withdrawn { reason: REASON.into(), elsewhere: false };
    shown(&commune, "it is withdrawn at once", withdrawn).await?;
    assert!(refused(&commune, &hash).await?.contains(REASON));
    sent(&commune).await?;
    shown(&office, "the office reads why", withdrawn).await?;
    assert!(refused(&office, &hash).await?.contains(REASON), "though its bytes are on that laptop still");
    let listed = files(&district, &["list"])?;
    ensure!(listed.contains("chờ xóa") && listed.contains(REASON), "{listed}");

    files(&district, &["delete", "--hash", hash.as_str()])?;
    for (laptop, store) in [(&commune, "a/store"), (&office, "office/store")] {
        until("the bytes are gone from the laptop", || async {
            act(laptop, Act::Sync)?;
            let gone = laptop
                .replica()
                .map(|replica| replica.has_file(&hash))
                .is_ok_and(|has| has.is_ok_and(|has| !has));
            Ok(gone.then_some(()))
        })
        .await?;
        let store = folder.path().join(store);
        ensure!(store.exists(), "the laptop keeps its store here");
    }
    let why = evidence(&office)?.context("its line stays")?;
    ensure!(withdrawn(&why.whereabouts) && why.file_name == "45-QĐ-UBND.bin", "{why:?}");
    let whole = district.data().join("files").join(&hash.as_str()[..2]).join(hash.as_str());
    ensure!(!whole.exists(), "and from the server");
    let again = attach(&commune, &file).unwrap_err().to_string();
    ensure!(
        again.contains("đã bị thu hồi") && again.contains(REASON),
        "nobody brings it back by chance: {again}"
    );
    ensure!(std::fs::read(&file)? == bytes, "a person's own copy is theirs");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_and_a_backup_have_gives_back_its_room_and_is_fetched_again_when_opened() -> Result<()>
{
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), None)?;
    district.start()?;
    let (file, bytes) = scan(folder.path())?;
    let commune = enrolled(&district, folder.path().join("a"), "ayun", "Đinh Hmưk").await?;
    attach(&commune, &file)?;
    sent(&commune).await?;
    let hash = shown(&commune, "it is everywhere", |is| *is == Whereabouts::Everywhere).await?.file;
    assert_eq!(queue(&commune)?.spare.files, 0, "no backup has it");
    let backup = |name: &str, with_files: bool| {
        let [to, files] = [name, "copied"].map(|name| folder.path().join(name).display().to_string());
        let files = if with_files { vec!["--files", &*files] } else { vec![] };
        district.run(&[&["backup", "--to", &to], &files[..]].concat())
    };
    backup("one.db", false)?;
    act(&commune, Act::Sync)?;
    assert_eq!(queue(&commune)?.spare.files, 0, "nor one of the database alone");
    backup("two.db", true)?;
    until("the laptop may do without it", || async {
        act(&commune, Act::Sync)?;
        Ok((queue(&commune)?.spare.files == 1).then_some(()))
    })
    .await?;
    assert_eq!(queue(&commune)?.spare.bytes, BYTES as u64);
    let database = folder.path().join("a/store/nha-rong.db");
    let before = std::fs::metadata(&database)?.len();
    act(&commune, Act::FreeRoom)?;
    let after = std::fs::metadata(&database)?.len();
    ensure!(before - after > BYTES as u64 * 9 / 10, "the disk has its room back: {before} -> {after}");
    assert_eq!(queue(&commune)?.spare.files, 0);
    shown(&commune, "it is at the server", |is| *is == Whereabouts::OnServer).await?;
    let read = commune.read_file(&hash, None).await.map_err(|failure| anyhow::anyhow!(failure.message))?;
    assert_eq!(read.bytes, bytes, "whoever opens it has it again");
    shown(&commune, "it is here again", |is| *is == Whereabouts::Everywhere).await?;
    Ok(())
}

/// What people do at their screens: an officer stops a file and sends it on, withdraws one; the office and the page read why.
#[tokio::test(flavor = "multi_thread")]
async fn at_the_screens_a_file_is_stopped_sent_on_and_withdrawn_and_a_leader_reads_why() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut district = District::open(folder.path(), Some(this_year()))?;
    district.add_leader()?;
    district.start()?;
    let window =
        open(&district, &window::Laptop::new(&folder.path().join("ayun")), "ayun", "Đinh Hmưk").await?;
    window
        .script("window.__TAURI_INTERNALS__.invoke('act', { act: { act: 'metered', on: true } })", vec![])
        .await?;
    crate::attach(&window, &pdf(folder.path(), "45-QĐ-UBND.pdf")?).await?;
    window.wait_for("#status", "data-edits", "0").await?;
    go(&window, "#/hang-cho").await?;
    window.wait_for_text("45-QĐ-UBND.pdf").await?;
    window.click("td.do button").await?;
    window.wait_for_text("đang tạm dừng").await?;
    window.picture("hang-cho-tam-dung").await?;
    window.click("#status button").await?;
    window.wait_for("#status", "data-link", "online").await?;
    window.wait_for("#status", "data-files", "1").await?;
    window.click("td.do button").await?;
    window.wait_for_text("chưa rõ").await?;
    window.click("#status button").await?;
    window.wait_for("#status", "data-files", "0").await?;

    let page = Browser::of_leader(&district.address(), &folder.path().join("chromium")).await?;
    go(&page, "#/don-vi/ayun/III.6a?ky=Q3").await?;
    page.find("main canvas").await?;
    let link = page.find("a[download]").await?.attr("download").await?;
    ensure!(link.as_deref() == Some("45-QĐ-UBND.pdf"), "it is saved under its own name: {link:?}");

    go(&window, "#/viec/III.6a?ky=Q3").await?;
    window.find("main canvas").await?;
    window.click("#withdraw").await?;
    window.type_into("#withdraw-reason", REASON).await?;
    window.picture("thu-hoi").await?;
    window.click("#withdraw-go").await?;
    window.wait_for_text(&format!("đã thu hồi: {REASON}")).await?;
    window.picture("da-thu-hoi").await?;
    window.click("#status button").await?;
    window.wait_for("#status", "data-edits", "0").await?;
    page.wait_for_text(&format!("đã thu hồi: {REASON}")).await?;
    page.picture("trang-da-thu-hoi").await?;
    go(&window, "#/minh-chung").await?;
    window.wait_for_text("đã thu hồi").await?;
    window.picture("minh-chung-da-thu-hoi").await?;
    window.close().await?;
    page.close().await
}
