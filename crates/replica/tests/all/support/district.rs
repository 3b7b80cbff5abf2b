//! A server in memory: the same admission as the real one, and nothing around it.

use std::collections::{BTreeMap, HashSet};

use ::document::{Actor, Admission, ChangeHash, Document, Interpreted, RawChange, Rules, admit, interpret};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{PersonId, UnitId};
use model::permission::{may_read, may_write};
use model::plan::{Plan, PlanSource};
use model::refusal::Refusal;
use model::target::Target;
use model::value::Value;
use model::vocabulary::Vocabulary;
use protocol::{
    BatchHash, ChangeBody, Counter, Cursor, Delivered, Delivery, DeviceId, Epoch, Fate, Heard, Person,
    ProblemCode, PublicKey, SyncReply, SyncRequest, Unchecked, UnixMillis, open_request,
};
use tables::{items_of, plan_of};

use super::{INDICATORS, PLAN, UNITS, mang_yang, time};

struct Device {
    unit: UnitId,
    key: PublicKey,
    counter: Counter,
    last: BatchHash,
    chain_epoch: Epoch,
}

struct Logged {
    doc: DocId,
    hash: ChangeHash,
    raw: RawChange,
    received: UnixMillis,
}

/// Looks at a change before it is admitted.
pub type Knock = Box<dyn Fn(&Interpreted) -> Option<Refusal> + Send>;

pub struct District {
    pub plan: Plan,
    /// Into which unit it says that every other was merged, whatever the plan says.
    pub merged: Option<UnitId>,
    /// By its clock.
    pub today: chrono::NaiveDate,
    pub epoch: Epoch,
    pub refuse: Option<Knock>,
    /// Changes in one reply, before it says `more`.
    pub page: usize,
    /// What people are called, told with each reply.
    pub people: Vec<Person>,
    /// What it says that it understands.
    pub vocabulary: protocol::Vocabulary,
    devices: BTreeMap<DeviceId, Device>,
    documents: BTreeMap<DocId, Document>,
    log: Vec<Logged>,
    parked: BTreeMap<DocId, Vec<RawChange>>,
    now: i64,
}

impl District {
    /// Its clock stands there from now on.
    pub fn set_clock(&mut self, text: &str) {
        self.now = time(text).timestamp_millis();
    }

    pub fn new() -> Self {
        let mut district = Self {
            plan: mang_yang(),
            merged: None,
            today: time("2019-08-01T08:00:00").date_naive(),
            epoch: Epoch(7),
            refuse: None,
            page: usize::MAX,
            people: Vec::new(),
            vocabulary: protocol::Vocabulary::default(),
            devices: BTreeMap::new(),
            documents: BTreeMap::new(),
            log: Vec::new(),
            parked: BTreeMap::new(),
            now: time("2019-08-01T08:00:00").timestamp_millis(),
        };
        district.write_plan(UNITS, &PLAN, INDICATORS);
        district
    }

    pub fn write_plan(&mut self, units: &str, plan: &str, indicators: &str) {
        let (plan, items) = Plan::load_items(&PlanSource::new(units, plan, indicators)).unwrap();
        let there = DocId::plan(plan.id());
        let above = self.document(&DocId::organisation(plan.organisation().id())).clone();
        let before = items_of(&above, self.document(&there));
        let [units, (there, mut content)] = items.edits(plan.id(), Some(&before));
        content.push(Edit { target: Target::Year, value: Value::Int(plan.year().into()) });
        for (doc, edits) in [units, (there, content)] {
            self.write(&doc, edits);
        }
    }

    /// By whoever may.
    pub fn write(&mut self, doc: &DocId, edits: Vec<Edit>) {
        let at = time("2019-01-02T08:00:00");
        let stamped = edits.into_iter().map(|edit| StampedEdit { edit, by: PersonId::program(), at });
        let edits: Vec<StampedEdit> = stamped.collect();
        let actor = Actor::from_random((self.log.len() as u64 + 1).to_be_bytes());
        let changes = self.document(doc).seal(&edits, actor);
        for raw in changes {
            self.append(doc, raw);
        }
    }

