//! A line between laptop and server that can be cut at the worst moment.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// Carries bytes both ways until it is told to keep an answer back.
pub struct Relay {
    port: u16,
    line: Arc<Line>,
}

#[derive(Default)]
struct Line {
    keep_answer: AtomicBool,
    kept: Notify,
}

impl Relay {
    /// To a server on this machine.
    pub async fn to(port: u16) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let relay = Self { port: listener.local_addr()?.port(), line: Arc::default() };
        let line = Arc::clone(&relay.line);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, port, Arc::clone(&line)));
            }
        });
        Ok(relay)
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The next answer to a sync reaches the relay and goes no further: the connection ends. Returns when that
    /// has happened.
    pub async fn keep_next_answer(&self) {
        self.line.keep_answer.store(true, Ordering::SeqCst);
        self.line.kept.notified().await;
    }
}

async fn carry(near: TcpStream, port: u16, line: Arc<Line>) {
    let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await else { return };
    let ((near_in, near_out), (far_in, far_out)) = (near.into_split(), far.into_split());
    let syncing = Arc::new(AtomicBool::new(false));
    tokio::select! {
        () = requests(near_in, far_out, &syncing) => {}
        () = answers(far_in, near_out, &syncing, &line) => {}
    }
}

async fn requests(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, syncing: &AtomicBool) {
    let mut piece = vec![0; 64 << 10];
    while let Ok(read @ 1..) = from.read(&mut piece).await {
        if piece.starts_with(b"POST /v1/sync") {
            syncing.store(true, Ordering::SeqCst);
        }
        if to.write_all(&piece[..read]).await.is_err() {
            return;
        }
    }
}

async fn answers(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, syncing: &AtomicBool, line: &Line) {
    let mut piece = vec![0; 64 << 10];
    while let Ok(read @ 1..) = from.read(&mut piece).await {
        if syncing.swap(false, Ordering::SeqCst) && line.keep_answer.swap(false, Ordering::SeqCst) {
            line.kept.notify_one();
            return;
        }
        if to.write_all(&piece[..read]).await.is_err() {
            return;
        }
    }
}
