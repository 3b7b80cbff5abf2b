//! A relay beside the server that counts what really arrives, above TCP: bytes that come twice were sent twice by
//! the program itself.

use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::programs::{Manner, Running, program};

/// The relay as a process, wherever `Manner` puts it.
pub struct Counter {
    _running: Running,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Counter {
    pub fn start(manner: &Manner, listen: &str, to: &str) -> Result<Self> {
        let mut command = manner.command(&program("faults")?);
        command.args(["count", "--listen", listen, "--to", to]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut running = Running::start(&mut command)?;
        let ask = running.child().stdin.take().context("the pipe was asked for")?;
        let out = running.child().stdout.take().context("the pipe was asked for")?;
        let mut counter = Self { _running: running, ask, answers: BufReader::new(out) };
        // It answers once it listens.
        counter.arrived()?;
        Ok(counter)
    }

    /// Bytes that came from laptops.
    pub fn arrived(&mut self) -> Result<u64> {
        writeln!(self.ask)?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        line.trim().parse().with_context(|| format!("a count: “{line}”"))
    }
}

/// What the process does: carries, and answers each line of its input with the count.
pub async fn count(listen: &str, to: String) -> Result<()> {
    let listener = TcpListener::bind(listen).await?;
    let count = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            tokio::spawn(carry(near, to.clone(), Arc::clone(&counted)));
        }
    });
    tokio::task::spawn_blocking(move || {
        for _ in std::io::stdin().lock().lines().map_while(Result::ok) {
            writeln!(std::io::stdout(), "{}", count.load(Ordering::Relaxed))?;
        }
        Ok(())
    })
    .await?
}

async fn carry(near: TcpStream, to: String, count: Arc<AtomicU64>) -> Result<()> {
    let far = TcpStream::connect(to).await?;
    let ((mut near_in, mut near_out), (mut far_in, mut far_out)) = (near.into_split(), far.into_split());
    let up = async {
        let mut piece = vec![0; 16 << 10];
        while let Ok(read @ 1..) = near_in.read(&mut piece).await {
            count.fetch_add(read as u64, Ordering::Relaxed);
            if far_out.write_all(&piece[..read]).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = up => {}
        _ = tokio::io::copy(&mut far_in, &mut near_out) => {}
    }
    Ok(())
}
