//! A sync server: one repo, files beside it.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use futures::StreamExt;
use samod::storage::{Storage, StorageKey, TokioFilesystemStorage};
use samod::{AcceptorHandle, DocHandle, Repo, ShareConfig};
use tokio::net::TcpListener;
use tokio_tungstenite::accept_async;

use super::transport;
use crate::lines::{Command, End, Options, tell};
use crate::work::{Work, complete};

/// The document that is looked at, once it is known.
#[derive(Clone)]
struct Watched {
    handle: Arc<Mutex<Option<DocHandle>>>,
    work: Arc<Work>,
}

impl Watched {
    fn handle(&self) -> Option<DocHandle> {
        self.handle.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn complete(&self) -> bool {
        self.handle().is_some_and(|handle| handle.with_document(|document| complete(document, &self.work)))
    }
}

/// The same storage, which also tells when the last of the edits was written.
#[derive(Clone)]
struct Telling {
    files: TokioFilesystemStorage,
    watched: Watched,
}

impl Storage for Telling {
    fn load(&self, key: StorageKey) -> impl Future<Output = Option<Vec<u8>>> + Send {
        self.files.load(key)
    }

    fn load_range(&self, prefix: StorageKey) -> impl Future<Output = HashMap<StorageKey, Vec<u8>>> + Send {
        self.files.load_range(prefix)
    }

    async fn put(&self, key: StorageKey, data: Vec<u8>) {
        let all = self.watched.complete();
        self.files.put(key, data).await;
        if all {
            tell("written");
        }
    }

    fn delete(&self, key: StorageKey) -> impl Future<Output = ()> + Send {
        self.files.delete(key)
    }
}

pub struct Server {
    repo: Repo,
    watched: Watched,
}

impl Server {
    pub async fn start(options: &Options) -> Result<Self> {
        let work = Arc::new(Work::read(&options.work)?);
        let watched = Watched { handle: Arc::default(), work };
        let files = TokioFilesystemStorage::new(&options.data);
        let repo = Repo::build_tokio()
            .with_storage(Telling { files, watched: watched.clone() })
            .with_share_policy(ShareConfig::read_write().with_announce(false))
            .load()
            .await;
        let acceptor = repo.make_acceptor(format!("ws://127.0.0.1:{}", options.port).parse()?)?;
        let listener = TcpListener::bind(("127.0.0.1", options.port)).await?;
        tokio::spawn(accept(listener, acceptor));
        tell("ready");
        Ok(Self { repo, watched })
    }
}

async fn accept(listener: TcpListener, acceptor: AcceptorHandle) -> Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        acceptor.accept(transport(accept_async(stream).await?))?;
    }
}

impl End for Server {
    async fn obey(&mut self, command: &Command) -> Result<Option<String>> {
        let id = command.document.as_deref().context("which document?")?.parse()?;
        let handle = self.repo.find(id).await?.context("the laptop brought it before")?;
        let mut changes = Box::pin(handle.changes());
        *self.watched.handle.lock().unwrap_or_else(PoisonError::into_inner) = Some(handle);
        let watched = self.watched.clone();
        tokio::spawn(async move {
            while changes.next().await.is_some() {
                if watched.complete() {
                    tell("memory");
                }
            }
        });
        Ok(None)
    }
}
