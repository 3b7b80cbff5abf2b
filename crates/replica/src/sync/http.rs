//! The server over HTTP: one kept connection, TLS by rustls, a patience for each kind of request.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use model::ids::FileHash;
use model::window::Proxy;
use protocol::{
    EnrolReply, EnrolRequest, MAX_WIRE_BYTES, ProblemCode, ProveReply, ProveRequest, PublicKey, SyncReply,
    open_reply,
};
use reqwest::header::{self, HeaderMap};
use reqwest::{Body, Client, Method, RequestBuilder, Response, StatusCode, Url};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;

use super::address::base_of;
use super::answer::{MOST_PROBLEM, answered, body, body_seen, unread};
use super::fault::Barrier;
use super::news::news;
use super::proxy::{ByHand, place, schemes_of, system_proxy};
use super::script::proxies_of;
use super::traffic::{Meter, Traffic};
use super::transfer::{Exchange, Leaving, LinkError, Server};
use crate::device::Device;
use crate::error::{Error, Result};
use crate::key::random;

const CONNECT: Duration = Duration::from_secs(20);
const REACH: Duration = Duration::from_secs(3);
/// On a line of 64 kbit/s half a megabyte takes a minute.
const EXCHANGE: Duration = Duration::from_secs(300);
/// Of what takes no time: a code for a place, a proof.
const SHORT: Duration = Duration::from_secs(30);
/// Nothing left and nothing came: what waits in the system's own buffers of a slow line has gone by then.
const STALLED: Duration = Duration::from_secs(180);
/// Of an exchange in which something moves.
const LONGEST: Duration = Duration::from_secs(3600);
/// A line that was cut may look open for many minutes. A piece of a file is made as long as takes some seconds.
const PIECE_STALLED: Duration = Duration::from_secs(60);
/// The server opens a stream at once, though nothing is to be told.
const OPENS: Duration = Duration::from_secs(10);
const TUS: (&str, &str) = ("tus-resumable", "1.0.0");
const PIECE: &str = "application/offset+octet-stream";

/// A client that keeps its connections, by the system's own proxy where it has one.
pub fn http_client() -> Result<Client> {
    client(None)
}

fn client(proxy: Option<reqwest::Proxy>) -> Result<Client> {
    // Another part of the program may have chosen a provider already; any will do.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = match proxy {
        Some(proxy) => Client::builder().proxy(proxy),
        None => Client::builder(),
    };
    // Bytes that wait for long to be taken are no dead line: some are that slow. What does not move at all is given up, see `STALLED`.
    #[cfg(target_os = "linux")]
    let builder = builder.tcp_user_timeout(None);
    builder
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
    line: Arc<Line>,
    plain: bool,
}

