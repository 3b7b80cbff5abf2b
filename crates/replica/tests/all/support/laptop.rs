//! A laptop of a unit: a store in a folder, that can be killed and opened again.

use std::path::Path;
use std::sync::Arc;

use ::document::ChangeHash;
use model::doc_id::DocId;
use model::ids::{PersonId, UnitId};
use model::vocabulary::Vocabulary;
use model::window::{Act, Ask, Done, Queue};
use protocol::{DeviceId, EnrolReply, ProblemCode, PublicKey, Token, open_reply, seal_reply};
use replica::key::DataKey;
use replica::sync::{Outgoing, TakenIn};
use replica::{Device, Given, Replica, Secret};
use serde_json::Value as Json;
use tempfile::TempDir;

use super::{District, Hands};

pub struct Laptop {
    pub folder: TempDir,
    pub key: DataKey,
    pub clock: Hands,
    pub id: DeviceId,
    pub unit: UnitId,
    pub store: Replica,
}

impl Laptop {
    /// Enrolled, and with the plan.
    pub fn new(district: &mut District, unit: &str, person: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let key = DataKey::random().unwrap();
        let clock = Hands::at("2019-08-20T09:00:00");
        let store = Replica::create(folder.path(), &key, Given::new(Arc::new(clock.clone()))).unwrap();
        let unit = UnitId::new(unit);
        let id = enrol(&store, district, &unit, (person, None));
        let laptop = Self { folder, key, clock, id, unit, store };
        laptop.sync(district);
        laptop
    }

    pub fn enrol_again(&mut self, district: &mut District) {
        let person = self.person();
        self.id = enrol(&self.store, district, &self.unit, ("", Some(person)));
    }

    /// The same laptop from a copy of its folder, as a backup that is restored, or a disk that is cloned.
    pub fn copied(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for file in std::fs::read_dir(self.path()).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
        }
        let (key, clock) = (self.key.clone(), self.clock.clone());
        let store = Replica::open(folder.path(), &key, Given::new(Arc::new(clock.clone()))).unwrap();
        Self { folder, key, clock, id: self.id, unit: self.unit.clone(), store }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The process is gone without a word; another opens the same folder.
    pub fn killed(self) -> Self {
        let Self { folder, key, clock, id, unit, store } = self;
        // A kill runs no destructor: what the first process had open stays open until the test ends.
        std::mem::forget(store);
        let store = Replica::open(folder.path(), &key, Given::new(Arc::new(clock.clone()))).unwrap();
        Self { folder, key, clock, id, unit, store }
    }

    /// The same folder, opened by a program that does not know what is named so.
    pub fn of_an_older_program(self, unknown: &str) -> Self {
        let Self { folder, key, clock, id, unit, store } = self;
        drop(store);
        let known = Arc::new(Vocabulary::without([unknown]));
        let given = Given { known, ..Given::new(Arc::new(clock.clone())) };
        let store = Replica::open(folder.path(), &key, given).unwrap();
        Self { folder, key, clock, id, unit, store }
    }

    pub fn person(&self) -> PersonId {
        self.store.device().unwrap().person.clone()
    }

    pub fn act(&self, act: Act) -> replica::Result<Done> {
        self.clock.forward(1);
        self.store.act(act)
    }

    pub fn ask(&self, ask: &Ask) -> Json {
        self.store.ask(ask).unwrap()
    }

    pub fn queue(&self) -> Queue {
        self.store.queue().unwrap()
    }

    pub fn workbook(&self) -> DocId {
        DocId::workbook(&"mang-yang-2019".into(), self.unit.clone())
    }

    pub fn heads(&self) -> Vec<ChangeHash> {
        self.store.heads(&self.workbook()).unwrap()
    }

    pub fn page(&self, task: &str) -> Json {
        self.ask(&Ask::Entry { unit: self.unit.clone(), entry: super::entry(task) })
    }

    /// One request and one reply.
    pub fn exchange(&self, district: &mut District) -> TakenIn {
        let outgoing = self.store.plan_request().unwrap();
        self.answer(district, &outgoing)
    }

    pub fn answer(&self, district: &mut District, outgoing: &Outgoing) -> TakenIn {
        let reply = match district.exchange(self.id, &outgoing.bytes) {
            Err(ProblemCode::Unabridged) => {
                return self.answer(district, &self.store.plan_in_full().unwrap());
            }
            reply => reply.unwrap(),
        };
        let reply = open_reply(&seal_reply(&reply)).unwrap();
        self.store.take_reply(outgoing, reply).unwrap()
    }

    /// Until nothing is left to say or to hear.
    pub fn sync(&self, district: &mut District) {
        for _ in 0..200 {
            if !self.exchange(district).more {
                return;
            }
        }
        panic!("the two sides go in circles");
    }
}

fn enrol(
    store: &Replica,
    district: &mut District,
    unit: &UnitId,
    (name, person): (&str, Option<PersonId>),
) -> DeviceId {
    let secret = Secret::random().unwrap();
    let bytes: Vec<u8> = (0..64)
        .step_by(2)
        .map(|at| u8::from_str_radix(&secret.public().unwrap()[at..at + 2], 16).unwrap())
        .collect();
    let key = PublicKey::from_bytes(&bytes.try_into().unwrap()).unwrap();
    let (id, person) = district.enrol(unit, key, (name, person));
    let (token, unit, epoch) = (Token::new("test"), unit.clone(), district.epoch);
    let organisation = district.plan.organisation().id().clone();
    let device = Device::new(
        "https://district.test/".into(),
        secret,
        EnrolReply { device: id, token, unit, organisation, person, epoch, signing_key: String::new() },
    );
    store.take_enrolment(device, name, epoch).unwrap();
    id
}
