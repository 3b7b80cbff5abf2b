//! One database with its documents, as a laptop or the server holds them.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use document::{
    Actor, Admission, ChangeHash, Document, Fields as _, Interpreted, RawChange, Reading, Rules, admit,
};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::fold::fold;
use model::ids::{EvidenceId, FileHash, IndicatorId, PeriodId, PersonId, TaskId, UnitId};
use model::plan::{Plan, PlanSource};
use model::plans::Plans;
use model::target::{EntryKey, EvidencePart, Target};
use model::value::{FileFacts, Heads, NamedFields, Value, Verdict};
use model::vocabulary::Vocabulary;
use model::window::{AsOf, Ask};
use rusqlite::Connection;
use serde_json::Value as Json;
use tables::{Arrival, Logged, Rows};
use view::{AskError, Asker, Place, Side};

#[path = "../../../../tests/fixtures/all_year.rs"]
mod all_year;

pub fn mang_yang() -> Plan {
    loaded(&all_year::all_year(include_str!("../../../../data/mang-yang-2019/plan.toml")))
}

/// The plan as it ships.
pub fn as_decided() -> Plan {
    loaded(include_str!("../../../../data/mang-yang-2019/plan.toml"))
}

/// Under this list of units, all of whose communes may be new ones.
pub fn under(units: &str) -> Plan {
    let plan = all_year::all_year(include_str!("../../../../data/mang-yang-2019/plan.toml"));
    loaded_under(units, &plan.replacen("\nyear = 2019\n", "\nyear = 2019\nwithin = \"huyen\"\n", 1))
}

fn loaded(plan: &str) -> Plan {
    loaded_under(include_str!("../../../../data/mang-yang-2019/units.toml"), plan)
}

fn loaded_under(units: &str, plan: &str) -> Plan {
    let source =
        PlanSource::new(units, plan, include_str!("../../../../data/mang-yang-2019/indicators.toml"));
    Plan::load(&source).unwrap()
}

pub struct World {
    pub conn: Connection,
    pub plan: Plan,
    /// Beside it.
    pub others: Vec<Plan>,
    pub documents: BTreeMap<DocId, Document>,
    /// The server's clock at the next thing that arrives; none: nothing arrives (a laptop without a network).
    pub received: Option<DateTime<FixedOffset>>,
    actors: u64,
    /// What has come into the log, and into this machine.
    came: u64,
    /// Every change that came, and how.
    pub log: Vec<(DocId, Logged)>,
    /// The last change, and where it stands.
    pub last: (ChangeHash, Place),
}

impl World {
    pub fn new() -> Self {
        Self::on(mang_yang())
    }

    pub fn on(plan: Plan) -> Self {
        let mut conn = Connection::open_in_memory().unwrap();
        tables::migrate(&mut conn, Vec::new()).unwrap();
        Self {
            conn,
            plan,
            others: Vec::new(),
            documents: BTreeMap::new(),
            received: Some(at("2019-08-01T10:00:00")),
            actors: 0,
            came: 0,
            log: Vec::new(),
            last: (ChangeHash([0; 32]), Place::in_log(0)),
        }
    }

    pub fn document(&mut self, doc: &DocId) -> &mut Document {
        self.documents.entry(doc.clone()).or_insert_with(|| Document::empty(doc.clone()))
    }

    /// Somebody of this name, which the directory has.
    pub fn person(&self, name: &str) -> PersonId {
        let id = PersonId::new(fold(name).replace([' ', '\''], "-"));
        tables::set_name(&self.conn, &id, Some(name)).unwrap();
        id
    }

    /// One person sets fields, and the change is taken in.
    pub fn edit(&mut self, doc: &DocId, by: &str, when: &str, edits: &[(Target, Value)]) -> Vec<RawChange> {
        let changes = self.seal_apart(doc, by, when, edits);
        self.merge(doc, &changes);
        changes
    }