/// How the server is reached. Copies share it.
#[derive(Debug)]
struct Line {
    /// Whoever listens hears when it changes.
    base: watch::Sender<Url>,
    client: Mutex<Client>,
    proxy: Mutex<Option<ByHand>>,
    script: Mutex<Option<String>>,
    /// Pieces of files go by POST: something on the way passes GET and POST alone.
    posts: AtomicBool,
    meter: Meter,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl HttpServer {
    /// `plain`: unencrypted HTTP is taken from any address, not only from this machine's own (tests).
    pub fn new(client: Client, address: &str, plain: bool) -> Result<Self> {
        let line = Line {
            base: watch::Sender::new(base_of(address, plain)?),
            client: Mutex::new(client),
            proxy: Mutex::default(),
            script: Mutex::default(),
            posts: AtomicBool::new(false),
            meter: Meter::default(),
        };
        Ok(Self { line: Arc::new(line), plain })
    }

    /// Where the script is that tells the network's machines which proxy to take; else the system is asked.
    pub fn read_script_at(&self, address: &str) {
        *lock(&self.line.script) = Some(address.to_owned());
    }

    /// By which proxy the server is reached, where by any.
    fn proxy_place(&self) -> Option<(String, u16)> {
        let by_hand = lock(&self.line.proxy).as_ref().map(ByHand::place);
        by_hand.or_else(|| system_proxy(&self.base()))
    }

    async fn send(&self, request: RequestBuilder) -> Exchange<Response> {
        match request.send().await {
            Ok(response) => answered(response).await,
            Err(error) => Err(self.unsent(&error).await),
        }
    }

    /// Why nothing was sent.
    async fn unsent(&self, error: &reqwest::Error) -> LinkError {
        match Barrier::of_error(error) {
            // What it asks for stands in an answer of which the library tells no more.
            Some(Barrier::ProxyPassword) => {
                let schemes = match (self.proxy_place(), place(&self.base())) {
                    (Some(proxy), Some(to)) => schemes_of(proxy, to).await,
                    _ => Vec::new(),
                };
                LinkError::Barred(Barrier::ProxyPassword.with_schemes(&schemes))
            }
            Some(barrier) => LinkError::Barred(barrier),
            // Whoever takes a connection is there.
            None if error.is_timeout() && self.reaches().await => LinkError::Barred(Barrier::NoAnswer),
            None if !error.is_connect() => LinkError::Offline,
            None if self.proxy_place().is_some() => LinkError::Barred(Barrier::ProxyAway),
            None => {
                let script = lock(&self.line.script).clone();
                let named = proxies_of(script).await;
                named.map_or(LinkError::Offline, |named| LinkError::Barred(Barrier::ProxyScript(named)))
            }
        }
    }

    /// From now on by this proxy.
    pub fn set_proxy(&self, proxy: &Proxy) -> Result<()> {
        let by_hand = ByHand::read(proxy)?;
        *lock(&self.line.client) = client(by_hand.as_ref().map(ByHand::proxy).transpose()?)?;
        *lock(&self.line.proxy) = by_hand;
        self.line.posts.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// Whether it is the address that this server is asked at; refused where it is that of no server at all.
    pub fn is_at(&self, address: &str) -> Result<bool> {
        Ok(base_of(address, self.plain)? == self.base())
    }

    pub fn address(&self) -> String {
        self.base().to_string()
    }

    fn base(&self) -> Url {
        self.line.base.borrow().clone()
    }

    fn client(&self) -> Client {
        lock(&self.line.client).clone()
    }

    fn url(&self, path: &str) -> Exchange<Url> {
        self.base().join(path).map_err(|_| LinkError::Garbled)
    }

    pub async fn enrol(&self, request: &EnrolRequest) -> Exchange<EnrolReply> {
        let response =
            self.send(self.client().post(self.url("v1/enrol")?).timeout(SHORT).json(request)).await?;
        let body = body(response, MOST_PROBLEM).await?;
        let reply: EnrolReply = serde_json::from_slice(&body).map_err(|_| LinkError::Garbled)?;
        // Under another id nothing that is written here could ever be sent.
        if reply.person.is_well_formed() { Ok(reply) } else { Err(LinkError::Garbled) }
    }

    async fn send_piece(
        &self,
        (device, hash): (&Device, &FileHash),
        at: u64,
        piece: Vec<u8>,
        posts: bool,
    ) -> Exchange<u64> {
        let path = format!("v1/files/{hash}");
        let request = if posts {
            self.upload(Method::POST, device, &path)?.header("x-http-method-override", "PATCH")
        } else {
            self.upload(Method::PATCH, device, &path)?
        };
        let request = request
            .header("upload-offset", at)
            .header("upload-checksum", checksum(&piece))
            .header(header::CONTENT_TYPE, PIECE)
            .body(piece);
        stands(self.send(request).await?.headers())
    }

    fn upload(&self, method: Method, device: &Device, path: &str) -> Exchange<RequestBuilder> {
        let request = self.client().request(method, self.url(path)?);
        Ok(request.timeout(PIECE_STALLED).bearer_auth(device.token.secret()).header(TUS.0, TUS.1))
    }
}

fn checksum(piece: &[u8]) -> String {
    format!("sha256 {}", BASE64_STANDARD.encode(Sha256::digest(piece)))
}

impl Server for HttpServer {
    fn forget_lines(&self) {
        // Where there can be no other client, the one that is there finds out by itself.
        let proxy = lock(&self.line.proxy).as_ref().map(ByHand::proxy);
        if let Ok(fresh) = proxy.transpose().and_then(client) {
            *lock(&self.line.client) = fresh;
        }
    }

    /// What is drawn is signed by who has the key, with the address that is asked: neither an answer that was heard before nor one
    /// that is passed on from the server itself is of any use to anybody else.
    async fn go_to(&self, address: &str, key: &PublicKey) -> Exchange<String> {
        let not_it = || LinkError::NotTheDistrict(address.to_owned());
        let base = base_of(address, self.plain).map_err(|_| not_it())?;
        let asked = base.to_string();
        let mut nonce = [0; 32];
        random(&mut nonce).map_err(|_| LinkError::Offline)?;
        let url = base.join("v1/prove").map_err(|_| not_it())?;
        let answer =
            self.send(self.client().post(url).timeout(SHORT).json(&ProveRequest::of(&nonce, &asked))).await;
        // Another program at that address answers something, too.
        let answer = answer.map_err(|error| match error {
            LinkError::Refused { problem, .. } if problem.code == ProblemCode::Other => {
                LinkError::NotToldOfAddress(asked.clone())
            }
            LinkError::Refused { problem, .. }
                if !matches!(problem.code, ProblemCode::Unavailable | ProblemCode::Slow) =>
            {
                not_it()
            }
            LinkError::Garbled => not_it(),
            other => other,
        })?;
        let reply: ProveReply =
            serde_json::from_slice(&body(answer, MOST_PROBLEM).await?).map_err(|_| not_it())?;
        if !reply.is_of(key, &nonce, &asked) {
            return Err(not_it());
        }
        self.line.base.send_replace(base);
        self.forget_lines();
        Ok(asked)
    }

    async fn reaches(&self) -> bool {
        let base = self.base();
        let Some((host, port)) = self.proxy_place().or_else(|| place(&base)) else {
            return false;
        };
        let connected = tokio::net::TcpStream::connect((host, port));
        matches!(tokio::time::timeout(REACH, connected).await, Ok(Ok(_)))
    }

    /// A body is asked for its bytes when its connection stands, and TLS with it: the page of a hotel's Wi-Fi, which answers
    /// everything, has no certificate of the district's.
    async fn sync(&self, device: &Device, leaving: Leaving) -> Exchange<SyncReply> {
        let meter = &self.line.meter;
        let _awaited = meter.await_answer();
        let exchange = async {
            let request = self.client().post(self.url("v1/sync")?).timeout(LONGEST);
            let request = request.bearer_auth(device.token.secret());
            let request = request.body(Body::wrap_stream(meter.leaving(leaving)));
            let body = body_seen(self.send(request).await?, MAX_WIRE_BYTES, || meter.moved()).await?;
            open_reply(&body).map_err(unread)
        };
        tokio::select! {
            answer = exchange => answer,
            () = meter.stalled(STALLED) => Err(match self.reaches().await {
                true => LinkError::Barred(Barrier::NoAnswer),
                false => LinkError::Offline,
            }),
        }
    }

    fn traffic(&self) -> watch::Receiver<Traffic> {
        self.line.meter.watch()
    }

    async fn listen(&self, device: &Device, announced: &watch::Sender<u64>) -> LinkError {
        let gone_elsewhere = self.line.base.subscribe();
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
        let response = match tokio::time::timeout(OPENS, self.send(request)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return error,
            Err(_) => return LinkError::Held,
        };
        news(response, announced, gone_elsewhere).await
    }

    async fn begin(&self, device: &Device, hash: &FileHash, size: u64, first: Vec<u8>) -> Exchange<u64> {
        let metadata = format!("hash {}", BASE64_STANDARD.encode(hash.as_str()));
        let mut request = self
            .upload(Method::POST, device, "v1/files")?
            .header("upload-length", size)
            .header("upload-metadata", metadata);
        if !first.is_empty() {
            request = request.header("upload-checksum", checksum(&first)).header(header::CONTENT_TYPE, PIECE);
        }
        stands(self.send(request.header(header::CONTENT_LENGTH, first.len()).body(first)).await?.headers())
    }

    /// By PATCH, or by POST where something on the way passes GET and POST alone: it may say so, or let the line go dead. What
    /// went well last is tried first.
    async fn append(&self, device: &Device, hash: &FileHash, at: u64, piece: Vec<u8>) -> Exchange<u64> {
        let posts = self.line.posts.load(Ordering::Relaxed);
        let sent = self.send_piece((device, hash), at, piece.clone(), posts).await;
        match &sent {
            Err(LinkError::Barred(Barrier::Blocked(_)))
                if !sent.as_ref().is_err_and(LinkError::is_of_size) => {}
            Err(LinkError::Offline) => {
                self.line.posts.store(!posts, Ordering::Relaxed);
                return sent;
            }
            _ => return sent,
        }
        let otherwise = self.send_piece((device, hash), at, piece, !posts).await;
        if otherwise.is_ok() {
            self.line.posts.store(!posts, Ordering::Relaxed);
        }
        otherwise
    }

    async fn fetch(&self, device: &Device, hash: &FileHash, range: Range<u64>) -> Exchange<Vec<u8>> {
        let length = usize::try_from(range.end - range.start).map_err(|_| LinkError::Garbled)?;
        let request = self
            .client()
            .get(self.url(&format!("v1/files/{hash}"))?)
            .bearer_auth(device.token.secret())
            .header(header::RANGE, format!("bytes={}-{}", range.start, range.end - 1));
        let response = self.send(request).await?;
        if response.status() != StatusCode::PARTIAL_CONTENT && range.start != 0 {
            return Err(LinkError::Garbled);
        }
        let bytes = body(response, length).await?;
        if bytes.is_empty() { Err(LinkError::Garbled) } else { Ok(bytes) }
    }
}

fn stands(headers: &HeaderMap) -> Exchange<u64> {
    let value = headers.get("upload-offset").and_then(|value| value.to_str().ok()?.parse().ok());
    value.ok_or(LinkError::Garbled)
}
