//! The district behind a real socket: enrolment, sync, news and files, as short as they can be.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use model::ids::{PersonId, UnitId};
use protocol::{
    DeviceId, EnrolReply, EnrolRequest, Problem, ProblemCode, ProveReply, ProveRequest, PublicKey, Signer,
    Token, seal_reply,
};
use tokio::task::JoinHandle;

use super::District;

pub struct Inside {
    pub district: District,
    pub codes: HashMap<String, UnitId>,
    /// Sync answers with this status for so long.
    pub down: Option<StatusCode>,
    /// Its replies hold a section that must be understood, and that no laptop knows.
    pub newer: bool,
    /// It gives an id that no change could name.
    pub nameless: bool,
    /// Of so many pieces each, the answer never comes: the connection is cut.
    pub cuts: usize,
    pub files: HashMap<String, (u64, Vec<u8>)>,
    pub pieces: Vec<u64>,
    /// Bytes of files that were fetched.
    pub fetched: u64,
    /// By which laptops know it.
    pub key: [u8; 32],
}

pub struct Wire {
    pub address: String,
    inside: Arc<Mutex<Inside>>,
    task: JoinHandle<()>,
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

type Shared = State<Arc<Mutex<Inside>>>;

impl Wire {
    pub async fn new() -> Self {
        let inside = Arc::new(Mutex::new(Inside {
            district: District::new(),
            codes: HashMap::new(),
            down: None,
            newer: false,
            nameless: false,
            cuts: 0,
            files: HashMap::new(),
            pieces: Vec::new(),
            fetched: 0,
            key: [7; 32],
        }));
        Self::over(inside).await
    }

    /// The same district at another address.
    pub async fn again(&self) -> Self {
        Self::over(Arc::clone(&self.inside)).await
    }

    async fn over(inside: Arc<Mutex<Inside>>) -> Self {
        let router = Router::new()
            .route("/healthz", get(|| async { "ok" }))
            .route("/v1/enrol", post(enrol))
            .route("/v1/prove", post(prove))
            .route("/v1/sync", post(sync))
            .route("/v1/events", get(events))
            .route("/v1/files", post(begin))
            .route("/v1/files/{hash}", get(download).patch(append))
            .with_state(Arc::clone(&inside));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, inside, task }
    }

    pub fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap()
    }

    pub fn code(&self, code: &str, unit: &str) {
        self.inside().codes.insert(code.to_owned(), UnitId::new(unit));
    }
}

fn problem(status: StatusCode, code: ProblemCode, message: &str) -> Response {
    (status, Json(Problem::new(code, message))).into_response()
}

async fn enrol(State(inside): Shared, Json(request): Json<EnrolRequest>) -> Response {
    let mut inside = inside.lock().unwrap();
    let Some(unit) = inside.codes.get(&request.code).cloned() else {
        return problem(StatusCode::FORBIDDEN, ProblemCode::Code, "Mã ghi danh không đúng.");
    };
    if !request.units.is_empty() && !request.units.contains(&unit) {
        return problem(StatusCode::FORBIDDEN, ProblemCode::Code, "Mã ghi danh này là của đơn vị khác.");
    }
    inside.codes.remove(&request.code);
    let key = blake3::Hash::from_hex(&request.public_key).unwrap();
    let key = PublicKey::from_bytes(key.as_bytes()).unwrap();
    let (device, mut person) = inside.district.enrol(&unit, key, (&request.name, request.person));
    if inside.nameless {
        person = PersonId::new("");
    }
    let token = Token::new(format!("device-{}", device.0));
    let organisation = inside.district.plan.organisation().id().clone();
    let (epoch, signing_key) = (inside.district.epoch, Signer::from_secret(&inside.key).public().to_hex());
    Json(EnrolReply { device, token, unit, organisation, person, epoch, signing_key }).into_response()
}

async fn prove(State(inside): Shared, Json(request): Json<ProveRequest>) -> Json<ProveReply> {
    Json(request.answer(&Signer::from_secret(&inside.lock().unwrap().key)).unwrap())
}

