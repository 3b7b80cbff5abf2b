//! The database: damage, versions, full disks. Nothing is ever lost by them.

use std::fs;
use std::sync::Arc;

use replica::clock::SystemClock;
use replica::key::DataKey;
use replica::{Error, Given, Replica};

use crate::support::{District, Laptop, narrative, percent, write};

const DATABASE: &str = "nha-rong.db";

fn open(laptop: &Laptop) -> replica::Result<Replica> {
    Replica::open(laptop.path(), &laptop.key, Given::new(Arc::new(SystemClock)))
}

#[test]
fn the_file_holds_no_readable_word() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(narrative("III.6a"), "khiếu nại về đất đai")).unwrap();
    for file in fs::read_dir(ayun.path()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        let needle = "khiếu nại".as_bytes();
        assert!(!bytes.windows(needle.len()).any(|window| window == needle));
    }
}

#[test]
fn a_damaged_database_is_told_and_left_as_it_is() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let Laptop { folder, key, store, .. } = ayun;
    drop(store);
    let path = folder.path().join(DATABASE);
    let mut bytes = fs::read(&path).unwrap();
    bytes[40..200].fill(0xaa);
    fs::write(&path, &bytes).unwrap();
    assert!(matches!(
        Replica::open(folder.path(), &key, Given::new(Arc::new(SystemClock))),
        Err(Error::Damaged)
    ));
    assert_eq!(fs::read(&path).unwrap(), bytes, "not a byte was changed");
    fs::write(&path, b"").unwrap();
    assert!(matches!(
        Replica::open(folder.path(), &key, Given::new(Arc::new(SystemClock))),
        Err(Error::Damaged)
    ));
    fs::remove_file(&path).unwrap();
    assert!(matches!(
        Replica::open(folder.path(), &key, Given::new(Arc::new(SystemClock))),
        Err(Error::DatabaseMissing)
    ));
    assert!(!path.exists(), "an empty notebook in its place would look like a loss");
}

#[test]
fn damage_in_the_middle_is_found_when_asked() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.store.verify().unwrap();
    let Laptop { folder, key, store, .. } = ayun;
    drop(store);
    let path = folder.path().join(DATABASE);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let verified = Replica::open(folder.path(), &key, Given::new(Arc::new(SystemClock)))
        .and_then(|store| store.verify());
    assert!(matches!(verified, Err(Error::Damaged)), "{verified:?}");
}

#[test]
fn another_key_opens_nothing_and_changes_nothing() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let other = DataKey::random().unwrap();
    assert!(matches!(
        Replica::open(ayun.path(), &other, Given::new(Arc::new(SystemClock))),
        Err(Error::Damaged)
    ));
    open(&ayun).unwrap();
}

#[test]
fn a_database_of_a_newer_program_is_left_alone() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.store
        .execute_for_test(
            "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
             VALUES (2999, 'later', '2030-01-01T00:00:00Z', '1')",
        )
        .unwrap();
    assert!(matches!(open(&ayun), Err(Error::Newer)));
}

#[test]
fn a_new_store_never_takes_the_place_of_an_old_one() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    let key = DataKey::random().unwrap();
    assert!(Replica::create(ayun.path(), &key, Given::new(Arc::new(SystemClock))).is_err());
    open(&ayun).unwrap();
}

#[test]
fn a_full_disk_is_said_and_what_was_saved_stays() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.store.execute_for_test("PRAGMA max_page_count = 1").unwrap();
    let long = "Nội dung rất dài. ".repeat(1000);
    let mut full = None;
    for task in ["III.6a", "III.6b", "III.4", "III.5", "IX.1"] {
        full = full.or(ayun.act(write(narrative(task), &long)).err());
    }
    assert!(matches!(full, Some(Error::DiskFull)), "{full:?}");
    let ayun = ayun.killed();
    assert_eq!(ayun.page("III.6a")["percent"], 40);
    ayun.act(write(narrative("IX.1"), &long)).unwrap();
}

#[test]
fn a_document_is_made_again_from_its_changes_when_its_snapshot_is_bad() {
    let mut district = District::new();
    let ayun = Laptop::new(&mut district, "ayun", "Y Blưm");
    ayun.act(write(percent("III.6a"), "40")).unwrap();
    ayun.sync(&mut district);
    ayun.store.execute_for_test("UPDATE document SET snapshot = x'0011'").unwrap();
    ayun.act(write(percent("III.6a"), "41")).unwrap();
    ayun.sync(&mut district);
    assert_eq!(district.heads(&ayun.workbook()), ayun.heads());
}
