//! The server over HTTP: one kept connection, TLS by rustls, a patience for each kind of request.

use std::io;
use std::net::IpAddr;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures_util::{StreamExt as _, stream};
use model::ids::FileHash;
use protocol::{
    EnrolReply, EnrolRequest, MAX_WIRE_BYTES, Malformed, Problem, ProblemCode, ProveReply, ProveRequest,
    PublicKey, SyncReply, open_reply,
};
use reqwest::header::{self, HeaderMap};
use reqwest::{Body, Client, RequestBuilder, Response, StatusCode, Url};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

use super::transfer::{Exchange, Leaving, LinkError, Server};
use crate::device::Device;
use crate::error::{Error, Result};
use crate::key::random;

const CONNECT: Duration = Duration::from_secs(20);
/// On a line of 64 kbit/s half a megabyte takes a minute.
const EXCHANGE: Duration = Duration::from_secs(300);
/// A line that was cut may look open for many minutes. A piece of a file is made as long as takes some seconds.
const PIECE_STALLED: Duration = Duration::from_secs(60);
/// The server says something every 20 seconds, if only that it is there.
const SILENCE: Duration = Duration::from_secs(60);
const TUS: (&str, &str) = ("tus-resumable", "1.0.0");
const PIECE: &str = "application/offset+octet-stream";
const LONGEST_LINE: usize = 256;
/// Of an error's text.
const MOST_PROBLEM: usize = 64 << 10;

/// A client that keeps its connections.
pub fn http_client() -> Result<Client> {
    // Another part of the program may have chosen a provider already; any will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .connect_timeout(CONNECT)
        .timeout(EXCHANGE)
        .pool_idle_timeout(Duration::from_secs(600))
        .tcp_keepalive(Duration::from_secs(30))
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .map_err(|_| Error::Server("Không khởi động được phần mạng của chương trình. Dữ liệu trên máy vẫn nguyên; hãy mở lại chương trình.".into()))
}

/// A district's server at an address.
#[derive(Clone, Debug)]
pub struct HttpServer {
    client: Arc<Mutex<Client>>,
    base: Arc<Mutex<Url>>,
    plain: bool,
}

impl HttpServer {
    /// `plain`: unencrypted HTTP is taken from any address, not only from this machine's own (tests).
    pub fn new(client: Client, address: &str, plain: bool) -> Result<Self> {
        let base = Arc::new(Mutex::new(base_of(address, plain)?));
        Ok(Self { client: Arc::new(Mutex::new(client)), base, plain })
    }

    pub fn address(&self) -> String {
        self.base().to_string()
    }

