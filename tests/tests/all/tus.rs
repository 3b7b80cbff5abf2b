//! Evidence sent by a client of tus that this project did not write, over a line that is cut.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result, ensure};
use document::{Actor, Document};
use model::doc_id::DocId;
use model::edit::{Edit, StampedEdit};
use model::ids::{EvidenceId, FileHash, UnitId};
use model::target::{EvidencePart, Target};
use model::time::hanoi;
use model::value::{FileFacts, Value};
use protocol::{
    ChangeBody, Counter, DocumentChanges, EnrolReply, EnrolRequest, Fate, Signer, SyncRequest, VERSION,
    open_reply, seal_request,
};
use tests::programs::Running;
use tests::server::District;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const UNIT: &str = "ayun";
const SIZE: usize = 3 << 20;

/// A laptop's token, and a file that a document of its unit names: from then on the server takes the file.
struct Sender {
    client: reqwest::Client,
    district: District,
    token: String,
    file: PathBuf,
    bytes: Vec<u8>,
    hash: FileHash,
}

impl Sender {
    async fn new(folder: &Path) -> Result<Self> {
        let mut district = District::open(folder, None)?;
        district.start()?;
        let client = replica::sync::http_client()?;
        let bytes: Vec<u8> = (0..SIZE as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let hash = FileHash::new(blake3::hash(&bytes).to_hex().to_string());
        let file = folder.join("minh chứng.pdf");
        std::fs::write(&file, &bytes)?;
        let signer = Signer::from_secret(&[7; 32]);
        let public_key = signer.public().to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
        let code = district.enrol(UNIT, "Đinh Hmưk")?;
        let request = EnrolRequest {
            version: VERSION,
            code,
            name: "Đinh Hmưk".into(),
            person: None,
            organisation: None,
            units: Vec::new(),
            public_key,
        };
        let enrolled = client.post(format!("{}/v1/enrol", district.address())).json(&request).send().await?;
        let enrolled: EnrolReply = enrolled.error_for_status()?.json().await?;
        let sender = Self { client, token: enrolled.token.secret().to_owned(), district, file, bytes, hash };
        sender.name(&enrolled, &signer).await?;
        Ok(sender)
    }

    /// Sends the change that names the file.
    async fn name(&self, enrolled: &EnrolReply, signer: &Signer) -> Result<()> {
        let doc = DocId::workbook(&"mang-yang-2019".into(), UnitId::new(UNIT));
        let facts = FileFacts {
            hash: self.hash.clone(),
            size: SIZE as u64,
            name: "minh chứng.pdf".into(),
            media_type: "application/pdf".into(),
        };
        let target = Target::Evidence { evidence: EvidenceId::new("e1"), part: EvidencePart::File };
        let edit = Edit { target, value: Value::record(&facts) };
        let at = chrono::Utc::now().with_timezone(&hanoi());
        let stamped = StampedEdit { edit, by: enrolled.person.clone(), at };
        let sealed = Document::empty(doc.clone()).seal(&[stamped], Actor::from_random([7; 8]));
        let changes = sealed.into_iter().map(ChangeBody::pack).collect();
        let request = SyncRequest {
            epoch: enrolled.epoch,
            counter: Counter(1),
            documents: vec![DocumentChanges { doc: doc.into(), changes }],
            ..SyncRequest::default()
        };
        let (bytes, _) = seal_request(&request, enrolled.device, signer);
        let post = self.client.post(format!("{}/v1/sync", self.district.address()));
        let reply = post.bearer_auth(&self.token).body(bytes).send().await?;
        let reply = open_reply(&reply.error_for_status()?.bytes().await?)?;
        let durable = reply.fates.iter().flatten().all(|one| matches!(one, Fate::Durable { .. }));
        ensure!(durable, "the file is named: {:?}", reply.fates);
        Ok(())
    }

    fn upload(&self, endpoint: &str, piece: Option<usize>) -> Command {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tus/upload.mjs");
        let mut node = Command::new("node");
        node.arg(script).args([endpoint, &self.token, self.hash.as_str()]).arg(&self.file);
        node.arg(self.file.with_file_name("places.json")).args(piece.map(|piece| piece.to_string()));
        node
    }

    /// What the server gives to somebody who may read the file.
    async fn kept(&self) -> Result<Vec<u8>> {
        let get = self.client.get(format!("{}/v1/files/{}", self.district.address(), self.hash));
        Ok(get.bearer_auth(&self.token).send().await?.error_for_status()?.bytes().await?.to_vec())
    }
}

/// A line that goes dead once, when so much has gone up.
struct Line {
    port: u16,
    up: Arc<AtomicUsize>,
}

impl Line {
    async fn cut_once(to: u16, after: usize) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let line = Self { port: listener.local_addr()?.port(), up: Arc::default() };
        let up = Arc::clone(&line.up);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, to, Arc::clone(&up), after));
            }
        });
        Ok(line)
    }
}

