//! Subduction's own WebSocket server over its files.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use automerge::Automerge;
use future_form::Sendable;
use futures::future::{try_join, try_join_all};
use sedimentree_core::depth::CountLeadingZeroBytes;
use sedimentree_core::loose_commit::id::CommitId;
use sedimentree_fs_storage::FsStorage;
use subduction_core::nonce_cache::NonceCache;
use subduction_core::policy::open::OpenPolicy;
use subduction_core::storage::traits::Storage;
use subduction_crypto::signer::memory::MemorySigner;
use subduction_websocket::DEFAULT_MAX_MESSAGE_SIZE;
use subduction_websocket::tokio::TimeoutTokio;
use subduction_websocket::tokio::server::TokioWebSocketServer;

use super::{DOCUMENT, server_key};
use crate::lines::{Command, End, Options, tell};
use crate::work::{Work, complete};

/// How far a laptop's clock may be off.
const DRIFT: Duration = Duration::from_secs(600);
const LOOK_AGAIN: Duration = Duration::from_millis(1);

type Listening =
    TokioWebSocketServer<FsStorage, OpenPolicy, MemorySigner, CountLeadingZeroBytes, TimeoutTokio>;

pub struct Server {
    listening: Listening,
    files: FsStorage,
    work: Arc<Work>,
}

impl Server {
    pub async fn start(options: &Options) -> Result<Self> {
        let files = FsStorage::new(options.data.clone())?;
        let listening = TokioWebSocketServer::setup(
            ([127, 0, 0, 1], options.port).into(),
            TimeoutTokio,
            DRIFT,
            DEFAULT_MAX_MESSAGE_SIZE,
            server_key(),
            None,
            files.clone(),
            OpenPolicy,
            NonceCache::default(),
            CountLeadingZeroBytes,
        )
        .await?;
        tell("ready");
        Ok(Self { listening, files, work: Arc::new(Work::read(&options.work)?) })
    }
}

impl End for Server {
    /// Looks out for the work. The server keeps no document: this one is made of what its files hold.
    async fn obey(&mut self, _: &Command) -> Result<Option<String>> {
        let mut seen = Seen { files: self.files.clone(), document: Automerge::new(), had: HashSet::new() };
        let (listening, work) = (self.listening.clone(), Arc::clone(&self.work));
        seen.take_in(&listening).await?;
        tokio::spawn(async move {
            while !complete(&seen.document, &work) {
                tokio::time::sleep(LOOK_AGAIN).await;
                seen.take_in(&listening).await?;
            }
            tell("durable");
            Ok::<_, anyhow::Error>(())
        });
        Ok(None)
    }
}

struct Seen {
    files: FsStorage,
    document: Automerge,
    had: HashSet<CommitId>,
}

impl Seen {
    /// What subduction counts as its own since the last time: it does once it lies on the disk, synced.
    async fn take_in(&mut self, listening: &Listening) -> Result<()> {
        let node = listening.subduction();
        let mut commits = node.get_commits(DOCUMENT).await.unwrap_or_default();
        commits.retain(|commit| self.had.insert(commit.head()));
        let mut fragments = node.get_fragments(DOCUMENT).await.unwrap_or_default();
        fragments.retain(|fragment| self.had.insert(fragment.head()));
        let files = &self.files;
        let commits = try_join_all(commits.iter().map(async |commit| {
            let stored = Storage::<Sendable>::load_loose_commit(files, DOCUMENT, commit.head()).await?;
            Ok::<_, anyhow::Error>(stored.context("a commit is in no file")?.blob().clone())
        }));
        let fragments = try_join_all(fragments.iter().map(async |fragment| {
            let stored = Storage::<Sendable>::load_fragment(files, DOCUMENT, fragment.head()).await?;
            Ok::<_, anyhow::Error>(stored.context("a fragment is in no file")?.blob().clone())
        }));
        let (commits, fragments) = try_join(commits, fragments).await?;
        let bytes: Vec<u8> =
            fragments.iter().chain(&commits).flat_map(|blob| blob.contents().clone()).collect();
        self.document.load_incremental(&bytes)?;
        Ok(())
    }
}
