//! A laptop with subduction's files on its disk.

use std::collections::HashSet;
use std::sync::Arc;

use anyhow::{Result, anyhow, bail, ensure};
use automerge::Automerge;
use future_form::Sendable;
use sedimentree_core::depth::CountLeadingZeroBytes;
use sedimentree_core::loose_commit::id::CommitId;
use sedimentree_fs_storage::FsStorage;
use subduction_core::handler::sync::SyncHandler;
use subduction_core::handshake::audience::Audience;
use subduction_core::peer::id::PeerId;
use subduction_core::policy::open::OpenPolicy;
use subduction_core::subduction::{Subduction, builder::SubductionBuilder};
use subduction_core::timeout::call::CallTimeout;
use subduction_crypto::signer::memory::MemorySigner;
use subduction_websocket::tokio::client::TokioWebSocketClient;
use subduction_websocket::tokio::{TimeoutTokio, TokioSpawn};
use tokio::task::AbortHandle;

use super::tree::new_parts;
use super::{DOCUMENT, laptop_key, server_key};
use crate::lines::{Command, End, Options};
use crate::work::{Edit, Work, blank};

type Socket = TokioWebSocketClient<MemorySigner>;
type Handler = SyncHandler<Sendable, FsStorage, Socket, OpenPolicy, CountLeadingZeroBytes, TokioSpawn>;
type Node = Subduction<
    'static,
    Sendable,
    FsStorage,
    Socket,
    Handler,
    OpenPolicy,
    MemorySigner,
    TimeoutTokio,
    TokioSpawn,
>;

pub struct Laptop {
    node: Arc<Node>,
    document: Automerge,
    /// Changes that the node has.
    known: HashSet<CommitId>,
    work: Work,
    port: u16,
    line: Vec<AbortHandle>,
}

impl Laptop {
    pub fn start(options: &Options) -> Result<Self> {
        let (node, _, listener, manager) = SubductionBuilder::new()
            .signer(laptop_key())
            .storage(FsStorage::new(options.data.clone())?, Arc::new(OpenPolicy))
            .spawner(TokioSpawn)
            .timer(TimeoutTokio)
            .build::<Sendable, Socket>();
        tokio::spawn(listener);
        tokio::spawn(manager);
        let work = Work::read(&options.work)?;
        Ok(Self {
            node,
            document: blank()?,
            known: HashSet::new(),
            work,
            port: options.port,
            line: Vec::new(),
        })
    }

    async fn write(&mut self, edits: &[Edit]) -> Result<()> {
        edits.iter().try_for_each(|edit| edit.write(&mut self.document))?;
        let parts = new_parts(&self.document, &mut self.known)?;
        let stored = self.node.store_built_batch(DOCUMENT, parts.commits, parts.fragments).await;
        stored.map_err(|error| anyhow!("{error}"))
    }

    /// Until everything that the server asked for is sent. It answers each commit with its heads once it has stored it,
    /// but many at once and in any order: what it says last may be older than what it has.
    async fn sync(&mut self) -> Result<()> {
        let server = PeerId::from(server_key().verifying_key());
        let address = format!("ws://127.0.0.1:{}", self.port).parse()?;
        let (socket, listener, sender, alive) =
            TokioWebSocketClient::new(address, laptop_key(), Audience::known(server)).await?;
        self.line = vec![
            tokio::spawn(listener.into_future()).abort_handle(),
            tokio::spawn(sender.into_future()).abort_handle(),
            tokio::spawn(alive.into_future()).abort_handle(),
        ];
        self.node.add_connection(socket).await?;
        let synced = self.node.sync_with_peer(&server, DOCUMENT, true, CallTimeout::Uncapped).await;
        let (reached, _, failures) = synced.map_err(|error| anyhow!("{error}"))?;
        ensure!(reached && failures.is_empty(), "the server did not answer");
        Ok(())
    }

    async fn hang_up(&mut self) -> Result<()> {
        self.node.disconnect_all().await?;
        self.line.drain(..).for_each(|task| task.abort());
        Ok(())
    }
}

impl End for Laptop {
    async fn obey(&mut self, command: &Command) -> Result<Option<String>> {
        match command.name.as_str() {
            "warm" => {
                let earlier = self.work.earlier.clone();
                self.write(&earlier).await?;
                self.sync().await?;
            }
            "leave" => {
                self.hang_up().await?;
                let offline = self.work.offline.clone();
                self.write(&offline).await?;
            }
            "return" => self.sync().await?,
            other => bail!("no command is called “{other}”"),
        }
        Ok(None)
    }
}