async fn carry(near: TcpStream, to: u16, up: Arc<AtomicUsize>, after: usize) {
    let Ok(far) = TcpStream::connect(("127.0.0.1", to)).await else { return };
    let ((mut near_in, mut near_out), (mut far_in, mut far_out)) = (near.into_split(), far.into_split());
    let upward = async {
        let mut piece = vec![0; 32 << 10];
        while let Ok(read @ 1..) = near_in.read(&mut piece).await {
            let before = up.fetch_add(read, Ordering::SeqCst);
            if before < after && before + read >= after {
                return;
            }
            if far_out.write_all(&piece[..read]).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = upward => {}
        _ = tokio::io::copy(&mut far_in, &mut near_out) => {}
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_client_goes_on_where_the_line_was_cut() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let sender = Sender::new(folder.path()).await?;
    let line = Line::cut_once(sender.district.port(), SIZE / 2).await?;
    let mut upload = sender.upload(&format!("http://127.0.0.1:{}/v1/files", line.port), None);
    let output = tokio::task::spawn_blocking(move || upload.output()).await?.context("starting node")?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    ensure!(said.contains("HEAD 200"), "it asked where to go on: {said}");
    ensure!(sender.kept().await? == sender.bytes, "the file is whole at the server");
    let sent = line.up.load(Ordering::SeqCst);
    ensure!(sent < SIZE + SIZE / 4, "{sent} bytes went up for a file of {SIZE}: nothing was sent twice");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_client_that_is_killed_goes_on_when_it_is_started_again() -> Result<()> {
    const PIECE: usize = 256 << 10;
    let folder = tempfile::tempdir()?;
    let sender = Sender::new(folder.path()).await?;
    let endpoint = format!("{}/v1/files", sender.district.address());
    let mut first = Running::start(sender.upload(&endpoint, Some(PIECE)).stdout(Stdio::piped()))?;
    let said = BufReader::new(first.child().stdout.take().context("the pipe was asked for")?);
    let pieces = said.lines().map_while(Result::ok).filter(|line| line.starts_with("PATCH 204"));
    let stood: usize =
        pieces.take(SIZE / PIECE / 2).last().as_deref().and_then(offset).context("no piece")?;
    first.kill();
    ensure!(stood < SIZE, "it was killed before the end");

    let mut again = sender.upload(&endpoint, Some(PIECE));
    let output = tokio::task::spawn_blocking(move || again.output()).await?.context("starting node")?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    let found = said.lines().find(|line| line.starts_with("HEAD 200")).and_then(offset);
    ensure!(found.is_some_and(|found| found >= stood), "it goes on from {stood}: {said}");
    ensure!(!said.contains("POST"), "and begins nothing anew: {said}");
    ensure!(sender.kept().await? == sender.bytes, "the file is whole at the server");
    Ok(())
}

/// `PATCH 204 262144`
fn offset(line: &str) -> Option<usize> {
    line.split(' ').nth(2)?.parse().ok()
}