    /// The same of edits that were made at different times and sealed together.
    pub fn edit_at(&mut self, doc: &DocId, by: &str, edits: &[(&str, (Target, Value))]) {
        let by = self.person(by);
        self.actors += 1;
        let stamped: Vec<StampedEdit> = edits
            .iter()
            .map(|(when, (target, value))| StampedEdit {
                edit: Edit { target: target.clone(), value: value.clone() },
                by: by.clone(),
                at: at(when),
            })
            .collect();
        let changes =
            self.document(doc).clone().seal(&stamped, Actor::from_random(self.actors.to_be_bytes()));
        self.merge(doc, &changes);
    }

    /// What another laptop would seal on top of what this one holds now, without this one taking it in.
    pub fn seal_apart(
        &mut self,
        doc: &DocId,
        by: &str,
        when: &str,
        edits: &[(Target, Value)],
    ) -> Vec<RawChange> {
        let by = self.person(by);
        self.actors += 1;
        let actor = Actor::from_random(self.actors.to_be_bytes());
        let stamped: Vec<StampedEdit> = edits
            .iter()
            .map(|(target, value)| StampedEdit {
                edit: Edit { target: target.clone(), value: value.clone() },
                by: by.clone(),
                at: at(when),
            })
            .collect();
        self.document(doc).clone().seal(&stamped, actor)
    }

    /// Takes changes in, from wherever they come.
    pub fn merge(&mut self, doc: &DocId, changes: &[RawChange]) {
        let admitted = admit(self.document(doc), changes, Rules::Relayed);
        self.documents.insert(doc.clone(), admitted.document);
        for outcome in &admitted.outcomes {
            match outcome {
                Admission::Accepted(read) => {
                    let arrival = self.arrival();
                    self.last = (read.hash, arrival.place);
                    self.log.push((doc.clone(), Logged { read: (**read).clone(), arrival }));
                    self.take_in(doc, read, arrival);
                }
                Admission::Known(_) => {}
                other => panic!("not taken: {other:?}"),
            }
        }
    }

    /// The document has the change from here on.
    pub fn hold(&mut self, doc: &DocId, raw: &RawChange) {
        let admitted = admit(self.document(doc), std::slice::from_ref(raw), Rules::Relayed);
        self.documents.insert(doc.clone(), admitted.document);
    }

    /// Where what comes now stands. What does not arrive stands after all edits that wait.
    fn arrival(&mut self) -> Arrival {
        self.came += 1;
        let place = match self.received {
            Some(_) => Place::in_log(self.came),
            None => Place::here(1_000_000 + i64::try_from(self.came).unwrap()),
        };
        Arrival { place, received: self.received.map(|at| at.timestamp_millis()) }
    }

    pub fn take_in(&self, doc: &DocId, read: &Interpreted, arrival: Arrival) {
        let folded = tables::fold(&self.documents[doc], [read], &Vocabulary::default());
        tables::take_in(&self.conn, doc, &folded, |_| arrival, &self.ancestry()).unwrap();
    }

    pub fn ancestry(&self) -> impl Fn(&DocId, &[ChangeHash], &[ChangeHash]) -> rusqlite::Result<bool> {
        |doc, heads, changes| Ok(self.documents.get(doc).is_none_or(|document| document.lack(heads, changes)))
    }

    /// The server has the change that was made last, with these fields in it.
    pub fn arrive(&mut self, doc: &DocId, targets: &[Target], when: &str) {
        self.came += 1;
        let to = (Place::in_log(self.came), at(when).timestamp_millis());
        let (change, place) = &self.last;
        tables::settle(&self.conn, doc, targets, (change, *place), to).unwrap();
    }

    /// What a field holds, without any change.
    pub fn put(&self, doc: &DocId, target: &Target, reading: &Reading) {
        tables::put(&self.conn, doc, &[(target.clone(), reading.clone())], &self.ancestry()).unwrap();
    }

    pub fn forget(&self, id: i64, doc: &DocId, target: &Target) {
        tables::forget(&self.conn, doc, [target], (Place::here(id), None), &self.ancestry()).unwrap();
    }

