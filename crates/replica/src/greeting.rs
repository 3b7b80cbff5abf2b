//! What the door says before the store is open: whose laptop it is.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::key::{Greeting, KeyFile};
use crate::replica::Replica;

/// Keeps the words with which the door greets, outside the encrypted store.
pub struct Greeter {
    pub folder: PathBuf,
    /// Held by whoever writes the key file anew.
    pub key_file: Arc<Mutex<()>>,
}

impl Greeter {
    pub fn greet(&self, replica: &Replica) -> Result<()> {
        let (plans, unit) = (replica.plans(), replica.unit()?);
        let unit_name = plans.unit_name(&unit).unwrap_or(unit.as_str()).to_owned();
        let greeting = Greeting { unit_name, person: replica.person_name()? };
        let _alone = self.key_file.lock().unwrap_or_else(PoisonError::into_inner);
        let file = KeyFile::read(&self.folder)?;
        if file.greeting == greeting { Ok(()) } else { file.greeting(greeting).write(&self.folder) }
    }

    /// A name that is corrected or erased while the store is open goes from the door as well.
    pub async fn keep(self, replica: Replica) {
        let mut changed = replica.watch_changed();
        let mut greeted = None;
        while changed.changed().await.is_ok() {
            let name = replica.person_name().ok();
            if name != greeted && self.greet(&replica).is_ok() {
                greeted = name;
            }
        }
    }
}