    /// Of this name; or whoever the laptop has worked as.
    pub fn enrol(
        &mut self,
        unit: &UnitId,
        key: PublicKey,
        (name, person): (&str, Option<PersonId>),
    ) -> (DeviceId, PersonId) {
        let id = DeviceId(self.devices.len() as i64 + 1);
        let device = Device {
            unit: unit.clone(),
            key,
            counter: Counter(0),
            last: BatchHash::default(),
            chain_epoch: self.epoch,
        };
        self.devices.insert(id, device);
        (id, person.unwrap_or_else(|| self.person(name)))
    }

    fn person(&mut self, name: &str) -> PersonId {
        let called = |person: &&Person| person.name.as_deref() == Some(name);
        if let Some(known) = self.people.iter().find(called) {
            return known.id.clone();
        }
        let id = PersonId::new(format!("p{}", self.people.len()));
        self.people.push(Person { id: id.clone(), name: Some(name.to_owned()) });
        id
    }

    /// Corrects a name, or erases it.
    pub fn call(&mut self, id: &PersonId, name: Option<&str>) {
        let known = self.people.iter_mut().find(|person| person.id == *id).unwrap();
        known.name = name.map(str::to_owned);
    }

    pub fn document(&mut self, doc: &DocId) -> &mut Document {
        self.documents.entry(doc.clone()).or_insert_with(|| Document::empty(doc.clone()))
    }

    pub fn heads(&mut self, doc: &DocId) -> Vec<ChangeHash> {
        self.document(doc).heads()
    }

    /// Loses what came after the first `keep` entries of the log, as a restored backup does.
    pub fn restore(&mut self, keep: usize) {
        self.epoch = Epoch(self.epoch.0 + 1);
        self.log.truncate(keep);
        self.parked.clear();
        self.documents.clear();
        let kept: Vec<(DocId, RawChange)> =
            self.log.iter().map(|logged| (logged.doc.clone(), logged.raw.clone())).collect();
        for (doc, raw) in kept {
            let admitted = admit(self.document(&doc), &[raw], Rules::Relayed);
            self.documents.insert(doc, admitted.document);
        }
    }

    pub fn log_length(&self) -> usize {
        self.log.len()
    }

    fn append(&mut self, doc: &DocId, raw: RawChange) {
        let hash = interpret(&raw).unwrap().hash;
        self.now += 1000;
        self.log.push(Logged { doc: doc.clone(), hash, raw, received: UnixMillis(self.now) });
    }

    /// What a request says.
    pub fn open(&self, bytes: &[u8]) -> SyncRequest {
        open_request(bytes).unwrap()
    }

    /// Or why not: a clone, or an ancestor that was left out and is not known here.
    pub fn exchange(&mut self, id: DeviceId, bytes: &[u8]) -> Result<SyncReply, ProblemCode> {
        let epoch = self.epoch;
        let checked = open_request(bytes).unwrap().check(id, &self.devices[&id].key, |doc, prefix| {
            let begins = |logged: &&Logged| *doc == logged.doc && logged.hash.0.starts_with(&prefix);
            Ok::<_, ()>(self.log.iter().find(begins).map(|logged| logged.hash))
        });
        let checked = checked.map_err(|why| match why {
            Unchecked::Unabridged => ProblemCode::Unabridged,
            other => panic!("an honest laptop sent this: {other:?}"),
        })?;
        let (request, batch) = (checked.request, checked.batch);
        let device = self.devices.get_mut(&id).unwrap();
        if batch != Some(device.last) {
            let anchors = request.epoch != epoch && device.chain_epoch != epoch;
            let expected = Counter(device.counter.0 + u64::from(batch.is_some()));
            if !anchors && (request.previous != device.last || request.counter != expected) {
                return Err(ProblemCode::Clone);
            }
            (device.counter, device.chain_epoch) = (request.counter, epoch);
            device.last = batch.unwrap_or(request.previous);
        }
        let enrolled_for = device.unit.clone();
        let unit = self.plan.organisation().acting(&enrolled_for, self.today).clone();
        let mut own = HashSet::new();
        let mut fates = Vec::new();
        for document in request.documents {
            let doc = document.doc.id().unwrap();
            let raws: Vec<RawChange> = document.changes.into_iter().map(ChangeBody::unpack).collect();
            own.extend(raws.iter().map(|raw| (doc.clone(), interpret(raw).unwrap().hash)));
            fates.push(self.take(&unit, &doc, &raws));
        }
        let cursor = if request.epoch == epoch { request.cursor.0 as usize } else { 0 };
        let (delivered, cursor, more) = self.page(&unit, cursor, &own);
        let heard = self.devices.values().filter(|other| other.unit != unit);
        let heard = heard.map(|other| Heard { unit: other.unit.clone(), at: UnixMillis(self.now) }).collect();
        Ok(SyncReply {
            epoch,
            cursor: Cursor(cursor as u64),
            fates,
            delivered,
            heard,
            people: self.people.clone(),
            merged: self.merged.clone().or_else(|| (unit != enrolled_for).then(|| unit.clone())),
            more,
            now: UnixMillis(self.now),
            vocabulary: (request.vocabulary != self.vocabulary.digest()).then(|| self.vocabulary.clone()),
            ..SyncReply::default()
        })
    }

