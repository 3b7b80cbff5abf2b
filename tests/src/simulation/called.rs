//! What people are called at the server, kept outside of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Result;
use model::ids::PersonId;
use model::person::shown;

use super::probe::Probe;
use super::world::World;

/// By their ids. Nothing of one whom the server does not know, none where the name was erased.
#[derive(Clone, Debug, Default)]
pub struct Called(BTreeMap<String, Option<String>>);

impl Called {
    pub fn set(&mut self, id: &PersonId, name: Option<String>) {
        self.0.insert(id.to_string(), name);
    }

    pub fn knows(&self, id: &PersonId) -> bool {
        self.0.contains_key(id.as_str())
    }

    /// What a window should show.
    pub fn shown(&self, id: &str) -> String {
        shown(&PersonId::new(id), self.0.get(id).cloned())
    }
}

/// A copy of the server's database.
#[derive(Clone, Debug)]
pub struct Backup {
    pub copy: PathBuf,
    pub called: Called,
}

impl World<'_> {
    /// The district's IT officer corrects a name, or erases it.
    pub(super) fn call(&mut self, at: usize) -> Result<()> {
        let id = self.laptops[at].person_id()?;
        if !self.called.knows(&id) {
            return Ok(());
        }
        let name = self.dice.percent(60).then(|| format!("Người thứ {}", self.counts.steps));
        self.server.call_person(&id, name.as_deref())?;
        self.probes.pass(if name.is_some() { Probe::NameCorrected } else { Probe::NameErased });
        self.note(&format!("{id} is called {}", name.as_deref().unwrap_or("nothing any more")));
        self.called.set(&id, name);
        Ok(())
    }

    /// A laptop is about to enrol anew: of its person a server that was restored may have no name.
    pub(super) fn introduces(&mut self, at: usize) -> Result<()> {
        let (id, name) = self.laptops[at].replica.worked_as()?;
        if !self.called.knows(&id) {
            self.probes.pass(Probe::PersonBroughtBack);
            self.called.set(&id, Some(name).filter(|name| !name.is_empty()));
        }
        Ok(())
    }

    /// Whether everybody reads of themselves what the server has.
    pub(super) fn own_names(&self) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        for laptop in self.listening() {
            let here = &laptop.replica.ask(&model::window::Ask::Home)?["person"];
            let there = self.called.shown(laptop.person_id()?.as_str());
            if *here != there {
                wrong.push(format!(
                    "{} is called {here} on its own laptop, and {there} at the server",
                    laptop.name
                ));
            }
        }
        Ok(wrong)
    }
}
