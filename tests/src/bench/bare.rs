//! A laptop without a store: it says what it is told to, as fast as it is answered.

use anyhow::{Context, Result};
use document::{Document, RawChange};
use model::doc_id::DocId;
use protocol::{
    BatchHash, ChangeBody, Counter, Cursor, DocumentChanges, EnrolRequest, Epoch, Signer, SyncReply,
    SyncRequest, VERSION, seal_request,
};
use replica::sync::{HttpServer, Server, at_once, http_client};
use replica::{Device, Secret};

use crate::server::District;

pub struct BareLaptop {
    pub device: Device,
    pub document: Document,
    server: HttpServer,
    signer: Signer,
    counter: u64,
    last: BatchHash,
    epoch: Epoch,
    cursor: Cursor,
}

impl BareLaptop {
    /// With an empty workbook.
    pub async fn enrol(district: &District, unit: &str) -> Result<Self> {
        let name = "Đinh Hmưk".to_owned();
        let code = district.enrol(unit, &name)?;
        let server = HttpServer::new(http_client()?, &district.address(), false)?;
        let secret = Secret::random()?;
        let request = EnrolRequest {
            version: VERSION,
            code,
            name,
            person: None,
            organisation: None,
            units: Vec::new(),
            public_key: secret.public()?,
        };
        let reply = server.enrol(&request).await?;
        let document = Document::empty(DocId::workbook(&"mang-yang-2019".into(), reply.unit.clone()));
        let device = Device::new(district.address(), secret, reply);
        let signer = device.signer()?;
        let (counter, last) = (0, BatchHash::default());
        Ok(Self { device, document, server, signer, counter, last, epoch: Epoch(0), cursor: Cursor(0) })
    }

    /// Says these changes of its workbook, whatever becomes of them.
    pub async fn send(&mut self, changes: Vec<RawChange>) -> Result<SyncReply> {
        let changes = changes.into_iter().map(ChangeBody::pack).collect();
        let documents = vec![DocumentChanges { doc: self.document.id().into(), changes }];
        let request = SyncRequest {
            epoch: self.epoch,
            cursor: self.cursor,
            counter: Counter(self.counter + 1),
            previous: self.last,
            documents,
            ..SyncRequest::default()
        };
        let (bytes, hash) = seal_request(&request, self.device.id, &self.signer);
        let reply = self.server.sync(&self.device, at_once(bytes)).await.context("the server answers")?;
        (self.counter, self.last) = (self.counter + 1, hash);
        (self.epoch, self.cursor) = (reply.epoch, reply.cursor);
        Ok(reply)
    }
}
