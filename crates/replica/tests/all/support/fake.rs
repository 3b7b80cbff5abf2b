//! A server behind the driver's trait, with time that tests hold in their hands.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard};

use model::ids::FileHash;
use protocol::{Problem, ProblemCode, PublicKey, SyncReply, UnixMillis};
use replica::Device;
use replica::sync::{Exchange, Leaving, LinkError, Server, Traffic};
use tokio::sync::watch;
use tokio::time::{Duration, Instant, sleep};

use super::{District, time};

pub struct State {
    pub district: District,
    pub online: bool,
    pub refuses: Option<ProblemCode>,
    /// A request in which this word stands is refused whole.
    pub poison: Option<&'static str>,
    /// When each request came, and how many documents it had changes of.
    pub syncs: Vec<(Instant, usize)>,
    pub probes: Vec<Instant>,
    /// How often it was looked for.
    pub looks: usize,
    /// It can be connected to, and answers nothing.
    pub reached: bool,
    /// How many syncs had been answered when a stream of news was opened.
    pub streams: Vec<usize>,
    pub pieces: Vec<(Instant, u64)>,
    pub file: Vec<u8>,
    /// How long a piece takes.
    pub piece_time: Duration,
    /// The line breaks under a piece that is larger.
    pub carries: usize,
    news: watch::Sender<u64>,
    /// What moves while an answer is awaited.
    pub traffic: watch::Sender<Traffic>,
}

#[derive(Clone)]
pub struct Fake(Arc<Mutex<State>>);

impl Fake {
    pub fn new(district: District) -> Self {
        Self(Arc::new(Mutex::new(State {
            district,
            online: true,
            refuses: None,
            poison: None,
            syncs: Vec::new(),
            probes: Vec::new(),
            looks: 0,
            reached: false,
            streams: Vec::new(),
            pieces: Vec::new(),
            file: Vec::new(),
            piece_time: Duration::from_secs(1),
            carries: usize::MAX,
            news: watch::Sender::new(0),
            traffic: watch::Sender::default(),
        })))
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// Another laptop's work arrives.
    pub fn with_district<T>(&self, work: impl FnOnce(&mut District) -> T) -> T {
        let mut state = self.state();
        let done = work(&mut state.district);
        let position = state.district.log_length() as u64;
        state.news.send_replace(position);
        done
    }

    fn online(&self) -> Exchange<()> {
        let state = self.state();
        match (state.online, state.refuses) {
            (false, _) => Err(LinkError::Offline),
            (true, Some(code)) => Err(refused(code)),
            (true, None) => Ok(()),
        }
    }
}

fn refused(code: ProblemCode) -> LinkError {
    LinkError::Refused { problem: Problem::new(code, "hãy ghi danh lại"), wait: None }
}

impl Server for Fake {
    fn forget_lines(&self) {
        self.state().probes.push(Instant::now());
    }

    async fn go_to(&self, address: &str, _: &PublicKey) -> Exchange<String> {
        self.online()?;
        Ok(address.to_owned())
    }

    async fn reaches(&self) -> bool {
        let mut state = self.state();
        state.looks += 1;
        state.online || state.reached
    }

    async fn sync(&self, device: &Device, leaving: Leaving) -> Exchange<SyncReply> {
        self.online()?;
        let bytes = leaving.await.ok_or(LinkError::Offline)?;
        let mut state = self.state();
        let plain = protocol::unframe(&bytes).unwrap();
        if state.poison.is_some_and(|word| plain.windows(word.len()).any(|there| there == word.as_bytes())) {
            return Err(refused(ProblemCode::TooLarge));
        }
        let mut reply = state.district.exchange(device.id, &bytes).map_err(refused)?;
        // As laptops' clocks stand when they are made.
        reply.now = UnixMillis(time("2019-08-20T09:00:00").timestamp_millis());
        state.syncs.push((Instant::now(), reply.fates.len()));
        let position = state.district.log_length() as u64;
        state.news.send_replace(position);
        Ok(reply)
    }

    fn traffic(&self) -> watch::Receiver<Traffic> {
        self.state().traffic.subscribe()
    }

    async fn listen(&self, _: &Device, news: &watch::Sender<u64>) -> LinkError {
        let mut from = {
            let mut state = self.state();
            let answered = state.syncs.len();
            state.streams.push(answered);
            state.news.subscribe()
        };
        while from.changed().await.is_ok() {
            if !self.state().online {
                break;
            }
            news.send_replace(*from.borrow_and_update());
        }
        LinkError::Offline
    }

    async fn begin(&self, device: &Device, hash: &FileHash, _: u64, first: Vec<u8>) -> Exchange<u64> {
        self.online()?;
        let stands = self.state().file.len() as u64;
        if stands == 0 && !first.is_empty() { self.append(device, hash, 0, first).await } else { Ok(stands) }
    }

    async fn append(&self, _: &Device, _: &FileHash, at: u64, piece: Vec<u8>) -> Exchange<u64> {
        let takes = self.state().piece_time;
        sleep(takes).await;
        self.online()?;
        let mut state = self.state();
        if piece.len() > state.carries {
            return Err(LinkError::Offline);
        }
        assert_eq!(at, state.file.len() as u64, "a piece begins where the file stands");
        state.file.extend(piece);
        let stands = state.file.len() as u64;
        state.pieces.push((Instant::now(), stands));
        Ok(stands)
    }

    async fn fetch(&self, _: &Device, _: &FileHash, range: Range<u64>) -> Exchange<Vec<u8>> {
        self.online()?;
        Ok(self.state().file[range.start as usize..range.end as usize].to_vec())
    }
}
