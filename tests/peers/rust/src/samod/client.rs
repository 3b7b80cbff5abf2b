//! A laptop with a repo on its disk, so that it remembers what the server had.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures::future::BoxFuture;
use samod::storage::TokioFilesystemStorage;
use samod::{BackoffConfig, DialError, Dialer, DialerHandle, DocHandle, Repo, Transport};
use tokio::net::TcpStream;
use tokio_tungstenite::client_async;
use url::Url;

use super::transport;
use crate::lines::{Command, End, Options};
use crate::work::{Edit, Work, blank};

pub struct Laptop {
    repo: Repo,
    handle: DocHandle,
    work: Work,
    port: u16,
    line: Option<DialerHandle>,
}

impl Laptop {
    pub async fn start(options: &Options) -> Result<Self> {
        let storage = TokioFilesystemStorage::new(&options.data);
        let repo = Repo::build_tokio().with_storage(storage).load().await;
        let handle = repo.create(blank()?).await?;
        Ok(Self { repo, handle, work: Work::read(&options.work)?, port: options.port, line: None })
    }

    fn write(&self, edits: &[Edit]) -> Result<()> {
        edits.iter().try_for_each(|edit| self.handle.with_document(|document| edit.write(document)))
    }

    /// Until the server has said that its heads are ours. It says nothing of its disk.
    async fn sync(&mut self) -> Result<()> {
        let line = self.repo.dial(BackoffConfig::default(), Arc::new(Line { port: self.port }))?;
        line.established().await?;
        let connection = line.connection_id().context("it stands")?;
        self.handle.they_have_our_changes(connection).await;
        self.line = Some(line);
        Ok(())
    }

    async fn hang_up(&mut self) {
        let Some(line) = self.line.take() else { return };
        line.close();
        while !self.repo.connected_peers().0.is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl End for Laptop {
    async fn obey(&mut self, command: &Command) -> Result<Option<String>> {
        match command.name.as_str() {
            "warm" => {
                self.write(&self.work.earlier)?;
                self.sync().await?;
                return Ok(Some(self.handle.document_id().to_string()));
            }
            "leave" => {
                self.hang_up().await;
                self.write(&self.work.offline)?;
            }
            "return" => self.sync().await?,
            other => bail!("no command is called “{other}”"),
        }
        Ok(None)
    }
}

struct Line {
    port: u16,
}

impl Dialer for Line {
    type Error = Infallible;

    fn url(&self) -> Url {
        Url::parse(&format!("ws://127.0.0.1:{}", self.port)).expect("it is one")
    }

    fn connect(&self) -> BoxFuture<'static, Result<Transport, DialError<Infallible>>> {
        let url = self.url();
        let port = self.port;
        Box::pin(async move {
            let stream = TcpStream::connect(("127.0.0.1", port)).await.map_err(DialError::transient)?;
            stream.set_nodelay(true).map_err(DialError::transient)?;
            let (socket, _) = client_async(url.as_str(), stream).await.map_err(DialError::transient)?;
            Ok(transport(socket))
        })
    }
}
