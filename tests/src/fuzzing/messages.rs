//! What comes over the wire.

use document::{ChangeHash, interpret};
use ed25519_dalek::{Signer as _, SigningKey};
use model::doc_id::DocId;
use protocol::{
    ChangeBody, EnrolReply, EnrolRequest, Prefix, Problem, Signer, SyncReply, SyncRequest, open_reply,
    open_request, seal_reply, seal_request,
};

const SECRET: [u8; 32] = [7; 32];
/// As `docs/sync-protocol.md` has it.
const DOMAIN: &[u8] = b"nharong/sync/1\0";

/// The bytes as they are; and the same behind the magic, as they are and compressed, under a signature that
/// holds, so that they reach the decoder.
pub fn request(data: &[u8]) {
    let signer = Signer::from_secret(&SECRET);
    let key = signer.public();
    drop(open_request(data, &key));
    for framed in [framed(data), framed(&compressed(data))] {
        if let Ok(opened) = open_request(&signed(framed), &key) {
            let again = open_request(&seal_request(&opened.request, &signer).0, &key);
            let again: SyncRequest = again.expect("what was opened can be sent").request;
            assert_eq!(again, opened.request);
            let mut request = opened.request;
            // Short changes are put together from what was named, whether or not it exists.
            let found = |_: &DocId, prefix: Prefix| Ok::<_, ()>(Some(ChangeHash([prefix[0]; 32])));
            if let Ok(hashes) = request.lengthen(found) {
                let counts = request.documents.iter().map(|one| one.changes.len());
                assert!(hashes.iter().map(Vec::len).eq(counts), "a hash for each change");
                request.documents.into_iter().flat_map(|one| one.changes).for_each(unpack);
            }
        }
    }
}

pub fn reply(data: &[u8]) {
    for bytes in [data.to_vec(), framed(data), framed(&compressed(data))] {
        if let Ok(reply) = open_reply(&bytes) {
            let again: SyncReply = open_reply(&seal_reply(&reply)).expect("what was opened can be sent");
            assert_eq!(again, reply);
            reply.delivered.into_iter().flat_map(|one| one.changes).for_each(|one| unpack(one.body));
        }
    }
}

fn unpack(body: ChangeBody) {
    drop(interpret(&body.unpack()));
}

/// Requests and answers in JSON.
pub fn enrolment(data: &[u8]) {
    drop(sync_server::outside::enrolment(data));
    drop(serde_json::from_slice::<EnrolReply>(data));
    drop(serde_json::from_slice::<Problem>(data));
    if let Ok(request) = serde_json::from_slice::<EnrolRequest>(data) {
        let again = serde_json::to_vec(&request).expect("string keys only");
        let again: EnrolRequest = serde_json::from_slice(&again).expect("what was written is read");
        assert_eq!((again.code, again.name), (request.code, request.name));
    }
}

fn compressed(data: &[u8]) -> Vec<u8> {
    zstd::bulk::compress(data, 1).expect("compressing into memory cannot fail")
}

fn framed(packed: &[u8]) -> Vec<u8> {
    [b"NR", &[protocol::VERSION][..], packed].concat()
}

fn signed(mut framed: Vec<u8>) -> Vec<u8> {
    let key = SigningKey::from_bytes(&SECRET);
    let signature = key.sign(&[DOMAIN, &framed].concat());
    framed.extend_from_slice(&signature.to_bytes());
    framed
}
