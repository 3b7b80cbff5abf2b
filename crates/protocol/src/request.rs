//! A request as sections; and what is done with it at either end before its bytes are more than a claim.

use document::ChangeHash;

use crate::abridge::{self, Unmade};
use crate::abridged::Prefix;
use crate::batch::{BatchHash, DocumentDigest, Statement};
use crate::body::ChangeBody;
use crate::enrol::DeviceId;
use crate::error::Malformed;
use crate::key::{PublicKey, Signature, Signer};
use crate::message::{DocumentChanges, SyncRequest};
use crate::name::DocName;
use crate::number::{Counter, Cursor, Epoch, UnixMillis};
use crate::reader::Reader;
use crate::room::Room;
use crate::section::{Sections, told};
use crate::vocabulary::VocabularyDigest;
use crate::writer::Writer;

const STANDING: u64 = 1;
const BATCH: u64 = 2;
const DOCUMENTS: u64 = 3;
const BUDGET: u64 = 4;
const VOCABULARY: u64 = 5;

/// A request whose changes are whole, and are what the device signed.
#[derive(Debug)]
pub struct Checked {
    pub request: SyncRequest,
    /// Of its changes, document by document.
    pub hashes: Vec<Vec<ChangeHash>>,
    /// None where it has no changes: then it is no batch.
    pub batch: Option<BatchHash>,
}

/// Why a request with changes is not what its device signed.
#[derive(Debug, PartialEq, Eq)]
pub enum Unchecked<E> {
    /// An ancestor is not known here, or not the one that was meant: the laptop is to say everything in full.
    Unabridged,
    /// Whole, it would be larger than a message may be.
    TooLong,
    /// In full, and signed by another device, or for other documents, changes, or another place in the chain.
    Signature,
    /// Asking for an ancestor failed.
    Asking(E),
}

impl SyncRequest {
    /// Signs the changes, all of which are here whole, and gives the hash of the batch that they make. A request
    /// without changes is no batch: it is not signed, and the last batch stays the last.
    pub fn sign(&mut self, device: DeviceId, signer: &Signer) -> BatchHash {
        if !self.has_changes() {
            self.signature = None;
            return self.previous;
        }
        let hash_of = |body: &ChangeBody| abridge::hash(body).expect("signed before it is abridged");
        let hashes: Vec<Vec<ChangeHash>> =
            self.documents.iter().map(|document| document.changes.iter().map(hash_of).collect()).collect();
        let statement = self.statement(device, &hashes);
        self.signature = Some(statement.sign(signer));
        statement.hash()
    }

    /// Leaves out what the server can put back. `known`: whether it acknowledged or delivered a change.
    pub fn abridge(&mut self, known: impl Fn(&DocName, &ChangeHash) -> bool) {
        abridge::abridge(&mut self.documents, known);
    }

    /// Puts back what was left out, and checks the signature. Before that nothing of the request is to be stored.
    /// `find`: the one change of a document that begins like this.
    pub fn check<E>(
        mut self,
        device: DeviceId,
        key: &PublicKey,
        find: impl FnMut(&DocName, Prefix) -> Result<Option<ChangeHash>, E>,
    ) -> Result<Checked, Unchecked<E>> {
        let abridged = |body: &ChangeBody| matches!(body, ChangeBody::Abridged(_));
        let abridged = self.documents.iter().flat_map(|document| &document.changes).any(abridged);
        let hashes = abridge::restore(&mut self.documents, find)?;
        if !self.has_changes() {
            return Ok(Checked { request: self, hashes, batch: None });
        }
        let statement = self.statement(device, &hashes);
        if self.signature.is_some_and(|signature| statement.is_signed(key, &signature)) {
            return Ok(Checked { request: self, hashes, batch: Some(statement.hash()) });
        }
        Err(if abridged { Unchecked::Unabridged } else { Unchecked::Signature })
    }

    fn statement(&self, device: DeviceId, hashes: &[Vec<ChangeHash>]) -> Statement {
        let documents = self.documents.iter().zip(hashes);
        Statement {
            device,
            counter: self.counter,
            previous: self.previous,
            documents: documents
                .map(|(document, hashes)| DocumentDigest::of(&document.doc, hashes))
                .collect(),
        }
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.section(STANDING, |to| {
            if (self.epoch, self.cursor, self.heard_since) != Default::default() {
                to.number(self.epoch.0);
                to.number(self.cursor.0);
                to.signed(self.heard_since.0);
            }
        });
        to.section(BATCH, |to| {
            if (self.counter, self.previous, self.signature) != Default::default() {
                to.number(self.counter.0);
                to.bytes(&self.previous.0);
                self.signature.iter().for_each(|signature| to.bytes(&signature.0));
            }
        });
        to.section(DOCUMENTS, |to| {
            let listed = self.documents.iter().map(|document| (&document.doc, document.changes.len()));
            DocName::write_list(listed, to);
            self.documents.iter().flat_map(|document| &document.changes).for_each(|body| body.write(to));
        });
        to.section(BUDGET, |to| {
            if self.budget != 0 {
                to.number(self.budget.into());
            }
        });
        to.section(VOCABULARY, |to| {
            if self.vocabulary != VocabularyDigest::default() {
                to.bytes(&self.vocabulary.0);
            }
        });
        to.into_bytes()
    }

    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut request = Self::default();
        let mut sections = Sections::read(bytes)?;
        while let Some((number, mut from)) = sections.next()? {
            match number {
                STANDING => {
                    let standing =
                        (Epoch(from.number()?), Cursor(from.number()?), UnixMillis(from.signed()?));
                    (request.epoch, request.cursor, request.heard_since) = told(standing)?;
                }
                BATCH => {
                    let (counter, previous) = (Counter(from.number()?), BatchHash(from.array()?));
                    let signature = if from.is_empty() { None } else { Some(Signature(from.array()?)) };
                    (request.counter, request.previous, request.signature) =
                        told((counter, previous, signature))?;
                }
                DOCUMENTS => request.documents = told(documents(&mut from)?)?,
                BUDGET => {
                    request.budget = u32::try_from(told(from.number()?)?).map_err(|_| Malformed::Content)?
                }
                VOCABULARY => request.vocabulary = told(VocabularyDigest(from.array()?))?,
                _ => continue,
            }
            from.end()?;
        }
        // Nobody signs nothing, and unsigned changes are nobody's.
        if request.signature.is_some() == request.has_changes() {
            Ok(request)
        } else {
            Err(Malformed::Signature)
        }
    }
}

fn documents(from: &mut Reader<'_>) -> Result<Vec<DocumentChanges>, Malformed> {
    let mut room = Room::of_request();
    let listed = room.documents(from, ChangeBody::LEAST)?;
    let mut documents = Vec::with_capacity(listed.len());
    for (doc, count) in listed {
        from.hold(count, ChangeBody::LEAST)?;
        let mut changes = Vec::with_capacity(count);
        for _ in 0..count {
            changes.push(ChangeBody::read(from, &mut room)?);
        }
        documents.push(DocumentChanges { doc, changes });
    }
    Ok(documents)
}

impl<E> From<Unmade<E>> for Unchecked<E> {
    fn from(found: Unmade<E>) -> Self {
        match found {
            Unmade::Unknown => Self::Unabridged,
            Unmade::TooLong => Self::TooLong,
            Unmade::Asking(error) => Self::Asking(error),
        }
    }
}