    fn base(&self) -> Url {
        self.base.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn client(&self) -> Client {
        self.client.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn url(&self, path: &str) -> Exchange<Url> {
        self.base().join(path).map_err(|_| LinkError::Garbled)
    }

    pub async fn enrol(&self, request: &EnrolRequest) -> Exchange<EnrolReply> {
        let response = send(self.client().post(self.url("v1/enrol")?).json(request)).await?;
        let body = body(response, MOST_PROBLEM).await?;
        let reply: EnrolReply = serde_json::from_slice(&body).map_err(|_| LinkError::Garbled)?;
        // Under another id nothing that is written here could ever be sent.
        if reply.person.is_well_formed() { Ok(reply) } else { Err(LinkError::Garbled) }
    }

    fn upload(&self, method: reqwest::Method, device: &Device, path: &str) -> Exchange<RequestBuilder> {
        let request = self.client().request(method, self.url(path)?);
        Ok(request.timeout(PIECE_STALLED).bearer_auth(device.token.secret()).header(TUS.0, TUS.1))
    }
}

/// `plain`: see [`HttpServer::new`].
fn base_of(address: &str, plain: bool) -> Result<Url> {
    let wrong = || {
        Error::Refused(
            "Địa chỉ máy chủ không đúng. Hãy nhập địa chỉ bắt đầu bằng https:// do huyện cấp.".into(),
        )
    };
    let mut base = Url::parse(address.trim()).map_err(|_| wrong())?;
    let local = base.host_str().is_some_and(is_loopback);
    let allowed = match base.scheme() {
        "https" => base.host_str().is_some(),
        "http" => plain || local,
        _ => false,
    };
    if !allowed || !base.username().is_empty() || base.password().is_some() {
        return Err(wrong());
    }
    if !base.path().ends_with('/') {
        base.set_path(&format!("{}/", base.path()));
    }
    base.set_query(None);
    base.set_fragment(None);
    Ok(base)
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

impl Server for HttpServer {
    fn forget_lines(&self) {
        // Where there can be no other client, the one that is there finds out by itself.
        if let Ok(fresh) = http_client() {
            *self.client.lock().unwrap_or_else(PoisonError::into_inner) = fresh;
        }
    }

    /// What is drawn is signed by who has the key: an answer that was heard before is of no use to anybody else.
    async fn go_to(&self, address: &str, key: &PublicKey) -> Exchange<String> {
        let not_it = || LinkError::NotTheDistrict(address.to_owned());
        let base = base_of(address, self.plain).map_err(|_| not_it())?;
        let mut nonce = [0; 32];
        random(&mut nonce).map_err(|_| LinkError::Offline)?;
        let url = base.join("v1/prove").map_err(|_| not_it())?;
        let answer = send(self.client().post(url).json(&ProveRequest::of(&nonce))).await;
        // Another program at that address answers something, too.
        let answer = answer.map_err(|error| match error {
            LinkError::Refused { .. } | LinkError::Garbled => not_it(),
            other => other,
        })?;
        let reply: ProveReply =
            serde_json::from_slice(&body(answer, MOST_PROBLEM).await?).map_err(|_| not_it())?;
        if !reply.is_of(key, &nonce) {
            return Err(not_it());
        }
        let address = base.to_string();
        *self.base.lock().unwrap_or_else(PoisonError::into_inner) = base;
        self.forget_lines();
        Ok(address)
    }

    /// A body is asked for its bytes when its connection stands, and TLS with it: the page of a hotel's Wi-Fi, which answers
    /// everything, has no certificate of the district's.
    async fn sync(&self, device: &Device, leaving: Leaving) -> Exchange<SyncReply> {
        let nothing = || io::Error::other("nothing is sent");
        let bytes = stream::once(async move { leaving.await.ok_or_else(nothing) });
        let request = self.client().post(self.url("v1/sync")?).bearer_auth(device.token.secret());
        let request = request.body(Body::wrap_stream(bytes));
        let body = body(send(request).await?, MAX_WIRE_BYTES).await?;
        open_reply(&body).map_err(unread)
    }

    async fn listen(&self, device: &Device, announced: &watch::Sender<u64>) -> LinkError {
        let url = match self.url("v1/events") {
            Ok(url) => url,
            Err(error) => return error,
        };
        let request = self
            .client()
            .get(url)
            .bearer_auth(device.token.secret())
            .header(header::ACCEPT, "text/event-stream")
            .timeout(Duration::from_secs(24 * 3600));
        let mut pieces = match send(request).await {
            Ok(response) => response.bytes_stream(),
            Err(error) => return error,
        };
        let mut line = Vec::new();
        while let Ok(Some(Ok(piece))) = tokio::time::timeout(SILENCE, pieces.next()).await {
            for &byte in &piece {
                if byte == b'\n' {
                    if let Some(position) = position(&line) {
                        announced.send_replace(position);
                    }
                    line.clear();
                } else if line.len() < LONGEST_LINE {
                    line.push(byte);
                }
            }
        }
        LinkError::Offline
    }

    async fn offset(&self, device: &Device, hash: &FileHash) -> Exchange<Option<u64>> {
        let request = self.upload(reqwest::Method::HEAD, device, &format!("v1/files/{hash}"))?;
        match send(request).await {
            Ok(response) => stands(response.headers()).map(Some),
            // An answer to HEAD has no body that could tell the reason.
            Err(LinkError::Refused { problem, .. }) if problem.code == ProblemCode::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn begin(&self, device: &Device, hash: &FileHash, size: u64) -> Exchange<u64> {
        let metadata = format!("hash {}", BASE64_STANDARD.encode(hash.as_str()));
        let request = self
            .upload(reqwest::Method::POST, device, "v1/files")?
            .header("upload-length", size)
            .header("upload-metadata", metadata)
            .header(header::CONTENT_LENGTH, 0);
        stands(send(request).await?.headers())
    }

    async fn append(&self, device: &Device, hash: &FileHash, at: u64, piece: Vec<u8>) -> Exchange<u64> {
        let checksum = format!("sha256 {}", BASE64_STANDARD.encode(Sha256::digest(&piece)));
        let request = self
            .upload(reqwest::Method::PATCH, device, &format!("v1/files/{hash}"))?
            .header("upload-offset", at)
            .header("upload-checksum", checksum)
            .header(header::CONTENT_TYPE, PIECE)
            .body(piece);
        stands(send(request).await?.headers())
    }

    async fn fetch(&self, device: &Device, hash: &FileHash, range: Range<u64>) -> Exchange<Vec<u8>> {
        let length = usize::try_from(range.end - range.start).map_err(|_| LinkError::Garbled)?;
        let request = self
            .client()
            .get(self.url(&format!("v1/files/{hash}"))?)
            .bearer_auth(device.token.secret())
            .header(header::RANGE, format!("bytes={}-{}", range.start, range.end - 1));
        let response = send(request).await?;
        if response.status() != StatusCode::PARTIAL_CONTENT && range.start != 0 {
            return Err(LinkError::Garbled);
        }
        let bytes = body(response, length).await?;
        if bytes.is_empty() { Err(LinkError::Garbled) } else { Ok(bytes) }
    }
}

/// An answer that came, and is none that this program reads.
fn unread(found: Malformed) -> LinkError {
    if !found.is_newer() {
        return LinkError::Garbled;
    }
    let message = "Máy chủ đã có phiên bản mới hơn phần mềm trên máy này. Mọi sửa đổi vẫn còn trên máy; hãy cập nhật phần mềm để đồng bộ tiếp.";
    let problem = Problem::new(ProblemCode::Version, message);
    LinkError::Refused { problem, wait: None }
}

/// `data: 42`
fn position(line: &[u8]) -> Option<u64> {
    std::str::from_utf8(line).ok()?.strip_prefix("data:")?.trim().parse().ok()
}

async fn send(request: RequestBuilder) -> Exchange<Response> {
    let response = request.send().await.map_err(|_| LinkError::Offline)?;
    if response.status().is_success() {
        return Ok(response);
    }
    let status = response.status();
    let seconds =
        response.headers().get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    let body = body(response, MOST_PROBLEM).await.unwrap_or_default();
    let problem = serde_json::from_slice(&body).ok().or_else(|| unsaid(status)).ok_or(LinkError::Garbled)?;
    Err(LinkError::Refused { problem, wait: seconds.map(Duration::from_secs) })
}

/// What a status alone says: of an answer to HEAD, or of a proxy.
fn unsaid(status: StatusCode) -> Option<Problem> {
    let (code, message) = match status {
        StatusCode::NOT_FOUND => (ProblemCode::NotFound, "Không tìm thấy trên máy chủ."),
        // Of a file: what names it was not sent yet.
        StatusCode::FORBIDDEN => (ProblemCode::NotFound, "Máy chủ chưa biết nội dung này."),
        StatusCode::UNAUTHORIZED => (
            ProblemCode::Device,
            "Máy chủ không nhận ra máy này, hoặc máy đã bị thu hồi. Dữ liệu trên máy vẫn nguyên; hãy xin mã ghi danh mới.",
        ),
        StatusCode::TOO_MANY_REQUESTS => (ProblemCode::Slow, "Máy chủ đang bận. Máy sẽ tự thử lại sau."),
        StatusCode::CONFLICT | StatusCode::LOCKED => {
            (ProblemCode::Offset, "Tệp đang được gửi từ một máy khác.")
        }
        status if status.is_server_error() => (
            ProblemCode::Unavailable,
            "Máy chủ tạm thời chưa làm việc được. Mọi sửa đổi vẫn còn trên máy và sẽ tự gửi lại.",
        ),
        _ => return None,
    };
    Some(Problem::new(code, message))
}

async fn body(response: Response, limit: usize) -> Exchange<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut pieces = response.bytes_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| LinkError::Offline)?;
        if bytes.len() + piece.len() > limit {
            return Err(LinkError::Garbled);
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

fn stands(headers: &HeaderMap) -> Exchange<u64> {
    let value = headers.get("upload-offset").and_then(|value| value.to_str().ok()?.parse().ok());
    value.ok_or(LinkError::Garbled)
}