fn caller(headers: &HeaderMap) -> DeviceId {
    let token = headers[header::AUTHORIZATION].to_str().unwrap();
    DeviceId(token.strip_prefix("Bearer device-").unwrap().parse().unwrap())
}

async fn sync(State(inside): Shared, headers: HeaderMap, body: Bytes) -> Response {
    let mut inside = inside.lock().unwrap();
    if let Some(status) = inside.down {
        return status.into_response();
    }
    match inside.district.exchange(caller(&headers), &body) {
        Ok(reply) if inside.newer => newer(&seal_reply(&reply)).into_response(),
        Ok(reply) => seal_reply(&reply).into_response(),
        Err(code) => problem(StatusCode::CONFLICT, code, "Một máy khác đang gửi dưới tên của máy này."),
    }
}

fn newer(reply: &[u8]) -> Vec<u8> {
    let mut plain = protocol::unframe(reply).unwrap();
    plain.extend([64, 0]);
    [&reply[..3], &zstd::bulk::compress(&plain, 1).unwrap()].concat()
}

async fn events(State(inside): Shared) -> Response {
    let position = inside.lock().unwrap().district.log_length();
    let first =
        futures_util::stream::iter([Ok::<_, Infallible>(Event::default().data(position.to_string()))]);
    let open = futures_util::stream::pending();
    Sse::new(futures_util::StreamExt::chain(first, open)).into_response()
}

fn told(stands: usize) -> Response {
    (StatusCode::OK, [("upload-offset", stands.to_string()), ("tus-resumable", "1.0.0".into())])
        .into_response()
}

async fn begin(State(inside): Shared, headers: HeaderMap, body: Bytes) -> Response {
    use base64::Engine as _;
    let metadata = headers["upload-metadata"].to_str().unwrap().strip_prefix("hash ").unwrap();
    let hash = String::from_utf8(base64::prelude::BASE64_STANDARD.decode(metadata).unwrap()).unwrap();
    let size = headers["upload-length"].to_str().unwrap().parse().unwrap();
    let mut inside = inside.lock().unwrap();
    let (_, bytes) = inside.files.entry(hash).or_insert((size, Vec::new()));
    let begins = bytes.is_empty() && !body.is_empty();
    if begins {
        bytes.extend_from_slice(&body);
    }
    let stands = bytes.len();
    inside.pieces.extend(begins.then_some(body.len() as u64));
    told(stands)
}

async fn append(
    State(inside): Shared,
    Path(hash): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let cut = {
        let mut inside = inside.lock().unwrap();
        let at: usize = headers["upload-offset"].to_str().unwrap().parse().unwrap();
        assert!(headers["upload-checksum"].to_str().unwrap().starts_with("sha256 "));
        let (_, bytes) = inside.files.get_mut(&hash).unwrap();
        if at != bytes.len() {
            return problem(StatusCode::CONFLICT, ProblemCode::Offset, "không nối tiếp");
        }
        bytes.extend_from_slice(&body);
        inside.pieces.push(body.len() as u64);
        let cut = inside.cuts > 0;
        inside.cuts = inside.cuts.saturating_sub(1);
        cut
    };
    // The piece is on the disk, and nobody hears of it.
    assert!(!cut, "the connection is cut");
    let stands = inside.lock().unwrap().files[&hash].1.len();
    told(stands)
}

async fn download(State(inside): Shared, Path(hash): Path<String>, headers: HeaderMap) -> Response {
    let mut inside = inside.lock().unwrap();
    let Some(bytes) = inside.files.get(&hash).map(|(_, bytes)| bytes.clone()) else {
        return problem(StatusCode::NOT_FOUND, ProblemCode::NotFound, "không có");
    };
    let range = headers[header::RANGE].to_str().unwrap().strip_prefix("bytes=").unwrap();
    let (first, last) = range.split_once('-').unwrap();
    let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
    inside.fetched += (last - first + 1) as u64;
    (StatusCode::PARTIAL_CONTENT, bytes[first..=last].to_vec()).into_response()
}
