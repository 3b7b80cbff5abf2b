//! `key.json`: small, versioned, replaced whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::wrap::{ByPassphrase, Cost};
use super::{DataKey, check_new};
use crate::error::{Error, Result};

pub const FILE_NAME: &str = "key.json";
const VERSION: u32 = 1;

/// What stands on the door before it is opened: the one part of the store that is not encrypted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    pub unit_name: String,
    pub person: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyFile {
    version: u32,
    pub greeting: Greeting,
    passphrase: ByPassphrase,
    /// The same key wrapped by the district's escrow key; its shape is that of the program that writes it,
    /// and a program that does not know it keeps it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    escrow: Option<Value>,
}

impl KeyFile {
    pub fn new(key: &DataKey, passphrase: &str, cost: Cost) -> Result<Self> {
        check_new(passphrase)?;
        let passphrase = ByPassphrase::wrap(key, passphrase, cost)?;
        Ok(Self { version: VERSION, greeting: Greeting::default(), passphrase, escrow: None })
    }

    pub fn read(folder: &Path) -> Result<Self> {
        let text = match fs::read_to_string(folder.join(FILE_NAME)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(Error::KeyMissing),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(Error::KeyDamaged),
            Err(error) => return Err(error.into()),
        };
        Self::parse(&text)
    }

    /// Reads the file's text.
    pub fn parse(text: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(text).map_err(|_| Error::KeyDamaged)?;
        match value.get("version").and_then(Value::as_u64) {
            Some(version) if version > u64::from(VERSION) => Err(Error::Newer),
            _ => serde_json::from_value(value).map_err(|_| Error::KeyDamaged),
        }
    }

    /// Replaces the file: after a power cut either the old one or the new one is there, whole.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let temp = folder.join("key.json.new");
        let mut text = serde_json::to_string_pretty(self).expect("this type has string keys only");
        text.push('\n');
        let mut file = fs::File::create(&temp)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        drop(file);
        fs::rename(&temp, folder.join(FILE_NAME))?;
        sync_folder(folder)
    }

    pub fn open(&self, passphrase: &str) -> Result<DataKey> {
        self.passphrase.unwrap(passphrase)
    }

    pub fn greeting(self, greeting: Greeting) -> Self {
        Self { greeting, ..self }
    }

    /// The same key under a new passphrase. The escrow's wrap holds good: the key did not change.
    pub fn rewrap(&self, key: &DataKey, passphrase: &str, cost: Cost) -> Result<Self> {
        check_new(passphrase)?;
        let passphrase = ByPassphrase::wrap(key, passphrase, cost)?;
        Ok(Self { version: VERSION, passphrase, ..self.clone() })
    }
}

/// Makes names in a folder last (created, renamed). Windows keeps them with the file itself.
pub(crate) fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        fs::File::open(folder)?.sync_all()?;
    }
    Ok(())
}
