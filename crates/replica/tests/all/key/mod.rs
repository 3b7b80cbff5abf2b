//! The key file and the passphrase.

use std::fs;

use model::window::FailureCode;
use replica::Error;
use replica::key::{Cost, DataKey, FILE_NAME, KeyFile};

const LIGHT: Cost = Cost { memory: 64, passes: 1, lanes: 1 };
const PASSPHRASE: &str = "núi cao sông dài";

#[test]
fn the_passphrase_can_be_changed_and_the_old_one_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let key = DataKey::random().unwrap();
    KeyFile::new(&key, PASSPHRASE, LIGHT).unwrap().write(folder.path()).unwrap();
    let file = KeyFile::read(folder.path()).unwrap();
    let wrong = file.open("sai mật khẩu").unwrap_err();
    assert_eq!(model::window::Failure::from(wrong).code, Some(FailureCode::WrongPassphrase));
    let opened = file.open(PASSPHRASE).unwrap();
    file.rewrap(&opened, "mật khẩu mới", LIGHT).unwrap().write(folder.path()).unwrap();
    let file = KeyFile::read(folder.path()).unwrap();
    assert!(matches!(file.open(PASSPHRASE), Err(Error::WrongPassphrase)));
    file.open("mật khẩu mới").unwrap();
}

#[test]
fn letters_that_another_keyboard_composes_otherwise_open_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let key = DataKey::random().unwrap();
    let decomposed = "nu\u{301}i cao so\u{302}ng da\u{300}i";
    assert_ne!(decomposed, PASSPHRASE, "two spellings of one passphrase");
    KeyFile::new(&key, PASSPHRASE, LIGHT).unwrap().write(folder.path()).unwrap();
    KeyFile::read(folder.path()).unwrap().open(decomposed).unwrap();
    KeyFile::new(&key, decomposed, LIGHT).unwrap().write(folder.path()).unwrap();
    KeyFile::read(folder.path()).unwrap().open(PASSPHRASE).unwrap();
    let seven = "a\u{301}bcdefg";
    assert!(
        matches!(KeyFile::new(&key, seven, LIGHT), Err(Error::ShortPassphrase(8))),
        "a mark is no letter"
    );
}

#[test]
fn a_short_passphrase_is_not_taken() {
    let key = DataKey::random().unwrap();
    assert!(matches!(KeyFile::new(&key, "1234567", LIGHT), Err(Error::ShortPassphrase(8))));
    assert!(
        matches!(KeyFile::new(&key, "        ", LIGHT), Err(Error::ShortPassphrase(8))),
        "blanks are none"
    );
}

#[test]
fn missing_damaged_and_newer_key_files_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    assert!(matches!(KeyFile::read(folder.path()), Err(Error::KeyMissing)));
    for damaged in ["", "{", "[]", "{\"version\": 1}", "\u{feff}{}"] {
        fs::write(&path, damaged).unwrap();
        assert!(matches!(KeyFile::read(folder.path()), Err(Error::KeyDamaged)), "{damaged:?}");
    }
    fs::write(&path, [0xff, 0xfe, 0x00]).unwrap();
    assert!(matches!(KeyFile::read(folder.path()), Err(Error::KeyDamaged)));
    fs::write(&path, "{\"version\": 2, \"anything\": true}").unwrap();
    assert!(matches!(KeyFile::read(folder.path()), Err(Error::Newer)));
}

#[test]
fn a_planted_cost_does_not_take_all_the_memory() {
    let folder = tempfile::tempdir().unwrap();
    let key = DataKey::random().unwrap();
    KeyFile::new(&key, PASSPHRASE, LIGHT).unwrap().write(folder.path()).unwrap();
    let path = folder.path().join(FILE_NAME);
    let text = fs::read_to_string(&path).unwrap().replace("\"memory\": 64", "\"memory\": 4294967295");
    fs::write(&path, text).unwrap();
    assert!(matches!(KeyFile::read(folder.path()).unwrap().open(PASSPHRASE), Err(Error::KeyDamaged)));
}

#[test]
fn a_wrap_by_the_escrow_key_outlives_a_change_of_the_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let key = DataKey::random().unwrap();
    KeyFile::new(&key, PASSPHRASE, LIGHT).unwrap().write(folder.path()).unwrap();
    let path = folder.path().join(FILE_NAME);
    let mut json: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    json["escrow"] = serde_json::json!({ "recipient": "age1...", "wrapped": "00ff" });
    fs::write(&path, json.to_string()).unwrap();
    let file = KeyFile::read(folder.path()).unwrap();
    let opened = file.open(PASSPHRASE).unwrap();
    file.rewrap(&opened, "mật khẩu mới", LIGHT).unwrap().write(folder.path()).unwrap();
    let after: serde_json::Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(after["escrow"], json["escrow"]);
}

#[test]
fn nothing_secret_is_printed() {
    let key = DataKey::random().unwrap();
    assert_eq!(format!("{key:?}"), "DataKey(..)");
    assert_eq!(format!("{:?}", replica::Secret::random().unwrap()), "Secret(..)");
}