    /// An edit that waits in the laptop's outbox.
    pub fn wait(&self, id: i64, doc: &DocId, by: &str, when: &str, target: &Target, value: &Value) {
        let by = self.person(by);
        let edit = Edit { target: target.clone(), value: value.clone() };
        let stamped = StampedEdit { edit, by, at: at(when) };
        let reading = match &stamped.edit.value {
            Value::Absent => Reading::default(),
            value => Reading::one(value.clone(), stamped.by.clone(), stamped.at),
        };
        let shown = (&Reading::default(), &reading);
        tables::wait(&self.conn, doc, &stamped, shown, Place::here(id), &self.ancestry()).unwrap();
    }

    pub fn take_back(&mut self, id: i64, doc: &DocId, target: &Target) {
        self.forget(id, doc, target);
        let reading = self.document(doc).read(target);
        self.put(doc, target, &reading);
    }

    pub fn heads(&mut self, doc: &DocId) -> Vec<String> {
        self.document(doc).heads().iter().map(ToString::to_string).collect()
    }

    pub fn ask_as(&self, unit: Option<&str>, now: &str, side: Side, ask: &Ask) -> Result<Json, AskError> {
        let unit = unit.map(UnitId::new);
        let plans = self.plans();
        let asked = (&plans, Some(self.plan.id()));
        let asker = Asker::new(asked, (unit.as_ref(), "Người xem"), at(now), side)?;
        let log = |doc: &DocId| Ok(self.log_of(doc));
        view::answer(&Rows::with_log(&self.conn, &log), &asker, ask)
    }

    pub fn plans(&self) -> Plans {
        [self.plan.clone()].into_iter().chain(self.others.iter().cloned()).collect()
    }

    /// Every change of a document that came, ancestors first.
    pub fn log_of(&self, doc: &DocId) -> Vec<Logged> {
        self.log.iter().filter(|(of, _)| of == doc).map(|(_, logged)| logged.clone()).collect()
    }

    /// Asked at the server by a reader, as of a past moment.
    pub fn ask_as_of(&self, moment: &AsOf, ask: &Ask) -> Json {
        let plans = self.plans();
        let asked = (&plans, Some(self.plan.id()));
        let asker = Asker::new(asked, (None, "Người xem"), at(TODAY), Side::Server).unwrap();
        let of = |doc: &DocId| {
            let of_doc = self.log.iter().filter(|(of, _)| of == doc);
            Ok::<_, Refused>(of_doc.map(|(_, logged)| logged.clone()).collect())
        };
        tables::answer_as_of(&self.conn, &asker, (ask, moment), &of).unwrap()
    }

    /// Asked on a laptop of the unit, on 22/8/2019.
    pub fn ask(&self, unit: &str, ask: &Ask) -> Json {
        self.try_ask(unit, ask).unwrap()
    }

    pub fn try_ask(&self, unit: &str, ask: &Ask) -> Result<Json, AskError> {
        self.ask_as(Some(unit), TODAY, Side::Laptop, ask)
    }

    /// The row of one task in the unit's list.
    pub fn row(&self, asker: &str, unit: &str, task: &str) -> Json {
        let ask = Ask::Work { period: q3(), unit: Some(UnitId::new(unit)), task: Some(TaskId::new(task)) };
        self.ask(asker, &ask)["rows"][0].clone()
    }

    pub fn page(&self, asker: &str, unit: &str, task: &str) -> Json {
        self.ask(asker, &Ask::Entry { unit: UnitId::new(unit), entry: entry(task) })
    }

    /// Of another period than the one that most tests are about.
    pub fn page_of(&self, asker: &str, unit: &str, task: &str, period: &str) -> Json {
        let entry = EntryKey { period: PeriodId::new(period), ..entry(task) };
        self.ask(asker, &Ask::Entry { unit: UnitId::new(unit), entry })
    }

