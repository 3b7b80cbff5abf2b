//! A line between laptop and server that can be cut at the worst moment, or go dead without a word.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};

/// Carries bytes both ways until it is told to keep an answer back.
pub struct Relay {
    port: u16,
    line: Arc<Line>,
}

#[derive(Default)]
struct Line {
    keep_answer: AtomicBool,
    kept: Notify,
    way: watch::Sender<Way>,
    /// Whether news came through.
    listened: watch::Sender<bool>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Way {
    #[default]
    Open,
    /// Everything is taken, nothing is carried.
    Dead,
    /// Nobody is there.
    Gone,
}

impl Line {
    async fn is(&self, wanted: impl FnMut(&Way) -> bool) {
        // The sender is this line's own.
        drop(self.way.subscribe().wait_for(wanted).await);
    }
}

impl Relay {
    /// To a server on this machine.
    pub async fn to(port: u16) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let relay = Self { port: listener.local_addr()?.port(), line: Arc::default() };
        relay.carry_on(listener, port);
        Ok(relay)
    }

    fn carry_on(&self, listener: TcpListener, to: u16) {
        let (line, own) = (Arc::clone(&self.line), self.port);
        tokio::spawn(async move {
            let mut listener = Some(listener);
            loop {
                let Some(open) = &listener else {
                    line.is(|way| *way != Way::Gone).await;
                    listener = TcpListener::bind(("127.0.0.1", own)).await.ok();
                    continue;
                };
                tokio::select! {
                    Ok((near, _)) = open.accept() => drop(tokio::spawn(carry(near, to, Arc::clone(&line)))),
                    () = line.is(|way| *way == Way::Gone) => listener = None,
                }
            }
        });
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The next answer to what was posted reaches the relay and goes no further: the connection ends. Returns when that
    /// has happened.
    pub async fn keep_next_answer(&self) {
        self.line.keep_answer.store(true, Ordering::SeqCst);
        self.line.kept.notified().await;
    }

    /// Returns when a stream of news stands, and something came through it.
    pub async fn listened(&self) {
        // The sender is this line's own.
        drop(self.line.listened.subscribe().wait_for(|listened| *listened).await);
    }

    /// From now on it takes everything and carries nothing.
    pub fn go_dead(&self) {
        self.line.way.send_replace(Way::Dead);
    }

    /// What is connected ends, and nobody is there any more.
    pub fn go(&self) {
        self.line.listened.send_replace(false);
        self.line.way.send_replace(Way::Gone);
    }

    pub fn mend(&self) {
        self.line.way.send_replace(Way::Open);
    }
}

async fn carry(near: TcpStream, port: u16, line: Arc<Line>) {
    let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await else { return };
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    let asked = Asked::default();
    tokio::select! {
        () = requests(near_in, far_out, &asked, &line) => {}
        () = answers(far_in, near_out, &asked, &line) => {}
        () = line.is(|way| *way == Way::Gone) => {}
    }
}

/// What was asked on a connection last.
#[derive(Default)]
struct Asked {
    posts: AtomicBool,
    news: AtomicBool,
}

async fn requests(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, asked: &Asked, line: &Line) {
    let mut piece = vec![0; 64 << 10];
    while let Ok(read @ 1..) = from.read(&mut piece).await {
        if piece.starts_with(b"POST /v1/") {
            asked.posts.store(true, Ordering::SeqCst);
        }
        asked.news.store(piece.starts_with(b"GET /v1/events"), Ordering::SeqCst);
        line.is(|way| *way == Way::Open).await;
        if to.write_all(&piece[..read]).await.is_err() {
            return;
        }
    }
}

async fn answers(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, asked: &Asked, line: &Line) {
    let mut piece = vec![0; 64 << 10];
    while let Ok(read @ 1..) = from.read(&mut piece).await {
        if asked.posts.swap(false, Ordering::SeqCst) && line.keep_answer.swap(false, Ordering::SeqCst) {
            line.kept.notify_one();
            return;
        }
        line.is(|way| *way == Way::Open).await;
        if to.write_all(&piece[..read]).await.is_err() {
            return;
        }
        if asked.news.load(Ordering::SeqCst) {
            line.listened.send_replace(true);
        }
    }
}
