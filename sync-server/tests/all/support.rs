//! A server in a folder of its own, and laptops that speak to it without a replica.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Once};
use std::time::Duration;

use ::document::{Actor, Document, RawChange, Rules, admit};
use chrono::{DateTime, FixedOffset};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{EvidenceId, FileHash, PeriodId, PersonId, TaskId, UnitId};
use model::plan::{Plan, PlanSource};
use model::target::{EntryKey, EvidencePart, Target};
use model::time::hanoi;
use model::value::{FileFacts, Value};
use protocol::{
    BatchHash, ChangeBody, Counter, Cursor, DeviceId, DocumentChanges, EnrolReply, EnrolRequest, Epoch, Fate,
    Problem, Signer, SyncReply, SyncRequest, UnixMillis, VERSION, open_reply, seal_request,
};
use reqwest::{Client, Response, StatusCode};
use sync_server::admin::{self, PlanFiles};
use sync_server::{Clock, Config, District, Limits};
use tables::items_of;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

pub const PLAN: &str = "mang-yang-2019";
pub const COMMUNE: &str = "ayun";
pub const OTHER_COMMUNE: &str = "hra";
pub const COORDINATOR: &str = "noi-vu";
pub const TASK: &str = "III.6a";
pub const HOUR: i64 = 60 * 60 * 1000;

pub fn plan_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/mang-yang-2019")
}

pub fn plan_text(name: &str) -> String {
    std::fs::read_to_string(plan_folder().join(name)).unwrap()
}

pub fn plan() -> Plan {
    let (units, plan, indicators) =
        (plan_text("units.toml"), plan_text("plan.toml"), plan_text("indicators.toml"));
    Plan::load(&PlanSource::new(&units, &plan, &indicators)).unwrap()
}

pub fn unit(id: &str) -> UnitId {
    UnitId::new(id)
}

pub fn client() -> Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    Client::new()
}

/// A clock that stands still until a test moves it.
#[derive(Clone)]
pub struct Time {
    told: Arc<AtomicI64>,
    passed: Arc<AtomicI64>,
}

impl Time {
    fn start() -> Self {
        let start = DateTime::parse_from_rfc3339("2019-08-20T08:00:00+07:00").unwrap();
        Self { told: Arc::new(AtomicI64::new(start.timestamp_millis())), passed: Arc::default() }
    }

    pub fn pass(&self, millis: i64) {
        self.passed.fetch_add(millis, Ordering::SeqCst);
        self.jump(millis);
    }

    /// Somebody puts the clock on or back.
    pub fn jump(&self, millis: i64) {
        self.told.fetch_add(millis, Ordering::SeqCst);
    }

    pub fn clock(&self) -> Clock {
        let (told, passed) = (Arc::clone(&self.told), Arc::clone(&self.passed));
        let passed = move || Duration::from_millis(passed.load(Ordering::SeqCst).unsigned_abs());
        Clock::from_fn(move || UnixMillis(told.load(Ordering::SeqCst))).beside(passed)
    }
}

pub struct Server {
    pub url: String,
    pub time: Time,
    pub client: Client,
    folder: TempDir,
    limits: Limits,
    stop: Option<oneshot::Sender<()>>,
    running: Option<JoinHandle<()>>,
}

impl Server {
    pub async fn start() -> Self {
        Self::within(Limits::default()).await
    }

    pub async fn within(limits: Limits) -> Self {
        Self::opened(limits, &plan_folder()).await
    }

    /// Another district, of the files that `write` puts into a folder.
    pub async fn of(write: impl FnOnce(&Path)) -> Self {
        let plan = TempDir::new().unwrap();
        write(plan.path());
        Self::opened(Limits::default(), plan.path()).await
    }

    async fn opened(limits: Limits, plan: &Path) -> Self {
        let folder = TempDir::new().unwrap();
        let time = Time::start();
        let files = PlanFiles::read(plan).unwrap();
        admin::init(&files, &folder.path().join("data"), None, &time.clock()).unwrap();
        let mut server =
            Self { url: String::new(), time, client: client(), folder, limits, stop: None, running: None };
        server.run().await;
        server
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub async fn run(&mut self) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        self.url = format!("http://{}", listener.local_addr().unwrap());
        let config =
            Config { clock: self.time.clock(), limits: self.limits.clone(), ..Config::new(self.data()) };
        let (stop, stopped) = oneshot::channel::<()>();
        self.stop = Some(stop);
        let district = District::open(config).await.unwrap();
        self.running = Some(tokio::spawn(async move {
            let shutdown = async {
                let _ = stopped.await;
            };
            district.serve(listener, shutdown).await.unwrap();
        }));
    }