    /// How many rows a query counts.
    pub fn count(&self, sql: &str) -> i64 {
        self.conn.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Refused {
    Store(#[expect(dead_code, reason = "told by a test that fails")] rusqlite::Error),
    Ask(#[expect(dead_code, reason = "told by a test that fails")] AskError),
}

impl From<rusqlite::Error> for Refused {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error)
    }
}

impl From<AskError> for Refused {
    fn from(error: AskError) -> Self {
        Self::Ask(error)
    }
}

pub const TODAY: &str = "2019-08-22T09:00:00";
pub const AYUN: &str = "ayun";

/// "2019-08-22T09:00:00" in Hanoi.
pub fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{text}+07:00")).unwrap()
}

pub fn workbook(unit: &str) -> DocId {
    DocId::workbook(&"mang-yang-2019".into(), UnitId::new(unit))
}

pub fn review(office: &str, unit: &str) -> DocId {
    DocId::review(&"mang-yang-2019".into(), UnitId::new(office), UnitId::new(unit))
}

pub fn q3() -> PeriodId {
    PeriodId::new("Q3")
}

/// In the third quarter.
pub fn entry(task: &str) -> EntryKey {
    EntryKey { task: TaskId::new(task), period: q3() }
}

pub fn state(task: &str, code: &str) -> (Target, Value) {
    (Target::State { entry: entry(task) }, text(code))
}

pub fn percent(task: &str, percent: i64) -> (Target, Value) {
    (Target::Percent { entry: entry(task) }, Value::Int(percent))
}

pub fn narrative(task: &str, words: &str) -> (Target, Value) {
    (Target::Narrative { entry: entry(task) }, text(words))
}

pub fn figure(task: &str, indicator: &str, figure: &str, thousandths: i64) -> (Target, Value) {
    let indicator = IndicatorId::new(indicator);
    (Target::Figure { entry: entry(task), indicator, figure: figure.into() }, Value::Int(thousandths))
}

pub fn check(task: &str, indicator: &str, check: &str, done: bool) -> (Target, Value) {
    let indicator = IndicatorId::new(indicator);
    (Target::Check { entry: entry(task), indicator, check: check.into() }, Value::Bool(done))
}

pub fn link(task: &str, evidence: &str, place: &str) -> (Target, Value) {
    (Target::Link { entry: entry(task), evidence: EvidenceId::new(evidence) }, text(place))
}

pub fn part(evidence: &str, part: EvidencePart, value: Value) -> (Target, Value) {
    (Target::Evidence { evidence: EvidenceId::new(evidence), part }, value)
}

pub fn hash(digit: char) -> FileHash {
    FileHash::new(digit.to_string().repeat(64))
}

/// A decision with its file.
pub fn decision(id: &str, file: char) -> Vec<(Target, Value)> {
    let facts = FileFacts {
        hash: hash(file),
        size: 1_000,
        name: "quyết định.pdf".into(),
        media_type: "application/pdf".into(),
    };
    vec![
        part(id, EvidencePart::File, Value::record(&facts)),
        part(id, EvidencePart::Number, text("35")),
        part(id, EvidencePart::Symbol, text("QĐ-UBND")),
        part(id, EvidencePart::Issuer, text("UBND xã Ayun")),
        part(id, EvidencePart::Signed, text("2019-07-15")),
        part(id, EvidencePart::Abstract, text("Sửa đường vào làng Đê Kjêng")),
    ]
}

pub fn returned(task: &str, reason: &str, until: &str) -> (Target, Value) {
    let verdict = Verdict::Returned {
        reason: reason.into(),
        until: until.parse().ok(),
        heads: Heads::default(),
        fields: NamedFields::default(),
    };
    (Target::Verdict { entry: entry(task) }, Value::record(&verdict))
}

pub fn accepted(task: &str, heads: Vec<String>) -> (Target, Value) {
    (Target::Verdict { entry: entry(task) }, Value::record(&Verdict::Accepted { heads: Heads::new(heads) }))
}

pub fn text(words: &str) -> Value {
    Value::Str(words.into())
}