    /// What a document says of the plan is in force from then on.
    fn rule_by(&mut self, doc: &DocId) {
        if doc.is_of_rules() {
            let above = self.document(&DocId::organisation(self.plan.organisation().id())).clone();
            let plan = DocId::plan(self.plan.id());
            self.plan = plan_of(&above, self.document(&plan)).unwrap();
        }
    }

    fn take(&mut self, unit: &UnitId, doc: &DocId, raws: &[RawChange]) -> Vec<Fate> {
        if let Err(refusal) = may_write(&self.plan, unit, doc) {
            return vec![Fate::refused(refusal); raws.len()];
        }
        let fates = raws.iter().map(|raw| self.take_one(unit, doc, raw)).collect();
        let parked = self.parked.remove(doc).unwrap_or_default();
        for raw in parked {
            self.take_one(unit, doc, &raw);
        }
        fates
    }

    fn take_one(&mut self, unit: &UnitId, doc: &DocId, raw: &RawChange) -> Fate {
        let read = interpret(raw).unwrap();
        if let Some(refusal) = self.refuse.as_ref().and_then(|refuse| refuse(&read)) {
            return Fate::refused(refusal);
        }
        let plan = self.plan.clone();
        let admitted = admit(
            self.document(doc),
            std::slice::from_ref(raw),
            Rules::Writer { plan: &plan, unit, known: &Vocabulary::default() },
        );
        self.documents.insert(doc.clone(), admitted.document);
        match &admitted.outcomes[0] {
            Admission::Accepted(_) => {
                self.append(doc, raw.clone());
                self.rule_by(doc);
                self.durable(doc, read.hash)
            }
            Admission::Known(hash) => self.durable(doc, *hash),
            Admission::Parked { .. } => {
                self.parked.entry(doc.clone()).or_default().push(raw.clone());
                Fate::Parked
            }
            Admission::Refused(refusal) => Fate::refused(*refusal),
        }
    }

    fn durable(&self, doc: &DocId, hash: ChangeHash) -> Fate {
        let at = self.log.iter().position(|logged| logged.doc == *doc && logged.hash == hash).unwrap();
        Fate::Durable { position: Cursor(at as u64 + 1), received: UnixMillis(self.now) }
    }

    fn page(
        &self,
        unit: &UnitId,
        cursor: usize,
        own: &HashSet<(DocId, ChangeHash)>,
    ) -> (Vec<Delivered>, usize, bool) {
        let mut delivered: Vec<Delivered> = Vec::new();
        let (mut at, mut count) = (cursor.min(self.log.len()), 0);
        while at < self.log.len() && count < self.page {
            let logged = &self.log[at];
            at += 1;
            if !may_read(&self.plan, unit, &logged.doc) || own.contains(&(logged.doc.clone(), logged.hash)) {
                continue;
            }
            count += 1;
            let body = ChangeBody::pack(logged.raw.clone());
            let delivery = Delivery { body, position: Cursor(at as u64), received: logged.received };
            match delivered.iter_mut().find(|there| there.doc == logged.doc) {
                Some(there) => there.changes.push(delivery),
                None => delivered.push(Delivered { doc: (&logged.doc).into(), changes: vec![delivery] }),
            }
        }
        (delivered, at, at < self.log.len())
    }
}