    /// As after SIGTERM: running requests end, streams too.
    pub async fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
        self.running.take().unwrap().await.unwrap();
        // Kept connections lead to the server that is gone.
        self.client = client();
    }

    pub fn code(&self, of: &str) -> String {
        admin::issue_code(&self.data(), &unit(of), "Đinh Văn A", &self.time.clock()).unwrap().code
    }

    pub async fn enrol(&self, of: &str) -> Laptop {
        let signer = Signer::from_secret(&random());
        let code = self.code(of);
        let reply: EnrolReply = self.post_enrol(&code, &signer).await.json().await.unwrap();
        assert_eq!(reply.unit, unit(of));
        Laptop {
            id: reply.device.0,
            unit: reply.unit,
            person: reply.person,
            signer,
            token: reply.token.secret().to_owned(),
            actor: Actor::from_random(random()),
            documents: HashMap::new(),
            counter: 0,
            last: BatchHash::default(),
            epoch: Epoch(0),
            cursor: Cursor(0),
        }
    }

    pub async fn post_enrol(&self, code: &str, signer: &Signer) -> Response {
        self.post_enrol_as(code, signer, ("Đinh Văn A", None)).await
    }

    /// What the officer types; or, of a laptop that enrols anew, what it holds of its person.
    pub async fn post_enrol_as(
        &self,
        code: &str,
        signer: &Signer,
        (name, person): (&str, Option<&PersonId>),
    ) -> Response {
        let public_key = signer.public().to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let request = EnrolRequest {
            version: VERSION,
            code: code.into(),
            name: name.into(),
            person: person.cloned(),
            organisation: None,
            units: Vec::new(),
            public_key,
        };
        self.client.post(format!("{}/v1/enrol", self.url)).json(&request).send().await.unwrap()
    }

    pub async fn post_sync(&self, token: &str, bytes: Vec<u8>) -> Response {
        let request = self.client.post(format!("{}/v1/sync", self.url)).bearer_auth(token);
        request.body(bytes).send().await.unwrap()
    }

    /// Looks into the database, beside the server.
    pub fn count(&self, sql: &str) -> i64 {
        let conn = rusqlite::Connection::open(self.data().join("nharong.db")).unwrap();
        conn.query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

pub async fn problem(response: Response, status: StatusCode) -> Problem {
    assert_eq!(response.status(), status);
    response.json().await.unwrap()
}

pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

/// What a laptop knows, without a disk.
pub struct Laptop {
    pub id: i64,
    pub unit: UnitId,
    pub person: PersonId,
    pub signer: Signer,
    pub token: String,
    pub actor: Actor,
    pub documents: HashMap<DocId, Document>,
    pub counter: u64,
    pub last: BatchHash,
    pub epoch: Epoch,
    pub cursor: Cursor,
}

pub type Sent = Vec<(DocId, Vec<RawChange>)>;

impl Laptop {
    pub fn workbook(&self) -> DocId {
        DocId::workbook(&PLAN.into(), self.unit.clone())
    }

    pub fn document(&mut self, doc: &DocId) -> &mut Document {
        self.documents.entry(doc.clone()).or_insert_with(|| Document::empty(doc.clone()))
    }

    /// Makes one edit and seals it.
    pub fn edit(&mut self, doc: &DocId, target: Target, value: Value) -> Vec<RawChange> {
        self.edits(doc, vec![Edit { target, value }])
    }

    /// Makes edits and seals them.
    pub fn edits(&mut self, doc: &DocId, edits: Vec<Edit>) -> Vec<RawChange> {
        let actor = self.actor;
        let by = self.person.clone();
        let stamped = edits.into_iter().map(|edit| StampedEdit { edit, by: by.clone(), at: at() });
        let edits: Vec<StampedEdit> = stamped.collect();
        self.document(doc).seal(&edits, actor)
    }

    /// Writes a plan, and its units, in place of what this laptop's documents hold.
    pub fn revise(&mut self, units: &str, plan: &str, indicators: &str) -> Sent {
        let read = Plan::load_items(&PlanSource::new(units, plan, indicators));
        let (_, items) = read.unwrap_or_else(|faults| panic!("{faults}"));
        let organisation = self.document(&DocId::organisation(&items.under)).clone();
        let before = items_of(&organisation, self.document(&DocId::plan(&PLAN.into())));
        let documents = items.edits(&PLAN.into(), Some(&before)).into_iter();
        let sealed = documents.map(|(doc, edits)| {
            let changes = self.edits(&doc, edits);
            (doc, changes)
        });
        sealed.filter(|(_, changes)| !changes.is_empty()).collect()
    }

    pub fn narrative(&mut self, text: &str) -> Sent {
        let doc = self.workbook();
        let changes = self.edit(&doc, Target::Narrative { entry: entry() }, Value::Str(text.into()));
        vec![(doc, changes)]
    }

    pub fn evidence(&mut self, id: &str, bytes: &[u8]) -> Sent {
        let doc = self.workbook();
        let file = FileFacts {
            hash: hash_of(bytes),
            size: bytes.len() as u64,
            name: "Quyết định 12.pdf".into(),
            media_type: "application/pdf".into(),
        };
        let target = Target::Evidence { evidence: EvidenceId::new(id), part: EvidencePart::File };
        let changes = self.edit(&doc, target, Value::record(&file));
        vec![(doc, changes)]
    }

    pub fn request(&self, sent: &Sent) -> SyncRequest {
        let documents = sent.iter().map(|(doc, changes)| DocumentChanges {
            doc: doc.into(),
            changes: changes.iter().cloned().map(ChangeBody::pack).collect(),
        });
        let documents: Vec<_> = documents.collect();
        let sends = documents.iter().any(|document| !document.changes.is_empty());
        SyncRequest {
            epoch: self.epoch,
            cursor: self.cursor,
            counter: Counter(self.counter + u64::from(sends)),
            previous: self.last,
            documents,
            ..SyncRequest::default()
        }
    }

    pub fn seal(&self, request: &SyncRequest) -> (Vec<u8>, BatchHash) {
        seal_request(request, DeviceId(self.id), &self.signer)
    }

    /// One round trip that is expected to succeed.
    pub async fn sync(&mut self, server: &Server, sent: Sent) -> SyncReply {
        let request = self.request(&sent);
        let (bytes, hash) = self.seal(&request);
        let response = server.post_sync(&self.token, bytes).await;
        self.hear(response, &request, hash).await
    }

    pub async fn hear(&mut self, response: Response, request: &SyncRequest, hash: BatchHash) -> SyncReply {
        assert_eq!(response.status(), StatusCode::OK);
        let reply = open_reply(&response.bytes().await.unwrap()).unwrap();
        if request.has_changes() {
            (self.counter, self.last) = (request.counter.0, hash);
        }
        (self.epoch, self.cursor) = (reply.epoch, reply.cursor);
        for delivered in &reply.delivered {
            let changes: Vec<RawChange> =
                delivered.changes.iter().map(|change| change.body.clone().unpack()).collect();
            let document = self.document(&delivered.doc.id().unwrap());
            *document = admit(document, &changes, Rules::Relayed).document;
        }
        reply
    }

    /// Syncs until there is nothing more.
    pub async fn catch_up(&mut self, server: &Server) -> Vec<SyncReply> {
        let mut replies = vec![self.sync(server, Vec::new()).await];
        while replies.last().is_some_and(|reply| reply.more) {
            replies.push(self.sync(server, Vec::new()).await);
        }
        replies
    }

    pub fn read(&self, doc: &DocId, target: &Target) -> Value {
        self.documents.get(doc).map_or(Value::Absent, |document| document.read(target).value().clone())
    }
}

pub fn entry() -> EntryKey {
    EntryKey { task: TaskId::new(TASK), period: PeriodId::new("Q3") }
}

pub fn at() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2019-08-20T07:30:00+07:00").unwrap().with_timezone(&hanoi())
}

pub fn hash_of(bytes: &[u8]) -> FileHash {
    FileHash::new(blake3::hash(bytes).to_hex().to_string())
}

pub fn narrative() -> Target {
    Target::Narrative { entry: entry() }
}

pub fn all_durable(reply: &SyncReply) -> bool {
    reply.fates.iter().flatten().all(|fate| matches!(fate, Fate::Durable { .. }))
}

/// Names of the documents of which anything was delivered.
pub fn delivered(replies: &[SyncReply]) -> Vec<String> {
    let mut names: Vec<String> =
        replies.iter().flat_map(|reply| &reply.delivered).map(|one| one.doc.to_string()).collect();
    names.sort();
    names.dedup();
    names
}
