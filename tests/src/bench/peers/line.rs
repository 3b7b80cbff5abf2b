//! The line between a laptop and a server: counts what passes, and carries it as a bad line would.
//!
//! It is looked at from the laptop's end: bytes up count when the laptop sends them, bytes down when they reach it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Result;
use serde::Serialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::lane::{Conditions, Lane};

/// What TCP carries at a time over Ethernet and IPv4.
const SEGMENT: usize = 1_460;

/// What passed. Bytes are those that TCP carries, headers of HTTP and WebSocket included, its own not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Passed {
    pub up: u64,
    pub down: u64,
    /// How often bytes went another way than the bytes before them, the first included: a request and its answer
    /// are two. TCP's own handshake is none.
    pub turns: u32,
    /// Opened meanwhile; each costs a round trip before its first byte goes.
    pub connections: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Up,
    Down,
}

/// Listens until this program ends.
pub struct Line {
    port: u16,
    wire: Arc<Wire>,
}

struct Wire {
    begun: Instant,
    state: Mutex<State>,
    /// True while nothing goes through.
    cut: watch::Sender<bool>,
}

struct State {
    conditions: Conditions,
    lanes: [Lane; 2],
    passed: Passed,
    last_way: Option<Way>,
    last_byte: Instant,
    under_way: usize,
}

impl Line {
    /// To a server on this machine; at first as quick as the machine is.
    pub async fn to(port: u16) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let conditions = Conditions::default();
        let state = State {
            conditions,
            lanes: lanes(&conditions),
            passed: Passed::default(),
            last_way: None,
            last_byte: Instant::now(),
            under_way: 0,
        };
        let wire = Wire { begun: Instant::now(), state: Mutex::new(state), cut: watch::Sender::new(false) };
        let line = Self { port: listener.local_addr()?.port(), wire: Arc::new(wire) };
        let wire = Arc::clone(&line.wire);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, port, Arc::clone(&wire)));
            }
        });
        Ok(line)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// From now on; and counts from nothing.
    pub fn become_like(&self, conditions: Conditions) {
        let mut state = self.wire.state();
        state.conditions = conditions;
        state.lanes = lanes(&conditions);
        state.passed = Passed::default();
        state.last_way = None;
    }

    /// Every connection ends, and none opens until it is mended.
    pub fn cut(&self) {
        self.wire.cut.send_replace(true);
    }

    pub fn mend(&self) {
        self.wire.cut.send_replace(false);
    }

    pub fn passed(&self) -> Passed {
        self.wire.state().passed
    }

    /// Returns when nothing has been under way for so long.
    pub async fn quiet(&self, long: Duration) {
        loop {
            let until = {
                let state = self.wire.state();
                if state.under_way > 0 { Instant::now() + long } else { state.last_byte + long }
            };
            if until <= Instant::now() {
                return;
            }
            sleep_until(until).await;
        }
    }
}

fn lanes(conditions: &Conditions) -> [Lane; 2] {
    [Lane::new(conditions, "up"), Lane::new(conditions, "down")]
}

impl Wire {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn departs(self: &Arc<Self>, way: Way, bytes: Vec<u8>) -> Segment {
        let mut state = self.state();
        let now = Instant::now();
        let State { conditions, lanes, .. } = &mut *state;
        let arrival =
            self.begun + lanes[way as usize].arrival(now.duration_since(self.begun), bytes.len(), conditions);
        if way == Way::Up {
            state.count(way, bytes.len());
        }
        state.under_way += 1;
        state.last_byte = now;
        Segment { bytes, arrival, _under_way: UnderWay(Arc::clone(self)) }
    }

    fn arrived(&self, way: Way, segment: &Segment) {
        let mut state = self.state();
        if way == Way::Down {
            state.count(way, segment.bytes.len());
        }
        state.last_byte = Instant::now();
    }

    /// When a connection that is asked for now can carry its first byte.
    fn opens(&self) -> Instant {
        let mut state = self.state();
        state.passed.connections += 1;
        Instant::now() + state.conditions.round_trip()
    }
}

impl State {
    fn count(&mut self, way: Way, bytes: usize) {
        if bytes == 0 {
            return;
        }
        match way {
            Way::Up => self.passed.up += bytes as u64,
            Way::Down => self.passed.down += bytes as u64,
        }
        if self.last_way.replace(way) != Some(way) {
            self.passed.turns += 1;
        }
    }
}

/// Bytes on their way; none at all is the end of their connection, which travels as they do.
struct Segment {
    bytes: Vec<u8>,
    arrival: Instant,
    _under_way: UnderWay,
}

/// Ends with its segment, also where that is thrown away.
struct UnderWay(Arc<Wire>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.state().under_way -= 1;
    }
}

async fn carry(near: TcpStream, port: u16, wire: Arc<Wire>) {
    let mut cut = wire.cut.subscribe();
    if *cut.borrow_and_update() {
        return;
    }
    let open = wire.opens();
    let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await else { return };
    // Neither end's waiting for more to send is to be measured twice.
    if near.set_nodelay(true).is_err() || far.set_nodelay(true).is_err() {
        return;
    }
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    let up = async {
        sleep_until(open).await;
        one_way(Way::Up, near_in, far_out, &wire).await;
    };
    let both = async { tokio::join!(up, one_way(Way::Down, far_in, near_out, &wire)) };
    tokio::select! {
        _ = both => {}
        _ = cut.wait_for(|cut| *cut) => {}
    }
}

async fn one_way(way: Way, from: OwnedReadHalf, to: OwnedWriteHalf, wire: &Arc<Wire>) {
    let (sender, receiver) = unbounded_channel();
    tokio::join!(take_in(way, from, sender, wire), give_out(way, receiver, to, wire));
}

async fn take_in(way: Way, mut from: OwnedReadHalf, to: UnboundedSender<Segment>, wire: &Arc<Wire>) {
    let mut piece = vec![0; SEGMENT];
    loop {
        let read = from.read(&mut piece).await.unwrap_or(0);
        if to.send(wire.departs(way, piece[..read].to_vec())).is_err() || read == 0 {
            return;
        }
    }
}

async fn give_out(way: Way, mut from: UnboundedReceiver<Segment>, mut to: OwnedWriteHalf, wire: &Wire) {
    while let Some(segment) = from.recv().await {
        sleep_until(segment.arrival).await;
        wire.arrived(way, &segment);
        let bytes = &segment.bytes;
        let gone = if bytes.is_empty() { to.shutdown().await } else { to.write_all(bytes).await };
        if gone.is_err() {
            return;
        }
    }
}
